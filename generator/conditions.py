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
    return all(
        left < right if isinstance(op, ast.Lt) else left <= right
        for left, op, right in zip(sides, tree.ops, sides[1:], strict=False)
    )


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
