"""What rates did to the fund: its slope on the 2-year yield, and the years after easing began."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import pandas as pd

from generator import stats
from generator.config import ARTICLE, BENCHMARK, FUND, SERIES
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.declaration import FRED, YAHOO, metric
from generator.metrics.dimensions import Benchmark, Payouts, Symbol, usual
from generator.metrics.series import ends, levels, yields
from generator.words import Name

UPPER = SERIES["policy_upper"]
Months = Annotated[int, usual({n: f"{n} months" for n in (6, 12, 24)})]


def rate_moves(market: Market, series: str, symbol: str) -> tuple[pd.Series, pd.Series]:
    """Weekly total returns of `symbol` (percent) and the changes of a rate over the same full weeks (pp)."""
    weeks = ends(market, symbol, "week")
    observed = yields(market, series).reindex(weeks.index, method="ffill").dropna()
    both = weeks.loc[observed.index]
    return stats.returns(both), observed.diff().iloc[1:]


@metric(
    "Sensitivity to the 2-year yield",
    "%",
    1,
    source=f"{YAHOO}; {FRED}",
    form="signed",
    also="duration rate beta interest rates",
)
def beta_2y(market: Market, symbol: Symbol = FUND, series: str = SERIES["rate_2y"]) -> float:
    """Slope of {symbol}'s weekly total return on the week's change of the 2-year Treasury yield, over the last 52 full weeks: percent for a rise of one percentage point."""
    weekly, steps = rate_moves(market, series, symbol)
    window = stats.WEEKS_A_YEAR
    stats.need(steps, window, f"weekly changes in common with {symbol}")
    return stats.beta(weekly.iloc[-window:], steps.iloc[-window:])


def first_cuts(market: Market, series: str) -> list[date]:
    """Decision days of the cuts that followed a rise: those of article.toml, and of one that it lacks the day before the range was in force."""
    steps = yields(market, series).diff()
    steps = steps[steps.abs() > 0]
    turned = steps.index[((steps < 0) & (steps.shift() > 0)).to_numpy()]
    days = {day.date() - timedelta(days=1) for day in turned}
    listed = {day for day in ARTICLE.decisions if day <= market.as_of}
    return sorted(listed | days)


def easing_excess(
    market: Market, symbol: str, other: str, months: int = 12, reinvested: bool = True, series: str = UPPER
) -> dict[date, float]:
    """One return less the other (pp) over the months after each cycle's first cut that lies as long back."""
    pair = [levels(market, name, reinvested) for name in (symbol, other)]
    begins = max(series.index[0] for series in pair)
    excess = {}
    for first in first_cuts(market, series):
        end = pd.Timestamp(first) + pd.DateOffset(months=months)
        if begins <= pd.Timestamp(first) and end <= pd.Timestamp(market.as_of):
            gained = [stats.change(stats.on_or_before(s, end), stats.on_or_before(s, first)) for s in pair]
            excess[first] = gained[0] - gained[1]
    if not excess:
        raise MissingInput(
            "{input} and {other} begin on {since}: no easing cycle with {months} months after it stands",
            input=symbol, other=Name(other), since=begins, months=months,
        )  # fmt: skip
    return excess


@metric(
    "{symbol} less {other} in the year after easing began", "pp", 1, source=f"{YAHOO}; {FRED}", form="signed",
    cases=easing_excess,
)  # fmt: skip
def excess_after_easing(
    market: Market,
    months: Months = 12,
    reinvested: Payouts = True,
    symbol: Symbol = FUND,
    other: Benchmark = BENCHMARK,
    series: str = UPPER,
) -> float:
    """Mean difference of total returns, {symbol} less {other}, over the twelve months from the close on the day of each easing cycle's first cut (a cut that follows a rise; since 2001, cycles a year old or more)."""
    excess = easing_excess(market, symbol, other, months, reinvested, series)
    return sum(excess.values()) / len(excess)


def easing_end(
    market: Market, end: int, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, series: str = UPPER
) -> float:
    """An end of the 95 % interval of the mean that `excess_after_easing` is, percentage points."""
    found = stats.mean_interval(list(easing_excess(market, symbol, other, series=series).values()))
    if found is None:
        raise MissingInput("fewer than {count} easing cycles are a year old", count=stats.LEAST_CASES)
    return found[end]


for _end, _side in enumerate(("low", "high")):
    metric(
        f"The year after easing began, {_side} end", "pp", 1,
        f"{_side.capitalize()} end of the 95 % interval (Student's t) of the mean difference of total returns, {{symbol}} less {{other}}, "
        "over the twelve months after each easing cycle's first cut.",
        f"{YAHOO}; {FRED}", form="signed", key=f"excess_after_easing_{_side}", absent="where fewer than four cycles stand", end=_end,
    )(easing_end)  # fmt: skip


@metric("Easing cycles counted", "count", 0, source=f"{YAHOO}; {FRED}")
def easing_cycles(
    market: Market, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, series: str = UPPER
) -> float:
    """How many easing cycles began a year ago or longer while both {symbol} and {other} were traded."""
    return float(len(easing_excess(market, symbol, other, series=series)))


@metric("Easing cycles in whose first year {symbol} beat {other}", "%", 0, source=f"{YAHOO}; {FRED}")
def easing_cycles_won(
    market: Market, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, series: str = UPPER
) -> float:
    """Share of the easing cycles (since 2001, those a year old or more) in which {symbol}'s total return over the twelve months from the close on the day of the first cut was above {other}'s."""
    excess = easing_excess(market, symbol, other, series=series)
    return 100 * sum(value > 0 for value in excess.values()) / len(excess)
