"""Problems: what was found, where, and what mends it, as records; errors named by who mends them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend. Lines and columns count from 1; 0 is none. `str()` is the sentence a person reads.

    `what` is what was found, `mend` what to do about it, both with the punctuation at their ends but for the
    semicolon between them.
    """

    file: str
    line: int
    column: int
    what: str
    mend: str = ""
    within: str = (
        ""  # the place in words, where a file is no text in lines and columns: "row 7, column close"
    )

    @property
    def place(self) -> str:
        """`docs/x.md:23:14`, or `prices/IWM.csv, row 7, column close`."""
        if self.within:
            return f"{self.file}, {self.within}"
        return ":".join(map(str, filter(None, (self.file, self.line, self.column))))

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorts problems by where they stand."""
        return self.file, self.line, self.column

    @property
    def said(self) -> str:
        """What and mend, without the place."""
        if not self.mend:
            return self.what
        return f"{self.what}{' ' if self.what.endswith(('.', ':', '?')) else '; '}{self.mend}"

    def __str__(self) -> str:
        return f"{self.place}: {self.said}" if self.file else self.said


class Problems(Exception):
    """Something a person has to mend; `problems` holds a record of each thing found. A plain text has no place."""

    who = "someone"

    def __init__(self, problems: Iterable[Problem | str] | Problem | str) -> None:
        each = [problems] if isinstance(problems, Problem | str) else problems
        self.problems = tuple(one if isinstance(one, Problem) else Problem("", 0, 0, one) for one in each)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """The problems in words, in their order."""
        return [str(problem) for problem in self.problems]


class EditorError(Problems):
    """A page in docs/ or a table in facts/ is wrong: the editor mends it."""

    who = "the editor"


class SnapshotError(Problems):
    """A file of the snapshot is wrong: a refresh, or whoever made the file, mends it."""

    who = "whoever made the snapshot"


class EditionError(Problems):
    """A sealed edition is damaged or not there: git has it, or its session is sealed anew."""

    who = "whoever keeps the editions"


class UsageError(Problems):
    """A command was called with words that do not fit."""

    who = "whoever called the command"


class SiteError(Problems):
    """MkDocs refused the finished pages."""

    who = "a programmer"


class MissingInput(Exception):
    """A number cannot be computed: the message names the input that is missing.

    Not a problem to mend: the page says the message where the number would stand.
    """
