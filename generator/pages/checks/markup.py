"""What is wrong with a page's Markdown: front matter, headings, HTML, images, and slots where they cannot stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.pages import slots
from generator.pages.checks.numerals import COMMENT, FRONT, TAG
from generator.pages.slots import Token

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
UNDERLINED = re.compile(r"^(?=\S)([^\n]+)\n {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>\s*(?:<[^<>\n]*>|[^\s()]*))(?P<title>\s+[\"'][^\n]*?[\"'])?\s*\)"
)
ALT = re.compile(r"\balt\s*=\s*(?:\"\s*[^\s\"][^\"]*\"|'\s*[^\s'][^']*')")
FILLER = "\ue000"  # stands for a slot while the Markdown around it is read

Told = Iterator[tuple[int, str]]  # (position in the text, sentence)


def problems(name: str, text: str, tokens: tuple[slots.Token, ...]) -> list[str]:
    """`docs/name:line:column: sentence` for everything wrong, in the order of the text."""
    bare = masked(text, tokens)
    told = [
        *_front(text),
        *_headings(bare, tokens),
        *_html(bare),
        *_images(bare),
        *_misplaced(text, bare, tokens),
    ]
    return [f"docs/{name}:{place(text, at)}: {what}" for at, what in sorted(told)]


def place(text: str, at: int) -> str:
    """line:column of a position."""
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def masked(text: str, tokens: tuple[Token, ...]) -> str:
    """The text without code, comments' insides and front matter, and slots as a run of one harmless letter."""
    spans = [(*span, " ") for span in slots.code(text)] + [(t.start, t.end, FILLER) for t in tokens]
    spans += [(0, front.end(), " ")] if (front := FRONT.match(text)) else []
    letters = list(text)
    for start, end, letter in spans:
        for at in range(start, end):
            if letters[at] != "\n":
                letters[at] = letter
    return "".join(letters)


def _front(text: str) -> Told:
    front = FRONT.match(text)
    if not front:
        yield (
            0,
            "the page has no front matter; begin it with ---, title: …, description: … and --- on a line each.",
        )
        return
    lines = {m[1]: m for m in re.finditer(r"^(\w+):[ \t]*(.*)$", front[0], re.MULTILINE)}
    for name in ("title", "description"):
        if name not in lines or not lines[name][2].strip():
            yield 0, f"the front matter has no {name}; add {name}: … to it."
        elif (value := lines[name][2].strip())[0] not in "\"'" and re.search(r":\s| #|^[\[{>|*&!%@`]", value):
            yield (
                lines[name].start(),
                f"the {name} holds a character that YAML reads as its own; put the whole {name} in double quotes.",
            )


def _headings(bare: str, tokens: tuple[Token, ...]) -> Told:
    top = [m for m in HEADING.finditer(bare) if m[1] == "#"] + [
        m for m in UNDERLINED.finditer(bare) if m[2][0] == "="
    ]
    if not top:
        yield 0, "the page has no heading of the first order; begin its text with a line such as “# Title”."
    for second in top[1:]:
        yield second.start(), "a second heading of the first order; write ## here."
    lines = [m.span() for m in (*HEADING.finditer(bare), *UNDERLINED.finditer(bare))]
    for token in tokens:
        if token.kind not in ("plain", "wrong") and any(start <= token.start < end for start, end in lines):
            yield (
                token.start,
                f"{token.raw} stands in a heading, whose address would change with it; say it in the sentence below.",
            )


def _html(bare: str) -> Told:
    comments = [m.span() for m in COMMENT.finditer(bare)]
    if (at := bare.find("<!--", comments[-1][1] if comments else 0)) >= 0:
        yield at, "a comment is opened and never closed; write --> at its end."
    opened: list[tuple[str, int]] = []
    for match in TAG.finditer(bare):
        if any(start <= match.start() < end for start, end in comments):
            continue
        name = re.sub(r"[^\w-].*", "", match[0].lstrip("</"), flags=re.DOTALL).lower()
        if name in VOID or match[0].endswith("/>"):
            continue
        if not match[0].startswith("</"):
            opened.append((name, match.start()))
        elif name in (inner for inner, _ in opened):
            while (last := opened.pop())[0] != name:
                yield last[1], f"<{last[0]}> is opened and never closed; write </{last[0]}> before </{name}>."
        else:
            yield (
                match.start(),
                f"</{name}> closes what was never opened; take it out, or write <{name}> before it.",
            )
    for name, at in opened:
        yield at, f"<{name}> is opened and never closed; write </{name}> after its text."


def _images(bare: str) -> Told:
    for match in LINK.finditer(bare):
        if match["image"] and not match["text"].strip():
            yield (
                match.start(),
                f"the image {match['target'].strip()} has no alt text; say between [ and ] what it shows.",
            )
    for match in TAG.finditer(bare):
        if match[0].lower().startswith("<img") and not ALT.search(match[0]):
            yield match.start(), 'the image has no alt text; say in alt="…" what it shows.'


def _misplaced(text: str, bare: str, tokens: tuple[Token, ...]) -> Told:
    comments = [m.span() for m in COMMENT.finditer(bare)]
    tags = [m.span() for m in TAG.finditer(bare)]
    links = list(LINK.finditer(bare))
    for token in tokens:
        if token.kind == "wrong" or token.start < _front_end(text):
            continue
        line = text[text.rfind("\n", 0, token.start) + 1 :].split("\n", 1)[0]
        around = next((m for m in links if m.start() <= token.start < m.end()), None)
        if any(start <= token.start < end for start, end in comments):
            yield (
                token.start,
                f"{token.raw} stands in a comment, where no reader sees it; take it out of <!-- -->.",
            )
        elif any(start <= token.start < end for start, end in tags):
            yield (
                token.start,
                f"{token.raw} stands inside a tag, which can hold no slot; write it into the text beside the tag.",
            )
        elif token.kind in ("chart", "table") and line != token.raw:
            yield (
                token.start,
                f"{token.raw} needs a line of its own, without an indent; put it between two blank lines.",
            )
        elif around and (around["image"] or token.start >= around.end("text")):
            yield (
                token.start,
                f"{token.raw} stands in the {'image' if around['image'] else 'address of a link'}, which can hold no slot; write it into the text beside it.",
            )
        elif around and token.kind in ("said", "now", "cite"):
            yield (
                token.start,
                f"{token.raw} is a link itself and cannot stand in the text of another; put it beside the link.",
            )
    for start, end in slots.indented(text):
        for match in slots.TOKEN.finditer(text, start, end):
            if not match["stray"] and not any(a <= match.start() < b for a, b in _fences(text)):
                yield (
                    match.start(),
                    f"the line begins with a tab or four spaces, which makes it code, and {match[0]} is left alone there; take the indent away.",
                )


def _fences(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in slots.FENCE.finditer(text)]


def _front_end(text: str) -> int:
    front = FRONT.match(text)
    return front.end() if front else 0
