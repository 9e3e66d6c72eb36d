"""What the ledger takes from `facts/` beside the facts: forecasts.toml and relations.toml, read and checked.

Every message names file, line, table and field, what was found and what to do; all of them at once, those of the
other files included.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator import conditions, config, facts, metrics
from generator.errors import EditorError
from generator.facts import DAY, KEY, TABLE, TABLES, TEXT, TEXTS, TRUTH, Book, check_fields, read_tables
from generator.ledger import relations
from generator.ledger.rules import REGISTRY, Level, Span, Symbol
from generator.ledger.tolerance import RULES
from generator.model import Condition, Equation, Fact, Forecast

FORECAST_FIELDS = {
    "text": TEXT, "who": TEXT, "facts": TEXTS, "said": DAY, "due": DAY, "rule": TEXT, "args": TABLE, "reading": TEXT,
    "probability": TEXT, "conditions": TABLES,
}  # fmt: skip
RELATION_FIELDS = {
    "text": TEXT, "left": TEXT, "relation": TEXT, "right": TEXT, "comparable": TRUTH, "reason": TEXT, "unit": TEXT,
}  # fmt: skip
CONDITION_FIELDS = {"text": TEXT, "holds": TEXT, "forecast": TEXT, "needs": TEXT}
SCENARIO = "scenario"
Say = Callable[[str], None]
Facts = Mapping[str, Fact] | None  # None where the facts could not be read: their keys stay unchecked


def load(folder: Path) -> Book:
    """Every file of `folder`, checked whole; EditorError with all that is wrong."""
    problems: list[str] = []
    book: Book | None = None
    try:
        book = facts.load(folder, tuple(RULES), tuple(metrics.REGISTRY))
    except EditorError as error:
        problems += error.problems
    known = book.facts if book else None
    forecasts = _forecasts(folder / facts.FORECASTS, known, problems)
    equations = _equations(folder / facts.RELATIONS, known, problems)
    if problems or book is None:
        raise EditorError(problems)
    return replace(book, forecasts=forecasts, equations=equations)


def _forecasts(path: Path, known: Facts, problems: list[str]) -> dict[str, Forecast]:
    found: dict[str, Forecast] = {}
    if not path.exists():
        problems.append(f"facts/{path.name}: the file is missing; it holds a table for each forecast of the article.")
        return found
    tables = read_tables(path, problems)
    keys = {key: table.get("rule") for _, key, table in tables}
    owners: dict[str, str] = {}
    for place, key, table in tables:
        say = _teller(problems, place, key)
        if not _sound(place, key, table, FORECAST_FIELDS, ("text", "said", "due", "rule"), problems):
            continue
        before = len(problems)
        if table["due"] < table["said"]:
            say(f"is due {table['due']}, before it was said ({table['said']}).")
        _rule(table, known, say)
        _facts(key, table, known, owners, say)
        found_conditions = tuple(_conditions(table, keys, say))
        if len(problems) == before:
            given = {name: value for name, value in table.items() if name != "conditions"}
            given["facts"] = tuple(given.get("facts", ()))
            found[key] = Forecast(key=key, conditions=found_conditions, line=int(place.rsplit(":", 1)[1]), **given)
    for fact in (known or {}).values():
        if fact.kind == "forecast" and fact.key not in owners:
            problems.append(
                f"facts/{fact.section}.toml:{fact.line}: [{fact.key}] is a forecast that nothing settles; name it in "
                f'the facts of a forecast in {path.name}, facts = ["{fact.key}"].'
            )
    return found


def _rule(table: dict[str, Any], known: Facts, say: Say) -> None:
    if table["rule"] not in REGISTRY:
        say(f"rule is {table['rule']!r}, which is unknown; {hint(table['rule'], REGISTRY)}")
        return
    rule, args = REGISTRY[table["rule"]], table.get("args", {})
    for name, given in args.items():
        if name not in rule.parameters:
            say(f"args has an unknown {name!r} for the rule {rule.key}; {hint(name, rule.parameters)}")
        elif wrong := _argument(rule.parameters[name], given, known):
            say(f"args.{name} is {given!r}; {wrong}")
    for name in rule.required:
        if name not in args:
            say(f"lacks args.{name}, which the rule {rule.key} takes.")


def _argument(kind: Any, given: Any, known: Facts) -> str:
    """What is wrong with an argument of this kind; "" where nothing is."""
    if typing.get_origin(kind) is typing.Literal:
        words = typing.get_args(kind)
        return "" if given in words else f"it has to be one of {', '.join(map(repr, words))}."
    if kind in (Span, Level) and isinstance(given, str):
        return _figure(given, kind is Level, known)
    if kind is Span:
        return "it has to be the key of a fact in quotes."
    if kind is Symbol:
        return "" if given in config.SYMBOLS else f"no such symbol; {hint(str(given), config.SYMBOLS)}"
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if kind is Level:
        return "" if number and abs(given) < 1e15 else "it has to be a number or the key of a fact in quotes."
    if kind is int:
        return "" if isinstance(given, int) and number and given > 0 else "it has to be a whole number above zero."
    if kind is str:
        return "" if isinstance(given, str) and given else f"it has to be {TEXT}."
    return "" if type(given) is date else f"it has to be {DAY}."


def _figure(given: str, level: bool, known: Facts) -> str:
    key, _, end = given.partition(".")
    if known is None:
        return ""
    if key not in known:
        return f"no such fact; {hint(key, known)}"
    if not level:
        return "it has to be the key of a fact alone." if end else ""
    if end not in ("", "low", "high"):
        return f"a fact has no {end!r}; write {key}.low or {key}.high."
    if getattr(known[key], end or "value") is None:
        return f"the fact has no {end or 'single value'}; " + (
            f"write {key}.low or {key}.high." if not end else f"write {key}."
        )
    return ""


def _facts(key: str, table: dict[str, Any], known: Facts, owners: dict[str, str], say: Say) -> None:
    if known is None:
        return
    for name in table.get("facts", ()):
        if name not in known:
            say(f"facts names {name!r}, which is no fact; {hint(name, known)}")
            continue
        fact = known[name]
        if fact.kind != "forecast":
            continue
        if name in owners:
            say(f"settles {name!r}, as [{owners[name]}] does; one forecast settles a fact.")
        if fact.due != table["due"]:
            say(f"is due {table['due']}, where its fact {name!r} is due {fact.due}; write one day in both.")
        owners[name] = key
    name = table.get("probability", "")
    if name and name not in known:
        say(f"probability is {name!r}, which is no fact; {hint(name, known)}")
    elif name and (known[name].unit != "%" or not 0 <= (known[name].value or -1) <= 100):
        say(f"probability is {name!r}, which gives no single value from 0 to 100 %; name a fact that does.")


def _conditions(table: dict[str, Any], keys: Mapping[str, Any], say: Say) -> Iterable[Condition]:
    listed = table.get("conditions", [])
    if bool(listed) != (table["rule"] == SCENARIO):
        say("is a scenario without conditions: add them." if not listed else f"has conditions; only the rule {SCENARIO} reads them.")
    for number, each in enumerate(listed, 1):
        wrong = [n for n in each if n not in CONDITION_FIELDS]
        for name in wrong:
            say(f"condition {number} has an unknown field {name!r}; {hint(name, CONDITION_FIELDS)}")
        ways = [n for n in ("holds", "forecast", "needs") if each.get(n)]
        if wrong or not all(isinstance(v, str) for v in each.values()):
            if not wrong:
                say(f"condition {number} has a field that is no text in quotes.")
        elif not each.get("text") or len(ways) != 1:
            say(f"condition {number} takes a text and one of holds, forecast and needs; it has {', '.join(each) or 'nothing'}.")
        elif problem := _condition(each, keys):
            say(f"condition {number} {problem}")
        else:
            yield Condition(**each)


def _condition(each: Mapping[str, str], keys: Mapping[str, Any]) -> str:
    if name := each.get("forecast"):
        if name not in keys:
            return f"waits for {name!r}, which is no forecast; {hint(name, keys)}"
        return f"waits for {name!r}, a scenario itself; name what settles it." if keys[name] == SCENARIO else ""
    if text := each.get("holds"):
        try:
            _, names = conditions.parse(text)
        except conditions.ConditionError as error:
            return f"holds: {error}."
        for name in names:
            if name not in metrics.REGISTRY:
                return f"reads {name!r}, which is no metric; {hint(name, metrics.REGISTRY)}"
    return ""


def _equations(path: Path, known: Facts, problems: list[str]) -> tuple[Equation, ...]:
    found: list[Equation] = []
    if not path.exists():
        problems.append(f"facts/{path.name}: the file is missing; it holds the arithmetic between claims.")
        return ()
    for place, key, table in read_tables(path, problems):
        say = _teller(problems, place, key)
        if not _sound(place, key, table, RELATION_FIELDS, ("text", "left", "relation", "right"), problems):
            continue
        before = len(problems)
        if table["relation"] not in relations.RELATIONS:
            say(f"relation is {table['relation']!r}; it has to be one of {', '.join(relations.RELATIONS)}.")
        if table.get("unit", "%") not in facts.UNITS:
            say(f"unit is {table['unit']!r}, which is unknown; {hint(table['unit'], facts.UNITS)}")
        if not table.get("comparable", True) and not table.get("reason"):
            say("is not comparable and gives no reason: add reason = …, a text in quotes.")
        if table.get("comparable", True) and table.get("reason"):
            say("gives a reason why it is not comparable: add comparable = false, or take the reason out.")
        named = [_side(table[side], side, known, say) for side in ("left", "right")]
        if not any(named) and len(problems) == before:
            say("names no fact on either side.")
        if len(problems) == before:
            equation = Equation(key=key, line=int(place.rsplit(":", 1)[1]), **table)
            try:
                if known is not None:
                    relations.relation(equation, known)
                found.append(equation)
            except (ArithmeticError, ValueError) as error:
                say(f"cannot be worked out: {error}.")
    return tuple(found)


def _side(text: str, side: str, known: Facts, say: Say) -> list[str]:
    """The keys of one side, each a fact."""
    try:
        _, names = relations.parse(text)
    except relations.ExpressionError as error:
        say(f"{side}: {error}.")
        return [side]
    for name in names:
        if known is not None and name not in known:
            say(f"{side} reads {name!r}, which is no fact; {hint(name, known)}")
    return names


def _sound(
    place: str, key: str, table: dict[str, Any], known: dict[str, str], required: tuple[str, ...], problems: list[str]
) -> bool:
    """Key, fields, types and what has to be there."""
    say, before = _teller(problems, place, key), len(problems)
    if not KEY.fullmatch(key):
        say("is no key: use lower-case letters, digits and _, a letter first.")
    if check_fields(place, key, table, known, problems):
        for name in required:
            if not table.get(name):
                say(f"lacks {name}: add {name} = …, {known[name]}.")
    return len(problems) == before


def _teller(problems: list[str], place: str, key: str) -> Say:
    return lambda what: problems.append(f"{place}: [{key}] {what}")


def hint(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or the known ones."""
    words = list(known)
    close = difflib.get_close_matches(word, words, 1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(words[:30])}."
