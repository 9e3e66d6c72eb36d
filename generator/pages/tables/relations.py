"""The arithmetic between claims: equations in figures, what both sides can be, and whether they agree."""

from __future__ import annotations

import re

from generator import formats
from generator.facts.record import Fact
from generator.ledger import relations as arithmetic
from generator.ledger.record import Relation
from generator.pages import marks, wording
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.tables.scoreboard import none
from generator.pages.templating import Piece, piece, together

# in the order in which they are told: shape, and the verdict whose colour it takes
VERDICTS = {
    "violated": ("⇄", "conflict"),
    "at the edge": ("≈", "inconclusive"),
    "holds": ("✓", "reproduced"),
    "not comparable": ("∦", "unverifiable"),
}
SIGNS = {"=": "should equal", "<=": "should not exceed", ">=": "should not be below"}
OPERATORS = {"**": " to the power of ", "*": "×", "/": "/", "+": "+", "-": formats.MINUS}
TOKEN = re.compile(r"(?P<key>[a-z_]\w*)(?:\.(?P<end>low|high))?|(?P<sign>\*\*|[-+*/])")


@table
def relations(known: Known, prefix: str) -> Piece:
    """Equations over claims; violated ones first."""
    found = sorted(known.results.relations, key=lambda each: [*VERDICTS].index(each.verdict))
    if not found:
        return none(known)
    rows = [Row(_cells(each, known, prefix), f"relation-{each.equation.key}") for each in found]
    head = ("Arithmetic", "Verdict", "One side", "The other side")
    return Table("Arithmetic between claims", head, rows, (2, 3), "stack arithmetic").piece()


def _cells(found: Relation, known: Known, prefix: str) -> tuple[str, ...]:
    equation = found.equation
    shape, style = VERDICTS[found.verdict]
    unit = "pp_short" if equation.unit == "pp" else equation.unit
    sides = [_formula(side, known, prefix) for side in (equation.left, equation.right)]
    formula = together(*sides, between=f" {SIGNS[equation.relation]} ")
    verdict = marks.shaped(shape, found.verdict, style)
    return (
        piece(
            "tables/equation",
            text=upper(equation.text),
            formula=formula,
        ),
        piece(
            "tables/reason",
            f"{verdict.words} {upper(equation.reason)}",
            verdict=verdict,
            reason=upper(equation.reason),
        ),
        *(arithmetic.words(side, unit) for side in (found.left, found.right)),
    )


def _formula(expression: str, known: Known, prefix: str) -> Piece:
    """An expression over claims with the figures in place of their keys, each leading to its row in the ledger."""
    facts, parts, at = known.book.facts, [], 0
    if expression in facts:
        return _linked(facts[expression], wording.published(facts[expression]), prefix)
    for match in TOKEN.finditer(expression):
        parts.append(expression[at : match.start()])
        at = match.end()
        if match["sign"]:
            parts.append(OPERATORS[match["sign"]])
        elif fact := facts.get(match["key"]):
            parts.append(_linked(fact, _operand(fact, match["end"]), prefix))
        else:
            parts.append(match[0])
    return together(*parts, expression[at:])


def _operand(fact: Fact, end: str | None) -> str:
    """A figure as arithmetic takes it, without hedge and unit; as printed where it is no figure."""
    ends = [getattr(fact, end)] if end else [fact.low, fact.high] if fact.value is None else [fact.value]
    if None in ends:
        return fact.printed
    return formats.EN_DASH.join(f"{value:,.12g}".replace("-", formats.MINUS) for value in ends)


def _linked(fact: Fact, text: str, prefix: str) -> Piece:
    return marks.link(text, f"{prefix}ledger/#{fact.key}", f"{upper(fact.text)}: {wording.published(fact)}")
