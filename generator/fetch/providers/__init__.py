"""Providers of market data: adding one, such as Stooq, is adding a file here, and its name and terms in article.toml.

A provider's module has three public names and nothing else that others use:

SOURCE   who it is (Source)
ITEMS    what it brings (Items), in the order in which to ask
fetch(ask, http) -> list of parts; raises Unavailable where nothing usable came

It asks through the Http it is given, which is polite and patient for all of them, and hands over what came
as text or bytes, in the layout of the snapshot. It judges nothing but what it needs to read the answer:
whether the part may go in is decided in one place, generator/fetch.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from generator.fetch.http import Http


@dataclass(frozen=True)
class Source:
    """Who provides."""

    key: str  # as in the manifest's `source`
    name: str
    terms: str  # what may be done with the data, in a sentence


@dataclass(frozen=True)
class Item:
    """One thing to ask for."""

    file: str  # in the snapshot, or the folder of dated files
    symbol: str
    what: str = ""  # where several items fill one file
    columns: tuple[
        str, ...
    ] = ()  # of a file with a row a session: asked for while one of them lacks the session
    lag: int = 0  # days by which its newest date may trail the last session; 0: not a session


@dataclass(frozen=True)
class Ask:
    """An item with the dates that matter."""

    item: Item
    session: date  # the last session that is over
    since: date  # first day wanted
    days: tuple[date, ...] = ()  # of dated files: those wanted beside the newest


@dataclass(frozen=True)
class Rows:
    """A series as lines of cells under its header; the first cell is the date."""

    file: str
    symbol: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""  # told
    adjusted: bool = False  # whether it looks adjusted for dividends, which what stands will tell


@dataclass(frozen=True)
class Document:
    """A dated file, byte for byte as it came."""

    file: str
    symbol: str
    day: date
    raw: bytes


@dataclass(frozen=True)
class Day:
    """Figures of one day, for a file with a row a session."""

    file: str
    symbol: str
    day: date
    values: Mapping[str, float]
    note: str = ""


Part = Rows | Document | Day


class Provider(Protocol):
    """What a provider's module looks like."""

    SOURCE: Source
    ITEMS: tuple[Item, ...]

    def fetch(self, ask: Ask, http: Http) -> list[Part]:
        """The parts of one item, or Unavailable."""


def providers() -> Iterator[Provider]:
    """Every module of this folder that has a SOURCE."""
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        room = importlib.import_module(f"{__name__}.{module}")
        if hasattr(room, "SOURCE"):
            yield cast(Provider, room)
