"""Markdown read by the library that MkDocs publishes it with: what a browser will get, part by part."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

# MkDocs' own and those of mkdocs.yml
EXTENSIONS = (
    "toc",
    "tables",
    "fenced_code",
    "attr_list",
    "abbr",
    "admonition",
    "def_list",
    "pymdownx.details",
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Part:
    """One thing of a page, in the order of its HTML.

    `kind` is text, open, close, comment or other (a declaration, an instruction); `text` holds words as they are
    seen, or the name of an element. `raw` is what the page writes as HTML, the rest Markdown makes.
    """

    kind: str
    text: str
    around: tuple[str, ...] = ()  # names of the elements that it stands in; "fence" around fenced code
    attributes: tuple[tuple[str, str], ...] = ()
    raw: bool = False

    def attribute(self, name: str) -> str:
        """The value of an attribute; "" where the element has none of this name."""
        return next((value for key, value in self.attributes if key == name), "")

    @property
    def is_code(self) -> bool:
        """Whether it stands in code."""
        return "code" in self.around or "pre" in self.around


def read(text: str) -> tuple[Part, ...]:
    """The parts of a page without its front matter."""
    return tuple(_Reader(_markdown()).parts(text))


@lru_cache(maxsize=64)
def anchors(text: str) -> set[str]:
    """Every id that a link into a page can name."""
    return {part.attribute("id") for part in read(text) if part.kind == "open"} - {""}


def sections(text: str) -> list[tuple[str, str]]:
    """Anchor and words of each heading of the second order."""
    found: list[tuple[str, str]] = []
    for part in read(text):
        if part.kind == "open" and part.text == "h2":
            found.append((part.attribute("id"), ""))
        elif part.kind == "text" and "h2" in part.around and found:
            found[-1] = found[-1][0], found[-1][1] + part.text
    return found


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


@dataclass
class _Reader:
    """Walks the tree of one text before it is made HTML, while what is raw and what Markdown made can be told apart."""

    md: markdown.Markdown
    fences: int = 0  # so many of the first stashed pieces are fenced code
    made: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)  # raw elements

    def parts(self, text: str) -> Iterator[Part]:
        self.md.reset()
        if not text.strip():
            return
        lines = text.split("\n")
        for before in self.md.preprocessors:
            lines = before.run(lines)
            if isinstance(before, FencedBlockPreprocessor):
                self.fences = self.md.htmlStash.html_counter
        root = self.md.parser.parseDocument(lines).getroot()
        for after in self.md.treeprocessors:
            changed = after.run(root)
            root = root if changed is None else changed
        for child in root:
            yield from self._element(child)

    def _element(self, element: Element) -> Iterator[Part]:
        # a comment or an instruction of the tree has a function for a name; Markdown itself makes none
        name = str(element.tag)
        attributes = tuple((key, self._value(value or "")) for key, value in element.attrib.items())
        yield Part("open", name, self._around, attributes)
        self.made.append(name)
        yield from self._text(element.text or "")
        for child in element:
            yield from self._element(child)
        self.made.pop()
        yield Part("close", name, self._around, attributes)
        yield from self._text(element.tail or "")

    @property
    def _around(self) -> tuple[str, ...]:
        return (*self.made, *self.opened)

    def _text(self, text: str, raw: bool = False) -> Iterator[Part]:
        """Words, and the stashed pieces that stand between them; a fence within raw HTML is stashed before it."""
        at = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            yield from self._words(text[at : match.start()], raw)
            yield from self._piece(int(match[1]))
            at = match.end()
        yield from self._words(text[at:], raw)

    def _words(self, text: str, raw: bool) -> Iterator[Part]:
        if text:
            spelt = "code" in self.made or AMP_SUBSTITUTE in text  # an address of mail is spelt in entities
            text = text.replace(AMP_SUBSTITUTE, "&")
            yield Part("text", html.unescape(text) if spelt and not raw else text, self._around, raw=raw)

    def _value(self, text: str) -> str:
        """An attribute's value as a browser has it."""
        text = HTML_PLACEHOLDER_RE.sub(lambda m: self._stashed(int(m[1])), text)
        return html.unescape(text.replace(AMP_SUBSTITUTE, "&"))

    def _stashed(self, number: int) -> str:
        pieces = self.md.htmlStash.rawHtmlBlocks
        return str(pieces[number]) if number < len(pieces) else ""

    def _piece(self, number: int) -> Iterator[Part]:
        fenced = number < self.fences
        self.made += ["fence"] * fenced
        for kind, text, attributes in _html(self._stashed(number)):
            if kind == "text":
                yield from self._text(text, raw=True)
                continue
            if kind == "close" and text in self.opened:
                del self.opened[len(self.opened) - 1 - self.opened[::-1].index(text) :]
            yield Part(kind, text, self._around, attributes, raw=not fenced)
            if kind == "open" and text not in VOID:
                self.opened.append(text)
        del self.made[len(self.made) - fenced :]


Piece = tuple[str, str, tuple[tuple[str, str], ...]]


def _html(text: str) -> list[Piece]:
    """Kind, text and attributes of each thing in a piece of HTML."""
    parser = _Html()
    try:
        parser.feed(text)
    except AssertionError:  # the standard library's word for a marked section that it does not know
        return [*parser.found, ("other", "![", ())]
    # what is not finished at the end of a piece, and goes on with whatever follows it on the page
    rest = parser.rawdata
    if rest[:1] == "<" and (rest[1:2].isalpha() or rest[1:2] in ("/", "!", "?")):
        parser.found.append(("other", rest[1:], ()))
    else:
        parser.close()
    return parser.found


class _Html(HTMLParser):
    """Takes HTML apart; a character reference is text of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("open", tag, tuple((key, value or "") for key, value in attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # of any element that is not void a browser reads over the slash

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("close", tag, ()))

    def handle_data(self, data: str) -> None:
        self.found.append(("text", data, ()))

    def handle_charref(self, name: str) -> None:
        self.handle_data(html.unescape(f"&#{name};"))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(html.unescape(f"&{name};"))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("other", f"!{decl}", ()))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("other", f"![{data}", ()))

    def handle_pi(self, data: str) -> None:
        self.found.append(("other", f"?{data}", ()))
