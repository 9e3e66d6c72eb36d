"""The picture of one day in options."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.theme import Size
from generator.formats import day, number


@chart("Puts, calls and open interest of 2 December 2025", "")
def options_split(data: Data) -> Drawing:
    """Draw one published day of options: puts against calls, open interest against its mean."""
    when = data.facts["option_puts"].as_of
    puts, calls, volume = data.fact("option_puts"), data.fact("option_calls"), data.fact("option_contracts")
    interest, share = data.fact("option_interest"), data.fact("option_interest_mean")
    days = [(f"{day(when, short=True)}, published: {number(volume, 1)} million contracts", puts, calls)]
    if data.numbers["put_share"].value is not None:
        name = f"{day(data.as_of, short=True)}, recomputed: {number(data.number('option_volume'), 2)} million"
        days.append((name, data.number("put_share"), 100 - data.number("put_share")))
    bars = [
        {
            "name": name,
            "kind": kind,
            "value": value,
            "start": start,
            "end": start + value,
            "label": f"{kind} {percent(value)}",
        }
        for name, p, c in days
        for kind, start, value in (("puts", 0.0, p), ("calls", p, c))
    ]
    split = pd.DataFrame(bars)
    split["middle"] = (split["start"] + split["end"]) / 2
    mean = interest / share * 100
    bar = pd.DataFrame({"name": ["open interest"], "value": [interest], "mean": [mean]})

    def picture(size: Size) -> Spec:
        width = size.width - 26
        y = alt.Y("name:N", sort=None, title=None, axis=None)
        x = parts.across("Share of the day's contracts, %", [0, 25, 50, 75, 100], "start:Q")
        colours = alt.Scale(domain=["puts", "calls"], range=[theme.NEGATIVE, theme.POSITIVE])
        base = alt.Chart(split).encode(y=y)
        upper = parts.layered(
            [
                base.mark_bar(height=30, aria=False).encode(
                    x=x,
                    x2=alt.X2("end:Q"),
                    tooltip=alt.Tooltip("value:Q"),
                    color=alt.Color("kind:N", scale=colours, legend=None),
                ),
                base.mark_text(color=theme.PAPER, fontWeight="bold", aria=False).encode(
                    x=alt.X("middle:Q"), text=alt.Text("label:N")
                ),
                alt.Chart(pd.DataFrame({"name": [name for name, _, _ in days]}))
                .mark_text(align="left", dy=-26, aria=False)
                .encode(x=parts.LEFT, y=y, text=alt.Text("name:N")),
            ],
            parts.step(70),
            width=width,
        )
        levels = parts.ticks(0, mean, size.ticks(6, 4))
        held = alt.Chart(bar).encode(y=alt.Y("name:N", title=None, axis=None))
        across = parts.across("Open interest, million contracts", levels)
        lower = parts.layered(
            [
                held.mark_bar(height=26, color=theme.PUBLISHED, aria=False)
                .encode(x=across)
                .properties(description="published"),
                held.mark_text(
                    align="left",
                    x=8,
                    color=theme.PAPER,
                    fontWeight="bold",
                    text=f"published {number(interest, 2)}",
                    aria=False,
                ),
                held.mark_tick(thickness=3, size=40, color=theme.TEXT, aria=False)
                .encode(x=alt.X("mean:Q"))
                .properties(description="its 30-day mean"),
                held.mark_text(
                    align="right", dx=4, dy=-30, text=f"its 30-day mean, {number(mean, 1)}", aria=False
                ).encode(x=alt.X("mean:Q")),
            ],
            76,
            width=width,
        )
        return parts.stacked([upper, lower], 66)

    words = (
        f"On {day(when)} {number(volume, 1)} million contracts on IWM traded, {percent(puts)} of them "
        f"puts and {percent(calls)} "
        f"calls, as published. Open interest was {number(interest, 2)} million, {percent(share, 0)} of "
        f"its 30-day mean."
    )
    table = pd.DataFrame(
        [
            *((f"{name}: puts, %", p) for name, p, _ in days),
            *((f"{name}: calls, %", c) for name, _, c in days),
            ("Contracts traded, million", volume),
            ("Open interest, million contracts", interest),
            ("Open interest, % of its 30-day mean", share),
        ],
        columns=["Measure", "Value"],
    )
    source = data.numbers["put_share"].source if len(days) > 1 else ""
    facts = ("option_contracts", "option_puts", "option_calls", "option_interest", "option_interest_mean")
    note = "The 30-day mean is worked out from the published share of it."
    return Drawing(picture, words, note, table, facts, source=source)
