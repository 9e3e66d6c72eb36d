"""Tables of the page on methods: what a wording allows, what counts as luck, the conventions."""

from __future__ import annotations

from generator import formats, stats
from generator.ledger.explorer import REASON as LUCK
from generator.ledger.tolerance import RULES, Rule
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, together


@table
def tolerance(known: Known, prefix: str) -> Piece:
    """What each wording allows; wordings that allow the same share a row."""
    alike: dict[Rule, list[str]] = {}
    for word, rule in RULES.items():
        alike.setdefault(rule, []).append(word)
    rows = []
    for rule, words in alike.items():
        used = sum(f.hedge in words for f in known.book.facts.values())
        named = ", ".join(word or "no hedge" for word in words)
        rows.append(Row((named, _below(rule), _steps(rule.above), rule.reason, str(used))))
    head = ("Wording", "Steps below", "Steps above", "Reason", "Claims")
    return Table("What a wording allows", head, rows, (1, 2, 4), "stack").piece()


def _below(rule: Rule) -> str:
    share = f"{rule.share_below * 100:g}{formats.NARROW}% of the figure" if rule.share_below else ""
    return " and ".join(filter(None, (_steps(rule.below) if rule.below or not share else "", share)))


def _steps(count: float | None) -> str:
    return "open" if count is None else f"{count:g}"


@table
def luck(known: Known, prefix: str) -> Piece:
    """When a match by another definition counts as an explanation."""
    return together(LUCK)


@table
def definitions(known: Known, prefix: str) -> Piece:
    """The conventions, as they stand on top of the arithmetic."""
    lines = (stats.__doc__ or "").split(":\n", 1)[1].strip().removeprefix("- ").split("\n- ")
    return both("tables/conventions", conventions=[" ".join(line.split()) for line in lines])
