"""Trend and momentum of the fund: averages, oscillators, bands, pivots."""

from __future__ import annotations

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import bars
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.series import closes

SWING = 60  # sessions, about a quarter


def _average(window: int) -> None:
    @metric(
        f"{window}-day average",
        "USD",
        2,
        f"Mean of the last {window} closes, today's included.",
        key=f"sma_{window}",
    )
    def level(market: Market) -> float:
        return stats.sma(closes(market, FUND), window)

    @metric(
        f"Distance to the {window}-day average",
        "%",
        1,
        f"Last close against the mean of the last {window} closes.",
        form="signed",
        key=f"distance_sma_{window}",
    )
    def distance(market: Market) -> float:
        close = closes(market, FUND)
        return stats.change(float(close.iloc[-1]), stats.sma(close, window))


for _window in (20, 50, 200):
    _average(_window)


@metric(
    "RSI, 14 sessions",
    "points",
    1,
    "Wilder's relative strength index of closes, smoothed from the first bar.",
)
def rsi_14(market: Market) -> float:
    return float(stats.rsi(closes(market, FUND), 14).iloc[-1])


def _macd(market: Market, column: str) -> float:
    return float(stats.macd(closes(market, FUND), 12, 26, 9)[column].iloc[-1])


@metric("MACD", "USD", 2, "12-session EMA of closes less the 26-session EMA.", form="signed")
def macd(market: Market) -> float:
    return _macd(market, "macd")


@metric("MACD signal", "USD", 2, "9-session EMA of the MACD.", form="signed")
def macd_signal(market: Market) -> float:
    return _macd(market, "signal")


@metric("MACD histogram", "USD", 2, "MACD less its signal.", form="signed")
def macd_histogram(market: Market) -> float:
    return _macd(market, "histogram")


@metric(
    "Average true range, 14 sessions",
    "USD",
    2,
    "Wilder's mean of the true range, smoothed from the first bar.",
)
def atr_14(market: Market) -> float:
    frame = bars(market, FUND)
    return stats.atr(frame["high"], frame["low"], closes(market, FUND), 14)


@metric("Bollinger band, upper", "USD", 2, "20-day average plus two population deviations.")
def bollinger_upper(market: Market) -> float:
    return stats.bollinger(closes(market, FUND), 20, 2)[2]


@metric("Bollinger band, middle", "USD", 2, "20-day average of closes.")
def bollinger_middle(market: Market) -> float:
    return stats.bollinger(closes(market, FUND), 20, 2)[1]


@metric("Bollinger band, lower", "USD", 2, "20-day average less two population deviations.")
def bollinger_lower(market: Market) -> float:
    return stats.bollinger(closes(market, FUND), 20, 2)[0]


def _previous_bar(market: Market) -> pd.Series:
    stats.need(closes(market, FUND), 2)
    return bars(market, FUND).iloc[-2]


@metric(
    "DeMark pivot, high", "USD", 2, "High that DeMark's rule projects from the bar of the session before."
)
def demark_high(market: Market) -> float:
    bar = _previous_bar(market)
    return stats.demark_pivots(bar["open"], bar["high"], bar["low"], bar["close"])[1]


@metric("DeMark pivot, low", "USD", 2, "Low that DeMark's rule projects from the bar of the session before.")
def demark_low(market: Market) -> float:
    bar = _previous_bar(market)
    return stats.demark_pivots(bar["open"], bar["high"], bar["low"], bar["close"])[0]


@metric("Classic pivot", "USD", 2, "Mean of high, low and close of the session before.")
def pivot_classic(market: Market) -> float:
    bar = _previous_bar(market)
    return stats.classic_pivots(bar["high"], bar["low"], bar["close"])[1]


@metric("Classic resistance R1", "USD", 2, "Twice the classic pivot less the low of the session before.")
def pivot_r1(market: Market) -> float:
    bar = _previous_bar(market)
    return stats.classic_pivots(bar["high"], bar["low"], bar["close"])[2]


@metric("Classic support S1", "USD", 2, "Twice the classic pivot less the high of the session before.")
def pivot_s1(market: Market) -> float:
    bar = _previous_bar(market)
    return stats.classic_pivots(bar["high"], bar["low"], bar["close"])[0]


@metric(
    "Swing high in the resistance band",
    "USD",
    2,
    "Highest intraday high of the last 60 sessions that lies in the band, 250 to 252 unless a claim names "
    "another.",
)
def swing_high(market: Market, low: float = 250.0, high: float = 252.0) -> float:
    """Highest high (USD) between `low` and `high` (USD)."""
    stats.need(closes(market, FUND), SWING)
    highs = bars(market, FUND)["high"].iloc[-SWING:]
    inside = highs[(highs >= low) & (highs <= high)]
    if inside.empty:
        raise MissingInput(f"no session of {FUND}'s last {SWING} had its high between {low:g} and {high:g}")
    return float(inside.max())


@metric(
    "Sessions since a close above resistance",
    "sessions",
    0,
    "Sessions since the last close above a level, 252 unless a claim names another; 0 is the last session "
    "itself.",
)
def sessions_since_above(market: Market, level: float = 252.0) -> float:
    """Sessions since the last close above `level` (USD)."""
    close = closes(market, FUND)
    above = (close > level).to_numpy().nonzero()[0]
    if not len(above):
        raise MissingInput(
            f"{FUND} has no close above {level:g} since its data begin, on {close.index[0]:%Y-%m-%d}"
        )
    return float(len(close) - 1 - above[-1])
