"""How a metric is declared: @metric, and what the registry then knows of it."""

from __future__ import annotations

import inspect
import json
import math
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import Any, TypeVar

from generator.config import ISSUER_PRODUCT, LACKED, SYMBOLS, lacks
from generator.config import OPTIONS as COUNTED
from generator.market.record import Market
from generator.metrics.dimensions import Choice, Dimension, Stated
from generator.metrics.holes import sure
from generator.metrics.record import Definition, Value
from generator.words import Name, Words, say

Function = Callable[..., Value]
F = TypeVar("F", bound=Function)

EITHER = ("%", "pp", "x", "date", "name")  # units whose numbers may lie on either side of zero
YAHOO = "Yahoo Finance, daily bars"
FRED = "FRED, Federal Reserve Bank of St. Louis"
ISSUER = "iShares, holdings file"
HISTORY = "iShares, the fund's history"
OPTIONS = "Yahoo Finance, option chain"
RESTS = {ISSUER: ISSUER_PRODUCT, HISTORY: ISSUER_PRODUCT, OPTIONS: COUNTED}  # what an article has a source by


@dataclass(frozen=True)
class Spec:
    """What a metric says of itself, beside its function."""

    key: str
    label: str  # as is `definition`, a template over the parameters
    unit: str
    digits: int
    definition: str
    source: str
    group: str
    form: str
    function: Function
    defaults: Stated
    dimensions: Mapping[str, Dimension]  # by parameter, in the order in which they are declared
    kinds: Mapping[str, Any]  # the type of each
    sign: int = 0  # -1: never above zero; 1: never below; 0: either
    dated: str = ""  # the metric that gives this one's day, where that is not the session
    pinned: bool = False  # the figure names its day or window: an earlier session cannot stand in for it
    usual: tuple[str, str] = ("", "")  # at {usual} in the definition: the defaults in words, and "another" …
    cases: Callable[..., Mapping[Any, float]] | None = (
        None  # of a mean: what it is the mean of, as the metric takes it
    )
    also: str = ""  # what people call it besides, for a search
    absent: str = ""  # when a sound snapshot has none, in words: a sentence shows it in a branch alone
    error: Callable[..., float] | None = None  # standard error of a slope, as the metric takes it
    together: tuple[str, Any, str] | None = (
        None  # a parameter's other value, tried with each choice of a second one
    )

    def stated(self, args: Stated) -> dict[str, Any]:
        """Every parameter as declared, a claim's or a caller's arguments going first; a list of TOML is a tuple."""
        chosen = {name: tuple(value) if isinstance(value, list) else value for name, value in args.items()}
        if unknown := chosen.keys() - self.dimensions.keys():
            raise TypeError(f"metric {self.key!r} has no dimension {', '.join(sorted(unknown))}")
        return {**self.defaults, **chosen}

    def reckon(self, market: Market, stated: Stated) -> Value:
        """The value with every parameter given, MissingInput where a session that a symbol lacks would change it."""
        return sure(market, lambda known: self._value(known, stated), self.digits)

    def _value(self, market: Market, stated: Stated) -> Value:
        """The function's value; ArithmeticError where it gives no number."""
        value = self.function(market, **stated)
        if isinstance(value, str):
            return value
        number = float(value)
        if not math.isfinite(number):
            raise ArithmeticError(f"metric {self.key!r} gave {number}: it has to raise MissingInput instead")
        return number

    def others(
        self, market: Market, stated: Stated, named: Collection[str] = ()
    ) -> Iterator[tuple[Choice, dict[str, Any]]]:
        """Every usual choice but the stated ones, one dimension changed at a time, with all parameters; none of a `named` one."""
        for name, dimension in self.dimensions.items():
            if name in named:
                continue
            for choice in dimension.others(market, stated):
                if choice.value != stated[name]:
                    yield choice, {**stated, name: choice.value}
        if self.together:
            first, value, second = self.together
            given = {**stated, first: value}
            fixed = [one for one in self.dimensions[first].others(market, stated) if one.value == value]
            for choice in self.dimensions[second].others(market, given) if fixed else ():
                yield (
                    Choice(Words(fixed[0].words, ", and ", choice.words), choice.value),
                    {**given, second: choice.value},
                )

    def labelled(self, args: Stated) -> Words:
        """The label; of another symbol it says so, where it names none."""
        label = say(self.label, **self._named(args))
        return (
            label + say(", {symbol}", **self._named(args))
            if "symbol" in self._unnamed(self.label, args)
            else label
        )

    def defined(self, args: Stated) -> Definition:
        """How it is reckoned, with what `args` set."""
        before, _, after = self.definition.partition("{usual}")
        named = self._named(args)
        set_here = self._unnamed(self.definition, args)
        told = {name: self.dimensions[name].tell(name, value) for name, value in set_here.items()}
        return Definition(
            say(before, **named), *self.usual, after=say(after, **named), chosen=set_here, told=told
        )

    def _named(self, args: Stated) -> dict[str, Any]:
        """What label and definition may name; symbols as names."""
        stated = self.stated(args)
        return {n: Name(v) if isinstance(v, str) and v in SYMBOLS else v for n, v in stated.items()}

    def _unnamed(self, template: str, args: Stated) -> dict[str, Any]:
        """The arguments that a template does not name by itself."""
        fields = {field for _, field, _, _ in Formatter().parse(template)}
        stated = self.stated(args)
        return {name: stated[name] for name in args if name not in fields}

    @property
    def takes(self) -> str:
        """What a fact's args may choose, in words; "" where nothing."""
        return "; ".join(f"{name}: {_called(self.kinds[name], one)}" for name, one in self.dimensions.items())

    def measured(self, args: Stated) -> str:
        """The unit; an index has points where a fund has dollars."""
        return "points" if self.unit == "USD" and str(args.get("symbol", "")).startswith("^") else self.unit


def _called(kind: Any, dimension: Dimension) -> str:
    """What a choice along a dimension has to be, in words."""
    if typing.get_origin(kind) is typing.Literal:
        return ", ".join(map(json.dumps, typing.get_args(kind)))
    if typing.get_origin(kind) is tuple:
        return 'a sampling and a count such as ["month", 36]'
    if kind is str:
        return (
            "a symbol"
            if set(dimension.known) == set(SYMBOLS)
            else ", ".join(map(json.dumps, dimension.known))
        )
    return {bool: "true or false", int: "a whole number", float: "a number", date: "a date"}[kind]


REGISTRY: dict[str, Spec] = {}


def metric(
    label: str,
    unit: str,
    digits: int,
    definition: str = "",
    source: str = YAHOO,
    *,
    form: str = "",
    sign: int | None = None,
    key: str = "",
    dated: str = "",
    pinned: bool = False,
    usual: tuple[str, str] = ("", ""),
    cases: Callable[..., Mapping[Any, float]] | None = None,
    also: str = "",
    absent: str = "",
    error: Callable[..., float] | None = None,
    together: tuple[str, Any, str] | None = None,
    **defaults: Any,
) -> Callable[[F], F]:
    """Register a function; its definition is given, or is its docstring, of one sentence. `form` names a format other than the unit's own ("signed", "date" …).

    `sign` is -1 where the number is never above zero; a price or a count that shows no sign is never below it.
    `dated` names the metric that gives the day of what was read, where that is not the market's session. `pinned`
    says that the figure names its day or window. `key` is for several metrics of one function; elsewhere the
    function's name is the key. `usual` are the defaults in words, and what a claim may name in their place, as
    they stand at `{usual}` in the definition. `cases` gives what a mean over a few cases is the mean of: a claim about a
    rule is held against their interval; `error` gives the standard error of a slope, and a claim is held against its interval. `also` is what people call it besides: `invoke find` knows it by these words
    too. `absent` says when a sound snapshot gives none, such as "on the day of publication": prose then shows it in
    a branch. `together` is a parameter's other value that is also tried with each choice of a second one. `defaults` go before those of the function. A metric one of whose defaults or sources the article lacks is
    left out.
    """

    def register(function: F) -> F:
        name = key or function.__name__
        if name in REGISTRY or name in LACKED:
            raise ValueError(f"two metrics are called {name!r}")
        declared, dimensions, kinds = _declared(function)
        if unknown := defaults.keys() - declared.keys():
            raise ValueError(f"metric {name!r} sets {', '.join(unknown)}, which its function does not take")
        if lacking := [n for n, value in (declared | defaults).items() if value is inspect.Parameter.empty]:
            raise ValueError(f"metric {name!r} has no default for {', '.join(lacking)}")
        if lacks(name, [*{**declared, **defaults}.values(), *(e for s, e in RESTS.items() if s in source)]):
            return function
        side = sign if sign is not None else int(form != "signed" and unit not in EITHER)
        group = function.__module__.rsplit(".", 1)[-1]
        REGISTRY[name] = Spec(
            name, label, unit, digits, definition or str(function.__doc__), source, group, form, function,
            MappingProxyType(declared | defaults), MappingProxyType(dimensions), MappingProxyType(kinds), side, dated, pinned or bool(dated), usual, cases, also, absent,
            error, together,
        )  # fmt: skip
        return function

    return register


@cache
def _declared(function: Function) -> tuple[dict[str, Any], dict[str, Dimension], dict[str, Any]]:
    """The defaults of a function's parameters after the market; dimensions and types of those that have one."""
    hints = typing.get_type_hints(function, include_extras=True)
    listed = list(inspect.signature(function).parameters.values())[1:]
    dimensions, kinds = {}, {}
    for name in (p.name for p in listed):
        for note in getattr(hints[name], "__metadata__", ()):
            if isinstance(note, Dimension):
                dimensions[name], kinds[name] = note, hints[name].__origin__
    return {p.name: p.default for p in listed}, dimensions, kinds
