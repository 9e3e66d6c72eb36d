"""How the fund moves: sampling, window, market and deviation, as usage differs."""

from __future__ import annotations

from generator import stats
from generator.config import FUND
from generator.ledger.families.base import PAYOUTS, TWIN, family, fixed
from generator.ledger.families.inputs import A_YEAR, RUNNING, Window, levels, pair, sampled, windows
from generator.market.record import Market
from generator.metrics.series import earlier
from generator.stats import SESSIONS_A_YEAR

LOGS = fixed("logs", {"simple returns": False, "log returns": True})
SIMPLE = fixed("simple", {"log returns": False, "simple returns": True})
DEVIATION = fixed("ddof", {"the sample's deviation": 1, "the population's deviation": 0})
FROM = fixed(
    "window", {"the highest level since inception": "inception", "the highest level in the window": "window"}
)
# the usual ones: vendors' betas of one to ten years, by days, weeks and months
PAIRED = windows(
    ("month", 36), ("month", 60), ("month", 120), ("week", 52), ("week", 104), ("week", 156), ("week", 260),
    ("day", 252), ("day", 756),
)  # fmt: skip
ALONE = windows(
    ("day", 20), ("day", 30), ("day", 60), ("day", 90), ("day", 252), ("day", 756), ("week", 52),
    ("week", 156), ("month", 12), ("month", 36), ("month", 60),
)  # fmt: skip


@family(
    "beta", PAIRED, TWIN, PAYOUTS, LOGS, RUNNING,
    members={
        "beta_36m": {"window": ("month", 36)},
        "beta_60m": {"window": ("month", 60)},
        "beta_156w": {"window": ("week", 156)},
        "beta_252d": {"window": ("day", 252)},
    },
)  # fmt: skip
def beta(
    market: Market, window: Window = ("month", 36), symbol: str = FUND, other: str = "SPY",
    reinvested: bool = True, logs: bool = False, partial: bool = False,
) -> float:  # fmt: skip
    """Slope of the fund's returns on the market's."""
    return stats.beta(*pair(market, (symbol, other), window, reinvested, partial, logs))


@family("correlation", PAIRED, TWIN, PAYOUTS, LOGS, members={"correlation_252d": {}})
def correlation(
    market: Market, window: Window = ("day", 252), symbol: str = FUND, other: str = "SPY",
    reinvested: bool = True, logs: bool = False,
) -> float:  # fmt: skip
    """Correlation of the fund's returns with the market's."""
    return stats.correlation(*pair(market, (symbol, other), window, reinvested, False, logs))


@family(
    "capture", PAIRED, TWIN, PAYOUTS, RUNNING,
    members={"up_capture_36m": {"up": True}, "down_capture_36m": {"up": False}},
)  # fmt: skip
def capture(
    market: Market, up: bool = True, window: Window = ("month", 36), symbol: str = FUND, other: str = "SPY",
    reinvested: bool = True, partial: bool = False,
) -> float:  # fmt: skip
    """The fund's yearly return in the market's rising or falling periods, percent of the market's."""
    moves = pair(market, (symbol, other), window, reinvested, partial)
    return stats.capture(*moves, A_YEAR[window[0]], up=up)


@family(
    "volatility", ALONE, SIMPLE, PAYOUTS, DEVIATION, RUNNING,
    members={
        **{f"volatility_{n}d": {"window": ("day", n)} for n in (20, 60, SESSIONS_A_YEAR)},
        **{f"volatility_{n}m": {"window": ("month", n), "reinvested": True} for n in (12, 36)},
    },
)  # fmt: skip
def volatility(
    market: Market, window: Window = ("day", 252), symbol: str = FUND, reinvested: bool = False,
    simple: bool = False, ddof: int = 1, partial: bool = False,
) -> float:  # fmt: skip
    """Deviation of returns, percent a year."""
    period, count = window
    series = sampled(market, symbol, period, reinvested, partial)
    return stats.volatility(series, count, A_YEAR[period], f"full {period} ends", ddof=ddof, simple=simple)


@family(
    "drawdown", PAYOUTS, FROM,
    members={f"drawdown_max_{n}y": {"years": n} for n in (1, 3, 5, 10)},
)  # fmt: skip
def deepest(
    market: Market, years: int = 1, symbol: str = FUND, reinvested: bool = True, window: str = "inception"
) -> float:
    """Deepest fall below the highest level, over the last years, percent."""
    series, start = levels(market, symbol, reinvested), earlier(market.as_of, years=years)
    if window == "window":
        return float(stats.drawdowns(stats.after(series, start)).min())
    return float(stats.after(stats.drawdowns(series), start).min())


@family("drawdown of today", PAYOUTS, members={"drawdown": {}})
def drawdown(market: Market, symbol: str = FUND, reinvested: bool = True) -> float:
    """Last level against the highest since inception, percent."""
    return float(stats.drawdowns(levels(market, symbol, reinvested)).iloc[-1])
