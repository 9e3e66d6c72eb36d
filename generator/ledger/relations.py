"""Arithmetic between claims: equations over keys of facts, worked out on what each wording centres on.

A range is itself and a figure is what rounds to it: a hedge is no licence to meet at its last hair. No market data
enter. A violated relation says that no choice inside the wordings makes it true, and not which side is wrong. Python's own parser reads an expression; whatever else it could mean is refused.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator import formats
from generator.facts.record import Equation, Fact
from generator.ledger.intervals import SLACK, Interval, between, ends, point
from generator.ledger.margins import EDGE
from generator.ledger.record import Finding, Relation
from generator.ledger.tolerance import HEDGED, RULES, allowed
from generator.words import joined

RELATIONS = ("=", "<=", ">=")
# a small number of these is counted, not rounded: "two more" cuts are neither 1.6 nor 2.4
COUNTED = ("cuts", "payouts", "rank", "score", "quarters", "years")


class ExpressionError(ValueError):
    """The expression is not of the grammar; the message says what was found."""


def parse(text: str) -> tuple[ast.expr, list[str]]:
    """The expression's tree and the fact keys it reads, in their order."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(
            f"{text!r} cannot be read; write for instance 'shares * close / 1000'"
        ) from None
    names: list[str] = []
    _check(tree, names)
    return tree, list(dict.fromkeys(names))


def evaluate(tree: ast.expr, facts: Mapping[str, Fact]) -> Interval:
    """What a parsed expression can be; ArithmeticError or ValueError where it can be nothing."""
    match tree:
        case ast.Constant(value=int() | float() as number):
            return point(number)
        case ast.Name():
            return published(facts[tree.id])
        case ast.Attribute(value=ast.Name() as name):
            return published(one_end(facts[name.id], tree.attr))
        case ast.UnaryOp():
            return -evaluate(tree.operand, facts)
        case ast.BinOp():
            left, right = evaluate(tree.left, facts), evaluate(tree.right, facts)
            match tree.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
                case ast.Div():
                    return left / right
                case _:
                    return left**right
    raise AssertionError("parse() lets nothing else through")


def published(fact: Fact) -> Interval:
    """What the wording of a fact centres on; a counted number without a hedge is itself."""
    if fact.unit in COUNTED and not fact.hedge and fact.value is not None and fact.kind != "comparison":
        return point(fact.value)
    if fact.low is not None and fact.high is not None:
        return Interval(fact.low, fact.high)
    return between(*allowed(replace(fact, hedge="") if RULES[fact.hedge] is HEDGED else fact))


def one_end(fact: Fact, end: str) -> Fact:
    """A published range as if only one of its ends had been printed."""
    value = fact.low if end == "low" else fact.high
    return replace(fact, value=value, low=None, high=None)


def work_out(equations: Iterable[Equation], facts: Mapping[str, Fact]) -> tuple[Relation, ...]:
    """Every equation with both its intervals and whether they can agree."""
    return tuple(relation(equation, facts) for equation in equations)


def relation(equation: Equation, facts: Mapping[str, Fact]) -> Relation:
    """One equation worked out."""
    sides, keys = [], []
    for text in (equation.left, equation.right):
        tree, names = parse(text)
        sides.append(evaluate(tree, facts))
        keys += names
    left, right = sides
    verdict = agree(left, right, equation.relation) if equation.comparable else "not comparable"
    return Relation(equation, tuple(dict.fromkeys(keys)), ends(left), ends(right), verdict)


def agree(left: Interval, right: Interval, relation: str) -> str:
    """Holds | violated | at the edge: what they share, or lack, is less than a tenth of the narrower side."""
    above, below = right.high - left.low, left.high - right.low
    shared = {"=": min(above, below), "<=": above, ">=": below}[relation]
    size = max((abs(end) for end in (*ends(left), *ends(right)) if end is not None), default=0.0)
    slack = SLACK * max(1.0, size)
    near = EDGE * min(left.high - left.low, right.high - right.low)
    if abs(shared) < near - slack:
        return "at the edge"
    return "holds" if shared >= -slack else "violated"


def apply(findings: Mapping[str, Finding], relations: Iterable[Relation]) -> dict[str, Finding]:
    """The findings with what contradicts them; only one that no data reach becomes a `conflict`."""
    told = dict(findings)
    for found in relations:
        if found.verdict != "violated":
            continue
        for key in found.facts:
            if key not in told:
                continue
            finding = told[key]
            others = dict.fromkeys((*finding.conflicts_with, *(k for k in found.facts if k != key)))
            verdict = "conflict" if finding.verdict == "unverifiable" else finding.verdict
            hedged = any(RULES[told[each].fact.hedge] is HEDGED for each in found.facts if each in told)
            note = joined((finding.note, sentence(found, hedged)))
            told[key] = replace(finding, verdict=verdict, conflicts_with=tuple(others), note=note)
    return told


def sentence(found: Relation, hedged: bool = False) -> str:
    """A violated relation in words: both intervals, which do not meet; `hedged` where a word leaves more room against data."""
    equation = found.equation
    verb = {"=": "equal", "<=": "not exceed", ">=": "not be below"}[equation.relation]
    left, right = words(found.left, equation.unit), words(found.right, equation.unit)
    why = " Between two claims a word such as “near” leaves no more room than the digits do." * hedged
    return f"Contradicted within the article: {equation.text}; {left} would have to {verb} {right}.{why}"


def words(interval: tuple[float | None, float | None], unit: str) -> str:
    """An interval as text: a range of dollars, 'at least 2 cuts', 'any number'."""
    low, high = interval
    if low is None or high is None:
        end = high if low is None else low
        return (
            "any number" if end is None else f"at {'most' if low is None else 'least'} {_whole(end, 2, unit)}"
        )
    if low == high:
        return _whole(low, 4, unit)
    # enough digits to tell the ends of a narrow interval apart
    digits = min(6, max(2, 2 - math.floor(math.log10(high - low))))
    before, after = formats.AFFIXES.get(unit, ("", f" {unit}" if unit else ""))
    return f"{_number(low, digits, before)}{formats.EN_DASH}{_number(high, digits)}{after}"


def _whole(value: float, digits: int, unit: str) -> str:
    before, after = formats.AFFIXES.get(unit, ("", f" {unit}" if unit else ""))
    text = _number(value, digits, before)
    return text + (formats.SINGULAR.get(after, after) if text == "1" else after)


def _number(value: float, digits: int, before: str = "") -> str:
    """A number without trailing zeros; the sign stands before the unit."""
    text = formats.number(value, digits)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return formats.MINUS + before + text[1:] if text.startswith(formats.MINUS) else before + text


def _check(tree: ast.expr, names: list[str]) -> None:
    match tree:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()):
            _check(tree.left, names)
            _check(tree.right, names)
        case ast.UnaryOp(op=ast.USub()):
            _check(tree.operand, names)
        case ast.Name():
            names.append(tree.id)
        case ast.Attribute(value=ast.Name() as name, attr="low" | "high"):
            names.append(name.id)
        case ast.Constant(value=int() | float() as number) if (
            not isinstance(number, bool) and abs(number) < 1e15
        ):
            pass
        case _:
            raise ExpressionError(
                f"{ast.unparse(tree)!r} has no place in a relation; it knows keys of facts (or KEY.low, "
                "KEY.high), "
                "numbers, + - * / ** and parentheses"
            )
