"""A drawn chart as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    missing: str = ""  # what the picture lacks, instead of a picture
