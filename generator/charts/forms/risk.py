"""Pictures of the risks to watch: credit, and the fund's own figures of risk."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import panels, parts, theme
from generator.charts.parts import Spec
from generator.charts.registry import Data, Drawing, chart
from generator.charts.series import long, month_ends, since
from generator.charts.theme import Size
from generator.config import FUND
from generator.errors import MissingInput
from generator.formats import NARROW, day, number
from generator.market import bars, rate
from generator.metrics import FRED, YAHOO


@chart(
    "Credit and small caps: the high-yield spread above, IWM below",
    f"{FRED}; {YAHOO}",
    series=("ice", "yahoo"),
)
def credit_spread(data: Data) -> Drawing:
    """Draw the high-yield spread, percentage points, over the price of the fund, USD."""
    spread = rate(data.market, "BAMLH0A0HYM2")
    stats.need(spread, 60, "observations of the high-yield spread")
    close = since(bars(data.market, FUND)["close"], spread.index[0].date())
    first, last = max(spread.index[0], close.index[0]), max(spread.index[-1], close.index[-1])
    both = {"High-yield spread, percentage points": spread, "IWM, USD a share": close}

    def picture(size: Size) -> Spec:
        plots = []
        points = long(both, size.width)
        for (title, line), colour in zip(both.items(), (theme.NEGATIVE, theme.IWM), strict=True):
            levels = parts.ticks(float(line.min()), float(line.max()), 4)
            height = size.height(130, 125)
            x = parts.time(first.date(), last.date(), size, labels=title.startswith("IWM"))
            layers = [
                alt.Chart(points[points["name"] == title])
                .mark_line(color=colour, aria=False)
                .encode(x=x, y=parts.up(title, levels))
            ]
            value = float(line.iloc[-1])
            label = (number(value, 2), value, colour)
            layers.append(parts.ends([label], line.index[-1], levels, height, size))
            plots.append(parts.layered(layers, height=height, width=size.width - 40 - 56))
        return parts.stacked(plots, 44)

    words = ""
    together = float(spread.diff().corr(stats.returns(close).reindex(spread.index)))
    words = (
        f"The high-yield spread stood at {number(float(spread.iloc[-1]), 2)} percentage points on "
        f"{day(spread.index[-1].date())}, "
        f"between {number(float(spread.min()), 2)} and {number(float(spread.max()), 2)} since "
        f"{spread.index[0]:%B %Y}; IWM closed at "
        f"{number(float(close.iloc[-1]), 2)} dollars. Their daily moves correlate at "
        f"{number(together, 2)}."
    )
    table = month_ends({"High-yield spread, pp": spread, "IWM close, USD": close})
    note = "ICE BofA US High Yield option-adjusted spread; FRED offers about three years of it."
    return Drawing(picture, words, note, table)


PANELS = {  # axis title -> rows: metric, name, digits
    "Volatility, % a year": (
        ("volatility_20d", "20 sessions", 1),
        ("volatility_60d", "60 sessions", 1),
        ("volatility_252d", "252 sessions", 1),
        ("volatility_36m", "36 months", 1),
    ),
    "Beta to SPY": (
        ("beta_252d", "252 sessions", 2),
        ("beta_156w", "156 weeks", 2),
        ("beta_36m", "36 months", 2),
        ("beta_60m", "60 months", 2),
    ),
    "Drawdown, %": (
        ("drawdown", "now", 1),
        ("drawdown_max_1y", "deepest, 1 year", 1),
        ("drawdown_max_3y", "deepest, 3 years", 1),
        ("drawdown_max_5y", "deepest, 5 years", 1),
        ("drawdown_max_10y", "deepest, 10 years", 1),
    ),
    "Percentile of its own history, %": (
        ("spread_hy_percentile", "high-yield spread", 0),
        ("spread_ig_percentile", "investment-grade spread", 0),
        ("ratio_spy_percentile", "IWM over SPY", 0),
        ("ratio_qqq_percentile", "IWM over QQQ", 0),
    ),
}
TOLD = {
    "volatility_252d": "volatility over a year",
    "beta_36m": "beta over three years",
    "drawdown": "drawdown now",
}
PUBLISHED = {"Volatility, % a year": "volatility", "Beta to SPY": "beta"}


@chart("A risk dashboard: volatility, beta, drawdown, percentiles", f"{YAHOO}; {FRED}")
def risk_dashboard(data: Data) -> Drawing:
    """Draw four panels of bars: volatility, beta, drawdown, percentiles; published ones among them."""
    gauged, rows = [], []
    for title, gauges in PANELS.items():
        shown = [(key, name, digits) for key, name, digits in gauges if data.numbers[key].value is not None]
        if not shown:
            continue
        entries = [
            {
                "name": name,
                "value": data.number(key),
                "label": number(data.number(key), digits),
                "colour": theme.IWM,
            }
            for key, name, digits in shown
        ]
        rows += [(title, e["name"], e["label"]) for e in entries]
        if title in PUBLISHED:
            fact = data.facts[PUBLISHED[title]]
            entries.append(
                {
                    "name": "published",
                    "value": data.fact(fact.key),
                    "label": _printed(fact.low, fact.high, fact.value),
                    "colour": theme.PUBLISHED,
                }
            )
            rows.append((title, "published", entries[-1]["label"]))
        gauged.append(panels.panel(pd.DataFrame(entries), title, (0, 100) if "Percentile" in title else None))
    if not gauged:
        raise MissingInput("needs daily bars of IWM")
    told = []
    for key, name in TOLD.items():
        metric = data.numbers[key]
        if metric.value is not None:
            text = number(float(metric.value), metric.digits)
            told.append(f"{name} {text}{NARROW}%" if metric.unit == "%" else f"{name} {text}")
    words = f"Gauges of risk on {day(data.as_of)}: {', '.join(told)}."
    table = pd.DataFrame(rows, columns=["Gauge", "Window", "Value"])
    note = "Definitions stand with the numbers. Percentiles count about three years of the spreads, all that FRED offers, and ten of the ratios."
    facts = tuple(PUBLISHED.values())
    return Drawing(lambda size: panels.beside(gauged, size), words, note, table, facts)


def _printed(low: float | None, high: float | None, value: float | None) -> str:
    ends = [number(v, 2 if v < 10 else 0) for v in (low, high) if v is not None]
    return "–".join(ends) if ends else number(value or 0.0, 2)
