"""The table of the page on data: the files of the snapshot in use."""

from __future__ import annotations

from datetime import date

from generator import config, formats
from generator.pages import marks
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, piece, together


@table
def provenance(known: Known, prefix: str) -> Piece:
    """Every file of the snapshot: whose it is, from when to when, and its hash."""
    rows = [
        Row(
            (
                _file(known, name, prefix),
                " + ".join(config.PROVIDERS.get(c, c) for c in str(entry.get("source", "–")).split(" + ")),
                _session(entry.get("first")),
                _session(entry.get("last")),
                formats.number(count, 0) if isinstance(count := entry.get("rows"), int) else "–",
                marks.code(str(entry.get("sha256", ""))[:12]),
            )
        )
        for name, entry in sorted(known.files.items())
    ]
    head = ("File", "Source", "First", "Last", "Rows", "SHA-256")
    listed = Table("Files of the snapshot", head, rows, (4,), "stack files").piece()
    return together(known.snapshot, listed, between="\n\n")


def _file(known: Known, name: str, prefix: str) -> Piece:
    """A file's name, which leads to its series where the site offers that."""
    path = f"series/{name}"
    shown = marks.code(name)
    return piece("tables/download", shown=shown, href=prefix + path) if path in known.series else shown


def _session(day: object) -> str:
    return formats.day(date.fromisoformat(day), short=True) if isinstance(day, str) else "–"
