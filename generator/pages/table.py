"""A table as a record: once for a page, once for plain text. How it looks stands in `templates/tables/table.html`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.pages.templating import Piece, piece, words_of

LONG = 40  # letters that a cell holds beside its head on a phone


@dataclass(frozen=True)
class Row:
    """A row: each cell a piece, or text from anywhere, which is escaped."""

    cells: Sequence[str]
    key: str = ""  # its address on the page
    verdict: str = ""  # what the ledger's filter looks for


@dataclass(frozen=True)
class Table:
    """A table of a page; its first column heads the rows."""

    caption: str  # its name for who cannot see it
    head: Sequence[str]
    rows: Sequence[Row]
    numeric: Collection[int] = ()  # columns that stand right
    kind: str = ""  # classes: "stack" makes each row a small card on a phone
    searched: bool = True  # False where it repeats what a search finds elsewhere

    @property
    def stacked(self) -> bool:
        """Whether a cell bears its head on a phone."""
        return "stack" in self.kind

    @cached_property
    def long(self) -> frozenset[int]:
        """Columns whose cells are sentences: on a phone all of such a column stands left."""
        if not self.stacked:
            return frozenset()
        cells = [(i, cell) for row in self.rows for i, cell in enumerate(row.cells) if i]
        return frozenset(i for i, cell in cells if len(words_of(cell)) > LONG)

    def piece(self) -> Piece:
        """For a page, and in Markdown for its text twin."""
        lines = [_line(self.head), f"|{' --- |' * len(self.head)}", *(_line(row.cells) for row in self.rows)]
        return piece("tables/table", "\n".join(lines), table=self)


def _line(cells: Sequence[str]) -> str:
    told = (" ".join(words_of(cell).replace("|", "/").split()) for cell in cells)
    return f"| {' | '.join(told)} |"
