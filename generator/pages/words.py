"""What a reader of a page meets as words, a paragraph, a cell or a heading at a time, each character with its part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown.util import BLOCK_LEVEL_ELEMENTS

from generator.pages.places import attributes
from generator.pages.reading import HEADINGS, Part

# a word ends where one of these begins or ends
BLOCKS = frozenset({*BLOCK_LEVEL_ELEMENTS, "caption"})
READ_OUT = ("alt", "title", "aria-label", "placeholder")
UNREAD = frozenset({"script", "style"})
CODE = "\ufffc"  # stands in a block for code, whose words are a block of their own


@dataclass(frozen=True)
class Block:
    """Words that stand together, slots by their stand-ins. `kind` is heading, words or code."""

    kind: str
    text: str
    # where each begins in the text, number of its part, offset there
    pieces: tuple[tuple[int, int, int], ...]

    def origin(self, at: int) -> tuple[int, int]:
        """Part and offset of a character."""
        start, index, offset = self.pieces[bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1]
        return index, offset + at - start


def blocks(parts: Sequence[Part]) -> Iterator[Block]:
    """Everything that is read, what a screen reader says of pictures and links included."""
    text, kind = "", "words"
    pieces: list[tuple[int, int, int]] = []
    for index, part in enumerate(parts):
        for name, value, offset in attributes(part):
            if name in READ_OUT:
                yield Block("words", value, ((0, index, offset),))
        if part.kind == "text" and not UNREAD.intersection(part.around):
            if part.is_code:
                yield Block("code", part.text, ((0, index, 0),))
            kind = "heading" if set(part.around) & set(HEADINGS) else "words"
            pieces.append((len(text), index, 0))
            text += CODE if part.is_code else part.text
        elif part.kind == "open" and part.text == "br":
            text += "\n"
        elif part.kind in ("open", "close") and part.text in BLOCKS and pieces:
            yield Block(kind, text, tuple(pieces))
            text, pieces = "", []
    if pieces:
        yield Block(kind, text, tuple(pieces))
