"""PNGs and social pictures: drawn by a step of their own, and offered by the build after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator.charts import workers
from generator.pages.checks import report
from generator.site import pictures, pipeline, snapshot, state
from generator.site.build import build

Say = Callable[[str], None]


def draw(data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Draw every picture that is new, and build with them."""
    with workers.Studio() as studio:
        ground = pipeline.prepare(snapshot.folder(data), as_of, studio)
        pages = pipeline.narrative().pages
        content, _ = pipeline.tabulate(ground, pages)
        # as they read today: a page's number is the first that it says
        said = [report.shown(page, content) for page in pages]
        wanted = pictures.wanted(ground.gallery.files, said, ground.results)
    drawn, kept = pictures.draw(wanted)
    say(f"Drew {drawn} pictures; {kept} stood already.")
    if drawn:
        state.forget()
    build(data, as_of, say)
