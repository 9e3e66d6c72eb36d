"""What has come since a day: records, the deepest fall, levels broken, moves of a policy rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from generator.formats import NARROW, number


@dataclass(frozen=True)
class Event:
    """Something that came on a day, in words."""

    day: date
    words: str


def since(close: pd.Series, begun: date, levels: Mapping[str, float], rate: pd.Series | None) -> list[Event]:
    """Events after the day `begun` by day, of quoted closes (USD a share), of levels (name -> USD) and of a rate in percent."""
    after = close[close.index > pd.Timestamp(begun)]
    found = [*_broken(close, after, levels), *_record(close, after), *_fall(close, after)]
    if rate is not None:
        found += _moves(rate, begun)
    return sorted(found, key=lambda event: event.day)


def _usd(value: float) -> str:
    return f"${number(value, 2)}"


def _broken(close: pd.Series, after: pd.Series, levels: Mapping[str, float]) -> list[Event]:
    """The first close beyond each level, seen from the last close before."""
    found: list[Event] = []
    before = close[: after.index[0]].iloc[:-1] if len(after) else close
    if not len(before):
        return found
    stood = float(before.iloc[-1])
    for name, level in levels.items():
        beyond = after[after > level] if level >= stood else after[after < level]
        if len(beyond):
            side = "above" if level >= stood else "below"
            words = f"first close {side} the {name} of {_usd(level)}, at {_usd(float(beyond.iloc[0]))}"
            found.append(Event(_day(beyond, 0), words))
    return found


def _record(close: pd.Series, after: pd.Series) -> list[Event]:
    """The highest close of all, where it came after the day."""
    if not len(after) or close.argmax() < len(close) - len(after):
        return []
    return [Event(_day(close, int(close.argmax())), f"highest close on record, {_usd(float(after.max()))}")]


def _fall(close: pd.Series, after: pd.Series) -> list[Event]:
    """The deepest close below the highest before it, where it is a tenth or more and came after the day."""
    depth = (close / close.cummax() - 1).reindex(after.index)
    if not len(after) or depth.min() > -0.1:
        return []
    place = int(depth.argmin())
    share = f"{number(-100 * float(depth.min()), 1)}{NARROW}%"
    words = f"deepest fall since the article, {share} below the record before it, to {_usd(float(after.iloc[place]))}"
    return [Event(_day(after, place), words)]


def _moves(rate: pd.Series, begun: date) -> list[Event]:
    """Each change of a policy rate, on the first day that it was in force."""
    rate = rate.dropna()
    steps = rate.diff()[rate.index > pd.Timestamp(begun)]
    moved = steps[steps != 0]
    now = rate.loc[moved.index]
    return [Event(_day(moved, n), _move(float(now.iloc[n]), float(moved.iloc[n]))) for n in range(len(moved))]


def _move(rate: float, step: float) -> str:
    return f"policy rate {'cut' if step < 0 else 'raised'} to {number(rate, 2)}{NARROW}%, in force that day"


def _day(series: pd.Series, place: int) -> date:
    return pd.DatetimeIndex(series.index)[place].date()
