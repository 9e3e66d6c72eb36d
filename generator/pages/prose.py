"""Prose as a reader meets it: blocks, sentences, words without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>]|\d+[.)]|#)[ \t])")  # between blocks of a page
MARK = re.compile(r"\s*(?:(?:[-*+>]|\d+[.)])[ \t]+)?")  # of an item or a quotation
ENDS = re.compile(r"(?<=[.!?])(?:(?<!e\.g\.)(?<!i\.e\.))[ \n]+(?=[A-Z“(\d])")  # between sentences
BLANKS = re.compile(r"[ \t\n]+")  # but no narrow one, which keeps a number and its unit together
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def bare(text: str) -> str:
    """Words without links, weight and line ends."""
    return BLANKS.sub(" ", LINK.sub(r"\1", text).replace("**", "")).strip()


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    at = 0
    for gap in ENDS.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)
