"""Averages, oscillators, bands and pivots: how usage differs."""

from __future__ import annotations

from generator import stats
from generator.config import FUND
from generator.ledger.families.base import PAYOUTS, family, fixed
from generator.ledger.families.inputs import Period, adjusted
from generator.market import bars
from generator.market.record import Market
from generator.metrics.series import closes
from generator.stats import Smoothing

SMOOTHING = fixed(
    "smoothing",
    {
        "Wilder's smoothing": "wilder",
        "simple means of the window (Cutler)": "simple",
        "exponential smoothing": "exponential",
    },
)
SAMPLING = fixed("period", {"daily closes": "day", "weekly closes": "week", "monthly closes": "month"})
WEIGHTS = fixed("exponential", {"a simple average": False, "an exponential average": True})
DEVIATION = fixed("ddof", {"the population's deviation": 0, "the sample's deviation": 1})
BAR = fixed(
    "bar", {"the daily bar before": "day", "the weekly bar before": "week", "the monthly bar before": "month"}
)
WHICH = fixed("back", {"the bar before": 1, "the last session's own bar": 0})


@family("RSI", SMOOTHING, SAMPLING, PAYOUTS, members={"rsi_14": {}})
def rsi(
    market: Market,
    window: int = 14,
    smoothing: Smoothing = "wilder",
    period: Period = "day",
    reinvested: bool = False,
) -> float:
    """Relative strength index; of weeks or months with the running one, as charts show it."""
    series = adjusted(market, FUND, reinvested)
    if period != "day":
        series = stats.period_ends(series, period)
    return float(stats.rsi(series, window, smoothing).iloc[-1])


@family("moving average", WEIGHTS, PAYOUTS, members={f"sma_{n}": {"window": n} for n in (20, 50, 200)})
def average(market: Market, window: int = 20, exponential: bool = False, reinvested: bool = False) -> float:
    """Mean of the last closes, in USD."""
    series = adjusted(market, FUND, reinvested)
    if not exponential:
        return stats.sma(series, window)
    stats.need(series, window)
    return float(stats.ema(series, window).iloc[-1])


@family(
    "distance to an average", WEIGHTS, PAYOUTS,
    members={f"distance_sma_{n}": {"window": n} for n in (20, 50, 200)},
)  # fmt: skip
def distance(market: Market, window: int = 20, exponential: bool = False, reinvested: bool = False) -> float:
    """Last close against the mean of the last closes, percent."""
    return stats.change(
        float(closes(market, FUND).iloc[-1]), average(market, window, exponential, reinvested)
    )


@family("average true range", SMOOTHING, members={"atr_14": {}})
def atr(market: Market, window: int = 14, smoothing: Smoothing = "wilder") -> float:
    """Mean of the true range, in USD."""
    frame = bars(market, FUND)
    return stats.atr(frame["high"], frame["low"], closes(market, FUND), window, smoothing)


@family(
    "MACD", PAYOUTS,
    members={"macd": {}, "macd_signal": {"column": "signal"}, "macd_histogram": {"column": "histogram"}},
)  # fmt: skip
def macd(market: Market, column: str = "macd", reinvested: bool = False) -> float:
    """A column of the MACD, in USD."""
    return float(stats.macd(adjusted(market, FUND, reinvested), 12, 26, 9)[column].iloc[-1])


@family(
    "Bollinger band", DEVIATION, PAYOUTS,
    members={"bollinger_lower": {"band": 0}, "bollinger_middle": {"band": 1}, "bollinger_upper": {"band": 2}},
)  # fmt: skip
def bollinger(market: Market, band: int = 1, ddof: int = 0, reinvested: bool = False) -> float:
    """A band, in USD."""
    return stats.bollinger(adjusted(market, FUND, reinvested), 20, 2, ddof)[band]


@family(
    "pivot", BAR, WHICH,
    members={
        "demark_low": {"rule": "demark", "line": 0},
        "demark_high": {"rule": "demark", "line": 1},
        "pivot_s1": {"line": 0},
        "pivot_classic": {"line": 1},
        "pivot_r1": {"line": 2},
    },
)  # fmt: skip
def pivot(market: Market, rule: str = "classic", line: int = 1, bar: Period = "day", back: int = 1) -> float:
    """A line that a rule projects from one bar, in USD; a bar of weeks or months is a finished one."""
    frame = bars(market, FUND)
    last = stats.period_ends(closes(market, FUND), bar).index if bar != "day" else frame.index
    stats.need(closes(market, FUND).loc[last], back + 2)
    end = last[-1 - back]
    rows = frame.loc[(frame.index > last[-2 - back]) & (frame.index <= end)]
    high, low, close = float(rows["high"].max()), float(rows["low"].min()), float(rows["close"].iloc[-1])
    if rule == "demark":
        return stats.demark_pivots(float(rows["open"].iloc[0]), high, low, close)[line]
    return stats.classic_pivots(high, low, close)[line]
