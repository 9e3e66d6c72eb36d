"""Tables of the page on methods: what a wording allows, what counts as luck, the conventions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from generator import config, formats, stats
from generator.facts.record import Fact
from generator.ledger import joint
from generator.ledger.explorer import REASON as LUCK
from generator.ledger.record import Finding
from generator.ledger.tolerance import COARSEST, RULES, Reach, Rule, allowed
from generator.pages import marks, teeth, wording
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, together

PARTS = {0.5: "half", 0.75: "three quarters of"}
DECIMALS = {"%": 1}  # of an example
RANGE = r"(\d+) to (\d+),"


@table
def tolerance(known: Known, prefix: str) -> Piece:
    """What each wording allows, with the nearest figures that pass and fail; wordings that allow the same share a row."""
    alike: dict[Rule, list[str]] = {}
    for word, rule in RULES.items():
        alike.setdefault(rule, []).append(word)
    rows = []
    for rule, words in alike.items():
        used = sum(f.hedge in words for f in known.book.facts.values())
        named = ", ".join(word or "a bare figure" for word in words)
        tried = [_neighbours(fact) for fact in _examples(rule, words[0])]
        cells = (named, together(*tried, between="; "), _allows(rule), rule.reason, str(used))
        rows.append(Row(cells))
    every, claims = len(known.book.facts), len(known.results.distinct)
    again, terms = (
        n - m for n, m in ((len(known.results.claims), claims), (every, len(known.results.claims)))
    )
    told = f"{claims} claims, {again} that say one of them again, and {terms} terms"
    rows.append(Row(("all that was published", "", "", told, str(every))))
    head = (
        "Wording",
        "For example, where a typical daily move is one percent",
        "Allows",
        "Reason",
        "Figures",
    )
    return Table("What a wording allows", head, rows, (4,), "stack").piece()


def _allows(rule: Rule) -> str:
    """What a rule allows on both sides, in words."""
    if re.match(RANGE, rule.reason):  # the word is a range
        low, high = (end or 0.0 for end in allowed(next(_examples(rule, ""))))
        return f"{low:g}{formats.NARROW}% to {high:g}{formats.NARROW}%"
    below, above = (_reach(reach, rule.bound) for reach in (rule.below, rule.above))
    if rule.bound and "open" in (below, above):
        return f"{above if below == 'open' else below} beyond it, or more"
    if below == above:
        return f"{below}, on either side"
    lower = "no lower" if below == "none" else "any amount lower" if below == "open" else f"{below} lower"
    higher = "no higher" if above == "none" else "any amount higher" if above == "open" else f"{above} higher"
    return f"{lower}; {higher}"


def _reach(reach: Reach | None, bound: bool) -> str:
    """An allowed distance in words."""
    if reach is None:
        return "open"
    if reach.share:
        return f"{abs(reach.share) * 100:g}{formats.NARROW}% of {'it' if bound else 'the figure'}"
    if reach.moves:
        return f"{abs(reach.moves):g} typical daily moves"
    most = f"at most {reach.steps * COARSEST * 100:g}{formats.NARROW}% of the figure"
    part = PARTS.get(reach.steps, f"{reach.steps:g} of")
    return f"{part} a step of the last digit, {most}" if reach.steps else "none"


def _examples(rule: Rule, word: str) -> Iterator[Fact]:
    """Claims so worded: of a bound and of a round word one, of others figures of one length, in thousands and of a digit."""
    if rule.bound:
        share = any(reach is not None and reach.share for reach in (rule.below, rule.above))
        bound = _said(word, word, "x" if share else "%", "comparison", 1.0 if share else 0.0)
        two = rule.below is not None and rule.above is not None
        low, high = (bound.value if rule.below else None), (bound.value if rule.above else None)
        yield bound if two else replace(bound, value=None, low=low, high=high)
    elif named := re.match(RANGE, rule.reason):  # the word is a range
        low, high = map(float, named.groups())
        yield replace(_said(word, word, "%", "figure", None), low=low, high=high)
    else:
        for printed in ("250", "1") if rule.below and rule.below.steps else ("90",):
            yield _said(
                f"{word} {printed}".strip(), word, "points", "figure", float(printed.replace(",", ""))
            )


def _said(printed: str, hedge: str, unit: str, kind: str, value: float | None) -> Fact:
    return Fact("", "", "", printed, unit, config.PUBLISHED, (), value, hedge=hedge, kind=kind)


def _neighbours(fact: Fact) -> str:
    """The last figures that pass and the first that fail, on a price that moves by 1 % in a session."""
    interval = allowed(fact)
    size = 0.1 ** DECIMALS.get(fact.unit, 2)
    passes, fails = [], []
    for end, side in zip(interval, (-1, 1), strict=True):
        if end is None:
            continue
        last = math.floor(round(end / size, 6)) if side > 0 else math.ceil(round(end / size, 6))
        passes.append(last * size)
        fails.append((last + side) * size)
    what = f"“{fact.printed}”" + (
        f" than {_figure(fact.low or fact.high or 0.0, fact)}"
        if fact.unit == "x"
        else " a level"
        if fact.kind == "comparison"
        else ""
    )
    told = (" and ".join(_figure(value, fact) for value in values) for values in (passes, fails))
    return (
        "{}: {} pass, {} fail".format(what, *told)
        if len(passes) > 1
        else "{}: {} passes, {} fails".format(what, *told)
    )


def _figure(value: float, fact: Fact) -> str:
    text = formats.number(value, DECIMALS.get(fact.unit, 2))
    return (text.rstrip("0").rstrip(".") if "." in text else text) + (
        f"{formats.NARROW}%" if fact.unit == "%" else ""
    )


@table
def edge(known: Known, prefix: str) -> Piece:
    """A claim at the edge, reckoned through, the plainest of them; nothing where there is none."""
    near = [finding for finding in known.results.distinct if teeth.tenth(finding)]
    if not near:
        return Piece()
    finding = min(near, key=lambda each: len(each.fact.text))
    row = (
        marks.link(upper(finding.fact.text), marks.row(finding, prefix)),
        wording.published(finding.fact),
        teeth.room(finding),
        *teeth.tenth(finding),
        teeth.recomputed(finding),
        f"{teeth.distance(finding)} {'inside' if (finding.margin or 0) >= 0 else 'outside'}, at the edge",
    )
    head = ("For example", "Published", "Right if", "A width of", "A tenth of it", "Recomputed", "So it is")
    return Table(
        "A claim at the edge", head, [Row(row)], range(1, len(head)), "stack", searched=False
    ).piece()


@table
def luck(known: Known, prefix: str) -> Piece:
    """When a match by another definition counts as an explanation, with a claim of each outcome."""
    findings = known.results.findings.values()
    lucky = [f for f in findings if f.verdict == "differs" and any(t.hit for t in f.tried)]
    late = next(
        (why for n in known.book.sources if (why := joint.explained(findings, n)) and why.telling), None
    )
    each = [lucky, [known.results.findings[key] for key in late.fits] if late else []]
    rows = [_explored(min(of, key=lambda f: len(f.note)), prefix) for of in each if of]
    head = ("For example", "Published", "Recomputed", "The other ways")
    told = Table("Matches, and whether they count", head, rows, (1, 2), "stack", searched=False).piece()
    return together(LUCK, told, between="\n\n") if rows else together(LUCK)


def _explored(finding: Finding, prefix: str) -> Row:
    """A claim that missed, with what was tried for it."""
    name = marks.link(upper(finding.fact.text), marks.row(finding, prefix))
    said = (wording.published(finding.fact), teeth.recomputed(finding), wording.named(finding.note))
    return Row((name, *said))


@table
def definitions(known: Known, prefix: str) -> Piece:
    """The conventions, as they stand on top of the arithmetic."""
    lines = (stats.__doc__ or "").split(":\n", 1)[1].strip().removeprefix("- ").split("\n- ")
    return both("tables/conventions", conventions=[" ".join(line.split()) for line in lines])
