"""A search through what an editor can write; it answers while pages, facts or data are broken, and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from generator import config, metrics
from generator.charts.registry import Entry
from generator.errors import Problem, Problems, UsageError
from generator.facts.reader import Book
from generator.metrics.record import Metric
from generator.pages import source
from generator.pages.tables import catalogue
from generator.pages.tables.registry import tables
from generator.site import sources
from generator.site.gallery import Sketches
from generator.site.ground import Ground
from generator.site.snapshot import folder

Say = Callable[[str], None]


def find(words: list[str], data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Slots that hold every word, with what each gives today; then what is broken meanwhile, and left out."""
    if not words:
        raise UsageError("Say what to look for, for instance: invoke find beta years")
    broken: list[Problem] = []
    book, charts, numbers = _known(data, as_of, broken)
    try:
        source.read(config.DOCS)
    except Problems as error:
        broken += error.problems
    titles = {key: chart.title for key, chart in charts.items()}
    for line in catalogue.told(
        words, catalogue.entries(book, numbers, titles, {*tables(), *catalogue.OF_PAGES})
    ):
        say(line)
    if broken:
        say(f"Broken meanwhile, and left out above ({len(broken)}):")
    for problem in broken:
        say(f"  {problem}")


def _known(
    data: str | None, as_of: date | None, broken: list[Problem]
) -> tuple[Book, Mapping[str, Entry], Mapping[str, Metric]]:
    """What is sound of facts and charts, and numbers; without a value where no data can be read."""
    try:
        given = sources.read(folder(data), as_of, broken)
        ground = Ground(given, sources.compute(given), Sketches({}, {}))
        return given.book, given.charts, ground.results.numbers
    except Problems as error:
        if data or as_of:  # named by whoever asks
            raise
        broken += error.problems
    book, charts = sources.declarations([])
    return book, charts, {key: unknown(spec) for key, spec in metrics.REGISTRY.items()}


def unknown(spec: metrics.Spec) -> Metric:
    """A metric as it is declared, where no data give it a value."""
    return Metric(
        spec.key, spec.labelled({}), None, spec.unit, spec.digits, spec.defined({}).words, spec.source,
        config.LAST_CLOSE, "", spec.group, missing="no data can be read",
    )  # fmt: skip
