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
from generator.ledger.tolerance import RULES, step
from generator.pages import wording

ALWAYS = "the same would have been true at every month end of the ten years before: true, and no achievement"
EDGE = (
    "At the edge: that is less than a tenth, or so little that two cents in one price could turn the verdict."
)
BEFORE = re.compile(r"[^\d]*")
AFTER = re.compile(r"[^\d.]*$")
# of these a session's move says something; of a count it does not
MOVING = ("USD", "%", "pp", "x", "bp", "points")
JOINED = "\u2060"  # no line is broken here
SHORT = 15  # letters of a range that a narrow column holds in one line


def notes(finding: Finding) -> list[str]:
    """What stands below a verdict in a table."""
    off = (
        [f"{distance(finding)} outside"]
        if finding.verdict == "differs" and finding.margin is not None
        else []
    )
    return [*off, *(["always true"] * finding.always), *(["at the edge"] * finding.at_edge)]


def allowed(finding: Finding) -> str:
    """When the claim is right: the interval in the fact's unit, in words where it is open."""
    if _exact(finding):
        return f"it rounds to {finding.fact.printed}"
    low, high = _ends(finding)
    told = f"{low} to {high}" if low and high else low or high
    if not told:
        return "anything"
    return wording.counted(told, wording.unit(finding.fact)) + (
        "" if low and high else " or more" if low else " or less"
    )


def moves(finding: Finding, short: bool = False) -> str:
    """What that rests on where it is a price's moves, `short` for a table; "" where it is the figure's own digits."""
    fact, rule = finding.fact, RULES[finding.fact.hedge]
    for end, stated, reach in zip(finding.allowed, _stated(fact), (rule.below, rule.above), strict=True):
        if reach and reach.moves and end is not None and stated is not None:
            size = abs(end - stated) / abs(reach.moves)
            each = _two(size, fact)
            if fact.kind == "forecast":
                return f"{abs(reach.moves):g} typical daily moves, each taken as {each} for what lies ahead"
            if short:
                return f"{abs(reach.moves):g} typical daily moves of {each}"
            return f"{abs(reach.moves):g} moves of {each} each, as the price typically makes in a day"
    return ""


def _stated(fact: Fact) -> tuple[float | None, float | None]:
    return (fact.low, fact.high) if fact.value is None else (fact.value, fact.value)


def room(finding: Finding) -> str:
    """The same for a table, where a unit stands once; a dash where nothing is held against it."""
    if finding.recomputed is None:
        return formats.EN_DASH
    if _exact(finding):
        return f"rounds to {finding.fact.printed}"
    low, high = _ends(finding)
    if not low or not high:
        return allowed(finding)
    before, after = (pattern.search(low)[0] for pattern in (BEFORE, AFTER))  # type: ignore[index]
    if formats.MINUS in before or AFTER.search(high)[0] != after:  # type: ignore[index]
        return f"{low} to {high}"
    first, last = low.removesuffix(after), high.removeprefix(before)
    # a range too long for its column breaks at its dash, and not within a number
    return f"{first}{formats.EN_DASH}{JOINED if len(first + last) <= SHORT else ''}{last}"


def _exact(finding: Finding) -> bool:
    """Whether what is allowed is what rounds to the figure as printed."""
    fact, (low, high) = finding.fact, finding.allowed
    if fact.value is None or low is None or high is None:
        return False
    half = step(fact.printed, fact.unit) / 2
    return math.isclose(high - fact.value, half) and math.isclose(fact.value - low, half)


def _ends(finding: Finding) -> tuple[str | None, str | None]:
    low, high = finding.allowed
    width = high - low if low is not None and high is not None else None
    told = (
        None if end is None else figures.figure(end, finding.fact, _digits(end, width), short=True)
        for end in finding.allowed
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
    far = to_end(finding.recomputed or 0.0, finding.allowed) if far is None else far
    fact = replace(finding.fact, unit={"%": "pp"}.get(finding.fact.unit, finding.fact.unit))
    return wording.counted(_two(far, fact), wording.unit(fact))


def _two(value: float, fact: Fact) -> str:
    """To two figures, without zeros behind them."""
    digits = max(0, 1 - math.floor(math.log10(value))) if value else 0
    digits = len(f"{value:.{digits}f}".rstrip("0").partition(".")[2])
    digits += fact.unit == "USD" and digits == 1  # cents come in two
    return figures.figure(value, fact, digits, short=True)


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
    if in_moves(finding.fact, finding.allowed):
        if wording.unit(finding.fact) not in MOVING:
            return f"{side} by {distance(finding)}." + f" {EDGE}" * finding.at_edge
        size_of = distance(
            finding, to_end(finding.recomputed or 0.0, finding.allowed) / size if size else 0.0
        )
        what = f"what this figure itself typically moves in a day ({size_of})"
    else:
        what = "the width of what is allowed" + f", whose middle is at 50{formats.NARROW}%" * (found >= 0)
    if size < 1:
        told = f"{formats.share(size)} of {what}"
    else:
        told = f"{formats.number(size, 0 if size >= 10 else 1)} times {what}"
    return f"{side} by {distance(finding)}, {told}." + f" {EDGE}" * finding.at_edge


def rate(finding: Finding) -> str:
    """For a card, a sentence; "" where no metric gave a number."""
    known = finding.pass_rate
    if known is None:
        return ""
    if known.share is None:
        return f"No rate: {known.why}."
    every = "" if known.count >= 12 * YEARS else ", as many as our data tell it of"
    dates = f"the {known.count} month ends of the {YEARS} years before{every}"
    passed = round(known.share * known.count)
    if finding.always:
        return (
            f"Always true: the same would have been true at each of {dates}. It is true, and no achievement."
        )
    which = "none" if not passed else "each" if passed == known.count else short(finding)
    exact = " So exact a figure seldom fits another month." * (not passed and finding.fact.kind == "figure")
    return f"The same claim would have been true at {which} of {dates}.{exact}"


def short(finding: Finding) -> str:
    """The share, or a dash."""
    return formats.share(finding.pass_rate.share if finding.pass_rate else None)


def earlier(finding: Finding) -> str:
    """The same for a table."""
    share = short(finding)
    return share if share == formats.EN_DASH else f"true in {share}"
