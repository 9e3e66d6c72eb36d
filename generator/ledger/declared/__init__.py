"""What the ledger takes from `facts/` beside the facts: forecasts.toml and relations.toml, read and checked.

Every message names file, line, table and field, what was found and what to do; all of them at once, those of
the other files included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import metrics
from generator.errors import EditorError, Problem
from generator.facts import reader
from generator.facts.reader import Book
from generator.ledger.declared import arguments, equations, forecasts
from generator.ledger.tolerance import RULES


def load(folder: Path, latest: date = date.max) -> Book:
    """Every file of `folder`, checked whole; EditorError with all that is wrong. `latest` as in facts.load."""
    problems: list[Problem] = []
    book: Book | None = None
    try:
        book = reader.load(folder, tuple(RULES), tuple(metrics.REGISTRY), latest, arguments.suits)
    except EditorError as error:
        problems += error.problems
    known = book.facts if book else None  # keys of facts stay unchecked where the facts cannot be read
    found = forecasts.read(folder / reader.FORECASTS, known, book.sources if book else (), problems)
    listed = equations.read(folder / reader.RELATIONS, known, problems)
    if problems or book is None:
        raise EditorError(problems)
    return replace(book, forecasts=found, equations=listed)
