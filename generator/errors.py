"""Errors, named by who mends them. Each carries every problem found, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable


class Problems(Exception):
    """Something a person has to mend; `problems` holds one sentence for each thing found."""

    who = "someone"

    def __init__(self, problems: Iterable[str] | str) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))


class EditorError(Problems):
    """A page in docs/ or a table in facts/ is wrong: the editor mends it."""

    who = "the editor"


class SnapshotError(Problems):
    """A file of the snapshot is wrong: a refresh, or whoever made the file, mends it."""

    who = "whoever made the snapshot"


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
