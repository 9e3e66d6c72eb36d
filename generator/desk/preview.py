"""What the pages that are open show of a save, made before all the rest of the site is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from generator.charts import workers
from generator.pages.checks import report
from generator.pages.source import Page
from generator.site import gallery, pipeline, sources
from generator.site.gallery import Sketches
from generator.site.ground import Ground
from generator.site.pipeline import Narrative


def ground(
    folder: Path | None, as_of: date | None, before: Ground, pages: Collection[Page], studio: workers.Studio
) -> Ground:
    """Facts as they stand now and what comes of them, with the charts of some pages; the others are those of `before`.

    Raises Problems with what is wrong with facts and charts.
    """
    given = sources.read(folder, as_of)
    computed = sources.compute(given)
    shown = {slot.value for page in pages for slot in page.slots if slot.kind == "chart"}
    fresh, old = gallery.sketch(given, computed, studio, shown), before.sketches
    figures = {**old.figures, **fresh.figures}
    drawings = {**old.drawings, **fresh.drawings}
    there = [key for key in given.charts if key in figures]
    kept = Sketches({key: figures[key] for key in there}, {key: drawings[key] for key in there})
    return Ground(given, computed, kept)


def pages(on: Ground, written: Narrative, wanted: Collection[Page]) -> Mapping[str, bytes] | None:
    """Some finished pages by name, the same bytes as of the whole site; None where one is wrong, which the whole check tells."""
    content, _ = pipeline.tabulate(on, written.pages)
    if not all(report.sound(page, content) for page in wanted):
        return None
    rendered = report.rendered(written.pages, content, [page.name for page in wanted])
    shown = {page.name: report.shown(page, content) for page in written.pages}
    hung = gallery.with_rasters(on.gallery, [*shown.values()], on.results)
    return {
        name: pipeline.finished(shown[name], text, content, hung, on.given.sealed)
        for name, text in rendered.items()
    }
