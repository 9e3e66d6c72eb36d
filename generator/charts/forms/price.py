"""Pictures of the price: where it stands, and what it returned."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, month_ends
from generator.charts.theme import Size
from generator.config import FUND, LAST_CLOSE
from generator.formats import day, number
from generator.market import bars
from generator.metrics import YAHOO

AVERAGES = {
    20: [1, 3],
    50: [6, 3],
    200: [1, 0],
}  # window -> dashes: the shorter the average, the shorter the dash


@chart("One year of IWM: price, moving averages and 52-week range", YAHOO, series=("yahoo",))
def price_trend(data: Data) -> Drawing:
    """Draw a year of closes over three averages and the rolling 52-week range; needs two years of bars."""
    frame = bars(data.market, FUND)
    stats.need(frame, 505)  # a year to show, and a year before it for its range
    shown = frame.index[-252:]
    low, high = frame["low"].rolling("365D").min()[shown], frame["high"].rolling("365D").max()[shown]
    close = frame["close"]
    averages = {f"{n}-day": close.rolling(n).mean()[shown] for n in AVERAGES}
    close = close[shown]
    levels = parts.ticks(low.min(), high.max(), 6)
    band = pd.DataFrame({"date": shown, "low": low, "high": high})
    band = band[
        (band[["low", "high"]] != band[["low", "high"]].shift()).any(axis=1) | (band.index == shown[-1])
    ]
    seen = shown[0].date() <= LAST_CLOSE <= shown[-1].date()

    def picture(size: Size) -> Spec:
        x, y = parts.time(shown[0], shown[-1], size), parts.up("USD a share", levels)
        columns, height = size.width // 3, size.height(320, 280)
        layers = [
            alt.Chart(band, description="52-week range")
            .mark_area(
                interpolate="step-after", color=theme.BAND, stroke=theme.BAR, strokeWidth=0.8, aria=False
            )
            .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
            alt.Chart(long(averages, columns), description="average")
            .mark_line(color=theme.MUTED, strokeWidth=1.3, aria=False)
            .encode(x=x, y=y, strokeDash=_dashes()),
            alt.Chart(long({FUND: close}, columns))
            .mark_line(color=theme.IWM, strokeWidth=2.2, aria=False)
            .encode(x=x, y=y),
            parts.label(
                "52-week range",
                shown[0],
                float(high.iloc[0]),
                dx=6,
                dy=-8 if high.iloc[0] < levels[-1] else 14,
            ),
        ]
        final = number(float(close.iloc[-1]), 2)
        names = [(name, float(line.iloc[-1]), theme.MUTED) for name, line in averages.items()]
        name = final if size.narrow else f"{FUND} {final}"
        layers.append(
            parts.ends([(name, float(close.iloc[-1]), theme.IWM), *names], shown[-1], levels, height, size)
        )
        if seen:
            layers.append(_published(data, "close", x, y))
        return parts.layered(layers, height=height)

    table = month_ends({"Close, USD": close, **{f"{n} average, USD": line for n, line in averages.items()}})
    facts: tuple[str, ...] = ()
    words, note = "", "Shaded: lowest low to highest high of the 52 weeks before each session."
    words = (
        f"{FUND} closed at {number(float(close.iloc[-1]), 2)} dollars on {day(data.as_of)}, "
        f"{percent(abs(data.number('distance_high_52w')))} below its 52-week high of "
        f"{number(data.number('high_52w'), 2)} and {percent(data.number('distance_low_52w'))} above "
        f"its low of "
        f"{number(data.number('low_52w'), 2)}. Its averages over 20, 50 and 200 sessions stand at "
        f"{', '.join(number(float(line.iloc[-1]), 2) for line in averages.values())}."
    )
    if seen:
        note, facts = note + " Ring: the close as published.", ("close",)
    return Drawing(picture, words, note, table, facts)


def _dashes() -> alt.StrokeDash:
    names = [f"{n}-day" for n in AVERAGES]
    return alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=list(AVERAGES.values())), legend=None)


def _published(data: Data, fact: str, x: alt.X, y: alt.Y) -> alt.Chart:
    spot = pd.DataFrame({"date": [pd.Timestamp(data.facts[fact].as_of)], "value": [data.fact(fact)]})
    ring = alt.Chart(spot, description="published").mark_point(
        color=theme.PUBLISHED, size=70, strokeWidth=2, fill=theme.PAPER, opacity=1, aria=False
    )
    placed: alt.Chart = ring.encode(x=x, y=y)
    return placed


@chart("Where the close lies between the 52-week low and high", YAHOO)
def range_52w(data: Data) -> Drawing:
    """Draw low, close and high as published, recomputed for that day, and today; USD a share."""
    keys = ("low_52w", "close", "high_52w")
    said = [data.fact(key) for key in keys]
    stood = [data.checked(key) for key in keys]
    rows = [(f"Published, {day(LAST_CLOSE, short=True)}", theme.PUBLISHED, said)]
    if all(value is not None for value in stood):
        rows.append((f"Recomputed, {day(LAST_CLOSE, short=True)}", theme.IWM, [float(v or 0) for v in stood]))
    if data.as_of > LAST_CLOSE or len(rows) == 1:
        now = [data.number(key) for key in keys]
        rows.append((f"Recomputed, {day(data.as_of, short=True)}", theme.IWM, now))
    table = pd.DataFrame(
        [[name, *values] for name, _, values in rows],
        columns=["Range", "Low, USD", "Close, USD", "High, USD"],
    )
    frame = pd.DataFrame([[n, c, *v] for n, c, v in rows], columns=["name", "colour", "low", "value", "high"])
    for field in ("low", "value", "high"):
        frame[f"{field}_text"] = [number(v, 2) for v in frame[field]]

    def picture(size: Size) -> Spec:
        levels = parts.ticks(frame["low"].min() - 5, frame["high"].max() + 5, size.ticks(6, 4))
        y = alt.Y("name:N", sort=None, title=None, axis=None)
        colour = alt.Color("colour:N", scale=None)
        base = alt.Chart(frame)
        layers = [
            base.mark_bar(height=8, cornerRadius=4, opacity=0.3, aria=False)
            .encode(x=parts.across("USD a share", levels, "low:Q"), x2=alt.X2("high:Q"), y=y, color=colour)
            .properties(description="52-week range"),
            base.mark_circle(size=170, opacity=1, aria=False)
            .encode(x=alt.X("value:Q"), y=y, color=colour)
            .properties(description="close"),
            base.mark_text(align="left", dy=-31, fontWeight="bold", aria=False).encode(
                x=parts.LEFT, y=y, text=alt.Text("name:N"), color=colour
            ),
            base.mark_text(align="left", dy=17, aria=False).encode(
                x=alt.X("low:Q"), y=y, text=alt.Text("low_text:N")
            ),
            base.mark_text(align="right", dy=17, aria=False).encode(
                x=alt.X("high:Q"), y=y, text=alt.Text("high_text:N")
            ),
            base.mark_text(dy=-16, fontWeight="bold", aria=False).encode(
                x=alt.X("value:Q"), y=y, text=alt.Text("value_text:N")
            ),
        ]
        return parts.layered(layers, height=parts.step(78))

    low, close, high = rows[-1][2]
    words = (
        f"{FUND} closed at {number(close, 2)} dollars on {day(data.as_of)}, "
        f"{percent(100 * (close - low) / (high - low), 0)} of "
        f"the way from its 52-week low of {number(low, 2)} to its high of {number(high, 2)}. Published for "
        f"{day(LAST_CLOSE)}: {number(said[1], 2)} between {number(said[0], 2)} and {number(said[2], 2)}."
    )
    note = "Dot: close. Bar: lowest low to highest high of 52 weeks, within sessions."
    return Drawing(picture, words, note, table, keys)
