"""The pictures of a site: every chart with its drawings, and the files that a reader may take along."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from generator import config
from generator.charts import downloads, registry, sealed, workers
from generator.charts.record import Figure
from generator.charts.registry import Entry
from generator.formats import day
from generator.ledger.record import Results
from generator.pages import figures, headlines, source, wording
from generator.pages.content import Content
from generator.pages.render import place_of
from generator.pages.source import Page
from generator.pages.templating import Piece
from generator.site import pictures
from generator.site.sources import Computed, Sources

DEEP = "../../"  # the way to the root from a chart's page
Drawings = Mapping[str, Mapping[str, "Future[str]"]]  # chart -> width -> SVG on its way


@dataclass(frozen=True)
class Sketches:
    """Charts by key: their words and specs, and their drawings on the way."""

    figures: Mapping[str, Figure]
    drawings: Drawings


@dataclass(frozen=True)
class Gallery:
    """Charts by key with their drawings by width, and the files beside the pages, by path below the site."""

    pictures: Mapping[str, tuple[Figure, Mapping[str, str]]]
    files: Mapping[str, bytes]


def sketch(
    given: Sources, computed: Computed, studio: workers.Studio, only: Collection[str] | None = None
) -> Sketches:
    """Every chart (or `only` some) in words and specs, each sent to be drawn; where a chart cannot be drawn, the reason."""
    results = computed.results
    charts = {key: chart for key, chart in given.charts.items() if only is None or key in only}
    if given.shown:
        return _kept(given, charts, given.shown, results, studio)
    data = registry.Data(given.market, results.numbers, given.book.facts, results.findings, results.as_of)
    told: dict[str, Figure] = {}
    drawings: dict[str, dict[str, Future[str]]] = {}
    for key, chart in charts.items():  # each is drawn while the next is thought of
        figure = registry.figure(chart, data)
        told[key] = replace(figure, missing=wording.named(figure.missing))
        drawings[key] = {width: studio.draw(spec) for width, spec in figure.specs.items()}
    return Sketches(told, drawings)


def _kept(
    given: Sources, charts: Mapping[str, Entry], edition: Path, results: Results, studio: workers.Studio
) -> Sketches:
    """The pictures of series as the edition has them; what is drawn of numbers and published figures is drawn from its."""
    data = registry.Data(given.market, results.numbers, given.book.facts, results.findings, results.as_of)
    told: dict[str, Figure] = {}
    drawings: dict[str, dict[str, Future[str]]] = {}
    for key, chart in charts.items():
        if chart.series:
            figure, drawn = sealed.read(edition, chart, results.as_of)
            drawings[key] = {width: _done(drawing) for width, drawing in drawn.items()}
        else:
            figure = registry.figure(chart, data)
            drawings[key] = {width: studio.draw(spec) for width, spec in figure.specs.items()}
        told[key] = replace(figure, missing=wording.named(figure.missing))
    return Sketches(told, drawings)


def _done(drawing: str) -> Future[str]:
    future: Future[str] = Future()
    future.set_result(drawing)
    return future


def hang(sketches: Sketches, charts: Mapping[str, Entry]) -> Gallery:
    """The charts once they are drawn, with their downloads."""
    article = f"the article of {day(config.PUBLISHED)}"
    files: dict[str, bytes] = {}
    for key, figure in sketches.figures.items():  # made while the last ones are drawn
        files |= downloads.points(figure, charts[key].source or article)
    drawn = {
        key: (figure, {width: svg.result() for width, svg in sketches.drawings[key].items()})
        for key, figure in sketches.figures.items()
    }
    for figure, drawings in drawn.values():
        files |= downloads.pictures(figure, drawings)
    return Gallery(drawn, files)


def with_rasters(gallery: Gallery, narrative: Sequence[Page], results: Results) -> Gallery:
    """The same with the PNGs and social pictures that stand already."""
    if not pictures.KEPT.is_dir():
        return gallery
    wanted = pictures.wanted(gallery.files, narrative, results)
    return replace(gallery, files={**gallery.files, **pictures.standing(wanted)})


def placed(gallery: Gallery, content: Content, page: Page, text: str) -> str:
    """A rendered page with its charts where their places are."""
    for key in dict.fromkeys(slot.value for slot in page.slots if slot.kind == "chart"):
        headline = headlines.told(key, content, page.prefix)
        shown = figures.html(
            *gallery.pictures[key], content.book.sources, page.prefix, gallery.files, headline=headline
        )
        text = text.replace(place_of(key), shown)
    return text


def alone(gallery: Gallery, content: Content, strip: Piece, pages: Iterable[Page]) -> dict[str, bytes]:
    """The page of each chart alone, which leads to the one of `pages` that shows it."""
    homes = source.uses(pages, "chart")
    return {
        name: body
        for key, picture in gallery.pictures.items()
        for name, body in figures.page(
            *picture,
            content.book.sources,
            strip,
            gallery.files,
            headlines.told(key, content, DEEP),
            homes[key][0] if key in homes else None,
        ).items()
    }
