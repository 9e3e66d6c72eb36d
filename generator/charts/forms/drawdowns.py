"""Every fall since the beginning."""

from __future__ import annotations

from typing import Annotated

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import LAST, Bars, Between
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import m4, month_ends
from generator.charts.theme import Size
from generator.formats import day
from generator.metrics.series import ends, total


@form()
def drawdowns(
    data: Data,
    symbol: Bars,
    years: Annotated[tuple[Annotated[int, Between(1900, LAST.year)], ...], Between(1, 6)],
    months: Annotated[int, Between(12, 1200)] = 120,
) -> Drawing:
    """Draw how far the total return stood below its highest, percent, on every session."""
    parts.long_enough(len(ends(data.market, symbol, "month")), symbol, months)
    falls = stats.drawdowns(total(data.market, symbol))
    levels, final = parts.ticks(falls.min() - 5, 0, 7), float(falls.iloc[-1])

    stands = "at" if abs(final) < 0.05 else f"{percent(abs(final))} below"  # no fall prints as 0.0 %

    def picture(size: Size) -> Spec:
        height = size.height(280, 250)
        shown = m4(falls, size.width // 4).round(2)
        x, y = (
            parts.time(falls.index[0], falls.index[-1], size),
            parts.up("Total return below its highest so far, %", levels),
        )
        frame = pd.DataFrame({"date": shown.index, "value": shown})
        named = years[-2:] if size.narrow else years
        stood = pd.DatetimeIndex(falls.index).year
        spots = []
        for year in named:
            within = falls[stood == year]
            if len(within):
                text = f"{percent(float(within.min()), 0)} in {year}"
                spots.append({"date": within.idxmin(), "value": float(within.min()), "label": text})
        layers = [
            alt.Chart(frame)
            .mark_area(
                color=theme.NEGATIVE,
                opacity=0.28,
                line={"color": theme.NEGATIVE, "strokeWidth": 1},
                aria=False,
            )
            .encode(x=x, y=y),
        ]
        if spots:
            layers.append(
                alt.Chart(pd.DataFrame(spots))
                .mark_text(color=theme.TEXT, dy=13, aria=False)
                .encode(x=x, y=y, text=alt.Text("label:N"))
            )
        labels = [("highest" if stands == "at" else percent(final, 1), final, theme.NEGATIVE)]
        layers.append(parts.ends(labels, falls.index[-1], levels, height, size))
        return parts.layered(layers, height=height)

    deepest = falls.idxmin()
    words = (
        f"On {day(data.as_of)} {symbol}'s total return stood {stands} its highest. Its "
        f"deepest fall since {falls.index[0].year} was "
        f"{percent(float(falls.min()))}, reached on {day(pd.Timestamp(str(deepest)).date())}; the "
        f"deepest of the last year was "
        f"{percent(float(falls.iloc[-252:].min()))}."
    )
    table = month_ends({"Drawdown, %": falls})
    return Drawing(picture, words, "Dividends reinvested.", table)
