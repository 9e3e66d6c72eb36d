"""Finance arithmetic on a Series or a frame of bars; no ticker, no file, no date of today in it.

Conventions, once for all:
- Returns are simple and in percent. Volatility is the sample's standard deviation (n − 1) of log returns, times the
  root of the periods a year: 252 sessions, or 12 months.
- A window is full or there is no number: the message says how many observations stand and how many it takes.
- Levels (ranges, averages, pivots) come from quoted prices; total returns reinvest a dividend at the close of
  its ex-date.
- “A month before” is the last session on or before the same calendar date a month before; the year to a date
  is the sessions strictly after the same date a year before.
- Wilder's smoothing starts from the mean of its first n values, an EMA from its first value.
"""

from __future__ import annotations

from generator.stats.cases import LEAST as LEAST_CASES
from generator.stats.cases import NORMAL, mean_interval
from generator.stats.core import (
    DAYS_A_YEAR,
    MONTHS_A_YEAR,
    SESSIONS_A_YEAR,
    WEEKS_A_YEAR,
    Day,
    Period,
    after,
    annualised,
    change,
    need,
    on_or_before,
    period_ends,
    place,
    returns,
    total_return_index,
)
from generator.stats.risk import (
    beta,
    capture,
    correlation,
    downside_deviation,
    drawdowns,
    effective_number,
    longest_underwater,
    names_for,
    percentile_rank,
    slope_error,
    volatility,
)
from generator.stats.trend import (
    Smoothing,
    atr,
    bollinger,
    classic_pivots,
    demark_pivots,
    ema,
    local_highs,
    macd,
    mean,
    rsi,
    sma,
    true_range,
    wilder,
)
