"""Full windows, looks back by date, returns."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from generator.errors import MissingInput

SESSIONS_A_YEAR = 252
MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 52
DAYS_A_YEAR = 365.25

Period = Literal["week", "month"]
Day = date | pd.Timestamp


def need(observations: pd.Series | pd.DataFrame, count: int, what: str = "sessions") -> None:
    """Raise MissingInput where fewer than `count` observations stand."""
    if len(observations) < count:
        raise MissingInput(
            "{input} has {found} {what}, the number takes {count}",
            input=name(observations), found=len(observations), what=what, count=count,
        )  # fmt: skip


def name(observations: pd.Series | pd.DataFrame) -> str:
    """What MissingInput calls a series: by its name, which is its symbol or its file."""
    given = observations.name if isinstance(observations, pd.Series) else None
    return str(given or "the series")


def on_or_before(series: pd.Series, day: Day) -> float:
    """The last value on or before `day`, in the series' unit."""
    return float(series.iloc[place(series, day)])


def after(series: pd.Series, start: Day) -> pd.Series:
    """The values strictly after `start`; the series has to reach back to it, else the window is not full."""
    return series.iloc[place(series, start) + 1 :]


def place(series: pd.Series, day: Day) -> int:
    """The position of the last value on or before `day`."""
    position = int(series.index.searchsorted(pd.Timestamp(day), side="right")) - 1
    if position < 0:
        takes = "the number takes a value of {day} or before"
        if not len(series):
            raise MissingInput("{input} is empty, " + takes, input=name(series), day=day)
        raise MissingInput(
            "{input} begins on {since}, " + takes, input=name(series), since=series.index[0], day=day
        )
    return position


def period_ends(series: pd.Series, period: Period) -> pd.Series:
    """The last value of each calendar week (Monday to Sunday) or month at its date, the running one too."""
    days = series.index.to_numpy().astype("datetime64[D]")
    # day 0 of the epoch was a Thursday: three days on, weeks begin on multiples of seven
    label = (
        (days.astype(np.int64) + 3) // 7
        if period == "week"
        else days.astype("datetime64[M]").astype(np.int64)
    )
    return series[np.append(label[1:] != label[:-1], True)]


def change(end: float, start: float) -> float:
    """Simple return in percent."""
    return (end / start - 1) * 100


def annualised(end: float, start: float, years: float) -> float:
    """Compound yearly return in percent."""
    return (math.pow(end / start, 1 / years) - 1) * 100


def returns(levels: pd.Series) -> pd.Series:
    """Simple returns from each observation to the next, percent; one fewer than the levels."""
    return (levels / levels.shift() - 1).iloc[1:] * 100


def total_return_index(bars: pd.DataFrame) -> pd.Series:
    """Closes with dividends reinvested at the close of the ex-date; same start level as the closes."""
    close: pd.Series = bars["close"]
    growth: pd.Series = (close + bars["dividend"]) / close.shift()
    growth.iloc[0] = 1.0
    return growth.cumprod() * float(close.iloc[0])
