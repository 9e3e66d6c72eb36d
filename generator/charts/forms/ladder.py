"""Levels in order of price: those of today, and under them those of the day for which they were published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Between, PriceFact, PriceMetric, PriceRange, alike, distinct
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import day, number


@form("", alike("levels", "close", "facts", "band"), distinct("levels", "close"))
def ladder(
    data: Data,
    levels: Annotated[tuple[PriceMetric, ...], Between(1, 20)],
    close: PriceMetric,
    facts: Annotated[Mapping[PriceFact, str], Between(1, 12)],
    band: PriceRange = "",
) -> Drawing:
    """Draw every level, USD, in order of price around the close; below, on an axis of their own, published ones (with their names) as rings and their recomputed values as dots."""
    now = pd.DataFrame([(data.numbers[key].label, data.number(key)) for key in (*levels, close)])
    now.columns = pd.Index(["name", "level"])
    now["colour"] = [*(theme.BAR for _ in levels), theme.FUND]
    now["said"] = None
    rows = [(name, data.checked(key), data.fact(key), theme.BAR) for key, name in facts.items()]
    then = pd.DataFrame(rows, columns=["name", "level", "said", "colour"])
    when = max(data.facts[key].as_of for key in facts)
    ends = (data.facts[band].low, data.facts[band].high) if band else (None, None)
    price = data.number(close)

    def picture(size: Size) -> Spec:
        head, tail = (
            ("Published, recomputed", "USD") if size.narrow else ("Published and recomputed", "USD a share")
        )
        named = max(parts.breadth(name, size) for name in (*now["name"], *then["name"]))
        beside = 0 if size.narrow else named + parts.breadth("0,000.00", size)
        width = size.width - beside - (30 if size.narrow else 24)
        return parts.stacked(
            [
                _panel(now, f"Recomputed, {day(data.as_of, short=True)}, USD a share", size, width, price),
                _panel(then, f"{head}, {day(when, short=True)}, {tail}", size, width, None, ends),
            ],
            64,
        )

    ordered = now.sort_values("level", kind="stable")
    above, below = ordered[ordered["level"] > price], ordered[ordered["level"] < price]
    words = f"Levels in order of price around the close of {number(price, 2)} dollars on {day(data.as_of)}."
    for side, near in (("above", above.head(1)), ("below", below.tail(1))):
        words += "".join(
            f" Next {side}: {n} at {number(v, 2)}." for n, v in zip(near["name"], near["level"], strict=True)
        )
    table = pd.concat(
        [
            ordered.iloc[::-1][["name", "level"]].assign(day=f"{data.as_of:%Y-%m-%d}"),
            then[["name", "level", "said"]].assign(day=f"{when:%Y-%m-%d}"),
        ],
        ignore_index=True,
    )[["day", "name", "level", "said"]]
    table.columns = pd.Index(["As of", "Level", "Recomputed, USD", "Published, USD"])
    note = "Line: the close. Rings" + (" and the shaded band" if band else "") + ": as published."
    return Drawing(picture, words, note, table.round(2), (*facts, *filter(None, (band,))), still=True)


def _panel(
    frame: pd.DataFrame,
    title: str,
    size: Size,
    width: int,
    price: float | None,
    band: tuple[float | None, float | None] = (None, None),
) -> Spec:
    frame = frame.assign(at=frame["level"].fillna(frame["said"]).astype(float))
    frame = frame.sort_values("at", ascending=False, kind="stable")
    reach = [*frame["level"].dropna(), *frame["said"].dropna(), *(end for end in band if end is not None)]
    free = 0.04 * (max(reach) - min(reach))
    values = parts.ticks(min(reach) - free, max(reach) + free, size.ticks(7, 4))
    x, y = (
        parts.across(title, values, "level:Q"),
        alt.Y("name:N", sort=list(frame["name"]), title=None, axis=None if size.narrow else {"grid": True}),
    )
    layers = []
    if None not in band:
        layers.append(
            alt.Chart(pd.DataFrame({"level": [band[0]], "high": [band[1]]}), description="band, published")
            .mark_rect(color=theme.PUBLISHED, opacity=0.16, aria=False)
            .encode(x=x, x2=alt.X2("high:Q"))
        )
    if price is not None:
        close = alt.Chart(pd.DataFrame({"level": [price]}))
        layers.append(close.mark_rule(color=theme.FUND, strokeWidth=1.5, aria=False).encode(x=x))
    said = frame.dropna(subset=["said"])
    frame["label"] = [number(value, 2) for value in frame["at"]]
    base = alt.Chart(frame).encode(y=y)
    dots = alt.Chart(frame.dropna(subset=["level"]), description="recomputed").encode(x=x, y=y)
    if len(said):
        rings = alt.Chart(said, description="published").encode(x=alt.X("said:Q"), y=y)
        layers.append(rings.mark_point(size=90, strokeWidth=2, color=theme.PUBLISHED, opacity=1, aria=False))
    layers.append(
        dots.mark_circle(size=85 if price is not None else 40, opacity=1, aria=False).encode(
            x=x, color=alt.Color("colour:N", scale=None)
        )
    )
    text, end = alt.Text("label:N"), alt.XDatum(values[-1])
    if size.narrow:  # names and values stand over their dots, on a halo where the close crosses them
        for halo in ({"stroke": theme.PAPER, "strokeWidth": 4}, {}):
            over: dict[str, Any] = {"baseline": "bottom", "dy": -5, "aria": False, **halo}
            layers.append(base.mark_text(align="left", **over).encode(x=parts.LEFT, text=alt.Text("name:N")))
            layers.append(base.mark_text(align="right", **over).encode(x=end, text=text))
    else:
        layers.append(base.mark_text(align="left", dx=8, aria=False).encode(x=end, text=text))
    return parts.layered(layers, (32 if size.narrow else 22) * len(frame), width=width)
