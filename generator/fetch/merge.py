"""New rows into a published file: what was published stays, and what contradicts it is noticed.

Files are kept as text: a row that stays keeps its bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.fetch.providers import Day, Rows
from generator.market import rules

Cells = tuple[str, ...]
SAME = 1e-4  # relative; below it a price is the same, rounded otherwise
SAME_RATE = 0.0005  # percentage points
BLANK = ("", ".")
CLOSE, SPLIT, DIVIDEND = (rules.PRICES.index(name) for name in ("close", "split", "dividend"))
FEW = 0.002  # share of published rows that a provider may restate; more is another series


class Nonsense(Exception):
    """What came cannot go in; the message says why, in a few words without provider and symbol."""


@dataclass
class Merged:
    """A file with the new rows in it."""

    raw: bytes
    added: int = 0
    restated: list[str] = field(default_factory=list)  # dates whose published figures came otherwise
    notes: list[str] = field(default_factory=list)


def split_lines(raw: bytes) -> tuple[Cells, dict[str, Cells]]:
    """Header and rows by their first cell."""
    first, *rest = raw.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n").split("\n")
    return tuple(first.split(",")), {line.split(",", 1)[0]: tuple(line.split(",")) for line in rest}


def join(header: Cells, rows: Sequence[Cells]) -> bytes:
    """The file's text."""
    return "".join(",".join(cells) + "\n" for cells in (header, *rows)).encode()


def fresh(part: Rows) -> Merged:
    """A file where none stands."""
    _ascending(part)
    return Merged(join(part.header, part.rows), len(part.rows))


def append(old: bytes, part: Rows) -> Merged:
    """Published rows as they are, the new ones after them; the overlap is compared.

    A dividend that was told late is entered and rewrites no price. A blank rate that came since is filled.
    """
    _ascending(part)
    _, rows = split_lines(old)
    last, merged = max(rows), Merged(b"")
    if part.rows[-1][0] < last:
        raise Nonsense(f"it ends on {part.rows[-1][0]}, before the published {last}")
    if part.rows[0][0] > last:
        raise Nonsense(
            f"it begins on {part.rows[0][0]}, after the published {last}: nothing to compare it with"
        )
    bars = part.header == rules.PRICES
    for cells in part.rows:
        day, before = cells[0], rows.get(cells[0])
        if before is None:
            merged.added += day > last
            if bars and day < last:
                merged.restated.append(day)
            rows[day] = cells
        elif bars and _bar_differs(before, cells):
            merged.restated.append(day)
        elif bars and _number(cells[DIVIDEND]) > 0 and cells[DIVIDEND] != before[DIVIDEND]:
            rows[day] = (*before[:DIVIDEND], cells[DIVIDEND], *before[DIVIDEND + 1 :])
            merged.notes.append(f"dividend of {cells[DIVIDEND]} on {day} entered late")
        elif not bars and before[1] in BLANK:
            rows[day] = cells
        elif (
            not bars
            and cells[1] not in BLANK
            and not abs(_number(cells[1]) - _number(before[1])) <= SAME_RATE
        ):
            merged.restated.append(day)
    merged.raw = join(part.header, [rows[day] for day in sorted(rows)])
    return merged


def reload(old: bytes, part: Rows) -> Merged:
    """The whole series anew, held against what was published; Nonsense where it is not the same series.

    Prices may differ by the splits told since, and in a few restated rows. Rates keep the rows that the
    provider has stopped to serve.
    """
    _ascending(part)
    _, before = split_lines(old)
    now = {cells[0]: cells for cells in part.rows}
    bars = part.header == rules.PRICES
    first, last = min(before), max(before)
    if bars and part.rows[0][0] > first:
        raise Nonsense(
            f"its history is shorter than before: it begins on {part.rows[0][0]}, the published one on {first}"
        )
    if part.rows[-1][0] < last:
        raise Nonsense(
            f"its history is shorter than before: it ends on {part.rows[-1][0]}, the published one on {last}"
        )
    served = {day: cells for day, cells in before.items() if day >= part.rows[0][0]}
    lost = [day for day, cells in served.items() if _told(cells) and not _told(now.get(day, ("", "")))]
    if lost:
        raise Nonsense(f"it lacks {len(lost)} published row{'s' * (len(lost) > 1)}, such as {lost[0]}")
    differs = _closes_differ(before, now) if bars else _rate_differs
    changed = [day for day, cells in served.items() if _told(cells) and differs(cells, now[day])]
    if len(changed) > max(2, FEW * len(served)):
        day, place = changed[-1], CLOSE if bars else 1
        raise Nonsense(
            f"{len(changed)} of {len(served)} published figures came otherwise, such as {before[day][place]} as "
            f"{now[day][place]} on {day}: adjusted for dividends, or another unit"
        )
    kept = [] if bars else [cells for day, cells in sorted(before.items()) if day < part.rows[0][0]]
    added = sum(day > last for day in now)
    return Merged(join(part.header, [*kept, *part.rows]), added, changed)


def row(old: bytes | None, part: Day) -> Merged:
    """One row a session, never two: a cell that has a figure keeps it."""
    header, rows = split_lines(old) if old else (("date",), {})
    header = (*header, *(name for name in part.values if name not in header))
    rows = {day: (*cells, *("",) * (len(header) - len(cells))) for day, cells in rows.items()}
    day = part.day.isoformat()
    cells = list(rows.get(day, (day, *("",) * (len(header) - 1))))
    for name, value in part.values.items():
        place = header.index(name)
        cells[place] = cells[place] or f"{value:.6f}".rstrip("0").rstrip(".")
    added = int(rows.get(day) != tuple(cells))
    rows[day] = tuple(cells)
    return Merged(join(header, [rows[day] for day in sorted(rows)]), added)


def _ascending(part: Rows) -> None:
    for before, after in zip(part.rows, part.rows[1:], strict=False):
        if after[0] <= before[0]:
            why = "stands twice" if after[0] == before[0] else f"comes after {before[0]}"
            raise Nonsense(f"its rows are out of order: {after[0]} {why}")


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _told(cells: Cells) -> bool:
    return cells[1] not in BLANK


def _bar_differs(before: Cells, after: Cells) -> bool:
    pairs = [(_number(before[i]), _number(after[i])) for i in range(1, CLOSE + 1)]
    # a NaN differs from everything
    return any(not abs(a - b) <= SAME * abs(b) for b, a in pairs) or _number(before[SPLIT]) != _number(
        after[SPLIT]
    )


def _rate_differs(before: Cells, after: Cells) -> bool:
    return not abs(_number(after[1]) - _number(before[1])) <= SAME_RATE


def _closes_differ(before: dict[str, Cells], now: dict[str, Cells]) -> Callable[[Cells, Cells], bool]:
    """Whether two closes of a day differ by more than the splits that were told between them."""
    factor, factors = 1.0, {}
    for day in sorted(now, reverse=True):
        factors[day] = factor
        new = _number(now[day][SPLIT]) or 1.0
        old = _number(before[day][SPLIT]) or 1.0 if day in before else 1.0
        factor *= new / old

    def differs(one: Cells, other: Cells) -> bool:
        expected = _number(one[CLOSE]) / factors[one[0]]
        return not abs(_number(other[CLOSE]) - expected) <= 5 * SAME * expected

    return differs


def newest(raw: bytes) -> str:
    """The last date of a file."""
    return raw.rstrip(b"\r\n").rsplit(b"\n", 1)[-1].split(b",", 1)[0].decode()


def oldest(raw: bytes) -> str:
    """The first date of a file."""
    return raw.split(b"\n", 2)[1].split(b",", 1)[0].decode()
