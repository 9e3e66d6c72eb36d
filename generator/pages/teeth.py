"""How easily a claim holds, and by how much it holds or misses, in words."""

from __future__ import annotations

from generator import formats
from generator.ledger.margins import in_moves
from generator.ledger.pass_rates import YEARS
from generator.ledger.record import Finding

ALWAYS = "the same would have been true at every month end of the ten years before: true, and no achievement"


def notes(finding: Finding) -> list[str]:
    """What stands below a verdict in a table."""
    return [*(["always true"] if finding.always else []), *(["at the edge"] if finding.at_edge else [])]


def rate(finding: Finding) -> str:
    """For a card, a sentence; "" where no metric gave a number."""
    known = finding.pass_rate
    if known is None:
        return ""
    if known.share is None:
        return f"No rate: {known.why}."
    dates = f"the {known.count} month ends of the {YEARS} years before"
    passed = round(known.share * known.count)
    if finding.always:
        return (
            f"Always true: the same would have been true at each of {dates}. It is true, and no achievement."
        )
    if not passed:
        return f"The same claim would have been true at none of {dates}."
    if passed == known.count:
        return f"The same claim would have been true at each of {dates}."
    return f"The same claim would have been true at {short(finding)} of {dates}."


def short(finding: Finding) -> str:
    """For a table: the share, or a dash."""
    return formats.share(finding.pass_rate.share if finding.pass_rate else None)


def far(finding: Finding) -> str:
    """For a table: how far outside, as minus so many widths or moves, or inside; or a dash."""
    found = finding.margin
    if found is None:
        return "–"
    digits = next((n for n, least in enumerate((10, 1, 0.1, 0.01)) if abs(found) >= least), 3)
    return formats.write(found, "x", digits, "signed")


def margin(finding: Finding) -> str:
    """For a card, a sentence; "" where nothing measures it."""
    found = finding.margin
    if found is None:
        return ""
    size, side = abs(found), "Inside" if found >= 0 else "Outside"
    moves = in_moves(finding.fact, finding.allowed)
    what = "its usual move in a session" if moves else "the width that the wording allows"
    if size < 1:
        told = f"{side} by {size * 100:.0f}{formats.NARROW}% of {what}."
    else:
        told = f"{side} by {formats.number(size, 0 if size >= 10 else 1)} times {what}."
    return told + (
        " At the edge: a tenth of that, or two cents in one price, could turn the verdict."
        if finding.at_edge
        else ""
    )
