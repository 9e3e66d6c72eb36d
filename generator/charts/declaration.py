"""How a form of chart is declared: @form, and what is then known of the arguments that a table of facts/charts.toml gives it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Annotated, Any

from generator import config
from generator.charts.record import Drawing
from generator.config import ARTICLE
from generator.facts.tables import hint

Vocabulary = Mapping[str, typing.Collection[str]]  # metric | fact | symbol | rate -> the keys there are
TYPES: dict[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a text in quotes"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    date: ((date,), "a date such as 2025-01-31"),
}


@dataclass(frozen=True)
class Names:
    """What a text names. Of `drawn` ones the bars or rates themselves are drawn, and their owners' terms kept to."""

    what: str
    drawn: bool = False


Metric = Annotated[str, Names("metric")]
Fact = Annotated[str, Names("fact")]
Symbol = Annotated[str, Names("symbol")]
Bars = Annotated[str, Names("symbol", drawn=True)]
Rate = Annotated[str, Names("rate", drawn=True)]


@dataclass(frozen=True)
class Form:
    """A form of chart, beside its function: what it takes by name, and what an `alt` or a `caption` may say in braces."""

    function: Callable[..., Drawing]
    takes: Mapping[str, Any]  # argument -> its annotation
    needed: frozenset[str]
    fields: tuple[str, ...]
    owners: tuple[str, ...]  # whose series it draws, whatever its arguments
    alone: bool  # without a series it draws what was published

    @property
    def does(self) -> str:
        """What it draws, as its function says."""
        return inspect.cleandoc(self.function.__doc__ or "").removesuffix(".")

    @property
    def told(self) -> str:
        """Its arguments in words."""
        takes = (
            f"{n}{'' if n in self.needed else ' (may be left out)'}: {_called(k)}"
            for n, k in self.takes.items()
        )
        fields = (
            f". Its alt and caption may say {', '.join(f'{{{f}}}' for f in self.fields)}"
            if self.fields
            else ""
        )
        return f"It takes {'; '.join(takes)}{fields}"

    def wrong(self, table: Mapping[str, Any], known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        """(what, mend, argument) for all that an editor has to mend in the arguments of a table."""
        for name, value in table.items():
            if name not in self.takes:
                yield f"gives {name}, which this form does not take", hint(name, self.takes), name
                continue
            for what, mend in _wrong(value, self.takes[name], known):
                yield f"{name} {what}", mend, name
        for name in sorted(self.needed - table.keys()):
            yield f"lacks {name}:", f"add {name} = …, {_called(self.takes[name])}.", name

    def unsaid(self, template: str) -> Iterator[tuple[str, str]]:
        """(what, mend) where a text has braces that this form does not fill."""
        try:
            fields = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
        except ValueError:
            yield "has a brace without its other one:", "write {name of a field}."
            return
        for field in fields:
            if field not in self.fields:
                yield f"says {{{field}}}, which this form does not know", hint(field, self.fields)

    def owned(self, args: Mapping[str, Any]) -> tuple[str, ...]:
        """Whose bars or rates it draws with these arguments, as `config.TERMS` names them."""
        drawn = dict.fromkeys(self.owners)
        for name, value in args.items():
            for what, word in _drawn(value, self.takes[name]):
                drawn[ARTICLE.owners.get(word, "fred") if what == "rate" else "yahoo"] = None
        return tuple(drawn)


FORMS: dict[str, Form] = {}
F = typing.TypeVar("F", bound=Callable[..., Drawing])


def form(
    fields: str = "", *, owners: tuple[str, ...] = (), alone: bool = False, reads: tuple[object, ...] = ()
) -> Callable[[F], F]:
    """Register a form under its function's name: after `data` each parameter is an argument of the table. Where the article lacks what it `reads` whatever they are, it is left out."""

    def register(function: F) -> F:
        if config.lacks(function.__name__, reads):
            return function
        hints = typing.get_type_hints(function, include_extras=True)
        listed = list(inspect.signature(function).parameters.values())[1:]
        needed = frozenset(p.name for p in listed if p.default is inspect.Parameter.empty)
        takes = {p.name: hints[p.name] for p in listed}
        FORMS[function.__name__] = Form(function, takes, needed, tuple(fields.split()), owners, alone)
        return function

    return register


def given(value: Any) -> Any:
    """A value of TOML as a form takes it: lists are tuples."""
    if isinstance(value, list):
        return tuple(map(given, value))
    return {key: given(one) for key, one in value.items()} if isinstance(value, dict) else value


def _apart(kind: Any) -> tuple[Any, tuple[Any, ...], Names | None]:
    """The type of an annotation, its parts, and what its texts name."""
    names = next((note for note in getattr(kind, "__metadata__", ()) if isinstance(note, Names)), None)
    kind = kind.__origin__ if names else kind
    return typing.get_origin(kind) or kind, typing.get_args(kind), names


def _called(kind: Any) -> str:
    """What an argument has to be, in words."""
    origin, parts, names = _apart(kind)
    if origin is tuple:
        return f"a list, each {_called(parts[0])}"
    if origin in (dict, Mapping):
        return f"a table: {_called(parts[0])} = {_called(parts[1])}"
    return f"the key of a {names.what}" if names else TYPES[origin][1]


def _wrong(value: Any, kind: Any, known: Vocabulary) -> Iterator[tuple[str, str]]:
    origin, parts, names = _apart(kind)
    held: tuple[type, ...] = {tuple: (list,), Mapping: (dict,), dict: (dict,)}.get(origin) or TYPES[origin][0]
    sound = isinstance(value, held) and not (origin is date and isinstance(value, datetime))
    if not sound or (isinstance(value, bool) and origin is not bool) or value in ([], {}):
        yield f"is {value!r}", f"it has to be {_called(kind)}."
    elif origin is tuple:
        for one in value:
            yield from _wrong(one, parts[0], known)
    elif origin in (dict, Mapping):
        for key, one in value.items():
            yield from _wrong(key, parts[0], known)
            yield from _wrong(one, parts[1], known)
    elif names and names.what in known and value not in known[names.what]:
        yield f"names the {names.what} {value!r}, which there is not", hint(value, known[names.what])


def _drawn(value: Any, kind: Any) -> Iterator[tuple[str, str]]:
    origin, parts, names = _apart(kind)
    if origin is tuple:
        for one in value:
            yield from _drawn(one, parts[0])
    elif origin in (dict, Mapping):
        for key, one in value.items():
            yield from _drawn(key, parts[0])
            yield from _drawn(one, parts[1])
    elif names and names.drawn:
        yield names.what, value


def vocabulary(metrics: typing.Collection[str], facts: typing.Collection[str] | None) -> Vocabulary:
    """The keys that arguments may name; without facts, which are broken themselves, theirs are not looked at."""
    known: dict[str, typing.Collection[str]] = {
        "metric": metrics, "symbol": config.SYMBOLS, "rate": config.RATES,
    }  # fmt: skip
    return known if facts is None else {**known, "fact": facts}
