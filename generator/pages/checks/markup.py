"""What is wrong with a page's Markdown: its headings, and what was meant as a slot or as code and comes out as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Problem
from generator.pages.checks import elements, front
from generator.pages.source import UNSEEN, Page
from generator.pages.words import blocks

FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)


def problems(page: Page) -> list[Problem]:
    """Everything wrong on a page beside its slots, numerals and links, in the order of the text."""
    told = [*front.problems(page), *elements.problems(page), *_headings(page), *_left_over(page)]
    for match in UNSEEN.finditer(page.text):
        what = f"the character {match[0]!r} is one that no reader sees"
        place = page.places.line_column(match.start())
        told.append(Problem(page.file, *place, what, "type the words again."))
    return sorted(told, key=lambda problem: problem.order)


def _headings(page: Page) -> Iterator[Problem]:
    top = [
        n for n, part in enumerate(page.parts) if (part.kind, part.text, part.raw) == ("open", "h1", False)
    ]
    if not top:
        what = "the page has no heading of the first order"
        yield Problem(page.file, 1, 1, what, "begin its text with a line such as “# Title”.")
    for index in top[1:]:
        line, _ = page.places.of(index)
        yield Problem(page.file, line, 1, "a second heading of the first order", "write ## here.")


def _left_over(page: Page) -> Iterator[Problem]:
    for block in blocks(page.parts):
        if block.kind == "code":
            continue
        for braces in ("{{", "}}"):
            if (at := block.text.find(braces)) >= 0:
                what = f"a reader would see {braces} here, which is neither slot nor code"
                mend = "a slot is written {{ now.close }} on one line, and code stands in backticks."
                yield Problem(page.file, *page.places.of(*block.origin(at)), what, mend)
        for match in FENCE.finditer(block.text):
            mend = f"write {match[0]} on a line of its own after it."
            place = page.places.of(*block.origin(match.start()))
            yield Problem(page.file, *place, "code is opened and never closed", mend)
