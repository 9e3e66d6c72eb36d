"""A spread over a price."""

from __future__ import annotations

import altair as alt

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Bars, Rate
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long, month_ends, since
from generator.charts.theme import Size
from generator.formats import day, number
from generator.market import bars
from generator.market import rate as series


@form()
def over(data: Data, rate: Rate, symbol: Bars, name: str) -> Drawing:
    """Draw a spread, percentage points, over a price, USD."""
    spread = series(data.market, rate)
    stats.need(spread, 60, f"observations of {rate}")
    close = since(bars(data.market, symbol)["close"], spread.index[0].date())
    first, last = max(spread.index[0], close.index[0]), max(spread.index[-1], close.index[-1])
    priced = parts.priced(symbol)
    both = {f"{name}, percentage points": spread, f"{symbol}, {priced.axis}": close}

    def picture(size: Size) -> Spec:
        plots = []
        points = long(both, size.width)
        for (title, line), colour in zip(both.items(), (theme.NEGATIVE, theme.FUND), strict=True):
            levels = parts.ticks(float(line.min()), float(line.max()), 4)
            height = size.height(130, 125)
            x = parts.time(first.date(), last.date(), size, labels=title.startswith(symbol))
            layers = [
                alt.Chart(points[points["name"] == title])
                .mark_line(color=colour, aria=False)
                .encode(x=x, y=parts.up(title, levels))
            ]
            value = float(line.iloc[-1])
            label = (number(value, 2), value, colour)
            layers.append(parts.ends([label], line.index[-1], levels, height, size))
            plots.append(parts.layered(layers, height=height, width=size.width - 40 - 56))
        return parts.stacked(plots, 44)

    together = float(spread.diff().corr(stats.returns(close).reindex(spread.index)))
    words = (
        f"{name} stood at {number(float(spread.iloc[-1]), 2)} percentage points on "
        f"{day(spread.index[-1].date())}, "
        f"between {number(float(spread.min()), 2)} and {number(float(spread.max()), 2)} since "
        f"{spread.index[0]:%B %Y}; {symbol} closed at "
        f"{number(float(close.iloc[-1]), 2)} {priced.words}. Their daily moves correlate at "
        f"{number(together, 2)}."
    )
    table = month_ends({f"{name}, pp": spread, f"{symbol} close, {priced.unit}": close})
    return Drawing(picture, words, "", table)
