"""A page as its editor wrote it, read: front matter, slots where they land, parts, and the place of each in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from generator.errors import EditorError, Problem
from generator.pages import reading, slots
from generator.pages.folder import Files, files
from generator.pages.front import Front, split
from generator.pages.places import Places
from generator.pages.reading import Part
from generator.pages.slots import Slot

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
class Page:
    """A narrative page: its name below docs/, its text, and what Markdown makes of it. Made by `page`."""

    name: str
    text: str
    front: Front
    written: tuple[Slot, ...]  # every slot, code's too
    landings: Mapping[Slot, Landing]
    parts: tuple[Part, ...]

    @property
    def stem(self) -> str:
        return self.name.removesuffix(".md")

    @property
    def file(self) -> str:
        """Its name for messages; a headline stands in a file of facts."""
        return self.name if self.name.startswith("facts/") else f"docs/{self.name}"

    @property
    def prefix(self) -> str:
        """The way from the page's address to the site's root."""
        depth = self.name.count("/") + (0 if self.name.endswith("index.md") else 1)
        return "../" * depth

    @property
    def address(self) -> str:
        """Its way from the site's root."""
        return "" if self.name == "index.md" else f"{self.stem}/"

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


@lru_cache(maxsize=256)
def page(name: str, text: str) -> Page:
    """A page read: a stand-in for each slot is looked for in what Markdown makes of the text."""
    front = split(text)
    written = tuple(slots.written(text))
    parts = reading.read(_with_stand_ins(text, front.end, written))
    landings = _landings(parts, written, front.end)
    empty = {s for s in written if s.kind in slots.LOGIC and landings[s].is_filled}
    if empty:  # these leave nothing behind: the rest is read as it stands without them
        parts = reading.read(_with_stand_ins(text, front.end, written, empty))
        landings = _landings(parts, written, front.end) | {s: landings[s] for s in empty}
    return Page(name, text, front, written, landings, parts)


def _with_stand_ins(text: str, begin: int, written: Sequence[Slot], empty: Collection[Slot] = ()) -> str:
    """The text after its front matter with a character for each slot, and with nothing for the `empty`."""
    out, at = [], begin
    for number, slot in enumerate(written):
        if slot.start >= begin:
            out += [
                UNSEEN.sub("\ufffd", text[at : slot.start]),
                _between(text, slot) if slot in empty else slots.shape(slot, slots.stand_in(number)),
            ]
            at = slot.end
    return "".join([*out, UNSEEN.sub("\ufffd", text[at:])])


def _between(text: str, slot: Slot) -> str:
    """What stands in the place of a slot that leaves nothing: the words of two branches are no word together."""
    alone = "\n" in (text[slot.start - 1 : slot.start], text[slot.end : slot.end + 1])
    return " " if slot.kind in ("or", "else") and not alone else ""


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


def read(folder: Path, found: Files | None = None, told: list[Problem] | None = None) -> list[Page]:
    """Every narrative page; EditorError where one is not text, or a file stands in the folder that may not: or both are `told`."""
    found = found or files(folder)
    pages, problems = [], list(found.problems)
    for name, path in found.pages.items():
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            what = f"byte {error.start + 1} is not UTF-8."
            problems.append(Problem(f"docs/{name}", line, 0, what, "Save the file as UTF-8."))
            text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        pages.append(page(name, text))
    if told is not None:
        told += problems
    elif problems:
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
