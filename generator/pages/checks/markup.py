"""What is wrong with a page's Markdown: its headings, and what was meant as a slot or as code and comes out as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Problem
from generator.pages.checks import elements, front
from generator.pages.reading import HEADINGS
from generator.pages.source import UNSEEN, Page
from generator.pages.words import blocks

# what other programs make something of, and this Markdown leaves as it is written
FOREIGN = (
    (re.compile(r"(?<!\{)\{\s*(?:(?:said|now|chart|table)\.\w|(?:plain|while|or while)\s|(?:else|end)\s*\})[^{}]*\}?"), "a slot stands in two braces on each side: {{ now.close }}."),
    (re.compile(r"\{:.*"), "what is given to a word stands right behind it, as *word*{: #address }, and to a paragraph on the line below."),
    (re.compile(r"\{[%#].*"), "nothing is worked out on a page; write words and slots."),
    (re.compile(r"\{(?:\+\+|--|==|>>|~~).*"), "a page shows no changes; git does."),
    (re.compile(r"~~[^~\n]+~~"), "no text is struck; take away what no longer holds, or guard it with {{ while … }}."),
    (re.compile(r"==[^=\n]+=="), "write **words** for weight."),
    (re.compile(r"\[\[[^\]]*\]\]"), "a link is written [words](page.md)."),
    (re.compile(r"^\d{1,3}\)(?= )"), "a list is counted with points: 1. one."),
    (re.compile(r"^\[[ xX]\](?= )"), "there are no boxes to tick; write a list."),
    (re.compile(r"^(?:!!!|\?\?\?\+?)(?!\S)"), "a box begins with a line such as !!! note, and its text stands below, indented by four spaces."),
    (re.compile(r"^\*\[[^\]]+\]:"), "write what it is short for on the same line: *[RSI]: Relative strength index."),
    (re.compile(r":[a-z]+(?:[-_][a-z0-9]+)*:(?!\w)"), "there are no pictures by name; write words."),
)  # fmt: skip
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
MIDDLE = re.compile(r"^={7}$", re.MULTILINE)
FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
WORDLESS = re.compile(r"^#{1,6}(?=[ ]*$)|^#{7,}", re.MULTILINE)
RULED = re.compile(
    r"^ {0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-*:?[ ]*)+$", re.MULTILINE
)  # the line below a table's head
CELL = re.compile(r"\\\||`[^`]*`|\{\{.*?\}\}")  # what holds a bar that parts no cells


def problems(page: Page) -> list[Problem]:
    """Everything wrong on a page beside its slots, numerals and links, in the order of the text."""
    told = [
        *front.problems(page),
        *elements.problems(page),
        *_headings(page),
        *_left_over(page),
        *_merged(page),
        *_empty(page),
        *_cells(page),
    ]
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
    begun: dict[str, int] = {}
    for index, part in enumerate(page.parts):
        if part.kind == "open" and part.text in HEADINGS and (address := part.attribute("id")):
            line, _ = page.places.of(index)
            if (first := begun.setdefault(address, line)) != line:
                what = f"a second heading has the address #{address}, like that of line {first}"
                yield Problem(page.file, line, 1, what, "give one another, or none.")
    last = 0
    for index, part in enumerate(page.parts):
        if part.kind != "open" or part.raw or part.text not in HEADINGS:
            continue
        line, _ = page.places.of(index)
        order = int(part.text[1])
        if last and order > last + 1:
            mend = f"write {'#' * (last + 1)} here."
            yield Problem(page.file, line, 1, f"a heading of {order} # stands below one of {last}", mend)
        last = order
    for index in top[1:]:
        line, _ = page.places.of(index)
        yield Problem(page.file, line, 1, "a second heading of the first order", "write ## here.")

    for match in WORDLESS.finditer(_unfenced(page)):
        what = f"{match[0]} begins no heading: one has words, and six # at most"
        yield Problem(page.file, *page.places.line_column(match.start()), what, "write “## Words”.")


def _left_over(page: Page) -> Iterator[Problem]:
    for block in blocks(page.parts):
        if block.kind == "code":
            continue
        for braces in ("{{", "}}"):
            if (at := block.text.find(braces)) >= 0:
                what = f"a reader would see {braces} here, which is neither slot nor code"
                mend = "a slot is written {{ now.close }} on one line, and code stands in backticks."
                yield Problem(page.file, *page.places.of(*block.origin(at)), what, mend)
        for pattern, mend in FOREIGN:
            for match in pattern.finditer(block.text):
                place = page.places.of(*block.origin(match.start()))
                what = f"a reader would see {page.worded(match[0])} here"
                yield Problem(page.file, *place, what, mend)
        for match in FENCE.finditer(block.text):
            mend = f"write {match[0]} on a line of its own after it."
            place = page.places.of(*block.origin(match.start()))
            yield Problem(page.file, *place, "code is opened and never closed", mend)


def _merged(page: Page) -> Iterator[Problem]:
    """What git leaves where two versions did not go together; seven equals signs alone may underline a title."""
    marks = list(CONFLICT.finditer(page.text))
    middle = [m for m in MIDDLE.finditer(page.text) if marks or page.text[: m.start()].endswith("\n\n")]
    for match in [*marks, *middle]:
        what = (
            f"{match[0][:7]} is left of a merge: keep one of the two versions, and take the three marks out"
        )
        yield Problem(page.file, *page.places.line_column(match.start()), what)


def _empty(page: Page) -> Iterator[Problem]:
    """A box that holds nothing but its title, its text not being indented."""
    for index, part in enumerate(page.parts):
        if part.kind != "open" or part.raw:
            continue
        if part.text == "details" or "admonition" in part.attribute("class").split():
            rest = page.parts[index + 1 :]
            end = next(
                n for n, other in enumerate(rest) if (other.kind, other.around) == ("close", part.around)
            )
            if sum(other.kind == "open" for other in rest[:end]) < 2:
                line, _ = page.places.of(index)
                mend = "indent every line of its text by four spaces."
                yield Problem(page.file, line, 1, "the box holds no text", mend)


def _cells(page: Page) -> Iterator[Problem]:
    """A row of a table with more cells than its head: Markdown leaves the last ones out."""
    text = _unfenced(page)
    for rule in RULED.finditer(text):
        wide = _count(rule[0])
        for row in re.finditer(r"[^\n]*\|[^\n]*(?:\n|$)", text[rule.end() + 1 :].partition("\n\n")[0]):
            if (cells := _count(row[0])) > wide:
                place = page.places.line_column(rule.end() + 1 + row.start())
                what = (
                    f"the row has {cells} cells, and the table's head {wide}: a reader would not see the last"
                )
                yield Problem(
                    page.file, *place, what, "give the head one more, or write \\| for a bar in a cell."
                )


def _count(row: str) -> int:
    return CELL.sub("", row).strip().strip("|").count("|") + 1


def _unfenced(page: Page) -> str:
    """The text with blanks for what stands in fences."""
    return FENCED.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), page.text)
