"""Series as a choice of dividends, sampling and window gives them; no family is declared here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from generator import stats
from generator.ledger.families.base import Choice, Dimension, Stated
from generator.market import newest_holdings
from generator.market.record import Market
from generator.metrics.series import closes, ends, total
from generator.stats import MONTHS_A_YEAR, SESSIONS_A_YEAR, WEEKS_A_YEAR

Period = Literal["day", "week", "month"]
Window = tuple[Period, int]  # sampling and number of returns
A_YEAR: dict[str, int] = {"day": SESSIONS_A_YEAR, "week": WEEKS_A_YEAR, "month": MONTHS_A_YEAR}
ADJECTIVE = {"day": "daily", "week": "weekly", "month": "monthly"}


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


def sampled(
    market: Market, symbol: str, period: Period, reinvested: bool, partial: bool = False
) -> pd.Series:
    """Levels of each session, or of the end of each week or month, the running one only if `partial`."""
    if period == "day":
        return levels(market, symbol, reinvested)
    if partial:
        return stats.period_ends(levels(market, symbol, reinvested), period)
    return ends(market, symbol, period, reinvested=reinvested)


def pair(
    market: Market,
    symbols: tuple[str, str],
    window: Window,
    reinvested: bool,
    partial: bool,
    logs: bool = False,
) -> tuple[pd.Series, pd.Series]:
    """The last returns (percent) of two symbols over the same periods."""
    period, count = window
    first, second = (sampled(market, name, period, reinvested, partial) for name in symbols)
    first, second = first.align(second, join="inner")
    stats.need(first, count + 1, f"{period}s in common with {symbols[1]}")
    moves = [stats.returns(side.iloc[-count - 1 :]) for side in (first, second)]
    return (_log(moves[0]), _log(moves[1])) if logs else (moves[0], moves[1])


def _log(moves: pd.Series) -> pd.Series:
    grown: pd.Series = np.log1p(moves / 100) * 100
    return grown


def windows(*chosen: Window) -> Dimension:
    """Sampling and window are one dimension: a window is usual for its sampling."""
    made = tuple(Choice(f"{count} {ADJECTIVE[period]} returns", (period, count)) for period, count in chosen)
    return Dimension("window", lambda _market, _stated: made)


def _running(market: Market, stated: Stated) -> Iterable[Choice]:
    period = stated["window"][0]
    if period != "day":
        whole, cut = (sampled(market, stated["symbol"], period, False, partial) for partial in (True, False))
        if len(whole) > len(cut):  # else the running one is over, and nothing differs
            yield Choice(f"the running {period} counted to its last close", True)


RUNNING = Dimension("partial", _running)


def _files(market: Market, _stated: Stated) -> Iterable[Choice]:
    newest_holdings(market)
    days = sorted(market.holdings, reverse=True)
    if len(days) > 1:
        yield Choice(f"the issuer's file before, of {days[1]}", 1)


FILES = Dimension("file", _files)
