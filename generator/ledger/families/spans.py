"""Returns between given dates, of weeks and of days: how usage differs."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.ledger.families.base import FUND_FOR_INDEX, PAYOUTS, TWIN, family, fixed, shifted
from generator.ledger.families.inputs import levels
from generator.ledger.families.returns import between
from generator.market import bars
from generator.market.record import Market
from generator.metrics.sensitivity import easing_excess
from generator.metrics.series import closes, ends, last_year

BASE = shifted("shift", "base", "the base")
START = shifted("start_shift", "start", "the start")
END = shifted("end_shift", "end", "the end", range(-1, -6, -1))  # a later end is not known yet
AUTUMN = (date(2025, 7, 31), date(2025, 9, 15))
WEEK = fixed("sessions", {"the last full calendar week": 0, "the last five sessions": 5})
LATELY = fixed(
    "sessions", {"the last five sessions": 5, "the last ten sessions": 10, "the last 21 sessions": 21}
)
MOVE = fixed("opened", {"close to close": False, "open to close": True})


@family("return since a date", BASE, PAYOUTS, FUND_FOR_INDEX, members={"return_since": {}})
def since(
    market: Market,
    base: date = date(2025, 11, 24),
    symbol: str = FUND,
    reinvested: bool = False,
    shift: int = 0,
) -> float:
    """Return since the close on or before a date, percent."""
    return between(market, base, market.as_of, symbol, reinvested, shift, 0)


@family(
    "return between dates", START, END, PAYOUTS, FUND_FOR_INDEX, members={"return_between": {}}, dated=True
)
def span(
    market: Market, start: date = AUTUMN[0], end: date = AUTUMN[1], symbol: str = FUND,
    reinvested: bool = False, start_shift: int = 0, end_shift: int = 0,
) -> float:  # fmt: skip
    """Return between two dates, percent."""
    return between(market, start, end, symbol, reinvested, start_shift, end_shift)


@family(
    "return between dates less the market's", START, END, PAYOUTS, FUND_FOR_INDEX, TWIN,
    members={"excess_between": {}}, dated=True,
)  # fmt: skip
def excess(
    market: Market, start: date = AUTUMN[0], end: date = AUTUMN[1], symbol: str = FUND, other: str = "SPY",
    reinvested: bool = False, start_shift: int = 0, end_shift: int = 0,
) -> float:  # fmt: skip
    """Difference of two returns between two dates, percentage points."""
    own = between(market, start, end, symbol, reinvested, start_shift, end_shift)
    return own - between(market, start, end, other, reinvested, start_shift, end_shift)


def _weeks(market: Market, symbol: str, reinvested: bool) -> pd.Series:
    series = ends(market, symbol, "week", reinvested=reinvested)
    stats.need(series, 2, "full weeks")
    return stats.returns(series)


@family("a week's return", WEEK, PAYOUTS, FUND_FOR_INDEX, members={"week_return": {}}, dated=True)
def week(market: Market, symbol: str = FUND, reinvested: bool = False, sessions: int = 0) -> float:
    """Return of the last full week, or of some sessions to the last one, percent."""
    if not sessions:
        return float(_weeks(market, symbol, reinvested).iloc[-1])
    series = levels(market, symbol, reinvested)
    stats.need(series, sessions + 1)
    return stats.change(float(series.iloc[-1]), float(series.iloc[-sessions - 1]))


@family(
    "weeks since a stronger one", PAYOUTS, FUND_FOR_INDEX, members={"weeks_since_stronger": {}}, dated=True
)
def since_stronger(market: Market, symbol: str = FUND, reinvested: bool = False) -> float:
    """How many weeks before the last full one a week was last stronger."""
    weeks = _weeks(market, symbol, reinvested)
    stronger = (weeks > weeks.iloc[-1]).to_numpy().nonzero()[0]
    if not len(stronger):
        raise MissingInput(f"{symbol} has no stronger week since its data begin")
    return float(len(weeks) - 1 - stronger[-1])


@family("best week of a year", PAYOUTS, members={"best_week_1y": {}})
def best_week(market: Market, symbol: str = FUND, reinvested: bool = False) -> float:
    """Largest return of a full week of the last year, percent."""
    return float(last_year(market, _weeks(market, symbol, reinvested)).max())


@family("best day of late", LATELY, MOVE, FUND_FOR_INDEX, members={"best_day": {}}, dated=True)
def best_day(market: Market, symbol: str = FUND, sessions: int = 5, opened: bool = False) -> float:
    """Largest daily gain of the last sessions, percent."""
    series = closes(market, symbol)
    stats.need(series, sessions + 1)
    if opened:
        last = bars(market, symbol).iloc[-sessions:]
        return float((last["close"] / last["open"] - 1).max()) * 100
    return float(stats.returns(series.iloc[-sessions - 1 :]).max())


@family(
    "excess after easing began", fixed("months", {f"{n} months": n for n in (6, 12, 24)}), PAYOUTS, TWIN,
    members={"excess_after_easing": {}},
)  # fmt: skip
def after_easing(
    market: Market, symbol: str = FUND, other: str = "SPY", months: int = 12, reinvested: bool = True
) -> float:
    """Mean difference of two returns over the months after the first cut of each easing cycle, points."""
    excess = easing_excess(market, symbol, other, months, reinvested)
    return sum(excess.values()) / len(excess)
