"""The page of terms, and the way to it: on every other page a term leads there where it first stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.pages import reading, source
from generator.pages.source import Page

STEM = "terms"  # the page whose headings of the second order are the terms
# what is no prose: slots, code, links, citations, tags, headings, tables
KEPT = re.compile(
    r"\{\{.*?\}\}|`[^`]*`|!?\[[^\]]*\](?:\([^)]*\))?|<[^>]*>|^(?:#|\||\*\[| {4}|\t).*$", re.MULTILINE
)


def terms(pages: Iterable[Page]) -> dict[str, str]:
    """Anchor by term, in the order of the page of terms; none where there is no such page."""
    text = next((page.text[page.front.end :] for page in pages if page.stem == STEM), "")
    return {words: anchor for anchor, words in reading.sections(text)}


def linked(page: Page, known: Mapping[str, str]) -> Page:
    """The page with a link at the first place of each term in its prose."""
    if page.stem == STEM or not known:
        return page
    out, at, left = [], page.front.end, dict(known)
    for match in [*KEPT.finditer(page.text, at), None]:
        end = match.start() if match else len(page.text)
        out += [_prose(page.text[at:end], left), match[0] if match else ""]
        at = match.end() if match else end
    text = "".join([page.text[: page.front.end], *out])
    return source.page(page.name, text) if text != page.text else page


def _prose(text: str, left: dict[str, str]) -> str:
    """Words with a link at each term that is still `left`, and is not from then on."""

    def link(match: re.Match[str]) -> str:
        name = next(name for name in left if _same(name, match[0]))
        return f"[{match[0]}]({STEM}.md#{left.pop(name)}){{: .term }}"

    if left and (found := _pattern(tuple(left)).search(text)):
        done = text[: found.start()] + link(found)
        return done + _prose(text[found.end() :], left)
    return text


def _same(name: str, word: str) -> bool:
    return word.lower() in (name.lower(), f"{name.lower()}s")


@lru_cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms as a whole word, also of several; one in capitals stands in capitals alone."""
    said = [
        re.escape(n) if n.isupper() else f"(?i:{re.escape(n)})" for n in sorted(names, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(said)})s?(?![\w-])")
