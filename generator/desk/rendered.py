"""The finished pages as a reader meets them: numbers, verdicts, charts and sentences, read back from a build's folder."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from generator.desk import written
from generator.desk.written import Written
from generator.pages import front, prose

UNSEEN = ("figure", "table", "form", "details", "svg", "style", "script", "section")
DRESS = re.compile(r"\{: [^{}]*\}")  # what a link or a word is given for its looks


@dataclass(frozen=True)
class Side:
    """One of two builds that are compared."""

    numbers: dict[str, str]  # metric -> text
    labels: dict[str, str]
    verdicts: dict[str, str]  # fact -> verdict
    printed: dict[str, str]  # fact -> published figure
    texts: dict[str, str]
    charts: dict[str, str]  # chart -> fingerprint of its picture
    titles: dict[str, str]
    sentences: dict[str, list[str]]  # page -> what it says
    readers: dict[str, list[str]]  # metric -> pages whose prose shows it
    wordings: dict[str, str]  # fact -> its hedge and unit, and what they allow
    written: Written

    def pages_of(self, key: str) -> list[str]:
        """Pages whose prose shows a metric."""
        return self.readers.get(key, [])


def read(folder: Path, root: Path | None = None) -> Side:
    """A build's finished pages, from its build/docs, and what editors wrote in the checkout behind it, where one stands."""
    numbers = json.loads((folder / "api" / "numbers.json").read_text("utf-8"))
    claims = json.loads((folder / "api" / "claims.json").read_text("utf-8"))
    pages = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}
    charts = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "charts").glob("*.svg"))
    }
    readers: dict[str, list[str]] = {}
    for stem, text in pages.items():
        for key in dict.fromkeys(re.findall(r'<data[^>]*data-key="(\w+)"', text)):
            readers.setdefault(key, []).append(stem)
    return Side(
        {key: entry["text"] or "no figure" for key, entry in numbers.items()},
        {key: entry["label"] for key, entry in numbers.items()},
        {claim["id"]: claim["verdict"] for claim in claims},
        {claim["id"]: claim["published"]["printed"] for claim in claims},
        {claim["id"]: claim["text"] for claim in claims},
        charts,
        _titles(pages),
        {stem: list(sentences(text)) for stem, text in pages.items()},
        readers,
        {claim["id"]: _wording(claim) for claim in claims},
        written.read(root) if root and (root / "docs").is_dir() else Written(),
    )


def _wording(claim: Mapping[str, Any]) -> str:
    published, ends = claim["published"], claim["allowed"].values()
    allowed = " to ".join("any" if end is None else f"{end:g}" for end in ends)
    return f"{published['hedge'] or 'no hedge'}, {published['unit']}, allows {allowed}"


def _titles(pages: Mapping[str, str]) -> dict[str, str]:
    found = re.compile(r'<figure[^>]*id="chart-(\w+)".*?class="chart-title">(?:<a[^>]*>)?([^<]*)', re.DOTALL)
    return {key: title for text in pages.values() for key, title in found.findall(text)}


class Words(HTMLParser):
    """The text of finished Markdown, without pictures, tables, cards and what stands for the eye only by its shape."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A picture or a table begins, or a mark whose word is read out."""
        classes = dict(attrs).get("class") or ""
        if self._hidden:
            self._hidden += [tag] if tag == self._hidden[0] else []
        elif tag in UNSEEN or classes.startswith("mark") or "data-search-exclude" in dict(attrs):
            self._hidden = [tag]

    def handle_endtag(self, tag: str) -> None:
        """The end of what is hidden, at its own depth."""
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        """Text that is seen."""
        if not self._hidden:
            self.parts.append(data)


def sentences(markdown: str) -> Iterator[str]:
    """What a finished page says, sentence by sentence."""
    text = "".join(Words(markdown[front.split(markdown).end :]).parts)
    for paragraph in re.split(r"\n\s*\n|\n(?=[-#*] )", text):
        words = (
            " ".join(DRESS.sub("", prose.LINK.sub(r"\1", paragraph)).replace("**", "").split(" "))
            .strip()
            .lstrip("#-* ")
        )
        for sentence in prose.ENDS.split(words):
            if sentence := " ".join(sentence.replace("\n", " ").split(" ")).strip():
                yield sentence


def changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that differ, paired in their order; "" stands for one that was not there."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        old, new = list(before[a:b]), list(after[c:d])
        for index in range(max(len(old), len(new))):
            yield (old[index] if index < len(old) else "", new[index] if index < len(new) else "")
