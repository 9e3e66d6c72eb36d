"""The target range of the federal funds rate, from FRED; a decision counts from the day it takes effect."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pandas as pd

from generator import formats
from generator.config import SERIES
from generator.ledger.rules import Case, Reading, Span, Takes, rule
from generator.ledger.rules.parts import day, inside, observed, percent, session, steps
from generator.metrics.rates import cuts_between

Rate = Annotated[Span, Takes("%", sign=1)]
UPPER, LOWER = SERIES["policy_upper"], SERIES["policy_lower"]
DRAWN = "Upper end of the target range"


@rule(
    "Quarter-point lowerings of the target range in force after the start and up to the due day are counted; "
    "it came "
    "true if the wording allows their number, and failed otherwise.",
    UPPER,
    also="Fed rate cuts easing",
)
def policy_cuts(case: Case, start: date, expect: Annotated[Span, Takes("cuts", "count", sign=1)]) -> Reading:
    if case.market.as_of <= start:
        return Reading(None, f"The count begins after {day(start)}.")
    upper = observed(case, UPPER)
    count = cuts_between(case.market, start, case.due)
    window = upper[: pd.Timestamp(case.due)]
    before = float(window[: pd.Timestamp(start)].iloc[-1])
    cuts = window[window.diff() != 0][pd.Timestamp(start) + pd.Timedelta(days=1) :]
    dated = ", ".join(f"to {_rate(value)} on {day(session(when))}" for when, value in cuts.items())
    moved = f"went from {_rate(before)} {dated}" if len(cuts) else f"stayed at {_rate(before)}"
    last = session(window.index[-1])
    return Reading(
        inside(count, expect.allowed),
        f"{count:g} quarter-point cut{'s' * (count != 1)} after {day(start)} and up to {day(last)}: the "
        "upper end of the "
        f"target range {moved}.",
        f"It takes {expect.middle:g} by {day(case.due)}.",
        values={"expect": count},
        path=steps([(start, before), *_pairs(cuts), *_pairs(window.iloc[-1:])], DRAWN),
    )


@rule(
    "The target range in force on the due day is compared with the two ends as they were printed; it came "
    "true if both "
    "agree, and failed otherwise.",
    LOWER,
    UPPER,
    also="Fed funds rate interest rate level",
)
def policy_range(case: Case, lower: Rate, upper: Rate) -> Reading:
    series = {"lower": observed(case, LOWER), "upper": observed(case, UPPER)}
    now = {name: float(values.iloc[-1]) for name, values in series.items()}
    holds = inside(now["lower"], lower.allowed) and inside(now["upper"], upper.allowed)
    seen = series["upper"][pd.Timestamp(case.said) :]
    return Reading(
        holds,
        f"The target range stands at {now['lower']:.2f}{formats.EN_DASH}{_rate(now['upper'])} on "
        f"{day(case.market.as_of)}.",
        f"It takes a move of {_gap(upper.middle - now['upper'])} by {day(case.due)}.",
        values=now,
        path=steps([*_pairs(seen[seen.diff() != 0]), *_pairs(seen.iloc[-1:])], DRAWN),
    )


def _pairs(values: pd.Series) -> list[tuple[date, float]]:
    return [(session(when), float(value)) for when, value in values.items()]


def _rate(value: float) -> str:
    return percent(value, digits=2, form="")


def _gap(points_: float) -> str:
    return percent(points_, "pp", 2)
