"""The grammar of a page: what is written in double braces or as [@26] and [^a], and where. Whether it is filled, its reading tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import expressions

WRITTEN = re.compile(
    r"\{\{(?P<slot>[^{}\n]*)\}\}|\[@(?P<cite>[^\]\n]*)\]|(?P<stray>\{\{|\}\})"
    r"|^ {0,3}\[\^(?P<footnote>[^\]\n]+)\]:[ \t]*|\[\^(?P<note>[^\]\n]+)\]",
    re.MULTILINE,
)
KEYED = re.compile(
    rf"(?P<kind>said|now|chart|table)\.(?P<key>\w+{expressions.ASKED})(?P<form>(?:\s*\|\s*\w+)*)"
)
PLAIN = re.compile(r'plain\s+(?:"([^"]*)"|“([^”]*)”)')
WHILE = re.compile(r"(or\s+)?while\s+(.+)")
LOGIC = ("while", "or", "else", "end")  # slots that leave nothing behind themselves
# a character that nobody types stands for a slot while Markdown is read
STAND_IN = re.compile("[\U000f0000-\U000ffffd]")


@dataclass(frozen=True)
class Slot:
    """One slot, citation or mark as written.

    `kind` is said, now, chart, table, plain, while, or, else, end, cite, note (the mark of a footnote), footnote (what
    begins its text) or wrong.
    """

    kind: str
    value: str  # key (of a number with `of SYMBOL` and `at DAY`), condition, text or reference number
    form: str  # names of formats, with spaces between
    start: int
    end: int
    line: int
    column: int
    raw: str


def stand_in(number: int) -> str:
    """The character that stands for the slot of this number."""
    return chr(0xF0000 + number)


def shape(slot: Slot, shown: str) -> str:
    """What stands in the place of a slot, as Markdown: the letter of a footnote is a term, and its text says what it is."""
    return f"\n\n{shown}\n:   " if slot.kind == "footnote" else shown


def number(character: str) -> int:
    """The number of the slot that a character stands for."""
    return ord(character) - 0xF0000


def written(text: str) -> Iterator[Slot]:
    """Everything that looks like a slot or a citation, in its order, code and comments included."""
    line, begun = 1, 0
    for match in WRITTEN.finditer(text):
        if (last := text.rfind("\n", begun, match.start())) >= 0:
            line += text.count("\n", begun, last + 1)
            begun = last + 1
        yield Slot(*_read(match), match.start(), match.end(), line, match.start() - begun + 1, match[0])


def _read(match: re.Match[str]) -> tuple[str, str, str]:
    if match["stray"]:
        return "wrong", match["stray"], ""
    if match["cite"] is not None:
        return "cite", match["cite"].strip(), ""
    for kind in ("note", "footnote"):
        if match[kind] is not None:
            return kind, match[kind].strip(), ""
    inner = match["slot"].strip()
    if slot := KEYED.fullmatch(inner):
        # however it is spaced: of SYMBOL at DAY, and the formats one after the other
        key, form = (" ".join(slot[name].replace("|", " ").split()) for name in ("key", "form"))
        return slot["kind"], key, form
    if plain := PLAIN.fullmatch(inner):
        return "plain", plain[1] if plain[1] is not None else plain[2], ""
    if condition := WHILE.fullmatch(inner):
        return "or" if condition[1] else "while", condition[2].strip(), ""
    return (inner, "", "") if inner in ("else", "end") else ("wrong", inner, "")
