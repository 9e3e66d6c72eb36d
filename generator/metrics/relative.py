"""The fund against large caps: ratios of closes, and differences of total returns."""

from __future__ import annotations

import pandas as pd

from generator import stats
from generator.config import BENCHMARK, FUND, GROWTH, stem
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Benchmark, Payouts, Symbol
from generator.metrics.horizons import ALL, UNBEGUN, Horizon
from generator.metrics.returns import Base, Count, horizon_return
from generator.metrics.series import closes, earlier, ends, levels

RANK_YEARS = 10


def _closes_ratio(market: Market, symbol: str, other: str) -> pd.Series:
    ratio = (closes(market, symbol) / closes(market, other)).dropna()
    return ratio.rename(f"{symbol}/{other}")


def ratio(market: Market, other: str, symbol: Symbol = FUND) -> float:
    """Close of {symbol:the} over the close of {other:the}."""
    return float(_closes_ratio(market, symbol, other).iloc[-1])


def ratio_rank(market: Market, other: str, symbol: Symbol = FUND) -> float:
    """Share of the sessions of the last ten years whose ratio of closes, {symbol} over {other}, was at or below the last."""
    ratios = _closes_ratio(market, symbol, other)
    return stats.percentile_rank(stats.after(ratios, earlier(market.as_of, years=RANK_YEARS)))


def relative(
    market: Market, horizon: Horizon, reinvested: Payouts = True, shift: Base = 0, counted: Count = "date",
    symbol: Symbol = FUND, other: Benchmark = BENCHMARK,
) -> float:  # fmt: skip
    """Total return of {symbol:the} less that of {other:the}, each from the close of {horizon.origin}{horizon.compounded}."""
    for name in (symbol, other):
        levels(market, name, reinvested)  # a number rests on both, also where it says that one is too short
    own, others = (
        horizon_return(market, horizon, reinvested, shift, counted, name) for name in (symbol, other)
    )
    return own - others


for _other, _prefix in ((BENCHMARK, "relative_"), (GROWTH, f"relative_{stem(GROWTH)}_")):
    _name = f"ratio_{stem(_other)}"
    metric("{symbol}/{other}", "x", 3, form="plain", key=_name, other=_other)(ratio)
    metric("{symbol}/{other}, ten-year percentile", "%", 0, key=f"{_name}_percentile", other=_other)(
        ratio_rank
    )
    for _horizon in ALL:
        metric(
            "{symbol} less {other}, {horizon.label}{horizon.annualised}",
            "pp",
            _horizon.digits,
            form="signed",
            key=f"{_prefix}{_horizon.key}",
            pinned=_horizon.pinned,
            absent=UNBEGUN.get(_horizon.key, ""),
            horizon=_horizon,
            other=_other,
        )(relative)


@metric("{symbol} less {other}, 12 full months", "pp", 1, form="signed")
def spread_12m(
    market: Market, reinvested: Payouts = True, symbol: Symbol = FUND, other: Benchmark = BENCHMARK
) -> float:
    """Total return of {symbol:the} less that of {other:the} over the last twelve full calendar months."""
    pair = [ends(market, name, "month", reinvested=reinvested) for name in (symbol, other)]
    for series in pair:
        stats.need(series, 13, "full month ends")
    own, others = (stats.change(s.iloc[-1], s.iloc[-13]) for s in pair)
    return own - others
