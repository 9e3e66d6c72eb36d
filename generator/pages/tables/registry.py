"""Tables of a page by name: each a function of what the build knows, in a module of this folder, found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from generator import config
from generator.facts.reader import Book
from generator.ledger.record import Results
from generator.pages import nav
from generator.pages.templating import Piece


def sections() -> Mapping[str, str]:
    """The article's sections by stem, with their names: the entries of the navigation that have a file of facts, in its order."""
    settings = config.ROOT / "mkdocs.yml"
    return _sections(settings, settings.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _sections(settings: Path, _changed: int) -> Mapping[str, str]:
    named = {entry.page.removesuffix(".md"): entry.title for entry in nav.read(settings, [])}
    return {stem: title for stem, title in named.items() if (config.FACTS / f"{stem}.toml").is_file()}


def titles(book: Book) -> dict[str, str]:
    """Sections and their names: those of the navigation, then what else has facts."""
    known = sections()
    others = dict.fromkeys(fact.section for fact in book.facts.values() if fact.section not in known)
    return {**known, **{stem: stem.replace("-", " ").capitalize() for stem in others}}


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
    return register(function.__name__, function)


def register(name: str, maker: Maker) -> Maker:
    """Register a table under a name of the article's."""
    before = _REGISTRY.setdefault(name, maker)
    if before.__module__ != maker.__module__:
        raise ValueError(f"two tables are called {name}: in {before.__module__} and in {maker.__module__}")
    _REGISTRY[name] = maker
    return maker


@cache
def tables() -> Mapping[str, Maker]:
    """Every table of this folder, by name."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__, f"{__package__}."):
        importlib.import_module(module.name)
    return dict(sorted(_REGISTRY.items()))
