"""Bars with their values, alone or as small multiples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.parts import Spec
from generator.charts.theme import Size
from generator.facts.record import Fact
from generator.formats import number

GAP = 5  # px between the end of a bar and its value
BETWEEN = 24  # px between the values of one small multiple and the names of the next
EMPTY = 12  # px at least right of a small multiple: half the label of its last tick
SHADES = {"published": theme.PUBLISHED, "recomputed": theme.RECOMPUTED}


def bars(frame: pd.DataFrame, title: str, size: Size, digits: int, signed: bool = False) -> Spec:
    """Draw horizontal bars with their values: columns name, value (unit in `title`), kind (SHADES)."""
    shades = {kind: shade for kind, shade in SHADES.items() if kind in set(frame["kind"])}
    frame = frame.assign(label=[number(v, digits, signed) for v in frame["value"]])
    levels = parts.ticks(*_reach(frame), size.ticks(8, 5))
    # on a phone a name stands above its bar, not left of it
    x, y = (
        parts.across(title, levels),
        alt.Y("name:N", sort=None, title=None, axis=None if size.narrow else {}),
    )
    colour = (
        parts.keyed(list(shades), list(shades.values()))
        if len(shades) > 1
        else alt.value(next(iter(shades.values())))
    )
    layers = [alt.Chart(frame).mark_bar(height=20, aria=False).encode(x=x, y=y, color=colour)]
    layers += values_at_bars(frame, x, y)
    zero = alt.Chart(frame).mark_tick(
        color=theme.MUTED, thickness=1, height=26 if size.narrow else 36, aria=False
    )
    layers.append(zero.encode(x=alt.XDatum(0), y=y))
    left = 0 if size.narrow else max(parts.breadth(name, size) for name in frame["name"]) + 10
    ends = [
        (value, GAP + parts.breadth(label, size))
        for value, label in zip(frame["value"], frame["label"], strict=True)
        if value >= 0
    ]
    right = parts.room(ends, levels, size, left) if ends else parts.EDGE
    if size.narrow:
        layers.append(names_above(frame, y, 13))
    return parts.layered(layers, parts.step(46 if size.narrow else 36), right=right)


def values_at_bars(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The labels of bars, outside their ends: right of a gain, left of a loss."""
    out = []
    for part, dx in ((frame["value"] >= 0, GAP), (frame["value"] < 0, -GAP)):
        if part.any():
            mark = alt.Chart(frame[part]).mark_text(align="left" if dx > 0 else "right", dx=dx, aria=False)
            out.append(mark.encode(x=x, y=y, text=alt.Text("label:N")))
    return out


@dataclass(frozen=True)
class Panel:
    """Bars of a small multiple: columns name, value, label, colour; `title` names the unit."""

    frame: pd.DataFrame
    title: str
    levels: list[float]  # ticks of its axis

    def side(self, size: Size) -> int:
        """Px left of it for the names of its rows, which on a phone stand above their bars."""
        return EMPTY if size.narrow else max(parts.breadth(name, size) for name in self.frame["name"]) + 8

    def past(self, size: Size, width: int) -> int:
        """Px right of it for values at the ends of bars."""
        scale = width / (self.levels[-1] - self.levels[0])
        told = zip(self.frame["value"], self.frame["label"], strict=True)
        return max(
            GAP + parts.breadth(label, size) - int((self.levels[-1] - max(value, 0)) * scale)
            if value >= 0
            else 0
            for value, label in told
        )


def printed(fact: Fact) -> str:
    """A published figure at the end of its bar: its hedge, its number or both ends of its range."""
    ends = [v for v in (fact.value, fact.low, fact.high) if v is not None]
    text = "–".join(number(v, min(2, len(f"{v:g}".partition(".")[2]))) for v in ends)
    return f"{fact.hedge} {text}".strip()


def panel(frame: pd.DataFrame, title: str, reach: tuple[float, float] | None = None) -> Panel:
    """A small multiple over the ticks that its values take, or over those of `reach`."""
    return Panel(frame, title, parts.ticks(*(reach or _reach(frame, 0.8)), 4 if reach is None else 2))


def _reach(frame: pd.DataFrame, free: float = 0.15) -> tuple[float, float]:
    """The ends of an axis: a loss has its label left of it, room between that and the names."""
    low, high = min(0.0, float(frame["value"].min())), max(0.0, float(frame["value"].max()))
    return (low - free * (high - low) if low < 0 else 0.0), high


def beside(panels: Sequence[Panel], size: Size) -> Spec:
    """Small multiples two by two, or under each other on a phone; names and values lie in the gaps."""
    columns = [panels[n::2] for n in range(min(2, len(panels)))] if not size.narrow else [panels]
    sides = [max(p.side(size) for p in column) for column in columns]
    free = size.width - 2 * parts.EDGE - sum(sides)
    width = free // len(columns)
    # the bars are as wide as the values at their ends leave it, and those end where the picture does
    pasts = [max(EMPTY, *(p.past(size, width * 3 // 4) for p in column)) for column in columns]
    width = (free - sum(pasts) - BETWEEN * (len(columns) - 1)) // len(columns)
    gaps = {"row": 64, "column": pasts[0] + sides[-1] + (BETWEEN if len(columns) > 1 else 0)}
    drawn = [_bars(p, width, size) for p in panels]
    placed = {"columns": len(columns), "spacing": gaps, "bounds": "flush", "padding": parts.EDGE}
    return {"concat": drawn, **placed}


def _bars(panel: Panel, width: int, size: Size) -> Spec:
    x = parts.across(panel.title, panel.levels)
    y = alt.Y("name:N", sort=None, title=None, axis=None if size.narrow else {})
    drawn = alt.Chart(panel.frame).mark_bar(height=12 if size.narrow else {"band": 0.7}, aria=False)
    drawn = drawn.encode(
        x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=alt.Tooltip("label:N", title=panel.title)
    )
    layers = [drawn, *values_at_bars(panel.frame, x, y)]
    if size.narrow:
        layers.append(names_above(panel.frame, y, 8))
    return parts.layered(layers, (34 if size.narrow else 24) * len(panel.frame), width=width)


def names_above(frame: pd.DataFrame, y: alt.Y, away: int) -> alt.Chart:
    """The names of rows at the left, `away` px above their middle: a phone has no room for them beside the plot."""
    text = alt.Chart(frame).mark_text(align="left", baseline="bottom", dy=-away, aria=False)
    placed: alt.Chart = text.encode(x=parts.LEFT, y=y, text=alt.Text("name:N"))
    return placed
