"""A chart of the article drawn: its form's function called, its words filled, its spec by its owners' terms.

What does not depend on a width is worked out once; a drawing's `picture` is asked for each width. A chart reads numbers
(recomputed, or an edition's), facts (published) or series (bars and rates), of which an edition holds none. On simulated
data every picture says across itself what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from generator.charts import parts, terms, theme
from generator.charts.parts import Spec
from generator.charts.record import Drawing, Figure
from generator.charts.theme import SIZES, Size
from generator.config import PUBLISHED
from generator.errors import EditorError, Missing, MissingInput
from generator.facts.record import Fact
from generator.formats import day, rounded
from generator.ledger.record import Finding
from generator.market.record import Market
from generator.metrics.record import Metric, Value


@dataclass(frozen=True)
class Data:
    """What a chart may read."""

    market: Market
    numbers: Mapping[str, Metric]
    facts: Mapping[str, Fact]
    findings: Mapping[str, Finding]
    as_of: date  # of the numbers

    def number(self, key: str) -> float:
        """A recomputed number; MissingInput with its reason where there is none."""
        return float(self.value(key))

    def value(self, key: str) -> Value:
        """The same for a number, a date (ISO) or a name."""
        metric = self.numbers[key]
        if metric.value is None:
            raise MissingInput("{label}: {gap}", label=metric.label, gap=metric.missing)
        return metric.value

    def fact(self, key: str) -> float:
        """A published figure; the middle of a range."""
        if key not in self.facts:
            raise EditorError(
                f"facts/ has no [{key}], which a chart draws; name it so again, or mend generator/charts."
            )
        fact = self.facts[key]
        ends = [v for v in (fact.value, fact.low, fact.high) if v is not None]
        return sum(ends) / len(ends)

    def checked(self, key: str) -> float | None:
        """What a published figure came to when recomputed, if data reach it."""
        finding = self.findings.get(key)
        return finding.recomputed if finding else None


@dataclass(frozen=True)
class Entry:
    """What a chart says of itself, beside its function."""

    key: str
    title: str
    source: str
    owners: tuple[str, ...]  # whose series it draws, as `config.TERMS` names them
    function: Callable[[Data], Drawing]
    alone: bool = False  # without a series it draws what was published
    caption: str = ""  # as is `alt`, in the place of the form's own, with its fields in braces
    alt: str = ""
    look: str = ""  # what to look for, before the caption
    headline: str = ""  # what it shows, in the grammar of a page
    line: int = 1  # of the headline in its file

    @property
    def series(self) -> bool:
        """Whether it draws bars or rates, which an edition does not hold."""
        return bool(self.owners)


SIMULATED = "Simulated data, not the market's."
NO_BARS = "the edition of {since} holds numbers and verdicts, and no bars to draw from"


def figure(spec: Entry, data: Data) -> Figure:
    """A chart's specs at both widths, with its words; what it lacks where data do not reach."""
    key, simulated = spec.key, data.market.origin == "simulated"
    if spec.series and not spec.alone and data.market.origin == "edition":
        return Figure(key, spec.title, "", "", {}, simulated, missing=Missing(NO_BARS, since=data.as_of))
    kept = terms.of(spec.owners)
    # Altair would hold every piece against its schema; a test does that once
    with debug_mode(False):
        try:
            drawing = spec.function(data)
            pictures = {size: dict(drawing.picture(size)) for size in SIZES}
        except MissingInput as gap:
            return Figure(key, spec.title, "", "", {}, simulated, missing=gap.missing)
    plots = parts.plots(pictures[SIZES[0]])
    table = None if drawing.table is None else terms.table(drawing.table, plots, kept)
    specs = {s.name: _spec(picture, s, key, simulated, kept) for s, picture in pictures.items()}
    alt_text = spec.alt.format(**drawing.fields) if spec.alt else drawing.alt
    words = (_caption(spec, data, drawing), alt_text)
    caption, seen = (f"{SIMULATED} {text}" if simulated else text for text in words)
    return Figure(key, spec.title, caption, seen, specs, simulated, table, kept, drawing.still)


def _caption(spec: Entry, data: Data, drawing: Drawing) -> str:
    # a reference keeps its mark in a caption as in the text
    numbers = sorted({n for key in drawing.facts for n in data.facts[key].cites})
    marks = "".join(f"[@{n}]" for n in numbers)
    article = "" if spec.source else f"the article of {day(PUBLISHED)}"
    recomputed = spec.source or drawing.source
    recomputed = "simulated" if recomputed and data.market.origin == "simulated" else recomputed
    dated = f"{recomputed}, to {day(drawing.as_of or data.as_of)}" if recomputed else ""
    source = f"Source: {'; '.join(filter(None, (article, dated)))}."
    # a mark hangs on the word before it
    note = spec.caption.format(**drawing.fields) if spec.caption else drawing.caption
    weekly = "Drawn from the last value of each week." if terms.of(spec.owners) == "picture" else ""
    return " ".join(part for part in (spec.look, note.strip(), weekly, source) if part) + marks


def _spec(picture: Spec, size: Size, key: str, simulated: bool, kept: str) -> Spec:
    """A picture as a whole Vega-Lite spec, its points once each and by name, as their owners' terms have them."""
    spec = {"$schema": alt.SCHEMA_URL, **picture, "config": theme.config(size)}
    terms.kept(parts.plots(spec), kept)
    named: list[list[dict[str, Any]]] = []
    for layer in (layer for plot in parts.plots(spec) for layer in plot["layer"]):
        points = layer["data"]["values"]
        if points not in named:
            named.append(points)
        layer["data"] = {"name": f"rows-{named.index(points)}"}
    spec["datasets"] = {f"rows-{n}": points for n, points in enumerate(named)}
    if "layer" in spec:
        spec |= {"autosize": {"type": "fit-x", "contains": "padding"}, "width": size.width}
    # the width is what the picture is drawn for: small multiples have none of their own
    meta = {"name": f"{key}-{size.name}", "width": size.width, **({"simulated": True} if simulated else {})}
    made: Spec = rounded(spec | {"usermeta": meta})
    return made
