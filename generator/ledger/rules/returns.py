"""Total returns over a span: one fund against another, a rate a year, a drawdown."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pandas as pd

from generator import stats
from generator.ledger.rules import Case, Reading, Span, Symbol, Takes, rule
from generator.ledger.rules.parts import day, inside, path, percent, session
from generator.market.record import Market
from generator.metrics.series import total

YEARLY = 3  # years from which on returns are compared a year, as the metrics do
EARLY = 1.0  # years before which a rate a year says nothing


def _growth(market: Market, symbol: str, start: date) -> pd.Series:
    """The total-return level from the close on or before `start`, that one being 1."""
    levels = total(market, symbol)
    base = stats.on_or_before(levels, start)
    first = int(levels.index.searchsorted(pd.Timestamp(start), side="right")) - 1
    return levels.iloc[first:] / base


@rule(
    "Total returns of the two funds from the close of the start to that of the due day are subtracted (a "
    "year, where the "
    "span is three years or more); it came true if the wording allows the difference, and failed otherwise.",
    also="beat relative return lead lag",
)
def outperform(
    case: Case, symbol: Symbol, other: Symbol, start: date, expect: Annotated[Span, Takes("pp")]
) -> Reading:
    if case.market.as_of <= start:
        return Reading(None, f"The span begins with the close of {day(start)}.")
    own, others = (_growth(case.market, name, start) for name in (symbol, other))
    whole = round((case.due - start).days / stats.DAYS_A_YEAR)
    excess = (float(own.iloc[-1]) - float(others.iloc[-1])) * 100
    if case.final and whole >= YEARLY:
        rates = [stats.annualised(float(g.iloc[-1]), 1.0, whole) for g in (own, others)]
        excess = rates[0] - rates[1]
        told = [f"{percent(rate)} a year" for rate in rates]
    else:
        told = [percent(stats.change(float(g.iloc[-1]), 1.0)) for g in (own, others)]
    gap = ((own - others) * 100).dropna()
    return Reading(
        inside(excess, expect.allowed),
        f"From {day(start)} to {day(case.market.as_of)} {symbol} returned {told[0]} and {other} {told[1]} "
        "with dividends, a "
        f"difference of {percent(excess, 'pp')}.",
        f"The span ends on {day(case.due)}.",
        values={"expect": excess} if case.final or whole < YEARLY else {},
        path=path(
            gap,
            f"{symbol} less {other}, with dividends, since {day(start, short=True)}",
            "pp",
            expect.allowed if whole < YEARLY else None,
        ),
    )


@rule(
    "The yearly total return from the close of the start to that of the due day is compared with the figure; "
    "it came true "
    "if the wording allows it, and failed otherwise, above as below. Until then the path that the figure "
    "draws is told, "
    "and the rate needed from here.",
    also="return a year expected long-run",
)
def annual_rate(case: Case, symbol: Symbol, start: date, expect: Annotated[Span, Takes("%")]) -> Reading:
    if case.market.as_of <= start:
        return Reading(None, f"The span begins with the close of {day(start)}.")
    growth = _growth(case.market, symbol, start)
    years, gone = ((end - start).days / stats.DAYS_A_YEAR for end in (case.due, case.market.as_of))
    now = float(growth.iloc[-1])
    line = (1 + expect.middle / 100) ** gone
    drawn = path(
        (growth - 1) * 100,
        f"{symbol}, with dividends, since {day(start, short=True)}",
        course=stats.change(line, 1.0),
    )
    if case.final:
        rate = stats.annualised(now, 1.0, round(years))
        said = (
            f"{symbol} returned {percent(rate)} a year with dividends from {day(start)} to "
            f"{day(case.market.as_of)}."
        )
        return Reading(inside(rate, expect.allowed), said, values={"expect": rate}, path=drawn)
    need = stats.annualised((1 + expect.middle / 100) ** years / now, 1.0, years - gone)
    rate = stats.annualised(now, 1.0, gone)
    return Reading(
        inside(rate, expect.allowed) if gone >= EARLY else None,
        f"{symbol} returned {percent(stats.change(now, 1.0))} with dividends from {day(start)} to "
        f"{day(case.market.as_of)}, "
        f"where {percent(expect.middle, form='')} a year would have made {percent(stats.change(line, 1.0))}.",
        f"From here it takes {percent(need)} a year until {day(case.due)}.",
        values={"expect": rate} if gone >= EARLY else {},
        path=drawn,
    )


@rule(
    "The fall of the total-return close below its level when it was said is followed from the day after; it came true on "
    "the first session on which the wording allows the fall, and failed if the due day passes without one.",
    also="fall decline correction bear market",
)
def drawdown(case: Case, symbol: Symbol, expect: Annotated[Span, Takes("%", sign=-1)]) -> Reading:
    falls = ((_growth(case.market, symbol, case.said) - 1) * 100).iloc[1:]
    if falls.empty:
        return Reading(None, f"No session has passed since {day(case.said)}.")
    below = f"{symbol}, with dividends, since {day(case.said, short=True)}"
    deep = falls[[inside(float(fall), expect.allowed) for fall in falls]]
    if len(deep):
        first, fall = session(deep.index[0]), float(deep.iloc[0])
        return Reading(
            True,
            f"On {day(first)} the close of {symbol} with dividends stood {percent(fall, form='')} against that of {day(case.said)}.",
            decided=first,
            values={"expect": fall},
            path=path(falls[: deep.index[0]], below, aim=expect.allowed),
        )
    worst = float(falls.min())
    return Reading(
        False,
        f"The lowest close of {symbol} with dividends stood {percent(worst)} against that of {day(case.said)}, on "
        f"{day(session(falls.idxmin()))}.",
        f"It would take the fall foretold ({expect.printed}) by {day(case.due)}.",
        values={"expect": worst},
        path=path(falls, below, aim=expect.allowed),
    )
