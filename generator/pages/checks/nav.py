"""The navigation of mkdocs.yml, read with its places, and held against the pages that stand."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.errors import EditorError
from generator.pages.checks.numerals import FRONT
from generator.pages.prose import Page

TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    title: str
    page: str  # below docs/
    line: int
    column: int


def read(path: Path) -> list[Entry]:
    """Every entry in its order; EditorError where the file is no YAML. Tags such as !ENV are read over."""
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
        root = yaml.compose(text)
    except UnicodeDecodeError as error:
        raise EditorError(f"{name}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        tab = "; indent with spaces, not with a tab" if "'\\t'" in str(error.problem) else ""
        raise EditorError(
            f"{name}{where}: not valid YAML: {error.problem}{tab}. Often a quote, a colon or an indent is wrong on that line or the one above."
        ) from None
    except yaml.YAMLError as error:
        raise EditorError(f"{name}: not valid YAML: {error}.") from None
    if not isinstance(root, yaml.MappingNode):
        raise EditorError(f"{name}: the file is empty or no table of settings; restore it from git.")
    nav = next((value for key, value in root.value if key.value == "nav"), None)
    return list(_entries(nav, "")) if nav is not None else []


def _entries(node: yaml.Node, title: str) -> Iterator[Entry]:
    if isinstance(node, yaml.ScalarNode):
        yield Entry(title, str(node.value), node.start_mark.line + 1, node.start_mark.column + 1)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _entries(child, "")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _entries(value, str(key.value))


def problems(entries: Iterable[Entry], pages: Iterable[Page], generated: Collection[str]) -> list[str]:
    """What does not fit between the navigation and the pages, and titles that stand twice."""
    found = []
    names = {page.name for page in pages}
    first: dict[str, Entry] = {}
    titled: dict[str, Entry] = {}
    for entry in entries:
        place = f"mkdocs.yml:{entry.line}:{entry.column}"
        if "://" in entry.page:
            continue
        if entry.page not in names and entry.page not in generated:
            close = difflib.get_close_matches(entry.page, names, 1)
            found.append(
                f"{place}: the navigation names {entry.page}, and no such page stands in docs/"
                + (f"; did you mean {close[0]}?" if close else ".")
            )
        elif entry.page in first:
            found.append(
                f"{place}: the navigation names {entry.page} a second time, after line {first[entry.page].line}; take one out."
            )
        elif entry.title and entry.title in titled:
            found.append(
                f"{place}: a second entry is called {entry.title!r}, like that of line {titled[entry.title].line}; give one another title."
            )
        first.setdefault(entry.page, entry)
        titled.setdefault(entry.title, entry)
    found += [
        f"docs/{name}: no entry of the navigation leads to this page; add “- Title: {name}” under nav in mkdocs.yml."
        for name in sorted(names - set(first))
    ]
    return found + _twice(pages)


def _twice(pages: Iterable[Page]) -> list[str]:
    found: list[str] = []
    first: dict[str, str] = {}
    for page in pages:
        front = FRONT.match(page.text)
        if not front or not (match := TITLE.search(front[0])):
            continue
        title = match[1].strip("\"'").casefold()
        if title in first:
            line = page.text.count("\n", 0, match.start()) + 1
            found.append(
                f"docs/{page.name}:{line}: the title “{match[1]}” is already that of docs/{first[title]}; give one of them another."
            )
        first.setdefault(title, page.name)
    return found
