"""Resolvers: how a forecast is settled, as registered pure functions `Case -> Reading`.

A rule is a function under @rule in a module of this folder; its name is what facts/forecasts.toml names. It
sees only the market in its case, which ends on the due day at the latest. It says in `words` when a forecast
came true and when it failed, and raises MissingInput where its data do not reach.

An argument is declared with the kind its parameter has: a date, a whole number, a choice, a symbol, `Meetings`, a `Span`
(a fact of kind forecast: all that its wording allows) or a `Level` (a number, a fact with one value, or one end of a range as
`model_bands.high`), with the unit and the sign that it `Takes`. A published number is never typed a second time.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NewType, TypeVar

from generator import config
from generator.facts.record import Condition
from generator.ledger.record import Path, Standing
from generator.market.record import Market


@dataclass(frozen=True)
class Takes:
    """What a published figure has to be so that a rule can hold it against its own: a unit, and a side of zero."""

    units: tuple[str, ...]
    sign: int = 0  # -1: all that the wording allows lies below zero; 1: no figure below zero; 0: either

    def __init__(self, *units: str, sign: int = 0) -> None:
        object.__setattr__(self, "units", units)
        object.__setattr__(self, "sign", sign)


Symbol = NewType("Symbol", str)
Meetings = NewType("Meetings", tuple[date, ...])  # days of article.toml on which the committee decides
Level = NewType("Level", float)
Guard = NewType("Guard", str)  # a condition over metrics, in the grammar of generator/expressions.py
FUND = Symbol(config.FUND)


@dataclass(frozen=True)
class Span:
    """A published figure as a rule sees it: what its wording allows, and how it was printed."""

    allowed: tuple[float | None, float | None]
    printed: str
    middle: float  # the figure itself, the middle of a range, the one end of an open one


NO_SPAN = Span((None, None), "", 0.0)  # where a rule can do without


def _nobody(key: str) -> Standing:
    raise LookupError(f"this case knows no other forecast, hence no {key!r}")


@dataclass(frozen=True)
class Case:
    """What a rule may read. `market` ends on the due day, or before it; then `final` is False.

    Where nobody looks at its path it is not `drawn`.
    """

    market: Market
    said: date
    due: date
    final: bool
    conditions: tuple[Condition, ...] = ()
    standing: Callable[[str], Standing] = field(default=_nobody)  # of another forecast, on this market
    drawn: bool = True


@dataclass(frozen=True)
class Reading:
    """How a forecast stands on the market of its case.

    `holds` is None where it cannot be told. With `decided`, a date up to the market's, nothing later can
    change it any more, even before the due day. `values` are numbers by the name of the argument they answer.
    """

    holds: bool | None
    evidence: str
    progress: str = ""
    decided: date | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    path: Path | None = None
    conditions: tuple[Any, ...] = ()


Function = Callable[..., Reading]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Rule:
    """A resolver with its words; `parameters` are kinds by name, `required` those without a default."""

    key: str
    words: str
    function: Function
    parameters: Mapping[str, Any]
    required: tuple[str, ...]
    takes: Mapping[str, Takes]  # of a figure, by parameter
    also: str = ""  # what people call it besides, for a search

    @property
    def told(self) -> str:
        """Its arguments in words, each with the units that it takes."""
        if not self.parameters:
            return "It takes no arguments, and conditions = [{ text = … }]"
        each = (
            f"{name}{'' if name in self.required else ' (may be left out)'}: {_called(kind, self.takes.get(name))}"
            for name, kind in self.parameters.items()
        )
        return f"It takes in args {'; '.join(each)}"


def _called(kind: Any, takes: Takes | None) -> str:
    """What an argument has to be, in words."""
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(f'"{word}"' for word in typing.get_args(kind))
    parts = [part for part in typing.get_args(kind) if part is not type(None)] or [kind]
    text = CALLED[parts[0]]
    side = {-1: ", all of it below zero", 0: "", 1: ""}[takes.sign] if takes else ""
    return f"{text}, in {' or '.join(takes.units)}{side}" if takes else text


CALLED = {
    Symbol: "a symbol",
    Span: "the key of a fact of kind forecast",
    Meetings: "a list of days of article.toml's meetings",
    Level: "a number or the key of a fact",
    Guard: "a condition such as 'sma_200 < close'",
    str: "a text in quotes",
    int: "a whole number",
    date: "a date such as 2026-01-30",
}
REGISTRY: dict[str, Rule] = {}


def rule(words: str, *reads: str, also: str = "") -> Callable[[F], F]:
    """Register a function under its name; `words` say when a forecast came true and when it failed, `also` what people call it.

    Where the article lacks a series that it `reads` it is left out.
    """

    def register(function: F) -> F:
        if config.lacks(function.__name__, reads):
            return function
        kinds = typing.get_type_hints(function)
        noted = typing.get_type_hints(function, include_extras=True)
        listed = [p for p in inspect.signature(function).parameters.values() if p.name != "case"]
        REGISTRY[function.__name__] = Rule(
            function.__name__,
            words,
            function,
            {p.name: kinds[p.name] for p in listed},
            tuple(p.name for p in listed if p.default is inspect.Parameter.empty),
            {p.name: t for p in listed for t in getattr(noted[p.name], "__metadata__", ())},
            also,
        )
        return function

    return register


for _name in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_name}")
