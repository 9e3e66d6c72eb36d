"""Rates and credit: policy range, Treasury yields, credit spreads, and what they did to the fund."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator import stats
from generator.config import HIGH_YIELD, INDICES, LAST_CLOSE, PUBLISHED, RATES_SHORT, SERIES, stem
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.declaration import FRED, metric
from generator.metrics.series import closes, latest, yields
from generator.metrics.spans import From, To

UPPER = SERIES["policy_upper"]
AHEAD = PUBLISHED.year + 1  # the year that an article looks ahead to
RANK = 252  # observations below which a percentile says nothing
ALSO = {  # what people call the kinds besides
    "policy": "interest rate Fed funds FOMC target range",
    "rate": "interest rate Treasury note bill bond",
    "spread": "credit spread OAS junk corporate bonds",
}


def level(market: Market, series: str) -> float:
    """The last observation of a rate, percent."""
    return latest(market, series)


for _key, _series, _label, _definition in (
    (
        "policy_lower",
        SERIES["policy_lower"],
        "Policy rate, lower end",
        "Lower end of the federal funds target range in force.",
    ),
    (
        "policy_upper",
        SERIES["policy_upper"],
        "Policy rate, upper end",
        "Upper end of the federal funds target range in force.",
    ),
    ("rate_3m", SERIES["rate_3m"], "3-month yield", "Last constant-maturity yield of 3-month Treasuries."),
    ("rate_2y", SERIES["rate_2y"], "2-year yield", "Last constant-maturity yield of 2-year Treasuries."),
    ("rate_10y", SERIES["rate_10y"], "10-year yield", "Last constant-maturity yield of 10-year Treasuries."),
    (
        "spread_hy",
        SERIES["spread_hy"],
        "High-yield spread",
        f"Last option-adjusted spread of the {INDICES['spread_hy']}.",
    ),
    (
        "spread_ig",
        SERIES["spread_ig"],
        "Investment-grade spread",
        f"Last option-adjusted spread of the {INDICES['spread_ig']}.",
    ),
):
    _also = ALSO[_key.partition("_")[0]]
    metric(
        _label,
        "%",
        2,
        _definition,
        FRED,
        key=_key,
        pinned=_key.startswith("policy_"),
        also=_also,
        series=_series,
    )(level)


def rank(market: Market, series: str) -> float:
    """Share of all the observations of {series} that stand (FRED offers about three years) at or below the last."""
    observed = yields(market, series)
    stats.need(observed, RANK, "observations")
    return stats.percentile_rank(observed)


for _key, _series, _label in (
    ("spread_hy", SERIES["spread_hy"], "High-yield spread"),
    ("spread_ig", SERIES["spread_ig"], "Investment-grade spread"),
):
    metric(
        f"{_label}, percentile",
        "%",
        0,
        source=FRED,
        key=f"{_key}_percentile",
        series=_series,
        also="credit spread OAS junk bonds rank",
    )(rank)


@metric(
    "10-year less 2-year",
    "pp",
    2,
    source=FRED,
    form="signed",
    also="yield curve slope inversion inverted term spread 2s10s",
)
def slope_2s10s(market: Market, long: str = SERIES["rate_10y"], short: str = SERIES["rate_2y"]) -> float:
    """10-year Treasury yield less the 2-year one, of the last day that has both."""
    both = pd.concat([yields(market, long), yields(market, short)], axis=1).dropna()
    stats.need(both[long], 1, "days in common")
    return float(both[long].iloc[-1] - both[short].iloc[-1])


@metric(
    "Cuts since publication",
    "cuts",
    0,
    "Lowerings of the upper end of the target range less raises, each as one however large, dated after the article's "
    f"last close, of {LAST_CLOSE.day} {LAST_CLOSE:%B %Y}.",
    FRED,
    pinned=True,
)
def cuts_since_publication(market: Market, series: str = UPPER) -> float:
    if market.as_of < LAST_CLOSE:
        raise MissingInput(
            "{day} lies before the article's last close, that of {since}", since=LAST_CLOSE, day=market.as_of
        )
    upper = yields(market, series)
    stats.on_or_before(upper, LAST_CLOSE)
    return _net(upper, LAST_CLOSE, market.as_of)


def _net(upper: pd.Series, start: date, end: date) -> float:
    """Lowerings less raises, dated after `start` and up to `end`, each as one however large."""
    steps = upper.diff().loc[pd.Timestamp(start) + pd.Timedelta(days=1) : pd.Timestamp(end)]
    return float((steps < 0).sum() - (steps > 0).sum())


@metric(
    f"Cuts in {AHEAD}",
    "cuts",
    0,
    source=FRED,
    usual=(f"; the year {AHEAD}", "other dates"),
    also="Fed rate cuts easing lowered lowerings",
    absent="before its first day has passed",
)
def cuts_between(
    market: Market, start: From = date(AHEAD - 1, 12, 31), end: To = date(AHEAD, 12, 31), series: str = UPPER
) -> float:
    """Lowerings of the upper end of the target range less raises, each as one however large, dated after a first date and up to a second one or the market's own{usual}."""
    if market.as_of <= start:
        raise MissingInput("on {day} the span after {since} had not begun", since=start, day=market.as_of)
    upper = yields(market, series)
    stats.on_or_before(upper, start)
    return _net(upper, start, end)


@metric("{credit}/{bonds}", "x", 3, form="plain", key=f"{stem(HIGH_YIELD)}_{stem(RATES_SHORT)}_ratio")
def credit_ratio(market: Market, credit: str = HIGH_YIELD, bonds: str = RATES_SHORT) -> float:
    """Close of {credit} (high-yield bonds) over the close of {bonds} (Treasuries of 7 to 10 years)."""
    return float(closes(market, credit).iloc[-1] / closes(market, bonds).iloc[-1])
