"""A drawn chart as a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from generator.charts.theme import Size

CITE = re.compile(r"\[@(\d+)\]")


@dataclass(frozen=True)
class Drawing:
    """A chart and its words, computed from the numbers it shows."""

    picture: Callable[[Size], Mapping[str, Any]]  # its plots at a width
    alt: str
    caption: str = ""
    table: pd.DataFrame | None = None  # columns are headings with units; a date column is called "Date"
    facts: tuple[str, ...] = ()  # keys of the published figures in the picture
    as_of: date | None = None  # of what it shows, where that is not the numbers' own date
    source: str = ""  # of what is recomputed in a chart of the article's figures
    still: bool = False  # every value stands in it as a number: an interactive one would tell no more
    fields: Mapping[str, str] = field(default_factory=dict)  # what an editor's words may say in braces


@dataclass(frozen=True)
class Figure:
    """A drawn chart: specs for the two widths, and its words."""

    key: str
    title: str
    caption: str
    alt: str
    specs: Mapping[str, Any]  # "wide" | "narrow" -> Vega-Lite spec
    simulated: bool
    table: Any = None  # DataFrame of what the picture shows, or None
    terms: str = "series"  # what of it may leave, as `config.TERMS` says
    still: bool = False  # nothing more to tell than the picture does
    missing: str = ""  # what the picture lacks, instead of a picture

    @property
    def words(self) -> str:
        """Its caption without reference marks."""
        return CITE.sub("", self.caption).strip()
