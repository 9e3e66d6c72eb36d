"""Prices as changes since one day."""

from __future__ import annotations

from datetime import date
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
from generator.charts.series import long, month_ends
from generator.charts.series import since as from_day
from generator.charts.theme import Size
from generator.errors import MissingInput
from generator.formats import day
from generator.market import bars


@form("day since changes")
def rebased(
    data: Data, symbols: Annotated[tuple[Bars, ...], Between(1, 3)], since: date, ring: PercentFact = ""
) -> Drawing:
    """Draw the change of up to three prices, percent, since a close; a ring where the first one's was published."""
    lines, colours = {}, dict(zip(symbols, theme.LINES, strict=False))
    for symbol in colours:
        close = bars(data.market, symbol)["close"]
        shown = from_day(close, since)
        if close.index[0].date() > since or len(shown) < 2:
            raise MissingInput(f"needs prices of {symbol} from {day(since)} on")
        lines[symbol] = (shown / stats.on_or_before(close, since) - 1) * 100
    everything, last = pd.concat(list(lines.values())), lines[symbols[0]].index[-1]
    levels = parts.ticks(min(0.0, everything.min()), everything.max(), 6)
    final = {symbol: float(line.iloc[-1]) for symbol, line in lines.items()}
    changes = {symbol: f"{symbol} {percent(value, 1, signed=True)}" for symbol, value in final.items()}
    labels = [(changes[symbol], final[symbol], colours[symbol]) for symbol in lines]
    ringed = bool(ring) and since <= data.facts[ring].as_of <= last.date()
    ringed = (
        ringed and levels[0] <= data.fact(ring) <= levels[-1]
    )  # one off the axis would stretch the picture

    def picture(size: Size) -> Spec:
        height, x = size.height(300, 270), parts.time(since, last.date(), size)
        y = parts.up(f"Change of the price since {day(since)}, %", levels)
        layers = [
            alt.Chart(parts.ZERO).mark_rule(aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(long(lines, size.width // 3, colours))
            .mark_line(aria=False)
            .encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
            parts.ends(labels, last, levels, height, size),
        ]
        if ringed:
            figure, when = percent(data.fact(ring), 1, signed=True), data.facts[ring].as_of
            text = figure if size.narrow else f"published {figure}"
            # near the axis' labels the text has no room on its left
            left = size.width * 0.7 * (when - since) / (last.date() - since)
            shift = max(0, parts.breadth(text, size) // 2 - round(left))
            layers += parts.ring(when, data.fact(ring), x, y, text, shift)
        return parts.layered(layers, height=height)

    told = ", ".join(changes.values())
    words = f"From {day(since)} to {day(last.date())} the prices changed: {told}."
    table = month_ends({f"{symbol}, %": line for symbol, line in lines.items()})
    fields = {"day": day(last.date()), "since": day(since), "changes": told}
    note = f"Ring: as published, to {day(data.facts[ring].as_of)}." if ringed else ""
    return Drawing(picture, words, note, table, (ring,) if ringed else (), fields=fields)
