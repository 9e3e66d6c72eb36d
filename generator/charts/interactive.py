"""A drawn chart's spec with what a pointer needs: what is told at each place, a legend to click, a range that can be set.

Pure: spec in, spec out. The static picture is drawn from the spec as it was.
`usermeta.range` holds the first and last day of a time series; the parameter `span` is the range shown, null for all of it
(generator/site/assets/site.js sets it).
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.charts import parts, tooltips
from generator.charts.tooltips import Axis, Spec, Told, channel
from generator.config import COLOURS


@dataclass
class Plot:
    """One plot of a picture: its layers, the axis of its places, and the points that hold their words."""

    group: Spec
    along: Axis
    order: list[Any]
    words: Told

    @property
    def data(self) -> Spec:
        """The words of every place, as data of a layer."""
        return {"values": [{"at": place, "told": words} for place, words in self.words.items()]}


def lively(spec: Mapping[str, Any]) -> Spec:
    """The spec with tooltips, a range of dates to be set, and a legend that fades what is not chosen."""
    # the points themselves are only read
    out: Spec = {key: value if key == "datasets" else copy.deepcopy(value) for key, value in spec.items()}
    points: Mapping[str, Any] = out.get("datasets", {})
    groups = parts.plots(out)
    for number, group in enumerate(groups):
        _legend(group, points, number)
    plots = [_plot(group, along, points) for group in groups if (along := tooltips.axis(group))]
    for number, plot in enumerate(plots):
        if plot.along.type == "nominal":
            _row(plot)
        elif plot.along.type == "quantitative":
            _nearest(plot, [f"near{number}"], 0, plot.data)
    if timed := [plot for plot in plots if plot.along.type == "temporal"]:
        _over_time(out, timed, points)
    return out


def _plot(group: Spec, along: Axis, points: Mapping[str, Any]) -> Plot:
    words = {
        place: {"title": tooltips.heading(place, along, group), **words}
        for place, words in tooltips.places(group, along, points).items()
    }
    return Plot(group, along, tooltips.order(group, along, points), words)


def _over_time(out: Spec, plots: list[Plot], points: Mapping[str, Any]) -> None:
    """Plots over the same dates answer together, and show the same range of them."""
    merged: Told = {}
    for plot in plots:
        for place, words in plot.words.items():
            merged.setdefault(place, {}).update(words)
    for plot in plots:
        plot.words = dict(sorted(merged.items()))
    days = _days([plot.group for plot in plots], points)
    out["datasets"] = {**points, "told": plots[0].data["values"]}
    out["params"] = [{"name": "span", "value": None}]
    out["usermeta"] = {**out.get("usermeta", {}), "range": [days[0][:10], days[-1][:10]]}
    for number, plot in enumerate(plots):
        _ranged(plot.group, out["usermeta"].get("width", 0))
        x = _nearest(plot, [f"near{n}" for n in range(len(plots))], number, {"name": "told"})["encoding"]["x"]
        x["scale"] = {
            **x.get("scale", {}),
            "domain": [_moment(days[0]), _moment(days[-1])],
            "domainRaw": {"expr": "span"},
        }


def _days(groups: list[Spec], points: Mapping[str, Any]) -> list[str]:
    """Every day that is drawn, and the ends of the axis where those are given."""
    days: set[str] = set()
    for layer in (layer for group in groups for layer in group["layer"]):
        x = channel(layer, "x")
        if x.get("type") == "temporal":
            days |= {str(row[x["field"]]) for row in tooltips.rows(layer, points)}
            ends = (x.get("scale") or {}).get("domain", ())
            days |= {"{year:04}-{month:02}-{date:02}".format(**end) for end in ends}
    return sorted(days)


def _moment(iso: str) -> dict[str, int]:
    year, month, day = (int(part) for part in iso[:10].split("-"))
    return {"year": year, "month": month, "date": day}


def _add(plot: Plot, data: Spec, mark: Spec) -> Spec:
    """Put a layer over a plot that tells the words of every place, and return it."""
    name, layers = plot.along.channel, plot.group["layer"]
    like = next(c for layer in layers if (c := channel(layer, name)).get("type") == plot.along.type)
    added = {
        "data": data,
        "mark": {**mark, "aria": False},
        "encoding": {
            name: {**copy.deepcopy(like), "field": "at"},
            # an object: Vega shows its `title` as a heading. Vega-Lite hands the item of the nearest point, not its row
            "tooltip": {"value": {"expr": "(datum.datum || datum).told"}},
        },
    }
    layers.append(added)
    return added


def _nearest(plot: Plot, names: list[str], number: int, data: Spec) -> Spec:
    """One upright line at the nearest place; it is seen where any of the named pointers is."""
    added = _add(plot, data, {"type": "rule", "color": COLOURS["muted"].role, "strokeWidth": 1, "clip": True})
    near = {"type": "point", "fields": ["at"], "nearest": True, "on": "pointerover", "clear": "pointerout"}
    added["params"] = [{"name": names[number], "select": near}]
    here = {"or": [{"param": name, "empty": False} for name in names]}
    added["encoding"]["opacity"] = {"condition": {"test": here, "value": 1}, "value": 0}
    return added


def _row(plot: Plot) -> None:
    """A band over each row that answers wherever the pointer is, so that no mark hides another's words."""
    y = _add(plot, plot.data, {"type": "rect", "opacity": 0})["encoding"]["y"]
    y.pop("sort", None)
    y["scale"] = {**(y.get("scale") or {}), "domain": plot.order}
    # Vega-Lite drops a fit beside a height in steps, and says so in the reader's console
    if isinstance(plot.group.get("height"), dict):
        plot.group["height"] = plot.group["height"]["step"] * len(plot.order)


def _ranged(group: Spec, width: float) -> None:
    """A line in a range ends at the frame; a label stays outside it, and goes where its date is not in the range."""
    for layer in group["layer"]:
        x = channel(layer, "x")
        text = tooltips.mark(layer) == "text"
        if isinstance(layer.get("mark"), dict):
            layer["mark"]["clip"] = not text
        if isinstance(x.get("axis"), dict):
            x["axis"] = _days_in_words(x["axis"], width)
        if text and x.get("type") == "temporal":
            when = f"toNumber(datum['{x['field']}'])"
            test = f"!span || {when} >= span[0] && {when} <= span[1]"
            layer["encoding"]["opacity"] = {"condition": {"test": test, "value": 1}, "value": 0}


def _days_in_words(axis: Spec, width: float) -> Spec:
    """An axis of months or years whose ticks, in a range, are days: a fortnight may hold no month's first."""
    rest = {key: value for key, value in axis.items() if key != "format"}
    words = axis.get("labelExpr", f"timeFormat(datum.value, '{axis.get('format', '%b %Y')}')")
    ticks = f"span ? {max(3, width // 150):g} : {json.dumps(axis.get('tickCount'))}"
    words = f"span ? timeFormat(datum.value, '%-d %b %Y') : {words}"
    return {**rest, "tickCount": {"expr": ticks}, "labelExpr": words}


def _legend(group: Spec, points: Mapping[str, Any], number: int) -> None:
    """A legend whose entries fade all layers of the others; lines named at their ends get one as well."""
    chosen = next((layer for layer in group["layer"] if _keyed(layer)), None)
    if not chosen:
        chosen = _keys(group, points)
    if not chosen:
        return
    field, name = chosen["encoding"]["color"]["field"], f"legend{number}"
    chosen["params"] = [{"name": name, "select": {"type": "point", "fields": [field]}, "bind": "legend"}]
    for layer in group["layer"]:
        if any(field in row for row in tooltips.rows(layer, points)):
            full = tooltips.style(layer).get("opacity", 1)
            layer["encoding"]["opacity"] = {"condition": {"param": name, "value": full}, "value": 0.15 * full}


def _keyed(layer: Spec) -> bool:
    colour = channel(layer, "color")
    return bool(colour.get("scale")) and colour.get("legend", True) is not None


def _keys(group: Spec, points: Mapping[str, Any]) -> Spec | None:
    """Colour by name, with a legend under the plot, where lines have names."""
    lines = [layer for layer in group["layer"] if tooltips.mark(layer) == "line"]
    shades = {
        row["name"]: row.get("colour") or tooltips.style(layer).get("color")
        for layer in lines
        for row in tooltips.rows(layer, points)
        if row.get("name")
    }
    if len(shades) < 2:
        return None
    named = {"field": "name", "type": "nominal", "title": None}
    legend = {"orient": "bottom", "symbolType": "stroke"}
    colours = {"domain": list(shades), "range": list(shades.values())}
    for layer in lines:
        layer["encoding"]["color"] = {**named, "scale": colours, "legend": legend}
        if known := channel(layer, "strokeDash").get("scale"):
            dashes = dict(zip(known["domain"], known["range"], strict=True))
            scale = {"domain": list(shades), "range": [dashes.get(name, [1, 0]) for name in shades]}
            layer["encoding"]["strokeDash"] = {**named, "scale": scale, "legend": legend}
    first: Spec = lines[0]
    return first
