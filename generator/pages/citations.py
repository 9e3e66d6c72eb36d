"""Where each reference is leaned on: every mark of a section has an address, so that the list can lead back to it.

The address of a mark is that of what it hangs on, and stays when a sentence is added before it: `cite-26` of a reference
cited alone, `cite-26-rsi` of a fact's figure, `cite-26-averages-rsi` of its row in a table, `cite-26-chart-ladder` of a
caption. One that comes again there is numbered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.facts.record import Fact, Source
from generator.pages.slots import Slot
from generator.pages.source import Page
from generator.pages.templating import Piece, together

REPEATING = ("ledger", "scoreboard")  # tables that repeat the sections' marks

# reference -> page -> the addresses of its marks there, in their order
Uses = Mapping[int, Mapping[str, Sequence[str]]]


def anchors(numbers: Iterable[int], place: str | None) -> list[str]:
    """The addresses of the marks that hang on one thing; none have an address where it has no place."""
    seen: Counter[int] = Counter()
    found = []
    for number in numbers:
        seen[number] += 1
        again = str(seen[number]) if seen[number] > 1 else ""
        found.append("" if place is None else "-".join(filter(None, ("cite", str(number), place, again))))
    return found


def places(page: Page) -> dict[Slot, str]:
    """What each figure and each reference of a page's prose is called in its marks' addresses."""
    if any(slot.kind == "table" and slot.value in REPEATING for slot in page.slots):
        return {}  # no list leads back to marks that repeat others
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for slot in page.slots:
        seen[slot.kind, slot.value] += 1
        again = str(seen[slot.kind, slot.value]) if seen[slot.kind, slot.value] > 1 else ""
        found[slot] = "-".join(filter(None, (slot.value if slot.kind == "said" else "", again)))
    return found


def uses(
    pages: Iterable[Page],
    facts: Mapping[str, Fact],
    captions: Mapping[str, Sequence[int]],
    tables: Mapping[str, Sequence[str]],
) -> Uses:
    """The address of every mark, from the pages' slots: `captions` are the references of charts, `tables` the facts of tables."""

    def marks(slot: Slot, place: str) -> Iterator[tuple[Sequence[int], str]]:
        """The references of a slot and the place they hang on; a slot that the check refuses has none."""
        match slot.kind:
            case "cite" if slot.value.isdigit():
                yield [int(slot.value)], place
            case "said" if slot.value in facts:
                yield facts[slot.value].cites, place
            case "chart":
                yield captions.get(slot.value, ()), f"chart-{slot.value}"
            case "table":
                for key in tables.get(slot.value, ()):
                    yield facts[key].cites, f"{slot.value}-{key}"

    found: dict[int, dict[str, list[str]]] = {}
    for page in pages:
        for slot, place in places(page).items():
            for numbers, where in marks(slot, place):
                for number, anchor in zip(numbers, anchors(numbers, where), strict=True):
                    found.setdefault(number, {}).setdefault(page.stem, []).append(anchor)
    return found


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
