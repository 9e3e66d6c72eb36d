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
from typing import Any

from generator.formats import day, number, write

Spec = dict[str, Any]
Row = Mapping[str, Any]
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
    layers = [layer for layer in group["layer"] if mark(layer) in SHAPES]
    at: Told = {place: {} for place in order(group, along, datasets)}
    measure, unit = title(group, along.across)
    named: set[str] = set()
    for layer in layers:
        values = rows(layer, datasets)
        field = channel(layer, along.channel).get("field")
        for row, text in zip(values, _spoken(layer, along.across, values, unit), strict=True):
            name = _name(layer, row, field, unit)
            if text is None or not (field or name):
                continue
            for place in _held(layer, row, values, field, at) if field else at:
                at[place].setdefault(name or measure, text)
            named |= {name} - {""}
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


def _held(layer: Spec, row: Row, values: list[dict[str, Any]], field: str, at: Told) -> list[Any]:
    """The places at which a row holds: its own, and for a step all until the next; after the last nothing is known."""
    later = [other[field] for other in values if other[field] > row[field]]
    if not _steps(layer) or not later:
        return [row[field]]
    return [place for place in at if row[field] <= place < min(later)]


def _name(layer: Spec, row: Row, place: str | None, unit: str) -> str:
    if "title" in channel(layer, "tooltip"):
        return str(channel(layer, "tooltip")["title"])
    own = next((str(row[c]) for c in NAMES if c != place and row.get(c)), "")
    said = ", ".join(part for part in (layer.get("description", ""), own) if part)
    return _upper(said.removesuffix(f", {unit}"))


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
