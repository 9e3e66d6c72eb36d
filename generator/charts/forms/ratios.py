"""Ratios against one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Between, PercentFact, RatioFact, distinct, one_of
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import number


@form("listed", one_of("facts", "discounts"), distinct("facts", "discounts", "usual"))
def ratios(
    data: Data,
    axis: str,
    short: str,
    facts: Annotated[Mapping[RatioFact, str], Between(1, 4)] = MappingProxyType({}),
    discounts: Annotated[Mapping[PercentFact, str], Between(1, 4)] = MappingProxyType({}),
    usual: Annotated[Mapping[RatioFact, str], Between(1, 4)] = MappingProxyType({}),
) -> Drawing:
    """Draw how far ratios stand from 1: those published, those published as a discount in percent, and the usual one; `short` is the axis' title on a phone."""
    rows = [(name, data.fact(key), theme.PUBLISHED) for key, name in usual.items()]
    rows += [(name, 1 - data.fact(key) / 100, theme.PUBLISHED) for key, name in discounts.items()]
    rows += [(name, data.fact(key), theme.PUBLISHED) for key, name in facts.items()]
    frame = pd.DataFrame(rows, columns=["name", "value", "colour"])
    frame["one"], frame["label"] = 1.0, [f"{number(v, 2)}×" for v in frame["value"]]
    levels = parts.ticks(min(1.0, frame["value"].min() - 0.08), max(1.0, frame["value"].max()), 5)

    def picture(size: Size) -> Spec:
        x = parts.across(short if size.narrow else axis, levels, format=".1f")
        base = alt.Chart(frame).encode(
            y=alt.Y("name:N", sort=None, axis=None),
            color=alt.Color("colour:N", scale=None),
            tooltip=alt.Tooltip("label:N"),
        )
        layers = [
            alt.Chart(pd.DataFrame({"value": [1.0]})).mark_rule(aria=False).encode(x=x),
            base.mark_rule(strokeWidth=5, opacity=0.25, aria=False).encode(x=x, x2=alt.X2("one:Q")),
            base.mark_circle(size=150, opacity=1, aria=False).encode(x=x),
            base.mark_text(align="right", dx=-13, fontWeight="bold", aria=False).encode(
                x=x, text=alt.Text("label:N")
            ),
            base.mark_text(align="left", dy=-20, aria=False).encode(x=parts.LEFT, text=alt.Text("name:N")),
        ]
        return parts.layered(layers, height=parts.step(54))

    listed = "; ".join(f"{name} {number(value, 2)}" for name, value, _ in rows)
    table = frame[["name", "value"]].set_axis(["Measure", "Ratio, ×"], axis=1)
    facts_shown = (*usual, *discounts, *facts)
    return Drawing(
        picture, f"{axis}: {listed}.", "", table, facts_shown, still=True, fields={"listed": listed}
    )
