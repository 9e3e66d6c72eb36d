"""Problems: what was found, where, and what mends it, as records; errors named by who mends them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.words import Name, Words, say


@dataclass(frozen=True)
class Problem:
    """One thing to mend. Lines and columns count from 1; 0 is none. `str()` is the sentence a person reads.

    `what` is what was found, `mend` what to do about it, both with the punctuation at their ends; a
    semicolon between them, and a point behind what has no mend, come by themselves.
    """

    file: str
    line: int
    column: int
    what: str
    mend: str = ""
    within: str = ""  # the place in words, where lines and columns are not its own: "row 7, column close"

    @property
    def place(self) -> str:
        """`docs/x.md:23:14`, or `prices/SPY.csv, row 7, column close`."""
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
            return self.what if not self.file or self.what.endswith((".", "?")) else f"{self.what}."
        return f"{self.what}{' ' if self.what.endswith(('.', ':', '?')) else '; '}{self.mend}"

    def __str__(self) -> str:
        return f"{self.place}: {self.said}" if self.file else self.said


def near(word: str, known: Iterable[str], form: str = "{!r}") -> str:
    """What mends a misspelt word: the known one that is nearest, in small or large letters; "" where none is near."""
    words = list(known)
    low = {one.lower(): one for one in reversed(words)}
    close = difflib.get_close_matches(word, words, 1) or [
        low[one] for one in difflib.get_close_matches(word.lower(), low, 1)
    ]
    return f"did you mean {form.format(close[0])}?" if close else ""


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


ABSENT = "{input} is not in the snapshot"
EARLY = "{input} has nothing on or before {since}"


class Missing(Words):
    """Why a number is missing, as a record; its text is for who works on the program or on a page.

    `input` is a file, series or symbol of the snapshot, `since` a day of it, `why` the kind of gap: a sentence
    with places for `{input}`, `{since}` and what else it names.
    """

    input: Name
    since: date | None
    why: str
    more: dict[str, Any]

    def __new__(cls, why: str, *, input: str = "", since: date | None = None, **more: Any) -> Missing:  # noqa: A002 - the record's word
        """The record, put into words; pandas' stamps are days."""
        named = {name: value.date() if isinstance(value, datetime) else value for name, value in more.items()}
        day = since.date() if isinstance(since, datetime) else since
        told = say(why, input=Name(input), since=day, **named) if input or day or named else Words(why)
        made = super().__new__(cls, *told.parts)
        made.input, made.since, made.why, made.more = Name(input), day, why, named
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.why,), {"input": str(self.input), "since": self.since, **self.more}


class MissingInput(Exception):
    """A number cannot be computed; `missing` is the record that names the input, and the message its words.

    Not a problem to mend: the page says the message where the number would stand.
    """

    def __init__(self, why: str, **parts: Any) -> None:
        self.missing = Missing(why, **parts)
        super().__init__(str(self.missing))


class Unavailable(Exception):
    """Nothing usable came from a provider; the message says why, in a few words without provider and symbol."""
