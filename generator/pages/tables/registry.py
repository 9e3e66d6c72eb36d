"""Tables of a page by name: each a function of what the build knows, in a module of this folder, found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.facts.reader import Book
from generator.ledger.record import Results
from generator.pages.templating import Piece

TITLES = {  # sections in the article's order
    "index": "In short",
    "price-and-key-facts": "Price and key facts",
    "why-now": "Why now",
    "fed-pivot": "The Fed pivot",
    "valuations": "Valuations and forecasts",
    "holdings": "What the fund owns",
    "technical-picture": "Technical picture",
    "options-and-sentiment": "Options and sentiment",
    "outlook-2026": "Outlook for 2026",
    "key-risks": "Key risks",
    "bottom-line": "Bottom line",
}


def titles(book: Book) -> dict[str, str]:
    """Sections and their names: the article's, then those that have facts of their own."""
    more = {
        fact.section: fact.section.replace("-", " ").capitalize()
        for fact in book.facts.values()
        if fact.section not in TITLES
    }
    return TITLES | more


@dataclass(frozen=True)
class Known:
    """What a table may read."""

    results: Results
    book: Book
    editions: Sequence[Path]
    files: Mapping[str, Mapping[str, object]]  # the manifest's entries of the snapshot in use
    snapshot: str  # a sentence on the snapshot in use
    series: frozenset[str] = frozenset()  # full series that the site offers, by path below it


Maker = Callable[[Known, str], Piece]  # what is known, and the way from the page to the site's root
_REGISTRY: dict[str, Maker] = {}


def table(function: Maker) -> Maker:
    """Register a table under its function's name."""
    _REGISTRY[function.__name__] = function
    return function


@cache
def tables() -> Mapping[str, Maker]:
    """Every table of this folder, by name."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__, f"{__package__}."):
        importlib.import_module(module.name)
    return dict(sorted(_REGISTRY.items()))
