"""How small caps behave beside large ones when rates, credit and moods move; each with what it would take to be sure."""

from __future__ import annotations

from typing import Annotated

import pandas as pd

from generator import stats
from generator.config import BENCHMARK, FUND, GROWTH, SERIES
from generator.market.record import Market
from generator.metrics.declaration import FRED, YAHOO, metric
from generator.metrics.dimensions import Benchmark, Payouts, Symbol, usual, written
from generator.metrics.sensitivity import rate_moves
from generator.metrics.series import closes, earlier, yields
from generator.metrics.spans import BASE, From, return_since

YEARS = 10  # of sessions that are looked at
HAWKISH = 0.1  # percentage points by which a yield rises in a day that surprises
Weeks = Annotated[int, usual({n: f"{n} weeks" for n in (52, 104, 156)})]


def _pair(market: Market, series: str, symbol: str, other: str, weeks: int) -> tuple[pd.Series, pd.Series]:
    """Weekly excess returns of the last full weeks (pp) and the changes of a rate over them (pp)."""
    (own, steps), (others, _) = (rate_moves(market, series, name) for name in (symbol, other))
    excess = (own - others).dropna().rename(symbol)
    stats.need(excess, weeks, "weekly changes in common")
    excess = excess.iloc[-weeks:]
    return excess, steps.loc[excess.index]


def slope_error(market: Market, series: str, symbol: str, other: str, weeks: int) -> float:
    """Standard error of `excess_slope`, in its unit."""
    return stats.slope_error(*_pair(market, series, symbol, other, weeks))


def excess_slope(
    market: Market, series: str, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, weeks: Weeks = 52
) -> float:
    """Slope of the weekly total return of {symbol} less that of {other} on the week's change of {what}, over the last 52 full weeks: percentage points for a rise of one."""
    return stats.beta(*_pair(market, series, symbol, other, weeks))


for _key, _series, _what in (
    ("excess_beta_2y", SERIES["rate_2y"], "the 2-year Treasury yield"),
    ("excess_beta_hy", SERIES["spread_hy"], "the high-yield spread"),
):
    metric(
        f"{{symbol}} less {{other}}, slope on {_what}", "pp", 1, (excess_slope.__doc__ or "").replace("{what}", _what),
        f"{YAHOO}; {FRED}", form="signed", key=_key, error=slope_error, also="sensitivity duration credit risk", series=_series,
    )(excess_slope)  # fmt: skip


def hawkish_days(market: Market, series: str, symbol: str, other: str) -> dict[pd.Timestamp, float]:
    """One price return less the other (pp) on each session of the last ten years on which a yield rose by HAWKISH or more."""
    own, others = (closes(market, name).pct_change() * 100 for name in (symbol, other))
    rise = yields(market, series).diff()
    days = rise.index[(rise >= HAWKISH - 1e-9) & (rise.index > earlier(market.as_of, years=YEARS))]
    excess = (own - others).dropna()
    return {day: float(excess[day]) for day in days if day in excess.index}


@metric("{symbol} less {other} on days of rising short yields", "pp", 2, source=f"{YAHOO}; {FRED}", form="signed", cases=hawkish_days, absent="where no such day came in ten years")  # fmt: skip
def excess_on_hawkish_days(
    market: Market, series: str = SERIES["rate_2y"], symbol: Symbol = FUND, other: Benchmark = BENCHMARK
) -> float:
    """Mean difference of the day's price returns, {symbol} less {other}, over the sessions of the last ten years on which the 2-year Treasury yield rose by a tenth of a percentage point or more."""
    excess = pd.Series(hawkish_days(market, series, symbol, other), dtype=float).rename(symbol)
    stats.need(excess, 1, "days on which the yield rose so much")
    return float(excess.mean())


@metric(
    "Lead of {symbol} since a date",
    "pp",
    1,
    form="signed",
    pinned=True,
    usual=(f", {written(BASE)}", "another"),
)
def lead_since(
    market: Market, base: From = BASE, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, reinvested: Payouts = False,
    third: str = GROWTH,
) -> float:  # fmt: skip
    """Price return of {symbol} less the better one of {other} and {third}, from the close of the last session on or before a date{usual}."""
    own, *others = (return_since(market, base, reinvested, name) for name in (symbol, other, third))
    return own - max(others)


@metric(
    "Five sessions against the five before",
    "pp",
    1,
    form="signed",
    pinned=True,
    also="momentum acceleration cooling",
)
def momentum_5d_change(market: Market, symbol: Symbol = FUND) -> float:
    """Price return of {symbol}'s last five sessions less that of the five before."""
    close = closes(market, symbol)
    stats.need(close, 11)
    last, middle, first = (float(close.iloc[place]) for place in (-1, -6, -11))
    return stats.change(last, middle) - stats.change(middle, first)
