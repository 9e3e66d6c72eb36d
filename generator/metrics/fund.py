"""The fund itself: shares and assets, flows, dividends."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import date
from typing import Annotated, Literal

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import bars, fund_column, implied_value, newest_holdings, shares_stated
from generator.market.record import Market
from generator.metrics.declaration import ISSUER, YAHOO, metric
from generator.metrics.dimensions import Dimension, Symbol, usual
from generator.metrics.series import closes, last_year

FILE = "fund.csv"
COLUMN = "shares_outstanding"
FRESH_SESSIONS = 10  # flows move the count by some percent in two weeks
FRESH_DAYS = 31  # a refresh keeps one issuer's file a month

Forward = Annotated[
    bool, usual({False: "dividends of the last twelve months", True: "the last dividend times four"})
]
Priced = Annotated[
    Literal["close", "file"],
    usual(
        {
            "close": "the newest count of shares times the last close",
            "file": "the market value in the issuer's newest file",
        }
    ),
]
Age = Annotated[int, Dimension(told="at most {} days old", least=0)]


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
        last = ", the newest count is of {since}" if newest else ""
        raise MissingInput(
            "{input} and the issuer's files state no shares outstanding within {count} sessions of {day}" + last,
            input=FILE, since=newest, count=FRESH_SESSIONS, day=market.as_of,
        )  # fmt: skip
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
def net_assets(market: Market, priced: Priced = "close", days: Age = FRESH_DAYS) -> float:
    """USD bn, from a count at most `days` days old: flows move it by some percent in a month."""
    if priced == "file":
        day, positions = newest_holdings(market)
        if (market.as_of - day).days > days:
            raise MissingInput(
                "no issuer's file stands within {days} days of {day}", days=days, day=market.as_of
            )
        return float(positions["market_value"].sum()) / 1e9
    stated = _stated(market)
    newest = max(stated.keys() | market.holdings.keys(), default=None)
    if newest is None or (market.as_of - newest).days > days:
        last = ", the newest is of {since}" if newest else ""
        raise MissingInput(
            "no row of {input} and no issuer's file stands within {days} days of {day}" + last,
            input=FILE, since=newest, days=days, day=market.as_of,
        )  # fmt: skip
    count = stated[newest] if newest in stated else _implied(market, newest)
    return count * float(closes(market, FUND).iloc[-1]) / 1e9


@metric("Net flow of the day", "USD bn", 2, source=f"{YAHOO}; {ISSUER}", form="signed", pinned=True)
def net_flow_1d(market: Market) -> float:
    """Change of the shares outstanding from the session before, times the last close."""
    price = closes(market, FUND)
    stats.need(price, 2)
    stated, rows = _stated(market), fund_column(market, COLUMN)
    for day in price.index[-2:]:
        if day not in rows.index:
            raise MissingInput("{input} has no row of {since} with shares outstanding", input=FILE, since=day)
    before, now = (stated[day.date()] for day in pd.DatetimeIndex(price.index[-2:]))
    return (now - before) * float(price.iloc[-1]) / 1e9


def dividends(market: Market, symbol: str = FUND) -> pd.Series:
    """Dividends of a share (USD) by ex-date, those of the year to the market's date."""
    paid = last_year(market, bars(market, symbol)["dividend"].rename(symbol))
    return paid[paid > 0]


@metric("Dividends, 12 months", "USD", 2)
def dividends_12m(market: Market, symbol: Symbol = FUND) -> float:
    """Sum a share of the dividends whose ex-date lies after the same date a year before."""
    return float(dividends(market, symbol).sum())


@metric("Dividend yield", "%", 2)
def dividend_yield(market: Market, forward: Forward = False, symbol: Symbol = FUND) -> float:
    """Dividends with an ex-date in the last twelve months over the last close."""
    paid = dividends(market, symbol)
    if forward and paid.empty:
        raise MissingInput("{input} paid no dividend in the year to {day}", input=symbol, day=market.as_of)
    a_year = float(paid.iloc[-1]) * 4 if forward else float(paid.sum())
    return a_year / float(closes(market, symbol).iloc[-1]) * 100


@metric("Payouts, 12 months", "payouts", 0)
def dividend_count_12m(market: Market, symbol: Symbol = FUND) -> float:
    """Number of dividends whose ex-date lies after the same date a year before."""
    return float(len(dividends(market, symbol)))
