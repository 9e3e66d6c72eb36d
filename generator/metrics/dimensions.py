"""Dimensions in which usage differs: a parameter of a metric is annotated with its own.

A dimension holds the usual other choices along it, and the words by which a claim that chooses is told. Those that
several rooms' metrics share stand here; one that a single module knows stands there. No metric is registered here.

    Smoothing = Annotated[Literal["wilder", "simple"], usual({"wilder": "Wilder's smoothing", "simple": …})]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pandas as pd

from generator import config, formats
from generator.market import bars
from generator.market.record import Market
from generator.words import Name, Words, say

Stated = Mapping[str, Any]  # parameter -> what the stated definition chooses
SHIFTS = tuple(shift for n in range(1, 6) for shift in (-n, n))  # a base date up to five sessions off


@dataclass(frozen=True)
class Choice:
    """One usual choice in a dimension: its words, after "with", and the parameter's value."""

    words: Words
    value: Any


Others = Callable[[Market, Stated], Iterable[Choice]]


@dataclass(frozen=True)
class Dimension:
    """What a parameter chooses among.

    choices  the usual ones, where they are the same on every market, the stated one among them or not
    on       the usual ones on a market, where they depend on it or on the other parameters
    told     how a claim's own choice is told, as "above ${}", where it is none of `choices`
    known    the values that are understood, where not every one of the annotated type is
    least    the smallest whole number that makes sense, None for any
    """

    choices: tuple[Choice, ...] = ()
    on: Others | None = None
    told: str = ""
    known: tuple[str, ...] = ()
    least: int | None = 1

    def others(self, market: Market, stated: Stated) -> Iterable[Choice]:
        """The usual choices on a market."""
        return self.on(market, stated) if self.on else self.choices

    def tell(self, name: str, value: Any) -> str:
        """A choice in words; of one that has none the parameter's name and the value."""
        if self.told:
            return self.told.format(written(value))
        words = (choice.words for choice in self.choices if choice.value == value)
        return next(words, f"{name} {written(value)}")


def written(value: object) -> str:
    """A parameter's value as a sentence writes it."""
    if isinstance(value, date):
        return formats.day(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def usual(choices: Mapping[Any, str], told: str = "", least: int | None = 1) -> Dimension:
    """A dimension whose usual choices are the same on every market: words by value."""
    return Dimension(
        tuple(Choice(Words(words), value) for value, words in choices.items()), told=told, least=least
    )


def _fund(_market: Market, stated: Stated) -> Iterable[Choice]:
    # a figure of the index is often taken from the fund; one that names the fund is not one of the index
    if stated["symbol"] == config.INDEX:
        yield Choice(Words(f"the fund {config.FUND} in the index's place"), config.FUND)


TWINS = {
    config.INDEX: config.FUND, config.FUND: config.INDEX, config.BENCHMARK_INDEX: config.BENCHMARK,
    config.BENCHMARK: config.BENCHMARK_INDEX, config.GROWTH_INDEX: config.GROWTH,
}  # fmt: skip


def _twin(_market: Market, stated: Stated) -> Iterable[Choice]:
    if (twin := TWINS.get(stated["other"])) in config.SYMBOLS and twin:
        words = say("{twin} as the market in place of {other:the}", twin=Name(twin), other=stated["other"])
        yield Choice(words, twin)


def _payouts(_market: Market, stated: Stated) -> Iterable[Choice]:
    return () if str(stated["symbol"]).startswith("^") else PAID  # an index pays nothing


PAID = (Choice(Words("dividends left out"), False), Choice(Words("dividends reinvested"), True))
LISTED = tuple(config.SYMBOLS)
Symbol = Annotated[str, Dimension(known=LISTED)]
Tracked = Annotated[str, Dimension(on=_fund, known=LISTED)]  # where a fund's figure stands in for its index's
Benchmark = Annotated[str, Dimension(on=_twin, known=LISTED)]
Payouts = Annotated[bool, Dimension(PAID, _payouts)]  # False: quoted prices; True: dividends reinvested


def session(index: pd.Index, place: int) -> str:
    """A session in words."""
    return formats.day(index[place].date())


def off(shift: int) -> str:
    """How many sessions off, in words."""
    plural = "" if abs(shift) == 1 else "s"
    return f"{abs(shift)} session{plural} {'earlier' if shift < 0 else 'later'}"


def shifted(day: str, words: str, shifts: Iterable[int] = SHIFTS) -> Dimension:
    """A day some sessions off; `day` is the parameter that holds the stated one."""

    def others(market: Market, stated: Stated) -> Iterable[Choice]:
        return around(bars(market, stated["symbol"]).index, stated[day], words, shifts)

    return Dimension(on=others, told=f"{words} {{}} sessions off", least=None)


def around(
    index: pd.Index, day: date | pd.Timestamp, words: str, shifts: Iterable[int] = SHIFTS
) -> Iterable[Choice]:
    """The sessions near the last one on or before a day, by how far off."""
    base = int(index.searchsorted(pd.Timestamp(day), side="right")) - 1
    for shift in shifts:
        if base >= 0 and 0 <= base + shift < len(index):
            yield Choice(Words(f"{words} {session(index, base + shift)}, {off(shift)}"), shift)
