"""Arguments as facts/*.toml give them: of a rule against the kinds of its parameters, of a metric against its dimensions."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from generator import config, expressions, metrics
from generator.facts.record import Fact
from generator.facts.tables import DAY, NUMBER, TEXT, TRUTH, hint
from generator.ledger.rules import REGISTRY, Guard, Level, Meetings, Span, Symbol, Takes
from generator.ledger.tolerance import WHOLE, allowed
from generator.metrics.dimensions import Dimension
from generator.metrics.holdings import SECTORS, TAXONOMY

MOST = 10_000  # sessions, weeks, days: forty years of them
FIRST = date(1900, 1, 1)
Facts = Mapping[str, Fact] | None  # None where the facts could not be read
Say = Callable[..., None]  # Place.say


def check(table: dict[str, Any], known: Facts, say: Say) -> None:
    """The rule of a table and its arguments."""
    if table["rule"] not in REGISTRY:
        say(f"rule is {table['rule']!r}, which is unknown", hint(table["rule"], REGISTRY), "rule")
        return
    rule, args = REGISTRY[table["rule"]], table.get("args", {})
    for name, given in args.items():
        if name not in rule.parameters:
            say(f"args has an unknown {name!r} for the rule {rule.key}", hint(name, rule.parameters), "args")
        elif wrong := _argument(rule.parameters[name], given, known):
            say(f"args.{name} is {given!r}", wrong, "args")
        elif wrong := _unfit(rule.takes.get(name), rule.parameters[name], given, known):
            say(f"args.{name} is {given!r}", f"the rule {rule.key} takes {wrong}.", "args")
        elif rule.parameters[name] is Span and known is not None and known[given].kind != "forecast":
            mend = "what was described and not foretold is a claim: let a metric check it, and take the forecast out."
            say(f"args.{name} is {given!r}, which is no fact of kind forecast", mend, "args")
        elif type(given) is date and given > table["due"]:
            say(f"args.{name} is {given}, after the day on which it is due", "swap them.", "args")
    for name in rule.required:
        if name not in args:
            say(f"lacks args.{name}, which the rule {rule.key} takes.", field="args")


def _argument(kind: Any, given: Any, known: Facts) -> str:
    """What is wrong with an argument of this kind; "" where nothing is."""
    if typing.get_origin(kind) is typing.Literal:
        return _one_of(typing.get_args(kind), given)
    if kind in (Span, Level) and isinstance(given, str):
        return _figure(given, kind is Level, known)
    if kind is Span:
        return "it has to be the key of a fact in quotes."
    if kind is Symbol:
        return _symbol(given)
    if kind is Meetings:
        return _meetings(given)
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if kind is Level:
        return "" if number and abs(given) < 1e15 else "it has to be a number or the key of a fact in quotes."
    if kind is int:
        whole = isinstance(given, int) and number and given > 0
        return "" if whole else "it has to be a whole number above zero."
    if kind in (str, Guard):
        return guard(given) if kind is Guard and isinstance(given, str) else _text(given)
    return "" if type(given) is date else f"it has to be {DAY}."


def _unfit(takes: Takes | None, kind: Any, given: Any, known: Facts) -> str:
    """What a rule takes where a figure is of another unit, or on the wrong side of zero; "" where it fits."""
    if takes is None:
        return ""
    ends: list[float | None] = [given]
    if isinstance(given, str):
        if known is None:
            return ""
        key, _, end = given.partition(".")
        fact = known[key]
        if fact.unit not in takes.units:
            return f"{' or '.join(takes.units)}, and the fact's unit is {fact.unit}"
        ends = [getattr(fact, end or "value")] if kind is Level else [fact.value, fact.low, fact.high]
        if takes.sign < 0 and ((top := allowed(fact)[1]) is None or top >= 0):
            return 'a fall, all of it below zero: write high = -10 with hedge = "up to" for 10 % or more'
    if takes.sign > 0 and any(end is not None and end < 0 for end in ends):
        return "no figure below zero"
    return ""


def suits(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where a fact is not of its metric's unit, sign or dimensions: what, what mends it, and the field."""
    spec = metrics.REGISTRY[table["metric"]]
    args, unit = table.get("args", {}), table.get("unit", "")
    wrong = [(what, mend, "args") for what, mend in choices(spec.key, args)]
    yield from wrong
    if spec.key in SECTORS and not table.get("taxonomy"):
        mend = f'add taxonomy = "{TAXONOMY}", or the name of the other division that the figure is by.'
        yield "is a sector's weight and does not say by whose sectors:", mend, "metric"
    own = {table[name] for name in ("value", "low", "high") if name in table}
    for name, given in args.items():
        if spec.kinds.get(name) is float and type(given) in (int, float) and given in own:
            what = f"args.{name} is {given}, the claim's own figure:"
            yield (
                what,
                "a check that is given what it tests cannot fail; test something else with it.",
                "args",
            )
    start, end = args.get("start"), args.get("end")
    if type(start) is date and type(end) is date and start >= end:
        yield f"args.start is {start}, which is not before args.end ({end}):", "swap them.", "args"
    if spec.unit in ("date", "name"):
        yield (
            f"metric {spec.key!r} gives a {spec.unit}, not a number:",
            "name one that gives a number.",
            "metric",
        )
    elif not wrong and unit and not _same(unit, measured := spec.measured(args)):
        mend = f'write unit = "{measured}", or name the metric that the figure speaks of.'
        yield f"unit is {unit!r}, and metric {spec.key!r} is in {measured}:", mend, "unit"
    for name in ("value", "low", "high"):
        if spec.sign * table.get(name, 0) < 0:
            side = "below" if spec.sign > 0 else "above"
            mend = "write its sign as the metric has it." if spec.sign < 0 else "take the sign out."
            yield f"{name} is {table[name]}, and metric {spec.key!r} is never {side} zero:", mend, name


def _same(unit: str, other: str) -> bool:
    """Whether a figure in one unit can be held against a number in the other: a count is one of whatever is counted."""
    return unit == other or (unit == "count" and other in (*WHOLE, "sessions"))


def choices(key: str, args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the choices of a claim along a metric's dimensions, and what mends each."""
    spec = metrics.REGISTRY[key]
    for name, given in args.items():
        if name not in spec.dimensions:
            takes = hint(name, spec.dimensions) if spec.dimensions else "it takes none."
            yield f"args has an unknown {name!r} for the metric {key}", takes
        elif wrong := _choice(spec.kinds[name], spec.dimensions[name], given):
            yield f"args.{name} is {given!r}", wrong


def _choice(kind: Any, dimension: Dimension, given: Any) -> str:
    """What is wrong with a choice along a dimension; "" where nothing is."""
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if typing.get_origin(kind) is typing.Literal:
        return _one_of(typing.get_args(kind), given)
    if typing.get_origin(kind) is tuple:
        period, _ = typing.get_args(kind)
        sound = isinstance(given, list) and len(given) == 2 and given[0] in typing.get_args(period)
        whole = sound and type(given[1]) is int and 1 < given[1] <= MOST  # one return has no deviation
        return "" if whole else 'it has to be a sampling and a count such as ["month", 36].'
    if kind is bool:
        return "" if isinstance(given, bool) else f"it has to be {TRUTH}."
    if kind is int:
        least = -MOST if dimension.least is None else dimension.least
        whole = isinstance(given, int) and number and least <= given <= MOST
        return "" if whole else f"it has to be a whole number from {least} to {MOST}."
    if kind is float:
        return "" if number and abs(given) < 1e15 else f"it has to be {NUMBER}."
    if kind is date:
        return (
            "" if type(given) is date and given >= FIRST else f"it has to be {DAY}, in {FIRST.year} or later."
        )
    return _symbol(given) if set(dimension.known) == set(config.SYMBOLS) else _one_of(dimension.known, given)


def _meetings(given: Any) -> str:
    listed = isinstance(given, list) and bool(given) and all(type(each) is date for each in given)
    if not listed or sorted(set(given)) != given:
        return "it has to be a list of days such as [2026-01-28], the earliest first."
    unknown = [str(each) for each in given if each not in config.ARTICLE.meetings]
    return f"article.toml's meetings have no {', '.join(unknown)}." if unknown else ""


def _one_of(words: tuple[Any, ...], given: Any) -> str:
    fits = any(type(given) is type(word) and given == word for word in words)
    return "" if fits else f"it has to be one of {', '.join(map(repr, words))}."


def _symbol(given: Any) -> str:
    return "" if given in config.SYMBOLS else f"no such symbol; {hint(str(given), config.SYMBOLS)}"


def _text(given: Any) -> str:
    return "" if isinstance(given, str) and given else f"it has to be {TEXT}."


def guard(text: str) -> str:
    """What is wrong with a condition over metrics; "" where nothing is."""
    try:
        _, names = expressions.parse(text)
    except expressions.ConditionError as error:
        return f"{error}."
    for name in names:
        if name not in metrics.REGISTRY:
            return f"no metric {name!r}; {hint(name, metrics.REGISTRY)}"
    return ""


def _figure(given: str, level: bool, known: Facts) -> str:
    key, _, end = given.partition(".")
    if known is None:
        return ""
    if key not in known:
        return (
            f"no such fact; {'write a number without quotes.' if given[:1].isdigit() else hint(key, known)}"
        )
    if not level:
        return "it has to be the key of a fact alone." if end else ""
    if end not in ("", "low", "high"):
        return f"a fact has no {end!r}; write {key}.low or {key}.high."
    if getattr(known[key], end or "value") is None:
        return f"the fact has no {end or 'single value'}; " + (
            f"write {key}.low or {key}.high." if not end else f"write {key}."
        )
    return ""
