"""What came into what stands: pure functions of the rows of both.

Within what an answer covers the provider's figures, dividends and splits replace ours, each with a note of old
and new; a row of ours that it does not tell stays. A series of which many figures came otherwise is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.fetch.kinds import CLOSE, DIVIDEND, SPLIT, VOLUME, Kind, number
from generator.fetch.rows import Cells, Doubt, Table
from generator.market import rules

RECENT = 30  # rows in common that may all be corrected
SHOWN = 3  # corrections that are told each; the others are counted


@dataclass
class Merged:
    """The rows of a file with what came in them."""

    rows: Table
    added: int = 0  # after the last one that stood
    filled: list[str] = field(default_factory=list)  # days that were a hole
    changed: list[str] = field(default_factory=list)  # what was corrected, with old and new
    left: dict[str, str] = field(default_factory=dict)  # days that came and are not believed

    @property
    def notes(self) -> list[str]:
        """What went in beside new rows, in a few words."""
        more = len(self.changed) - SHOWN
        return [
            *(f"filled {day}" for day in self.filled[:SHOWN]),
            *([f"and {len(self.filled) - SHOWN} more holes"] if len(self.filled) > SHOWN else ()),
            *self.changed[:SHOWN],
            *([f"and {more} more corrections"] if more > 0 else ()),
        ]


def contradicts(kind: Kind, standing: Mapping[str, Cells], answer: Table) -> bool:
    """Whether an answer has anything other than what stands, or nothing in common with it: a reason to ask for all of it."""
    both = [day for day in answer if day in standing and kind.told(answer[day])]
    return not both or any(
        not kind.same(standing[day], answer[day]) or _events(kind, standing[day], answer[day]) for day in both
    )


def series(kind: Kind, standing: Mapping[str, Cells], answer: Table) -> Merged:
    """The rows that stand with those of an answer; Doubt where it is another series."""
    merged = Merged({})
    old = _on_basis(kind, standing, answer)
    if old is not standing and _too_many(kind, old, answer) and not _too_many(kind, standing, answer):
        old, answer = standing, _before_split(standing, answer, merged.left)
    if standing and not any(day in old and kind.told(cells) for day, cells in answer.items()):
        raise Doubt("it has no row in common with what stands")
    if other := _too_many(kind, old, answer):
        day, place = other[-1], kind.level
        raise Doubt(
            f"{len(other)} figures that stand came otherwise, such as {standing[day][place]} as {answer[day][place]} "
            f"on {day}: adjusted for dividends, in another unit, or another series"
        )
    blank = (day for day in answer if day not in old or (kind.told(answer[day]) and not kind.told(old[day])))
    touched = {*_otherwise(kind, old, answer), *blank}
    merged.rows = {**old, **{day: answer[day] for day in touched}}
    for day, why in _unbelieved(kind, merged.rows, touched, not standing).items():
        merged.left[day] = why
        if day in old:
            merged.rows[day] = old[day]
        else:
            del merged.rows[day]
    last, kept = max(old, default=""), touched - merged.left.keys()
    merged.added = sum(day > last for day in kept)
    merged.filled = sorted(day for day in kept if day < last and not (day in old and kind.told(old[day])))
    merged.changed = [
        _correction(kind, old[day], answer[day]) for day in sorted(kept) if day in old and kind.told(old[day])
    ]
    _take_events(kind, merged, old, answer)
    return merged


def _otherwise(kind: Kind, old: Mapping[str, Cells], answer: Table) -> list[str]:
    """The days whose figures came otherwise than they stand."""
    both = [day for day in answer if day in old and kind.told(answer[day]) and kind.told(old[day])]
    return [day for day in both if not kind.same(old[day], answer[day])]


def _too_many(kind: Kind, old: Mapping[str, Cells], answer: Table) -> list[str]:
    """The days whose level came otherwise, where they are another series and no corrections.

    Of the last rows many may be corrected: they may have come wrong all together. What stood for longer may not, and
    never most of a series.
    """
    other = [day for day in _otherwise(kind, old, answer) if not kind.level_same(old[day], answer[day])]
    both = [day for day in answer if day in old]
    settled = set(both[:-RECENT])
    if len(settled & {*other}) > max(2, kind.few * len(both)) or len(other) > len(both) / 2:
        return other
    return []


def _unbelieved(kind: Kind, rows: Table, touched: set[str], fresh: bool) -> dict[str, str]:
    """Steps that are too far among the rows touched; of a first answer nothing is known, and the better half is believed."""
    if not touched:
        return {}
    days = sorted(rows)
    start = max(0, days.index(min(touched)) - 5)
    left = kind.steps({day: rows[day] for day in days[start:]}, touched)
    if fresh and len(left) > len(rows) / 2:
        left = kind.steps(rows, touched, backward=True)
    if fresh and len(left) > len(rows) / 2:
        raise Doubt(f"most of its rows are far from the others, such as {min(left)}")
    return left


def _before_split(standing: Mapping[str, Cells], answer: Table, left: dict[str, str]) -> Table:
    """The answer without a split that its own history is not adjusted for, and without what follows a new one."""
    found = {}
    why = ""
    for day, cells in answer.items():
        known = standing.get(day)
        if known is None and number(cells[SPLIT]) > 0:
            why = f"a split of {cells[SPLIT]} is told of {day}, and the history before it is not adjusted"
        if why:
            left[day] = why
        else:
            found[day] = cells if known is None else (*cells[:SPLIT], known[SPLIT])
    return found


def _events(kind: Kind, one: Cells, other: Cells) -> bool:
    return any(number(one[i]) != number(other[i]) for i in kind.events)


def _take_events(kind: Kind, merged: Merged, old: Mapping[str, Cells], answer: Table) -> None:
    """Dividends and splits as the answer tells them, and its volumes, on the days whose figures stay."""
    for day, cells in answer.items():
        before = merged.rows.get(day)
        if day not in old or before is None or not kind.events:
            continue
        if _events(kind, old[day], cells):
            merged.rows[day] = _with(before, cells, kind.events)
            merged.changed += [
                f"{rules.PRICES[i]} on {day} is now {cells[i]}, it was {old[day][i]}"
                for i in kind.events
                if number(cells[i]) != number(old[day][i])
            ]
        if number(cells[VOLUME]) > 0 and day not in merged.left:
            merged.rows[day] = _with(merged.rows[day], cells, (VOLUME,))  # the evening's is provisional


def _with(cells: Cells, other: Cells, places: tuple[int, ...]) -> Cells:
    """The cells with those of another row at some places, where the numbers differ."""
    return tuple(
        other[i] if i in places and number(other[i]) != number(cell) else cell for i, cell in enumerate(cells)
    )


def _correction(kind: Kind, old: Cells, new: Cells) -> str:
    place = next(
        i for i in (kind.level, *kind.figures) if abs(number(old[i]) - number(new[i])) > kind.precision(number(old[i]))
        or (old[i] == "") != (new[i] == "")
    )  # fmt: skip
    return f"{kind.header[place] if len(kind.header) > 2 else 'value'} of {old[0]} is now {new[place]}, it was {old[place]}"


def _on_basis(kind: Kind, standing: Mapping[str, Cells], answer: Table) -> Mapping[str, Cells]:
    """What stands, with the splits that the answer tells of and it does not."""
    if SPLIT not in kind.events:
        return standing
    factor, factors = 1.0, {}
    for day in sorted({*answer, *standing}, reverse=True):
        factors[day] = factor
        if day in answer:
            new, old = (
                number(rows[day][SPLIT]) or 1.0 if day in rows else 1.0 for rows in (answer, standing)
            )
            factor *= new / old
    if factor == 1.0:
        return standing
    return {day: scaled(cells, factors[day]) for day, cells in standing.items()}


def scaled(cells: Cells, factor: float) -> Cells:
    """A bar as it is stated after a split of `factor` for 1."""
    if factor == 1.0:
        return cells
    money = {*range(1, CLOSE + 1), DIVIDEND}
    return tuple(
        written(number(cell) / factor) if i in money and number(cell) else written(number(cell) * factor) if i == VOLUME else cell
        for i, cell in enumerate(cells)
    )  # fmt: skip


def written(value: float) -> str:
    """A number as a cell."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def split_history(rows: Table, bars: Mapping[str, Cells]) -> tuple[Table, str]:
    """The issuer's history on the basis of the bars, where a split is in one of them and not yet in the other.

    A NAV that is a split's factor away from the close of its day is stated before the split; count and
    distribution of the row are then too.
    """
    factor, later, moved = 1.0, dict[str, float](), list[str]()
    for day in sorted(bars, reverse=True):
        later[day] = factor
        factor *= number(bars[day][SPLIT]) or 1.0
    if factor == 1.0:
        return rows, ""
    found = dict(rows)
    for day, cells in rows.items():
        ratio = later.get(day, 1.0)
        apart = number(cells[1]) / number(bars[day][CLOSE]) if day in bars else 1.0
        if ratio != 1.0 and abs(apart / ratio - 1) <= rules.DISTANCE < abs(apart - 1):
            nav, paid, shares = (number(cell) for cell in cells[1:])
            found[day] = (
                day, written(nav / ratio), written(paid / ratio) if cells[2] else "", written(shares * ratio) if cells[3] else "",
            )  # fmt: skip
            moved.append(day)
    if not moved:  # the issuer states its history on that basis already
        return rows, ""
    note = f"{len(moved)} rows to {max(moved)} are of before a split, and were brought to the bars' basis"
    return found, note


def splits(rows: Mapping[str, Cells]) -> dict[str, float]:
    """The splits among bars: new shares for one, by day."""
    told = {day: number(cells[SPLIT]) for day, cells in rows.items()}
    return {day: factor for day, factor in told.items() if factor not in (0.0, 1.0)}


def dated(standing: Table, header: Cells, day: str, values: Mapping[str, float]) -> tuple[Cells, Table]:
    """One row a session, never two: a cell that has a figure keeps it. The header may grow."""
    header = (*header, *(name for name in values if name not in header))
    rows = {d: (*cells, *("",) * (len(header) - len(cells))) for d, cells in standing.items()}
    cells = list(rows.get(day, (day, *("",) * (len(header) - 1))))
    for name, value in values.items():
        place = header.index(name)
        cells[place] = cells[place] or written(value)
    return header, rows | {day: tuple(cells)}
