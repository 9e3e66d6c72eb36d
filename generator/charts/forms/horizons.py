"""Returns by horizon, several symbols beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Between, PercentMetric, Vocabulary, within
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.errors import MissingInput
from generator.formats import day, number

ROW, LANES = 31, 1.0  # px a horizon; room beside the lanes, in lanes


def _a_metric_a_row(table: Mapping[str, Any], _known: Vocabulary) -> Iterator[tuple[str, str, str]]:
    for name, keys in table["metrics"].items():
        if len(keys) != len(table["rows"]):
            yield (
                f"metrics.{name} holds {len(keys)}, rows {len(table['rows'])}:",
                "name one metric a row.",
                f"metrics.{name}",
            )


@form("", _a_metric_a_row, within("told", "rows"))
def horizons(
    data: Data,
    rows: Annotated[tuple[str, ...], Between(1, 14)],
    metrics: Annotated[Mapping[str, tuple[PercentMetric, ...]], Between(1, 3)],
    told: tuple[str, ...] = (),
) -> Drawing:
    """Draw percent for each row and symbol that has a number: by symbol the metrics in the order of the rows; `told` are the rows that the alt text reads out."""
    found = [
        {"name": name, "fund": fund, "value": float(data.numbers[key].value)}  # type: ignore[arg-type]
        for fund, keys in metrics.items()
        for name, key in zip(rows, keys, strict=False)
        if data.numbers[key].value is not None
    ]
    if not found:
        raise MissingInput("needs daily bars of {symbols}", symbols=", ".join(metrics))
    frame, funds = pd.DataFrame(found), list(metrics)
    wide = frame.pivot(index="name", columns="fund", values="value")
    wide = wide.reindex(index=[n for n in rows if n in set(frame["name"])], columns=funds)
    spans = pd.DataFrame({"name": wide.index, "low": wide.min(axis=1), "high": wide.max(axis=1)})
    texts = frame[frame["fund"] == funds[0]].copy()
    texts["text"] = [number(v, 1, signed=True) for v in texts["value"]]

    def picture(size: Size) -> Spec:
        levels = parts.ticks(min(0.0, frame["value"].min()), frame["value"].max(), size.ticks(8, 5))
        y = alt.Y("name:N", sort=list(wide.index), title=None, axis=alt.Axis(domain=False, ticks=False))
        # a lane for each fund: equal returns would hide one another
        lane = alt.YOffset("fund:N", sort=funds, scale=alt.Scale(paddingOuter=LANES))
        head = pd.DataFrame({"name": [wide.index[0]], "text": [f"{funds[0]}, %"]})

        def beside(frame: pd.DataFrame, dy: int = 0, **style: Any) -> alt.Chart:
            mark = alt.Chart(frame).mark_text(
                align="left", color=theme.FUND, dx=8, dy=dy, aria=False, **style
            )
            placed: alt.Chart = mark.encode(x=alt.XDatum(levels[-1]), y=y, text=alt.Text("text:N"))
            return placed

        colour = parts.keyed(funds, list(theme.LINES[: len(funds)]), "fund:N")
        layers = [
            alt.Chart(parts.ZERO).mark_rule(color=theme.MUTED, aria=False).encode(x=alt.X("value:Q")),
            alt.Chart(spans)
            .mark_rule(color=theme.FAINT, strokeWidth=3, aria=False)
            .encode(x=parts.across("Total return, %", levels, "low:Q"), x2=alt.X2("high:Q"), y=y),
            alt.Chart(frame)
            .mark_circle(size=70, opacity=1, aria=False)
            .encode(x=alt.X("value:Q"), y=y, yOffset=lane, color=colour),
            beside(texts, fontWeight="bold"),
            beside(head, -ROW // 2 - 8),
        ]
        return parts.layered(layers, height=parts.step(ROW, **{"for": "position"}))

    words = f"Total returns to {day(data.as_of)} over {len(wide)} horizons."
    for row in told:
        read = [
            f"{fund} {percent(float(wide[fund][row]), 1, signed=True)}"
            for fund in funds
            if row in wide.index and wide[fund].notna()[row]
        ]
        words += f" {row}: {', '.join(read)}." if read else ""
    table = wide.round(2).reset_index().rename(columns={"name": "Horizon", **{f: f"{f}, %" for f in funds}})
    table.columns.name = None
    return Drawing(picture, words, "", table)
