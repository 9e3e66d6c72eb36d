"""Footnotes: `[^why]` where a word is noted, `[^why]: …` on a line of its own with what is noted.

Markdown's own have numbers, and numbers are references: these have letters, a page from a on in the order of their marks.
They are finished as a list of terms at the page's end, which any Markdown knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from string import ascii_lowercase

from generator.errors import near
from generator.pages import branches, source
from generator.pages.slots import Slot
from generator.pages.source import Page
from generator.pages.templating import Piece, piece

# the rest of its line, lines that follow at once and go on with it, and paragraphs that are indented
TEXT = re.compile(
    r"[^\n]*(?:\n(?=[^\n]*\S)(?! {0,3}(?:\[\^[^\]\n]+\]:|#|\{\{))[^\n]*|(?:\n[ \t]*)+\n(?: {4}|\t)[^\n]*)*"
)
Told = Iterator[tuple[Slot, str, str]]  # where, what, mend


def letter(number: int) -> str:
    """a, b, … z, aa, ab …: of the first, number 1."""
    rest, last = divmod(number - 1, len(ascii_lowercase))
    return (letter(rest) if rest else "") + ascii_lowercase[last]


def letters(page: Page) -> Mapping[str, str]:
    """The letter of each footnote that the page's words lead to, in the order of their marks."""
    names = dict.fromkeys(slot.value for slot in page.slots if slot.kind == "note")
    return {name: letter(number) for number, name in enumerate(names, 1)}


def gathered(page: Page) -> Page:
    """The page with its footnotes at its end, in the order of their marks; without those that no mark leads to."""
    texts = {slot.value: _span(page, slot) for slot in page.slots if slot.kind == "footnote"}
    if not texts:
        return page
    out, at = [], 0
    for begin, end in sorted(texts.values()):
        out.append(page.text[at:begin])
        at = end
    body = "".join([*out, page.text[at:]])
    here = source.page(page.name, body)
    notes = [page.text[slice(*texts[name])] for name in letters(here) if name in texts]
    return source.page(page.name, "\n\n".join([body.rstrip("\n"), "---", *notes]) + "\n") if notes else here


def mark(slot: Slot, page: Page) -> Piece:
    """What is shown of a slot on a gathered page: the letter at a word, or the one before a footnote, with the ways back."""
    sign = letters(page)[slot.value]
    marks = [one for one in page.slots if one.kind == "note" and one.value == slot.value]
    places = [f"note-{sign}-at" + (f"-{n}" if n > 1 else "") for n in range(1, len(marks) + 1)]
    if slot.kind == "footnote":
        return piece("marks/footnote", f"[{sign}]", letter=sign, places=places)
    return piece("marks/note", f"[{sign}]", letter=sign, place=places[marks.index(slot)])


def problems(page: Page) -> Told:
    """Marks that lead nowhere, and footnotes that nothing leads to, that stand twice, say nothing, or may not be there."""
    noted = [slot for slot in page.slots if slot.kind == "note"]
    texts = [slot for slot in page.slots if slot.kind == "footnote"]
    count = Counter(slot.value for slot in texts)
    led = {slot.value for slot in noted}
    spans = {slot: _span(page, slot) for slot in texts}
    for slot in noted:
        if slot.value not in count:
            mend = near(slot.value, count, "[^{}]") or f"write [^{slot.value}]: … on a line of its own below."
            yield slot, f"no footnote [^{slot.value}] stands on this page", mend
        for name, (begin, end) in spans.items():
            if begin < slot.start < end:
                yield slot, f"a mark inside the footnote [^{name.value}]", "say it there, in its own words."
    for slot in texts:
        begin, end = spans[slot]
        if slot.value not in led:
            mend = f"write [^{slot.value}] behind the word that it is about, or take it out."
            yield slot, f"nothing leads to the footnote [^{slot.value}]", mend
        if (earlier := next(one for one in texts if one.value == slot.value)) is not slot:
            what = f"the footnote [^{slot.value}] stands a second time, after line {earlier.line}"
            yield slot, what, "take one out, or give it another name."
        if not page.text[slot.end : end].strip():
            yield slot, f"the footnote [^{slot.value}] says nothing", "write its text behind the colon."
        if any(block.start < slot.start < block.end for block in branches.blocks(page.slots)):
            what = f"the footnote [^{slot.value}] stands in a branch"
            yield slot, what, "put it below the {{ end }}; it is left out where no mark leads to it."


def _span(page: Page, slot: Slot) -> tuple[int, int]:
    text = TEXT.match(page.text, slot.end)
    return slot.start, text.end() if text else slot.end
