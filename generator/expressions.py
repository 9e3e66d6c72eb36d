"""Conditions of sentence guards: metric keys and numbers, `<`, `<=`, `and`, `or`, `not`, parentheses.

Python's own parser reads them; whatever else it could mean is refused, nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
from collections.abc import Callable


class ConditionError(ValueError):
    """The condition is not of the grammar; the message says what was found."""


def parse(text: str) -> tuple[ast.expr, list[str]]:
    """The condition's tree and the metric keys it reads, in their order."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise ConditionError(
            f"the condition {text!r} cannot be read; write for instance 'sma_50 < close'"
        ) from None
    names: list[str] = []
    _check(tree, names, True)
    return tree, list(dict.fromkeys(names))


def holds(tree: ast.expr, value: Callable[[str], float]) -> bool:
    """Whether a parsed condition holds, each metric key looked up through `value`."""
    if isinstance(tree, ast.BoolOp):
        results = (holds(part, value) for part in tree.values)
        return all(results) if isinstance(tree.op, ast.And) else any(results)
    if isinstance(tree, ast.UnaryOp):
        return not holds(tree.operand, value)
    assert isinstance(tree, ast.Compare)
    sides = [_number(side, value) for side in (tree.left, *tree.comparators)]
    return all(_holds(op, left, right) for left, op, right in zip(sides, tree.ops, sides[1:], strict=False))


Side = str | float  # a metric's key, or a number
SAID = {  # what the left side is to the right one: where the comparison holds, and where it does not
    ast.Lt: ("below", "not below"),
    ast.LtE: ("not above", "above"),
}
TURNED = {"below": "above", "not below": "not above", "not above": "not below", "above": "below"}


def broken(tree: ast.expr, value: Callable[[str], float], wanted: bool = True) -> list[tuple[str, str, Side]]:
    """The comparisons that keep a condition from being `wanted`: a metric, what it is instead, and to what."""
    if holds(tree, value) == wanted:
        return []
    if isinstance(tree, ast.BoolOp):
        return [one for part in tree.values for one in broken(part, value, wanted)]
    if isinstance(tree, ast.UnaryOp):
        return broken(tree.operand, value, not wanted)
    assert isinstance(tree, ast.Compare)
    sides = [tree.left, *tree.comparators]
    pairs = zip(sides, tree.ops, sides[1:], strict=False)
    return [
        _told(left, SAID[type(op)][wanted], right)
        for left, op, right in pairs
        if any(isinstance(side, ast.Name) for side in (left, right))  # of two numbers there is nothing to say
        and _holds(op, _number(left, value), _number(right, value)) != wanted
    ]


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
        case ast.Name() if not truth:
            names.append(tree.id)
        case ast.Constant(value=int() | float()) if not truth and not isinstance(tree.value, bool):
            pass
        case _:
            found = ast.unparse(tree)
            raise ConditionError(
                f"{found!r} has no place in a condition; it knows metric keys, numbers, <, <=, and, or, not"
            )


def _number(side: ast.expr, value: Callable[[str], float]) -> float:
    match side:
        case ast.Name():
            return value(side.id)
        case ast.UnaryOp(operand=ast.Constant(value=int() | float() as number)):
            return -float(number)
        case ast.Constant(value=int() | float() as number):
            return float(number)
    raise AssertionError("parse() lets nothing else through")
