"""Pictures of the autumn's move: the catch-up, the weeks."""

from __future__ import annotations

from datetime import date
from typing import Literal

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, month_ends, since
from generator.charts.theme import Size
from generator.config import FUND
from generator.errors import MissingInput
from generator.formats import day
from generator.market import bars
from generator.metrics import YAHOO
from generator.metrics.series import ends

BASE = date(2025, 7, 31)  # the last close before August 2025
WEEK = pd.Timestamp(2025, 11, 28)  # last session of the week the article speaks of
NONE: tuple[str, ...] = ()
FUNDS = {FUND: theme.IWM, "SPY": theme.SPY, "QQQ": theme.QQQ}


@chart("The catch-up since August 2025: IWM, SPY and QQQ", YAHOO, series=("yahoo",))
def catch_up(data: Data) -> Drawing:
    """Draw the change of three prices, percent, since the last close before August 2025."""
    lines = {}
    for fund in FUNDS:
        close = bars(data.market, fund)["close"]
        shown = since(close, BASE)
        if close.index[0].date() > BASE or len(shown) < 2:
            raise MissingInput(f"needs prices of {fund} from {day(BASE)} on")
        lines[fund] = (shown / stats.on_or_before(close, BASE) - 1) * 100
    everything = pd.concat(list(lines.values()))
    levels, last = parts.ticks(min(0.0, everything.min()), everything.max(), 6), lines[FUND].index[-1]
    said = data.facts["autumn_gain"]
    ringed = last.date() >= said.as_of
    changes = {f: f"{f} {percent(float(line.iloc[-1]), 1, signed=True)}" for f, line in lines.items()}
    labels = [(changes[fund], float(line.iloc[-1]), FUNDS[fund]) for fund, line in lines.items()]

    def picture(size: Size) -> Spec:
        height = size.height(300, 270)
        x, y = (
            parts.time(BASE, last.date(), size),
            parts.up(f"Change of the price since {day(BASE)}, %", levels),
        )
        layers = [
            alt.Chart(parts.ZERO).mark_rule(aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(long(lines, size.width // 3, FUNDS))
            .mark_line(aria=False)
            .encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
            parts.ends(labels, last, levels, height, size),
        ]
        if ringed:
            figure = percent(data.fact("autumn_gain"), 1, signed=True)
            text = figure if size.narrow else f"published {figure}"
            # near the axis' labels the text has no room on its left
            left = size.width * 0.7 * (said.as_of - BASE) / (last.date() - BASE)
            shift = max(0, parts.breadth(text, size) // 2 - round(left))
            layers += _ring(said.as_of, data.fact("autumn_gain"), text, shift, x, y)
        return parts.layered(layers, height=height)

    words, facts, note = "", NONE, ""
    words = f"Price changes from {day(BASE)} to {day(last.date())}: {', '.join(changes.values())}."
    if ringed:
        facts, note = ("autumn_gain",), f"Ring: small caps to {day(said.as_of)}, as published of the index."
    table = month_ends({f"{fund}, %": line for fund, line in lines.items()})
    return Drawing(picture, words, note, table, facts)


def _ring(when: date, value: float, text: str, shift: int, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    spot = alt.Chart(
        pd.DataFrame({"date": [pd.Timestamp(when)], "value": [value]}), description="published, of the index"
    ).encode(x=x, y=y)
    return [
        spot.mark_point(
            color=theme.PUBLISHED, size=70, strokeWidth=2, fill=theme.PAPER, opacity=1, aria=False
        ),
        spot.mark_text(text=text, color=theme.PUBLISHED, dx=shift, dy=-14, aria=False),
    ]


@chart("Week by week: what IWM gained and lost", YAHOO, series=("yahoo",))
def weekly_returns(data: Data) -> Drawing:
    """Draw each full week's change of the price, percent, with the published week marked."""
    weekly = stats.returns(ends(data.market, FUND, "week", reinvested=False))
    first = min(WEEK - pd.Timedelta(weeks=26), weekly.index[-1] - pd.Timedelta(weeks=52))
    shown = weekly.loc[first:]
    marked = WEEK in shown.index
    levels = parts.ticks(min(shown.min(), 0), max(shown.max(), 6), 6)
    frame = pd.DataFrame({"date": shown.index, "value": shown.round(6)})
    frame["colour"] = [theme.IWM if marked and stamp == WEEK else theme.BAR for stamp in shown.index]

    def picture(size: Size) -> Spec:
        x = parts.time(shown.index[0], shown.index[-1], size, pad=4)  # half a bar, and a little
        y = parts.up("Change of the price over the week, %", levels)
        width = round(max(1.0, (size.width - 60) / len(shown) * 0.68), 1)
        layers = [
            alt.Chart(frame, description=FUND)
            .mark_rule(strokeWidth=width, aria=False)
            .encode(x=x, y=y, y2=alt.Y2Datum(0), color=alt.Color("colour:N", scale=None)),
            alt.Chart(parts.ZERO).mark_rule(strokeWidth=1, aria=False).encode(y=alt.Y("value:Q")),
        ]
        if marked:
            layers += _week(shown, data.fact("russell_week"), width, x, y)
        return parts.layered(layers, height=size.height(280, 260))

    words, facts, note = "", NONE, ""
    best = shown.idxmax()
    words = (
        f"{len(shown)} weekly changes of the price to {day(shown.index[-1].date())}, the last "
        f"{percent(float(shown.iloc[-1]), 1, signed=True)}; the best, to "
        f"{day(pd.Timestamp(str(best)).date())}, "
        f"{percent(float(shown.max()), 1, signed=True)}, the worst "
        f"{percent(float(shown.min()), 1, signed=True)}."
    )
    if marked:
        words += f" The week to {day(WEEK.date())} brought {percent(float(shown[WEEK]), 1, signed=True)}."
        facts, note = ("russell_week",), "Line across the marked bar: the index's gain as published."
    table = pd.DataFrame(
        {"Date": [f"{d:%Y-%m-%d}" for d in shown.index], "Change over the week, %": shown.to_numpy()}
    )
    return Drawing(picture, words, note, table.iloc[::-1], facts)


def _week(shown: pd.Series, said: float, width: float, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The published gain across the bar of the week it speaks of, and the fund's own as a label."""
    value = float(shown[WEEK])
    spot = alt.Chart(
        pd.DataFrame({"date": [WEEK], "value": [said], "own": [value]}), description="published, of the index"
    ).encode(x=x)
    # near the end of the axis the label has no room on its right
    side: Literal["right", "center"] = "right" if shown.index[-len(shown) // 5] < WEEK else "center"
    text = f"Week to {day(WEEK.date(), short=True)} {percent(value, 1, signed=True)}"
    return [
        spot.mark_tick(
            color=theme.PUBLISHED, thickness=3, size=max(width + 8, 12), orient="horizontal", aria=False
        ).encode(y=y),
        spot.mark_text(text=text, color=theme.IWM, dy=-12, align=side, fontWeight="bold", aria=False).encode(
            y=alt.Y("own:Q")
        ),
    ]
