"""A page's front matter: read by a YAML parser, with the place of each field, and written by one.

The templates read more in it than an editor writes: a page's session, its text twin, its social picture.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Field:
    """A field with its value as words ("" where it is none), and where its name and its value begin."""

    value: str
    line: int
    column: int
    at: tuple[int, int]
    whole: bool  # whether YAML takes the line as one text, and nothing of it as its own


@dataclass(frozen=True)
class Front:
    """The front matter between two lines of dashes; `end` is where the page's text begins, 0 where there is none."""

    text: str
    end: int

    @cached_property
    def root(self) -> yaml.Node | None:
        """The parsed fields; raises yaml.YAMLError."""
        # the dashes are left out and their line is kept, so that lines are those of the file
        return yaml.compose("\n" + self.text, Loader=yaml.SafeLoader) if self.text.strip() else None

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Fields by name, none where YAML cannot read them."""
        try:
            root = self.root
        except yaml.YAMLError:
            return {}
        pairs = root.value if isinstance(root, yaml.MappingNode) else []
        return {str(key.value): self._field(key, value) for key, value in pairs}

    def _field(self, key: yaml.Node, value: yaml.Node) -> Field:
        text = value.value if isinstance(value, yaml.ScalarNode) else ""
        # what follows the value on its line is a comment
        line = self.text.split("\n")[value.end_mark.line - 1] if value.end_mark.line else ""
        rest = line[value.end_mark.column :].strip() if value.end_mark.line == value.start_mark.line else ""
        quoted = isinstance(value, yaml.ScalarNode) and value.style in ("'", '"')
        return Field(
            text.strip(),
            key.start_mark.line + 1,
            key.start_mark.column + 1,
            (value.start_mark.line + 1, value.start_mark.column + 1 + quoted),
            isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str" and not rest,
        )


def split(text: str) -> Front:
    """The front matter of a page, where MkDocs sees it."""
    lines = text.split("\n")
    if lines[0].rstrip(" \t") == "---":
        for number, line in enumerate(lines[2:-1], 2):
            if line.rstrip(" \t") in ("---", "..."):
                inner = "\n".join(lines[1:number]) + "\n"
                return Front(inner, len("\n".join(lines[: number + 1])) + 1)
    return Front("", 0)


def dressed(text: str, **more: Any) -> str:
    """A page with further fields in its front matter, none that is empty; what the templates print cannot break a tag."""
    front = split(text)
    fields: dict[str, Any] = yaml.load(front.text, Loader) or {}  # noqa: S506 (a safe loader)
    printed = {name: html.escape(str(fields[name])) for name in ("title", "description") if name in fields}
    fields |= printed | {name: value for name, value in more.items() if value}
    written = yaml.dump(fields, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10**6)
    return f"---\n{written}---\n{'' if front.end else chr(10)}{text[front.end :]}"
