"""Volatility, dependence on a base, falls; and how a whole is shared out."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from generator.errors import MissingInput
from generator.stats.core import annualised, name, need
from generator.words import Name


def volatility(
    levels: pd.Series,
    window: int,
    periods_a_year: int,
    what: str = "sessions",
    *,
    ddof: int = 1,
    simple: bool = False,
) -> float:
    """Deviation of the last `window` log returns (or simple ones), percent a year, ddof 1 (sample)."""
    need(levels, window + 1, what)
    last = levels.iloc[-window - 1 :].to_numpy(float)
    moves = last[1:] / last[:-1] - 1 if simple else np.diff(np.log(last))
    return float(moves.std(ddof=ddof)) * math.sqrt(periods_a_year) * 100


def downside_deviation(moves: pd.Series, periods_a_year: int) -> float:
    """Root mean square of the falls (a rise counts as none), percent a year; target zero."""
    falls = moves.clip(upper=0)
    return float(np.sqrt((falls**2).mean())) * math.sqrt(periods_a_year)


def beta(asset: pd.Series, base: pd.Series) -> float:
    """Slope of the asset's moves on the base's (least squares with intercept); same index."""
    variance = float(base.var())
    if not variance > 0:
        raise MissingInput("{input} did not move, so nothing can be measured against it", input=name(base))
    return float(asset.cov(base)) / variance


def slope_error(asset: pd.Series, base: pd.Series) -> float:
    """Standard error of `beta`, of independent residuals of one variance; in its unit."""
    slope = beta(asset, base)
    residuals = (asset - asset.mean()) - slope * (base - base.mean())
    return math.sqrt(
        float((residuals**2).sum()) / (len(asset) - 2) / float(((base - base.mean()) ** 2).sum())
    )


def correlation(asset: pd.Series, base: pd.Series) -> float:
    """Pearson's correlation of two series of moves, -1 to 1; same index."""
    if not (float(asset.var()) > 0 and float(base.var()) > 0):
        raise MissingInput(
            "{input} or {other} did not move, so they cannot be correlated",
            input=name(asset), other=Name(name(base)),
        )  # fmt: skip
    return float(asset.corr(base))


def capture(asset: pd.Series, base: pd.Series, periods_a_year: int, *, up: bool) -> float:
    """Compound yearly return of the asset over the base's in its rising or falling periods, percent."""
    chosen = base > 0 if up else base < 0
    if not chosen.any():
        side = "rising" if up else "falling"
        raise MissingInput("{input} has no {side} period in the window", input=name(base), side=side)

    def yearly(moves: pd.Series) -> float:
        return annualised(
            float(np.prod(1 + moves[chosen].to_numpy(float) / 100)), 1, int(chosen.sum()) / periods_a_year
        )

    return yearly(asset) / yearly(base) * 100


def drawdowns(levels: pd.Series) -> pd.Series:
    """Distance of each level to the highest one so far, percent, never positive."""
    return (levels / levels.cummax() - 1) * 100


def longest_underwater(levels: pd.Series) -> float:
    """Longest time between two records, calendar days; one that still lasts counts to the last level."""
    need(levels, 2)
    days = levels.index.to_numpy().astype("datetime64[D]").astype(np.int64)
    records = days[(levels >= levels.cummax()).to_numpy()]
    return float(np.diff(records, append=days[-1]).max())


def percentile_rank(series: pd.Series) -> float:
    """Percent of the values that are at or below the last one."""
    return float((series <= series.iloc[-1]).mean()) * 100


def effective_number(weights: pd.Series) -> float:
    """How many equal weights would be as concentrated (inverse Herfindahl index); any unit of weight."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def names_for(weights: pd.Series, share: float) -> int:
    """How many of the largest weights it takes to reach `share` (same unit)."""
    running = weights.sort_values(ascending=False).cumsum()
    if not running.iloc[-1] >= share:
        raise MissingInput(
            "{input} adds up to {found:.2f}, the number takes {share:g}",
            input=name(weights), found=running.iloc[-1], share=share,
        )  # fmt: skip
    return int((running < share).sum()) + 1
