"""The target range of the federal funds rate, from FRED; a decision counts from the day it takes effect."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import pandas as pd

from generator import formats, stats
from generator.config import SERIES
from generator.ledger.record import Path
from generator.ledger.rules import NO_SPAN, Case, Meetings, Reading, Span, Takes, rule
from generator.ledger.rules.parts import Aim, day, inside, observed, percent, session, steps
from generator.metrics.rates import cuts_between

Rate = Annotated[Span, Takes("%", sign=1)]
UPPER, LOWER = SERIES["policy_upper"], SERIES["policy_lower"]
DRAWN = "Upper end of the target range"
EFFECT = timedelta(days=1)  # a decision takes effect the day after


@rule(
    "Decisions in force after the start and up to the due day are counted, each cut as one however large, and each raise "
    "takes one off; it came true if the wording allows their number, and failed otherwise.",
    UPPER,
    also="Fed rate cuts easing",
)
def policy_cuts(case: Case, start: date, expect: Annotated[Span, Takes("cuts", "count", sign=1)]) -> Reading:
    if case.market.as_of <= start:
        return Reading(None, f"The count begins after {day(start)}.")
    upper = observed(case, UPPER)
    count = cuts_between(case.market, start, case.due)
    window = upper[pd.Timestamp(start) : pd.Timestamp(case.due)]
    last = session(window.index[-1])
    return Reading(
        inside(count, expect.allowed),
        f"{_net(count)} after {day(start)} and up to {day(last)}: the upper end of the target range {_moved(window)}.",
        f"It takes {expect.middle:g} by {day(case.due)}.",
        values={"expect": count},
        path=_drawn(window),
    )


@rule(
    "It came true if the target range was lowered at each of the meetings named (and, where a range is named, stands there "
    "after the last of them), and failed on the first that did not lower it. A cut counts once, however large, and none that "
    "was made between the meetings stands in for one.",
    LOWER,
    UPPER,
    also="Fed funds rate interest rate level",
)
def cut_at_meetings(case: Case, meetings: Meetings, lower: Rate = NO_SPAN, upper: Rate = NO_SPAN) -> Reading:
    ends = {"lower": LOWER, "upper": UPPER}
    asked = {name: span for name, span in (("lower", lower), ("upper", upper)) if span is not NO_SPAN}
    observed_ = {name: observed(case, ends[name]) for name in dict.fromkeys(["upper", *asked])}
    high = observed_["upper"]
    known = high.index[-1].date()
    begun = min(case.said, meetings[0] - EFFECT)
    base = stats.on_or_before(high, begun)
    held = [meeting for meeting in meetings if meeting + EFFECT <= known]
    lowered = [_at(high, meeting + EFFECT) < _at(high, meeting - EFFECT) for meeting in held]
    seen = high[pd.Timestamp(begun) :]
    aim = (lower.middle, upper.middle) if len(asked) == len(ends) else None
    moved = f"the upper end of the target range {_moved(seen)}"
    told = f"T{moved[1:]}." if moved.endswith(day(known)) else f"Up to {day(known)} {moved}."
    if False in lowered:
        lost = held[lowered.index(False)]
        words = f"The meeting of {day(lost)} brought no cut: the upper end stood at {_rate(_at(high, lost + EFFECT))} after it."
        values = {"cuts": float(sum(lowered[: lowered.index(False)]))} if len(meetings) == 1 else {}
        return Reading(False, words, decided=lost + EFFECT, values=values, path=_drawn(seen, aim))
    if len(held) < len(meetings):
        rest = " and ".join(day(meeting) for meeting in meetings[len(held) :])
        return Reading(
            None,
            told,
            f"It takes a cut at the meeting{'s' * (len(meetings) - len(held) > 1)} of {rest}.",
            path=_drawn(seen, aim),
        )
    decided = meetings[-1] + EFFECT
    now = {name: _at(observed_[name], decided) for name in asked}
    values = {
        "cuts": float(len(held)),
        "bp": round((base - _at(high, decided)) * 100, 6),
        **now,
    }
    stands = (
        f" The range then stands at {now['lower']:.2f}{formats.EN_DASH}{_rate(now['upper'])}."
        if len(now) == 2
        else ""
    )
    fits = all(inside(now[name], span.allowed) for name, span in asked.items())
    return Reading(fits, told + stands, decided=decided, values=values, path=_drawn(seen, aim))


def _at(values: pd.Series, when: date) -> float:
    return stats.on_or_before(values, when)


def _net(count: float) -> str:
    if count < 0:
        return f"{-count:g} raise{'s' * (count != -1)} on balance"
    return f"{count:g} cut{'s' * (count != 1)}"


def _moved(window: pd.Series) -> str:
    """Where a rate stood first and every move since."""
    moves = window[window.diff().fillna(0) != 0]
    begun = _rate(float(window.iloc[0]))
    dated = ", ".join(f"to {_rate(value)} on {day(session(when))}" for when, value in moves.items())
    return f"went from {begun} {dated}" if len(moves) else f"stayed at {begun}"


def _drawn(window: pd.Series, aim: Aim = None) -> Path:
    moves = window[window.diff().fillna(0) != 0]
    points = pd.concat([window.iloc[:1], moves, window.iloc[-1:]])
    return steps([(session(when), float(value)) for when, value in points.items()], DRAWN, aim=aim)


def _rate(value: float) -> str:
    return percent(value, digits=2, form="")
