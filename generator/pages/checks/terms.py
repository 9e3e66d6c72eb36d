"""Names and conditions as editors write them: known, well formed, and of kinds that can be compared."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator import config, expressions, metrics
from generator.config import LACKED, SYMBOLS
from generator.errors import near
from generator.expressions import Term
from generator.ledger.asked import session_of
from generator.pages import guards
from generator.pages.content import Content

Told = Iterator[tuple[str, str]]  # what, mend


def condition(text: str, content: Content) -> Told:
    """What is wrong with the condition of a `while` or `or while`."""
    try:
        tree, names = expressions.parse(text)
    except expressions.ConditionError as error:
        yield f"{error}.", ""
        return
    told = [problem for name in names for problem in _name(name, content)]
    yield from told
    if not told:
        yield from _compared(tree, content)


def number(name: str, content: Content, where: str = "") -> Told:
    """What is wrong with a metric as it is named, `of` another symbol and `at` another day."""
    try:
        term = expressions.term(name)
    except expressions.ConditionError as error:
        yield f"{error}", "write one symbol behind of, one day behind at."
        return
    numbers = content.results.numbers
    if term.key not in numbers:
        yield f"no metric {term.key!r}{where}", close(term.key, "now", numbers, content)
        return
    spec = metrics.REGISTRY.get(term.key)
    if term.symbol and (not spec or "symbol" not in spec.dimensions):
        yield f"{term.key} is of no symbol", f"take 'of {term.symbol}' out."
    elif term.symbol and term.symbol not in SYMBOLS:
        yield (
            f"no symbol {term.symbol!r}",
            near(term.symbol.upper(), SYMBOLS) or f"there are {', '.join(SYMBOLS)}.",
        )
    if term.at and not spec:
        yield f"{term.key} is counted on the site's own day alone", f"take 'at {term.at}' out."
    elif term.at not in ("", expressions.PUBLICATION) and not expressions.day(term.at):
        yield f"{term.at!r} is no day", "write one as 2026-01-30, or publication."


def close(key: str, kind: str, known: Iterable[str], content: Content) -> str:
    """What an article lacks for it; else the known one that is nearest, with what it gives; "" where none is near."""
    if key in LACKED:
        return LACKED[key]
    near_by = difflib.get_close_matches(key, known, 1)
    if not near_by:
        return ""
    value = ""
    if kind == "now":
        metric = content.results.numbers[near_by[0]]
        value = f" ({metric.written()} today)" if metric.value is not None else ""
    elif kind == "said" and (printed := content.book.facts[near_by[0]].printed):
        value = f" ({printed})"
    return f"did you mean {near_by[0]!r}{value}?"


def _name(name: str, content: Content) -> Told:
    """What is wrong with a name in a condition."""
    term = expressions.term(name)
    if term.kind == "now":
        yield from number(name, content, " in the condition")
    elif term.kind == "day":
        if not expressions.day(term.key):
            yield f"{term.key!r} is no day", "write one as 2026-01-30."
    elif not (fact := content.book.facts.get(term.key)):
        yield f"no fact {term.key!r} in the condition", near(term.key, content.book.facts)
    elif term.end and term.end not in expressions.ENDS:
        yield (
            f"a fact has no {term.end!r}",
            f"write said.{fact.key}, or it with .{', .'.join(expressions.ENDS)}.",
        )
    elif getattr(fact, term.end or "value") is None:
        ends = [end for end in ("", *expressions.ENDS) if getattr(fact, end or "value") is not None]
        mend = f"write {' or '.join(str(replace(term, end=end)) for end in ends)}." if ends else ""
        yield f"the fact {fact.key} has no {term.end or 'single value'}", mend


def _compared(tree: ast.expr, content: Content) -> Told:
    """Comparisons that say nothing: of a day with a number, of a name, of what no session changes."""
    for text in expressions.constants(tree):
        what = f"{text!r} is the same on every session, so no sentence can depend on it"
        yield what, "compare a recomputed number, or write the sentence without a condition."
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
        if len(set(sides)) < len(sides):
            yield f"{ast.unparse(node)!r} compares a number with itself", "name two that differ."
        ends = [
            side.value
            for side in (node.left, node.comparators[-1])
            if isinstance(side, ast.Constant) and isinstance(side.value, int | float)
        ]
        if len(ends) == 2 and len(sides) > 2 and ends[0] >= ends[1]:
            yield (
                f"nothing lies between {ends[0]} and {ends[1]}, as {ast.unparse(node)!r} asks",
                "turn them round.",
            )
        kinds = {}
        for side in (node.left, *node.comparators):
            text = ast.unparse(side)
            kind = guards.kind(side.id, content) if isinstance(side, ast.Name) else "number"
            if kind == "name":
                yield f"metric {text!r} is no number, so it cannot be compared.", ""
            else:
                kinds[kind] = text
        if len(kinds) > 1:
            yield f"{kinds['day']} is a day and {kinds['number']} a number", "compare days with days."


def can_miss(term: Term) -> str:
    """When a site may lack a number, in words; "" where it never does on a sound snapshot.

    What no history brings is missing until it has been collected, what counts from a day is missing on it: each metric
    declares its own. Without market data no edition need stand of another day, and none has a number of another symbol.
    """
    if term.at and session_of(term) != config.LAST_CLOSE:
        return "where no edition of that day stands"
    spec = metrics.REGISTRY.get(term.key)
    if term.symbol and not metrics.listed(term.key, term.symbol):
        return "where an edition is shown"
    return spec.absent if spec else ""
