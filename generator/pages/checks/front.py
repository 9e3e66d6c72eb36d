"""What is wrong with a page's front matter."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.errors import Problem
from generator.facts.tables import hint
from generator.pages.nav import broken
from generator.pages.source import Page

FIELDS = ("title", "description", "hide", "search", "dataset")


def problems(page: Page) -> Iterator[Problem]:
    """A field that is missing, unknown, or not what its editor wrote."""
    front = page.front
    if not front.end:
        yield Problem(page.file, *_absent(page.text))
        return
    try:
        root = front.root
    except yaml.YAMLError as error:
        yield _unreadable(page, error)
        return
    if root is not None and not isinstance(root, yaml.MappingNode):
        what, mend = "the front matter is no list of fields", "write a line such as title: … for each."
        yield Problem(page.file, 2, 1, what, mend)
        return
    slotted = {slot.line for slot in page.written if slot.end <= front.end}  # told as such
    for name in FIELDS[:2]:
        field = front.fields.get(name)
        if not field or (field.whole and not field.value):
            yield Problem(page.file, 1, 1, f"the front matter has no {name}", f"add {name}: … to it.")
        elif not field.whole and field.line not in slotted:
            yield _quoted(page, field.line, name)
    for name, field in front.fields.items():
        if name not in FIELDS:
            what = f"the front matter has an unknown field {name!r}"
            yield Problem(page.file, field.line, field.column, what, hint(name, FIELDS))


def _absent(text: str) -> tuple[int, int, str, str]:
    """Line, column, what and mend of a page whose front matter is not seen: opened and not closed, late, or not there."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[0].rstrip() == "---":
        return (
            1,
            1,
            "the front matter is opened and never closed",
            "write --- on a line of its own after its last field.",
        )
    if lines[first].strip() == "---":
        return (
            first + 1,
            1,
            "the front matter does not begin the page",
            "take away what stands before its ---.",
        )
    mend = "begin it with ---, title: …, description: … and --- on a line each."
    return 1, 1, "the page has no front matter", mend


def _unreadable(page: Page, error: yaml.YAMLError) -> Problem:
    lines = page.text.split("\n")
    for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)):
        if mark and (name := lines[mark.line].partition(":")[0].strip()) in FIELDS[:2]:
            return _quoted(page, mark.line + 1, name)
    told = broken(page.file, error)
    return Problem(page.file, told.line or 1, told.column or 1, f"the front matter is {told.what}", told.mend)


def _quoted(page: Page, line: int, name: str) -> Problem:
    what = f"the {name} holds a character that YAML reads as its own"
    return Problem(page.file, line, 1, what, f"put the whole {name} in double quotes.")
