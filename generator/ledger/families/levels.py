"""Levels: a day's own trading, extremes of a year, swings, and the wait for a level or a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from generator import metrics, stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.ledger.families.base import FUND_FOR_INDEX, PAYOUTS, family, fixed
from generator.ledger.families.inputs import adjusted
from generator.market import bars
from generator.market.record import Market
from generator.metrics.series import closes, earlier
from generator.stats import DAYS_A_YEAR, SESSIONS_A_YEAR

# what a dated day traded at has one definition, and no other day stands in for it
DAY = (
    "close", "previous_close", "day_change", "day_low", "day_high", "rut_close", "policy_lower",
    "policy_upper", "cuts_since_publication", "net_flow_1d", "option_volume", "put_share",
    "put_call_volume", "put_call_oi", "open_interest", "open_interest_30d",
)  # fmt: skip
PRICES = fixed("intraday", {"intraday extremes": True, "closing extremes": False})
CLOSING = fixed("intraday", {"closing prices": False, "intraday prices": True})
YEAR = fixed("counted", {"52 weeks by date": "date", "364 days": "weeks", "252 sessions": "sessions"})


@family("a day's trading", members={key: {"key": key} for key in DAY}, dated=True)
def day(market: Market, key: str = "close") -> float:
    """The metric itself."""
    return float(metrics.evaluate(key, market))


def _extreme(market: Market, high: bool, intraday: bool, counted: str, reinvested: bool) -> float:
    if reinvested:
        # a vendor that adjusts for dividends scales every price of a bar alike
        scale = adjusted(market, FUND, True) / closes(market, FUND)
        series = bars(market, FUND)[("high" if high else "low") if intraday else "close"] * scale
    else:
        series = bars(market, FUND)[("high" if high else "low") if intraday else "close"]
    series = series.rename(FUND)
    if counted == "sessions":
        stats.need(series, SESSIONS_A_YEAR)
        year = series.iloc[-SESSIONS_A_YEAR:]
    else:
        back: Mapping[str, Any] = {"days": 364} if counted == "weeks" else {"years": 1}
        year = stats.after(series, earlier(market.as_of, **back))
    return float(year.max() if high else year.min())


@family(
    "52-week extreme", PRICES, YEAR, PAYOUTS, members={"low_52w": {"high": False}, "high_52w": {"high": True}}
)
def extreme(
    market: Market, high: bool = True, intraday: bool = True, counted: str = "date", reinvested: bool = False
) -> float:
    """Highest or lowest price of a year, in USD."""
    return _extreme(market, high, intraday, counted, reinvested)


@family(
    "distance to a 52-week extreme", PRICES, YEAR, PAYOUTS,
    members={"distance_low_52w": {"high": False}, "distance_high_52w": {"high": True}},
)  # fmt: skip
def distance(
    market: Market, high: bool = True, intraday: bool = True, counted: str = "date", reinvested: bool = False
) -> float:
    """Last close against the highest or lowest price of a year, percent."""
    level = _extreme(market, high, intraday, counted, reinvested)
    return stats.change(float(closes(market, FUND).iloc[-1]), level)


@family(
    "swing high", PRICES, fixed("window", {f"{n} sessions": n for n in (20, 60, 120, 252)}),
    members={"swing_high": {}},
)  # fmt: skip
def swing(
    market: Market, low: float = 250.0, high: float = 252.0, intraday: bool = True, window: int = 60
) -> float:
    """Highest price between `low` and `high` of the last sessions, in USD."""
    stats.need(closes(market, FUND), window)
    prices = bars(market, FUND)["high" if intraday else "close"].iloc[-window:]
    inside = prices[(prices >= low) & (prices <= high)]
    if inside.empty:
        raise MissingInput(f"no price of {FUND}'s last {window} sessions lies between {low:g} and {high:g}")
    return float(inside.max())


@family("sessions since a level", CLOSING, members={"sessions_since_above": {}}, dated=True)
def since_above(market: Market, level: float = 252.0, intraday: bool = False) -> float:
    """Sessions since a price above a level (USD)."""
    above = (bars(market, FUND)["high" if intraday else "close"] > level).to_numpy().nonzero()[0]
    if not len(above):
        raise MissingInput(f"{FUND} has no price above {level:g} since its data begin")
    return float(len(closes(market, FUND)) - 1 - above[-1])


@family("wait for a record", CLOSING, FUND_FOR_INDEX, members={"record_gap_years": {}}, dated=True)
def record_gap(
    market: Market, symbol: str = FUND, since: date = date(2025, 9, 1), intraday: bool = False
) -> float:
    """Years between the first record on or after a date and the record before it."""
    series = bars(market, symbol)["high" if intraday else "close"]
    records = series.index[(series > series.cummax().shift()).to_numpy()]
    later, before = records[records >= pd.Timestamp(since)], records[records < pd.Timestamp(since)]
    if later.empty or before.empty:
        raise MissingInput(f"{symbol} has no record on or after {since} that follows another")
    return float((later[0] - before[-1]).days / DAYS_A_YEAR)
