"""The fund itself: shares, assets, dividends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Literal

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import bars, fund_column, fund_history, implied_value, newest_holdings, shares_stated
from generator.market.record import Market
from generator.metrics.declaration import ISSUER, YAHOO, metric
from generator.metrics.dimensions import Dimension, Symbol, usual
from generator.metrics.series import closes, earlier

FILE = "fund.csv"
HISTORY_FILE = f"fund/{FUND}.csv"
COLUMN = "shares_outstanding"
FRESH_SESSIONS = 10  # flows move the count by some percent in two weeks
FRESH_DAYS = 31  # a refresh keeps one issuer's file a month
YEAR = pd.Timedelta(days=365)
SHIFT = pd.Timedelta(days=10)  # by which an ex-day may fall earlier or later than the year before

Forward = Annotated[
    bool, usual({False: "dividends of the last twelve months", True: "the last dividend times four"})
]
Priced = Annotated[
    Literal["close", "evening", "file"],
    usual(
        {
            "close": "the newest count of shares times the last close",
            "evening": "the newest count of shares times the NAV of the evening that it is of",
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
    own = _history(market)
    splits = bars(market, FUND)["split"]
    splits = splits[splits > 0]
    counts = {day: count for day, count in counts.items() if not _lags(day, count, counts, splits)}
    return {
        day: count * math.prod(splits[splits.index > pd.Timestamp(day)].tolist())
        for day, count in counts.items()
    } | own


def _lags(day: date, count: float, counts: Mapping[date, float], splits: pd.Series) -> bool:
    """Whether a count after a split is still of the shares before it: nearer to the last one before than to its multiple."""
    past = splits[splits.index <= pd.Timestamp(day)]
    if past.empty:
        return False
    split, ratio = pd.DatetimeIndex(past.index)[-1].date(), float(past.iloc[-1])
    before = [n for known, n in sorted(counts.items()) if known < split]
    return bool(before) and abs(math.log(count / before[-1])) < abs(math.log(count / (before[-1] * ratio)))


def _history(market: Market) -> dict[date, float]:
    """Counts of the last rows of the issuer's history, which is on the basis of today's splits, by the row's day."""
    with suppress(MissingInput):
        shares = fund_history(market)["shares"].iloc[-FRESH_DAYS:].dropna()
        return dict(zip(pd.DatetimeIndex(shares.index).date, shares.astype(float), strict=True))
    return {}


def count_day(market: Market, implied: bool = True) -> date | None:
    """Day of the newest count of shares that is stated or that an issuer's file implies; None where there is none.

    Assets rest on an `implied` one as well, the count itself on none but a stated one, where there is any.
    """
    stated = _stated(market).keys()
    return max(stated | market.holdings.keys() if implied or not stated else stated, default=None)


def _implied(market: Market, day: date) -> float:
    """The count an issuer's file implies: market value of all its positions over that day's close."""
    return implied_value(market, day) / stats.on_or_before(closes(market, FUND), day)


@metric(
    "Shares outstanding",
    "shares mn",
    1,
    "Newest count in the issuer's history, in fund.csv or in the head of an issuer's file, at most "
    f"{FRESH_SESSIONS} sessions old.",
    ISSUER,
    also="number of shares",
    absent=f"where the issuer has stated no count for {FRESH_SESSIONS} sessions",
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
    "to more digits names fewer), that the issuer's history, "
    "fund.csv or the head of an issuer's file states, or that such a file implies (its market value over "
    "that day's close).",
    f"{YAHOO}; {ISSUER}",
    also="AUM assets under management size of the fund",
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
    if priced == "evening":
        rows = fund_history(market)
        stats.need(rows["nav"].rename(FUND), 2)
        if not rows["shares"].iloc[-1] > 0:
            raise MissingInput(
                "{input} has no believable count of {since}", input=HISTORY_FILE, since=rows.index[-1]
            )
        return float(rows["shares"].iloc[-1]) * float(rows["nav"].iloc[-2]) / 1e9
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


def dividends(market: Market, symbol: str = FUND) -> pd.Series:
    """Dividends of a share (USD) by ex-date, those of the twelve months to the market's date, each occasion of the year once.

    An ex-day falls some days earlier or later than the year before, so that a quarterly payer has five of them within some
    stretches of twelve months and three within others. So one whose anniversary is some days past still counts
    where this year's has not come, and not where it has.
    """
    paid = stats.after(
        bars(market, symbol)["dividend"].rename(symbol), earlier(market.as_of, years=1) - SHIFT
    )
    paid = paid[paid > 0]
    newest: pd.Series = paid[paid.index > paid.index.max() - YEAR + SHIFT]
    return newest


@metric("Dividends, 12 months", "USD", 2, also="distributions payouts trailing twelve months")
def dividends_12m(market: Market, symbol: Symbol = FUND) -> float:
    """Sum a share of the dividends with an ex-date in the last twelve months, each occasion of the year once."""
    return float(dividends(market, symbol).sum())


@metric("Dividend yield", "%", 2, also="income distribution yield")
def dividend_yield(market: Market, forward: Forward = False, symbol: Symbol = FUND) -> float:
    """Dividends with an ex-date in the last twelve months, each occasion of the year once, over the last close."""
    paid = dividends(market, symbol)
    if forward and paid.empty:
        raise MissingInput("{input} paid no dividend in the year to {day}", input=symbol, day=market.as_of)
    a_year = float(paid.iloc[-1]) * 4 if forward else float(paid.sum())
    return a_year / float(closes(market, symbol).iloc[-1]) * 100


@metric("Payouts, 12 months", "payouts", 0)
def dividend_count_12m(market: Market, symbol: Symbol = FUND) -> float:
    """Number of dividends with an ex-date in the last twelve months, each occasion of the year once."""
    return float(len(dividends(market, symbol)))
