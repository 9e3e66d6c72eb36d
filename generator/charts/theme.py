"""One look for every chart: colours by role, type sizes, widths.

A colour is a CSS variable with its light value behind it: inside a page the stylesheet's palette wins, outside one
the value does. Both come from generator/palette.toml, or are the article's own accent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.svg import FONT
from generator.config import COLOURS


@dataclass(frozen=True)
class Size:
    """A drawn width in px. Wide is for columns of 560 px and more, narrow for phones."""

    name: str
    width: int
    font: int

    @property
    def narrow(self) -> bool:
        """Whether this is the phone's width."""
        return self.name == "narrow"

    def height(self, wide: int, narrow: int | None = None) -> int:
        """`wide` px, or `narrow` px (default: nine tenths) on a phone."""
        return (narrow or wide * 9 // 10) if self.narrow else wide

    def ticks(self, wide: int, narrow: int) -> int:
        """How many ticks a horizontal axis bears at this width."""
        return narrow if self.narrow else wide


WIDE = Size("wide", 690, 13)
NARROW = Size("narrow", 304, 12)
SIZES = (WIDE, NARROW)


FUND = COLOURS["fund"].role
BENCHMARK = COLOURS["benchmark"].role
GROWTH = COLOURS["growth"].role
PUBLISHED = COLOURS["published"].role
RECOMPUTED = FUND
LINES = (FUND, BENCHMARK, GROWTH)  # of several symbols, in their order
POSITIVE = COLOURS["positive"].role
NEGATIVE = COLOURS["negative"].role
MUTED = COLOURS["muted"].role
FAINT = COLOURS["faint"].role
BAND = COLOURS["band"].role
BAR = COLOURS["bar"].role  # a bar among others
BAND_INNER = COLOURS["band-inner"].role
GRID = COLOURS["grid"].role
TEXT = COLOURS["text"].role
PAPER = COLOURS["paper"].role


def config(size: Size) -> dict[str, Any]:
    """Vega-Lite config of the house for one drawn width."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": size.font, "titleFontSize": size.font}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelColor": TEXT,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": FAINT,
            "tickColor": FAINT,
            "titlePadding": 8,
            # measuring text is what a picture costs: nothing here is long enough to need a limit
            "labelLimit": 0,
            "titleLimit": 0,
        },
        # the title of a vertical axis lies flat above it: it reads without turning one's head
        "axisY": {
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "start",
            "titleX": 0,
            "titleY": -12,
            "titleBaseline": "bottom",
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
        "axisX": {"grid": False, "labelSeparation": 10},
        "legend": {
            **text,
            "labelColor": TEXT,
            "titleColor": MUTED,
            "orient": "top",
            "title": None,
            "symbolStrokeWidth": 3,
            "labelLimit": 0,
            "titleLimit": 0,
            "offset": 10,
        },
        "header": {**text, "labelColor": TEXT, "titleColor": MUTED},
        "line": {"strokeWidth": 1.8, "strokeJoin": "round"},
        "rule": {"color": MUTED},
        "text": {"font": FONT, "fontSize": size.font, "color": TEXT},
        "bar": {"color": FUND},
        "title": {"font": FONT, "fontSize": size.font, "color": TEXT, "anchor": "start"},
    }


def legend(names: list[str], colours: list[str]) -> alt.Scale:
    """A colour scale that gives each series its role."""
    return alt.Scale(domain=names, range=colours)
