"""How few names make how much of a fund."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Among, within
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.config import ISSUER_PRODUCT
from generator.formats import day, number

TOPS = (1, 10, 50, 100, 500, 1000)  # of which there are weights


def counts(names: float, size: Size) -> list[float]:
    """Round numbers of names, and all of them at the end, where the last round one is not too near."""
    levels = [level for level in parts.ticks(0, names, size.ticks(5, 4)) if level <= names]
    if names - levels[-1] < 0.6 * levels[1]:
        levels.pop()
    return [*levels, names]


@form("", within("labelled", "tops"), reads=(ISSUER_PRODUCT,))
def concentration(
    data: Data, tops: tuple[Annotated[int, Among(TOPS)], ...], labelled: tuple[int, ...]
) -> Drawing:
    """Draw the share of the fund, percent, that its largest names make."""
    when = date.fromisoformat(str(data.value("holdings_date")))
    names = data.number("equity_names")
    rows = [(float(n), data.number(f"top{n}_weight")) for n in tops] + [(names, 100.0)]
    half = data.number("half_fund_names")
    frame = pd.DataFrame([(0.0, 0.0), *rows, (half, 50.0)], columns=["names", "value"]).sort_values("names")
    spots = pd.DataFrame([r for r in rows if r[0] in labelled] + [(half, 50.0)], columns=["names", "value"])
    spots["label"] = [
        f"{number(n, 0)}: {percent(v, 0)}" for n, v in zip(spots["names"], spots["value"], strict=True)
    ]
    spots["at"] = [
        v + 3 if n < 200 else v if n < 300 else v - 5
        for n, v in zip(spots["names"], spots["value"], strict=True)
    ]  # below the curve
    y = parts.up("Share of the fund, %", [0, 25, 50, 75, 100])
    even = pd.DataFrame({"names": [0, names], "value": [0, 100]})

    def picture(size: Size) -> Spec:
        x = alt.X(
            "names:Q",
            title="Largest holdings, names",
            scale=alt.Scale(domain=[0, names], nice=False),
            axis=alt.Axis(values=counts(names, size), format=",d"),
        )
        layers = [
            alt.Chart(even)
            .mark_line(color=theme.MUTED, strokeDash=[4, 3], strokeWidth=1.3, aria=False)
            .encode(x=x, y=y),
            alt.Chart(frame)
            .mark_line(color=theme.FUND, strokeWidth=2.2, interpolate="monotone", aria=False)
            .encode(x=x, y=y),
            alt.Chart(spots).mark_circle(color=theme.FUND, size=60, opacity=1, aria=False).encode(x=x, y=y),
            alt.Chart(spots)
            .mark_text(align="left", dx=9, color=theme.TEXT, aria=False)
            .encode(x=x, y=alt.Y("at:Q"), text=alt.Text("label:N")),
            alt.Chart(pd.DataFrame({"names": [names * 0.78], "value": [44]}))
            .mark_text(text="all names equal", align="center", color=theme.MUTED, aria=False)
            .encode(x=x, y=y),
        ]
        return parts.layered(layers, height=size.height(300, 280))

    listed = "; ".join(f"the largest {number(n, 0)} {percent(v)}" for n, v in rows[:-1])
    words = (
        f"By the issuer's file of {day(when)} the fund has {number(names, 0)} names, of which {number(half, 0)} make "
        f"half: {listed}."
    )
    table = pd.DataFrame(rows, columns=["Largest holdings, names", "Share of the fund, %"]).round(2)
    note = "Dots: so many of the largest names make so much. Dashed: every name at the same weight."
    return Drawing(picture, words, note, table, (), when)
