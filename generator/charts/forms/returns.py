"""Returns by horizon, the fund beside large caps."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.theme import Size
from generator.config import FUND
from generator.errors import MissingInput
from generator.formats import day, number
from generator.metrics import YAHOO

HORIZONS = {
    "1d": "1 day",
    "1w": "1 week",
    "1m": "1 month",
    "3m": "3 months",
    "6m": "6 months",
    "ytd": "Year to date",
    "1y": "1 year",
    "3y": "3 years, a year",
    "5y": "5 years, a year",
    "10y": "10 years, a year",
}
FUNDS = {FUND: ("", theme.IWM), "SPY": ("spy_", theme.SPY), "QQQ": ("qqq_", theme.QQQ)}
ROW, LANES = 31, 1.0  # px a horizon; room beside the lanes, in lanes


@chart("Total return by horizon: IWM, SPY and QQQ", YAHOO)
def returns_by_horizon(data: Data) -> Drawing:
    """Draw total returns, percent, of the three funds over each horizon that has a number."""
    rows = []
    for horizon, name in HORIZONS.items():
        for fund, (prefix, _) in FUNDS.items():
            metric = data.numbers[f"{prefix}return_{horizon}_total"]
            if metric.value is not None:
                rows.append({"name": name, "fund": fund, "value": float(metric.value)})
    if not rows:
        raise MissingInput("needs daily bars of IWM, SPY or QQQ")
    frame = pd.DataFrame(rows)
    wide = frame.pivot(index="name", columns="fund", values="value").reindex(
        index=[n for n in HORIZONS.values() if n in set(frame["name"])], columns=list(FUNDS)
    )
    spans = pd.DataFrame({"name": wide.index, "low": wide.min(axis=1), "high": wide.max(axis=1)})
    texts = frame[frame["fund"] == FUND].copy()
    texts["text"] = [number(v, 1, signed=True) for v in texts["value"]]

    def picture(size: Size) -> Spec:
        levels = parts.ticks(min(0.0, frame["value"].min()), frame["value"].max(), size.ticks(8, 5))
        y = alt.Y("name:N", sort=list(wide.index), title=None, axis=alt.Axis(domain=False, ticks=False))
        # a lane for each fund: equal returns would hide one another
        lane = alt.YOffset("fund:N", sort=list(FUNDS), scale=alt.Scale(paddingOuter=LANES))
        head = pd.DataFrame({"name": [wide.index[0]], "text": [f"{FUND}, %"]})
        layers = [
            alt.Chart(pd.DataFrame({"value": [0]}))
            .mark_rule(color=theme.MUTED, aria=False)
            .encode(x=alt.X("value:Q")),
            alt.Chart(spans)
            .mark_rule(color=theme.FAINT, strokeWidth=3, aria=False)
            .encode(x=parts.across("Total return, %", levels, "low:Q"), x2=alt.X2("high:Q"), y=y),
            alt.Chart(frame)
            .mark_circle(size=70, opacity=1, aria=False)
            .encode(
                x=alt.X("value:Q"),
                y=y,
                yOffset=lane,
                color=parts.keyed(list(FUNDS), [c for _, c in FUNDS.values()], "fund:N"),
            ),
            alt.Chart(texts)
            .mark_text(align="left", color=theme.IWM, dx=8, fontWeight="bold", aria=False)
            .encode(x=alt.XDatum(levels[-1]), y=y, text=alt.Text("text:N")),
            alt.Chart(head)
            .mark_text(align="left", color=theme.IWM, dx=8, dy=-ROW // 2 - 8, aria=False)
            .encode(x=alt.XDatum(levels[-1]), y=y, text=alt.Text("text:N")),
        ]
        return parts.layered(layers, height=parts.step(ROW, **{"for": "position"}))

    year = [
        f"{fund} {percent(float(wide[fund]['1 year']), 1, signed=True)}"
        for fund in FUNDS
        if wide[fund].notna().get("1 year")
    ]
    words = f"Total returns to {day(data.as_of)} over {len(wide)} horizons."
    if year:
        words += f" Over one year: {', '.join(year)}."
    ten = wide[FUND].get("10 years, a year")
    if ten is not None and pd.notna(ten):
        words += f" Over ten years {FUND} returned {percent(float(ten), 1, signed=True)} a year."
    table = wide.round(2).reset_index().rename(columns={"name": "Horizon", **{f: f"{f}, %" for f in FUNDS}})
    table.columns.name = None
    note = "Dividends reinvested; three years and more are a year, compounded."
    return Drawing(picture, words, note, table)
