"""The navigation of mkdocs.yml, read with its places, and held against the pages that stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.errors import Problem, near
from generator.pages.source import Page

PRINTED = ("site_name", "site_description")  # by the theme, in tags too
# what an article may set; all else, and with it every script and style, is the engine's
OWN = (
    "INHERIT", "site_name", "site_description", "site_author", "site_url", "repo_url", "repo_name", "edit_uri",
    "copyright", "theme", "nav",
)  # fmt: skip
EDITORS = {
    "catalogue.md"
}  # pages that stand in no menu: no reader needs them, and `serve` has them all the same
LOOK = ("logo", "favicon", "icon")  # and of the theme


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    title: str
    page: str  # below docs/
    line: int
    column: int


def read(path: Path, problems: list[Problem]) -> list[Entry]:
    """Every entry in its order; what is wrong is added to `problems`. Tags such as !ENV are read over."""
    name = path.name
    raw = path.read_bytes()
    try:
        root = yaml.compose(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what, line = f"byte {error.start + 1} is not UTF-8.", raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, 0, what, "Save the file as UTF-8."))
        return []
    except yaml.YAMLError as error:
        problems.append(broken(name, error))
        return []
    if not isinstance(root, yaml.MappingNode):
        what = "the file is empty or no table of settings"
        problems.append(Problem(name, 0, 0, what, "restore it from git."))
        return []
    problems += [*_printed(name, root), *_foreign(name, root)]
    nav = next((value for key, value in root.value if key.value == "nav"), None)
    return list(_entries(nav, "")) if nav is not None else []


def broken(name: str, error: yaml.YAMLError) -> Problem:
    """Why a file is no YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(name, 0, 0, f"not valid YAML: {error}.")
    what = str(getattr(error, "problem", error))
    tab = "; indent with spaces, not with a tab" if "'\\t'" in what else ""
    mend = "Often a quote, a colon or an indent is wrong on that line or the one above."
    return Problem(name, mark.line + 1, mark.column + 1, f"not valid YAML: {what}{tab}.", mend)


def _printed(name: str, root: yaml.MappingNode) -> Iterator[Problem]:
    """What the theme prints as it stands, and cannot."""
    for key, value in root.value:
        if key.value in PRINTED and isinstance(value, yaml.ScalarNode):
            for sign in '<>"':
                if sign in value.value:
                    place = value.start_mark.line + 1, value.start_mark.column + 1
                    what = f"{key.value} holds {sign}, which breaks the pages' HTML"
                    yield Problem(name, *place, what, "write it without.")


def _foreign(name: str, root: yaml.MappingNode) -> Iterator[Problem]:
    """Settings that are not an article's, and pictures from elsewhere: no page loads anything from a third party."""
    theme = [
        value for key, value in root.value if key.value == "theme" and isinstance(value, yaml.MappingNode)
    ]
    for where, node, known in (("", root, OWN), *(("theme.", look, LOOK) for look in theme)):
        for key, value in node.value:
            place = key.start_mark.line + 1, key.start_mark.column + 1
            if key.value not in known:
                mend = near(str(key.value), known, "{}") or "take it out."
                yield Problem(name, *place, f"{where}{key.value} is a setting of the engine's", mend)
            elif where and isinstance(value, yaml.ScalarNode) and "//" in value.value:
                what = f"{where}{key.value} is loaded from {value.value}"
                yield Problem(name, *place, what, "put the picture into docs/ and name it here.")


def _entries(node: yaml.Node, title: str) -> Iterator[Entry]:
    if isinstance(node, yaml.ScalarNode):
        yield Entry(title, str(node.value), node.start_mark.line + 1, node.start_mark.column + 1)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _entries(child, "")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _entries(value, str(key.value))


def problems(entries: Iterable[Entry], pages: Iterable[Page], generated: Collection[str]) -> list[Problem]:
    """What does not fit between the navigation and the pages, and titles that stand twice."""
    pages = list(pages)
    found = []
    names = {page.name for page in pages}
    first: dict[str, Entry] = {}
    titled: dict[str, Entry] = {}
    for entry in entries:
        if "://" in entry.page:
            continue
        if told := _misfit(entry, names, generated, first, titled):
            found.append(Problem("mkdocs.yml", entry.line, entry.column, *told))
        first.setdefault(entry.page, entry)
        titled.setdefault(entry.title, entry)
    for name in sorted(names - set(first) - EDITORS):
        mend = f"add “- Title: {name}” under nav in mkdocs.yml."
        found.append(Problem(f"docs/{name}", 0, 0, "no entry of the navigation leads to this page", mend))
    return found + _twice(pages)


def _misfit(
    entry: Entry,
    names: Collection[str],
    generated: Collection[str],
    first: dict[str, Entry],
    titled: dict[str, Entry],
) -> tuple[str, str] | None:
    if entry.page not in names and entry.page not in generated:
        what = f"the navigation names {entry.page}, and no such page stands in docs/"
        return what, near(entry.page, names, "{}")
    if entry.page in first:
        what = f"the navigation names {entry.page} a second time, after line {first[entry.page].line}"
        return what, "take one out."
    if entry.title and entry.title in titled:
        what = f"a second entry is called {entry.title!r}, like that of line {titled[entry.title].line}"
        return what, "give one another title."
    if "<" in entry.title or ">" in entry.title:
        return f"the title {entry.title!r} holds < or >, which a browser takes for a tag", "write it without."
    return None


def _twice(pages: Iterable[Page]) -> list[Problem]:
    found: list[Problem] = []
    first: dict[str, str] = {}
    for page in pages:
        title = page.front.fields.get("title")
        if not title or not title.value:
            continue
        if before := first.get(title.value.casefold()):
            what = f"the title “{title.value}” is already that of docs/{before}"
            found.append(Problem(page.file, title.line, 0, what, "give one of them another."))
        first.setdefault(title.value.casefold(), page.name)
    return found
