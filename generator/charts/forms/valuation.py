"""Pictures of what the research desks said of earnings, prices and the next ten years."""

from __future__ import annotations

import altair as alt
import pandas as pd

from generator.charts import panels, parts, theme
from generator.charts.parts import Spec
from generator.charts.registry import Data, Drawing, chart
from generator.charts.theme import Size
from generator.formats import number

GROWTH = {"eps_growth_small": "S&P SmallCap 600", "eps_growth_mid": "Mid caps", "eps_growth_large": "S&P 500"}


@chart("Forecast growth of earnings in 2026, by size of company", "")
def earnings_growth(data: Data) -> Drawing:
    """Draw the growth of earnings, percent, that BofA projects for three sizes of company."""
    frame = pd.DataFrame(
        [{"name": name, "value": data.fact(key), "kind": "published"} for key, name in GROWTH.items()]
    )
    said = ", ".join(f"{name} {number(data.fact(key), 0)} percent" for key, name in GROWTH.items())
    words = f"Earnings growth that BofA projects for 2026: {said}."
    table = frame[["name", "value"]].rename(columns={"name": "Index", "value": "Growth of earnings, %"})

    def picture(size: Size) -> Spec:
        return panels.bars(frame, "Growth of earnings in 2026, %", size, digits=0)

    return Drawing(picture, words, "", table, tuple(GROWTH))


@chart("What a small-cap dollar of earnings costs beside a large-cap one", "")
def relative_pe(data: Data) -> Drawing:
    """Draw small caps' forward P/E over large caps', as two houses published it, and its average."""
    discount = 1 - data.fact("discount") / 100
    rows = [
        ("Long-run average, BofA", data.fact("relative_pe_norm"), theme.MUTED),
        ("Published, Goldman Sachs", discount, theme.PUBLISHED),
        ("Published, BofA", data.fact("relative_pe"), theme.PUBLISHED),
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "colour"])
    frame["one"], frame["label"] = 1.0, [f"{number(v, 2)}×" for v in frame["value"]]
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=None),
        color=alt.Color("colour:N", scale=None),
        tooltip=alt.Tooltip("label:N"),
    )

    def picture(size: Size) -> Spec:
        title = "P/E of small caps as a multiple of large caps' (1 = the same)"
        if size.narrow:
            title = "Small caps' P/E over large caps' (1 = the same)"
        x = parts.across(title, [0.6, 0.7, 0.8, 0.9, 1.0], format=".1f")
        layers = [
            alt.Chart(pd.DataFrame({"value": [1.0]})).mark_rule(aria=False).encode(x=x),
            base.mark_rule(strokeWidth=5, opacity=0.25, aria=False).encode(x=x, x2=alt.X2("one:Q")),
            base.mark_circle(size=150, opacity=1, aria=False).encode(x=x),
            base.mark_text(align="right", dx=-13, fontWeight="bold", aria=False).encode(
                x=x, text=alt.Text("label:N")
            ),
            base.mark_text(align="left", dy=-20, aria=False).encode(x=parts.LEFT, text=alt.Text("name:N")),
        ]
        return parts.layered(layers, height=parts.step(54))

    words = (
        f"Small caps' forward price/earnings ratio was {number(rows[2][1], 2)} of large caps' by BofA's "
        f"count and "
        f"{number(discount, 2)} by Goldman Sachs Asset Management's, against a long-run average of "
        f"{number(rows[0][1], 2)}."
    )
    table = frame[["name", "value"]].rename(columns={"name": "Measure", "value": "Small over large, ×"})
    note = "Goldman Sachs leaves out companies without profit; its discount is drawn as a ratio."
    return Drawing(picture, words, note, table, ("relative_pe", "relative_pe_norm", "discount"))


@chart("Ten years at the returns BofA's regression gives", "")
def ten_years(data: Data) -> Drawing:
    """Draw what 100 dollars become at the two published returns, compounded yearly."""
    rates = {
        "Small caps": (data.fact("ten_year_small"), theme.PUBLISHED),
        "Large caps": (data.fact("ten_year_large"), theme.MUTED),
    }
    frame = pd.DataFrame(
        [
            {"name": name, "year": year, "value": round(100 * (1 + rate / 100) ** year, 2), "colour": colour}
            for name, (rate, colour) in rates.items()
            for year in range(11)
        ]
    )
    y = parts.up("100 dollars become, USD", parts.ticks(100, frame["value"].max(), 6))
    x = alt.X(
        "year:Q",
        title=f"Years from {data.facts['ten_year_small'].as_of:%B %Y}",
        axis=alt.Axis(values=[0, 2, 4, 6, 8, 10]),
        scale=alt.Scale(domain=[0, 10]),
    )
    last = frame[frame["year"] == 10].assign(
        label=lambda f: [f"{n} {number(v, 0)}" for n, v in zip(f["name"], f["value"], strict=True)]
    )
    colour = alt.Color("colour:N", scale=None)

    def picture(size: Size) -> Spec:
        layers = [
            alt.Chart(frame).encode(x=x, y=y, color=colour).mark_line(strokeWidth=2.2, aria=False),
            alt.Chart(last).encode(x=x, y=y, color=colour).mark_circle(size=60, opacity=1, aria=False),
            alt.Chart(last)
            .encode(x=x, y=y, color=colour, text=alt.Text("label:N"))
            .mark_text(
                align="right" if size.narrow else "left",
                dx=-10 if size.narrow else 8,
                dy=-10 if size.narrow else 0,
                fontWeight="bold",
                aria=False,
            ),
        ]
        return parts.layered(layers, height=size.height(260, 250))

    small, large = (float(v) for v in last["value"])
    words = (
        f"100 dollars become {number(small, 0)} in ten years at {number(rates['Small caps'][0], 0)} "
        f"percent a year, BofA's figure "
        f"for small caps, and {number(large, 0)} at {number(rates['Large caps'][0], 0)} percent, its "
        f"figure for large caps."
    )
    table = frame.pivot(index="year", columns="name", values="value").reset_index()
    table = table.rename(
        columns={"year": "Year", "Small caps": "Small caps, USD", "Large caps": "Large caps, USD"}
    )
    table.columns.name = None
    note = "Compounded yearly; a forecast, not a promise."
    return Drawing(picture, words, note, table, ("ten_year_small", "ten_year_large"))
