"""Registered pure functions `Market -> number`.

A metric is a function under @metric in a module of this folder; its name is its key everywhere. A new
module is found by itself. A function raises MissingInput where an input is missing and never returns NaN.
Parameters after the market have defaults, so that every metric can be listed; a fact may set others.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from generator.config import PROVIDERS
from generator.errors import MissingInput
from generator.market import noted
from generator.market.record import Market
from generator.metrics.record import Metric, Value

Function = Callable[..., Value]
F = TypeVar("F", bound=Function)

YAHOO = "Yahoo Finance, daily bars"
FRED = "FRED, Federal Reserve Bank of St. Louis"
ISSUER = "iShares, holdings file"
OPTIONS = "Yahoo Finance, option chain"

# the article's order, which the page of all numbers keeps; a module not named here comes after, by name
ORDER = (
    "levels",
    "returns",
    "spans",
    "relative",
    "trend",
    "risk",
    "rates",
    "sensitivity",
    "holdings",
    "fund",
    "options",
    "history",
)


@dataclass(frozen=True)
class Spec:
    """What a metric says of itself, beside its function."""

    key: str
    label: str
    unit: str
    digits: int
    definition: str
    source: str
    group: str
    form: str
    function: Function
    dated: str = ""  # the metric that gives this one's day, where that is not the session


REGISTRY: dict[str, Spec] = {}


def metric(
    label: str,
    unit: str,
    digits: int,
    definition: str,
    source: str = YAHOO,
    *,
    form: str = "",
    key: str = "",
    dated: str = "",
) -> Callable[[F], F]:
    """Register a function. `form` names a format other than the unit's own ("signed", "date" …).

    `dated` names the metric that gives the day of what was read, where that is not the market's session.
    `key` is for families made in a loop; elsewhere the function's name is the key.
    """

    def register(function: F) -> F:
        name = key or function.__name__
        if name in REGISTRY:
            raise ValueError(f"two metrics are called {name!r}")
        group = function.__module__.rsplit(".", 1)[-1]
        REGISTRY[name] = Spec(name, label, unit, digits, definition, source, group, form, function, dated)
        return function

    return register


def evaluate(key: str, market: Market, args: Mapping[str, Any] | None = None) -> Value:
    """The value of one metric on a market; MissingInput where its data do not reach."""
    value = REGISTRY[key].function(market, **(args or {}))
    if isinstance(value, str):
        return value
    number = float(value)
    if not math.isfinite(number):
        raise ArithmeticError(f"metric {key!r} gave {number}: it has to raise MissingInput instead")
    return number


def compute(market: Market) -> dict[str, Metric]:
    """Every registered metric on this market, by key, in the order of the registry."""
    return {key: one(key, market) for key in REGISTRY}


def one(key: str, market: Market) -> Metric:
    """One registered metric on this market; where it has no value it says why."""
    spec = REGISTRY[key]
    value: Value | None
    day = market.as_of
    with noted() as inputs:
        try:
            value, missing = evaluate(spec.key, market), ""
            if spec.dated:
                day = date.fromisoformat(str(evaluate(spec.dated, market)))
        except MissingInput as gap:
            value, missing = None, str(gap)
    return Metric(
        key=spec.key,
        label=spec.label,
        value=value,
        unit=spec.unit,
        digits=spec.digits,
        definition=spec.definition,
        source=_source(spec, inputs, market),
        as_of=day,
        origin=market.origin,
        group=spec.group,
        form=spec.form,
        missing=missing,
        inputs=tuple(inputs),
    )


def _source(spec: Spec, inputs: Iterable[str], market: Market) -> str:
    """Whose data it is: as declared, with the vendors of the bars as the snapshot's manifest names them."""
    files = market.manifest.get("files", {})
    bars = [
        str(files[name].get("source", "")) for name in inputs if name.startswith("prices/") and name in files
    ]
    named = dict.fromkeys(PROVIDERS.get(key, key) for told in bars for key in told.split(" + ") if key)
    return spec.source.replace(YAHOO, f"{' and '.join(named)}, daily bars") if named else spec.source


_found = sorted(m.name for m in pkgutil.iter_modules(__path__))
for _module in sorted(_found, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
    importlib.import_module(f"{__name__}.{_module}")
