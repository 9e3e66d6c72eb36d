"""Pictures of what may come, by what has been: the fan of twelve months, and the falls."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.parts import Spec, percent
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, m4, month_ends, since
from generator.charts.theme import Size
from generator.config import FUND, LAST_CLOSE
from generator.errors import MissingInput
from generator.formats import day
from generator.metrics import YAHOO
from generator.metrics.history import WINDOWS
from generator.metrics.series import ends, total

SHARES = (5, 25, 50, 75, 95)
MONTHS = 12


def _whole_history(data: Data, months: int) -> None:
    """A picture of the fund's history is none on a few years."""
    stand = len(ends(data.market, FUND, "month"))
    if stand < months:
        raise MissingInput(f"needs prices since {FUND} began in 2000; the snapshot has {stand} months")


def fan(levels: pd.Series) -> pd.DataFrame:
    """Percentiles (columns) of total returns, percent, over 0 to 12 months (index) from every month end."""
    rows = {0: [0.0] * len(SHARES)}
    for months in range(1, MONTHS + 1):
        changes = (levels / levels.shift(months) - 1).dropna().to_numpy() * 100
        rows[months] = [round(float(v), 3) for v in np.percentile(changes, SHARES)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"p{share}" for share in SHARES])


@chart("Twelve months from publication: IWM's past, and its path so far", YAHOO, series=("yahoo",))
def scenario_fan(data: Data) -> Drawing:
    """Draw percentiles of total returns, percent, over 1 to 12 months, and the path since publication."""
    _whole_history(data, WINDOWS + MONTHS)
    before = data.market.upto(LAST_CLOSE)  # the fan knows nothing that came after
    start = pd.Timestamp(before.as_of)
    frame = fan(ends(before, FUND, "month"))
    frame.insert(0, "date", [start + pd.DateOffset(months=n) for n in frame.index])
    path = since(total(data.market, FUND), before.as_of)
    path = (path / path.iloc[0] - 1) * 100
    levels = parts.ticks(min(frame["p5"].min(), path.min()), max(frame["p95"].max(), path.max()), 7)
    end, last = frame["date"].iloc[-1], frame.iloc[-1]

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
            so_far = f"{FUND} {percent(final, 1, signed=True)}"
            layers += [
                alt.Chart(long({FUND: path}, size.width // 3))
                .mark_line(color=theme.IWM, strokeWidth=2.2, aria=False)
                .encode(x=x, y=alt.Y("value:Q")),
                parts.label(so_far, path.index[-1], final, theme.IWM, dx=7, fontWeight="bold"),
            ]
        return parts.layered(layers, height=height)

    words = (
        f"From {day(before.as_of)}: in IWM's past, half of all twelve-month total returns exceeded "
        f"{percent(last['p50'], 1, True)}; "
        f"one in twenty fell below {percent(last['p5'], 1, True)}, one in twenty rose above "
        f"{percent(last['p95'], 1, True)}."
    )
    if len(path) > 1:
        words += f" By {day(data.as_of)} the fund had returned {percent(float(path.iloc[-1]), 1, True)}."
    table = frame.drop(columns="date").reset_index()
    table.columns = ["Months", *(f"{share} % stayed below, %" for share in SHARES)]
    span = f"since 2000 to {day(before.as_of)}"
    note = f"Fan: total returns over as many months from every month end {span}. Not a forecast."
    return Drawing(picture, words, note, table)


@chart("Every fall of IWM since it began", YAHOO, series=("yahoo",))
def drawdowns(data: Data) -> Drawing:
    """Draw how far the total return stood below its highest, percent, on every session."""
    _whole_history(data, 120)
    falls = stats.drawdowns(total(data.market, FUND))
    levels, final = parts.ticks(falls.min() - 5, 0, 7), float(falls.iloc[-1])

    def picture(size: Size) -> Spec:
        height = size.height(280, 250)
        shown = m4(falls, size.width // 4).round(2)
        x, y = (
            parts.time(falls.index[0], falls.index[-1], size),
            parts.up("Total return below its highest so far, %", levels),
        )
        frame = pd.DataFrame({"date": shown.index, "value": shown})
        named = (2009, 2020) if size.narrow else (2002, 2009, 2020)
        years = pd.DatetimeIndex(falls.index).year
        spots = []
        for year in named:
            within = falls[years == year]
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
        labels = [(percent(final, 1), final, theme.NEGATIVE)]
        layers.append(parts.ends(labels, falls.index[-1], levels, height, size))
        return parts.layered(layers, height=height)

    deepest = falls.idxmin()
    words = (
        f"On {day(data.as_of)} IWM's total return stood {percent(abs(final))} below its highest. Its "
        f"deepest fall since 2000 was "
        f"{percent(float(falls.min()))}, reached on {day(pd.Timestamp(str(deepest)).date())}; the "
        f"deepest of the last year was "
        f"{percent(data.number('drawdown_max_1y'))}."
    )
    table = month_ends({"Drawdown, %": falls})
    return Drawing(picture, words, "Dividends reinvested.", table)
