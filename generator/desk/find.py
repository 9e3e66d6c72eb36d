"""A search through the slots that an editor can write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator.errors import UsageError
from generator.pages.tables import catalogue
from generator.site import pipeline, snapshot

Say = Callable[[str], None]


def find(words: list[str], data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Slots that hold every word, with what each gives today."""
    if not words:
        raise UsageError("Say what to look for, for instance: invoke find beta years")
    content, _ = pipeline.tabulate(pipeline.prepare(snapshot.folder(data), as_of), pipeline.narrative().pages)
    slots = catalogue.entries(content.book, content.results, content.charts, content.tables)
    for line in catalogue.told(words, slots):
        say(line)
