"""Averages, oscillators, bands and pivots of closes and bars."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from generator.stats.core import need

Smoothing = Literal["wilder", "simple", "exponential"]


def sma(close: pd.Series, window: int) -> float:
    """Mean of the last `window` closes, in the closes' unit."""
    need(close, window)
    return float(close.iloc[-window:].mean())


def ema(series: pd.Series, span: int) -> pd.Series:
    """Exponential mean with weight 2/(span+1), started at the first value."""
    return series.ewm(span=span, adjust=False).mean()


def wilder(series: pd.Series, window: int) -> pd.Series:
    """Wilder's smoothing: the mean of the first `window` values, then weight 1/window."""
    need(series, window)
    seeded = series.iloc[window - 1 :].copy()
    seeded.iloc[0] = series.iloc[:window].mean()
    return seeded.ewm(alpha=1 / window, adjust=False).mean()


def mean(series: pd.Series, window: int) -> pd.Series:
    """Simple mean of each full window of `window` values."""
    need(series, window)
    return series.rolling(window).mean().iloc[window - 1 :]


def rsi(close: pd.Series, window: int, smoothing: Smoothing = "wilder") -> pd.Series:
    """Relative strength index after Wilder (1978), 0 to 100, from the first bar on.

    Rises and falls are smoothed by Wilder's mean, by the window's simple mean (Cutler's RSI) or by an EMA.
    """
    need(close, window + 1)
    move = close.diff().iloc[1:]
    smooth = {"wilder": wilder, "simple": mean, "exponential": ema}[smoothing]
    up, down = smooth(move.clip(lower=0), window), smooth(-move.clip(upper=0), window)
    both = up + down
    # no move at all is neither strength nor weakness
    return (100 * up / both).where(both > 0, 50.0)


def macd(close: pd.Series, fast: int, slow: int, signal: int) -> pd.DataFrame:
    """Columns macd, signal, histogram, in the closes' unit (Appel)."""
    need(close, slow + signal)
    line = ema(close, fast) - ema(close, slow)
    trigger = ema(line, signal)
    return pd.DataFrame({"macd": line, "signal": trigger, "histogram": line - trigger})


def true_range(high: pd.Series, low: pd.Series, close: pd.Series) -> pd.Series:
    """Largest of high-low and the gaps to the previous close; from the second bar on, named as the closes."""
    previous = close.shift()
    top, bottom = high.where(high > previous, previous), low.where(low < previous, previous)
    span: pd.Series = (top - bottom).iloc[1:]
    span.name = close.name
    return span


def atr(
    high: pd.Series, low: pd.Series, close: pd.Series, window: int, smoothing: Smoothing = "wilder"
) -> float:
    """Average true range, in the prices' unit; Wilder's own mean, or a simple or exponential one."""
    need(close, window + 1)
    smooth = {"wilder": wilder, "simple": mean, "exponential": ema}[smoothing]
    return float(smooth(true_range(high, low, close), window).iloc[-1])


def bollinger(close: pd.Series, window: int, width: float, ddof: int = 0) -> tuple[float, float, float]:
    """Lower, middle, upper band; the deviation is the population's (ddof 0), as Bollinger defines it."""
    need(close, window)
    last = close.iloc[-window:]
    middle, spread = float(last.mean()), float(last.std(ddof=ddof)) * width
    return middle - spread, middle, middle + spread


def demark_pivots(open_: float, high: float, low: float, close: float) -> tuple[float, float]:
    """Low and high that DeMark projects from one bar."""
    if close < open_:
        x = high + 2 * low + close
    elif close > open_:
        x = 2 * high + low + close
    else:
        x = high + low + 2 * close
    return x / 2 - high, x / 2 - low


def classic_pivots(high: float, low: float, close: float) -> tuple[float, float, float]:
    """First support, pivot, first resistance (floor traders' rule) from one bar."""
    pivot = (high + low + close) / 3
    return 2 * pivot - high, pivot, 2 * pivot - low


def local_highs(high: pd.Series, side: int) -> list[int]:
    """Places of the highs that none of the `side` bars before and after exceeds; of equal ones the first."""
    prices = high.to_numpy(float)
    return [
        place
        for place in range(side, len(prices) - side)
        if prices[place] > prices[place - side : place].max()
        and prices[place] >= prices[place + 1 : place + side + 1].max()
    ]
