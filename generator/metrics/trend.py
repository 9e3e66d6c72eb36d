"""Trend and momentum of the fund: averages, RSI, MACD, bands, pivots, with their windows."""

from __future__ import annotations

from typing import Annotated, Literal

from generator import stats
from generator.config import FUND
from generator.market import bars
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Payouts, Symbol, usual
from generator.metrics.series import adjusted, closes

Smoothing = Annotated[
    stats.Smoothing,
    usual(
        {
            "wilder": "Wilder's smoothing",
            "simple": "simple means of the window (Cutler)",
            "exponential": "exponential smoothing",
        }
    ),
]
Period = Literal["day", "week", "month"]
Sampling = Annotated[
    Period, usual({"day": "daily closes", "week": "weekly closes", "month": "monthly closes"})
]
Weights = Annotated[bool, usual({False: "a simple average", True: "an exponential average"})]
Deviation = Annotated[Literal[0, 1], usual({0: "the population's deviation", 1: "the sample's deviation"})]
Bar = Annotated[
    Period,
    usual(
        {"day": "the daily bar before", "week": "the weekly bar before", "month": "the monthly bar before"}
    ),
]
Back = Annotated[Literal[1, 0], usual({1: "the bar before", 0: "the last session's own bar"})]


def average(
    market: Market,
    window: int,
    exponential: Weights = False,
    reinvested: Payouts = False,
    symbol: Symbol = FUND,
) -> float:
    """Mean of the last {window} closes, today's included."""
    series = adjusted(market, symbol, reinvested)
    if not exponential:
        return stats.sma(series, window)
    stats.need(series, window)
    return float(stats.ema(series, window).iloc[-1])


def distance(
    market: Market,
    window: int,
    exponential: Weights = False,
    reinvested: Payouts = False,
    symbol: Symbol = FUND,
) -> float:
    """Last close against the mean of the last {window} closes."""
    mean = average(market, window, exponential, reinvested, symbol)
    return stats.change(float(closes(market, symbol).iloc[-1]), mean)


for _window in (20, 50, 200):
    metric(
        "{window}-day average",
        "USD",
        2,
        key=f"sma_{_window}",
        window=_window,
        also="simple moving average MA DMA",
    )(average)
    metric(
        "Distance to the {window}-day average",
        "%",
        1,
        form="signed",
        key=f"distance_sma_{_window}",
        window=_window,
    )(distance)


@metric("RSI, 14 sessions", "points", 1, also="relative strength index momentum overbought oversold")
def rsi_14(
    market: Market, window: int = 14, smoothing: Smoothing = "wilder", period: Sampling = "day",
    reinvested: Payouts = False, symbol: Symbol = FUND,
) -> float:  # fmt: skip
    """Wilder's relative strength index of closes, smoothed from the first bar."""
    series = adjusted(market, symbol, reinvested)
    if period != "day":  # with the running week or month, as charts show it
        series = stats.period_ends(series, period)
    return float(stats.rsi(series, window, smoothing).iloc[-1])


MACD = (12, 26, 9)  # sessions of the fast and the slow average, and of the signal


def moving_averages(market: Market, column: str, reinvested: Payouts = False, symbol: Symbol = FUND) -> float:
    """A column of the MACD, in the prices' unit."""
    return float(stats.macd(adjusted(market, symbol, reinvested), *MACD)[column].iloc[-1])


for _key, _column, _label, _words in (
    ("macd", "macd", "MACD", "12-session EMA of closes less the 26-session EMA."),
    ("macd_signal", "signal", "MACD signal", "9-session EMA of the MACD."),
    ("macd_histogram", "histogram", "MACD histogram", "MACD less its signal."),
):
    metric(
        _label,
        "USD",
        2,
        _words,
        form="signed",
        key=_key,
        column=_column,
        also="moving average convergence divergence momentum",
    )(moving_averages)


@metric("Average true range, 14 sessions", "USD", 2, also="ATR")
def atr_14(market: Market, window: int = 14, smoothing: Smoothing = "wilder", symbol: Symbol = FUND) -> float:
    """Wilder's mean of the true range, smoothed from the first bar."""
    frame = bars(market, symbol)
    return stats.atr(frame["high"], frame["low"], closes(market, symbol), window, smoothing)


def bollinger(
    market: Market, line: int, ddof: Deviation = 0, reinvested: Payouts = False, symbol: Symbol = FUND
) -> float:
    """Lower, middle or upper band, in the prices' unit."""
    return stats.bollinger(adjusted(market, symbol, reinvested), 20, 2, ddof)[line]


for _line, _word, _words in (
    (2, "upper", "20-day average plus two population deviations."),
    (1, "middle", "20-day average of closes."),
    (0, "lower", "20-day average less two population deviations."),
):
    metric(
        f"Bollinger band, {_word}",
        "USD",
        2,
        _words,
        key=f"bollinger_{_word}",
        line=_line,
        also="standard deviations around the average",
    )(bollinger)


def pivot(
    market: Market, rule: str, line: int, bar: Bar = "day", back: Back = 1, symbol: Symbol = FUND
) -> float:
    """A line that a rule projects from one bar, in the prices' unit; a bar of weeks or months is a finished one."""
    frame, close = bars(market, symbol), closes(market, symbol)
    if bar == "day":
        stats.need(close, back + 1)
        rows = frame.iloc[[-1 - back]]
    else:
        ends = stats.period_ends(close, bar)
        stats.need(ends, back + 2, f"{bar} ends")
        rows = frame.loc[(frame.index > ends.index[-2 - back]) & (frame.index <= ends.index[-1 - back])]
    high, low, last = float(rows["high"].max()), float(rows["low"].min()), float(rows["close"].iloc[-1])
    if rule == "demark":
        return stats.demark_pivots(float(rows["open"].iloc[0]), high, low, last)[line]
    return stats.classic_pivots(high, low, last)[line]


for _key, _rule, _line, _label, _words in (
    ("demark_high", "demark", 1, "DeMark pivot, high", "High that DeMark's rule projects from the bar of the session before."),
    ("demark_low", "demark", 0, "DeMark pivot, low", "Low that DeMark's rule projects from the bar of the session before."),
    ("pivot_classic", "classic", 1, "Classic pivot", "Mean of high, low and close of the session before."),
    ("pivot_r1", "classic", 2, "Classic resistance R1", "Twice the classic pivot less the low of the session before."),
    ("pivot_s1", "classic", 0, "Classic support S1", "Twice the classic pivot less the high of the session before."),
):  # fmt: skip
    metric(_label, "USD", 2, _words, key=_key, rule=_rule, line=_line, also="support resistance")(pivot)
