"""Numerals that a reader meets in a page's own words, each with what it is: a date, an ordinal, code, or bound to nothing.

Slots and citations are bound by their nature, so they are blanked first, and with them whatever no reader sees:
comments, tags, addresses of links. What is left is prose, at the same places as in the file.
"""

from __future__ import annotations

import calendar
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import formats
from generator.pages import slots

MONTHS = "|".join(formats.MONTHS)
# 5 December 2025, 1–5 December 2025, December 2025
DATE = re.compile(
    rf"\b(?:(?P<first>\d{{1,2}})\u2013)?(?:(?P<day>\d{{1,2}})[ \u00a0])?(?P<month>{MONTHS})[ \u00a0](?P<year>(?:19|20)\d\d)\b"
)
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*|[¼-¾⅐-⅞⁰²³¹⁴-⁹₀-₉Ⅰ-Ⅿ①-⓿]")
YEAR = re.compile(r"(?:19|20)\d\d")
# a count can look like a year; what stands around it tells
COUNTED = re.compile(
    r"[ \u00a0\u202f-]?(?:%|×|(?:percent|per cent|points?|names|companies|stocks|holdings|members|dollars|contracts|shares|"
    r"sessions|days|weeks|months|years|basis|million|billion|trillion|bn|mn|bp|pp|times)\b)"
)
MONEY = re.compile(r"[$€£¥+\u2212~≈<>=-][ \u202f]?$")
ORDINAL = re.compile(r"^[ >\t]*(?:[-*+][ \t]+)?(\d{1,3})[.)][ \t]", re.MULTILINE)
HEADING = re.compile(
    r"^#{1,6}[ \t]+(?:(?:Part|Step|Chapter|Section|Scenario)[ ]+)?(\d{1,2})[.):](?=\s)", re.MULTILINE
)
ENTITY = re.compile(r"&#(?:x[0-9a-fA-F]+|[0-9]+);")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>")
READ_OUT = re.compile(r"\b(?:alt|title|aria-label|placeholder)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
TARGET = re.compile(r"(?<=\])\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?=[\s)])")
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:?[ ]*(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|[\w-]+))(?:[ ]+[^{}\n]*)?\}")
FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
SEEN_IN_FRONT = re.compile(r"^(?:title|description):", re.MULTILINE)


@dataclass(frozen=True)
class Numeral:
    """A numeral where it stands. `kind` is date, ordinal, name (inside code) or loose (bound to nothing)."""

    kind: str
    text: str
    start: int


def prose(text: str) -> str:
    """The text with everything that is bound or unseen blanked; every other character keeps its place."""
    found = [(token.start, token.end) for token in slots.tokens(text)]
    text = _blank(text, found)
    text = _blank(text, [m.span() for m in COMMENT.finditer(text)])
    text = TAG.sub(_tag, text)
    for pattern in (TARGET, DEFINITION):
        text = _blank(text, [m.span(1) for m in pattern.finditer(text)])
    text = _blank(text, [m.span() for m in ATTRIBUTES.finditer(text)])
    # an entity that spells a digit is a digit; any other number in one is a code point
    text = ENTITY.sub(
        lambda m: (
            html.unescape(m[0]).ljust(len(m[0])) if html.unescape(m[0]).isnumeric() else " " * len(m[0])
        ),
        text,
    )
    if front := FRONT.match(text):
        lines = [(m.start(), m.end()) for m in re.finditer(r".+", front[0]) if not SEEN_IN_FRONT.match(m[0])]
        text = _blank(text, lines)
    return text


def numerals(text: str) -> Iterator[Numeral]:
    """Every numeral of a page's own words, in no particular order."""
    left = prose(text)
    for pattern in (ORDINAL, HEADING):
        for match in pattern.finditer(left):
            yield Numeral("ordinal", match[1], match.start(1))
        left = _blank(left, [m.span(1) for m in pattern.finditer(left)])
    for match in DATE.finditer(left):
        if _is_day(match):
            yield Numeral("date", match[0], match.start())
    left = _blank(left, [m.span() for m in DATE.finditer(left) if _is_day(m)])
    code = slots.code(text)
    for match in NUMERAL.finditer(left):
        before, after = left[max(0, match.start() - 3) : match.start()], left[match.end() : match.end() + 14]
        if any(start <= match.start() < end for start, end in code):
            named = re.search(r"[A-Za-z_^]$", before) or re.match(r"[A-Za-z_]", after)
            yield Numeral("name" if named else "loose", match[0], match.start())
        elif YEAR.fullmatch(match[0]) and _stands_alone(before, after):
            yield Numeral("date", match[0], match.start())
        else:
            yield Numeral("loose", match[0], match.start())


def _stands_alone(before: str, after: str) -> bool:
    return not (
        MONEY.search(before)
        or COUNTED.match(after)
        or re.search(r"\w$", before)
        or re.match(r"\w|-\d", after)
    )


def _is_day(match: re.Match[str]) -> bool:
    month = formats.MONTHS.index(match["month"]) + 1
    last = calendar.monthrange(int(match["year"]), month)[1]
    return all(1 <= int(match[name]) <= last for name in ("first", "day") if match[name]) and bool(
        match["day"] or not match["first"]
    )


def _tag(match: re.Match[str]) -> str:
    """A tag blanked but for what is read out of it."""
    spans = [m.span(1) if m[1] is not None else m.span(2) for m in READ_OUT.finditer(match[0])]
    kept = [" "] * len(match[0])
    for start, end in spans:
        kept[start:end] = match[0][start:end]
    return "".join("\n" if c == "\n" else k for c, k in zip(match[0], kept, strict=True))


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])
