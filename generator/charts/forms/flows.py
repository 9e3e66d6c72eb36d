"""Pictures of the money that goes into the fund and out of it."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from generator.charts import panels, parts, theme
from generator.charts.parts import Spec
from generator.charts.registry import Data, Drawing, chart
from generator.charts.theme import Size
from generator.formats import day, number
from generator.metrics import HISTORY
from generator.metrics.flows import daily

WEEKS = 26  # shown before the last one, or before the first published figure
SHOWN = 10  # weeks in the table
PUBLISHED = {
    "november_inflow": "November 2025",
    "week_inflow": "Week to 28 Nov 2025",
    "december_outflow": "5 Dec 2025, one day",
}
BILLION = 1e9
AXIS = 48  # px left of a panel for the labels of its axis, and right of it for half a label


@chart("Money into and out of IWM, by day and by week", "", series=("ishares",))
def flows(data: Data) -> Drawing:
    """Draw the net flow of each session and of each week, USD billion, with those published; without a history these alone."""
    if data.market.history.empty:
        return _published(data)
    by_day = (daily(data.market) / BILLION).dropna()
    by_week = by_day.groupby(by_day.index.map(_friday)).sum()
    said = {key: data.facts[key].as_of for key in PUBLISHED}
    start = min(min(said.values()), by_day.index[-1].date()) - pd.Timedelta(weeks=WEEKS)
    shown = [series[series.index > pd.Timestamp(start)] for series in (by_day, by_week)]
    marks = [("december_outflow", "day"), ("week_inflow", "week")]
    # as of an earlier day the figures were not published yet
    told = [(key, span) for key, span in marks if said[key] <= data.as_of]

    def picture(size: Size) -> Spec:
        drawn = []
        for series, span in zip(shown, ("day", "week"), strict=True):
            spots = {said[key]: data.fact(key) for key, of in told if of == span}
            drawn.append(_panel(series, span, spots, size))
        return {"concat": drawn, "columns": 1, "spacing": 28, "padding": parts.EDGE}

    first, last = shown[0].index[0].date(), shown[0].index[-1].date()
    total = float(shown[0].sum())
    words = (
        f"Net flows of IWM by day and by week from {day(first)} to {day(last)}, together {number(total, 2, signed=True)} "
        f"billion dollars; the last day {number(float(shown[0].iloc[-1]), 2, signed=True)}. As published: "
        + "; ".join(f"{name} {number(data.fact(key), 2, signed=True)}" for key, name in PUBLISHED.items())
        + "."
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
    return Drawing(picture, words, note, table.iloc[::-1].head(SHOWN), tuple(PUBLISHED), source=HISTORY)


def _friday(stamp: pd.Timestamp) -> pd.Timestamp:
    return stamp + pd.Timedelta(days=4 - stamp.weekday())


def _panel(series: pd.Series, span: str, spots: dict[date, float], size: Size) -> Spec:
    """Bars of one span, with the published figures as lines across theirs."""
    values = [*series, *spots.values(), 0.0]
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
        marked = pd.DataFrame({"date": pd.DatetimeIndex(list(spots)), "value": list(spots.values())})
        marked["label"] = [f"published {number(value, 2, signed=True)}" for value in marked["value"]]
        spot = alt.Chart(marked, description="published").encode(x=x, y=y)
        words, away = spot.encode(text=alt.Text("label:N")), 16 if marked["value"].iloc[0] < 0 else -12
        layers += [
            spot.mark_tick(
                color=theme.PUBLISHED, thickness=3, size=max(width + 8, 14), orient="horizontal", aria=False
            ),
            # letters on a halo of the paper's colour: other bars lie behind them
            words.mark_text(dy=away, fontWeight="bold", stroke=theme.PAPER, strokeWidth=4, aria=False),
            words.mark_text(dy=away, fontWeight="bold", color=theme.PUBLISHED, aria=False),
        ]
    return parts.layered(layers, height=size.height(170, 160), width=size.width - AXIS)


def _published(data: Data) -> Drawing:
    """The published figures alone."""
    rows = [{"name": name, "value": data.fact(key), "kind": "published"} for key, name in PUBLISHED.items()]
    frame = pd.DataFrame(rows)

    def picture(size: Size) -> Spec:
        return panels.bars(frame, "Net flow, USD billion", size, digits=2, signed=True)

    said = (
        f"{name} {number(data.fact(key), 2, signed=True)} billion dollars" for key, name in PUBLISHED.items()
    )
    words = f"Net flows of IWM as published: {'; '.join(said)}."
    table = frame[["name", "value"]].rename(columns={"name": "Period", "value": "Net flow, USD bn"})
    note = "The periods overlap: the week lies in November."
    return Drawing(picture, words, note, table, tuple(PUBLISHED))
