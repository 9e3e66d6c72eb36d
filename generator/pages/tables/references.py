"""The list of references, with the way back to each use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import formats
from generator.facts.reader import Book
from generator.facts.record import Source
from generator.pages import citations, marks
from generator.pages.citations import Uses
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import sections
from generator.pages.templating import Piece, piece


def references(book: Book, uses: Uses, prefix: str) -> Piece:
    """Every reference with its own number; only what the article gives is there."""
    rows = [
        Row(
            (
                str(source.number),
                marks.lines(
                    marks.link(source.publisher, f"{prefix}sources/{source.number}/"), marks.code(source.host)
                ),
                _about(source, book),
                _uses(uses.get(source.number, {}), prefix),
            ),
            f"ref-{source.number}",
        )
        for source in book.sources.values()
    ]
    head = ("No.", "Source", "Used for", "Cited on")
    return Table("References", head, rows, (0,), "stack cited sortable").piece()


def _about(source: Source, book: Book) -> Piece:
    about = " ".join(filter(None, (f"{upper(source.about)}." if source.about else "", source.note)))
    second = citations.dependence(
        source, book.sources, lambda number: marks.link(str(number), f"#ref-{number}")
    )
    day = formats.day(source.date) if source.date else ""
    return piece("tables/about", about=about, second=second, address=source.url, title=source.title, date=day)


def _uses(uses: Mapping[str, Sequence[str]], prefix: str) -> Piece:
    """Each page with a link to the first mark there; further marks follow as small numbers."""
    told = [
        (sections().get(stem, stem), prefix + ("" if stem == "index" else f"{stem}/"), anchors)
        for stem, anchors in citations.ordered(uses, list(sections()))
    ]
    return piece("tables/uses", uses=told)
