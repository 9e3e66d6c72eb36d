"""How a form of chart is declared: @form, and what is then known of the arguments that a table of facts/charts.toml gives it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from generator import config
from generator.charts.arguments import Check, Vocabulary, apart, called, named, wrong
from generator.charts.record import Drawing
from generator.config import ARTICLE
from generator.facts.record import Fact as Record
from generator.facts.tables import hint
from generator.metrics.declaration import Spec


@dataclass(frozen=True)
class Form:
    """A form of chart, beside its function: what it takes by name, and what an `alt` or a `caption` may say in braces."""

    function: Callable[..., Drawing]
    takes: Mapping[str, Any]  # argument -> its annotation
    needed: frozenset[str]
    fields: tuple[str, ...]
    owners: tuple[str, ...]  # whose series it draws, whatever its arguments
    alone: bool  # without a series it draws what was published
    checks: tuple[Check, ...] = ()  # how its arguments go together

    @property
    def does(self) -> str:
        """What it draws, as its function says."""
        return inspect.cleandoc(self.function.__doc__ or "").removesuffix(".")

    @property
    def told(self) -> str:
        """Its arguments in words."""
        takes = (
            f"{n}{'' if n in self.needed else ' (may be left out)'}: {called(k)}"
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
        told = [*self._each(table, known)]
        yield from told
        if not told:  # each is sound alone
            for check in self.checks:
                yield from check(table, known)

    def _each(self, table: Mapping[str, Any], known: Vocabulary) -> Iterator[tuple[str, str, str]]:
        for name, value in table.items():
            if name not in self.takes:
                yield f"gives {name}, which this form does not take", hint(name, self.takes), name
                continue
            for what, mend in wrong(value, self.takes[name], known):
                yield f"{name} {what}", mend, name
        for name in sorted(self.needed - table.keys()):
            yield f"lacks {name}:", f"add {name} = …, {called(self.takes[name])}.", name

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
    fields: str = "",
    *checks: Check,
    owners: tuple[str, ...] = (),
    alone: bool = False,
    reads: tuple[object, ...] = (),
) -> Callable[[F], F]:
    """Register a form under its function's name: after `data` each parameter is an argument of the table, and `checks` hold how they go together. Where the article lacks what it `reads` whatever they are, it is left out."""

    def register(function: F) -> F:
        if config.lacks(function.__name__, reads):
            return function
        hints = typing.get_type_hints(function, include_extras=True)
        listed = list(inspect.signature(function).parameters.values())[1:]
        needed = frozenset(p.name for p in listed if p.default is inspect.Parameter.empty)
        takes = {p.name: hints[p.name] for p in listed}
        FORMS[function.__name__] = Form(function, takes, needed, tuple(fields.split()), owners, alone, checks)
        return function

    return register


def given(value: Any) -> Any:
    """A value of TOML as a form takes it: lists are tuples."""
    if isinstance(value, list):
        return tuple(map(given, value))
    return {key: given(one) for key, one in value.items()} if isinstance(value, dict) else value


def _drawn(value: Any, kind: Any) -> Iterator[tuple[str, str]]:
    origin, parts, _ = apart(kind)
    if origin is tuple:
        for one in value:
            yield from _drawn(one, parts[0])
    elif origin in (dict, Mapping):
        for key, one in value.items():
            yield from _drawn(key, parts[0])
            yield from _drawn(one, parts[1])
    elif (names := named(kind)) and names.drawn:
        yield names.what, value


def vocabulary(metrics: Mapping[str, Spec], facts: Mapping[str, Record] | None) -> Vocabulary:
    """What arguments may name; without facts, which are broken themselves, theirs are not looked at."""
    known: dict[str, typing.Collection[str]] = {
        "metric": {key: spec.measured(spec.defaults) for key, spec in metrics.items()},
        "symbol": config.SYMBOLS,
        "rate": config.RATES,
    }
    if facts is None:
        return known
    ranges = {key: fact.unit for key, fact in facts.items() if None not in (fact.low, fact.high)}
    return {**known, "fact": {key: fact.unit for key, fact in facts.items()}, "range": ranges}
