"""Pictures of the technical picture: oscillators and levels."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.parts import Spec
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, month_ends
from generator.charts.theme import Size
from generator.config import FUND, LAST_CLOSE
from generator.formats import day, number
from generator.market import bars
from generator.metrics import YAHOO

SHOWN = 252  # sessions: a year


@chart("Momentum: RSI and MACD over the last year", YAHOO, series=("yahoo",))
def rsi_macd(data: Data) -> Drawing:
    """Draw a year of RSI (points) over a year of MACD and its signal (USD)."""
    close = bars(data.market, FUND)["close"]
    stats.need(close, SHOWN + 14)
    rsi = stats.rsi(close, 14).iloc[-SHOWN:]
    lines = stats.macd(close, 12, 26, 9).iloc[-SHOWN:]
    last = rsi.index[-1]
    bounds = pd.DataFrame({"value": [30, 70]})
    levels = [10.0, 30.0, 50.0, 70.0, 90.0]
    momentum = {"MACD": lines["macd"], "signal": lines["signal"]}
    shades = {"MACD": theme.IWM, "signal": theme.SPY}
    steps = parts.ticks(float(lines.min().min()), float(lines.max().max()), 4)

    def named(name: str, line: pd.Series, digits: int) -> tuple[str, float, str]:
        value = float(line.iloc[-1])
        text = f"{name} {number(value, digits)}"
        return text, value, shades.get(name, theme.IWM)

    labels = [named("RSI", rsi, 1)], [named(name, line, 2) for name, line in momentum.items()]

    def picture(size: Size) -> Spec:
        height, width = size.height(125, 120), size.width - 40 - (90 if not size.narrow else 84)

        def axis(labels: bool) -> alt.X:
            return parts.time(rsi.index[0].date(), last.date(), size, labels=labels)

        upper = [
            alt.Chart(bounds).mark_rule(strokeDash=[4, 3], aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(long({"RSI": rsi}, size.width // 3))
            .mark_line(color=theme.IWM, aria=False)
            .encode(x=axis(False), y=parts.up("RSI, points", levels)),
        ]
        lower = [
            alt.Chart(long(momentum, size.width // 3, shades))
            .mark_line(aria=False)
            .encode(x=axis(True), y=parts.up("MACD, USD", steps), color=alt.Color("colour:N", scale=None))
        ]

        upper.append(parts.ends(labels[0], last, levels, height, size))
        lower.append(parts.ends(labels[1], last, steps, height, size))
        plots = [parts.layered(layers, height=height, width=width) for layers in (upper, lower)]
        return parts.stacked(plots, 44)

    words = ""
    state = "above" if lines["macd"].iloc[-1] > lines["signal"].iloc[-1] else "below"
    words = (
        f"RSI ended at {number(rsi.iloc[-1], 1)} on {day(last.date())}, after a year between "
        f"{number(rsi.min(), 1)} and "
        f"{number(rsi.max(), 1)}; MACD ended at {number(lines['macd'].iloc[-1], 2)}, {state} its "
        f"signal of "
        f"{number(lines['signal'].iloc[-1], 2)}."
    )
    table = month_ends({"RSI, points": rsi, "MACD, USD": lines["macd"], "Signal, USD": lines["signal"]})
    note = "RSI after Wilder over 14 sessions, dashed at 30 and 70; MACD of 12, 26 and 9 sessions."
    return Drawing(picture, words, note, table)


LEVELS = {  # metric -> the published figure of the same level
    "sma_20": "average_20",
    "sma_50": "average_50",
    "sma_200": "average_200",
    "demark_low": "pivot_low",
    "demark_high": "pivot_high",
    "pivot_s1": "",
    "pivot_classic": "",
    "pivot_r1": "",
    "bollinger_lower": "",
    "bollinger_upper": "",
    "high_52w": "high_52w",
}


@chart("Where the price stands among its levels", YAHOO)
def ladder(data: Data) -> Drawing:
    """Draw every level, USD, in order of price around the close; rings where one was published."""
    close = data.number("close")
    rows = [
        {"level": data.number(key), "name": data.numbers[key].label, "said": said}
        for key, said in LEVELS.items()
    ]
    rows.append({"level": close, "name": "Close", "said": "close"})
    frame = pd.DataFrame(rows).sort_values("level", ascending=False, kind="stable")
    frame["label"] = [number(level, 2) for level in frame["level"]]
    frame["colour"] = [theme.IWM if name == "Close" else theme.BAR for name in frame["name"]]
    frame["ink"] = [theme.IWM if name == "Close" else theme.TEXT for name in frame["name"]]
    frame["said"] = [data.fact(key) if key else None for key in frame["said"]]
    band = data.facts["resistance_band"]
    low, high = band.low or 0.0, band.high or 0.0
    reach = [*frame["level"], *frame["said"].dropna()]
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(grid=True))

    def picture(size: Size) -> Spec:
        levels = parts.ticks(min(reach) - 2, max(reach) + 2, size.ticks(7, 4))
        x = parts.across("USD a share", levels, "level:Q")
        base = alt.Chart(frame).encode(y=y)
        layers = [
            alt.Chart(
                pd.DataFrame({"level": [low], "high": [high]}), description="band of resistance, published"
            )
            .mark_rect(color=theme.PUBLISHED, opacity=0.16, aria=False)
            .encode(x=x, x2=alt.X2("high:Q")),
            alt.Chart(pd.DataFrame({"level": [close]}))
            .mark_rule(color=theme.IWM, strokeWidth=1.5, aria=False)
            .encode(x=x),
            alt.Chart(frame.dropna(subset=["said"]), description="published")
            .mark_point(size=90, strokeWidth=2, color=theme.PUBLISHED, opacity=1, aria=False)
            .encode(x=alt.X("said:Q"), y=y),
            base.mark_circle(size=85, opacity=1, aria=False)
            .encode(x=x, color=alt.Color("colour:N", scale=None))
            .properties(description="recomputed"),
            base.mark_text(align="left", dx=8, aria=False).encode(
                x=alt.XDatum(levels[-1]), text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)
            ),
        ]
        return parts.layered(layers, height=parts.step(26))

    words = f"Levels in order of price around the close of {number(close, 2)} dollars on {day(data.as_of)}."
    above, below = frame[frame["level"] > close], frame[frame["level"] < close]
    if len(above):
        words += f" Next above: {above.iloc[-1]['name']} at {above.iloc[-1]['label']}."
    if len(below):
        words += f" Next below: {below.iloc[0]['name']} at {below.iloc[0]['label']}."
    table = frame[["name", "level", "said"]].round(2)
    table.columns = ["Level", "Recomputed, USD", f"Published for {day(LAST_CLOSE, short=True)}, USD"]
    note = f"Line: the close. Rings and the shaded band of resistance: as published for {day(LAST_CLOSE)}."
    facts = (*(key for key in LEVELS.values() if key), "close", "resistance_band")
    return Drawing(picture, words, note, table, facts)
