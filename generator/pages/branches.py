"""Sentences of which one is said: `{{ while … }} … {{ or while … }} … {{ else }} … {{ end }}`.

A page is read, cited and rendered as it stands with the branches that are taken; its check looks at all of them. A
`while` without `or while` and `else` chooses nothing: its sentence stays, and is struck where it no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from generator import expressions
from generator.pages import source
from generator.pages.slots import Slot
from generator.pages.source import Page


@dataclass(frozen=True)
class Branch:
    """What is said under a condition: from one slot, `while`, `or` or `else`, to the next."""

    opener: Slot
    start: int
    end: int

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that its condition reads; none of an `else`, and of a condition that cannot be read."""
        try:
            return frozenset(expressions.parse(self.opener.value)[1] if self.opener.kind != "else" else ())
        except expressions.ConditionError:
            return frozenset()


@dataclass(frozen=True)
class Block:
    """From a `while` to its `end`."""

    branches: tuple[Branch, ...]
    end: int

    @property
    def start(self) -> int:
        """Where its `while` stands."""
        return self.branches[0].opener.start

    def lacks(self, branch: Branch, name: str) -> bool:
        """Whether a branch may be said while a name has no value."""
        for one in self.branches:
            if one.opener.kind == "else":
                return one == branch
            try:
                found = expressions.without(expressions.parse(one.opener.value)[0], name)
            except expressions.ConditionError:  # told as such
                return False
            if one == branch:
                return True in found
            if found == {True}:
                return False
        return False

    @property
    def chooses(self) -> bool:
        """Whether one of several is said."""
        return len(self.branches) > 1


def blocks(slots: Iterable[Slot]) -> list[Block]:
    """Every block that is closed, in its order."""
    found: list[Block] = []
    openers: list[Slot] = []
    for slot in slots:
        if slot.kind == "while":
            openers = [slot]
        elif slot.kind in ("or", "else") and openers:
            openers.append(slot)
        elif slot.kind == "end" and openers:
            ends = [later.start for later in [*openers[1:], slot]]
            branches = (Branch(o, o.end, end) for o, end in zip(openers, ends, strict=True))
            found.append(Block(tuple(branches), slot.end))
            openers = []
    return found


def said(block: Block, holds: Callable[[str], bool]) -> Branch | None:
    """The first branch whose condition holds, or the `else`; None where neither is there."""
    fit = (b for b in block.branches if b.opener.kind == "else" or holds(b.opener.value))
    return next(fit, None)


def taken(page: Page, holds: Callable[[str], bool]) -> Page:
    """The page with the first branch of each block whose condition holds, or its `else`, and without the others."""
    out, at = [], 0
    for block in blocks(page.slots):
        if not block.chooses:
            continue
        branch = said(block, holds)
        out += [page.text[at : block.start], page.text[branch.start : branch.end] if branch else ""]
        at = block.end
    return source.page(page.name, "".join([*out, page.text[at:]])) if at else page
