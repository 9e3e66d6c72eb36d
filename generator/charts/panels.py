"""Bars with their values, alone or as small multiples."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.theme import Size
from generator.formats import number

SHADES = {"published": theme.PUBLISHED, "recomputed": theme.RECOMPUTED}


def bars(frame: pd.DataFrame, title: str, size: Size, digits: int, signed: bool = False) -> alt.LayerChart:
    """Draw horizontal bars with their values: columns name, value (unit in `title`), kind (SHADES)."""
    shades = {kind: shade for kind, shade in SHADES.items() if kind in set(frame["kind"])}
    frame = frame.assign(label=[number(v, digits, signed) for v in frame["value"]])
    low, high = min(0.0, float(frame["value"].min())), max(0.0, float(frame["value"].max()))
    # a loss has its label left of it: room between that and the names
    levels = parts.ticks(low - 0.15 * (high - low) if low < 0 else 0.0, high, size.ticks(8, 5))
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
    if size.narrow:
        names = alt.Chart(frame).mark_text(align="left", baseline="bottom", dy=-13, aria=False)
        layers.append(names.encode(x=parts.LEFT, y=y, text=alt.Text("name:N")))
    return parts.layered(layers, alt.Step(46 if size.narrow else 36), right=44)


def values_at_bars(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The labels of bars, outside their ends: right of a gain, left of a loss."""
    out = []
    for part, dx in ((frame["value"] >= 0, 5), (frame["value"] < 0, -5)):
        if part.any():
            mark = alt.Chart(frame[part]).mark_text(align="left" if dx > 0 else "right", dx=dx, aria=False)
            out.append(mark.encode(x=x, y=y, text=alt.Text("label:N")))
    return out


SIDE = {"wide": 126, "narrow": 114}  # px left of a small multiple, for the names of its rows
END = 44  # px right of it, for a value at the end of a bar


def panel(
    frame: pd.DataFrame, title: str, size: Size, reach: tuple[float, float] | None = None
) -> alt.LayerChart:
    """Bars of a small multiple: columns name, value, label, colour; `title` names the unit."""
    count = 1 if size.narrow else 2
    width = (size.width - count * (SIDE[size.name] + END)) // count
    low, high = reach or (min(0.0, float(frame["value"].min())), max(0.0, float(frame["value"].max())))
    levels = parts.ticks(low, high, 4 if reach is None else 2)
    x, y = parts.across(title, levels), alt.Y("name:N", sort=None, title=None)
    drawn = alt.Chart(frame).mark_bar(height={"band": 0.7}, aria=False)
    drawn = drawn.encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    return parts.layered([drawn, *values_at_bars(frame, x, y)], 24 * len(frame), width=width)


def beside(panels: Sequence[alt.LayerChart], size: Size) -> alt.ConcatChart:
    """Small multiples two by two, or under each other on a phone; names and values lie in the gaps."""
    gaps = {"row": 64, "column": SIDE[size.name] + END}
    return alt.concat(
        *panels, columns=1 if size.narrow else 2, spacing=gaps, bounds="flush", padding=parts.EDGE
    )
