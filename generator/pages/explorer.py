"""What a reader searches, filters and sorts: a list whose entries bear in `data-…` what they are found by.

`assets/explorer.js` works it, and puts what is chosen into the page's address; without a script the list stands whole,
and its chips are links that CSS answers. How it looks stands in `templates/tables/explorer.html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


def facet(
    name: str,
    label: str,
    words: Mapping[str, str],
    found: Iterable[Mapping[str, str]],
    *,
    every: bool = False,
) -> Facet:
    """The values that entries have, or `every` one, in the order of `words`; an entry may have several, parted by blanks."""
    counts = Counter(value for data in found for value in data.get(name, "").split())
    return Facet(
        name, label, [(value, told, counts[value]) for value, told in words.items() if every or counts[value]]
    )


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
