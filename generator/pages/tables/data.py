"""Tables of the page on data: the files of the snapshot in use, and the sealed editions."""

from __future__ import annotations

from collections import Counter
from datetime import date

from generator import config, formats
from generator.ledger import sealed
from generator.ledger.check import WORDS
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


@table
def editions(known: Known, prefix: str) -> Piece:
    """Every sealed edition, the newest first: what it counts, what it was made from, and its hash."""
    rows = []
    for path in reversed(known.editions):
        record = sealed.read(path)
        counts = Counter(finding["verdict"] for finding in record["findings"] if finding["verdict"])
        rows.append(
            Row(
                (
                    sealed.name(path),
                    str(len(record["numbers"])),
                    marks.lines(
                        *(f"{n} {marks.name(word, n)}" for word in WORDS if (n := counts[word])), said=", "
                    ),
                    record["note"] or "–",
                    marks.code(sealed.digest(path)[:12]),
                ),
                f"edition-{sealed.name(path)}",
            )
        )
    head = ("Edition", "Numbers", "Verdicts", "Made from", "SHA-256")
    return Table("Sealed editions", head, rows, (1,), "stack seals").piece()
