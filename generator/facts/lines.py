"""Where a table and its fields stand in a TOML file: the standard library reads TOML and forgets the lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

HEADING = re.compile(r"^[ \t]*\[[ \t]*(?P<quote>[\"']?)(?P<key>[^\]\"'\n.]+)(?P=quote)[ \t]*\]", re.MULTILINE)
FIELD = re.compile(r"^[ \t]*(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote)[ \t]*=", re.MULTILINE)
STRING = re.compile(r'"""[\s\S]*?"""|' + r"'''[\s\S]*?'''")


class Place(str):
    """`file:line` of a table; `at` gives the line of one of its fields."""

    lines: Mapping[str, int]

    def __new__(cls, file: str, line: int, lines: Mapping[str, int]) -> Place:
        """A place that reads as its table's own line."""
        place = super().__new__(cls, f"{file}:{line}")
        place.lines = lines
        return place

    def at(self, field: str) -> str:
        """`file:line` of a field, or of the table where it does not have it."""
        file, line = self.rsplit(":", 1)
        return f"{file}:{self.lines.get(field, line)}"


def places(file: str, text: str) -> dict[str, Place]:
    """The place of each table by its key; of two with one key, the first."""
    # a heading or a field inside a text of several lines is none
    text = STRING.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), text)
    headings = list(HEADING.finditer(text))
    found: dict[str, Place] = {}
    for index, heading in enumerate(headings):
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        lines: dict[str, int] = {}
        for field in FIELD.finditer(text, heading.end(), end):
            lines.setdefault(field["key"], _line(text, field.start("key")))
        found.setdefault(heading["key"].strip(), Place(file, _line(text, heading.start()), lines))
    return found


def twice(text: str) -> list[tuple[int, str, int]]:
    """(line, what, line of the first) of each table, and of each field of a table, that stands a second time."""
    text = STRING.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), text)
    found: list[tuple[int, str, int]] = []
    tables: dict[str, int] = {}
    headings = list(HEADING.finditer(text))
    for index, heading in enumerate(headings):
        key, line = heading["key"].strip(), _line(text, heading.start("key"))
        if key in tables:
            found.append((line, f"[{key}]", tables[key]))
        tables.setdefault(key, line)
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        fields: dict[str, int] = {}
        for field in FIELD.finditer(text, heading.end(), end):
            name, there = field["key"], _line(text, field.start("key"))
            if name in fields:
                found.append((there, f"{name} of [{key}]", fields[name]))
            fields.setdefault(name, there)
    return found


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
