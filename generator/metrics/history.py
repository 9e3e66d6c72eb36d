"""What twelve months brought in the past: rolling total-return windows from month end to month end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator import stats
from generator.config import BENCHMARK, FUND, stem
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Benchmark, Symbol
from generator.metrics.series import ends, total
from generator.words import Name

WINDOWS = 60  # fewer windows than five years of them are no distribution
WINDOW = "12-month windows from month end to month end since the fund began"


def yearly_returns(market: Market, symbol: str = FUND) -> pd.Series:
    """Total return (percent) of every window of twelve full months, at the window's last session."""
    levels = ends(market, symbol, "month")
    stats.need(levels, WINDOWS + stats.MONTHS_A_YEAR, "full month ends")
    return ((levels / levels.shift(stats.MONTHS_A_YEAR) - 1) * 100).dropna()


def percentile(market: Market, share: int, symbol: Symbol = FUND) -> float:
    """Return of {symbol:the} that {share} % of its 12-month windows from month end to month end since the fund began stayed at or below, interpolated."""
    return float(np.percentile(yearly_returns(market, symbol).to_numpy(), share))


for _share in (5, 25, 50, 75, 95):
    metric(
        "12-month total return, percentile {share}",
        "%",
        1,
        form="signed",
        key=f"window_12m_p{_share}",
        share=_share,
    )(percentile)


@metric(
    "Years with a drawdown over 10 %",
    "%",
    0,
    f"Share of {{symbol}}'s {WINDOW} in which the total-return close fell more than 10 % below its highest inside "
    "the window.",
)
def drawdown_10_share(market: Market, symbol: Symbol = FUND) -> float:
    levels = total(market, symbol).to_numpy(float)
    yearly_returns(market, symbol)  # enough windows, or MissingInput
    marks = total(market, symbol).index.get_indexer(ends(market, symbol, "month").index)
    deep = [
        bool((path / np.maximum.accumulate(path)).min() < 0.9)
        for path in (
            levels[start : end + 1] for start, end in zip(marks, marks[stats.MONTHS_A_YEAR :], strict=False)
        )
    ]
    return sum(deep) / len(deep) * 100


@metric(
    "Years ahead of {other}",
    "%",
    0,
    f"Share of {{symbol}}'s {WINDOW} in which its total return exceeded that of {{other:the}}.",
    key=f"beat_{stem(BENCHMARK)}_share",
)
def ahead_share(market: Market, symbol: Symbol = FUND, other: Benchmark = BENCHMARK) -> float:
    own, others = yearly_returns(market, symbol).align(yearly_returns(market, other), join="inner")
    if len(own) < WINDOWS:
        raise MissingInput(
            "{input} and {other} have {found} 12-month windows in common, the number takes {count}",
            input=symbol, other=Name(other), found=len(own), count=WINDOWS,
        )  # fmt: skip
    return float((own > others).mean()) * 100
