"""How much a price moves with a yield."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import parts, theme
from generator.charts.arguments import Bars, Rate
from generator.charts.declaration import form
from generator.charts.parts import Spec
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long, month_ends
from generator.charts.theme import Size
from generator.config import RATES
from generator.formats import day, number
from generator.metrics.sensitivity import rate_moves

QUIET = 0.04  # pp: a yield whose weekly changes spread less has next to nothing to regress on


@form()
def sensitivity(data: Data, symbol: Bars, rate: Rate) -> Drawing:
    """Draw the rolling slope of weekly returns on changes of a yield, percent for one point."""
    weekly, steps = rate_moves(data.market, rate, symbol)
    window = stats.WEEKS_A_YEAR
    stats.need(steps, window + 1, f"weekly changes in common with {symbol}")
    spread = steps.rolling(window).std()
    slope = (weekly.rolling(window).cov(steps) / spread**2)[spread >= QUIET].dropna()
    stats.need(slope, 1, f"years in which rates/{rate}.csv moved")
    levels = parts.ticks(min(slope.min(), 0), max(slope.max(), 0), 6)
    final = float(slope.iloc[-1])

    def picture(size: Size) -> Spec:
        x = parts.time(slope.index[0], slope.index[-1], size)
        y = parts.up(
            f"{symbol}'s week, % for +1 {'pp' if size.narrow else 'percentage point'} in the yield", levels
        )
        height = size.height(280, 250)
        layers = [
            alt.Chart(parts.ZERO).mark_rule(aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(stretches(slope, steps.index, size.width // 4))
            .mark_line(color=theme.FUND, strokeWidth=1.6, aria=False)
            .encode(x=x, y=y, detail=alt.Detail("stretch:N")),
        ]
        label = (number(final, 1, signed=True), final, theme.FUND)
        layers.append(parts.ends([label], slope.index[-1], levels, height, size))
        return parts.layered(layers, height=height)

    words = (
        f"Over the 52 weeks to {day(slope.index[-1].date())} a rise of one percentage point in the "
        f"{RATES[rate]} went with "
        f"{number(final, 1, signed=True)} percent in {symbol}. Since {slope.index[0].year} the slopes shown "
        f"ranged from "
        f"{number(float(slope.min()), 1, signed=True)} to {number(float(slope.max()), 1, signed=True)}."
    )
    note = (
        f"Slope of weekly total returns on weekly changes of the {RATES[rate]}, over 52 weeks. Left out: "
        f"spans in which those changes had a standard deviation under {number(QUIET, 2)} percentage points, too "
        "little to tell a slope by."
    )
    table = month_ends({"% for +1 pp": slope})
    return Drawing(picture, words, note, table)


def stretches(slope: pd.Series, weeks: pd.Index, columns: int) -> pd.DataFrame:
    """The points of a line, with the number of the stretch between gaps that each belongs to."""
    places = pd.Series(weeks.get_indexer(slope.index), index=slope.index)
    frame = long({"slope": slope}, columns)
    return frame.assign(stretch=(places.diff() > 1).cumsum().loc[frame["date"]].to_numpy())
