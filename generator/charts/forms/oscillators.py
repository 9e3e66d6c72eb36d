"""Momentum: RSI over MACD."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Bars
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long, month_ends
from generator.charts.theme import Size
from generator.formats import day, number
from generator.market import bars
from generator.metrics import REGISTRY
from generator.metrics.trend import MACD

SHOWN = 252  # sessions: a year


@form()
def oscillators(data: Data, symbol: Bars) -> Drawing:
    """Draw a year of RSI (points) over a year of MACD and its signal (USD)."""
    close = bars(data.market, symbol)["close"]
    window = REGISTRY["rsi_14"].defaults["window"]
    stats.need(close, SHOWN + window)
    rsi = stats.rsi(close, window).iloc[-SHOWN:]
    lines = stats.macd(close, *MACD).iloc[-SHOWN:]
    last, unit = rsi.index[-1], parts.priced(symbol).unit
    bounds = pd.DataFrame({"value": [30, 70]})
    levels = [10.0, 30.0, 50.0, 70.0, 90.0]
    momentum = {"MACD": lines["macd"], "signal": lines["signal"]}
    shades = {"MACD": theme.FUND, "signal": theme.BENCHMARK}
    steps = parts.ticks(float(lines.min().min()), float(lines.max().max()), 4)

    def named(name: str, line: pd.Series, digits: int) -> tuple[str, float, str]:
        value = float(line.iloc[-1])
        text = f"{name} {number(value, digits)}"
        return text, value, shades.get(name, theme.FUND)

    labels = [named("RSI", rsi, 1)], [named(name, line, 2) for name, line in momentum.items()]

    def picture(size: Size) -> Spec:
        height, width = size.height(125, 120), size.width - 40 - (90 if not size.narrow else 84)

        def axis(labels: bool) -> alt.X:
            return parts.time(rsi.index[0].date(), last.date(), size, labels=labels)

        upper = [
            alt.Chart(bounds).mark_rule(strokeDash=[4, 3], aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(long({"RSI": rsi}, size.width // 3))
            .mark_line(color=theme.FUND, aria=False)
            .encode(x=axis(False), y=parts.up("RSI, points", levels)),
        ]
        lower = [
            alt.Chart(long(momentum, size.width // 3, shades))
            .mark_line(aria=False)
            .encode(x=axis(True), y=parts.up(f"MACD, {unit}", steps), color=alt.Color("colour:N", scale=None))
        ]

        upper.append(parts.ends(labels[0], last, levels, height, size))
        lower.append(parts.ends(labels[1], last, steps, height, size))
        plots = [parts.layered(layers, height=height, width=width) for layers in (upper, lower)]
        return parts.stacked(plots, 44)

    state = "above" if lines["macd"].iloc[-1] > lines["signal"].iloc[-1] else "below"
    words = (
        f"RSI ended at {number(rsi.iloc[-1], 1)} on {day(last.date())}, after a year between "
        f"{number(rsi.min(), 1)} and "
        f"{number(rsi.max(), 1)}; MACD ended at {number(lines['macd'].iloc[-1], 2)}, {state} its "
        f"signal of "
        f"{number(lines['signal'].iloc[-1], 2)}."
    )
    table = month_ends(
        {"RSI, points": rsi, f"MACD, {unit}": lines["macd"], f"Signal, {unit}": lines["signal"]}
    )
    fast, slow, signal = MACD
    note = (
        f"RSI after Wilder over {window} sessions, dashed at 30 and 70; "
        f"MACD of {fast}, {slow} and {signal} sessions."
    )
    return Drawing(picture, words, note, table)
