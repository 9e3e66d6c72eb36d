"""What an amount becomes at published returns, and what it has become so far."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Bars, Between, PercentFact
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import m4, since
from generator.charts.theme import Size
from generator.formats import day, number
from generator.metrics import YAHOO
from generator.metrics.series import total

DAYS = 365.25  # a year


@form("become so_far solid", alone=True)
def compounded(
    data: Data,
    facts: Annotated[Mapping[PercentFact, str], Between(1, 3)],
    years: Annotated[int, Between(1, 50)],
    symbols: Annotated[Mapping[Bars, str], Between(1, 3)] = MappingProxyType({}),
) -> Drawing:
    """Draw what 100 dollars become at yearly returns, percent, and what they became in these symbols since the day they were published for."""
    start = max(data.facts[key].as_of for key in facts)
    frame = pd.DataFrame(
        [
            {"name": name, "year": year, "value": round(100 * (1 + data.fact(key) / 100) ** year, 2)}
            for key, name in facts.items()
            for year in range(years + 1)
        ]
    )
    frame["colour"] = theme.PUBLISHED
    paths = {}
    for symbol, name in symbols.items():
        if data.market.origin != "edition" and start < data.as_of:
            path = since(total(data.market, symbol), start)
            if len(path) > 1:
                paths[name] = path / path.iloc[0] * 100
    lived = pd.concat(
        [
            pd.DataFrame(
                {
                    "year": (m4(path, 60).index - path.index[0]).days / DAYS,
                    "value": m4(path, 60).round(4),
                    "name": name,
                    "colour": colour,
                }
            )
            for (name, path), colour in zip(paths.items(), theme.LINES, strict=False)
        ]
        or [frame.iloc[:0]],
        ignore_index=True,
    )
    everything = pd.concat([frame["value"], lived["value"].astype(float)])
    # under what has come so far there is room for its words
    low = everything.min() - (0.15 * (everything.max() - everything.min()) if len(lived) else 0)
    y = parts.up("100 dollars become, USD", parts.ticks(low, everything.max(), 6))
    x = alt.X(
        "year:Q",
        title=f"Years from {start:%B %Y}",
        axis=alt.Axis(values=list(range(0, years + 1, 2 if years > 5 else 1))),
        scale=alt.Scale(domain=[0, years]),
    )
    last = frame[frame["year"] == years]
    last = last.assign(
        label=[f"{n} {number(v, 0)}" for n, v in zip(last["name"], last["value"], strict=True)]
    )
    final = {name: float(path.iloc[-1]) for name, path in paths.items()}
    colour = alt.Color("colour:N", scale=None)
    under = {"year": 0.0, "value": lived["value"].min()}

    def picture(size: Size) -> Spec:
        ends = alt.Chart(last).encode(x=x, y=y, color=colour)
        side: dict[str, Any] = (
            {"align": "right", "dx": -10, "dy": -10} if size.narrow else {"align": "left", "dx": 8}
        )
        layers = [
            alt.Chart(frame, description="published return")
            .encode(x=x, y=y, color=colour, detail=alt.Detail("name:N"))
            .mark_line(strokeWidth=2.2, strokeDash=[5, 3], aria=False),
            ends.mark_circle(size=60, opacity=1, aria=False),
            ends.encode(text=alt.Text("label:N")).mark_text(fontWeight="bold", aria=False, **side),
        ]
        if len(lived):
            layers.append(
                alt.Chart(lived, description="so far")
                .encode(x=x, y=y, color=colour)
                .mark_line(strokeWidth=2.2, aria=False)
            )
            for n, ((name, value), shade) in enumerate(zip(final.items(), theme.LINES, strict=False)):
                spot = pd.DataFrame([{"label": f"{name} so far {number(value, 0)}", **under}])
                text = alt.Chart(spot).mark_text(
                    align="left", dx=2, dy=14 + 16 * n, fontWeight="bold", color=shade, aria=False
                )
                layers.append(text.encode(x=x, y=y, text=alt.Text("label:N")))
        return parts.layered(layers, height=size.height(260, 250))

    become = "; ".join(f"{n} {number(v, 0)}" for n, v in zip(last["name"], last["value"], strict=True))
    so_far = "; ".join(f"{name} {number(value, 1)}" for name, value in final.items())
    words = f"What 100 dollars become in {years} years at the published returns: {become}."
    if so_far:
        words += f" By {day(data.as_of)} they had become: {so_far}."
    fields = {"become": become, "so_far": so_far, "solid": " Solid: total returns since." if paths else ""}
    table = frame.pivot(index="year", columns="name", values="value")[list(facts.values())].reset_index()
    table.columns = pd.Index(["Year", *(f"{name}, USD" for name in facts.values())])
    return Drawing(picture, words, "", table, tuple(facts), fields=fields, source=YAHOO if paths else "")
