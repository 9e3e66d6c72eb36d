"""What a verdict rests on, in words: when a claim is right, by how much it holds or misses, and how easily such a claim holds."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from generator import formats
from generator.facts.record import Fact
from generator.ledger import notes as figures
from generator.ledger.margins import EDGE as NEAR
from generator.ledger.margins import in_moves, to_end
from generator.ledger.pass_rates import YEARS
from generator.ledger.record import Finding
from generator.ledger.tolerance import RULES, WHOLE, Interval, step
from generator.pages import wording

ALWAYS = "moved to each earlier month end that our data tell of, ten years at most, it would have been true there as well: it is true, and no achievement"
AT_EDGE = {True: "that is less than a tenth", False: "two cents in one price would reverse the verdict"}
BEFORE = re.compile(r"[^\d]*")
AFTER = re.compile(r"[^\d.]*$")
# of these a session's move says something; of a count it does not
MOVING = ("USD", "%", "pp", "x", "bp", "points")
JOINED = "\u2060"  # no line is broken here
SHORT = 15  # letters of a range that a narrow column holds in one line


def notes(finding: Finding) -> list[str]:
    """What stands below a verdict in a table."""
    if finding.verdict == "inconclusive":
        cause, colon, _ = wording.named(finding.note).partition(":")
        return [formats.inside(cause)] if colon else []
    if finding.verdict == "reproduced-otherwise" and finding.closest is not None:
        return [f"with {wording.named(finding.closest.definition)}"]
    off = (
        [f"{distance(finding)} outside"]
        if finding.verdict == "differs" and finding.margin is not None
        else []
    )
    return [*off, *(["always true"] * finding.always), *(["at the edge"] * finding.at_edge)]


def allowed(finding: Finding) -> str:
    """When the claim is right: the interval in the fact's unit, in words where it is open."""
    if _exact(finding):
        return f"it rounds to {_signed(finding.fact)}"
    low, high = _ends(finding)
    told = f"{low} to {high}" if low and high and low != high else low or high
    if not told:
        return "anything"
    return wording.counted(told, wording.unit(finding.fact)) + (
        "" if low and high else " or more" if low else " or less"
    )


def moves(finding: Finding, short: bool = False) -> str:
    """What that rests on where it is a price's moves, `short` for a table; "" where it is the figure's own digits."""
    fact, rule = finding.fact, RULES[finding.fact.hedge]
    if short and finding.recomputed is None:
        return ""  # as there is no room that it could explain
    for end, stated, reach in zip(finding.allowed, _stated(fact), (rule.below, rule.above), strict=True):
        if reach and reach.moves and end is not None and stated is not None:
            size = abs(end - stated) / abs(reach.moves)
            each = _two(size, fact)
            if fact.kind == "forecast":
                return f"{abs(reach.moves):g} typical daily moves, each taken as {each} for what lies ahead"
            if short:
                return f"{abs(reach.moves):g} typical daily moves of about {each}"
            return f"{abs(reach.moves):g} moves of about {each} each, as the price typically makes in a day"
    return ""


def _stated(fact: Fact) -> tuple[float | None, float | None]:
    return (fact.low, fact.high) if fact.value is None else (fact.value, fact.value)


def room(finding: Finding) -> str:
    """The same for a table, where a unit stands once; a dash where nothing is held against it."""
    if finding.recomputed is None:
        return formats.EN_DASH
    if _exact(finding):
        return f"rounds to {_signed(finding.fact)}"
    low, high = _ends(finding)
    if not low or not high or low == high:
        return allowed(finding)
    before, after = (pattern.search(low)[0] for pattern in (BEFORE, AFTER))  # type: ignore[index]
    if formats.MINUS in before or AFTER.search(high)[0] != after:  # type: ignore[index]
        return f"{low} to {high}"
    first, last = low.removesuffix(after), high.removeprefix(before)
    # a range too long for its column breaks at its dash, and not within a number
    return f"{first}{formats.EN_DASH}{JOINED if len(first + last) <= SHORT else ''}{last}"


def limit(finding: Finding) -> tuple[str, float, str]:
    """From where, or up to where, a figure that misses would have been right: in words, as a number and as it is written."""
    low = finding.allowed[0]
    below = low is not None and (finding.recomputed or 0.0) < low
    end = finding.allowed[0 if below else 1]
    written = _ends(finding)[0 if below else 1] or ""
    return (
        "from" if below else "up to",
        0.0 if end is None else end,
        wording.counted(written, wording.unit(finding.fact)),
    )


def _signed(fact: Fact) -> str:
    """As printed; with a minus where the sentence says in words that it is below zero, as an outflow is."""
    below = fact.value is not None and fact.value < 0 and not re.search("[-\u2212]", fact.printed)
    return f"{formats.MINUS}{fact.printed}" if below else fact.printed


def _exact(finding: Finding) -> bool:
    """Whether what is allowed is what rounds to the figure as printed."""
    fact, (low, high) = finding.fact, finding.allowed
    if fact.value is None or low is None or high is None:
        return False
    half = step(fact.printed, fact.unit) / 2
    return math.isclose(high - fact.value, half) and math.isclose(fact.value - low, half)


def _room(finding: Finding) -> Interval:
    """What is allowed; of what is counted in whole ones, the first and the last that pass."""
    low, high = finding.allowed
    if wording.unit(finding.fact) not in WHOLE:
        return low, high
    return low if low is None else math.ceil(low), high if high is None else math.floor(high)


def _ends(finding: Finding) -> tuple[str | None, str | None]:
    low, high = _room(finding)
    width = high - low if low is not None and high is not None else None
    told = (
        None if end is None else figures.figure(end, finding.fact, _digits(end, width), short=True)
        for end in (low, high)
    )
    return next(told), next(told)


def _digits(value: float, width: float | None) -> int:
    """As many as an end has, no finer than a hundredth of the width, or of the end alone a thousandth, and six figures in all."""
    scale = width or abs(value) / 10
    finest = max(0, 2 - math.floor(math.log10(scale))) if scale else 0
    whole = len(str(int(abs(value))))
    return min(len(f"{value:.6f}".rstrip("0").partition(".")[2]), finest, max(0, 6 - whole))


def distance(finding: Finding, far: float | None = None) -> str:
    """From the recomputed figure to the nearest end of what is allowed, or another one, in its unit, to two figures."""
    far = to_end(finding.recomputed or 0.0, _room(finding)) if far is None else far
    fact = replace(finding.fact, unit={"%": "pp"}.get(finding.fact.unit, finding.fact.unit))
    return wording.counted(_two(far, fact), wording.unit(fact))


def _two(value: float, fact: Fact) -> str:
    """To two figures, without zeros behind them."""
    return figures.figure(value, fact, formats.two_figures(value, fact.unit), short=True)


def tenth(finding: Finding) -> tuple[str, ...]:
    """The width of what is allowed and a tenth of it, where a figure at the edge lies nearer to an end than that; else nothing."""
    low, high = finding.allowed
    near = finding.margin is not None and abs(finding.margin) < NEAR
    if low is None or high is None or not near or in_moves(finding.fact, finding.allowed):
        return ()
    return _two(high - low, finding.fact), _two((high - low) * NEAR, finding.fact)


def margin(finding: Finding) -> str:
    """For a card, a sentence; "" where nothing measures it."""
    found = finding.margin
    if found is None:
        return ""
    size, side = abs(found), "Inside" if found >= 0 else "Outside"
    far, edge = f"{side} by {distance(finding)}", _edge(finding)
    if not in_moves(finding.fact, finding.allowed):
        low, high = finding.allowed
        width = (high or 0.0) - (low or 0.0)
        if found < 0:
            return f"{far}, {_times(size)} the width of what is allowed ({distance(finding, width)}).{edge}"
        if formats.share(size) == formats.share(0.5):
            return f"In the very middle, {distance(finding)} from either end.{edge}"
        return f"{far}; from the very middle it would be {distance(finding, width / 2)}.{edge}"
    if wording.unit(finding.fact) not in MOVING or not size:
        return f"{far}.{edge}"
    each = distance(finding, to_end(finding.recomputed or 0.0, finding.allowed) / size)
    days = formats.number(size, 0 if size >= 10 else 1)
    return (
        f"{far}. The {recomputed(finding)} usually changes by {each} from one day to the next; "
        f"it would take {days} such days in one direction to turn the verdict.{edge}"
    )


def _times(size: float) -> str:
    return (
        f"{formats.share(size)} of" if size < 1 else f"{formats.number(size, 0 if size >= 10 else 1)} times"
    )


def _edge(finding: Finding) -> str:
    """Why it is at the edge, in a sentence."""
    if not finding.at_edge:
        return ""
    return f" At the edge: {AT_EDGE[finding.margin is not None and abs(finding.margin) < NEAR]}."


def rate(finding: Finding) -> str:
    """For a card, a sentence; "" where no metric gave a number."""
    known = finding.pass_rate
    if known is None or finding.verdict == "inconclusive":
        return ""  # how often a check would have passed that cannot tell is nothing
    if known.share is None:
        return f"No rate: {known.why}."
    every = "" if known.count >= 12 * YEARS else ", as many as our data tell it of"
    dates = f"the {known.count} month ends of the {YEARS} years before{every}"
    passed = round(known.share * known.count)
    if finding.always:
        return (
            f"Always true: the same would have been true at each of {dates}. It is true, and no achievement."
        )
    if not passed:
        usual = " That is usual for a figure: it names one value, and other months had others."
        return f"The same claim would have been true at none of {dates}.{usual * (finding.fact.kind == 'figure')}"
    which = "each" if passed == known.count else str(passed)
    part = f" ({formats.share(known.share)})" if 1 < passed < known.count else ""
    return f"The same claim would have been true at {which} of {dates}{part}."


def earlier(finding: Finding) -> str:
    """For a table: at how many month ends before the claim the same was true, in percent; a dash where no rate is known."""
    known = finding.pass_rate
    if known is None or known.share is None or finding.verdict == "inconclusive":
        return formats.EN_DASH
    match round(known.share * known.count):
        case 0:
            return "none"
        case 1:
            return f"1 of {known.count}"
        case known.count:
            return "every month"
    return formats.share(known.share)


def recomputed(finding: Finding) -> str:
    """The recomputed figure in the fact's unit, a count with what it counts."""
    if finding.recomputed is None:
        return formats.EN_DASH
    return wording.counted(
        figures.figure(finding.recomputed, finding.fact, short=True), wording.unit(finding.fact)
    )
