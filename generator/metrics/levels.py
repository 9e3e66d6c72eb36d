"""Where the price stands: last bar, 52-week range, record close, dividends of a share."""

from __future__ import annotations

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.market import bars
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.series import closes, last_year

RANGE = "over the sessions after the same date a year before"


def _last(market: Market, column: str) -> float:
    return float(bars(market, FUND)[column].iloc[-1])


@metric("Close", "USD", 2, "Last quoted close of a share, adjusted for splits but not for dividends.")
def close(market: Market) -> float:
    return _last(market, "close")


@metric("Previous close", "USD", 2, "Quoted close of the session before.")
def previous_close(market: Market) -> float:
    series = closes(market, FUND)
    stats.need(series, 2)
    return float(series.iloc[-2])


@metric("Change on the day", "%", 2, "Last close against the close of the session before.", form="signed")
def day_change(market: Market) -> float:
    return stats.change(close(market), previous_close(market))


@metric("Low of the day", "USD", 2, "Lowest price of the last session.")
def day_low(market: Market) -> float:
    return _last(market, "low")


@metric("High of the day", "USD", 2, "Highest price of the last session.")
def day_high(market: Market) -> float:
    return _last(market, "high")


def _range(market: Market, column: str) -> pd.Series:
    return last_year(market, bars(market, FUND)[column].rename(FUND))


@metric("52-week low", "USD", 2, f"Lowest intraday price {RANGE}.")
def low_52w(market: Market) -> float:
    return float(_range(market, "low").min())


@metric("52-week high", "USD", 2, f"Highest intraday price {RANGE}.")
def high_52w(market: Market) -> float:
    return float(_range(market, "high").max())


@metric(
    "Date of the 52-week low",
    "date",
    0,
    f"First session with the lowest intraday price {RANGE}.",
    form="date",
)
def low_52w_date(market: Market) -> str:
    return f"{_range(market, 'low').idxmin():%Y-%m-%d}"


@metric(
    "Date of the 52-week high",
    "date",
    0,
    f"First session with the highest intraday price {RANGE}.",
    form="date",
)
def high_52w_date(market: Market) -> str:
    return f"{_range(market, 'high').idxmax():%Y-%m-%d}"


@metric("Distance to the 52-week low", "%", 1, "Last close against the intraday 52-week low.", form="signed")
def distance_low_52w(market: Market) -> float:
    return stats.change(close(market), low_52w(market))


@metric(
    "Distance to the 52-week high", "%", 1, "Last close against the intraday 52-week high.", form="signed"
)
def distance_high_52w(market: Market) -> float:
    return stats.change(close(market), high_52w(market))


def _record(symbol: str, prefix: str, unit: str) -> None:
    @metric(
        f"{symbol} record close",
        unit,
        2,
        f"Highest close of {symbol} in all the sessions that stand, adjusted for splits.",
        key=f"{prefix}ath_close",
    )
    def level(market: Market) -> float:
        return float(closes(market, symbol).max())

    @metric(
        f"Date of the {symbol} record close",
        "date",
        0,
        f"First session with the highest close of {symbol} in all the sessions that stand.",
        form="date",
        key=f"{prefix}ath_date",
    )
    def day(market: Market) -> str:
        return f"{closes(market, symbol).idxmax():%Y-%m-%d}"


_record(FUND, "", "USD")
_record("^RUT", "rut_", "points")


@metric("Distance to the record close", "%", 1, "Last close against the highest close so far.", form="signed")
def distance_ath(market: Market) -> float:
    return stats.change(close(market), float(closes(market, FUND).max()))


@metric("Russell 2000, close", "points", 2, "Last close of the index ^RUT, which leaves dividends out.")
def rut_close(market: Market) -> float:
    return float(closes(market, "^RUT").iloc[-1])
