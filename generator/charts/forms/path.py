"""A policy rate as it was set, and a path forecast for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Between, Fact, PercentFact, Rate, ordered
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import month_ends
from generator.charts.series import since as from_day
from generator.charts.theme import Size
from generator.formats import day, number
from generator.market import rate

STEP = 0.25


@form("", ordered("since", "cuts", "until"))
def path(
    data: Data,
    lower: Rate,
    upper: Rate,
    since: date,
    floor: PercentFact,
    ceiling: PercentFact,
    cuts: Annotated[tuple[date, ...], Between(1, 12)],
    until: date,
    who: str,
    facts: tuple[Fact, ...] = (),
) -> Drawing:
    """Draw the target range as it was set, percent, and the path that somebody forecast for it."""
    ends = {
        "low": from_day(rate(data.market, lower), since),
        "high": from_day(rate(data.market, upper), since),
    }
    stats.need(ends["high"], 2, "observations of the target range")
    frame = pd.DataFrame(ends).dropna()
    last = frame.index[-1]
    changed = (frame != frame.shift()).any(axis=1)
    moved = frame[changed | (frame.index == last)].reset_index(names="date")
    goal = (data.fact(floor), data.fact(ceiling))
    low = min(frame["low"].min(), goal[0])
    levels = parts.ticks(low - 0.1, max(frame["high"].max(), _forecast(*goal, cuts, until)["high"].max()), 6)
    range_now = (float(frame["low"].iloc[-1]), float(frame["high"].iloc[-1]))

    def picture(size: Size) -> Spec:
        x, height = parts.time(frame.index[0], until, size), size.height(280, 260)
        y = parts.up("Federal funds target range, %", levels, "low:Q", format=".2f")
        now = (
            alt.Chart(moved, description="target range")
            .mark_area(interpolate="step-after", color=theme.FUND, aria=False)
            .encode(x=x, y=y, y2=alt.Y2("high:Q"))
        )
        area = alt.Chart(_forecast(*goal, cuts, until), description=f"{who}'s forecast").encode(x=x, y=y)
        dashed = area.mark_line(
            interpolate="step-after", color=theme.PUBLISHED, strokeDash=[4, 3], strokeWidth=1.5, aria=False
        )
        layers = [
            area.mark_area(interpolate="step-after", color=theme.PUBLISHED, opacity=0.2, aria=False).encode(
                y2=alt.Y2("high:Q")
            ),
            now,
            dashed,
            dashed.encode(y=alt.Y("high:Q")),
            parts.label(
                f"{who}'s forecast", pd.Timestamp(until), goal[0], theme.PUBLISHED, align="right", dy=13
            ),
            _named(range_now, frame.index[changed][-1], frame.index[0]),
        ]
        return parts.layered(layers, height=height)

    words = (
        f"The target range stood at {number(range_now[0], 2)} to {number(range_now[1], 2)} percent "
        f"on {day(last.date())}. {who}'s published path ends at {number(goal[0], 2)} to "
        f"{number(goal[1], 2)} percent "
        f"after {cuts[-1]:%B %Y}."
    )
    table = month_ends({"Lower end, %": frame["low"], "Upper end, %": frame["high"]}).round(2)
    return Drawing(picture, words, "", table, (floor, ceiling, *facts))


def _named(ends: tuple[float, float], begun: pd.Timestamp, start: pd.Timestamp) -> alt.Chart:
    """The range in force, left of its own stretch: what stood before lies above or below that place."""
    text = f"{number(ends[0], 2)}–{number(ends[1], 2)}"
    if begun == start:
        return parts.label(text, begun, ends[1], theme.FUND, dx=4, dy=-9)
    return parts.label(text, begun, sum(ends) / 2, theme.FUND, align="right", dx=-6, baseline="middle")


def _forecast(low: float, high: float, cuts: tuple[date, ...], until: date) -> pd.DataFrame:
    """The published path from its first cut on: a step above the end it names for each cut still to come."""
    left = len(cuts)
    rows = [(when, left - n) for n, when in enumerate(cuts, 1)] + [(until, 0)]
    return pd.DataFrame(
        {
            "date": [pd.Timestamp(d) for d, _ in rows],
            "low": [low + STEP * n for _, n in rows],
            "high": [high + STEP * n for _, n in rows],
        }
    )
