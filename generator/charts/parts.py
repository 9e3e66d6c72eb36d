"""Pieces that several charts share: scales, labels at the ends of lines, rows of dots and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd

from generator.charts import theme
from generator.charts.series import rows
from generator.charts.theme import Size
from generator.errors import MissingInput
from generator.formats import NARROW, number

Spec = dict[str, Any]  # Vega-Lite, or a part of it

# the year stands at the first tick and at each January, written out: "Apr 26" could be a day
MONTHS = "timeFormat(datum.value, datum.index == 0 || month(datum.value) == 0 ? '%b %Y' : '%b')"
LEFT = alt.XValue(0)  # type: ignore[no-untyped-call]  # the left end of a plot
EDGE = 4  # px around a picture
THIN, WIDE = frozenset("ijltfrI.,:;'|()[]- "), frozenset("mwMW%")  # letters, by their breadth
ZERO = pd.DataFrame({"value": [0]})


@dataclass(frozen=True)
class Priced:
    """What a symbol's prices are in: a fund's in dollars a share, an index' in points."""

    axis: str
    unit: str  # of a column
    words: str


def priced(symbol: str) -> Priced:
    """By how the symbol is written."""
    index = symbol.startswith("^")
    return Priced("points", "points", "points") if index else Priced("USD a share", "USD", "dollars")


def percent(value: float, digits: int = 1, signed: bool = False) -> str:
    """−0.42 % with the house's minus and space."""
    return f"{number(value, digits, signed)}{NARROW}%"


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round values that cover [low, high] in at most `count` steps; the first and last are the axis' ends."""
    span = (high - low) or abs(high) or 1.0
    unit = 10.0 ** math.floor(math.log10(span / count))
    step = next(m * unit for m in (1, 2, 5, 10, 20, 50) if _steps(low, high, m * unit) <= count)
    first = math.floor(low / step + 1e-9)
    return [round((first + n) * step, 10) for n in range(_steps(low, high, step) + 1)]


def _steps(low: float, high: float, step: float) -> int:
    return max(1, math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9))


def across(title: str, values: Sequence[float], field: str = "value:Q", **axis: Any) -> alt.X:
    """A horizontal quantitative axis that ends at the first and last of `values`; `title` names the unit."""
    axis = {"format": _format(values), "grid": True, "labelFlush": False, **axis}
    return alt.X(
        field,
        title=title,
        scale=_scale(values),
        axis={"values": list(values), "tickCount": len(values), **axis},
    )


def up(title: str, values: Sequence[float], field: str = "value:Q", **axis: Any) -> alt.Y:
    """A vertical quantitative axis that ends at the first and last of `values`; `title` names the unit."""
    axis = {"format": _format(values), **axis}
    return alt.Y(
        field,
        title=title,
        scale=_scale(values),
        axis={"values": list(values), "tickCount": len(values), **axis},
    )


def _format(values: Sequence[float]) -> str:
    """As many decimals as the steps have."""
    return f",.{max(0, -math.floor(math.log10(values[1] - values[0]) + 1e-9))}f"


def _scale(values: Sequence[float]) -> dict[str, Any]:
    return {"domain": [values[0], values[-1]], "nice": False, "zero": False}


def time(first: date, last: date, size: Size, field: str = "date:T", pad: int = 0, **axis: Any) -> alt.X:
    """A time axis with few ticks, all of them a month with its year, or a year; `pad` days free at each end."""
    placed = alt.X(field, title=None, axis=_calendar(first, last, size) | axis)
    if not pad:
        return placed
    ends = (first - timedelta(pad), last + timedelta(pad))
    return placed.scale(domain=[{"year": d.year, "month": d.month, "date": d.day} for d in ends])


def _calendar(first: date, last: date, size: Size) -> dict[str, Any]:
    months = (last.year - first.year) * 12 + last.month - first.month
    bears = size.ticks(7, 4)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= bears), 240)
    # dicts and not alt.Axis: Altair copies what it is given many times, and an Axis has eighty fields
    if step >= 12:
        return {"tickCount": {"interval": "year", "step": step // 12}, "format": "%Y"}
    return {"tickCount": {"interval": "month", "step": step}, "labelExpr": MONTHS}


def apart(values: Sequence[float], values_px: float, gap: float) -> list[float]:
    """The same values, moved so that neighbours stand at least `gap` px apart.

    `values_px` is how many units a px is worth. Order is kept and the group stays about where it was.
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = [values[i] for i in order]
    for _ in range(60):  # relaxing: each pair that touches gives way by half
        for n in range(len(placed) - 1):
            short = gap * values_px - (placed[n + 1] - placed[n])
            if short > 1e-12:
                placed[n] -= short / 2
                placed[n + 1] += short / 2
    out = [0.0] * len(values)
    for n, i in enumerate(order):
        out[i] = placed[n]
    return out


def ends(
    labels: Sequence[tuple[str, float, str]],
    at: pd.Timestamp,
    values: Sequence[float],
    height: int,
    size: Size,
) -> alt.Chart:
    """Direct labels (text, level, colour) right of the lines that end at `at`, kept apart."""
    levels = apart([level for _, level, _ in labels], (values[-1] - values[0]) / height, size.font + 2)
    spots = [
        {"date": at, "value": level, "label": text, "colour": colour}
        for (text, _, colour), level in zip(labels, levels, strict=True)
    ]
    drawn = alt.Chart(pd.DataFrame(spots)).mark_text(align="left", dx=6, baseline="middle", aria=False)
    placed: alt.Chart = drawn.encode(
        x=alt.X("date:T"),
        y=alt.Y("value:Q"),
        text=alt.Text("label:N"),
        color=alt.Color("colour:N", scale=None),
    )
    return placed


def label(text: str, date: pd.Timestamp, value: float, colour: str = theme.MUTED, **mark: Any) -> alt.Chart:
    """One text at a point of a time chart, left-aligned unless said otherwise."""
    style: dict[str, Any] = {"align": "left", "aria": False, "color": colour, **mark}
    spot = alt.Chart(pd.DataFrame([{"date": date, "value": value}])).mark_text(text=text, **style)
    placed: alt.Chart = spot.encode(x=alt.X("date:T"), y=alt.Y("value:Q"))
    return placed


def long_enough(stand: int, symbol: str, months: int) -> None:
    """MissingInput where a picture of a history would be one of a few years."""
    if stand < months:
        raise MissingInput(f"needs {months} months of {symbol}; the snapshot has {stand}")


def ring(
    when: date, value: float, x: alt.X, y: alt.Y, text: str = "", shift: int = 0, of: str = "published"
) -> list[alt.Chart]:
    """A published figure as a ring at its day, with a text over it, `shift` px to the right."""
    spot = pd.DataFrame({"date": [pd.Timestamp(when)], "value": [value]})
    base = alt.Chart(spot, description=of).encode(x=x, y=y)
    drawn = [
        base.mark_point(
            color=theme.PUBLISHED, size=70, strokeWidth=2, fill=theme.PAPER, opacity=1, aria=False
        )
    ]
    if text:
        drawn.append(base.mark_text(text=text, color=theme.PUBLISHED, dx=shift, dy=-14, aria=False))
    return drawn


def across_bar(when: pd.Timestamp, value: float, width: float, x: alt.X, y: alt.Y) -> alt.Chart:
    """A published figure as a line across the bar, `width` px broad, of its day or week."""
    spot = alt.Chart(pd.DataFrame({"date": [when], "value": [value]}), description="published")
    tick = spot.mark_tick(
        color=theme.PUBLISHED, thickness=3, size=max(width + 8, 14), orient="horizontal", aria=False
    )
    placed: alt.Chart = tick.encode(x=x, y=y)
    return placed


def keyed(names: Sequence[str], colours: Sequence[str], field: str = "kind:N", **legend: Any) -> alt.Color:
    """Colour by role with a legend above the picture."""
    return alt.Color(field, scale=theme.legend(list(names), list(colours)), legend=alt.Legend(**legend))


def layered(
    layers: Sequence[alt.Chart], height: int | Spec, *, right: int = EDGE, width: int | None = None
) -> Spec:
    """Layers as a picture of its own, or of `width` px as a part of one.

    Labels at the very end of an axis make their own room on the right; for those near it `right` px are kept.
    """
    plot: Spec = {"layer": [_plain(layer) for layer in layers], "height": height}
    if width is not None:
        return {**plot, "width": width}
    return {**plot, "padding": {"left": EDGE, "top": EDGE, "bottom": EDGE, "right": right}}


def _plain(layer: alt.Chart) -> Spec:
    """A layer as Vega-Lite has it: Altair's own way copies every point, again at each level of a composition."""
    told = {} if layer.description is alt.Undefined else {"description": layer.description}
    return {
        "data": {"values": rows(layer.data)},
        "mark": layer.mark.to_dict(validate=False),
        "encoding": layer.encoding.to_dict(validate=False, context={"data": None}),
        **told,
    }


def plots(picture: Spec) -> list[Spec]:
    """Every plot of a picture: a list of layers on the same axes."""
    return [p for p in (*picture.get("vconcat", ()), *picture.get("concat", ()), picture) if "layer" in p]


def step(px: int, **of: str) -> Spec:
    """A height of so many px a row."""
    return {"step": px, **of}


def breadth(text: str, size: Size) -> int:
    """About how many px a text is wide, rather too many than too few: the font's letters in four kinds."""
    em = sum(0.34 if c in THIN else 0.95 if c in WIDE else 0.78 if c.isupper() else 0.59 for c in text)
    return math.ceil(em * size.font)


def room(labels: Sequence[tuple[float, float]], values: Sequence[float], size: Size, left: float = 0) -> int:
    """Px to keep right of a picture for labels (value, px from there to their end) that go past its axis.

    Vega makes room for what lies past the axis of the whole width; beside names (`left` px) there is less.
    """
    low, high = values[0], values[-1]

    def past(plot: float) -> float:
        return max(0.0, *(px - (high - value) / (high - low) * plot for value, px in labels))

    return EDGE + math.ceil(past(size.width - left) - past(size.width))


def stacked(rows: Sequence[Spec], spacing: int) -> Spec:
    """Plots under each other, `spacing` px from one to the next, their axes aligned."""
    return {"vconcat": list(rows), "spacing": spacing, "bounds": "flush", "padding": EDGE}
