"""Where a table and its fields stand in a TOML file: the standard library reads TOML and forgets the lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import Problem

HEADING = re.compile(r"^[ \t]*\[[ \t]*(?P<quote>[\"']?)(?P<key>[^\]\"'\n.]+)(?P=quote)[ \t]*\]", re.MULTILINE)
PART = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[\w-]+)"  # of a name: panes."Beta to the index" has two
FIELD = re.compile(rf"^[ \t]*(?P<key>{PART})(?P<rest>(?:[ \t]*\.[ \t]*{PART})*)[ \t]*=", re.MULTILINE)
NAMED = re.compile(r"^[^\w\n=#]*(\w+)[^\w\n=]*(?:#.*)?$", re.MULTILINE)  # a heading, whatever its brackets
STRING = re.compile(r'"""[\s\S]*?"""|' + r"'''[\s\S]*?'''")


@dataclass(frozen=True)
class Place:
    """A table by its key, the line of its heading, and the lines of its fields."""

    file: str
    key: str
    problems: list[Problem]  # all that are found in the files of the folder
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)

    def say(self, what: str, mend: str = "", field: str = "") -> None:
        """Add a problem of the table, at the line of one of its fields where it has it."""
        line = self.lines.get(field, self.line)
        self.problems.append(Problem(self.file, line, 0, f"[{self.key}] {what}", mend))


def places(file: str, text: str, problems: list[Problem]) -> dict[str, Place]:
    """The place of each table by its key."""
    return {
        key: Place(file, key, problems, line, dict(reversed([*fields, *_wholes(fields)])))
        for key, line, fields in _tables(text)
    }


def headings(path: Path) -> dict[str, int]:
    """The keys of a file's tables with their lines, also while it is no TOML."""
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return {found[1]: text.count("\n", 0, found.start(1)) + 1 for found in NAMED.finditer(text)}


def leans(table: Mapping[str, Any], keys: Collection[str]) -> bool:
    """Whether a table names any of these keys."""
    return not set(keys).isdisjoint(re.findall(r"\w+", repr(table)))


def _wholes(fields: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Of a table that stands in parts, `panes."Beta" = …`, its own name and the line of its first."""
    return ((name.partition(".")[0], line) for name, line in fields if "." in name)


def twice(text: str) -> list[tuple[int, str, int]]:
    """(line, what, line of the first) of each table, and of each field of a table, that stands a second time."""
    found: list[tuple[int, str, int]] = []
    tables: dict[str, int] = {}
    for key, line, fields in _tables(text):
        if tables.setdefault(key, line) != line:
            found.append((line, f"[{key}]", tables[key]))
        first: dict[str, int] = {}
        for name, there in fields:
            if first.setdefault(name, there) != there:
                found.append((there, f"{name} of [{key}]", first[name]))
    return found


def _tables(text: str) -> Iterator[tuple[str, int, list[tuple[str, int]]]]:
    """Key, line and fields, with their lines, of each heading."""
    # a heading or a field inside a text of several lines is none
    text = STRING.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), text)
    headings = list(HEADING.finditer(text))
    for index, heading in enumerate(headings):
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        found = FIELD.finditer(text, heading.end(), end)
        fields = [
            (
                re.sub(r"[\"']|(?<=\.)[ \t]+|[ \t]+(?=\.)", "", m["key"] + m["rest"]),
                _line(text, m.start("key")),
            )
            for m in found
        ]
        yield heading["key"].strip(), _line(text, heading.start("key")), fields


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
