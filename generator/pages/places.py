"""Where the parts of a page stand in its file: their words, found again in the text in the same order.

Markdown's own library forgets places. Slots and addresses of links are known by their stand-ins; for all else, words
and tags as they are seen are laid beside those of the file. It is worked out when something has to be told.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from generator.pages.reading import Part
from generator.pages.slots import Slot, stand_in

WORD = re.compile(
    r"</?[a-z][\w-]*(?=[\s/>])|<!--|&#?\w+;|\d+(?:[.,]\d+)*|[^\W\d_]+|[{}\U000f0000-\U000ffffd]",
    re.IGNORECASE,
)

FAR = 10**6  # offsets of attributes begin behind those of a text
# what Markdown makes itself: a page has no name of it
MADE = ("href", "src", "alt", "title", "id", "class", "style", "start")

Word = tuple[str, int]  # as compared, and where it begins


class Places:
    """Places of the parts of one page; `begin` is where its text begins, after the front matter."""

    def __init__(self, text: str, begin: int, written: Sequence[Slot], parts: Sequence[Part]) -> None:
        self._text, self._begin, self._slots, self._parts = text, begin, written, parts

    def of(self, index: int, offset: int = 0) -> tuple[int, int]:
        """Line and column of a part, or of a character of its text or of `attribute`."""
        return self.line_column(self.at(index, offset))

    def line_column(self, at: int) -> tuple[int, int]:
        """Line and column of a position."""
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)

    def at(self, index: int, offset: int = 0) -> int:
        """The position in the file of a part, or of a character of it."""
        words, starts = self._seen
        begin, end = bisect_left(starts, (index, -1)), bisect_right(starts, (index, offset))
        if begin < end and end - 1 in self._found:
            return self._found[end - 1] + offset - max(starts[end - 1][1], 0)
        part = self._parts[index]
        # an element that has no word of its own: where its first word is
        if begin == end and part.kind == "open":
            return next((self._found[n] for n in range(end, len(words)) if n in self._found), len(self._text))
        before = next((self._found[n] for n in reversed(range(end)) if n in self._found), self._begin)
        # no word, or one that the file spells otherwise
        needle = f"<{part.text[:1]}" if part.kind == "other" else part.text[offset : offset + 1]
        return max(before, self._text.find(needle, before))

    def of_link(self, index: int) -> tuple[int, int]:
        """Line and column of a link or an image: of the bracket that begins it, where one does."""
        at, image = self.at(index), self._parts[index].text == "img"
        before = self._text[self._begin : at].removesuffix("<").removesuffix("](")
        bracket = before.rfind("[")
        if not image and before[bracket - 1 : bracket] == "!":  # of the image in its words
            bracket = before.rfind("[", 0, bracket)
        if self._parts[index].raw or bracket < 0 or "]" in before[bracket:] or "\n\n" in before[bracket:]:
            return self.line_column(at)
        return self.line_column(self._begin + bracket - (image and before[bracket - 1 : bracket] == "!"))

    @cached_property
    def _seen(self) -> tuple[list[str], list[tuple[int, int]]]:
        """Words of the parts, and for each its part and where it begins in it."""
        words: list[str] = []
        starts: list[tuple[int, int]] = []
        for index, part in enumerate(self._parts):
            for word, start in _words(part):
                words.append(word)
                starts.append((index, start))
        return words, starts

    @cached_property
    def _found(self) -> dict[int, int]:
        """Number of a seen word -> its position in the file."""
        written = list(self._written())
        matcher = SequenceMatcher(None, [word for word, _ in written], self._seen[0], autojunk=False)
        return {
            there + step: written[here + step][1]
            for here, there, size in matcher.get_matching_blocks()
            for step in range(size)
        }

    def _written(self) -> Iterator[Word]:
        at = self._begin
        for number, slot in enumerate(self._slots):
            if slot.start >= at:
                yield from ((_compared(m[0]), m.start()) for m in WORD.finditer(self._text, at, slot.start))
                yield stand_in(number), slot.start
                at = slot.end
        yield from ((_compared(m[0]), m.start()) for m in WORD.finditer(self._text, at))


def attributes(part: Part) -> list[tuple[str, str, int]]:
    """Name, value and the value's offset of each attribute of a part, in the order in which a page has them.

    The name is at one less.
    Those of what Markdown makes stand behind its words, where the part closes, but for an image's.
    """
    if part.kind != ("open" if part.raw or part.text == "img" else "close"):
        return []
    listed = part.attributes if part.raw else sorted(part.attributes, key=lambda each: each[0] != "alt")
    return [(key, value, FAR * number) for number, (key, value) in enumerate(listed, 1)]


def _words(part: Part) -> Iterator[Word]:
    if part.kind in ("text", "comment"):
        yield from [("<!--", -1)] * (part.kind == "comment")
        yield from ((_compared(m[0]), m.start()) for m in WORD.finditer(part.text))
    elif part.raw and part.kind in ("open", "close"):
        yield f"<{'/' * (part.kind == 'close')}{part.text}", -1
    for key, value, offset in attributes(part):
        named = part.raw or key not in MADE
        if named:
            yield from ((_compared(m[0]), offset - 1) for m in WORD.finditer(key))
        if named or key in ("alt", "title", "href", "src"):
            yield from ((_compared(m[0]), offset + m.start()) for m in WORD.finditer(value))


def _compared(word: str) -> str:
    return html.unescape(word) if word[0] == "&" else word.lower()
