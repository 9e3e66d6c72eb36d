"""What a row of each kind of series obeys: alone, beside the one before, and beside the same day's row of ours.

Every rule is a small function of text cells that says in a few words what is wrong, "" where nothing is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.fetch.rows import BLANK, Cells, Sifted
from generator.market import rules
from generator.market.closures import EARLIEST, sessions
from generator.market.manifest import iso_date

SAME = 1e-4  # relative; below it a price is the same, rounded otherwise
SAME_RATE = 0.0005  # percentage points
STEP = 5.0  # percentage points from one observation of a rate to the next
CLOSE, VOLUME, DIVIDEND, SPLIT = (
    rules.PRICES.index(name) for name in ("close", "volume", "dividend", "split")
)
CLOSED, TO_COME, NO_PRICES = "no session of the NYSE", "a day to come", "it has no prices yet"


@dataclass(frozen=True)
class Calendar:
    """The sessions that there are, and the last day of which a row may be."""

    last: str

    def wrong(self, day: str, daily: bool = True) -> str:
        """Why a day can have no row."""
        if iso_date(day) is None:
            return f"{day[:20]!r} is no date" if day else "it has no date"
        if day > self.last:
            return TO_COME
        return CLOSED if daily and day not in _sessions(self.last) else ""


@cache
def _sessions(last: str) -> frozenset[str]:
    end = iso_date(last)
    assert end is not None
    return frozenset(sessions(EARLIEST, end).strftime("%Y-%m-%d"))


@dataclass(frozen=True)
class Kind:
    """A kind of series. `level` is the column by which rows are held against the one before."""

    header: Cells
    wrong: Callable[[Cells], str]
    level: int
    far: Callable[[float, float], str]  # the level before, and this one
    figures: tuple[int, ...]  # columns that a provider restates as a whole row
    precision: Callable[[float], float]  # by how much two figures may differ and be the same
    events: tuple[int, ...] = ()  # columns that come and go by themselves
    few: float = 0.002  # share of the rows in common that may be restated; more is another series

    def told(self, cells: Cells) -> bool:
        """Whether the row has a figure."""
        return cells[self.level] not in BLANK

    def same(self, one: Cells, other: Cells) -> bool:
        """Whether two rows of a day have the same figures."""
        pairs = ((number(one[i]), number(other[i])) for i in self.figures)
        return all(a == b or abs(a - b) <= self.precision(a) or (a != a and b != b) for a, b in pairs)

    def level_same(self, one: Cells, other: Cells) -> bool:
        """Whether two rows of a day are of one level."""
        before, now = number(one[self.level]), number(other[self.level])
        return abs(now - before) <= self.precision(before)

    def sift(self, rows: list[Cells]) -> Sifted:
        """Each row judged alone, and in the order of their days; a second row of a day is left out."""
        found = Sifted()
        for cells in rows:
            why = f"{len(cells)} cells" if len(cells) != len(self.header) else self.wrong(cells)
            if not why and cells[0] not in found.rows:
                found.rows[cells[0]] = cells
            elif cells != found.rows.get(cells[0]):
                found.left[cells[0]] = why or "a second row of the day"
        found.rows = dict(sorted(found.rows.items()))
        return found

    def steps(self, rows: Mapping[str, Cells], suspects: set[str], backward: bool = False) -> dict[str, str]:
        """Which of the `suspects` among the rows are too far from their neighbours to be believed, and why."""
        left: dict[str, str] = {}
        believed: list[tuple[str, float]] = []
        for day in sorted(rows, reverse=backward):
            if not self.told(rows[day]):
                continue
            level = number(rows[day][self.level])
            while believed and (why := self.far(believed[-1][1], level)):
                if day in suspects:
                    left[day] = why
                elif believed[-1][0] in suspects:
                    left[believed.pop()[0]] = why
                    continue
                break
            if day not in left:
                believed.append((day, level))
        return left


def number(cell: str) -> float:
    """A cell's number, NaN where it is none."""
    try:
        return float(cell)
    except ValueError:
        return math.nan


def prices(calendar: Calendar, bound: float) -> Kind:
    """Daily bars; `bound` is the largest believable move from one close to the next, as a ratio."""

    def wrong(cells: Cells) -> str:
        if why := calendar.wrong(cells[0]):
            return why
        if all(cell in BLANK for cell in cells[1 : CLOSE + 1]):
            return NO_PRICES
        values = [number(cell) for cell in cells[1:]]
        for name, cell, value in zip(rules.PRICES[1:], cells[1:], values, strict=True):
            if not math.isfinite(value):
                return f"its {name} is {cell!r}" if cell else f"it has no {name}"
            if value < 0 or (value == 0 and name in rules.PRICES[1 : CLOSE + 1]):
                return f"its {name} is {cell}"
        opened, high, low, close = values[:4]
        if low > min(opened, close) + rules.TOLERANCE:
            return "its low is above its open or its close"
        if high < max(opened, close) - rules.TOLERANCE:
            return "its high is below its open or its close"
        if high > close * bound or low < close / bound:
            return f"its range from {low:g} to {high:g} is not believable beside its close of {close:g}"
        if values[DIVIDEND - 1] > close * rules.DIVIDEND:
            return f"its dividend of {cells[DIVIDEND]} is more than {rules.DIVIDEND:.0%} of its close"
        return ""

    return Kind(
        rules.PRICES, wrong, CLOSE, _ratio(bound), (1, 2, 3, 4), lambda a: SAME * abs(a), (DIVIDEND, SPLIT)
    )


def rates(series: str, calendar: Calendar) -> Kind:
    """A FRED series in percent; a blank or a point is no value, and a day without a session may have one."""
    low, high = rules.PERCENT

    def wrong(cells: Cells) -> str:
        if why := calendar.wrong(cells[0], daily=False):
            return why
        if cells[1] in BLANK:
            return ""
        value = number(cells[1])
        if not math.isfinite(value):
            return f"{cells[1][:20]!r} is no number"
        return "" if low <= value <= high else f"{cells[1]} is no rate in percent"

    def far(before: float, now: float) -> str:
        return f"{now:g} is far from the {before:g} beside it" if abs(now - before) > STEP else ""

    return Kind(("observation_date", series), wrong, 1, far, (1,), lambda _: SAME_RATE)


def history(calendar: Calendar, bound: float, closes: Mapping[str, float]) -> Kind:
    """The issuer's history of the fund, its NAV held against the fund's close of the day."""

    def wrong(cells: Cells) -> str:
        if why := calendar.wrong(cells[0]):
            return why
        nav, paid, shares = (number(cell) for cell in cells[1:])
        if not nav > 0 or math.isinf(nav):
            return f"its NAV is {cells[1]!r}"
        if cells[2] and not 0 <= paid <= nav * rules.DIVIDEND:
            return f"its distribution is {cells[2]!r}"
        if cells[3] and not 0 < shares < math.inf:
            return f"its count of shares is {cells[3]!r}"
        close = closes.get(cells[0])
        if close and abs(nav / close - 1) > rules.DISTANCE:
            return f"its NAV is more than {rules.DISTANCE:.0%} from the close"
        return ""

    return Kind(rules.HISTORY, wrong, 1, _ratio(bound), (1, 2, 3), lambda a: SAME * abs(a), few=0.05)


def own(header: Cells, calendar: Calendar, required: tuple[str, ...] = ()) -> Kind:
    """Rows of the project's own, one a session: numbers not below zero, blanks where none came."""

    def wrong(cells: Cells) -> str:
        if why := calendar.wrong(cells[0]):
            return why
        for name, cell in zip(header[1:], cells[1:], strict=True):
            if (cell or name in required) and not 0 <= number(cell) < math.inf:
                return f"its {name.replace('_', ' ')} is {cell!r}"
        return ""

    return Kind(
        header, wrong, 1, lambda _before, _now: "", tuple(range(1, len(header))), lambda a: SAME * abs(a)
    )


def _ratio(bound: float) -> Callable[[float, float], str]:
    def far(before: float, now: float) -> str:
        if 1 / bound <= now / before <= bound:
            return ""
        return f"{now:g} is {now / before:.4g} times the {before:g} beside it, where {bound:g} is believable"

    return far
