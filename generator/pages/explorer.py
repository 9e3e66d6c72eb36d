"""What a reader searches, filters and sorts: a list whose entries bear in `data-…` what they are found by.

`assets/explorer.js` works it, and puts what is chosen into the page's address; without a script the list stands whole,
and its chips are links that CSS answers. How it looks stands in `templates/tables/explorer.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from markdown.extensions.toc import slugify

from generator.pages.templating import Piece, piece

TABLES = ("ledger", "numbers", "scoreboard")  # whose pages take the script and its styles


@dataclass(frozen=True)
class Facet:
    """A choice among values of one kind: each with its words, and how many entries have it."""

    name: str  # in the address, and behind `data-` at an entry
    label: str
    choices: Sequence[tuple[str, str, int]]


def slug(words: str) -> str:
    """Words as a value in an address."""
    return str(slugify(words, "-"))


class Entry(Protocol):
    """One of a list: its key, and what it is found by; `same` there is the key of an entry that it counts with."""

    @property
    def key(self) -> str: ...
    @property
    def data(self) -> Mapping[str, str]: ...


def facet(
    name: str,
    label: str,
    words: Mapping[str, str],
    entries: Iterable[Entry],
    *,
    every: bool = False,
) -> Facet:
    """The values that entries have, or `every` one, in the order of `words`; an entry may have several, parted by blanks.

    Entries that count with one another count once.
    """
    having: dict[str, set[str]] = {}
    for entry in entries:
        for value in entry.data.get(name, "").split():
            having.setdefault(value, set()).add(entry.data.get("same", entry.key))
    counts = {value: len(having.get(value, ())) for value in words}
    return Facet(
        name, label, [(value, told, counts[value]) for value, told in words.items() if every or counts[value]]
    )


def once(entries: Iterable[Entry]) -> list[Entry]:
    """Without those that count with another."""
    return [entry for entry in entries if "same" not in entry.data]


def explorer(
    listed: Piece,
    nouns: tuple[str, str],
    chips: Facet,
    facets: Sequence[Facet],
    sorts: Mapping[str, str],
    hint: str,
    total: int,
    way: str = "only-",
) -> Piece:
    """A list with what works it.

    `nouns` are what it lists, one and many; `sorts` are its orders, the first as it stands; `way` and its value is
    where a chip leads without a script: CSS knows `only-` and a verdict, a table the heads of its groups.
    """
    return piece(
        "tables/explorer",
        listed.words,
        listed=listed,
        one=nouns[0],
        many=nouns[1],
        chips=chips,
        facets=facets,
        sorts=sorts,
        hint=hint,
        total=total,
        way=way,
    )


def address(page: str, chip: str = "", **chosen: str) -> str:
    """A filtered list by its address; with a `chip` it is so without a script too."""
    asked = urlencode({name: value for name, value in chosen.items() if value})
    return f"{page}{f'?{asked}' if asked else ''}{f'#only-{chip}' if chip else ''}"
