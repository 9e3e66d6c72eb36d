"""What a chart tells of each of its places: a date, a row of bars, a point of a curve.

Pure, and by rule from the spec. A value is named by its row (column name, fund or kind) and by its layer's `description`;
what has no name is told by its axis' title, and only where nothing beside it has a name. Both ends of a span are told.
A layer that spans the whole plot is told everywhere if it has a description. A layer with a tooltip of its own tells that
column, and under its title if that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from generator.formats import day, number, write

Spec = dict[str, Any]
Told = dict[Any, dict[str, str]]  # place -> what -> value with its unit
SHAPES = {"line", "area", "bar", "circle", "point", "tick", "rule", "rect"}
NAMES = ("name", "fund", "kind")  # columns that say what a row is
UNITS = {  # as an axis' title says it -> the house's word
    "USD a share": "USD",
    "USD": "USD",
    "USD billion": "USD bn",
    "%": "%",
    "percentage points": "pp",
    "million contracts": "contracts mn",
}


@dataclass(frozen=True)
class Axis:
    """The axis along which a plot's places lie: `channel` x or y, and its kind."""

    channel: str
    type: str

    @property
    def across(self) -> str:
        """The channel of the values."""
        return "x" if self.channel == "y" else "y"


def mark(layer: Spec) -> str:
    """A layer's shape."""
    kind = layer.get("mark", "")
    return str(kind["type"] if isinstance(kind, dict) else kind)


def channel(layer: Spec, name: str) -> Spec:
    """An encoding that reads a column, or nothing."""
    found = layer.get("encoding", {}).get(name, {})
    return found if isinstance(found, dict) and "field" in found else {}


def rows(layer: Spec, datasets: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The points of a layer."""
    data = layer.get("data", {})
    found: list[dict[str, Any]] = datasets.get(data.get("name", ""), data.get("values", []))
    return found


def style(layer: Spec) -> Spec:
    """How a layer's shape is drawn."""
    found = layer.get("mark")
    return found if isinstance(found, dict) else {}


def axis(group: Spec) -> Axis | None:
    """Where the places of a plot lie: its rows, its dates, or the points of its curves."""
    for name, kind in (("y", "nominal"), ("x", "temporal"), ("x", "quantitative")):
        for layer in group["layer"]:
            curve = kind != "quantitative" or mark(layer) in ("line", "area")
            if curve and channel(layer, name).get("type") == kind:
                return Axis(name, kind)
    return None


def title(group: Spec, name: str) -> tuple[str, str]:
    """(measure, unit) of an axis, by the first layer that says so: “Total return, %”, “USD a share”."""
    said = next((str(t) for layer in group["layer"] if (t := channel(layer, name).get("title"))), "Value")
    measure, comma, unit = said.rpartition(", ")
    return (measure, unit) if comma else ("Value", said) if said in UNITS else (said, "")


def places(group: Spec, along: Axis, datasets: Mapping[str, Any]) -> Told:
    """Every place of a plot, with what it tells; rows in the order in which they are drawn."""
    at: Told = {place: {} for place in order(group, along, datasets)}
    measure, unit = title(group, along.across)
    named: set[str] = set()
    for layer in (layer for layer in group["layer"] if mark(layer) in SHAPES):
        values = rows(layer, datasets)
        field = channel(layer, along.channel).get("field")
        names = _names(layer, values, field, unit)
        held = _held(layer, values, field, at) if field else [at] * len(values)
        for name, text, here in zip(names, _spoken(layer, along.across, values, unit), held, strict=True):
            if text is None or not (field or name):
                continue
            for place in here:
                at[place].setdefault(name or measure, text)
            named.add(name)
    named.discard("")
    if named:
        at = {place: {k: v for k, v in told.items() if k in named} for place, told in at.items()}
    return {place: told for place, told in at.items() if told}


def heading(place: Any, along: Axis, group: Spec) -> str:
    """A place in words: a day, a row's name, “100 names”."""
    if along.type == "temporal":
        return day(date.fromisoformat(str(place)[:10]))
    if along.type == "nominal":
        return _upper(str(place))
    measure, unit = title(group, along.channel)
    return _written(place, unit, 0) if unit else f"{measure}: {number(place, 0)}"


def order(group: Spec, along: Axis, datasets: Mapping[str, Any]) -> list[Any]:
    """The places of a plot, as they lie on its axis."""
    seen: dict[Any, None] = {}
    sorts: list[Any] = []
    stepped = True
    for layer in group["layer"]:
        if mark(layer) not in SHAPES:
            continue
        found = channel(layer, along.channel)
        if found:
            sorts = sorts or (found.get("sort") or [])
            seen |= dict.fromkeys(row[found["field"]] for row in rows(layer, datasets))
            stepped = stepped and _steps(layer)
    if along.type == "nominal":
        return [*(name for name in sorts if name in seen), *(name for name in seen if name not in sorts)]
    if stepped and seen:  # between its steps a level holds: it is told month by month
        seen |= dict.fromkeys(_months(min(seen), max(seen)))
    return sorted(seen)


def _months(first: str, last: str) -> Iterator[str]:
    month = date.fromisoformat(first[:10])
    while (month := (month.replace(day=1) + timedelta(days=32)).replace(day=1)).isoformat() < last[:10]:
        yield f"{month}T00:00:00"


def _steps(layer: Spec) -> bool:
    return style(layer).get("interpolate") == "step-after"


def _held(layer: Spec, values: list[dict[str, Any]], field: str, at: Told) -> list[list[Any]]:
    """The places at which each row holds: its own, and for a step all until the next; after the last nothing is known."""
    starts = [row[field] for row in values]
    if not _steps(layer):
        return [[start] for start in starts]
    ordered = sorted(set(starts))
    until = dict(pairwise(ordered))
    return [
        [place for place in at if start <= place < until[start]] if start in until else [start]
        for start in starts
    ]


def _names(layer: Spec, values: list[dict[str, Any]], place: str | None, unit: str) -> list[str]:
    """What each row of a layer is called; "" where nothing says it."""
    if "title" in (tooltip := channel(layer, "tooltip")):
        return [str(tooltip["title"])] * len(values)
    columns = [column for column in NAMES if column != place]
    description = layer.get("description", "")

    @cache
    def named(own: str) -> str:
        said = ", ".join(part for part in (description, own) if part)
        return _upper(said.removesuffix(f", {unit}"))

    return [named(next((str(row[c]) for c in columns if row.get(c)), "")) for row in values]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spoken(layer: Spec, across: str, values: list[dict[str, Any]], unit: str) -> list[str | None]:
    """What each row of a layer is told as; None where it has no value."""
    own = "tooltip" if channel(layer, "tooltip") else across
    fields = [f for name in (own, f"{own}2") if (f := channel(layer, name).get("field"))]
    numbers = [row[f] for row in values for f in fields if isinstance(row.get(f), (int, float))]
    digits = next((d for d in (0, 1) if all(round(v, d) == round(v, 2) for v in numbers)), 2)
    out: list[str | None] = []
    for row in values:
        ends = [row[f] for f in fields if row.get(f) is not None]
        texts = [end if isinstance(end, str) else _written(end, unit, digits) for end in ends]
        out.append(" to ".join(texts) or None)
    return out


def _written(value: float, unit: str, digits: int) -> str:
    if unit in UNITS:
        return write(value, UNITS[unit], digits)
    return f"{number(value, digits)} {unit}".strip()
