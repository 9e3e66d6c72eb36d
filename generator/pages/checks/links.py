"""Links and pictures of the narrative pages, followed to their file and their anchor."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

from generator.errors import Problem, near
from generator.formats import escape
from generator.pages import front, reading, slots
from generator.pages.reading import Part
from generator.pages.source import Page

MANY = 5  # sections that a slot made: then a page is long
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x20]")  # what a browser reads over in an address
SCHEMES = ("http", "https", "mailto")


def problems(pages: Iterable[Page], finished: Mapping[str, str], files: Collection[str]) -> list[Problem]:
    """A problem for each link that leads nowhere, or where none may lead.

    `finished` are the finished pages by name, generated ones included; `files` everything else that docs/ holds.
    """
    return [
        Problem(page.file, *page.places.of_link(index), *told)
        for page in pages
        for index, part in enumerate(page.parts)
        if part.kind == "open" and (told := _judged(page.name, part, finished, files))
    ]


Told = tuple[str, str] | None  # what, mend


def _judged(name: str, part: Part, finished: Mapping[str, str], files: Collection[str]) -> Told:
    address = {"a": "href", "img": "src"}.get(part.text, "")
    if address not in dict(part.attributes) or slots.STAND_IN.search(part.attribute(address)):
        return None  # a slot in it is told as such
    target, image = part.attribute(address).strip(), part.text == "img"
    if image and not part.attribute("alt").strip():
        if part.raw:
            return "the image has no alt text", 'say in alt="…" what it shows.'
        return f"the image {target} has no alt text", "say between [ and ] what it shows."
    bare = IGNORED.sub("", target)
    if not bare:
        return f"the {'image' if image else 'link'} has no address", "write it between ( and )."
    if bare.lower().startswith("www."):
        return f"the {'image' if image else 'link'} {target} names no scheme", "begin it with https://."
    scheme = SCHEME.match(bare)
    if scheme and scheme[1].lower() not in SCHEMES:
        what = f"the {'image' if image else 'link'} leads to {target}, which is no address of a page"
        return what, f"an address begins with {', '.join(f'{s}:' for s in SCHEMES)} or is a file of docs/."
    if scheme or bare.startswith(("//", "\\\\", "/\\", "\\/")):
        if image:
            return _elsewhere(target)
        return None if scheme else (f"the link {target} names no scheme", "begin it with https://.")
    if part.raw and not bare.startswith("#"):
        way = "![what it shows](picture.png)" if image else "[words](page.md)"
        what = f"the HTML leads to {target}, and only Markdown's links follow a page to its address"
        return what, f"write {way}."
    return _followed(name, unquote(target), finished, files)


def _elsewhere(target: str) -> tuple[str, str]:
    what = f"the image {target} would be fetched from elsewhere by every reader"
    return what, "put the file into docs/ and name it there."


def _followed(name: str, target: str, finished: Mapping[str, str], files: Collection[str]) -> Told:
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        what = f"the link {target} begins at the root of the server, where the site may not stand"
        return what, "begin it at this page."
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if there not in finished:
        if there in files:
            return None
        close = _close(there, [*finished, *files])
        what = f"the link leads to {target}, and no such file stands in docs/"
        return what, f"did you mean {_from(name, close)}?" if close else ""
    text = finished[there]
    if not anchor or anchor in (known := reading.anchors(text[front.split(text).end :])):
        return None
    return f"the link leads to #{anchor}, and docs/{there} has no such heading", near(anchor, known, "#{}")


def _close(there: str, known: list[str]) -> str:
    for candidate in (there.removesuffix(".html") + ".md", posixpath.join(there, "index.md")):
        if candidate in known:
            return candidate
    return next(iter(difflib.get_close_matches(there, known, 1)), "")


def _from(name: str, there: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(name) or ".")


def with_jumps(text: str, page: Page) -> str:
    """A finished page with links to its sections before the first of them, where tables made most of them."""
    written = sum(part.kind == "open" and part.text == "h2" for part in page.parts)
    headings = [line for line in text.split("\n") if line.startswith("#")]
    made = sum(line.startswith("## ") for line in headings) - written
    if made < MANY or made < written:
        return text
    # their addresses do not hang on what stands between them, which is long
    found = reading.sections("\n\n".join(headings))
    told = " · ".join(f"[{escape(words)}](#{anchor})" for anchor, words in found)
    at = text.index("\n## ") + 1
    return f'{text[:at]}{told}\n{{: .jumps data-search-exclude="" }}\n\n{text[at:]}'
