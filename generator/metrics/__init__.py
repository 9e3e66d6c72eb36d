"""Every number once: a registered function of the market, with the dimensions in which usage differs.

A metric is a function under @metric in a module of this folder; its name is its key everywhere. A new module is
found by itself. A function raises MissingInput where an input is missing and never returns NaN.

Its parameters after the market say how it is reckoned, with a default each, so that it can be listed. One that is
annotated with a `Dimension` may be chosen otherwise: by a claim's `args`, by a slot's `of SYMBOL` (the dimension
`symbol`), and by the ledger's explorer, which tries the dimension's usual other choices. One that is not is part of
what the metric is, as the 14 of `rsi_14`. That is the whole declaration:

    @metric("RSI, 14 sessions", "points", 1)
    def rsi_14(market: Market, window: int = 14, smoothing: Smoothing = "wilder", symbol: Symbol = FUND) -> float:
        \"\"\"Wilder's relative strength index of closes.\"\"\"

Where several metrics are one arithmetic, its function is registered once for each, under a key, with the defaults
that differ: `metric("52-week low", …, key="low_52w", high=False)(extreme)`. Label and definition are templates over
the parameters: "Close {symbol:the} …". `at DAY` is `market.upto(DAY)` for all alike.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from generator.config import PROVIDERS
from generator.errors import MissingInput
from generator.market import Late, noted
from generator.market.record import Market
from generator.metrics.declaration import FRED, HISTORY, ISSUER, OPTIONS, REGISTRY, YAHOO, Spec, metric
from generator.metrics.record import Metric, Value

LATE = timedelta(days=5)  # that the newest bar of a symbol may lag without the others waiting for it
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
    "flows",
    "options",
    "history",
)


def evaluate(key: str, market: Market, args: Mapping[str, Any] | None = None) -> Value:
    """The value of one metric on a market; MissingInput where its data do not reach.

    `args` choose along its dimensions; what they leave out is as declared.
    """
    spec = REGISTRY[key]
    return spec.reckon(market, spec.stated(args or {}))


def compute(market: Market) -> dict[str, Metric]:
    """Every registered metric on this market, by key, in the order of the registry."""
    return {key: one(key, market) for key in REGISTRY}


def one(key: str, market: Market, **args: Any) -> Metric:
    """One registered metric on this market, with choices of the caller's; where it has no value it says why.

    `one("return_1y_total", market.upto(day), symbol="SPY")` is what a slot writes as `of SPY at DAY`.
    """
    spec = REGISTRY[key]
    value: Value | None
    day = market.as_of
    with noted() as inputs:
        try:
            value, seen = _common(spec, market, args)
            missing, day = "", _observed(inputs, seen)
            if spec.dated:
                shared = {n: v for n, v in args.items() if n in REGISTRY[spec.dated].dimensions}
                day = date.fromisoformat(str(evaluate(spec.dated, market, shared)))
        except MissingInput as gap:
            value, missing = None, gap.missing
    return Metric(
        key=spec.key,
        label=spec.labelled(args),
        value=value,
        unit=spec.measured(args),
        digits=spec.digits,
        definition=spec.defined(args).words,
        source=_source(spec, inputs, market),
        as_of=day,
        origin=market.origin,
        group=spec.group,
        form=spec.form,
        missing=missing,
        inputs=tuple(inputs),
    )


def _common(spec: Spec, market: Market, args: Mapping[str, Any]) -> tuple[Value, Market]:
    """The value and the market it was told on: where a symbol's newest bar is late, that of the last session in common."""
    seen = market
    while True:
        try:
            return evaluate(spec.key, seen, args), seen
        except Late as gap:
            last = min(frame.index[-1].date() for frame in seen.bars.values() if _late(frame, market))
            if not last < seen.as_of:
                raise gap
            seen = market.upto(last)


def _late(frame: pd.DataFrame, market: Market) -> bool:
    """Whether bars end no further back than a session may be late."""
    last: date = frame.index[-1].date()
    return last >= market.as_of - LATE


def _observed(inputs: Iterable[str], market: Market) -> date:
    """The day of a number that rests on rates alone: that of the last observation which all of them have."""
    series = [Path(name).stem for name in inputs if name.startswith("rates/")]
    if not series or len(series) < len([*inputs]):
        return market.as_of
    shared = pd.DatetimeIndex(reduce(pd.Index.intersection, (market.rates[name].index for name in series)))
    return shared[-1].date() if len(shared) else market.as_of


def listed(key: str, symbol: str) -> str:
    """The registered metric that is another one of this symbol: of `return_1y_total` and SPY `spy_return_1y_total`; "" where none is."""
    spec = REGISTRY[key]
    wanted = spec.stated({"symbol": symbol})
    same = (other.key for other in REGISTRY.values() if other.function is spec.function)
    return next((name for name in same if REGISTRY[name].defaults == wanted), "")


def _source(spec: Spec, inputs: Iterable[str], market: Market) -> str:
    """Whose data it is: as declared, with the vendors of the bars as the snapshot's manifest names them; of simulated ones nobody's."""
    if market.origin == "simulated":
        return market.origin
    files = market.manifest.get("files", {})
    bars = [
        str(files[name].get("source", "")) for name in inputs if name.startswith("prices/") and name in files
    ]
    named = dict.fromkeys(PROVIDERS.get(key, key) for told in bars for key in told.split(" + ") if key)
    return spec.source.replace(YAHOO, f"{' and '.join(named)}, daily bars") if named else spec.source


_found = sorted(m.name for m in pkgutil.iter_modules(__path__))
for _module in sorted(_found, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
    importlib.import_module(f"{__name__}.{_module}")
