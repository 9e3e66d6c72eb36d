"""Everything that an editor may have to mend on the pages and in the navigation, told at once and in order of place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.errors import EditorError, Problem
from generator.pages.checks import coverage, links, markup, nav, slots
from generator.pages.render import Content, Writer, render
from generator.pages.source import Page, uses
from generator.pages.tables import catalogue


def check(
    narrative: list[Page],
    content: Content,
    generated: Mapping[str, str],
    others: Collection[str],
    settings: Path,
) -> None:
    """EditorError with all of it. `generated` are pages that no editor writes, `others` the files of docs/ that are no pages."""
    wrong = slots.problems(narrative, content)
    told: list[Problem] = list(wrong)
    for page in narrative:
        told += markup.problems(page)
    # where a slot is broken, what is left of it is no numeral of the prose
    broken = {(page.file, slot.line) for page in narrative for slot in page.slots if slot.kind == "wrong"}
    loose = coverage.problems(narrative, content.book, content.results)
    told += [one for one in loose if (one.file, one.line) not in broken]
    told += links.problems(narrative, _finished(narrative, content, wrong) | dict(generated), others)
    unread: list[Problem] = []
    entries = nav.read(settings, unread)
    told += unread or nav.problems(entries, narrative, generated)
    if told:
        ordered: list[Problem] = sorted(dict.fromkeys(told), key=lambda problem: problem.order)
        raise EditorError(ordered)


def notes(narrative: list[Page], content: Content) -> list[str]:
    """What is no mistake and still worth a look: a guard that nothing can hold, a chart that no page shows."""
    found = []
    for page in narrative:
        for slot in page.slots:
            if slot.kind == "while":
                for name, why in slots.missing(slot, content):
                    what = f"the guard reads {name}, which has no value: {why}."
                    found.append(f"Note: {Problem(page.file, slot.line, slot.column, what)}")
    unused = sorted(set(content.charts) - set(uses(narrative, "chart")))
    return found + [f"Note: no page shows the chart {key!r}." for key in unused]


def tables(narrative: list[Page], content: Content) -> dict[str, Writer]:
    """The tables that tell of the pages themselves."""
    return {"coverage": partial(_coverage, narrative, content), "catalogue": partial(_catalogue, content)}


def counted(narrative: list[Page], content: Content) -> coverage.Coverage:
    """The proof's counts, for pages that hold."""
    return coverage.count(narrative, content.book, content.results, slots.shown(narrative, content))


def _coverage(narrative: list[Page], content: Content, _: str) -> str:
    return coverage.table(counted(narrative, content))


def _catalogue(content: Content, prefix: str) -> str:
    return catalogue.table(
        catalogue.entries(content.book, content.results, content.charts, content.tables), prefix
    )


def _finished(narrative: list[Page], content: Content, wrong: list[Problem]) -> dict[str, str]:
    """Pages with pictures left out, for their anchors; a page with broken slots as it was written."""
    empty = replace(content, charts={key: partial(_place_of, key) for key in content.charts})
    files = {problem.file for problem in wrong}
    return {page.name: page.text if page.file in files else render(page, empty) for page in narrative}


def _place_of(key: str, _: str) -> str:
    return f'<figure id="chart-{key}"></figure>'
