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
from generator.facts import reader, sources
from generator.facts.reader import Book
from generator.ledger.declared import arguments, equations, forecasts
from generator.ledger.tolerance import RULES


def load(folder: Path, latest: date = date.max) -> Book:
    """Every file of `folder`, checked whole; EditorError with all that is wrong. `latest` as in facts.read."""
    problems: list[Problem] = []
    book = read(folder, problems, latest)
    if problems:
        raise EditorError(problems)
    return book


def read(folder: Path, problems: list[Problem], latest: date = date.max) -> Book:
    """What is sound of every file; what is wrong is added to `problems`, and then no forecast and no relation is given."""
    before = len(problems)
    book = reader.read(folder, problems, tuple(RULES), tuple(metrics.REGISTRY), latest, arguments.suits)
    listed = not any(problem.file == f"facts/{sources.NAME}" for problem in problems)
    found = forecasts.read(folder / reader.FORECASTS, book, book.sources if listed else {}, problems)
    equated = equations.read(folder / reader.RELATIONS, book, problems)
    return replace(book, forecasts=found, equations=equated) if len(problems) == before else book
