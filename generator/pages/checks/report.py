"""Everything that an editor may have to mend on the pages and in the navigation, told at once and in order of place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.errors import EditorError
from generator.pages import prose
from generator.pages.checks import coverage, links, markup, nav
from generator.pages.prose import Content, Page, Writer
from generator.pages.tables import catalogue

PLACE = re.compile(r"([\w./-]+?)(?::(\d+))?(?::(\d+))?: ")


def check(
    narrative: list[Page],
    content: Content,
    generated: Mapping[str, str],
    others: Collection[str],
    settings: Path,
) -> None:
    """EditorError with all of it. `generated` are pages that no editor writes, `others` the files of docs/ that are no pages."""
    slots = prose.problems(narrative, content)
    told = list(slots)
    for page in narrative:
        told += markup.problems(page.name, page.text, page.tokens)
    # where a slot is broken, what is left of it is no numeral of the prose
    broken = {(page.name, token.line) for page in narrative for token in page.tokens if token.kind == "wrong"}
    told += [
        one for one in coverage.problems(narrative, content.book, content.results) if _line(one) not in broken
    ]
    told += links.problems(narrative, _finished(narrative, content, slots) | dict(generated), others)
    try:
        told += nav.problems(nav.read(settings), narrative, generated)
    except EditorError as error:
        told += error.sentences
    if told:
        found: list[str] = sorted(dict.fromkeys(told), key=_order)
        raise EditorError(found)


def notes(narrative: list[Page], content: Content) -> list[str]:
    """What is no mistake and still worth a look: a guard that nothing can hold, a chart that no page shows."""
    found = []
    for page in narrative:
        for token in page.tokens:
            if token.kind == "while":
                for name, missing in prose.missing(token, content):
                    found.append(
                        f"Note: docs/{page.name}:{token.line}:{token.column}: the guard reads {name}, which has no value: {missing}."
                    )
    unused = sorted(set(content.charts) - set(prose.uses(narrative, "chart")))
    return found + [f"Note: no page shows the chart {key!r}." for key in unused]


def tables(narrative: list[Page], content: Content) -> dict[str, Writer]:
    """The tables that tell of the pages themselves."""
    return {"coverage": partial(_coverage, narrative, content), "catalogue": partial(_catalogue, content)}


def counted(narrative: list[Page], content: Content) -> coverage.Coverage:
    """The proof's counts, for pages that hold."""
    return coverage.count(narrative, content.book, content.results, prose.shown(narrative, content))


def _coverage(narrative: list[Page], content: Content, _: str) -> str:
    return coverage.table(counted(narrative, content))


def _catalogue(content: Content, prefix: str) -> str:
    return catalogue.table(
        catalogue.entries(content.book, content.results, content.charts, content.tables), prefix
    )


def _finished(narrative: list[Page], content: Content, slots: list[str]) -> dict[str, str]:
    """Pages with pictures left out, for their anchors; a page with broken slots as it was written."""
    empty = replace(content, charts={key: partial(_place_of, key) for key in content.charts})
    wrong = {_file(one) for one in slots}
    return {
        page.name: page.text if f"docs/{page.name}" in wrong else prose.render(page, empty)
        for page in narrative
    }


def _place_of(key: str, _: str) -> str:
    return f'<figure id="chart-{key}"></figure>'


def _file(told: str) -> str:
    match = PLACE.match(told)
    return match[1] if match else ""


def _line(told: str) -> tuple[str, int]:
    match = PLACE.match(told)
    return (match[1].removeprefix("docs/"), int(match[2] or 0)) if match else ("", 0)


def _order(told: str) -> tuple[str, int, int]:
    match = PLACE.match(told)
    return (match[1], int(match[2] or 0), int(match[3] or 0)) if match else ("", 0, 0)
