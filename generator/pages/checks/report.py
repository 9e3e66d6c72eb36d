"""Everything that an editor may have to mend on the pages and in the navigation, told at once and in order of place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from generator import config
from generator.errors import EditorError, Problem
from generator.facts.reader import CHARTS
from generator.pages import branches, footnotes, glossary, guards, nav
from generator.pages.checks import coverage, homes, links, markup, slots, terms
from generator.pages.citations import Uses
from generator.pages.content import Content, Writer
from generator.pages.render import render
from generator.pages.source import Page, uses
from generator.pages.tables import catalogue
from generator.pages.tables.references import references
from generator.toml.lines import headings


def check(
    narrative: list[Page],
    content: Content,
    finished: Mapping[str, str],
    others: Collection[str],
    settings: Path,
    before: Collection[Problem] = (),
) -> None:
    """EditorError with all of it. `finished` are all pages by name, `others` the files of docs/ that are no pages.

    `before` is what is wrong with facts and files: who names one of these is not told that there is none.
    """
    told = [*before, *slots.problems(narrative, forgiving(content))]
    others = {*others, *(problem.file.removeprefix("docs/") for problem in before)}
    told += homes.problems(narrative, content.tables)
    told += [] if content.book.unsound else homes.choosing(content.table_facts)
    told += homes.sections(narrative, finished, content.book.facts.values())
    told += loose(narrative, [*narrative, *content.headlines.values()], content)
    told += coverage.of_charts(content, narrative)
    told += links.problems(narrative, finished, others)
    told += led(narrative, finished, settings)
    if told:
        ordered: list[Problem] = sorted(dict.fromkeys(told), key=lambda problem: problem.order)
        raise EditorError(ordered)


def forgiving(content: Content) -> Content:
    """The content with stand-ins for the facts and charts whose tables are wrong."""
    book, charts = content.book, config.FACTS / CHARTS
    bare = dict.fromkeys(headings(charts), "") if charts.is_file() else {}
    return replace(
        content,
        book=replace(book, facts={**book.unsound, **book.facts}),
        charts={**bare, **content.charts},
    )


def led(narrative: list[Page], generated: Collection[str], settings: Path) -> list[Problem]:
    """What is wrong with the navigation; `generated` are the names of the pages that no editor writes."""
    unread: list[Problem] = []
    entries = nav.read(settings, unread)
    return unread or nav.problems(entries, narrative, generated)


def loose(narrative: list[Page], worded: list[Page], content: Content) -> list[Problem]:
    """What is wrong with the markup of pages, and the numerals of all that is worded."""
    told = [problem for page in narrative for problem in markup.problems(page)]
    # where a slot is broken, what is left of it is no numeral of the prose
    broken = {(page.file, slot.line) for page in narrative for slot in page.slots if slot.kind == "wrong"}
    found = coverage.problems(worded, content.book, content.results)
    return told + [one for one in found if (one.file, one.line) not in broken]


def sound(page: Page, content: Content) -> bool:
    """Whether nothing is wrong with a page by itself; `check` alone sees it among the others."""
    return not (slots.wrong(page, content) or loose([page], [page], content))


def rendered(narrative: list[Page], content: Content, only: Collection[str] = ()) -> dict[str, str]:
    """The finished pages by name, or `only` some; one whose slots are wrong as it was written."""
    known = glossary.terms(narrative)
    return {
        page.name: page.text
        if slots.wrong(page, content)
        else render(glossary.linked(shown(page, content), known), content)
        for page in narrative
        if not only or page.name in only
    }


def shown(page: Page, content: Content) -> Page:
    """The page with the branches that are taken today, its footnotes at its end; one whose conditions are wrong as it was written."""
    conditions = [slot for slot in page.slots if slot.kind in ("while", "or")]
    if any(next(terms.condition(slot.value, content), None) for slot in conditions):
        return page
    return footnotes.gathered(branches.taken(page, partial(guards.holds, content=content)))


def notes(narrative: list[Page], content: Content) -> list[str]:
    """What is no mistake and still worth a look: a guard that nothing can hold, a chart that no page shows."""
    found = []
    for page in narrative:
        for block in branches.blocks(page.slots):
            slot = block.branches[0].opener
            for name, why in [] if block.chooses else slots.missing(slot, content):
                what = f"the guard reads {name}, which has no value: {why}."
                found.append(f"Note: {Problem(page.file, slot.line, slot.column, what)}")
    unused = sorted(set(content.charts) - set(uses(narrative, "chart")))
    return found + [f"Note: no page shows the chart {key!r}." for key in unused]


def tables(narrative: list[Page], content: Content, uses: Uses) -> dict[str, Writer]:
    """The tables that tell of the pages themselves; `uses` are where each reference is leaned on."""
    names = {*content.tables, *catalogue.OF_PAGES}
    entries = catalogue.entries(content.book, content.results.numbers, content.charts, names)
    return {
        "coverage": cache(lambda _: coverage.table(counted(narrative, content))),
        "catalogue": cache(partial(catalogue.table, entries)),
        "references": cache(partial(references, content.book, uses)),
    }


def counted(narrative: list[Page], content: Content) -> coverage.Coverage:
    """The proof's counts, for pages that hold."""
    return coverage.count(narrative, content.book, content.results, slots.shown(narrative, content))
