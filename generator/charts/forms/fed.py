"""Pictures of the Fed's turn: the policy rate, and why small caps feel it more."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import panels, parts, theme
from generator.charts.parts import Spec
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, month_ends, since
from generator.charts.theme import Size
from generator.formats import day, number
from generator.market import rate
from generator.metrics import FRED, YAHOO
from generator.metrics.sensitivity import rate_moves

START = date(2024, 7, 1)  # shortly before this cycle's first cut
# when the forecast cuts would take effect: the day after the committee's meetings of those months
FORECAST = (date(2025, 12, 11), date(2026, 6, 18), date(2026, 7, 30))
HORIZON = date(2026, 12, 31)
STEP = 0.25
QUIET = 0.04  # pp: a yield whose weekly changes spread less has next to nothing to regress on


@chart("The policy rate, and the path BofA forecast", FRED, series=("fred",))
def policy_path(data: Data) -> Drawing:
    """Draw the target range as it was set, percent, and the path BofA forecast for it."""
    ends = {
        "low": since(rate(data.market, "DFEDTARL"), START),
        "high": since(rate(data.market, "DFEDTARU"), START),
    }
    stats.need(ends["high"], 2, "observations of the target range")
    frame = pd.DataFrame(ends).dropna()
    last = frame.index[-1]
    changed = (frame != frame.shift()).any(axis=1)
    moved = frame[changed | (frame.index == last)].reset_index(names="date")
    goal = (data.fact("policy_floor"), data.fact("policy_ceiling"))
    low = min(frame["low"].min(), goal[0])
    levels = parts.ticks(low - 0.1, max(frame["high"].max(), _forecast(*goal)["high"].max()), 6)
    range_now = (float(frame["low"].iloc[-1]), float(frame["high"].iloc[-1]))

    def picture(size: Size) -> Spec:
        x, height = parts.time(frame.index[0], HORIZON, size), size.height(280, 260)
        y = parts.up("Federal funds target range, %", levels, "low:Q", format=".2f")
        now = (
            alt.Chart(moved, description="target range")
            .mark_area(interpolate="step-after", color=theme.IWM, aria=False)
            .encode(x=x, y=y, y2=alt.Y2("high:Q"))
        )
        area = alt.Chart(_forecast(*goal), description="BofA's forecast").encode(x=x, y=y)
        dashed = area.mark_line(
            interpolate="step-after", color=theme.PUBLISHED, strokeDash=[4, 3], strokeWidth=1.5, aria=False
        )
        layers = [
            area.mark_area(interpolate="step-after", color=theme.PUBLISHED, opacity=0.2, aria=False).encode(
                y2=alt.Y2("high:Q")
            ),
            now,
            dashed,
            dashed.encode(y=alt.Y("high:Q")),
            parts.label(
                "BofA's forecast", pd.Timestamp(HORIZON), goal[0], theme.PUBLISHED, align="right", dy=13
            ),
            _named(range_now, frame.index[changed][-1], frame.index[0]),
        ]
        return parts.layered(layers, height=height)

    facts = ("policy_floor", "policy_ceiling", "december_cut", "summer_cuts")
    note = "Forecast drawn at the committee's meetings of December 2025, June and July 2026."
    words = (
        f"The target range stood at {number(range_now[0], 2)} to {number(range_now[1], 2)} percent "
        f" on {day(last.date())}. BofA's published path ends at {number(goal[0], 2)} to "
        f"{number(goal[1], 2)} percent "
        "after July 2026."
    )
    table = month_ends({"Lower end, %": frame["low"], "Upper end, %": frame["high"]}).round(2)
    return Drawing(picture, words, note, table, facts)


def _named(ends: tuple[float, float], begun: pd.Timestamp, start: pd.Timestamp) -> alt.Chart:
    """The range in force, left of its own stretch: what stood before lies above or below that place."""
    text = f"{number(ends[0], 2)}–{number(ends[1], 2)}"
    if begun == start:
        return parts.label(text, begun, ends[1], theme.IWM, dx=4, dy=-9)
    return parts.label(text, begun, sum(ends) / 2, theme.IWM, align="right", dx=-6, baseline="middle")


def _forecast(low: float, high: float) -> pd.DataFrame:
    """The published path from its first cut on: a step above the end it names for each cut still to come."""
    left = len(FORECAST)
    rows = [(when, left - n) for n, when in enumerate(FORECAST, 1)] + [(HORIZON, 0)]
    return pd.DataFrame(
        {
            "date": [pd.Timestamp(d) for d, _ in rows],
            "low": [low + STEP * n for _, n in rows],
            "high": [high + STEP * n for _, n in rows],
        }
    )


@chart("Small companies owe more, and more of it at floating rates", "")
def leverage(data: Data) -> Drawing:
    """Draw two published comparisons: leverage (large caps = 1) and floating-rate debt (percent)."""
    heads = ["Leverage, large caps = 1", "Floating-rate share of debt, %"]
    rows = [
        (heads[0], "Russell 2000", data.fact("leverage_ratio"), "over 2"),
        (heads[0], "S&P 500", 1.0, "1"),
        (heads[1], "Russell 2000", data.fact("floating_small"), number(data.fact("floating_small"), 0)),
        (heads[1], "S&P 500", data.fact("floating_large"), number(data.fact("floating_large"), 0)),
    ]
    pairs = []
    for head in heads:
        frame = pd.DataFrame([{"name": n, "value": v, "label": t} for h, n, v, t in rows if h == head])
        frame["colour"] = [theme.PUBLISHED, theme.BAR]
        pairs.append(panels.panel(frame, head))
    small, large = data.fact("floating_small"), data.fact("floating_large")
    words = (
        f"Two pairs of bars, as published by Goldman Sachs Asset Management: small companies carry over "
        f"{number(rows[0][2], 0)} "
        f"times the leverage of large ones, and {number(small, 0)} percent of their debt is floating "
        f"against {number(large, 0)} percent."
    )
    table = pd.DataFrame([(h, n, t) for h, n, _, t in rows], columns=["Measure", "Companies", "Published"])
    facts = ("leverage_ratio", "floating_small", "floating_large")
    return Drawing(lambda size: panels.beside(pairs, size), words, "", table, facts)


@chart("How much IWM moves with the two-year yield", f"{YAHOO}; {FRED}", series=("yahoo", "fred"))
def rate_sensitivity(data: Data) -> Drawing:
    """Draw the rolling slope of weekly returns on changes of the 2-year yield, percent for one point."""
    weekly, steps = rate_moves(data.market)
    window = stats.WEEKS_A_YEAR
    stats.need(steps, window + 1, "weekly changes in common with IWM")
    spread = steps.rolling(window).std()
    slope = (weekly.rolling(window).cov(steps) / spread**2)[spread >= QUIET].dropna()
    stats.need(slope, 1, "years in which rates/DGS2.csv moved")
    levels = parts.ticks(min(slope.min(), 0), max(slope.max(), 0), 6)
    final = float(slope.iloc[-1])

    def picture(size: Size) -> Spec:
        x = parts.time(slope.index[0], slope.index[-1], size)
        y = parts.up(
            f"IWM's week, % for +1 {'pp' if size.narrow else 'percentage point'} in the yield", levels
        )
        height = size.height(280, 250)
        layers = [
            alt.Chart(parts.ZERO).mark_rule(aria=False).encode(y=alt.Y("value:Q")),
            alt.Chart(stretches(slope, steps.index, size.width // 4))
            .mark_line(color=theme.IWM, strokeWidth=1.6, aria=False)
            .encode(x=x, y=y, detail=alt.Detail("stretch:N")),
        ]
        label = (number(final, 1, signed=True), final, theme.IWM)
        layers.append(parts.ends([label], slope.index[-1], levels, height, size))
        return parts.layered(layers, height=height)

    words = ""
    words = (
        f"Over the 52 weeks to {day(slope.index[-1].date())} a rise of one percentage point in the "
        f"two-year yield went with "
        f"{number(final, 1, signed=True)} percent in IWM. Since {slope.index[0].year} the slopes shown "
        f"ranged from "
        f"{number(float(slope.min()), 1, signed=True)} to {number(float(slope.max()), 1, signed=True)}."
    )
    note = (
        "Slope of weekly total returns on weekly changes of the 2-year Treasury yield, over 52 weeks. Left out: "
        f"spans in which those changes had a standard deviation under {number(QUIET, 2)} percentage points, too "
        "little to tell a slope by."
    )
    table = month_ends({"% for +1 pp": slope})
    return Drawing(picture, words, note, table)


def stretches(slope: pd.Series, weeks: pd.Index, columns: int) -> pd.DataFrame:
    """The points of a line, with the number of the stretch between gaps that each belongs to."""
    places = pd.Series(weeks.get_indexer(slope.index), index=slope.index)
    frame = long({"IWM's week": slope}, columns)
    return frame.assign(stretch=(places.diff() > 1).cumsum().loc[frame["date"]].to_numpy())
