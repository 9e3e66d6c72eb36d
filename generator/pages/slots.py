"""The grammar of a page: where its slots and citations stand, outside code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)*?(?<!`)\1(?!`)", re.DOTALL)
INDENT = re.compile(r"(?: {0,3}\t| {4})")
ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)])[ \t]")
TOKEN = re.compile(r"\{\{(?P<slot>[^{}\n]*)\}\}|\[@(?P<cite>[^\]\n]*)\]|(?P<stray>\{\{|\}\})")
SLOT = re.compile(r"(?P<kind>said|now|chart|table)\.(?P<key>\w+)(?:\s*\|\s*(?P<form>\w+))?")
PLAIN = re.compile(r'plain\s+(?:"([^"]*)"|“([^”]*)”)')
WHILE = re.compile(r"while\s+(.+)")


@dataclass(frozen=True)
class Token:
    """One slot or citation of a page. `kind` is said, now, chart, table, plain, while, end, cite or wrong."""

    kind: str
    value: str  # key, condition, text or reference number
    form: str
    start: int
    end: int
    line: int
    column: int
    raw: str


def tokens(text: str) -> Iterator[Token]:
    """Slots and citations in their order; code, fenced or inline, holds none."""
    spans = code(text)
    for match in TOKEN.finditer(text):
        if any(start <= match.start() < end for start, end in spans):
            continue
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        kind, value, form = _read(match)
        yield Token(kind, value, form, match.start(), match.end(), line, column, match[0])


def _read(match: re.Match[str]) -> tuple[str, str, str]:
    if match["stray"]:
        return "wrong", match["stray"], ""
    if match["cite"] is not None:
        return "cite", match["cite"].strip(), ""
    inner = match["slot"].strip()
    if slot := SLOT.fullmatch(inner):
        return slot["kind"], slot["key"], slot["form"] or ""
    if plain := PLAIN.fullmatch(inner):
        return "plain", plain[1] if plain[1] is not None else plain[2], ""
    if condition := WHILE.fullmatch(inner):
        return "while", condition[1].strip(), ""
    if inner == "end":
        return "end", "", ""
    return "wrong", inner, ""


def code(text: str) -> list[tuple[int, int]]:
    """Where code stands, fenced, indented or inline."""
    spans = [match.span() for match in FENCE.finditer(text)]
    spans += [span for span in indented(text) if not _inside(span[0], spans)]
    blocks = list(spans)
    spans += [match.span() for match in INLINE.finditer(text) if not _inside(match.start(), blocks)]
    return spans


def indented(text: str) -> list[tuple[int, int]]:
    """Runs of lines that an indent of a tab or four spaces makes code: after a blank line, and not below a list's item."""
    spans: list[tuple[int, int]] = []
    at, blank, listed, run = 0, True, False, False
    for line in text.splitlines(keepends=True):
        if not line.strip():
            blank = True
        elif INDENT.match(line):
            if run or (blank and not listed):
                spans.append((at, at + len(line)))
                run = True
            blank = False
        else:
            listed = bool(ITEM.match(line)) or (listed and not blank) or (listed and line[0] == " ")
            blank = run = False
        at += len(line)
    return spans


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)
