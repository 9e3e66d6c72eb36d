"""Pictures of what the fund owns: sectors and concentration."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.theme import Size
from generator.formats import day, number
from generator.metrics import ISSUER

SECTORS = {  # metric -> name on the axis; published figures carry weight_ in front of the same key
    "industrials": "Industrials",
    "financials": "Financials",
    "health_care": "Health care",
    "technology": "Technology",
    "consumer_discretionary": "Consumer cyclicals",
    "real_estate": "Real estate",
    "energy": "Energy",
    "consumer_staples": "Consumer staples",
    "materials": "Materials",
    "utilities": "Utilities",
    "communication": "Communication",
}
TOPS = (1, 10, 50, 100, 500, 1000)


def _file_day(data: Data) -> date:
    return date.fromisoformat(str(data.value("holdings_date")))


@chart("Sectors of the fund: published against the issuer's file", ISSUER)
def sectors(data: Data) -> Drawing:
    """Draw sector weights, percent, by the issuer's newest file, and the published ones over them."""
    when = _file_day(data)
    rows = [
        {
            "name": name,
            "value": data.number(f"sector_{key}"),
            "said": data.fact(f"weight_{key}") if f"weight_{key}" in data.facts else None,
        }
        for key, name in SECTORS.items()
    ]
    frame = pd.DataFrame(rows).sort_values("value", ascending=False, kind="stable")
    frame["label"], frame["end"] = (
        [number(v, 1) for v in frame["value"]],
        frame[["value", "said"]].max(axis=1),
    )
    frame["said_label"] = ["" if v != v else number(v, 0) for v in frame["said"]]
    frame["kind"] = "issuer's file"
    y = alt.Y("name:N", sort=list(frame["name"]), title=None)

    def picture(size: Size) -> Spec:
        levels = parts.ticks(0, float(frame["end"].max()), size.ticks(8, 4))
        x = parts.across("Weight in the fund, %", levels)
        kinds = {"issuer's file": theme.RECOMPUTED, "published": theme.PUBLISHED}
        colour = parts.keyed(list(kinds), list(kinds.values()), symbolType="square")
        # both numbers right of bar and tick, in their colours: one alone would be read as the tick's
        second = 14 + parts.breadth("00.0", size)
        left = max(parts.breadth(name, size) for name in frame["name"]) + 10
        right = parts.room(
            [(end, second + parts.breadth("00", size)) for end in frame["end"]], levels, size, left
        )
        base = alt.Chart(frame).encode(y=y)
        layers = [
            base.mark_bar(height={"band": 0.62}, aria=False).encode(x=x, color=colour),
            alt.Chart(frame.dropna(subset=["said"]).assign(kind="published"))
            .mark_tick(
                thickness=5, stroke=theme.PAPER, strokeWidth=1, height={"band": 0.95}, opacity=1, aria=False
            )
            .encode(x=alt.X("said:Q"), y=y, color=alt.Color("kind:N")),
            *(
                base.mark_text(align="left", dx=dx, color=shade, aria=False).encode(
                    x=alt.X("end:Q"), text=alt.Text(f"{field}:N")
                )
                for field, dx, shade in (
                    ("label", 7, theme.RECOMPUTED),
                    ("said_label", second, theme.PUBLISHED),
                )
            ),
        ]
        return parts.layered(layers, height=parts.step(28), right=right)

    said = frame.dropna(subset=["said"])
    gap = said.iloc[int((said["value"] - said["said"]).abs().to_numpy().argmax())]
    top = frame.iloc[0]
    words = (
        f"By the issuer's file of {day(when)} the largest sector is {top['name']} with "
        f"{percent(top['value'])}. Of the "
        f"{len(said)} published weights the one farthest off is {gap['name']}: {percent(gap['said'], 0)} "
        f"published, "
        f"{percent(gap['value'])} in the file."
    )
    table = frame[["name", "said", "value"]].round(2)
    table.columns = ["Sector", "Published, %", "Issuer's file, %"]
    keys = tuple(f"weight_{key}" for key in SECTORS if f"weight_{key}" in data.facts)
    note = "Issuer's weights over equity positions; consumer cyclicals are its consumer discretionary."
    return Drawing(picture, words, note, table, keys, when)


def counts(names: float, size: Size) -> list[float]:
    """Round numbers of names, and all of them at the end, where the last round one is not too near."""
    levels = [level for level in parts.ticks(0, names, size.ticks(5, 4)) if level <= names]
    if names - levels[-1] < 0.6 * levels[1]:
        levels.pop()
    return [*levels, names]


@chart("How few names make how much of the fund", ISSUER)
def concentration(data: Data) -> Drawing:
    """Draw the share of the fund, percent, that its largest names make."""
    when, names = _file_day(data), data.number("equity_names")
    rows = [(float(n), data.number(f"top{n}_weight")) for n in TOPS] + [(names, 100.0)]
    half = data.number("half_fund_names")
    frame = pd.DataFrame([(0.0, 0.0), *rows, (half, 50.0)], columns=["names", "value"]).sort_values("names")
    spots = pd.DataFrame(
        [r for r in rows if r[0] in (100, 500, 1000)] + [(half, 50.0)], columns=["names", "value"]
    )
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
            .mark_line(color=theme.IWM, strokeWidth=2.2, interpolate="monotone", aria=False)
            .encode(x=x, y=y),
            alt.Chart(spots).mark_circle(color=theme.IWM, size=60, opacity=1, aria=False).encode(x=x, y=y),
            alt.Chart(spots)
            .mark_text(align="left", dx=9, color=theme.TEXT, aria=False)
            .encode(x=x, y=alt.Y("at:Q"), text=alt.Text("label:N")),
            alt.Chart(pd.DataFrame({"names": [names * 0.78], "value": [44]}))
            .mark_text(text="all names equal", align="center", color=theme.MUTED, aria=False)
            .encode(x=x, y=y),
        ]
        return parts.layered(layers, height=size.height(300, 280))

    words = (
        f"By the issuer's file of {day(when)} the ten largest of {number(names, 0)} names make "
        f"{percent(rows[1][1])} of the fund, "
        f"the hundred largest {percent(rows[3][1])}; {number(half, 0)} names make half of it."
    )
    table = pd.DataFrame(rows, columns=["Largest holdings, names", "Share of the fund, %"]).round(2)
    note = "Dots: so many of the largest names make so much. Dashed: every name at the same weight."
    return Drawing(picture, words, note, table, (), when)
