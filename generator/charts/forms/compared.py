"""Published figures against recomputed ones, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Between, DayMetric, PercentFact, PercentMetric, Vocabulary, within
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import day, number

PUBLISHED = "published"  # how a mark is called in the legend
GAP = 9  # px from a mark to its value


def _no_published(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
    if table["recomputed"] == PUBLISHED:
        yield (
            f"recomputed is {PUBLISHED!r}, what the other marks are called:",
            "name where it comes from.",
            "recomputed",
        )


@form("", within("facts", "metrics"), _no_published)
def compared(
    data: Data,
    metrics: Annotated[Mapping[PercentMetric, str], Between(1, 16)],
    axis: str,
    recomputed: str,
    facts: Mapping[PercentMetric, PercentFact] = MappingProxyType({}),
    dated: DayMetric = "",
) -> Drawing:
    """Draw recomputed figures under names of their own, and beside each the published one, percent; `recomputed` names their origin, `dated` the metric of their day."""
    when = date.fromisoformat(str(data.value(dated))) if dated else data.as_of
    rows = [
        (name, data.number(key), data.fact(facts[key]) if key in facts else None)
        for key, name in metrics.items()
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "said"])
    frame = frame.sort_values("value", ascending=False, kind="stable")
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis={"grid": True})
    both = frame.dropna(subset=["said"])
    kinds = {recomputed: theme.RECOMPUTED} | ({PUBLISHED: theme.PUBLISHED} if len(both) else {})
    # a value stands on the side of its mark that is away from the other one
    spots: list[dict[str, Any]] = []
    for name, value, said in frame.itertuples(index=False, name=None):
        paired = said == said and said is not None
        spots.append({"name": name, "kind": recomputed, "value": value, "left": paired and value < said})
        spots[-1]["label"] = number(value, 1)
        if paired:
            spots.append({"name": name, "kind": PUBLISHED, "value": said, "left": said <= value})
            spots[-1]["label"] = number(said, 0)
    marks = pd.DataFrame(spots)

    def picture(size: Size) -> Spec:
        levels = parts.ticks(min(0.0, marks["value"].min()), max(0.0, marks["value"].max()), size.ticks(8, 4))
        x = parts.across(axis, levels)
        base = alt.Chart(marks).encode(y=y)
        left = max(parts.breadth(name, size) for name in frame["name"]) + 10
        ends = [(s["value"], GAP + parts.breadth(str(s["label"]), size)) for s in spots if not s["left"]]
        layers = [
            alt.Chart(both)
            .mark_rule(color=theme.FAINT, strokeWidth=3, aria=False)
            .encode(x=x, x2=alt.X2("said:Q"), y=y),
            base.mark_circle(size=85, opacity=1, aria=False).encode(
                x=x, color=parts.keyed(list(kinds), list(kinds.values()))
            ),
        ]
        for side in (False, True):
            told = alt.Chart(marks[marks["left"] == side])
            if len(told.data):
                text = told.mark_text(align="right" if side else "left", dx=-GAP if side else GAP, aria=False)
                layers.append(text.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.Color("kind:N")))
        return parts.layered(layers, height=parts.step(28), right=parts.room(ends, levels, size, left))

    top, far = (
        frame.iloc[0],
        both.iloc[int((both["value"] - both["said"]).abs().to_numpy().argmax())] if len(both) else None,
    )
    words = f"{recomputed[:1].upper()}{recomputed[1:]}, {day(when)}: the largest is {top['name']} with {percent(top['value'])}."
    if far is not None:
        words += (
            f" Of {len(both)} published figures the one farthest off is {far['name']}: {percent(far['said'], 0)} published, "
            f"{percent(far['value'])} recomputed."
        )
    table = frame[["name", "said", "value"]].round(2)
    table.columns = pd.Index(["Row", "Published, %", f"{recomputed[:1].upper()}{recomputed[1:]}, %"])
    return Drawing(picture, words, "", table, tuple(facts.values()), when, still=True)
