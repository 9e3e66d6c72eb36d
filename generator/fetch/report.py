"""What a refresh brought, item by item, for people, for the manifest and for the exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from generator.fetch.rows import unique

GOOD, STALE, NOTHING = 0, 3, 1
BEHIND, STUCK = "behind", "stuck"  # short of the last session; for so long that a person has to look
SESSIONS = 3  # without a new sound row, until a series is stuck


@dataclass(frozen=True)
class Line:
    """What became of one item. `stale` is why its file is not newer, "" where it is as new as can be."""

    provider: str
    symbol: str
    file: str
    told: str  # what came, in a few words
    stale: str = ""
    came: bool = True  # whether the provider gave anything usable
    newest: str = ""  # the last day that stands
    lag: int = 0  # days by which it may trail the last session
    grade: str = ""  # BEHIND, STUCK, or nothing where it is as new as can be

    def __str__(self) -> str:
        text = "; ".join(filter(None, (self.told, self.stale, self.grade and f"it is {self.grade}")))
        return f"{self.provider:<8} {self.symbol:<13} {self.file:<23} {text}"


def graded(line: Line, session: date, missed: Callable[[str], list[str]]) -> Line:
    """The line with its grade: how far its newest day is behind, `missed` telling the sessions since."""
    if not line.newest:
        waits = line.told and not line.stale  # for the close, or for a bar of the day
        return replace(line, told=line.told or "not there", grade=BEHIND if waits else STUCK)
    if line.newest >= session.isoformat() and not line.came and line.stale:
        return replace(line, told=f"stands as of {line.newest} already ({line.stale})", stale="")
    behind = missed(line.newest)
    if line.lag:
        late = line.newest < (session - timedelta(days=line.lag)).isoformat()
        grade = STUCK if late else BEHIND if line.stale and not line.came else ""
    else:
        grade = STUCK if len(behind) >= SESSIONS else BEHIND if behind else ""
    if not grade:  # what was left out is told, and keeps the file from nothing
        return replace(line, told=", ".join(filter(None, (line.told, line.stale))), stale="")
    told = line.told or f"kept as of {line.newest}"
    why = line.stale or f"its newest date is {line.newest}, the calendar expects {session}"
    return replace(line, told=told, stale=why, grade=grade)


@dataclass
class Outcome:
    """All lines, and whether a snapshot stands now that a build can use."""

    lines: list[Line] = field(default_factory=list)
    usable: bool = False
    due: bool = True  # whether a session is over that the snapshot did not have
    written: bool = False  # whether any file changed
    skewed: bool = False  # whether this machine's clock is a day or more from the providers'
    lost: list[str] = field(default_factory=list)  # files that cannot be used, and for which nothing came

    @property
    def code(self) -> int:
        """0 all good or a little behind, 3 something is stuck or a clock is wrong, 1 lost, or nothing written though something was due."""
        failed = any(line.stale for line in self.lines)
        if not self.usable or self.lost or (self.due and failed and not self.written):
            return NOTHING
        return STALE if self.skewed or any(line.grade == STUCK for line in self.lines) else GOOD

    def why(self, file: str) -> str:
        """Why a file is not newer, by all who fill it."""
        return "; ".join(unique(line.stale for line in self.lines if line.file == file and line.stale))

    def summary(self) -> str:
        """The last line a person reads."""
        grades = [line.grade for line in self.lines]
        if self.due and not self.written and any(line.stale for line in self.lines):
            return "Nothing could be written; every file stands as it was."
        counts = [f"{grades.count(grade)} {grade}" for grade in (BEHIND, STUCK) if grade in grades]
        if self.lost:
            counts.append(f"{len(self.lost)} lost")
        if not counts:
            return f"All {len(self.lines)} items are as new as they can be."
        return f"Of {len(self.lines)} items {', '.join(counts)}, as said above; the others are as new as they can be."
