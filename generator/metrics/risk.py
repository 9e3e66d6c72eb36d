"""How the fund moves, by itself and with the market: volatility, beta, capture, drawdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
import pandas as pd

from generator import stats
from generator.config import BENCHMARK, FUND
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Benchmark, Choice, Dimension, Payouts, Stated, Symbol, usual
from generator.metrics.series import earlier, ends, levels, total
from generator.stats import MONTHS_A_YEAR, SESSIONS_A_YEAR, WEEKS_A_YEAR
from generator.words import Words

Sampling = Literal["day", "week", "month"]
Window = tuple[Sampling, int]  # sampling and number of returns: a window is usual for its sampling
A_YEAR: dict[str, int] = {"day": SESSIONS_A_YEAR, "week": WEEKS_A_YEAR, "month": MONTHS_A_YEAR}
ADJECTIVE = {"day": "daily", "week": "weekly", "month": "monthly"}


def _windows(**counts: tuple[int, ...]) -> Dimension:
    chosen = [(period, count) for period, several in counts.items() for count in several]
    return usual({(period, count): f"{count} {ADJECTIVE[period]} returns" for period, count in chosen})


def _running(market: Market, stated: Stated) -> Iterable[Choice]:
    period = stated["window"][0]
    if period != "day":
        whole, cut = (sampled(market, stated["symbol"], period, False, partial) for partial in (True, False))
        if len(whole) > len(cut):  # else the running one is over, and nothing differs
            yield Choice(Words(f"the running {period} counted to its last close"), True)


# the usual ones: vendors' betas of one to ten years, by days, weeks and months
Paired = Annotated[Window, _windows(month=(36, 60, 120), week=(52, 104, 156, 260), day=(252, 756))]
Alone = Annotated[Window, _windows(day=(20, 30, 60, 90, 252, 756), week=(52, 156), month=(12, 36, 60))]
Logs = Annotated[bool, usual({False: "simple returns", True: "log returns"})]
Simple = Annotated[bool, usual({False: "log returns", True: "simple returns"})]
Deviation = Annotated[Literal[1, 0], usual({1: "the sample's deviation", 0: "the population's deviation"})]
Highest = Annotated[
    Literal["inception", "window"],
    usual({"inception": "the highest level since inception", "window": "the highest level in the window"}),
]
Partial = Annotated[
    bool, Dimension((Choice(Words("the running period counted to its last close"), True),), _running)
]


def sampled(
    market: Market, symbol: str, period: Sampling, reinvested: bool, partial: bool = False
) -> pd.Series:
    """Levels of each session, or of the end of each week or month, the running one only if `partial`."""
    if period == "day":
        return levels(market, symbol, reinvested)
    if partial:
        return stats.period_ends(levels(market, symbol, reinvested), period)
    return ends(market, symbol, period, reinvested=reinvested)


def _counted(period: Sampling) -> str:
    return "sessions" if period == "day" else f"full {period} ends"


def _pair(
    market: Market, symbol: str, other: str, window: Window, reinvested: bool, partial: bool = False,
    logs: bool = False,
) -> tuple[pd.Series, pd.Series]:  # fmt: skip
    """The last returns (percent) of two symbols over the same periods."""
    period, count = window
    first, second = (sampled(market, name, period, reinvested, partial) for name in (symbol, other))
    first, second = first.align(second, join="inner")
    stats.need(first, count + 1, f"{_counted(period)} in common with {other}")
    own, others = (stats.returns(side.iloc[-count - 1 :]) for side in (first, second))
    return (_log(own), _log(others)) if logs else (own, others)


def _log(moves: pd.Series) -> pd.Series:
    grown: pd.Series = np.log1p(moves / 100) * 100
    return grown


def volatility(
    market: Market, window: Alone, simple: Simple = False, reinvested: Payouts = False, ddof: Deviation = 1,
    partial: Partial = False, symbol: Symbol = FUND,
) -> float:  # fmt: skip
    """Deviation of returns, percent a year."""
    period, count = window
    series = sampled(market, symbol, period, reinvested, partial)
    return stats.volatility(series, count, A_YEAR[period], _counted(period), ddof=ddof, simple=simple)


def beta(
    market: Market, window: Paired, symbol: Symbol = FUND, other: Benchmark = BENCHMARK, reinvested: Payouts = True,
    logs: Logs = False, partial: Partial = False,
) -> float:  # fmt: skip
    """Slope of one symbol's returns on another's."""
    return stats.beta(*_pair(market, symbol, other, window, reinvested, partial, logs))


for _count in (20, 60, 252):
    metric(
        f"Volatility, {_count} sessions",
        "%",
        1,
        f"Standard deviation (ddof 1) of the last {_count} daily log returns of the close, times the root of 252.",
        key=f"volatility_{_count}d",
        window=("day", _count),
        also="standard deviation realised historical vol",
    )(volatility)
for _count in (12, 36):
    metric(
        f"Volatility, {_count} months",
        "%",
        1,
        f"Standard deviation (ddof 1) of the log total returns of the last {_count} full months, times the root "
        "of 12.",
        key=f"volatility_{_count}m",
        window=("month", _count),
        reinvested=True,
        also="standard deviation realised historical vol",
    )(volatility)


@metric("Volatility against {other}", "x", 2, form="plain")
def volatility_ratio_252d(market: Market, symbol: Symbol = FUND, other: Benchmark = BENCHMARK) -> float:
    """{symbol}'s volatility over {other}'s, each from the last 252 daily log returns of the close."""
    own, base = (volatility(market, ("day", SESSIONS_A_YEAR), symbol=name) for name in (symbol, other))
    if base <= 0:
        raise MissingInput(
            "{input} did not move in the last {count} sessions", input=other, count=SESSIONS_A_YEAR
        )
    return own / base


for _key, _window, _words in (
    ("36m", ("month", 36), "36 full months"),
    ("60m", ("month", 60), "60 full months"),
    ("156w", ("week", 156), "156 full weeks"),
    ("252d", ("day", 252), "252 sessions"),
):
    metric(
        f"Beta, {_words}",
        "x",
        2,
        f"Slope of {{symbol}}'s total returns on {{other}}'s over the last {_words}.",
        form="plain",
        key=f"beta_{_key}",
        window=_window,
        also="sensitivity to the market",
    )(beta)


@metric("Correlation with {other}", "x", 2, form="plain")
def correlation_252d(
    market: Market, window: Paired = ("day", 252), symbol: Symbol = FUND, other: Benchmark = BENCHMARK,
    reinvested: Payouts = True, logs: Logs = False,
) -> float:  # fmt: skip
    """Pearson's correlation of the last 252 daily total returns of {symbol} and {other}."""
    return stats.correlation(*_pair(market, symbol, other, window, reinvested, logs=logs))


def capture(
    market: Market, up: bool, window: Paired = ("month", 36), symbol: Symbol = FUND, other: Benchmark = BENCHMARK,
    reinvested: Payouts = True, partial: Partial = False,
) -> float:  # fmt: skip
    """Yearly return in another symbol's rising or falling periods, percent of the other's."""
    return stats.capture(*_pair(market, symbol, other, window, reinvested, partial), A_YEAR[window[0]], up=up)


for _side, _word in (("up", "rose"), ("down", "fell")):
    metric(
        f"{_side.capitalize()} capture, 36 months",
        "%",
        0,
        f"{{symbol}}'s compound yearly total return in those of the last 36 full months in which {{other}} {_word}, "
        "as a share of {other}'s.",
        key=f"{_side}_capture_36m",
        up=_side == "up",
    )(capture)


@metric("Drawdown", "%", 1, sign=-1, also="fall from the peak decline loss bear market correction")
def drawdown(market: Market, reinvested: Payouts = True, symbol: Symbol = FUND) -> float:
    """Total-return close against the highest one since inception."""
    return float(stats.drawdowns(levels(market, symbol, reinvested)).iloc[-1])


def deepest(
    market: Market,
    years: int,
    reinvested: Payouts = True,
    since: Highest = "inception",
    symbol: Symbol = FUND,
) -> float:
    """Deepest fall below the highest level, over the last years, percent."""
    series, start = levels(market, symbol, reinvested), earlier(market.as_of, years=years)
    if since == "window":
        return float(stats.drawdowns(stats.after(series, start)).min())
    return float(stats.after(stats.drawdowns(series), start).min())


for _years in (1, 3, 5, 10):
    _span = f"{_years} year{'s' if _years > 1 else ''}"
    metric(
        f"Deepest drawdown, {_span}",
        "%",
        1,
        "Deepest fall of the total-return close below its highest so far since inception, over the sessions after "
        f"the same date {_span} before.",
        key=f"drawdown_max_{_years}y",
        sign=-1,
        years=_years,
        also="maximum drawdown worst fall decline worst loss",
    )(deepest)


@metric("Downside deviation, 252 sessions", "%", 1)
def downside_deviation_252d(market: Market, symbol: Symbol = FUND) -> float:
    """Root mean square of the falls among the last 252 daily total returns (a rise counts as none), times the root of 252."""
    series = total(market, symbol)
    stats.need(series, SESSIONS_A_YEAR + 1)
    return stats.downside_deviation(stats.returns(series.iloc[-SESSIONS_A_YEAR - 1 :]), SESSIONS_A_YEAR)


@metric("Longest time under water", "years", 1)
def longest_underwater(market: Market, symbol: Symbol = FUND) -> float:
    """Longest time between one record of the total-return close and the next since inception; one that lasts still counts."""
    return stats.longest_underwater(total(market, symbol)) / stats.DAYS_A_YEAR
