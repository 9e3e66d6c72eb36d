"""A page's prose as one session has it: sentence by sentence, each with the figures it shows and where it stands in the file."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator import expressions
from generator.metrics.record import Metric
from generator.pages import branches, guards, prose
from generator.pages.branches import Branch
from generator.pages.content import Content
from generator.pages.slots import LOGIC, Slot
from generator.pages.source import Page

UNSAID = ("#", "|", "<", "```", "*[", "!!!", "???", ":  ")  # how blocks begin that are no prose


@dataclass(frozen=True)
class Shown:
    """A figure as a sentence shows it; `entry` is None of a published one."""

    name: str  # a fact's key, or a term: close of SPY at 2026-01-30
    text: str
    entry: Metric | None
    form: str
    branch: Branch | None  # that it stands in
    start: int  # in the page's words

    @property
    def printed(self) -> float | None:
        """The number that its words give; None where it is none."""
        if self.entry is None or not isinstance(self.entry.value, float | int):
            return None
        plain = self.entry.written(f"{self.form.replace('words', '')} unsigned plain".strip()).replace(
            ",", ""
        )
        return -float(plain) if self.entry.value < 0 else float(plain)


@dataclass(frozen=True)
class Sentence:
    """Words as a reader meets them."""

    text: str
    line: int
    shown: tuple[Shown, ...]
    paragraph: int = 0  # how many figures its paragraph holds, told by the first sentence
    item: bool = False  # of a list, which may be no sentence


def sentences(page: Page, content: Content) -> Iterator[Sentence]:
    """What a page says in its prose, branches taken; headings, tables and pictures left out."""
    text, places, shown = _said(page, content)
    at = 0
    for gap in [*prose.BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _block(page, text, (at, end), places, shown)
        at = gap.end() if gap else end


def struck(page: Page, content: Content) -> Iterator[tuple[int, str]]:
    """Line and words of each sentence that stands struck, or muted, on the session."""
    for block in branches.blocks(page.slots):
        opener = block.branches[0].opener
        if not block.chooses and guards.note(opener.value, content):
            yield opener.line, page.text[block.branches[0].start : block.branches[0].end].strip()


def guessed(page: Page, content: Content) -> Iterator[tuple[int, str, str]]:
    """Line, condition and words of a branch that is said because nobody can tell of an earlier one on the same numbers."""

    def truth(branch: Branch) -> bool | None:
        tree, _ = expressions.parse(branch.opener.value)
        return expressions.truth(tree, lambda name: guards.read(name, content).value)

    for block in branches.blocks(page.slots):
        untold: Branch | None = None
        for branch in block.branches:
            held = branch.opener.kind == "else" or truth(branch)
            if held and untold and _compared(branch) & _compared(untold):
                text = page.text[branch.start : branch.end].strip()
                yield branch.opener.line, untold.opener.value, text
            if held:
                break
            untold = untold or (branch if held is None else None)


def _compared(branch: Branch) -> set[str]:
    """The numbers that a condition compares; a day tells no case from another."""
    if branch.opener.kind == "else":
        return set()
    nodes = ast.walk(expressions.parse(branch.opener.value)[0])
    sides = [
        side for node in nodes if isinstance(node, ast.Compare) for side in (node.left, *node.comparators)
    ]
    named = {side.id for side in sides if isinstance(side, ast.Name)} - {"as_of"}
    return {name for name in named if expressions.term(name).kind == "now"}


def _said(page: Page, content: Content) -> tuple[str, list[tuple[int, int]], list[Shown]]:
    """Words, where the pieces of them begin (there, in the file), and the figures in them."""
    holds = partial(guards.holds, content=content)
    cuts: list[tuple[int, int, Slot | None, Branch | None]] = []
    kept: list[Branch] = []
    for block in branches.blocks(page.slots):
        branch = branches.said(block, holds) if block.chooses else block.branches[0]
        ends = (
            [(block.start, branch.start), (branch.end, block.end)] if branch else [(block.start, block.end)]
        )
        cuts += [(a, b, None, None) for a, b in ends]
        kept += [branch] if branch else []
    for slot in page.slots:
        if not any(a <= slot.start < b for a, b, _, _ in cuts):
            within = next((branch for branch in kept if branch.start <= slot.start < branch.end), None)
            cuts.append((slot.start, slot.end, slot, within))
    out, at, length = [], page.front.end, 0
    places: list[tuple[int, int]] = []
    shown: list[Shown] = []
    for start, end, here, within in [*sorted(cuts, key=lambda cut: cut[:2]), (len(page.text), 0, None, None)]:
        places.append((length, at))
        words = page.text[at:start]
        length += len(words)
        figure = _figure(here, content, within, length) if here else None
        shown += [figure] if figure else []
        filled = figure.text if figure else _words(here) if here else ""
        places.append((length, start))
        length += len(filled)
        out += [words, filled]
        at = end
    return "".join(out), places, shown


def _words(slot: Slot) -> str:
    return (
        slot.value
        if slot.kind == "plain"
        else ""
        if slot.kind in (*LOGIC, "cite", "note", "footnote")
        else f"<{slot.kind}>"
    )


def _figure(slot: Slot, content: Content, within: Branch | None, at: int) -> Shown | None:
    if slot.kind == "said":
        return Shown(slot.value, content.book.facts[slot.value].printed, None, "", within, at)
    if slot.kind != "now":
        return None
    entry = content.number(slot.value)
    text = entry.written(slot.form) or "no figure"
    return Shown(str(expressions.term(slot.value)), text, entry, slot.form, within, at)


def _block(
    page: Page, text: str, span: tuple[int, int], places: list[tuple[int, int]], shown: list[Shown]
) -> Iterator[Sentence]:
    begin, end = span
    words = text[begin:end]
    if not words.strip() or words.strip().startswith(UNSAID):
        return
    mark = prose.MARK.match(words)[0]  # type: ignore[index]
    first = begin + len(mark)
    gaps = [(m.start(), m.end()) for m in prose.ENDS.finditer(text, first, end)]
    starts, ends = [first, *(b for _, b in gaps)], [*(a for a, _ in gaps), end]
    within = [one for one in shown if begin <= one.start < end]
    dated = ("date", "name")
    figures = sum(
        any(c.isdigit() for c in one.text) and not (one.entry and one.entry.unit in dated) for one in within
    )
    for a, b in zip(starts, ends, strict=True):
        said = prose.bare(text[a:b])
        if said:
            here = tuple(one for one in within if a <= one.start < b)
            yield Sentence(
                said,
                _line(page, a, places),
                here,
                figures if a == first else 0,
                bool(mark.strip()) or not page.name.endswith(".md"),
            )


def _line(page: Page, at: int, places: list[tuple[int, int]]) -> int:
    place, origin = places[bisect_right(places, (at, len(page.text))) - 1]
    return page.text.count("\n", 0, origin + at - place) + 1
