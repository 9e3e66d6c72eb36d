"""What editors wrote, read back from a checkout: what no finished sentence shows, or shows only by not being there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem, Problems
from generator.pages import nav, source
from generator.pages.source import Page

SHOWN = ("said", "now", "chart", "table", "cite")


@dataclass(frozen=True)
class Written:
    """The pages of one side, each list in its order; all empty where no checkout stands behind a build."""

    titles: dict[str, str] = field(default_factory=dict)  # page -> title and description
    entries: dict[str, str] = field(
        default_factory=dict
    )  # page -> its title in the navigation, and behind which it stands
    shown: dict[str, str] = field(default_factory=dict)  # page and slot -> how often
    links: dict[str, list[str]] = field(default_factory=dict)  # page -> words and address of each
    guards: dict[str, list[str]] = field(default_factory=dict)  # page -> conditions


def read(root: Path) -> Written:
    """What stands in docs/ and mkdocs.yml of a checkout; nothing of what cannot be read, which `check` tells."""
    try:
        pages = source.read(root / "docs")
    except Problems:
        return Written()
    unread: list[Problem] = []
    entries = nav.read(root / "mkdocs.yml", unread) if (root / "mkdocs.yml").is_file() else []
    behinds = ["first", *(f"behind {one.title}" for one in entries[:-1])][: len(entries)]
    return Written(
        {page.name: _title(page) for page in pages},
        {one.page: f"{one.title}, {behind}" for one, behind in zip(entries, behinds, strict=True)},
        dict(sorted(entry for page in pages for entry in _shown(page))),
        {page.name: _links(page) for page in pages},
        {page.name: [s.value for s in page.slots if s.kind in ("while", "or")] for page in pages},
    )


def _title(page: Page) -> str:
    fields = page.front.fields
    return " · ".join(fields[name].value for name in ("title", "description") if name in fields)


def _shown(page: Page) -> list[tuple[str, str]]:
    counts = Counter(f"{slot.kind}.{slot.value}" for slot in page.slots if slot.kind in SHOWN)
    return [(f"{page.name}: {slot}", f"{count}×") for slot, count in counts.items()]


def _links(page: Page) -> list[str]:
    """Words and address of each link and picture."""
    found: list[str] = []
    for index, part in enumerate(page.parts):
        if part.kind == "open" and part.text in ("a", "img"):
            address = part.attribute("href") or part.attribute("src")
            following = page.parts[index + 1 : index + 2]
            words = part.attribute("alt") or "".join(p.text for p in following if p.kind == "text")
            found.append(page.worded(f"[{words}]({address})"))
    return found
