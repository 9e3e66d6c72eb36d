"""What a chart shows, in a line above its picture: words, numbers and branches, written with the chart as on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator import expressions
from generator.errors import Problem
from generator.facts.reader import CHARTS
from generator.pages import branches, guards, marks, source
from generator.pages.content import Content
from generator.pages.slots import LOGIC, Slot
from generator.pages.source import Page
from generator.pages.templating import Piece, together

FILLED = ("now", "said", "plain", *LOGIC)


def pages(written: Mapping[str, tuple[str, int]]) -> dict[str, Page]:
    """Each headline read as a page is, by the chart's key; `written` are its words and the line they stand on."""
    return {
        key: source.page(f"facts/{CHARTS}", "\n" * (line - 1) + text)
        for key, (text, line) in written.items()
        if text
    }


def problems(page: Page) -> Iterator[Problem]:
    """What a page may hold and a headline may not."""
    for slot in page.slots:
        if slot.kind not in FILLED:
            what = f"{slot.raw} cannot stand in a headline"
            yield Problem(page.file, slot.line, 0, what, "write now, said, plain and while.")
    for block in branches.blocks(page.slots):
        if not block.chooses:
            what = "the while of a headline has no {{ else }}"
            yield Problem(
                page.file, block.branches[0].opener.line, 0, what, "write one before its {{ end }}."
            )


def told(key: str, content: Content, prefix: str) -> Piece:
    """The headline of a chart as it is today, for a page whose way to the root is `prefix`; nothing where it has none."""
    if key not in content.headlines:
        return Piece()
    page = branches.taken(content.headlines[key], partial(guards.holds, content=content))
    parts: list[str] = []
    at = 0
    for slot in page.slots:
        parts += [page.text[at : slot.start], _fill(slot, content, prefix)]
        at = slot.end
    parts.append(page.text[at:])
    parts[0] = parts[0].lstrip() if not isinstance(parts[0], Piece) else parts[0]
    return together(*parts) if any(part.strip() for part in parts) else Piece()


def _fill(slot: Slot, content: Content, prefix: str) -> str:
    if slot.kind == "said":
        return marks.figure(content.book.facts[slot.value])
    if slot.kind == "now":
        symbol = expressions.term(slot.value).symbol
        return marks.number(content.number(slot.value), prefix, slot.form, None, symbol)
    return slot.value if slot.kind == "plain" else ""
