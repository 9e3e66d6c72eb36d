"""What a form's arguments may be: their types, what they name, in which units, how many, and how they go together."""

from __future__ import annotations

import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any

from generator.config import PUBLISHED
from generator.facts.tables import hint

Vocabulary = Mapping[str, typing.Collection[str]]  # metric | fact -> unit by key; symbol | rate -> the keys
Told = Iterator[tuple[str, str]]  # what, mend
FIRST, LAST = date(1990, 1, 1), date(PUBLISHED.year + 20, 12, 31)  # of days that a chart may name
NAME, TITLE = 40, 64  # letters of a row and of an axis: more leave no room
TYPES: dict[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a text in quotes"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    date: ((date,), "a date such as 2025-01-31"),
}


@dataclass(frozen=True)
class Names:
    """What a text names. Of `drawn` ones the bars or rates themselves are drawn, and their owners' terms kept to.

    A metric or a fact is a number in one of `units`, in any where there are none.
    """

    what: str
    drawn: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Between:
    """The least and the most of a number, or of what a list or a table holds."""

    least: int
    most: int


@dataclass(frozen=True)
class Among:
    """The numbers that are understood."""

    numbers: tuple[int, ...]


Metric = Annotated[str, Names("metric")]
PercentMetric = Annotated[str, Names("metric", units=("%",))]
PriceMetric = Annotated[str, Names("metric", units=("USD", "points"))]
ContractsMetric = Annotated[str, Names("metric", units=("contracts mn",))]
DayMetric = Annotated[str, Names("metric", units=("date",))]
Fact = Annotated[str, Names("fact")]
PercentFact = Annotated[str, Names("fact", units=("%",))]
PriceFact = Annotated[str, Names("fact", units=("USD", "points"))]
PriceRange = Annotated[str, Names("range", units=("USD", "points"))]
RatioFact = Annotated[str, Names("fact", units=("x",))]
BillionFact = Annotated[str, Names("fact", units=("USD bn",))]
ContractsFact = Annotated[str, Names("fact", units=("contracts mn",))]
Symbol = Annotated[str, Names("symbol")]
Bars = Annotated[str, Names("symbol", drawn=True)]
Rate = Annotated[str, Names("rate", drawn=True)]


def apart(kind: Any) -> tuple[Any, tuple[Any, ...], tuple[Any, ...]]:
    """The type of an annotation, its parts, and its notes."""
    notes = getattr(kind, "__metadata__", ())
    kind = kind.__origin__ if notes else kind
    return typing.get_origin(kind) or kind, typing.get_args(kind), notes


def named(kind: Any) -> Names | None:
    """What the texts of an annotation name."""
    return next((note for note in apart(kind)[2] if isinstance(note, Names)), None)


def called(kind: Any) -> str:
    """What an argument has to be, in words."""
    origin, parts, notes = apart(kind)
    names, size = named(kind), next((n for n in notes if isinstance(n, Between)), None)
    if origin is tuple:
        return f"a list{_many(size)}, each {called(parts[0])}"
    if origin in (dict, Mapping):
        return f"a table{_many(size)}: {called(parts[0])} = {called(parts[1])}"
    if names:
        what = "fact with low and high" if names.what == "range" else names.what
        return f"the key of a {what}" + (f" in {' or '.join(names.units)}" if names.units else "")
    among = next((f", one of {', '.join(map(str, n.numbers))}" for n in notes if isinstance(n, Among)), "")
    return TYPES[origin][1] + (f" from {size.least} to {size.most}" if size else "") + among


def _many(size: Between | None) -> str:
    return f" of {size.least} to {size.most}" if size else ""


def wrong(value: Any, kind: Any, known: Vocabulary, most: int = TITLE) -> Told:
    """(what, mend) for all that is wrong with one argument."""
    origin, parts, notes = apart(kind)
    held: tuple[type, ...] = {tuple: (list,), Mapping: (dict,), dict: (dict,)}.get(origin) or TYPES[origin][0]
    sound = isinstance(value, held) and not (origin is date and isinstance(value, datetime))
    if not sound or (isinstance(value, bool) and origin is not bool) or value in ([], {}, ""):
        yield f"is {value!r}", f"it has to be {called(kind)}."
        return
    for note in notes:
        if (
            isinstance(note, Between)
            and not note.least <= (value if origin in (int, float) else len(value)) <= note.most
        ):
            what = f"is {value}" if origin in (int, float) else f"holds {len(value)}"
            yield what, f"it has to be {called(kind)}."
        elif isinstance(note, Among) and value not in note.numbers:
            yield f"is {value}", f"it has to be {called(kind)}."
    if origin is tuple:
        yield from _twice(value)
        for one in value:
            yield from wrong(one, parts[0], known, NAME)
    elif origin in (dict, Mapping):
        yield from _twice([one for one in value.values() if isinstance(one, str)])
        for key, one in value.items():
            yield from wrong(key, parts[0], known, NAME)
            yield from wrong(one, parts[1], known, NAME)
    elif origin is date and not FIRST <= value <= LAST:
        yield f"is {value}", f"it has to be a day from {FIRST.year} to {LAST.year}."
    elif names := named(kind):
        yield from _unknown(value, names, known)
    elif origin is str and len(value) > most:
        yield (
            f"has {len(value)} letters ({value[:20]}…)",
            f"write {most} at the most: it stands in the picture.",
        )


def _unknown(value: str, names: Names, known: Vocabulary) -> Told:
    keys = known.get(names.what)
    if keys is None:
        return
    if names.what == "range" and value not in keys and value in known.get("fact", ()):
        yield f"names the fact {value!r}, which has one value", "it has to be a range, with low and high."
    elif value not in keys:
        yield f"names the {names.what} {value!r}, which there is not", hint(value, keys)
    elif isinstance(keys, Mapping):
        unit = keys[value]
        if names.units and unit not in names.units:
            yield (
                f"names the {names.what} {value!r}, in {unit}",
                f"it has to be in {' or '.join(names.units)}.",
            )
        elif not names.units and unit in ("date", "name"):
            yield f"names the {names.what} {value!r}, a {unit}", "it has to be a number."


def _twice(values: list[Any]) -> Told:
    for one, count in Counter(map(repr, values)).items():
        if count > 1:
            yield f"holds {one} {'twice' if count == 2 else f'{count} times'}", "name each once."


# How the arguments of one table go together: (what, mend, argument)
Check = Callable[[Mapping[str, Any], Vocabulary], Iterator[tuple[str, str, str]]]


def one_of(*names: str) -> Check:
    """At least one of arguments that may be left out."""

    def check(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        if not any(name in table for name in names):
            yield f"has none of {', '.join(names)}:", "add one of them.", names[0]

    return check


def distinct(*names: str) -> Check:
    """No word is given to two of these arguments: to what they name, or of a table the names beside."""

    def check(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        seen: dict[str, str] = {}
        for name in names:
            value = table.get(name, ())
            for word in (
                value.values() if isinstance(value, Mapping) else [value] if isinstance(value, str) else value
            ):
                if (first := seen.setdefault(word, name)) != name:
                    yield f"{name} has {word!r}, as {first} does:", "name each once.", name

    return check


def within(inner: str, outer: str, deep: bool = False) -> Check:
    """The words of one argument (the keys of a table) are among those of another; `deep` those of the tables in it."""

    def check(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        words = [*table[outer]] if not deep else [word for each in table[outer].values() for word in each]
        for word in table.get(inner, ()):
            if word not in words:
                yield (
                    f"{inner} names {word!r}, which {outer} has not",
                    hint(str(word), map(str, words)),
                    inner,
                )

    return check


def alike(*names: str, each: bool = False) -> Check:
    """All that these arguments name is in one unit; with `each`, all that one table of them does."""

    def check(table: Mapping[str, Any], known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        groups: dict[str, set[str]] = {}
        for name in names:
            for title, words in _words(table.get(name, ()), each):
                groups.setdefault(title, set()).update(filter(None, (_unit(word, known) for word in words)))
        for title, units in groups.items():
            if len(units) > 1:
                what = f"{title or ' and '.join(names)} would draw {' and '.join(sorted(units))} on one axis"
                yield what, "name figures of one unit.", names[0]

    return check


def _words(value: Any, each: bool) -> Iterator[tuple[str, list[str]]]:
    """Titles of groups ("" of the only one) and the keys of metrics and facts in each."""
    if each:
        for title, inner in dict(value).items():
            yield title, _flat(inner)
    else:
        yield "", _flat(value)


def _flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [
        word
        for one in ([*value, *value.values()] if isinstance(value, Mapping) else value)
        for word in _flat(one)
    ]


def _unit(word: str, known: Vocabulary) -> str:
    """The unit of a metric or a fact; "" of a text that names neither."""
    for what in ("metric", "fact"):
        keys = known.get(what, {})
        if isinstance(keys, Mapping) and word in keys:
            return str(keys[word])
    return ""


def ordered(*names: str) -> Check:
    """Days that follow one another, lists of them included."""

    def check(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        days = [
            (name, day)
            for name in names
            for day in (table[name] if isinstance(table[name], list) else [table[name]])
        ]
        for (first, before), (name, day) in pairwise(days):
            if day <= before:
                yield f"{name} is {day}, not after {first} ({before}):", "write days in their order.", name

    return check
