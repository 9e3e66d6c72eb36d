"""What a refresh brought, item by item, for people, for the manifest and for the exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

GOOD, STALE, NOTHING = 0, 3, 1


@dataclass(frozen=True)
class Line:
    """What became of one item. `stale` is why its file is not newer, "" where it is as new as can be."""

    provider: str
    symbol: str
    file: str
    told: str  # what came, in a few words
    stale: str = ""
    came: bool = True  # whether the provider gave anything usable

    def __str__(self) -> str:
        text = "; ".join(filter(None, (self.told, self.stale)))
        return f"{self.provider:<8} {self.symbol:<13} {self.file:<23} {text}"


@dataclass
class Outcome:
    """All lines, and whether a snapshot stands now that a build can use."""

    lines: list[Line] = field(default_factory=list)
    usable: bool = False

    @property
    def code(self) -> int:
        """0 all good, 3 some files are stale, 1 nothing usable came."""
        stale = any(line.stale for line in self.lines)
        if not self.usable or (stale and not any(line.came for line in self.lines)):
            return NOTHING
        return STALE if stale else GOOD

    def why(self, file: str) -> str:
        """Why a file is not newer, by all who fill it."""
        return "; ".join(unique(line.stale for line in self.lines if line.file == file and line.stale))

    def summary(self) -> str:
        """The last line a person reads."""
        stale = [line for line in self.lines if line.stale]
        if not stale:
            return f"All {len(self.lines)} items are as new as they can be."
        if not any(line.came for line in self.lines):
            return "Nothing usable came; every file stands as it was."
        return f"{len(self.lines) - len(stale)} of {len(self.lines)} items are as new as they can be; the others stand as said above."


def unique(texts: Iterable[str]) -> list[str]:
    """Each text once, in order."""
    return list(dict.fromkeys(texts))
