"""Conditions: what pages and rules compare, `<`, `<=`, `and`, `or`, `not`, `known X`, parentheses.

Compared are metrics (`close`, `close of SPY at 2026-01-30`), published figures (`said.rsi`, an end as `said.rsi.low`,
a forecast's day as `said.rsi.due`), days (`2026-01-01`) and numbers. Python's own parser reads the rest; whatever
else it could mean is refused, nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from itertools import product
from typing import TypeVar

V = TypeVar("V")

ASKED = r"(?:\s+(?:of|at)\s+[^\s<>=()|{}]+)*"  # of another symbol, at another day
TERM = re.compile(
    r"(?<![\w.'\"-])(?:(?P<day>\d{4}-\d{2}-\d{2})\b|said\.(?P<said>\w+)(?:\.(?P<end>\w+))?"
    rf"|(?:now\.)?(?P<key>[^\W\d]\w*)(?P<asked>{ASKED}))"
)
# what is written in a condition and means something else, or nothing, there
MEANT = (
    (re.compile(r">=?|≥"), "turn it round: 70 < rsi_14 is said of an RSI above 70"),
    (re.compile(r"≤"), "write <="),
    (re.compile(r"≠|!=|==|(?<![<>=!])=(?!=)"), "a condition compares by < and <="),
    (
        re.compile(r"[$€£]\s*\d[\d.,]*|\d[\d.,]*\s*(?:%|bn\b|mn\b)|\d{1,3}(?:,\d{3})+"),
        "a number stands bare there, as 1000 or 2.5",
    ),
    (re.compile(r"&&|\|\|"), "write and, or, not"),
)
PUBLICATION = "publication"
ENDS = ("low", "high", "due")


class ConditionError(ValueError):
    """The condition is not of the grammar; the message says what was found."""


@dataclass(frozen=True)
class Term:
    """What is read by name. `kind` is now, said or day, `key` a metric, a fact or an ISO day."""

    kind: str
    key: str
    symbol: str = ""  # of a metric
    at: str = ""  # of a metric: as written, a day or "publication"
    end: str = ""  # of a fact: low, high or due

    def __str__(self) -> str:
        if self.kind == "said":
            return f"said.{self.key}" + (f".{self.end}" if self.end else "")
        return (
            self.key + (f" of {self.symbol}" if self.symbol else "") + (f" at {self.at}" if self.at else "")
        )

    @property
    def is_bare(self) -> bool:
        """Whether it is a metric as pages show it: of its own symbol, on the site's day."""
        return self.kind == "now" and not self.symbol and not self.at


@lru_cache(maxsize=4096)
def term(text: str) -> Term:
    """A name read; ConditionError where it is none, or asks twice for a symbol or a day."""
    match = TERM.fullmatch(text)
    if not match:
        raise ConditionError(f"{text!r} is no metric, published figure or day")
    return _term(match)


def _term(match: re.Match[str]) -> Term:
    if match["day"]:
        return Term("day", match["day"])
    if match["said"]:
        return Term("said", match["said"], end=match["end"] or "")
    words = match["asked"].split()
    asked = dict(zip(words[::2], words[1::2], strict=True))
    if len(asked) < len(words) // 2:
        raise ConditionError(f"{match[0].strip()!r} names two symbols or two days")
    return Term("now", match["key"], asked.get("of", ""), asked.get("at", ""))


def day(text: str) -> date | None:
    """A day as it is written; None where it is none."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def parse(text: str) -> tuple[ast.expr, list[str]]:
    """The condition's tree and the names that it reads, each as `str(term)`, in their order."""
    named: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        if match["key"] == "known" or keyword.iskeyword(match["key"] or ""):
            return match[0]
        named.append(str(_term(match)))
        return f"_{len(named) - 1}"

    for pattern, what in MEANT:
        if found := pattern.search(text):
            raise ConditionError(f"the condition {text!r} has {found[0]!r}; {what}")
    # a name of several words stands for one while Python reads the rest
    once = TERM.sub(stand_in, text)
    try:
        tree = ast.parse(re.sub(r"\bknown\s+(_\d+)", r"known(\1)", once).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise ConditionError(
            f"the condition {text!r} cannot be read; write for instance 'sma_50 < close'"
        ) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id != "known":
            node.id = named[int(node.id[1:])]
    names: list[str] = []
    _check(tree, names, True)
    return tree, list(dict.fromkeys(names))


def holds(tree: ast.expr, value: Callable[[str], float]) -> bool:
    """Whether a parsed condition holds, each name looked up through `value`."""
    return truth(tree, value) is True


def truth(tree: ast.expr, value: Callable[[str], float | None]) -> bool | None:
    """Whether a parsed condition holds; None where a missing value keeps it from being told."""
    match tree:
        case ast.BoolOp():
            return _joined(tree.op, [truth(part, value) for part in tree.values])
        case ast.UnaryOp():
            inner = truth(tree.operand, value)
            return None if inner is None else not inner
        case ast.Call():
            return _number(tree.args[0], value) is not None
        case ast.Compare():
            sides = [_number(side, value) for side in (tree.left, *tree.comparators)]
            pairs = [
                None if left is None or right is None else _holds(op, left, right)
                for left, op, right in zip(sides, tree.ops, sides[1:], strict=False)
            ]
            return False if False in pairs else None if None in pairs else True
    raise AssertionError("parse() lets nothing else through")


def constants(tree: ast.expr) -> Iterator[str]:
    """The comparisons that no session can change: of numbers, days and published figures alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if all(not isinstance(side, ast.Name) or term(side.id).kind != "now" for side in sides):
                yield ast.unparse(node)


Truth = bool | None  # None: it cannot be told


def _joined(op: ast.boolop, found: Collection[Truth]) -> Truth:
    settling = isinstance(op, ast.Or)
    return settling if settling in found else None if None in found else not settling


def without(tree: ast.expr, lacking: str) -> frozenset[Truth]:
    """What a parsed condition can come to while one name has no value, whatever the others have."""
    match tree:
        case ast.BoolOp():
            each = (without(part, lacking) for part in tree.values)
            return reduce(lambda a, b: frozenset(_joined(tree.op, pair) for pair in product(a, b)), each)
        case ast.UnaryOp():
            return frozenset(None if one is None else not one for one in without(tree.operand, lacking))
        case ast.Call():
            return frozenset({False} if ast.unparse(tree.args[0]) == lacking else {True, False})
        case ast.Compare():
            sides = [ast.unparse(side) for side in (tree.left, *tree.comparators)]
            return frozenset({False, None} if lacking in sides else {True, False, None})
    raise AssertionError("parse() lets nothing else through")


Side = str | float  # a name, or a number
SAID = {  # what the left side is to the right one: where the comparison holds, and where it does not
    ast.Lt: ("below", "not below"),
    ast.LtE: ("not above", "above"),
}
TURNED = {"below": "above", "not below": "not above", "not above": "not below", "above": "below"}


def broken(
    tree: ast.expr, value: Callable[[str], float | None], wanted: bool = True
) -> list[tuple[str, str, Side]]:
    """What keeps a condition from being `wanted`: a name, what it is instead, and to what ("" of `known`)."""
    if truth(tree, value) in (wanted, None):
        return []
    if isinstance(tree, ast.BoolOp):
        return [one for part in tree.values for one in broken(part, value, wanted)]
    if isinstance(tree, ast.UnaryOp):
        return broken(tree.operand, value, not wanted)
    if isinstance(tree, ast.Call):
        return [(ast.unparse(tree.args[0]), "missing" if wanted else "known", "")]
    assert isinstance(tree, ast.Compare)
    sides = [tree.left, *tree.comparators]
    found = []
    for left, op, right in zip(sides, tree.ops, sides[1:], strict=False):
        low, high = _number(left, value), _number(right, value)
        if low is None or high is None or _holds(op, low, high) == wanted:
            continue
        if isinstance(left, ast.Name) or isinstance(
            right, ast.Name
        ):  # of two numbers there is nothing to say
            found.append(_told(left, SAID[type(op)][wanted], right))
    return found


def _told(left: ast.expr, relation: str, right: ast.expr) -> tuple[str, str, Side]:
    """A comparison begun with a metric, which is what a reader asks about."""
    if isinstance(left, ast.Name):
        return left.id, relation, right.id if isinstance(right, ast.Name) else _number(right, float)
    assert isinstance(right, ast.Name)
    return right.id, TURNED[relation], _number(left, float)


def _holds(op: ast.cmpop, left: float, right: float) -> bool:
    return left < right if isinstance(op, ast.Lt) else left <= right


def _check(tree: ast.expr, names: list[str], truth: bool) -> None:
    match tree:
        case ast.BoolOp() if truth:
            for part in tree.values:
                _check(part, names, True)
        case ast.UnaryOp(op=ast.Not()) if truth:
            _check(tree.operand, names, True)
        case ast.Compare() if truth and all(isinstance(op, ast.Lt | ast.LtE) for op in tree.ops):
            for side in (tree.left, *tree.comparators):
                _check(side, names, False)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())) if not truth:
            pass
        case ast.Call(func=ast.Name(id="known"), args=[ast.Name() as name], keywords=[]) if truth:
            names.append(name.id)
        case ast.Name() if not truth:
            names.append(tree.id)
        case ast.Constant(value=int() | float()) if not truth and not isinstance(tree.value, bool):
            pass
        case _:
            found = ast.unparse(tree)
            raise ConditionError(
                f"{found!r} has no place in a condition; it knows metric keys, said.…, days, numbers, <, <=, and, or, not, known"
            )


def _number(side: ast.expr, value: Callable[[str], V]) -> V | float:
    match side:
        case ast.Name():
            return value(side.id)
        case ast.UnaryOp(operand=ast.Constant(value=int() | float() as number)):
            return -float(number)
        case ast.Constant(value=int() | float() as number):
            return float(number)
    raise AssertionError("parse() lets nothing else through")
