"""A sentence that knows its parts, so that one record is written for a program and for a reader.

`Words` are text, and go into JSON as they are: symbols, files and ISO days. Their parts stay beside it: plain
text, a `Name` that a reader knows by another one, a `date`. `pages/wording.py` writes the same parts for a reader.
What is put together by `say`, `+` or `joined` keeps its parts; an f-string keeps the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from string import Formatter
from typing import Any, Self


class Name(str):
    """A symbol, series or file of the snapshot. `article` says that a reader's name of it may take one."""

    __slots__ = ("article",)
    article: bool

    def __new__(cls, text: str, article: bool = False) -> Self:
        """The name as data bear it."""
        made = super().__new__(cls, text)
        made.article = article
        return made

    def __getnewargs__(self) -> tuple[str, bool]:  # type: ignore[override]
        return str(self), self.article


FORMATTER = Formatter()
Part = str | date  # a Name or Words among the texts


class Words(str):
    """Text with its parts."""

    parts: tuple[Part, ...]

    def __new__(cls, *parts: Part) -> Self:
        """Text of the parts one after the other; the parts of plain `Words` become its own."""
        made = super().__new__(cls, "".join(map(str, parts)))
        made.parts = tuple(
            inner for part in parts for inner in (part.parts if type(part) is Words else (part,))
        )
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.parts

    def __add__(self, other: str) -> Words:
        return Words(self, other)


def say(template: str, /, **values: Any) -> Words:
    """A template such as "{input} ends on {since}", filled in; `{symbol:the}` is a name that may take an article."""
    parts: list[Part] = []
    for text, field, spec, _ in FORMATTER.parse(template):
        parts.append(text)
        if field is not None:
            value, _ = FORMATTER.get_field(field, (), values)
            if spec == "the":
                parts.append(Name(value, article=True))
            elif isinstance(value, Words | Name) or (isinstance(value, date) and not spec):
                parts.append(value)
            else:
                parts.append(format(value, spec or ""))
    return Words(*parts)


def joined(several: Iterable[str], between: str = " ") -> Words:
    """Several words one after the other, the empty ones left out."""
    parts: list[Part] = []
    for one in filter(None, several):
        parts += [between, one] if parts else [one]
    return Words(*parts)
