"""A price with its averages and its range."""

from __future__ import annotations

from typing import Annotated

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Bars, Between, PriceFact
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long, month_ends
from generator.charts.theme import Size
from generator.formats import day, number
from generator.market import bars

SESSIONS = 252  # a year
DASHES = ([1, 3], [6, 3], [1, 0])  # the shorter the average, the shorter the dash


@form()
def averages(
    data: Data,
    symbol: Bars,
    windows: Annotated[tuple[Annotated[int, Between(2, 2520)], ...], Between(1, 3)],
    years: Annotated[int, Between(0, 50)] = 1,
    ring: PriceFact = "",
) -> Drawing:
    """Draw closes over their averages of so many sessions and the rolling 52-week range; a ring where a close was published; 0 years are all."""
    frame = bars(data.market, symbol)
    # what is shown, and before it a year for its range and its longest average
    stats.need(frame, max(years, 1) * SESSIONS + max(SESSIONS + 1, *windows))
    shown = frame.index[-years * SESSIONS if years else SESSIONS :]
    low, high = frame["low"].rolling("365D").min()[shown], frame["high"].rolling("365D").max()[shown]
    whole = frame["close"]
    lines = {f"{n}-day": whole.rolling(n).mean()[shown] for n in sorted(windows)}
    close, dashes = whole[shown], dict(zip(lines, DASHES, strict=False))
    levels = parts.ticks(low.min(), high.max(), 6)
    band = pd.DataFrame({"date": shown, "low": low, "high": high})
    moved = (band[["low", "high"]] != band[["low", "high"]].shift()).any(axis=1)
    band = band[moved | (band.index == shown[-1])]
    ringed = bool(ring) and shown[0].date() <= data.facts[ring].as_of <= shown[-1].date()
    ringed = (
        ringed and levels[0] <= data.fact(ring) <= levels[-1]
    )  # one off the axis would stretch the picture
    final, priced = float(close.iloc[-1]), parts.priced(symbol)

    def picture(size: Size) -> Spec:
        x, y = parts.time(shown[0], shown[-1], size), parts.up(priced.axis, levels)
        columns, height = size.width // 3, size.height(320, 280)
        dash = alt.StrokeDash(
            "name:N", scale=alt.Scale(domain=list(dashes), range=list(dashes.values())), legend=None
        )
        named = [(name, float(line.iloc[-1]), theme.MUTED) for name, line in lines.items()]
        text = number(final, 2) if size.narrow else f"{symbol} {number(final, 2)}"
        begun = float(high.iloc[0])
        layers = [
            alt.Chart(band, description="52-week range")
            .mark_area(
                interpolate="step-after", color=theme.BAND, stroke=theme.BAR, strokeWidth=0.8, aria=False
            )
            .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
            alt.Chart(long(lines, columns), description="average")
            .mark_line(color=theme.MUTED, strokeWidth=1.3, aria=False)
            .encode(x=x, y=y, strokeDash=dash),
            alt.Chart(long({symbol: close}, columns))
            .mark_line(color=theme.FUND, strokeWidth=2.2, aria=False)
            .encode(x=x, y=y),
            parts.ends([(text, final, theme.FUND), *named], shown[-1], levels, height, size),
        ]
        if years == 1:  # over more of them lines lie in its place, and the caption says it
            layers.append(
                parts.label("52-week range", shown[0], begun, dx=6, dy=-8 if begun < levels[-1] else 14)
            )
        if ringed:
            layers += parts.ring(data.facts[ring].as_of, data.fact(ring), x, y)
        return parts.layered(layers, height=height)

    table = month_ends(
        {
            f"Close, {priced.unit}": close,
            **{f"{name} average, {priced.unit}": line for name, line in lines.items()},
        }
    )
    top, bottom = float(high.iloc[-1]), float(low.iloc[-1])
    listed = ", ".join(f"{name} {number(float(line.iloc[-1]), 2)}" for name, line in lines.items())
    words = (
        f"{symbol} closed at {number(final, 2)} {priced.words} on {day(data.as_of)}, {percent((1 - final / top) * 100)} below its "
        f"52-week high of {number(top, 2)} and {percent((final / bottom - 1) * 100)} above its low of {number(bottom, 2)}. "
        f"Averages: {listed}."
    )
    note = "Shaded: lowest low to highest high of the 52 weeks before each session."
    note += " Ring: the close as published." if ringed else ""
    return Drawing(picture, words, note, table, (ring,) if ringed else ())
