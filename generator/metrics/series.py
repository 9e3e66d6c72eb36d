"""Series that several metrics share, each made once for a market; frames are never altered.

A series carries its symbol as name, by which MissingInput calls it. No metric is registered here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pandas as pd

from generator import stats
from generator.errors import MissingInput
from generator.market import bars, rate, sessions
from generator.market.record import Market
from generator.stats import Period

KEPT = 128  # series kept; a build looks at a dozen cuts of the market, and at some ten series of each
STALE = 10  # days after which the last observation of a rate no longer speaks of the market's date


def closes(market: Market, symbol: str) -> pd.Series:
    """Quoted closes, adjusted for splits alone."""
    bars(market, symbol)  # taken from the market each time, made once
    return _closes(market, symbol)


def total(market: Market, symbol: str) -> pd.Series:
    """Closes with dividends reinvested."""
    bars(market, symbol)
    return _total(market, symbol)


def levels(market: Market, symbol: str, reinvested: bool) -> pd.Series:
    """Quoted closes, or closes with dividends reinvested."""
    return (total if reinvested else closes)(market, symbol)


def adjusted(market: Market, symbol: str, reinvested: bool) -> pd.Series:
    """Quoted closes, or closes less the dividends that followed them, which end at the same level."""
    close = closes(market, symbol)
    if not reinvested:
        return close
    grown = total(market, symbol)
    return grown * (float(close.iloc[-1]) / float(grown.iloc[-1]))


def ends(market: Market, symbol: str, period: Period, *, reinvested: bool = True) -> pd.Series:
    """Last level of each full week or month, total return or quoted; the running one is left out."""
    bars(market, symbol)
    return _ends(market, symbol, period, reinvested)


@lru_cache(maxsize=KEPT)
def _closes(market: Market, symbol: str) -> pd.Series:
    return bars(market, symbol)["close"].rename(symbol)


@lru_cache(maxsize=KEPT)
def _total(market: Market, symbol: str) -> pd.Series:
    return stats.total_return_index(bars(market, symbol)).rename(symbol)


@lru_cache(maxsize=KEPT)
def _ends(market: Market, symbol: str, period: Period, reinvested: bool) -> pd.Series:
    last = stats.period_ends(levels(market, symbol, reinvested), period)
    return last if _is_over(period, market.as_of) else last.iloc[:-1]


@lru_cache(maxsize=KEPT)
def _is_over(period: Period, day: date) -> bool:
    """Whether the session `day` is the last of its calendar week or month."""
    # by years, which the calendar keeps: working out its holidays takes longer than a thousand metrics
    calendar = sessions(date(day.year, 1, 1), date(day.year + 1, 1, 31))
    following = calendar[int(calendar.searchsorted(pd.Timestamp(day), side="right"))]
    if period == "month":
        return bool(following.month != day.month)
    return bool(following.isocalendar()[:2] != day.isocalendar()[:2])


def yields(market: Market, series: str) -> pd.Series:
    """A rate's observations, percent; MissingInput where they end more than STALE days before the market."""
    observed = rate(market, series)
    last = observed.index[-1].date() if len(observed) else None
    if last is None or (market.as_of - last).days > STALE:
        raise MissingInput(
            "{input} has no observation within {days} days of {day}, its last is of {since}",
            input=series, since=last, days=STALE, day=market.as_of,
        )  # fmt: skip
    return observed.rename(series)


def latest(market: Market, series: str) -> float:
    """The last observation of a rate, percent."""
    return float(yields(market, series).iloc[-1])


def earlier(day: date, *, years: int = 0, months: int = 0, days: int = 0) -> pd.Timestamp:
    """The same calendar date so long before; the month's last day where it has no such day."""
    return pd.Timestamp(day) - pd.DateOffset(years=years, months=months, days=days)


def last_year(market: Market, series: pd.Series) -> pd.Series:
    """The values of the year to the market's date: those strictly after the same date a year before."""
    return stats.after(series, earlier(market.as_of, years=1))
