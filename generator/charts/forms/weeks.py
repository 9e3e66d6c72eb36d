"""Week by week, with one week marked."""

from __future__ import annotations

from typing import Annotated

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Bars, Between, PercentFact
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.theme import Size
from generator.formats import day
from generator.metrics.series import ends

DAYS = 7


@form()
def weeks(
    data: Data, symbol: Bars, marked: PercentFact = "", before: Annotated[int, Between(0, 520)] = 26
) -> Drawing:
    """Draw each full week's change of the price, percent: a year of them, and `before` weeks before the one published, which is marked."""
    weekly = stats.returns(ends(data.market, symbol, "week", reinvested=False))
    spot = weekly.index[-1]
    if marked:  # the week in which the day lies for which it was published
        said_for = pd.Timestamp(data.facts[marked].as_of)
        spot = weekly.index[min(int(weekly.index.searchsorted(said_for)), len(weekly) - 1)]
    shown = weekly.loc[min(spot - pd.Timedelta(weeks=before), weekly.index[-1] - pd.Timedelta(weeks=52)) :]
    seen = bool(marked) and spot in shown.index and 0 <= (spot - said_for).days < DAYS
    said = [data.fact(marked)] if seen else []
    levels = parts.ticks(min(shown.min(), 0), max([shown.max(), 0.0, *said]) + 0.5, 6)
    frame = pd.DataFrame({"date": shown.index, "value": shown.round(6)})
    frame["colour"] = [theme.FUND if seen and stamp == spot else theme.BAR for stamp in shown.index]

    def picture(size: Size) -> Spec:
        x = parts.time(shown.index[0], shown.index[-1], size, pad=4)  # half a bar, and a little
        y = parts.up("Change of the price over the week, %", levels)
        width = round(max(1.0, (size.width - 60) / len(shown) * 0.68), 1)
        layers = [
            alt.Chart(frame, description=symbol)
            .mark_rule(strokeWidth=width, aria=False)
            .encode(x=x, y=y, y2=alt.Y2Datum(0), color=alt.Color("colour:N", scale=None)),
            alt.Chart(parts.ZERO).mark_rule(strokeWidth=1, aria=False).encode(y=alt.Y("value:Q")),
        ]
        if seen:
            # near the end of the axis the label has no room on its right
            side = "right" if shown.index[-len(shown) // 5] < spot else "center"
            text = f"Week to {day(spot.date(), short=True)} {percent(float(shown[spot]), 1, signed=True)}"
            layers += [
                parts.across_bar(spot, said[0], width, x, y),
                parts.label(
                    text, spot, float(shown[spot]), theme.FUND, dy=-12, align=side, fontWeight="bold"
                ),
            ]
        return parts.layered(layers, height=size.height(280, 260))

    last, best, worst = (
        percent(float(v), 1, signed=True) for v in (shown.iloc[-1], shown.max(), shown.min())
    )
    words = (
        f"{len(shown)} weekly changes of the price to {day(shown.index[-1].date())}, the last {last}; the best, to "
        f"{day(pd.Timestamp(str(shown.idxmax())).date())}, {best}, the worst {worst}."
    )
    if seen:
        words += f" The week to {day(spot.date())} brought {percent(float(shown[spot]), 1, signed=True)}."
    table = pd.DataFrame(
        {"Date": [f"{d:%Y-%m-%d}" for d in shown.index], "Change over the week, %": shown.to_numpy()}
    )
    note = "Line across the marked bar: as published." if seen else ""
    return Drawing(picture, words, note, table.iloc[::-1], (marked,) if seen else ())
