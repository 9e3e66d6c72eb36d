"""Where each reference is leaned on: every mark of a section gets an address, so that the list can lead back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.facts.record import Fact, Source
from generator.pages.source import Page
from generator.pages.templating import Piece, together

MARK = re.compile(r'<sup class="ref">(?=<a href="[^"]*references/#ref-(\d+)")')
REPEATING = ("ledger", "scoreboard")  # tables that repeat the sections' marks

# reference -> page -> the addresses of its marks there, in their order
Uses = Mapping[int, Mapping[str, Sequence[str]]]


def uses(
    pages: Iterable[Page],
    facts: Mapping[str, Fact],
    captions: Mapping[str, Sequence[int]],
    tables: Mapping[str, Sequence[str]],
) -> Uses:
    """The address of every mark, from the pages' slots: `captions` are the references of charts, `tables` the facts of tables."""
    found: dict[int, dict[str, list[str]]] = {}
    for page in pages:
        for number in _marks(page, facts, captions, tables) if not repeating(page) else ():
            anchors = found.setdefault(number, {}).setdefault(page.stem, [])
            anchors.append(_address(number, len(anchors)))
    return found


def _marks(
    page: Page,
    facts: Mapping[str, Fact],
    captions: Mapping[str, Sequence[int]],
    tables: Mapping[str, Sequence[str]],
) -> Iterator[int]:
    """The references of a page's marks, in their order; a slot that the check refuses has none."""
    for slot in page.slots:
        match slot.kind:
            case "cite" if slot.value.isdigit():
                yield int(slot.value)
            case "said" if slot.value in facts:
                yield from facts[slot.value].cites
            case "chart":
                yield from captions.get(slot.value, ())
            case "table":
                for key in tables.get(slot.value, ()):
                    yield from facts[key].cites


def repeating(page: Page) -> bool:
    """Whether a page repeats the marks of others: no list leads back to those."""
    return any(slot.kind == "table" and slot.value in REPEATING for slot in page.slots)


def addressed(page: Page, text: str) -> str:
    """A finished page with the id of `uses` on each mark: `cite-26`, `cite-26-2` and so on."""
    if repeating(page):
        return text
    counts: dict[int, int] = {}

    def mark(match: re.Match[str]) -> str:
        number = int(match[1])
        counts[number] = counts.get(number, -1) + 1
        return f'<sup class="ref" id="{_address(number, counts[number])}">'

    return MARK.sub(mark, text)


def _address(number: int, before: int) -> str:
    return f"cite-{number}-{before + 1}" if before else f"cite-{number}"


def ordered(uses: Mapping[str, Sequence[str]], order: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """The pages of one reference in the article's order, pages of an editor's own behind them."""
    return sorted(
        uses.items(), key=lambda use: (order.index(use[0]) if use[0] in order else len(order), use[0])
    )


def dependence(source: Source, sources: Mapping[int, Source], link: Callable[[int], Piece]) -> Piece:
    """Whom a second-hand source passes on, and which other references that is or also do; empty of any other source."""
    if not source.relays:
        return Piece()
    first = [link(n) for n, other in sources.items() if other.publisher == source.relays]
    also = [link(n) for n, other in sources.items() if other.relays == source.relays and other != source]
    if first:
        return together("passes on ", source.relays, ", reference ", *_and(first))
    if not also:
        return together("passes on ", source.relays)
    return together("passes on ", source.relays, ", as ", *_and(also), " does" if len(also) == 1 else " do")


def _and(words: Sequence[Piece]) -> list[str]:
    """One, two and three."""
    gaps = [*[", "] * (len(words) - 2), " and ", ""][-len(words) :]
    return [part for pair in zip(words, gaps, strict=True) for part in pair]
