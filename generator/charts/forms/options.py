"""One day in options: two parts of a whole, and a stock against its mean."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import ContractsFact, ContractsMetric, PercentFact, PercentMetric
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import day, number


@form()
def options(
    data: Data,
    puts: PercentFact,
    calls: PercentFact,
    volume: ContractsFact,
    interest: ContractsFact,
    share: PercentFact,
    puts_now: PercentMetric,
    volume_now: ContractsMetric,
) -> Drawing:
    """Draw one published day of options: puts against calls, percent, open interest, million, against its mean, percent of it published."""
    when, facts = data.facts[puts].as_of, (volume, puts, calls, interest, share)
    traded, put, call, held_now, of_mean = (data.fact(key) for key in facts)
    days = [
        (
            f"{day(when, short=True)}, published: {number(traded, 1)} million contracts",
            put,
            call,
            theme.PUBLISHED,
        )
    ]
    if data.numbers[puts_now].value is not None:
        name = f"{day(data.as_of, short=True)}, recomputed: {number(data.number(volume_now), 2)} million"
        days.append((name, data.number(puts_now), 100 - data.number(puts_now), theme.RECOMPUTED))
    bars = [
        {
            "name": name,
            "kind": kind,
            "value": value,
            "start": start,
            "end": start + value,
            "label": f"{kind} {percent(value)}",
            "colour": colour,
            "opacity": 1.0 if kind == "puts" else 0.3,
            "ink": theme.PAPER if kind == "puts" else theme.TEXT,
        }
        for name, p, c, colour in days
        for kind, start, value in (("puts", 0.0, p), ("calls", p, c))
    ]
    split = pd.DataFrame(bars)
    split["middle"] = (split["start"] + split["end"]) / 2
    mean = held_now / of_mean * 100
    bar = pd.DataFrame({"name": ["open interest"], "value": [held_now], "mean": [mean]})

    def picture(size: Size) -> Spec:
        width = size.width - 26
        y = alt.Y("name:N", sort=None, title=None, axis=None)
        x = parts.across("Share of the day's contracts, %", [0, 25, 50, 75, 100], "start:Q")
        base = alt.Chart(split).encode(y=y)
        upper = parts.layered(
            [
                base.mark_bar(height=30, aria=False).encode(
                    x=x,
                    x2=alt.X2("end:Q"),
                    tooltip=alt.Tooltip("value:Q"),
                    color=alt.Color("colour:N", scale=None),
                    opacity=alt.Opacity("opacity:Q", scale=None),
                ),
                base.mark_text(fontWeight="bold", aria=False).encode(
                    x=alt.X("middle:Q"), text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)
                ),
                alt.Chart(pd.DataFrame({"name": [name for name, *_ in days]}))
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
                    text=f"published {number(held_now, 2)}",
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
        f"On {day(when)} {number(traded, 1)} million contracts traded, {percent(put)} of them "
        f"puts and {percent(call)} "
        f"calls, as published. Open interest was {number(held_now, 2)} million, {percent(of_mean, 0)} of "
        f"its 30-day mean."
    )
    table = pd.DataFrame(
        [
            *((f"{name}: puts, %", p) for name, p, *_ in days),
            *((f"{name}: calls, %", c) for name, _, c, _ in days),
            ("Contracts traded, million", traded),
            ("Open interest, million contracts", held_now),
            ("Open interest, % of its 30-day mean", of_mean),
        ],
        columns=["Measure", "Value"],
    )
    source = data.numbers[puts_now].source if len(days) > 1 else ""
    note = "The 30-day mean is worked out from the published share of it."
    return Drawing(picture, words, note, table, facts, source=source, still=True)
