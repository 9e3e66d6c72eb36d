"""What usually happens, scores and records, in words."""

from __future__ import annotations

from collections.abc import Sequence

from generator import formats
from generator.ledger.record import Standing, counted
from generator.pages import marks

MEETINGS = {1: "meetings", 2: "pairs of meetings"}  # what such a forecast is held against
SETTLED = ("came-true", "failed")
UNSETTLED = {
    "": "our data cannot settle it",
    "readings": "its words can be read in two ways that end differently",
    "scenario": "its scenario did not come about",
}


def usually(standing: Standing) -> str:
    """A sentence on the base rate; "" where none was worked out."""
    rate = standing.base_rate
    if rate is None:
        return ""
    if rate.share is None:
        return f"No rate: {rate.why}."
    meetings = standing.forecast.args.get("meetings", ())
    what = MEETINGS.get(len(meetings), "stretches") + " as long" * (not meetings)
    alone = ", whatever the scenario" if standing.forecast.given else ""
    alone += (
        "; those that end differently by the way it is read are left out" if standing.forecast.ways else ""
    )
    told = f"The same came true in {formats.share(rate.share)} of {formats.number(rate.tried, 0)} earlier {what}{alone}."
    if rate.count < rate.tried:
        told += f" They overlap, so this is hardly more reliable than {formats.number(rate.count, 0)} separate ones."
    return told


def before(standing: Standing) -> str:
    """At which share of what went before a forecast would have come true; "" where there is no rate."""
    rate, meetings = standing.base_rate, standing.forecast.args.get("meetings", ())
    if rate is None or rate.share is None:
        return ""
    return f"in {formats.share(rate.share)} of earlier {MEETINGS.get(len(meetings), 'stretches')}"


def short(standing: Standing) -> str:
    """For a table: the share and the stretches, a dash where there is none."""
    rate = standing.base_rate
    if rate is None or rate.share is None:
        return formats.EN_DASH
    return f"{formats.share(rate.share)} of {formats.number(rate.tried, 0)}"


def skill(standing: Standing) -> str:
    """A sentence on the score of a probability; "" where none was given or nothing has come of it."""
    if standing.score is None:
        return ""
    came = standing.state == "came-true"
    off = standing.score**0.5
    words = (
        f"It {'came true (' if came else 'failed ('}{formats.share(float(came))}) and {formats.share(1 - off if came else off)} was said: "
        f"a miss of {formats.number(off, 2)}, squared {formats.number(standing.score, 3)}. This is the Brier score: 0 is best, "
        f"and whoever always says {formats.share(0.5)} has 0.25."
    )
    if standing.skill is None:
        return words
    usual = standing.base_rate.share if standing.base_rate and standing.base_rate.share is not None else 0.0
    always = (usual - float(came)) ** 2
    than = (
        "better" if standing.score < always else "worse" if standing.score > always else "no better or worse"
    )
    return (
        f"{words} Had {formats.share(usual)} been said, as often as it came true in the past, the score would be "
        f"{formats.number(always, 3)}: what was said was {than}. Skill {formats.number(standing.skill, 2)} sums this up: "
        "1 is perfect, 0 no better than that past rate, below 0 worse."
    )


def until(standing: Standing) -> str:
    """When it was settled, or until when it is open."""
    if standing.resolved_on:
        return f"settled on {formats.day(standing.resolved_on, short=True)}"
    due = formats.day(standing.forecast.due, short=True)
    if standing.state == "open":
        return f"open until {due}" + (
            ", judged only if its scenario comes about" if standing.forecast.given else ""
        )
    closed = f"closed {formats.day(standing.as_of, short=True)}"
    return f"{f'due {due}' if standing.forecast.due <= standing.as_of else closed}: {why(standing)}"


def why(standing: Standing) -> str:
    """What leaves a forecast unverifiable, in a few words; "" where it is not."""
    return UNSETTLED.get(standing.parted, UNSETTLED[""]) if standing.state == "unverifiable" else ""


def record(standings: Sequence[Standing]) -> str:
    """How the forecasts of a house came out, in a sentence; those on one question count once."""
    each = counted(standings)
    counts = {state: sum(s.state == state for s in each) for state in (*SETTLED, "open", "unverifiable")}
    told = ", ".join(f"{n} {marks.name(state)}" for state, n in counts.items() if n)
    words = f"{len(each)} prediction{'s' * (len(each) != 1)}: {told}."
    if len(each) < len(standings):
        words += (
            f" They stand in {len(standings)} entries, of which those that one outcome decides count once."
        )
    rated = [s for s in each if s.state in SETTLED and s.base_rate and s.base_rate.share is not None]
    if rated:
        hits = sum(s.state == "came-true" for s in rated)
        expected = sum(s.base_rate.share or 0 for s in rated if s.base_rate)
        each_of = "the one settled" if len(rated) == 1 else f"the {len(rated)} settled"
        words += (
            f" Of {each_of} whose like can be counted in the past {hits} came true; "
            f"at the rates of the past {formats.number(expected, 2)} would have."
        )
    return words
