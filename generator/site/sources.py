"""Read and compute: the two stages whose outcome stays as it is while only pages change."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from generator import config
from generator.charts import declared as charts
from generator.charts.registry import Entry
from generator.errors import EditorError, Problem, UsageError
from generator.facts.reader import Book
from generator.ledger import asked, declared, editions
from generator.ledger.asked import Asked
from generator.ledger.record import Results
from generator.market import load
from generator.market.record import Market, nothing
from generator.site import state, status


@dataclass(frozen=True)
class Sources:
    """What is read beside the pages. A site has one origin: the market's, an edition's, or simulated."""

    book: Book
    market: Market  # of an edition's site it holds nothing
    edition: Results | None  # what an edition's site shows
    shown: Path | None  # where that edition stands
    sealed: tuple[Path, ...]  # the editions that the site tells of; none on simulated data
    charts: Mapping[str, Entry]


@dataclass(frozen=True)
class Computed:
    """Numbers and verdicts, and what gives a metric of another symbol or as of another day."""

    results: Results
    asked: Asked


def book() -> Book:
    """Facts, references, forecasts and relations, checked against what metrics, tolerances and rules know."""
    # the clock can only refuse a figure that speaks of tomorrow; nothing that is built depends on it
    return declared.load(config.FACTS, datetime.now(UTC).date())


def declarations(problems: list[Problem]) -> tuple[Book, Mapping[str, Entry]]:
    """What is sound of facts and charts; what is wrong is added to `problems`."""
    known = declared.read(config.FACTS, problems, datetime.now(UTC).date())
    return known, charts.read(config.FACTS, known.facts, problems, known.unsound)


def read(folder: Path | None, as_of: date | None, problems: list[Problem] | None = None) -> Sources:
    """Facts, and the snapshot in `folder` cut at `as_of`; without a folder the edition of that session, or the newest.

    EditorError with all that is wrong with facts and charts; given `problems`, that is added to them and what is sound is read.
    """
    told: list[Problem] = []
    (known, drawn), sealed = declarations(told), tuple(editions.editions(config.EDITIONS))
    if told and problems is None:
        raise EditorError(told)
    (problems if problems is not None else []).extend(told)
    if folder is None:
        return of_edition(editions.newest(config.EDITIONS, as_of), known, sealed, drawn)
    market = _market(folder, as_of, state.stamped(str(folder)))
    if market.as_of < config.LAST_CLOSE:
        raise UsageError(
            f"{market.as_of} lies before {config.LAST_CLOSE}, the article's last close: what was published cannot be held "
            "against a day before it. Choose that day or a later one."
        )
    return Sources(known, market, None, None, sealed if market.origin == "market" else (), drawn)


@lru_cache(maxsize=1)
def _market(folder: Path, as_of: date | None, stamps: Hashable) -> Market:
    """The snapshot, read again only where a file of it is another one; what was worked out on it is kept with it."""
    return load(folder, as_of)


def of_edition(path: Path, known: Book, sealed: tuple[Path, ...], drawn: Mapping[str, Entry]) -> Sources:
    """What is read where the edition at a path is shown."""
    edition = editions.load(path, known)
    return Sources(known, nothing(edition.as_of), edition, path, sealed, drawn)


def compute(given: Sources) -> Computed:
    """Every number and verdict: computed from the market, or those of the edition."""
    if given.edition and given.shown:
        return Computed(given.edition, asked.sealed(given.shown, given.book, given.edition))
    results = status.marked(given.market, editions.compute(given.market, given.book))
    return Computed(results, asked.computed(given.market, results))
