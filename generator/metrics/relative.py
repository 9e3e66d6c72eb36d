"""The fund against large caps: ratios of closes, and differences of total returns."""

from __future__ import annotations

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.horizons import ALL, Horizon, over
from generator.metrics.series import closes, earlier, ends, total

RANK_YEARS = 10


def _closes_ratio(market: Market, other: str) -> pd.Series:
    ratio = (closes(market, FUND) / closes(market, other)).dropna()
    return ratio.rename(f"{FUND}/{other}")


def _ratio(other: str) -> None:
    name = other.lower()

    @metric(
        f"{FUND}/{other}",
        "x",
        3,
        f"Close of {FUND} over the close of {other}.",
        form="plain",
        key=f"ratio_{name}",
    )
    def ratio(market: Market) -> float:
        return float(_closes_ratio(market, other).iloc[-1])

    @metric(
        f"{FUND}/{other}, ten-year percentile",
        "%",
        0,
        f"Share of the sessions of the last ten years whose ratio of closes, {FUND} over {other}, was at or "
        "below the last.",
        key=f"ratio_{name}_percentile",
    )
    def rank(market: Market) -> float:
        return stats.percentile_rank(
            stats.after(_closes_ratio(market, other), earlier(market.as_of, years=RANK_YEARS))
        )


def _relative(other: str, key: str, horizon: Horizon) -> None:
    a_year = ", annualised" if horizon.yearly else ""

    @metric(
        f"{FUND} less {other}, {horizon.label}{a_year}",
        "pp",
        2 if horizon.key == "1d" else 1,
        f"Total return of {FUND} less that of {other}, each from the close of "
        f"{horizon.origin}{a_year and ', compounded yearly'}.",
        form="signed",
        key=key,
    )
    def difference(market: Market) -> float:
        own, others = total(market, FUND), total(market, other)
        return over(own, horizon, market.as_of) - over(others, horizon, market.as_of)


for _other, _prefix in (("SPY", "relative_"), ("QQQ", "relative_qqq_")):
    _ratio(_other)
    for _horizon in ALL:
        _relative(_other, f"{_prefix}{_horizon.key}", _horizon)


@metric(
    "IWM less SPY, 12 full months",
    "pp",
    1,
    "Total return of IWM less that of SPY over the last twelve full calendar months.",
    form="signed",
)
def spread_12m(market: Market) -> float:
    own, others = ends(market, FUND, "month"), ends(market, "SPY", "month")
    for series in (own, others):
        stats.need(series, 13, "full month ends")
    return stats.change(own.iloc[-1], own.iloc[-13]) - stats.change(others.iloc[-1], others.iloc[-13])
