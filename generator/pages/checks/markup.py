"""What is wrong with a page's Markdown: front matter, headings, and HTML, of which a page may hold what is listed here."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import yaml

from generator.errors import Problem
from generator.pages.checks.nav import broken
from generator.pages.places import attributes
from generator.pages.reading import VOID, Part
from generator.pages.source import UNSEEN, Page
from generator.pages.words import blocks

# Nothing that runs, loads from elsewhere, sends, or takes the place of the site's own parts.
ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
ATTRIBUTES = {
    "": "id class title lang dir role data-search-exclude",  # of any element
    "a": "href",
    "img": "src alt width height loading",
    "ol": "start reversed type",
    "li": "value",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "col": "span",
    "colgroup": "span",
    "time": "datetime",
    "details": "open",
}
ALIGNED = re.compile(r"text-align: (left|right|center);")  # what Markdown's own tables have for a style
FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
FIELDS = ("title", "description", "hide", "search", "dataset")

Told = Iterator[tuple[tuple[int, int], str, str]]  # line and column, what, mend


def problems(page: Page) -> list[Problem]:
    """Everything wrong, in the order of the text."""
    told = [
        *_front(page),
        *_unseen(page),
        *_headings(page),
        *_balance(page),
        *_html(page),
        *_images(page),
        *_left_over(page),
    ]
    return [Problem(page.file, *place, what, mend) for place, what, mend in sorted(told)]


def _front(page: Page) -> Told:
    front = page.front
    if not front.end:
        mend = "begin it with ---, title: …, description: … and --- on a line each."
        yield (1, 1), "the page has no front matter", mend
        return
    try:
        root = front.root
    except yaml.YAMLError as error:
        lines = page.text.split("\n")
        for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)):
            if mark and (name := lines[mark.line].partition(":")[0].strip()) in FIELDS[:2]:
                yield (mark.line + 1, 1), *_quoted(name)
                return
        told = broken(page.file, error)
        yield (told.line or 1, told.column or 1), f"the front matter is {told.what}", told.mend
        return
    if root is not None and not isinstance(root, yaml.MappingNode):
        yield (2, 1), "the front matter is no list of fields", "write a line such as title: … for each."
        return
    slotted = {slot.line for slot in page.written if slot.end <= front.end}  # told as such
    for name in FIELDS[:2]:
        field = front.fields.get(name)
        if field and field.line in slotted:
            continue
        if not field or (field.whole and not field.value):
            yield (1, 1), f"the front matter has no {name}", f"add {name}: … to it."
        elif not field.whole:
            yield (field.line, field.column), *_quoted(name)
    for field in front.fields.values():
        if field.name not in FIELDS:
            close = difflib.get_close_matches(field.name, FIELDS, 1)
            mend = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(FIELDS)}."
            yield (field.line, field.column), f"the front matter has an unknown field {field.name!r}", mend


def _quoted(name: str) -> tuple[str, str]:
    return (
        f"the {name} holds a character that YAML reads as its own",
        f"put the whole {name} in double quotes.",
    )


def _unseen(page: Page) -> Told:
    for match in UNSEEN.finditer(page.text):
        place = page.places.line_column(match.start())
        yield place, f"the character {match[0]!r} is one that no reader sees", "type the words again."


def _headings(page: Page) -> Told:
    found = [
        index
        for index, part in enumerate(page.parts)
        if part.kind == "open" and part.text == "h1" and not part.raw
    ]
    if not found:
        what = "the page has no heading of the first order"
        yield (1, 1), what, "begin its text with a line such as “# Title”."
    for index in found[1:]:
        line, _ = page.places.of(index)
        yield (line, 1), "a second heading of the first order", "write ## here."


def _balance(page: Page) -> Told:
    """Raw elements opened and never closed, and the other way about."""
    opened: list[tuple[str, int]] = []
    for index, part in enumerate(page.parts):
        name = part.text
        if not part.raw or part.kind not in ("open", "close") or name in VOID or name not in ELEMENTS:
            continue
        if part.kind == "open":
            opened.append((name, index))
        elif name in (inner for inner, _ in opened):
            while (last := opened.pop())[0] != name:
                what = f"<{last[0]}> is opened and never closed"
                yield page.places.of(last[1]), what, f"write </{last[0]}> before </{name}>."
        else:
            mend = f"take it out, or write <{name}> before it."
            yield page.places.of(index), f"</{name}> closes what was never opened", mend
    for name, index in opened:
        yield (
            page.places.of(index),
            f"<{name}> is opened and never closed",
            f"write </{name}> after its text.",
        )


def _html(page: Page) -> Told:
    """Elements, attributes, comments and characters that may not stand on a page."""
    for index, part in enumerate(page.parts):
        told: Iterator[tuple[int, str, str]] = iter(())
        if part.kind == "open" and part.raw and part.text not in ELEMENTS:
            told = iter([(0, *_element(part))])
        elif part.kind in ("open", "close") and (not part.raw or part.text in ELEMENTS):
            told = _attributes(part)
        elif part.kind == "comment":
            if part.text.startswith((">", "->")) or "<!--" in part.text or "--!>" in part.text:
                told = iter(
                    [(0, "a browser ends this comment before its -->", "write words between <!-- and -->.")]
                )
        elif part.kind == "other":
            told = iter([(0, *_other(part))])
        elif not part.is_code and (at := part.text.find("<!--")) >= 0:
            told = iter([(at, "a comment is opened and never closed", "write --> at its end.")])
        for offset, what, mend in told:
            yield page.places.of(index, offset), what, mend


def _images(page: Page) -> Told:
    for link in page.links:
        if link.is_image and not link.alt:
            if link.part.raw:
                told = "the image has no alt text", 'say in alt="…" what it shows.'
            else:
                told = f"the image {link.target} has no alt text", "say between [ and ] what it shows."
            yield (link.line, link.column), *told


def _element(part: Part) -> tuple[str, str]:
    what = f"<{part.text}> is no element that a page may hold"
    if part.text in ("script", "style", "link"):
        return what, "scripts and styles are the site's own, in docs/assets/."
    if part.text in ("iframe", "embed", "object", "video", "audio", "source", "svg", "picture"):
        return what, "put a picture into docs/ and show it with ![what it shows](picture.png)."
    if part.text == "h1":
        return what, "write a line such as “# Title”."
    return what, "write it in Markdown, or take it out."


def _attributes(part: Part) -> Iterator[tuple[int, str, str]]:
    known = f"{ATTRIBUTES['']} {ATTRIBUTES.get(part.text, '')}".split()
    for name, value, offset in attributes(part):
        if name in known or name.startswith("aria-") or (name == "style" and ALIGNED.fullmatch(value)):
            continue
        yield offset - 1, f"<{part.text}> has the attribute {name}, which a page may not hold", "take it out."


def _other(part: Part) -> tuple[str, str]:
    if part.text[:1] in ("!", "?"):
        return f"<{part.text.split()[0]} … is no element that a page may hold", "take it out."
    return f"<{part.text.split()[0]} … is a tag that is never finished", "write > at its end."


def _left_over(page: Page) -> Told:
    """What was meant as a slot or as code, and comes out as it is written."""
    code = "a slot is written {{ now.close }} on one line, and code stands in backticks."
    for block in blocks(page.parts):
        if block.kind == "code":
            continue
        for braces in ("{{", "}}"):
            if (at := block.text.find(braces)) >= 0:
                what = f"a reader would see {braces} here, which is neither slot nor code"
                yield page.places.of(*block.origin(at)), what, code
        for match in FENCE.finditer(block.text):
            what, mend = "code is opened and never closed", f"write {match[0]} on a line of its own after it."
            yield page.places.of(*block.origin(match.start())), what, mend
