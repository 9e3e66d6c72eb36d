"""A finding in words: which choice hits, what luck would have done, and whether it matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator import expressions, formats, stats
from generator.facts.record import Fact
from generator.ledger.explorer import LUCKY, Explored, distance
from generator.ledger.record import Tried
from generator.ledger.tolerance import Interval, digits, inside
from generator.words import Words, joined

NAMED = 3  # choices named in a sentence before the rest is counted


def figure(value: float, fact: Fact, places: int | None = None, short: bool = False) -> str:
    """A value in the fact's unit, to `places` or as its recomputed figure; `short` is for a table.

    A beta is a multiple that nobody prints with a sign of multiplication.
    """
    form = "plain" if fact.unit == "x" and "×" not in fact.printed else ""
    unit = "pp_short" if short and fact.unit == "pp" else fact.unit
    places = digits(value, fact) if places is None else places
    # $38 million reads better than $0.038 billion, and beside $601 million anyhow
    if unit == "USD bn" and (0 < abs(value) < 0.1 or "million" in fact.printed):
        value, unit, places = value * 1000, "USD mn", max(0, places - 3)
    return formats.write(value, unit, places, form)


def otherwise(explored: Explored, fact: Fact, interval: Interval, stated: float) -> Words:
    """What hits when the stated definition does not, and how much that says."""
    hits = sorted(explored.hits, key=lambda t: _from_middle(t.value, interval))
    named = [Words(t.definition, f" ({figure(t.value, fact)})") for t in hits[:NAMED]]
    choices = joined(named, " or with ") + _more(hits)
    ways = len(explored.tried)
    few = f"{len(hits)} of the {ways} other ways tried" if ways > 1 else "The one other way tried"
    verb = "gives" if len(hits) == 1 else "give"
    luck = f"{LUCKY * 100:.0f}{formats.NARROW}%"
    counts, most = (
        ("That counts", f"(we accept a match up to {luck})")
        if explored.telling
        else (
            "That does not count" + ", though several match" * (len(hits) > 1),
            f"(we accept a match only up to {luck})",
        )
    )
    return Words(
        f"{few} {verb} it: with ", choices, f". {counts}: {_chance(explored, fact, interval, stated)} {most}."
    )  # fmt: skip


def _chance(explored: Explored, fact: Fact, interval: Interval, stated: float) -> str:
    """What pure chance would have done, in words."""
    ways = f"at least one of these {len(explored.tried)} ways" if len(explored.tried) > 1 else "it"
    if explored.luck is None:
        return f"half of all numbers would match {ways} by pure chance"
    far = _from_middle(stated, interval)
    apart = replace(fact, unit={"%": "pp"}.get(fact.unit, fact.unit))  # a distance of 5.7 % would be another
    near = figure(far, apart, formats.two_figures(far, fact.unit), short=True)
    return (
        f"of all numbers within {near} of ours (so far off is the published one), {_share(explored.luck)} would match "
        f"{ways} by pure chance"
    )


def uncertain(fact: Fact, value: float, error: float, interval: Interval) -> Words:
    """Why a slope cannot tell: its 95 % interval holds an end of what the wording allows; else ""."""
    low, high = value - stats.NORMAL * error, value + stats.NORMAL * error
    if all(end is None or not low < end < high for end in interval):
        return Words()
    least, most, off = (figure(number, fact, 1) for number in (low, high, error))
    return Words(
        f"Too uncertain: with a standard error of {off} the slope lies anywhere from {least} to {most}, at 95{formats.NARROW}%."
    )


def told_cases(fact: Fact, cases: Mapping[Any, float], interval: Interval) -> str:
    """How many cases a mean rests on, how many are as claimed, and the 95 % interval of it."""
    values = list(cases.values())
    within = sum(inside(value, interval) for value in values)
    told = f"{len(values)} {'case' if len(values) == 1 else 'cases'}, {within} of them as claimed"
    reach = stats.mean_interval(values)
    if reach is None:
        return f"{told}; a mean takes {stats.LEAST_CASES} at least."
    mean, least, most = (figure(value, fact, 1) for value in (sum(values) / len(values), *reach))
    return f"{told}; their mean is {mean}, its 95{formats.NARROW}% interval {least} to {most}."


def undecided(fact: Fact, cases: Mapping[Any, float], interval: Interval) -> Words:
    """Why cases cannot tell whether their mean lies in an interval: too few, or the 95 % interval of it holds an end; else ""."""
    reach = stats.mean_interval(list(cases.values()))
    if reach and all(end is None or not reach[0] < end < reach[1] for end in interval):
        return Words()
    return Words(f"Too few cases: {told_cases(fact, cases, interval)}")


def differs(explored: Explored, closest: Tried, fact: Fact) -> Words:
    """What came closest where nothing hits."""
    count = len(explored.tried)
    if not count:
        return Words("No other definition was tried: the figure names its day, or has one usual definition.")
    what = f"the {count} other definitions tried" if count > 1 else "the one other definition tried"
    if closest not in explored.tried and count > 1:
        return Words(f"None of {what} gives it or comes closer.")
    if closest not in explored.tried:
        return Words(f"{_upper(what)} does not come closer.")
    told = Words(closest.definition, f" ({figure(closest.value, fact)})")
    if count > 1:
        return Words(f"None of {what} gives it; the closest is with ", told, ".")
    return Words("With ", told, f", {what}, it is closer and still misses.")


def left_out(explored: Explored) -> Words:
    """Choices that gave no number, and why."""
    if not explored.left_out:
        return Words()
    told = joined(explored.left_out[:NAMED], "; ")
    return Words("Left out for lack of data: ", told, f"{_more(explored.left_out)}.")


def _more(several: Sequence[object]) -> str:
    return f" and {len(several) - NAMED} more" if len(several) > NAMED else ""


def survives(fact: Fact, value: float) -> bool | None:
    """Whether the sentence's conclusion stands on a recomputed value; None where the fact declares none."""
    if not fact.survives:
        return None
    tree, _ = expressions.parse(fact.survives)
    return expressions.holds(tree, lambda _: value)


def survival(fact: Fact, outcome: bool | None) -> str:
    """The same in words."""
    if outcome is None:
        return ""
    return f"What was concluded from it ({fact.conclusion}) {'holds' if outcome else 'does not hold'}."


def nearest(tried: tuple[Tried, ...], interval: Interval) -> Tried:
    """The tried choice closest to the published figure; among hits the one closest to its middle.

    Of equal ones (to a billionth, for binary fractions) the first.
    """
    return min(
        tried,
        key=lambda t: (round(distance(t.value, interval), 9), round(_from_middle(t.value, interval), 9)),
    )


def _share(luck: float) -> str:
    if luck > 0.995:
        return "all"
    percent = f"{luck * 100:.0f}" if luck >= 0.005 else "less than 1"
    return f"{percent}{formats.NARROW}%"


def _from_middle(value: float, interval: Interval) -> float:
    low, high = interval
    return abs((low + high) / 2 - value) if low is not None and high is not None else 0.0


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
