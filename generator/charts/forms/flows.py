"""Money into and out of a fund, by day and by week, with what was published of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from generator.charts import panels, parts, theme
from generator.charts.arguments import BillionFact, distinct
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.config import ISSUER_PRODUCT
from generator.formats import day, number
from generator.metrics import HISTORY
from generator.metrics.flows import daily

WEEKS = 26  # shown before the first published figure
SHOWN = 10  # weeks in the table
BILLION = 1e9
AXIS = 48  # px left of a panel for the labels of its axis, and right of it for half a label
ROOM = 0.14  # of what the bars span: what a label past them takes


@form(
    "published",
    distinct("session", "week", "month"),
    owners=("ishares",),
    alone=True,
    reads=(ISSUER_PRODUCT,),
)
def flows(data: Data, session: BillionFact, week: BillionFact, month: BillionFact) -> Drawing:
    """Draw the net flow of each session and of each week, USD billion, with those published; without a history these alone."""
    facts = {session: "day", week: "week", month: "month"}
    names = {
        session: f"Day, {day(data.facts[session].as_of, short=True)}",
        week: f"Week to {day(data.facts[week].as_of, short=True)}",
        month: f"Month, {data.facts[month].as_of:%B %Y}",
    }
    listed = "; ".join(f"{names[key]} {number(data.fact(key), 2, signed=True)}" for key in facts)
    if data.market.history.empty:
        return _published(data, names, listed)
    by_day = (daily(data.market) / BILLION).dropna()
    by_week = by_day.groupby(by_day.index.map(_friday)).sum()
    said = {key: data.facts[key].as_of for key in facts}
    start = min(min(said.values()), by_day.index[-1].date()) - pd.Timedelta(weeks=WEEKS)
    shown = [series[series.index > pd.Timestamp(start)] for series in (by_day, by_week)]

    def picture(size: Size) -> Spec:
        drawn = []
        for series, key in zip(shown, (session, week), strict=True):
            # as of an earlier day the figure was not published yet
            spots = {said[key]: data.fact(key)} if said[key] <= data.as_of else {}
            drawn.append(_panel(series, facts[key], spots, size))
        return {"concat": drawn, "columns": 1, "spacing": 28, "padding": parts.EDGE}

    first, last = shown[0].index[0].date(), shown[0].index[-1].date()
    words = (
        f"Net flows by day and by week from {day(first)} to {day(last)}, together "
        f"{number(float(shown[0].sum()), 2, signed=True)} billion dollars; the last day "
        f"{number(float(shown[0].iloc[-1]), 2, signed=True)}. As published: {listed}."
    )
    note = (
        "A day's flow is the change of the issuer's count of shares over its evening, at that evening's NAV. "
        "Lines across bars: the day's and the week's figures as published."
    )
    table = pd.DataFrame(
        {
            "Week to": [f"{stamp:%Y-%m-%d}" for stamp in shown[1].index],
            "Net flow, USD bn": shown[1].round(3).to_numpy(),
        }
    )
    return Drawing(picture, words, note, table.iloc[::-1].head(SHOWN), tuple(facts), source=HISTORY)


def _friday(stamp: pd.Timestamp) -> pd.Timestamp:
    return stamp + pd.Timedelta(days=4 - stamp.weekday())


def _panel(series: pd.Series, span: str, spots: dict[date, float], size: Size) -> Spec:
    """Bars of one span, with the published figures as lines across theirs."""
    marked = pd.DataFrame({"date": pd.DatetimeIndex(list(spots)), "value": list(spots.values())})
    marked["label"] = [f"published {number(value, 2, signed=True)}" for value in marked["value"]]
    marked["beyond"] = [_beyond(series, row, size) for row in marked.itertuples()]
    across = max(series.max(), 0.0) - min(series.min(), 0.0)
    room = marked["beyond"] + ROOM * across * marked["value"].map(lambda value: -1 if value < 0 else 1)
    values = [*series, *room, 0.0]
    levels = parts.ticks(min(values), max(values), size.ticks(6, 5))
    x = parts.time(series.index[0].date(), series.index[-1].date(), size, pad=4)
    y = parts.up(f"By {span}, USD billion", levels)
    width = max(0.8, (size.width - 60) / len(series) * 0.68)
    frame = pd.DataFrame({"date": series.index, "value": series.round(6).to_numpy()})
    layers = [
        alt.Chart(frame, description=f"net flow of the {span}, USD bn")
        .mark_rule(strokeWidth=width, color=theme.BAR, aria=False)
        .encode(x=x, y=y, y2=alt.Y2Datum(0)),
        alt.Chart(parts.ZERO).mark_rule(strokeWidth=1, aria=False).encode(y=alt.Y("value:Q")),
    ]
    if spots:
        spot = alt.Chart(marked, description="published").encode(x=x, y=y)
        away = 12 if marked["value"].iloc[0] < 0 else -10
        layers += [
            spot.mark_tick(
                color=theme.PUBLISHED, thickness=3, size=max(width + 8, 14), orient="horizontal", aria=False
            ),
            spot.mark_rule(color=theme.PUBLISHED, strokeWidth=1, strokeDash=[2, 3], aria=False).encode(
                y2=alt.Y2("beyond:Q")
            ),
            spot.mark_text(dy=away, fontWeight="bold", color=theme.PUBLISHED, aria=False).encode(
                y=alt.Y("beyond:Q"), text=alt.Text("label:N")
            ),
        ]
    return parts.layered(layers, height=size.height(170, 160), width=size.width - AXIS)


def _beyond(series: pd.Series, spot: Any, size: Size) -> float:
    """Where the label of a published figure starts: past every bar that it would else cross."""
    days = (
        (series.index[-1] - series.index[0]) / (size.width - AXIS) * (parts.breadth(spot.label, size) / 2 + 6)
    )
    near = series[abs(series.index - spot.date) <= days]
    return float(min([*near, spot.value]) if spot.value < 0 else max([*near, spot.value]))


def _published(data: Data, names: dict[str, str], listed: str) -> Drawing:
    """The published figures alone, each span on an axis of its own: they overlap, and are not like bars."""
    spans = [
        panels.panel(
            pd.DataFrame(
                [(name, data.fact(key), number(data.fact(key), 2, signed=True), theme.PUBLISHED)],
                columns=["name", "value", "label", "colour"],
            ),
            "Net flow, USD billion",
        )
        for key, name in names.items()
    ]
    table = pd.DataFrame(
        [(name, data.fact(key)) for key, name in names.items()], columns=["Period", "Net flow, USD bn"]
    )
    words = f"Net flows in billion dollars, as published: {listed}."
    note = "Each span on an axis of its own: one may lie within another."
    return Drawing(lambda size: panels.beside(spans, size), words, note, table, tuple(names), still=True)
