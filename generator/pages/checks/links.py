"""Links and pictures of the narrative pages, followed to their file and their anchor."""

from __future__ import annotations

import difflib
import html
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

from generator.pages import slots
from generator.pages.checks import markup
from generator.pages.checks.markup import HEADING, LINK, UNDERLINED
from generator.pages.prose import Page

ID = re.compile(r"<[a-zA-Z][^<>]*?\bid\s*=\s*[\"']?([^\"'\s<>]+)")
OWN = re.compile(r"[ \t]*\{:?[ ]*#([\w-]+)[^{}\n]*\}[ \t]*$")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
MANY = 5  # sections that a slot made: then a page is long
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def problems(pages: Iterable[Page], finished: Mapping[str, str], files: Collection[str]) -> list[str]:
    """A sentence for each link that leads nowhere.

    `finished` are the finished pages by name, generated ones included; `files` everything else that docs/ holds.
    """
    anchors: dict[str, set[str]] = {}
    found = []
    for page in pages:
        bare = markup.masked(page.text, page.tokens)
        for match in LINK.finditer(bare):
            target = match["target"].strip().strip("<>")
            if markup.FILLER in target or ELSEWHERE.match(target):
                continue
            told = _followed(page.name, unquote(target), finished, files, anchors)
            if told:
                found.append(f"docs/{page.name}:{markup.place(page.text, match.start())}: {told}")
    return found


def _followed(
    name: str, target: str, finished: Mapping[str, str], files: Collection[str], anchors: dict[str, set[str]]
) -> str:
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        return f"the link {target} begins at the root of the server, where the site may not stand; begin it at this page."
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if there not in finished:
        if there in files:
            return ""
        close = _close(there, [*finished, *files])
        return f"the link leads to {target}, and no such file stands in docs/" + (
            f"; did you mean {_from(name, close)}?" if close else "."
        )
    if not anchor:
        return ""
    known = anchors.setdefault(there, ids(finished[there]))
    if anchor in known:
        return ""
    close = next(iter(difflib.get_close_matches(anchor, known, 1)), "")
    return f"the link leads to #{anchor}, and docs/{there} has no such heading" + (
        f"; did you mean #{close}?" if close else "."
    )


def _close(there: str, known: list[str]) -> str:
    for candidate in (
        f"{there}.md",
        f"{there.rstrip('/')}.md",
        there.removesuffix(".html") + ".md",
        posixpath.join(there, "index.md"),
    ):
        if candidate in known:
            return candidate
    return next(iter(difflib.get_close_matches(there, known, 1)), "")


def _from(name: str, there: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(name) or ".")


def ids(text: str) -> set[str]:
    """The anchors of a finished page: its headings', as MkDocs names them, and those that its HTML gives itself."""
    found = {html.unescape(m[1]) for m in ID.finditer(text)}
    bare = slots.FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    headings = [(m.start(), m[2]) for m in HEADING.finditer(bare)] + [
        (m.start(), m[1]) for m in UNDERLINED.finditer(bare)
    ]
    for _, words in sorted(headings):
        if own := OWN.search(words):
            found.add(own[1])
            continue
        slug = again = slugify(words)
        count = 0
        while again in found:
            count += 1
            again = f"{slug}_{count}"
        found.add(again)
    return found


def slugify(words: str) -> str:
    """A heading's anchor, as Python-Markdown makes it."""
    words = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", words)
    words = html.unescape(re.sub(r"<[^>]*>|[*`]|(?<!\w)_|_(?!\w)", "", words))
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def with_jumps(text: str, written: str) -> str:
    """A line of links to the sections, before the first of them, where tables made most of them."""
    found = list(SECTION.finditer(text))
    made = [one for one in found if one[0] not in written]
    if len(made) < MANY or len(made) < len(found) / 2:
        return text
    told = " · ".join(f"[{one[1]}](#{slugify(one[1])})" for one in found)
    at = found[0].start()
    return f'{text[:at]}{told}\n{{: .jumps data-search-exclude="" }}\n\n{text[at:]}'
