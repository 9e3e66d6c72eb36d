"""Where each reference is leaned on: every mark of a section gets an address, so that the list can lead back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from generator.facts.record import Source
from generator.pages.templating import Piece, together

MARK = re.compile(r'<sup class="ref">(?=<a href="[^"]*references/#ref-(\d+)")')
REPEATING = ("ledger", "scoreboard")  # tables that repeat the sections' marks

Uses = dict[
    int, dict[str, list[str]]
]  # reference -> page -> the addresses of its marks there, in their order


def addressed(stem: str, text: str, uses: Uses) -> str:
    """A finished page with an id on each mark (`cite-26`, `cite-26-2`, …), entered into `uses`."""

    def mark(match: re.Match[str]) -> str:
        number = int(match[1])
        anchors = uses.setdefault(number, {}).setdefault(stem, [])
        anchors.append(f"cite-{number}-{len(anchors) + 1}" if anchors else f"cite-{number}")
        return f'<sup class="ref" id="{anchors[-1]}">'

    return MARK.sub(mark, text)


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
