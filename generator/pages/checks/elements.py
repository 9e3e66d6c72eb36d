"""HTML on a page: what it may hold of elements and attributes, and whether what is opened is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Problem
from generator.pages.places import attributes
from generator.pages.reading import VOID, Part
from generator.pages.source import Page

# Nothing that runs, loads from elsewhere, sends, or takes the place of the site's own parts.
ELEMENTS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip
ANY = {"id", "class", "title", "lang", "dir", "role", "data-search-exclude"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "details": {"open"},
}
# what the site's own marks look like: a verdict, a figure, a reference that nobody worked out would pass for one
OWN = {
    "claim",
    "guard",
    "lapsed",
    "late",
    "missing",
    "now",
    "origin",
    "ref",
    "said",
    "sr",
    "verdict",
    "why",
    "word",
}
OWNED = ("card", "chart", "mark", "md-", "strip")
ALIGNED = re.compile(r"text-align: (left|right|center);")  # what Markdown's own tables have for a style
INSTEAD = {
    "h1": "write a line such as “# Title”.",
    **dict.fromkeys(
        ("script", "style", "link"), "scripts and styles are the site's own, and no page brings more."
    ),
    **dict.fromkeys(
        ("iframe", "embed", "object", "video", "audio", "source", "svg", "picture"),
        "put a picture into docs/ and show it with ![what it shows](picture.png).",
    ),
}


def problems(page: Page) -> Iterator[Problem]:
    """Everything that a page may not hold, and every element left open or closed twice."""
    for index, part in enumerate(page.parts):
        for offset, what, mend in _judged(part):
            yield Problem(page.file, *page.places.of(index, offset), what, mend)
    yield from _balance(page)


Told = Iterator[tuple[int, str, str]]  # offset in the part, what, mend


def _judged(part: Part) -> Told:
    refused = "is no element that a page may hold"
    match part.kind:
        case "open" | "close" if not part.raw or part.text in ELEMENTS:
            yield from _attributes(part)
        case "open":
            mend = INSTEAD.get(part.text, "write it in Markdown, or take it out.")
            yield 0, f"<{part.text}> {refused}", mend
        case "comment" if part.text.startswith((">", "->")) or "<!--" in part.text or "--!>" in part.text:
            yield 0, "a browser ends this comment before its -->", "write words between <!-- and -->."
        case "other" if part.text[:1] in ("!", "?"):
            yield 0, f"<{part.text.split()[0]} … {refused}", "take it out."
        case "other":
            yield 0, f"<{part.text.split()[0]} … is a tag that is never finished", "write > at its end."
        case "text" if not part.is_code and (at := part.text.find("<!--")) >= 0:
            yield at, "a comment is opened and never closed", "write --> at its end."


def _attributes(part: Part) -> Told:
    known = ANY | ATTRIBUTES.get(part.text, set())
    for name, value, offset in attributes(part):
        for word in value.split() if name == "class" else ():
            if word in OWN or word.startswith(OWNED):
                what = f"<{part.text}> has the class {word}, by which the site marks what it has worked out"
                yield offset - 1, what, "take it out, or give it another."
        if name in known or name.startswith("aria-") or (name == "style" and ALIGNED.fullmatch(value)):
            continue
        yield offset - 1, f"<{part.text}> has the attribute {name}, which a page may not hold", "take it out."


def _balance(page: Page) -> Iterator[Problem]:
    opened: list[tuple[str, int]] = []

    def told(index: int, what: str, mend: str) -> Problem:
        return Problem(page.file, *page.places.of(index), what, mend)

    for index, part in enumerate(page.parts):
        name = part.text
        if not part.raw or part.kind not in ("open", "close") or name in VOID or name not in ELEMENTS:
            continue
        if part.kind == "open":
            opened.append((name, index))
        elif name in (inner for inner, _ in opened):
            while (last := opened.pop())[0] != name:
                mend = f"write </{last[0]}> before </{name}>."
                yield told(last[1], f"<{last[0]}> is opened and never closed", mend)
        else:
            mend = f"take it out, or write <{name}> before it."
            yield told(index, f"</{name}> closes what was never opened", mend)
    for name, index in opened:
        yield told(index, f"<{name}> is opened and never closed", f"write </{name}> after its text.")
