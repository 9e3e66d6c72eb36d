"""A page as its editor wrote it, read: front matter, slots where they land, parts, and the place of each in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from generator.errors import EditorError, Problem
from generator.pages import reading, slots
from generator.pages.front import Front, split
from generator.pages.places import Places
from generator.pages.reading import Part
from generator.pages.slots import Slot

# one character before each address of a link, by which it is known again
LINKS = 0x100000
MARK = re.compile("[\U00100000-\U0010fffd]")
ADDRESS = re.compile(r"\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?", re.MULTILINE)
# controls, turns of the writing direction, private use: what no reader sees
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\U000f0000-\U0010ffff]"
)


@dataclass(frozen=True)
class Landing:
    """Where a slot stands: `inside` is text, comment, tag, front or "" (nowhere that a reader sees)."""

    inside: str = ""
    around: tuple[str, ...] = ()
    element: str = ""  # whose tag it is

    @property
    def is_code(self) -> bool:
        """Whether it is left alone: a slot in code is printed as written."""
        return self.inside == "text" and ("code" in self.around or "pre" in self.around)

    @property
    def is_filled(self) -> bool:
        """Whether it stands in words."""
        return self.inside == "text" and not self.is_code


@dataclass(frozen=True)
class Link:
    """A link or an image, with its address as a browser has it."""

    part: Part
    target: str
    line: int
    column: int

    @property
    def is_image(self) -> bool:
        return self.part.text == "img"

    @property
    def alt(self) -> str:
        return self.part.attribute("alt").strip()


@dataclass(frozen=True)
class Page:
    """A narrative page: its name below docs/, its text, and what Markdown makes of it. Made by `page`."""

    name: str
    text: str
    front: Front
    written: tuple[Slot, ...]  # every slot, code's too
    landings: Mapping[Slot, Landing]
    parts: tuple[Part, ...]
    marks: Mapping[int, int]  # number of a part -> where its address begins

    @property
    def stem(self) -> str:
        return self.name.removesuffix(".md")

    @property
    def file(self) -> str:
        """Its name for messages."""
        return f"docs/{self.name}"

    @property
    def prefix(self) -> str:
        """The way from the page's address to the site's root."""
        depth = self.name.count("/") + (0 if self.name.endswith("index.md") else 1)
        return "../" * depth

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that are filled or refused; those in code are left alone."""
        return tuple(slot for slot in self.written if not self.landings[slot].is_code)

    @cached_property
    def title(self) -> str:
        """Its first heading in words; the page's name where it has none."""
        words = "".join(part.text for part in self.parts if part.kind == "text" and "h1" in part.around)
        return self.worded(words).strip() or self.stem

    def worded(self, text: str) -> str:
        """Words of a part with its slots as written, and waived words as they are."""

        def word(match: re.Match[str]) -> str:
            slot = self.written[slots.number(match[0])]
            return slot.value if slot.kind == "plain" else slot.raw

        return slots.STAND_IN.sub(word, text)

    @cached_property
    def places(self) -> Places:
        """Where parts stand in the file."""
        return Places(self.text, self.front.end, self.written, self.parts)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and images, in their order."""
        found = []
        for index, part in enumerate(self.parts):
            name = {"a": "href", "img": "src"}.get(part.text, "")
            if part.kind == "open" and name in dict(part.attributes):
                at = self._bracket(self.marks[index]) if index in self.marks else self.places.at(index)
                found.append(Link(part, part.attribute(name).strip(), *self.places.line_column(at)))
        return tuple(found)

    def _bracket(self, address: int) -> int:
        """Where the link begins whose address begins here."""
        close = self.text.rfind("]", 0, address)
        depth = 0
        for at in range(close, self.front.end - 1, -1):
            depth += (self.text[at] == "]") - (self.text[at] == "[")
            if depth == 0:
                return at - (self.text[at - 1 : at] == "!")
        return close


@lru_cache(maxsize=256)
def page(name: str, text: str) -> Page:
    """A page read: a stand-in for each slot is looked for in what Markdown makes of the text."""
    front = split(text)
    written = tuple(slots.written(text))
    parts = reading.read(_with_stand_ins(text, front.end, written))
    landings = _landings(parts, written, front.end)
    empty = {s for s in written if s.kind in ("while", "end") and landings[s].is_filled}
    if empty:  # these leave nothing behind: the rest is read as it stands without them
        parts = reading.read(_with_stand_ins(text, front.end, written, empty))
        landings = _landings(parts, written, front.end) | {s: landings[s] for s in empty}
    marks = {}
    for index, part in enumerate(parts):
        address = part.attribute("href") or part.attribute("src")
        if mark := MARK.match(address):
            marks[index] = ord(mark[0]) - LINKS
    ends = [m.end() for m in ADDRESS.finditer(text, front.end)]
    return Page(
        name,
        text,
        front,
        written,
        landings,
        tuple(map(_unmarked, parts)),
        {index: ends[number] for index, number in marks.items()},
    )


def _with_stand_ins(text: str, begin: int, written: Iterable[Slot], empty: Collection[Slot] = ()) -> str:
    """The text after its front matter with stand-ins for slots, nothing for the `empty`, and marks before addresses."""
    edits = [
        (slot.start, slot.end, "" if slot in empty else slots.stand_in(number))
        for number, slot in enumerate(written)
        if slot.start >= begin
    ]
    edits += [
        (m.end(), m.end(), chr(LINKS + number)) for number, m in enumerate(ADDRESS.finditer(text, begin))
    ]
    edits += [(m.start(), m.end(), "\ufffd") for m in UNSEEN.finditer(text, begin)]
    out, at = [], begin
    for start, end, by in sorted(edits):
        if start >= at:  # else it stands within a slot
            out += [text[at:start], by]
            at = end
    return "".join([*out, text[at:]])


def _landings(parts: Iterable[Part], written: Sequence[Slot], begin: int) -> dict[Slot, Landing]:
    found = {slot: Landing("front") for slot in written if slot.start < begin}

    def land(text: str, landing: Landing) -> None:
        for match in slots.STAND_IN.finditer(text):
            found.setdefault(written[slots.number(match[0])], landing)

    for part in parts:
        if part.kind in ("text", "comment"):
            land(part.text, Landing(part.kind, part.around))
        else:
            name = part.text if part.kind in ("open", "close") else ""
            land(part.text, Landing("tag"))
            for key, value in part.attributes:
                land(f"{key} {value}", Landing("tag", part.around, name))
    return {slot: found.get(slot, Landing()) for slot in written}


def _unmarked(part: Part) -> Part:
    if not MARK.search(part.text) and not any(MARK.search(value) for _, value in part.attributes):
        return part
    cleaned = tuple((key, MARK.sub("", value)) for key, value in part.attributes)
    return replace(part, text=MARK.sub("", part.text), attributes=cleaned)


def read(folder: Path) -> list[Page]:
    """Every narrative page; EditorError where one is not text."""
    pages, problems = [], []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            what = f"byte {error.start + 1} is not UTF-8."
            problems.append(Problem(f"docs/{name}", line, 0, what, "Save the file as UTF-8."))
            continue
        pages.append(page(name, text))
    if problems:
        raise EditorError(problems)
    return pages


def uses(pages: Iterable[Page], kind: str) -> dict[str, list[Page]]:
    """Which pages hold a slot of this kind, by its value."""
    found: dict[str, list[Page]] = {}
    for each in pages:
        for slot in each.slots:
            if slot.kind == kind and each not in found.setdefault(slot.value, []):
                found[slot.value].append(each)
    return found
