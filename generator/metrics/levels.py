"""Where the price stands: last bar, 52-week range, record close."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pandas as pd

from generator import stats
from generator.config import ARTICLE, FUND, INDEX, LAST_CLOSE, VOLATILITY, stem
from generator.market import bars
from generator.market.record import Market
from generator.metrics.declaration import YAHOO, metric
from generator.metrics.dimensions import Payouts, Symbol, usual
from generator.metrics.series import adjusted, closes, earlier
from generator.stats import SESSIONS_A_YEAR

NAMES = ARTICLE.names
RANGE = "over the sessions after the same date a year before"

Extremes = Annotated[bool, usual({True: "prices within the day", False: "closing prices alone"})]
Intraday = Annotated[bool, usual({False: "closing prices", True: "intraday prices"})]
Year = Annotated[
    Literal["date", "weeks", "sessions"],
    usual({"date": "52 weeks by date", "weeks": "364 days", "sessions": "252 sessions"}),
]


def _last(market: Market, symbol: str, column: str) -> float:
    return float(bars(market, symbol)[column].iloc[-1])


@metric("Close", "USD", 2, pinned=True, also="price quote last")
def close(market: Market, symbol: Symbol = FUND) -> float:
    """Last quoted close of a share, adjusted for splits but not for dividends."""
    return _last(market, symbol, "close")


@metric("Previous close", "USD", 2, pinned=True, also="yesterday the day before")
def previous_close(market: Market, symbol: Symbol = FUND) -> float:
    """Quoted close of the session before."""
    series = closes(market, symbol)
    stats.need(series, 2)
    return float(series.iloc[-2])


@metric("Change on the day", "%", 2, form="signed", pinned=True, also="daily move today")
def day_change(market: Market, symbol: Symbol = FUND) -> float:
    """Last close against the close of the session before."""
    return stats.change(close(market, symbol), previous_close(market, symbol))


@metric("Low of the day", "USD", 2, pinned=True, also="intraday")
def day_low(market: Market, symbol: Symbol = FUND) -> float:
    """Lowest price of the last session."""
    return _last(market, symbol, "low")


@metric("High of the day", "USD", 2, pinned=True, also="intraday")
def day_high(market: Market, symbol: Symbol = FUND) -> float:
    """Highest price of the last session."""
    return _last(market, symbol, "high")


@metric("Volume", "shares mn", 1, pinned=True, also="turnover trading traded")
def volume(market: Market, symbol: Symbol = FUND) -> float:
    """Shares traded in the last session, adjusted for splits."""
    return _last(market, symbol, "volume") / 1e6


metric(
    NAMES.get(VOLATILITY, VOLATILITY),
    "points",
    2,
    "Last close of the volatility index.",
    key=stem(VOLATILITY),
    pinned=True,
    symbol=VOLATILITY,
    also="fear index fear gauge volatility index CBOE",
)(close)


@metric("Split since publication", "x", 2, source=YAHOO, pinned=True)
def split_since_publication(market: Market) -> float:
    """Shares of today that one of the article's last close has become by splits: what was quoted then compares only at 1."""
    split = bars(market, FUND)["split"]
    later = split[(split.index > pd.Timestamp(LAST_CLOSE)) & (split > 0)]
    return float(np.prod(later.to_numpy()))


def year(
    market: Market, high: bool, intraday: bool = True, counted: str = "date", reinvested: bool = False,
    symbol: str = FUND,
) -> pd.Series:  # fmt: skip
    """Highs or lows (or closes) of the sessions of a year, in the prices' unit."""
    series = bars(market, symbol)[("high" if high else "low") if intraday else "close"].rename(symbol)
    if reinvested:
        # a vendor that adjusts for dividends scales every price of a bar alike
        series = series * (adjusted(market, symbol, True) / closes(market, symbol))
    if counted == "sessions":
        stats.need(series, SESSIONS_A_YEAR)
        return series.iloc[-SESSIONS_A_YEAR:]
    back = {"days": 364} if counted == "weeks" else {"years": 1}
    return stats.after(series.rename(symbol), earlier(market.as_of, **back))


def extreme(
    market: Market, high: bool, intraday: Extremes = True, counted: Year = "date", reinvested: Payouts = False,
    symbol: Symbol = FUND,
) -> float:  # fmt: skip
    """Highest or lowest price of a year, in the prices' unit."""
    prices = year(market, high, intraday, counted, reinvested, symbol)
    return float(prices.max() if high else prices.min())


metric(
    "52-week low",
    "USD",
    2,
    f"Lowest intraday price {RANGE}.",
    key="low_52w",
    high=False,
    also="low of the year yearly annual low",
)(extreme)
metric(
    "52-week high",
    "USD",
    2,
    f"Highest intraday price {RANGE}.",
    key="high_52w",
    high=True,
    also="high of the year yearly annual high",
)(extreme)


@metric(
    "Date of the 52-week low",
    "date",
    0,
    f"First session with the lowest intraday price {RANGE}.",
    form="date",
)
def low_52w_date(market: Market, symbol: Symbol = FUND) -> str:
    return f"{year(market, False, symbol=symbol).idxmin():%Y-%m-%d}"


@metric(
    "Date of the 52-week high",
    "date",
    0,
    f"First session with the highest intraday price {RANGE}.",
    form="date",
)
def high_52w_date(market: Market, symbol: Symbol = FUND) -> str:
    return f"{year(market, True, symbol=symbol).idxmax():%Y-%m-%d}"


def distance(
    market: Market, high: bool, intraday: Extremes = True, counted: Year = "date", reinvested: Payouts = False,
    symbol: Symbol = FUND,
) -> float:  # fmt: skip
    """Last close against the highest or lowest price of a year, percent."""
    return stats.change(close(market, symbol), extreme(market, high, intraday, counted, reinvested, symbol))


for _key, _high in (("low", False), ("high", True)):
    metric(
        f"Distance to the 52-week {_key}",
        "%",
        1,
        f"Last close against the intraday 52-week {_key}.",
        form="signed",
        key=f"distance_{_key}_52w",
        high=_high,
    )(distance)


def record_close(market: Market, symbol: Symbol = FUND) -> float:
    """Highest close of {symbol:the} in all the sessions that stand, adjusted for splits."""
    return float(closes(market, symbol).max())


def record_date(market: Market, symbol: Symbol = FUND) -> str:
    """First session with the highest close of {symbol:the} in all the sessions that stand."""
    return f"{closes(market, symbol).idxmax():%Y-%m-%d}"


for _symbol, _prefix, _unit in ((FUND, "", "USD"), (INDEX, f"{stem(INDEX)}_", "points")):
    metric(
        "{symbol} record close",
        _unit,
        2,
        key=f"{_prefix}ath_close",
        symbol=_symbol,
        also="all-time high ATH peak",
    )(record_close)
    metric(
        "Date of the {symbol} record close", "date", 0, form="date", key=f"{_prefix}ath_date", symbol=_symbol
    )(record_date)


@metric(
    "Distance to the record close", "%", 1, form="signed", also="below the all-time high ATH off its peak"
)
def distance_ath(market: Market, symbol: Symbol = FUND) -> float:
    """Last close against the highest close so far."""
    return stats.change(close(market, symbol), record_close(market, symbol))


metric(
    f"{NAMES.get(INDEX, INDEX)}, close",
    "points",
    2,
    "Last close of the index {symbol}, which leaves dividends out.",
    key=f"{stem(INDEX)}_close",
    pinned=True,
    symbol=INDEX,
)(close)
