"""A drawn chart's spec with what a pointer needs: the values at the nearest date, a range to zoom to, a legend to click.

Pure: spec in, spec out. The static picture is drawn from the spec as it was.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

Spec = dict[str, Any]
SHAPES = {"line", "area", "bar", "circle", "point", "tick", "rule", "rect"}
NAMES = ("name", "fund", "kind")  # columns that say what a row is
ENDS = {"low": "Low", "high": "High", **{f"p{n}": f"{n} of 100 end below" for n in (5, 25, 50, 75, 95)}}
DAY = {"type": "temporal", "title": "Date", "format": "%-d %B %Y"}


def lively(spec: Mapping[str, Any]) -> Spec:
    """The spec with tooltips, zoom on time (drag, or the wheel with Ctrl) and a legend that fades what is not chosen."""
    # the points themselves are only read
    out: Spec = {key: value if key == "datasets" else copy.deepcopy(value) for key, value in spec.items()}
    for number, group in enumerate(_groups(out)):
        _series(group, out.get("datasets", {}), number)
        for layer in group["layer"]:
            _tip(layer, group)
        _legend(group, number)
    return out


def _groups(spec: Spec) -> Iterator[Spec]:
    """Every plot of the picture: a list of layers on the same axes."""
    for part in ("vconcat", "hconcat", "concat"):
        for inner in spec.get(part, ()):
            yield from _groups(inner)
    if "layer" in spec:
        yield spec


def _mark(layer: Spec) -> str:
    mark = layer.get("mark", "")
    return str(mark["type"] if isinstance(mark, dict) else mark)


def _channel(layer: Spec, name: str) -> Spec:
    channel = layer.get("encoding", {}).get(name, {})
    return channel if isinstance(channel, dict) and "field" in channel else {}


def _title(group: Spec, name: str) -> str:
    """What an axis is called: by the first layer that says so."""
    return next((str(t) for layer in group["layer"] if (t := _channel(layer, name).get("title"))), "Value")


def _rows(layer: Spec, datasets: Mapping[str, Any]) -> list[dict[str, Any]]:
    data = layer.get("data", {})
    rows: list[dict[str, Any]] = datasets.get(data.get("name", ""), data.get("values", []))
    return rows


def _series(group: Spec, datasets: Mapping[str, Any], number: int) -> None:
    """One upright line at the nearest date, with the values of all lines there."""
    lines = [
        layer
        for layer in group["layer"]
        if _mark(layer) in ("line", "area") and _channel(layer, "x").get("type") == "temporal"
    ]
    at: dict[str, dict[str, float]] = {}
    columns: list[str] = []
    for layer in group["layer"]:
        # a zoomed line ends at the frame; a label beside the frame stays (Vega-Lite would clip it as well)
        if lines and isinstance(layer.get("mark"), dict):
            layer["mark"]["clip"] = _mark(layer) != "text"
    for layer in lines:
        for told, day, value in _points(layer, datasets, _title(group, "y")):
            if told not in columns:
                columns.append(told)
            at.setdefault(day, {})[told] = value
    # a line thinned out for drawing has no value at another's dates: such a date is left out, not filled
    whole = {day: values for day, values in sorted(at.items()) if len(values) == len(columns)}
    if not whole:
        return
    x = {k: v for k, v in _channel(lines[0], "x").items() if k in ("axis", "scale")}
    zoom = {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.ctrlKey || event.metaKey]"}
    near = {"type": "point", "fields": ["date"], "nearest": True, "on": "pointerover", "clear": "pointerout"}
    group["layer"].append(
        {
            "data": {
                "values": [
                    {"date": day, **{f"v{columns.index(c)}": v for c, v in values.items()}}
                    for day, values in whole.items()
                ]
            },
            "mark": {"type": "rule", "color": "var(--c-muted,#526075)", "strokeWidth": 1, "clip": True},
            "params": [
                {"name": f"near{number}", "select": near},
                {"name": f"range{number}", "select": zoom, "bind": "scales"},
            ],
            "encoding": {
                "x": {"field": "date", "type": "temporal", "title": None, **x},
                "opacity": {"condition": {"param": f"near{number}", "empty": False, "value": 1}, "value": 0},
                # not nominal: Vega-Lite 6.4 looks for names in the wrong place where the nearest point is asked for
                "tooltip": [
                    {"field": "date", **DAY},
                    *(
                        {"field": f"v{n}", "type": "quantitative", "title": c, "format": ",.2f"}
                        for n, c in enumerate(columns)
                    ),
                ],
            },
        }
    )


def _points(layer: Spec, datasets: Mapping[str, Any], title: str) -> Iterator[tuple[str, str, float]]:
    """(what, ISO day, value) of every point that a line or an area draws."""
    ends = [field for name in ("y", "y2") if (field := _channel(layer, name).get("field"))]
    for row in _rows(layer, datasets):
        name = next((str(row[c]) for c in NAMES if row.get(c)), "")
        for field in ends:
            if row.get(field) is not None:
                yield ENDS.get(field, name or title), row[_channel(layer, "x")["field"]], float(row[field])


def _tip(layer: Spec, group: Spec) -> None:
    if _mark(layer) not in SHAPES or "tooltip" in layer.get("encoding", {}) or layer.get("params"):
        return
    told: list[Spec] = []
    for name in ("y", "x"):
        channel = _channel(layer, name)
        if channel.get("type") == "temporal":
            told.append({"field": channel["field"], **DAY})
        elif channel.get("type") == "nominal":
            told.insert(0, {"field": channel["field"], "type": "nominal", "title": "What"})
        elif channel:
            told.append(
                {
                    "field": channel["field"],
                    "type": "quantitative",
                    "title": _title(group, name),
                    "format": ",.2~f",
                }
            )
    if told and _channel(layer, "x"):
        layer["encoding"]["tooltip"] = told


def _legend(group: Spec, number: int) -> None:
    for layer in group["layer"]:
        colour = _channel(layer, "color")
        if colour.get("scale") and colour.get("legend", True) is not None and not layer.get("params"):
            name = f"legend{number}"
            layer["params"] = [
                {"name": name, "select": {"type": "point", "fields": [colour["field"]]}, "bind": "legend"}
            ]
            layer["encoding"]["opacity"] = {"condition": {"param": name, "value": 1}, "value": 0.15}
            return
