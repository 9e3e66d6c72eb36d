"""Numerals that a reader meets in a page's own words, each with what it is: a date, an ordinal, code, or bound to nothing.

Slots and citations are bound by their nature, and stand in the words as characters that are none.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import config, formats
from generator.pages.source import Page
from generator.pages.words import blocks

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
AHEAD = 10  # years behind the article that a year without its month may name: 2043 is more often a count
# a figure in words, which only its unit tells from a manner of speaking
SPELT = re.compile(
    r"\b(?!one[ \u00a0])(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)[ \u00a0-]?)+"
    r"(?=[ \u00a0](?:percent|per cent|percentage points?|basis points?|dollars?|million|billion|trillion)\b)",
    re.IGNORECASE,
)
# a share in words; "half" is a manner of speaking too, and a quarter of a year is a time
SHARE = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine)[ \u00a0-](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)s?"
    r"(?=[ \u00a0]of\b(?! (?:a|the) year| (?:19|20)\d\d))|\bhalf(?=[ \u00a0]an?[ \u00a0](?:percent|per cent|percentage point|basis point))",
    re.IGNORECASE,
)
SMALL = "two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand"
TIMES = re.compile(
    rf"\b(?:one|{SMALL})[ \u00a0]out of[ \u00a0](?:{SMALL})\b|\b(?:{SMALL})-?fold\b", re.IGNORECASE
)
ORDINAL = re.compile(r"^[ \t]*(\d{1,3})[.)][ \t]", re.MULTILINE)
PART = re.compile(r"^[ \t]*(?:(?:Part|Step|Chapter|Section|Scenario)[ ]+)?(\d{1,2})[.):](?=\s)")
LETTER = re.compile(r"[A-Za-z_^]")


@dataclass(frozen=True)
class Numeral:
    """A numeral where it starts in the words around it. `kind` is date, ordinal, name (inside code) or loose (bound to nothing)."""

    kind: str
    text: str
    start: int
    words: str


def on(page: Page) -> Iterator[tuple[Numeral, tuple[int, int]]]:
    """The numerals that a page prints, a loose one with its line and column.

    Those of items that a list counts are no words, and always bound.
    """
    for block in blocks(page.parts):
        for one in of(block.text, block.kind):
            yield one, page.places.of(*block.origin(one.start)) if one.kind == "loose" else (0, 0)
    for name in ("title", "description"):
        if field := page.front.fields.get(name):
            for one in of(field.value):
                line, column = field.at
                yield one, (line, column + one.start)


def items(page: Page) -> int:
    """How many items of numbered lists a page has."""
    return sum(
        part.kind == "open" and part.text == "li" and part.around[-1:] == ("ol",) for part in page.parts
    )


def of(text: str, kind: str = "words") -> Iterator[Numeral]:
    """The numerals of some words, in their order; `kind` as of a block."""
    if kind == "code":
        for match in NUMERAL.finditer(text):
            named = LETTER.match(text[match.start() - 1 : match.start()]) or LETTER.match(text, match.end())
            yield Numeral("name" if named else "loose", match[0], match.start(), text)
        return
    ordinals = (PART if kind == "heading" else ORDINAL).finditer(text)
    found = [Numeral("ordinal", match[1], match.start(1), text) for match in ordinals]
    found += [Numeral("date", m[0], m.start(), text) for m in DATE.finditer(text) if _is_day(m)]
    for match in NUMERAL.finditer(text):
        if not any(one.start <= match.start() < one.start + len(one.text) for one in found):
            year = _is_year(match[0]) and _stands_alone(text[: match.start()], text[match.end() :])
            found.append(Numeral("date" if year else "loose", match[0], match.start(), text))
    found += [
        Numeral("loose", m[0], m.start(), text)
        for spelt in (SPELT, SHARE, TIMES)
        for m in spelt.finditer(text)
    ]
    yield from sorted(found, key=lambda one: one.start)


def is_figure(words: str) -> bool:
    """Whether a text holds a number with what it counts or is paid in, which no name does."""
    return bool(SPELT.search(words)) or any(
        MONEY.search(words[: m.start()][-3:]) or COUNTED.match(words, m.end())
        for m in NUMERAL.finditer(words)
    )


def _is_year(text: str) -> bool:
    return bool(YEAR.fullmatch(text)) and int(text) <= config.PUBLISHED.year + AHEAD


def _stands_alone(before: str, after: str) -> bool:
    return not (
        MONEY.search(before[-3:])
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
