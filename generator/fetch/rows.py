"""A series as rows of text by their day: a row that stays keeps its bytes. And what is said of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cells = tuple[str, ...]
Table = dict[str, Cells]  # day -> cells, the day among them
BLANK = ("", ".")


class Doubt(Exception):
    """The whole answer is in doubt; the message says why, in a few words without provider and symbol."""


@dataclass
class Sifted:
    """The sound rows of an answer or of a file, by day and in order; and why each of the others was left out."""

    rows: Table = field(default_factory=Table)
    left: dict[str, str] = field(default_factory=dict)


def parse(raw: bytes) -> tuple[Cells, list[Cells]]:
    """Header and rows of a file, in its order; bytes that are no text become marks that no rule lets pass."""
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").rstrip("\n")
    header, *lines = (tuple(line.split(",")) for line in text.split("\n"))
    return header, lines


def table(raw: bytes) -> Table:
    """The rows of a sound file by day."""
    return {cells[0]: cells for cells in parse(raw)[1]}


def join(header: Cells, rows: Table) -> bytes:
    """The file's text, in the order of the days."""
    return "".join(
        ",".join(cells) + "\n" for cells in (header, *(rows[day] for day in sorted(rows)))
    ).encode()


def newest(raw: bytes) -> str:
    """The last day that has a figure: blanks at the end are no news."""
    return max(
        (day for day, cells in table(raw).items() if any(cell not in BLANK for cell in cells[1:])), default=""
    )


def gathered(left: Mapping[str, str], verb: str = "left out") -> list[str]:
    """A few words for each reason: which days, and why."""
    by_reason: dict[str, list[str]] = {}
    for day, why in sorted(left.items()):
        by_reason.setdefault(why, []).append(day)
    return [f"{verb} {_span(days)}: {why}" for why, days in by_reason.items()]


def _span(days: list[str]) -> str:
    if len(days) == 1:
        return days[0] or "a row without a date"
    return f"{len(days)} rows from {days[0]} to {days[-1]}"


def unique(texts: Iterable[str]) -> list[str]:
    """Each text once, in order."""
    return list(dict.fromkeys(text for text in texts if text))
