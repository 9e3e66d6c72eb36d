"""What a family is, and the dimensions that several families share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import pandas as pd

from generator import formats
from generator.market import bars
from generator.market.record import Market

F = TypeVar("F", bound=Callable[..., float])
Stated = Mapping[str, Any]  # parameter -> what the stated definition chooses
SHIFTS = tuple(shift for n in range(1, 6) for shift in (-n, n))  # a base date up to five sessions off


@dataclass(frozen=True)
class Choice:
    """One usual choice in a dimension: its words, after "with", and the parameter's value."""

    label: str
    value: Any


@dataclass(frozen=True)
class Dimension:
    """A parameter in which usage differs; `choices` gives the usual ones, with or without the stated one."""

    parameter: str
    choices: Callable[[Market, Stated], Iterable[Choice]]


@dataclass(frozen=True)
class Family:
    """`dated` says that a figure names its day or window: an earlier session cannot stand in for it."""

    name: str
    function: Callable[..., float]
    dimensions: tuple[Dimension, ...]
    members: Mapping[str, Stated]
    dated: bool

    def stated(self, metric: str, args: Stated) -> dict[str, Any]:
        """Every parameter as the stated definition of a metric has it, a fact's arguments going first."""
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return {p.name: p.default for p in parameters} | dict(self.members[metric]) | dict(args)

    def others(self, market: Market, stated: Stated) -> Iterator[tuple[Choice, dict[str, Any]]]:
        """Every choice but the stated ones, one dimension changed at a time, with all its parameters."""
        for dimension in self.dimensions:
            for choice in dimension.choices(market, stated):
                if choice.value != stated[dimension.parameter]:
                    yield choice, {**stated, dimension.parameter: choice.value}


FAMILIES: dict[str, Family] = {}  # by metric


def family(
    name: str, *dimensions: Dimension, members: Mapping[str, Stated], dated: bool = False
) -> Callable[[F], F]:
    """Register a function of the market as a family. Its defaults are the stated choices of every member."""

    def register(function: F) -> F:
        made = Family(name, function, dimensions, MappingProxyType(dict(members)), dated)
        for metric in members:
            if metric in FAMILIES:
                raise ValueError(f"{metric!r} is a member of {FAMILIES[metric].name!r} and of {name!r}")
            FAMILIES[metric] = made
        return function

    return register


def fixed(parameter: str, choices: Mapping[str, Any]) -> Dimension:
    """A dimension whose choices are the same on every market, value by label."""
    made = tuple(Choice(label, value) for label, value in choices.items())
    return Dimension(parameter, lambda _market, _stated: made)


def _payouts(_market: Market, stated: Stated) -> Iterable[Choice]:
    if not str(stated.get("symbol", "")).startswith("^"):  # an index pays nothing
        yield Choice("dividends left out", False)
        yield Choice("dividends reinvested", True)


PAYOUTS = Dimension("reinvested", _payouts)
SMALL = {"^RUT": "IWM", "IWM": "^RUT"}
LARGE = {"^GSPC": "SPY", "SPY": "^GSPC", "^IXIC": "QQQ"}


def _fund(_market: Market, stated: Stated) -> Iterable[Choice]:
    # a figure of the index is often taken from the fund; one that names the fund is not one of the index
    if stated["symbol"] == "^RUT":
        yield Choice("the fund IWM in the index's place", "IWM")


FUND_FOR_INDEX = Dimension("symbol", _fund)


def _twin(_market: Market, stated: Stated) -> Iterable[Choice]:
    twin = {**SMALL, **LARGE}.get(stated["other"])
    if twin:
        yield Choice(f"{twin} as the market in place of {stated['other']}", twin)


TWIN = Dimension("other", _twin)


def session(index: pd.Index, place: int) -> str:
    """A session in words."""
    return formats.day(index[place].date())


def off(shift: int) -> str:
    """How many sessions off, in words."""
    plural = "" if abs(shift) == 1 else "s"
    return f"{abs(shift)} session{plural} {'earlier' if shift < 0 else 'later'}"


def shifted(parameter: str, day: str, words: str, shifts: Iterable[int] = SHIFTS) -> Dimension:
    """A base date some sessions off; `day` is the parameter that holds the stated date."""

    def choices(market: Market, stated: Stated) -> Iterable[Choice]:
        index = bars(market, stated["symbol"]).index
        base = int(index.searchsorted(pd.Timestamp(stated[day]), side="right")) - 1
        for shift in shifts:
            if 0 <= base + shift < len(index):
                yield Choice(f"{words} {session(index, base + shift)}, {off(shift)}", shift)

    return Dimension(parameter, choices)
