"""Sessions that a symbol lacks: a number that would depend on one of them is not told.

Whether it depends is tried: the number is reckoned with the missing bar between its neighbours, and as far below and
above them as is believable. Where all give the same, the day does not matter, and that is the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from weakref import WeakKeyDictionary

import pandas as pd

from generator import config
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.record import Value

Reckon = Callable[[Market], Value]
_filled: WeakKeyDictionary[Market, dict[tuple[str, int], Market]] = WeakKeyDictionary()


def sure(market: Market, reckon: Reckon, digits: int) -> Value:
    """What `reckon` gives whatever the missing bars were, to the digits shown; MissingInput naming one that matters."""
    if not market.holes:
        return reckon(market)
    between = reckon(filled(market, "", 0))
    for symbol, days in market.holes.items():
        for power in (-1, 1):
            other = reckon(filled(market, symbol, power))
            if (
                between != other
                if isinstance(between, str)
                else abs(between - float(other)) > 0.05 * 10**-digits
            ):
                file = f"prices/{symbol.removeprefix('^')}.csv"
                raise MissingInput("{input} has no row of {since}", input=file, since=days[-1])
    return between


def filled(market: Market, symbol: str, power: int) -> Market:
    """The market with a bar in every hole, between its neighbours; of one symbol its believable move below or above them."""
    known = _filled.setdefault(market, {})
    if (symbol, power) not in known:
        bars = {name: _bars(market, name, power * (name == symbol)) for name in market.holes}
        known[symbol, power] = replace(market, bars=MappingProxyType({**market.bars, **bars}), holes={})
    return known[symbol, power]


def _bars(market: Market, symbol: str, power: int) -> pd.DataFrame:
    frame = market.bars[symbol]
    bars = frame.reindex(frame.index.union(market.holes[symbol]))
    level = (bars["close"].ffill() + bars["close"].bfill()) / 2 * config.SYMBOLS[symbol] ** power
    for name in ("open", "high", "low", "close"):
        bars[name] = bars[name].fillna(level)
    bars["volume"] = bars["volume"].fillna(frame["volume"].median() * 2.0**power)
    return bars.fillna(0.0)
