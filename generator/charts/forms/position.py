"""A band, and where in it something stands."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Fact, Metric, alike, distinct
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import day, number


@form(
    "day low value high share said_low said_value said_high said_day",
    alike("low", "value", "high", "said_low", "said_value", "said_high"),
    distinct("low", "value", "high"),
    distinct("said_low", "said_value", "said_high"),
)
def position(
    data: Data,
    low: Metric,
    value: Metric,
    high: Metric,
    said_low: Fact,
    said_value: Fact,
    said_high: Fact,
    axis: str,
) -> Drawing:
    """Draw the low end, the value and the high end as published, as recomputed for that day, and as they are; `axis` names their unit."""
    metrics, facts = (low, value, high), (said_low, said_value, said_high)
    said, stood = [data.fact(key) for key in facts], [data.checked(key) for key in facts]
    then = data.facts[said_value].as_of
    rows = [(f"Published, {day(then, short=True)}", theme.PUBLISHED, said)]
    if all(value is not None for value in stood):
        rows.append((f"Recomputed, {day(then, short=True)}", theme.FUND, [float(v or 0) for v in stood]))
    if data.as_of > then or len(rows) == 1:
        now = [data.number(key) for key in metrics]
        rows.append((f"Recomputed, {day(data.as_of, short=True)}", theme.FUND, now))
    heads = [f"{name}, {axis}" for name in ("Low", "Value", "High")]
    table = pd.DataFrame([[name, *values] for name, _, values in rows], columns=["Range", *heads])
    frame = pd.DataFrame([[n, c, *v] for n, c, v in rows], columns=["name", "colour", "low", "value", "high"])
    for field in ("low", "value", "high"):
        frame[f"{field}_text"] = [number(v, 2) for v in frame[field]]
    shown = frame[["low", "value", "high"]].to_numpy()
    bottom, top = float(shown.min()), float(shown.max())
    free = 0.04 * (top - bottom)

    def picture(size: Size) -> Spec:
        levels = parts.ticks(bottom - free, top + free, size.ticks(6, 4))
        y, colour = (
            alt.Y("name:N", sort=None, title=None, axis=None),
            alt.Color("colour:N", scale=None),
        )
        base = alt.Chart(frame).encode(y=y)
        layers = [
            base.mark_bar(height=8, cornerRadius=4, opacity=0.3, aria=False)
            .encode(x=parts.across(axis, levels, "low:Q"), x2=alt.X2("high:Q"), color=colour)
            .properties(description="range"),
            base.mark_circle(size=170, opacity=1, aria=False)
            .encode(x=alt.X("value:Q"), color=colour)
            .properties(description="value"),
            base.mark_text(align="left", dy=-31, fontWeight="bold", aria=False).encode(
                x=parts.LEFT, text=alt.Text("name:N"), color=colour
            ),
        ]
        styles: dict[str, dict[str, Any]] = {
            "low": {"align": "left", "dy": 17},
            "high": {"align": "right", "dy": 17},
            "value": {"dy": -16, "fontWeight": "bold"},
        }
        for field, style in styles.items():
            mark = base.mark_text(aria=False, **style)
            layers.append(mark.encode(x=alt.X(f"{field}:Q"), text=alt.Text(f"{field}_text:N")))
        return parts.layered(layers, height=parts.step(78))

    down, here, up = rows[-1][2]
    fields = {
        "day": day(data.as_of), "low": number(down, 2), "value": number(here, 2), "high": number(up, 2),
        "share": percent(100 * (here - down) / ((up - down) or 1.0), 0), "said_day": day(then),
        **{f"said_{name}": number(v, 2) for name, v in zip(("low", "value", "high"), said, strict=True)},
    }  # fmt: skip
    words = "On {day} {value}, {share} of the way from {low} to {high}; published for {said_day}: {said_value}, between {said_low} and {said_high}."
    return Drawing(picture, words.format(**fields), "", table, facts, still=True, fields=fields)
