"""What several rules share: bars in the prices of the day of saying, paths, words. No rule stands here."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

from generator import formats
from generator.errors import MissingInput
from generator.ledger.record import Path
from generator.ledger.rules import Case
from generator.ledger.tolerance import inside
from generator.market import bars, rate
from generator.metrics.series import yields

POINTS = 12  # of a path: enough for a small chart, too few to be anybody's series
Aim = tuple[float | None, float | None] | None  # as Path has it
LEVELS = ["open", "high", "low", "close"]

__all__ = ["after", "day", "inside", "observed", "path", "percent", "price_path", "session", "steps", "usd"]


def after(case: Case, symbol: str) -> tuple[float, pd.DataFrame]:
    """The last close on or before the day of saying, and the bars after it, all in that day's prices.

    A later split is undone, so that a level stays what was quoted when it was published.
    """
    frame = bars(case.market, symbol)
    said = pd.Timestamp(case.said)
    place = int(frame.index.searchsorted(said, side="right"))
    if not place:
        raise MissingInput(f"{symbol} begins on {frame.index[0]:%Y-%m-%d}, after {case.said}")
    splits = frame["split"].iloc[place:]
    levels = frame[LEVELS].iloc[place - 1 :] * math.prod(splits[splits > 0].tolist())
    return float(levels["close"].iloc[0]), levels.iloc[1:]


def observed(case: Case, series: str) -> pd.Series:
    """A policy rate, percent; on the due day it has to reach that day's session."""
    if not case.final:
        return yields(case.market, series)
    found = rate(case.market, series)
    if found.index[-1].date() < case.market.as_of:
        raise MissingInput(f"{series} ends on {found.index[-1]:%Y-%m-%d}, before {case.market.as_of}")
    return found


def price_path(case: Case, symbol: str, base: float, seen: pd.DataFrame) -> Path | None:
    """Closes as percent of change from the `base`, the last one before those seen, that one first."""
    if not case.drawn:
        return None
    index = bars(case.market, symbol).index
    first = seen.index[0] if len(seen) else pd.Timestamp(case.said) + pd.Timedelta(days=1)
    begun = index[int(index.searchsorted(first)) - 1]
    change = pd.concat([pd.Series([0.0], [begun]), (seen["close"] / base - 1) * 100])
    return path(change, f"Price of {symbol} since the close of {day(session(begun), short=True)}")


def path(
    series: pd.Series, words: str, unit: str = "%", aim: Aim = None, course: float | None = None
) -> Path:
    """Evenly spaced points of a series of changes, its first and last among them."""
    count = len(series)
    keep = range(count) if count <= POINTS else [round(i * (count - 1) / (POINTS - 1)) for i in range(POINTS)]
    points = tuple((session(series.index[i]), round(float(series.iloc[i]), 2)) for i in keep)
    return Path(points, unit, words, aim=aim, course=course)


def steps(pairs: Iterable[tuple[date, float]], words: str, unit: str = "%", aim: Aim = None) -> Path:
    """A level that moves in steps: its first point, where it moved, its last; one a day."""
    return Path(tuple(dict(pairs).items()), unit, words, level=True, aim=aim)


def session(stamp: object) -> date:
    """A row's day."""
    found: date = pd.Timestamp(str(stamp)).date()
    return found


def day(when: date, short: bool = False) -> str:
    """A day in words."""
    return formats.day(when, short=short)


def usd(value: float) -> str:
    """A price in words."""
    return formats.write(value, "USD", 2)


def percent(value: float, unit: str = "%", digits: int = 1, form: str = "signed") -> str:
    """A change in words, with its sign."""
    return formats.write(value, unit, digits, form)
