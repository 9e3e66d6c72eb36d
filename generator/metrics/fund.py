"""The fund itself: shares and assets, flows, dividends."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import date

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import bars, fund_column, implied_value, shares_stated
from generator.market.record import Market
from generator.metrics import ISSUER, YAHOO, metric
from generator.metrics.series import closes, last_year

COLUMN = "shares_outstanding"
FRESH_SESSIONS = 10  # flows move the count by some percent in two weeks
FRESH_DAYS = 31  # a refresh keeps one issuer's file a month


def _stated(market: Market) -> dict[date, float]:
    """Counts of shares as stated, by date, as of today's splits: that of the newest file, and before it each row."""
    counts: dict[date, float] = {}
    with suppress(MissingInput):
        counts = dict([shares_stated(market)])
    with suppress(MissingInput):
        rows = fund_column(market, COLUMN)
        counts |= dict(zip(pd.DatetimeIndex(rows.index).date, rows.astype(float), strict=True))
    splits = bars(market, FUND)["split"]
    splits = splits[splits > 0]
    return {
        day: count * math.prod(splits[splits.index > pd.Timestamp(day)].tolist())
        for day, count in counts.items()
    }


def _implied(market: Market, day: date) -> float:
    """The count an issuer's file implies: market value of all its positions over that day's close."""
    return implied_value(market, day) / stats.on_or_before(closes(market, FUND), day)


@metric(
    "Shares outstanding",
    "shares mn",
    1,
    f"Newest count in fund.csv or in the head of an issuer's file, at most {FRESH_SESSIONS} sessions old.",
    ISSUER,
)
def shares_outstanding(market: Market) -> float:
    stated = _stated(market)
    newest = max(stated, default=None)
    recent = closes(market, FUND).index[-FRESH_SESSIONS - 1 :]
    if newest is None or newest < recent[0].date():
        raise MissingInput(
            f"fund.csv and the issuer's files state no shares outstanding within {FRESH_SESSIONS} sessions "
            "of "
            f"{market.as_of}" + (f", the newest count is of {newest}" if newest else "")
        )
    return stated[newest] / 1e6


@metric(
    "Net assets",
    "USD bn",
    1,
    f"Shares outstanding times the last close; the count is the newest, at most {FRESH_DAYS} days old (a claim "
    "to more digits names fewer), that "
    "fund.csv or the head of an issuer's file states, or that such a file implies (its market value over "
    "that day's close).",
    f"{YAHOO}; {ISSUER}",
)
def net_assets(market: Market, days: int = FRESH_DAYS) -> float:
    """USD bn, from a count at most `days` days old: flows move it by some percent in a month."""
    stated = _stated(market)
    newest = max(stated.keys() | market.holdings.keys(), default=None)
    if newest is None or (market.as_of - newest).days > days:
        raise MissingInput(
            f"no row of fund.csv and no issuer's file stands within {days} days of {market.as_of}"
            + (f", the newest is of {newest}" if newest else "")
        )
    count = stated[newest] if newest in stated else _implied(market, newest)
    return count * float(closes(market, FUND).iloc[-1]) / 1e9


@metric(
    "Net flow of the day",
    "USD bn",
    2,
    "Change of the shares outstanding from the session before, times the last close.",
    f"{YAHOO}; {ISSUER}",
    form="signed",
)
def net_flow_1d(market: Market) -> float:
    price = closes(market, FUND)
    stats.need(price, 2)
    stated, rows = _stated(market), fund_column(market, COLUMN)
    for day in price.index[-2:]:
        if day not in rows.index:
            raise MissingInput(f"fund.csv has no row of {day:%Y-%m-%d} with shares outstanding")
    before, now = (stated[day.date()] for day in pd.DatetimeIndex(price.index[-2:]))
    return (now - before) * float(price.iloc[-1]) / 1e9


def _dividends(market: Market) -> pd.Series:
    return last_year(market, bars(market, FUND)["dividend"].rename(FUND))


@metric(
    "Dividends, 12 months",
    "USD",
    2,
    "Sum a share of the dividends whose ex-date lies after the same date a year before.",
)
def dividends_12m(market: Market) -> float:
    return float(_dividends(market).sum())


@metric("Dividend yield", "%", 2, "Dividends with an ex-date in the last twelve months over the last close.")
def dividend_yield(market: Market) -> float:
    return dividends_12m(market) / float(closes(market, FUND).iloc[-1]) * 100


@metric(
    "Payouts, 12 months",
    "payouts",
    0,
    "Number of dividends whose ex-date lies after the same date a year before.",
)
def dividend_count_12m(market: Market) -> float:
    return float((_dividends(market) > 0).sum())
