"""What of a chart may leave the house, by the terms of whose data it draws (`config.TERMS`).

`series`: all of it. `points`: what the picture shows, rounded to a thousandth of its axis, in the picture, in its spec
and in its table alike. `picture`: a drawing alone, of at most one point a week.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from generator import config
from generator.charts.parts import Spec

Rows = list[dict[str, Any]]
STRICTEST_FIRST = ("picture", "points", "series")


def of(owners: Iterable[str]) -> str:
    """The strictest of some owners' terms."""
    if config.PUBLISH_SERIES:
        return "series"
    return min((config.TERMS[owner] for owner in owners), key=STRICTEST_FIRST.index, default="series")


def kept(plots: Iterable[Spec], terms: str) -> None:
    """Have the rows of each plot keep to the terms; each layer still has rows of its own."""
    for plot in plots if terms != "series" else ():
        if not (ends := reach(plot)):
            continue
        grid = step(*ends)
        for layer in plot["layer"]:
            rows = layer["data"]["values"]
            if terms == "picture":
                rows[:] = _weekly(rows)
            for field in {layer["encoding"].get(name, {}).get("field") for name in ("y", "y2")}:
                for row in rows:
                    if isinstance(row.get(field), float):
                        row[field] = rounded(row[field], grid)


def table(frame: pd.DataFrame, plots: Iterable[Spec], terms: str) -> pd.DataFrame | None:
    """A chart's table by the terms: each column as its plot's axis has it, none where only the picture may leave."""
    if terms == "picture":
        return None
    if terms == "series":
        return frame
    axes, out = [ends for plot in plots if (ends := reach(plot))], frame.copy()
    for name in out.select_dtypes("float") if axes else ():
        # of several plots, the one that was made for such values
        holding = [ends for ends in axes if out[name].dropna().between(*ends).all()] or axes
        grid = step(*min(holding, key=lambda ends: ends[1] - ends[0]))
        out[name] = [rounded(value, grid) if value == value else value for value in out[name]]
    return out


def step(low: float, high: float) -> tuple[int, int]:
    """About a thousandth of an axis, as a count of units of some decimal place: 1, 2 or 5 of them."""
    exact = (high - low) / 1000
    place = math.floor(math.log10(exact))
    steps = [(1, place), (2, place), (5, place), (1, place + 1)]
    return min(steps, key=lambda step: abs(math.log(step[0] * 10.0 ** step[1] / exact)))


def rounded(value: float, step: tuple[int, int]) -> float:
    """The nearest multiple of a step."""
    count, place = step
    unit = count * 10.0**place
    return round(round(value / unit) * unit, max(0, -place))


def reach(plot: Spec) -> tuple[float, float] | None:
    """The ends of a plot's vertical axis; bars of published figures alone have none."""
    return next(_domains(plot), None)


def _domains(plot: Spec) -> Iterator[tuple[float, float]]:
    for layer in plot["layer"]:
        low, *_, high = layer["encoding"].get("y", {}).get("scale", {}).get("domain", (0, 0))
        if high > low:
            yield low, high


def _weekly(rows: Rows) -> Rows:
    """The last row of each week; rows without a date stay."""
    last: dict[Any, dict[str, Any]] = {}
    for n, row in enumerate(rows):
        week = date.fromisoformat(row["date"][:10]).isocalendar()[:2] if "date" in row else n
        last[row.get("name"), week] = row
    return list(last.values())
