"""What twelve months brought, and what these have."""

from __future__ import annotations

from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from generator.charts import parts, theme
from generator.charts.arguments import Bars
from generator.charts.declaration import form
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long
from generator.charts.series import since as from_day
from generator.charts.theme import Size
from generator.errors import MissingInput
from generator.formats import day
from generator.market import bars
from generator.metrics.history import WINDOWS
from generator.metrics.series import ends, total

SHARES = (5, 25, 50, 75, 95)
MONTHS = 12


def percentiles(levels: pd.Series) -> pd.DataFrame:
    """Percentiles (columns) of total returns, percent, over 0 to 12 months (index) from every month end."""
    rows = {0: [0.0] * len(SHARES)}
    for months in range(1, MONTHS + 1):
        changes = (levels / levels.shift(months) - 1).dropna().to_numpy() * 100
        rows[months] = [round(float(v), 3) for v in np.percentile(changes, SHARES)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"p{share}" for share in SHARES])


@form()
def fan(data: Data, symbol: Bars, since: date) -> Drawing:
    """Draw percentiles of total returns, percent, over 1 to 12 months, and the path since publication."""
    parts.long_enough(len(ends(data.market, symbol, "month")), symbol, WINDOWS + MONTHS)
    if bars(data.market, symbol).index[0].date() > since:
        raise MissingInput(f"needs prices of {symbol} from {day(since)} on")
    before = data.market.upto(since)  # the fan knows nothing that came after
    start = pd.Timestamp(before.as_of)
    frame = percentiles(ends(before, symbol, "month"))
    frame.insert(0, "date", [start + pd.DateOffset(months=n) for n in frame.index])
    path = from_day(total(data.market, symbol), before.as_of)
    path = (path / path.iloc[0] - 1) * 100
    levels = parts.ticks(min(frame["p5"].min(), path.min()), max(frame["p95"].max(), path.max()), 7)
    end, last = frame["date"].iloc[-1], frame.iloc[-1]

    def free(level: float, size: Size) -> int:
        """Px down from the path's end to where its label keeps clear of the fan's lines right of it."""
        px = size.height(320, 290) / (levels[-1] - levels[0])
        right = frame[frame["date"] >= path.index[-1]].head(4).drop(columns="date").to_numpy().ravel()
        return max((0, -13, 13, -26, 26), key=lambda dy: min([12.0, *abs((right - level) * px + dy)]))

    def picture(size: Size) -> Spec:
        height = size.height(320, 290)
        x = parts.time(start, end, size)
        y = parts.up(f"Total return since {day(before.as_of, short=True)}, %", levels, "p5:Q")
        base = alt.Chart(frame).encode(x=x)
        names = {
            "p95": "1 in 20 above",
            "p75": "1 in 4 above",
            "p50": "half above",
            "p25": "1 in 4 below",
            "p5": "1 in 20 below",
        }
        if size.narrow:
            names = {"p95": "95th", "p75": "75th", "p50": "median", "p25": "25th", "p5": "5th"}
        texts = [
            (f"{name} {percent(float(last[key]), 0, signed=True)}", float(last[key]), theme.MUTED)
            for key, name in names.items()
        ]
        layers = [
            base.mark_area(color=theme.BAND, stroke=theme.BAR, strokeWidth=0.8, aria=False)
            .encode(y=y, y2=alt.Y2("p95:Q"))
            .properties(description="9 in 10 ended within"),
            base.mark_area(color=theme.BAND_INNER, stroke=theme.BAR, strokeWidth=0.8, aria=False)
            .encode(y=alt.Y("p25:Q"), y2=alt.Y2("p75:Q"))
            .properties(description="half ended within"),
            base.mark_line(color=theme.MUTED, strokeDash=[4, 3], strokeWidth=1.3, aria=False)
            .encode(y=alt.Y("p50:Q"))
            .properties(description="half ended above"),
            parts.ends(texts, end, levels, height, size).encode(y=alt.Y("value:Q")),
        ]
        if len(path) > 1:
            final = float(path.iloc[-1])
            so_far = f"{symbol} {percent(final, 1, signed=True)}"
            layers += [
                alt.Chart(long({symbol: path}, size.width // 3))
                .mark_line(color=theme.FUND, strokeWidth=2.2, aria=False)
                .encode(x=x, y=alt.Y("value:Q")),
                parts.label(
                    so_far, path.index[-1], final, theme.FUND, dx=7, dy=free(final, size), fontWeight="bold"
                ),
            ]
        return parts.layered(layers, height=height)

    words = (
        f"From {day(before.as_of)}: in {symbol}'s past, half of all twelve-month total returns exceeded "
        f"{percent(last['p50'], 1, True)}; "
        f"one in twenty fell below {percent(last['p5'], 1, True)}, one in twenty rose above "
        f"{percent(last['p95'], 1, True)}."
    )
    if len(path) > 1:
        words += f" By {day(data.as_of)} the fund had returned {percent(float(path.iloc[-1]), 1, True)}."
    table = frame.drop(columns="date").reset_index()
    table.columns = ["Months", *(f"{share} % stayed below, %" for share in SHARES)]
    span = f"since {total(before, symbol).index[0].year} to {day(before.as_of)}"
    note = f"Fan: total returns over as many months from every month end {span}. Not a forecast."
    return Drawing(picture, words, note, table)
