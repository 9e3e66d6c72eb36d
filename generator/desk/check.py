"""Pages, facts, references and the snapshot held against each other, in seconds: no chart is drawn, nothing is built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator import config
from generator.desk.rehearse import rehearse
from generator.desk.sweep import sweep as read
from generator.errors import EditorError, Problem
from generator.formats import counted
from generator.market import simulate
from generator.pages import folder, source
from generator.pages.checks import coverage, report
from generator.site import pipeline, snapshot, state

Say = Callable[[str], None]


def check(data: str | None = None, as_of: date | None = None, sweep: bool = False, say: Say = print) -> None:
    """Say that all holds, with counts and notes; raises Problems with everything that does not.

    An article without data and editions is held against its simulated market. `sweep` reads every page on every session since publication as well, and on days that may come: minutes.
    """
    shown = snapshot.folder(data) or (None if config.EDITIONS.is_dir() else simulate.sample())
    told: list[Problem] = []
    ground = pipeline.prepare(shown, as_of, told=told)
    written, book = pipeline.narrative(told), ground.given.book
    pages = written.pages
    content, _ = pipeline.tabulate(ground, pages)
    wrong: tuple[Problem, ...] = ()
    try:
        pipeline.check(ground, content, written, told)
    except EditorError as error:
        wrong = error.problems
    rehearse(book, ground.given.charts, pages, before=wrong)
    say(
        f"{counted(len(pages), 'pages')} hold{'s' * (len(pages) == 1)}: {counted(len(book.facts), 'facts')}, each on a page; "
        f"{counted(len(book.sources), 'references')}, each cited; "
        f"{counted(len(source.uses(pages, 'now')), 'recomputed numbers')} in prose, {len(content.results.numbers)} listed."
    )
    say(coverage.summary(report.counted(pages, content)))
    for note in [*folder.notes(written.passed), *report.notes(pages, content)]:
        say(note)
    for path, its_source in state.altered():
        say(
            f"Note: {path} was edited by hand, and the next build makes it anew: write the change into {its_source}."
        )
    if sweep:
        read(shown or simulate.sample(), say)
