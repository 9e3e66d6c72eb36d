"""The vendor's fund figures field by field: the unit it gives, the unit we keep, and what is believable.

It mixes fractions, percent and reciprocals without saying so; a figure outside its bounds has most likely
changed its unit and is left out, which is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def _same(value: float) -> float:
    return value


def _percent(value: float) -> float:
    return value * 100


def _inverse(value: float) -> float:
    return 1 / value if value else math.nan


@dataclass(frozen=True)
class Field:
    """One column of fund.csv and where it comes from."""

    where: str  # "quote": Ticker.info; "averages": funds_data.equity_holdings
    key: str
    given: str  # unit there
    unit: str  # unit here
    convert: Callable[[float], float]
    low: float
    high: float


FIELDS: dict[str, Field] = {
    "total_assets": Field("quote", "totalAssets", "USD", "USD", _same, 1e8, 1e13),
    "nav": Field("quote", "navPrice", "USD", "USD", _same, 1, 1e5),
    "yield": Field("quote", "yield", "fraction", "%", _percent, 0.01, 15),
    "expense_ratio": Field("quote", "netExpenseRatio", "%", "%", _same, 0.01, 3),
    "pe": Field("averages", "Price/Earnings", "reciprocal", "x", _inverse, 3, 200),
    "pb": Field("averages", "Price/Book", "reciprocal", "x", _inverse, 0.3, 50),
    "ps": Field("averages", "Price/Sales", "reciprocal", "x", _inverse, 0.1, 50),
    "pcf": Field("averages", "Price/Cashflow", "reciprocal", "x", _inverse, 1, 200),
}


def figures(where: str, answer: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    """The believable figures of an answer in our units, and a note for each that came and is not."""
    values, notes = {}, []
    for name, field in FIELDS.items():
        given = answer.get(field.key)
        if field.where != where or given is None or given != given:
            continue
        try:
            value = field.convert(float(given))
        except (TypeError, ValueError):
            value = math.nan
        if field.low <= value <= field.high:
            values[name] = float(f"{value:.7g}")
        else:
            notes.append(f"{field.key} {given!r}, taken for a {field.given}, is not believable and left out")
    return values, notes
