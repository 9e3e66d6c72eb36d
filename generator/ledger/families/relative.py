"""Returns of the fund less those of a market: how usage differs."""

from __future__ import annotations

from generator import stats
from generator.config import FUND
from generator.ledger.families.base import PAYOUTS, TWIN, family
from generator.ledger.families.returns import BASE, COUNTED, DATED, over_horizon
from generator.market.record import Market
from generator.metrics.horizons import ALL
from generator.metrics.series import ends


@family(
    "return less the market's", PAYOUTS, BASE, COUNTED, TWIN,
    members={
        f"{prefix}{horizon.key}": {"horizon": horizon.key, "other": other}
        for other, prefix in (("SPY", "relative_"), ("QQQ", "relative_qqq_"))
        for horizon in ALL
        if horizon.key not in DATED
    },
)  # fmt: skip
def relative(
    market: Market, horizon: str = "1y", symbol: str = FUND, other: str = "SPY", reinvested: bool = True,
    shift: int = 0, counted: str = "date",
) -> float:  # fmt: skip
    """Difference of two returns over a horizon, percentage points."""
    own = over_horizon(market, symbol, horizon, reinvested, shift, counted)
    return own - over_horizon(market, other, horizon, reinvested, shift, counted)


@family(
    "return less the market's from a dated base", PAYOUTS, TWIN,
    members={
        f"{prefix}{horizon}": {"horizon": horizon, "other": other}
        for other, prefix in (("SPY", "relative_"), ("QQQ", "relative_qqq_"))
        for horizon in DATED
    },
    dated=True,
)  # fmt: skip
def dated_relative(
    market: Market, horizon: str = "1d", symbol: str = FUND, other: str = "SPY", reinvested: bool = True
) -> float:
    """Difference of two returns over a horizon that names its days, percentage points."""
    return relative(market, horizon, symbol, other, reinvested)


@family("12 full months less the market's", PAYOUTS, TWIN, members={"spread_12m": {}})
def spread(market: Market, symbol: str = FUND, other: str = "SPY", reinvested: bool = True) -> float:
    """Difference of two returns over the last twelve full months, percentage points."""
    pair = [ends(market, name, "month", reinvested=reinvested) for name in (symbol, other)]
    for series in pair:
        stats.need(series, 13, "full month ends")
    own, others = (stats.change(s.iloc[-1], s.iloc[-13]) for s in pair)
    return own - others
