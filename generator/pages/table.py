"""A table as a record: once for a page, once for plain text. How it looks stands in `templates/tables/table.html`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.pages.templating import Piece, piece, words_of

LONG = 40  # letters that a cell holds beside its head on a phone


@dataclass(frozen=True)
class Row:
    """A row: each cell a piece, or text from anywhere, which is escaped."""

    cells: Sequence[str]
    key: str = ""  # its address on the page
    data: Mapping[str, str] = field(default_factory=dict)  # what an explorer filters and sorts it by


@dataclass(frozen=True)
class Group:
    """Rows of a table under a head of their own."""

    title: str
    key: str  # its address on the page
    rows: Sequence[Row]


@dataclass(frozen=True)
class Table:
    """A table of a page; its first column heads the rows."""

    caption: str  # its name for who cannot see it
    head: Sequence[str]
    rows: Sequence[Row | Group]
    numeric: Collection[int] = ()  # columns that stand right
    kind: str = ""  # classes: "stack" makes each row a small card on a phone
    searched: bool = True  # False where it repeats what a search finds elsewhere
    sorts: Mapping[int, str] = field(default_factory=dict)  # column -> what an explorer sorts by at its head

    @property
    def groups(self) -> Sequence[Group]:
        """Its rows in their groups; without any, all in one that has no head."""
        groups = [row for row in self.rows if isinstance(row, Group)]
        return groups or [Group("", "", [row for row in self.rows if isinstance(row, Row)])]

    @property
    def stacked(self) -> bool:
        """Whether a cell bears its head on a phone."""
        return "stack" in self.kind

    @cached_property
    def long(self) -> frozenset[int]:
        """Columns whose cells are sentences: on a phone all of such a column stands left."""
        if not self.stacked:
            return frozenset()
        rows = [row for group in self.groups for row in group.rows]
        cells = [(i, cell) for row in rows for i, cell in enumerate(row.cells) if i]
        return frozenset(i for i, cell in cells if len(words_of(cell)) > LONG)

    def piece(self) -> Piece:
        """For a page, and in Markdown for its text twin."""
        head = [_line(self.head), f"|{' --- |' * len(self.head)}"]
        told = [
            f"## {group.title}\n\n" * bool(group.title)
            + "\n".join([*head, *(_line(row.cells) for row in group.rows)])
            for group in self.groups
        ]
        return piece("tables/table", "\n\n".join(told), table=self)


def _line(cells: Sequence[str]) -> str:
    told = (" ".join(words_of(cell).replace("|", "/").split()) for cell in cells)
    return f"| {' | '.join(told)} |"
