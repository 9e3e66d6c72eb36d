"""Whether a file may go in: the rules of a snapshot, and what is believable beside what is published."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from generator import config
from generator.fetch.merge import BLANK, SPLIT, Nonsense, split_lines
from generator.fetch.providers import Day, Document, Rows
from generator.market import holdings, rules
from generator.market.load import problems_of

STEP = 5.0  # percentage points from one observation of a rate to the next
NAMES = 0.8  # of the equity names of the file before that a new one has to have
VALUE = 1.5  # factor by which the holdings' market value may differ from the file before
SHARES = 1.25  # the same for the count of shares, from row to row
OPEN = 5.0  # the same for the open interest
RECENT = timedelta(days=31)  # what is older is no measure
FACTORS = {
    "shares_outstanding": SHARES,
    "total_assets": VALUE,
    "nav": 1.25,
    "pe": 2.0,
    "pb": 2.0,
    "yield": 3.0,
}


def rows(part: Rows, raw: bytes, latest: date) -> None:
    """Nonsense where the finished file of a series breaks a rule."""
    _rules(part.file, raw, latest)
    _, lines = split_lines(raw)
    values = list(lines.values())
    if part.header != rules.PRICES:
        told = [(cells[0], float(cells[1])) for cells in values if cells[1] not in BLANK]
        for (_, last), (day, value) in pairwise(told):
            if abs(value - last) > STEP:
                raise Nonsense(f"{value:g} on {day} is far from the {last:g} before it")
        return
    bound = config.SYMBOLS[part.symbol]
    for before, after in pairwise(values):
        if (
            after[SPLIT] not in ("0", "0.0", "")
            and not 1 / bound <= float(after[4]) / float(before[4]) <= bound
        ):
            raise Nonsense(
                f"a split of {after[SPLIT]} on {after[0]}, and the close before it is {before[4]} against {after[4]}: "
                "the history is not adjusted for it"
            )


def document(part: Document, before: tuple[date, bytes] | None, latest: date) -> None:
    """Nonsense where an issuer's file is not whole or not of the same fund as the one before, with its date."""
    _rules(part.file, part.raw, latest)
    if before is None or part.day - before[0] > RECENT:
        return
    new, _ = holdings.parse(part.file, part.raw, part.day)
    old, _ = holdings.parse(part.file, before[1], before[0])
    if new is None or old is None:
        return
    names, names_before = ((f["asset_class"] == holdings.EQUITY).sum() for f in (new.frame, old.frame))
    if names < NAMES * names_before:
        raise Nonsense(f"it has {names} equity names where the file before has {names_before}")
    ratio = new.frame["market_value"].sum() / old.frame["market_value"].sum()
    if not 1 / VALUE <= ratio <= VALUE:
        raise Nonsense(f"its market value is {ratio:.2f} times that of the file before")


def day(part: Day, before: bytes | None, raw: bytes, latest: date) -> None:
    """Nonsense where a row breaks a rule or is far from the last one."""
    _rules(part.file, raw, latest)
    if before is None:
        return
    header, lines = split_lines(before)
    for name, value in part.values.items():
        span = (part.day - RECENT).isoformat(), part.day.isoformat()
        told = [
            cells[header.index(name)]
            for d, cells in lines.items()
            if name in header and span[0] <= d < span[1]
        ]
        last = next((float(cell) for cell in reversed(told) if cell), None)
        bound = OPEN if name.endswith("open_interest") else FACTORS.get(name)
        if last and bound and not 1 / bound <= value / last <= bound:
            raise Nonsense(f"its {name.replace('_', ' ')} is {value / last:.3g} times that of the row before")


def _rules(file: str, raw: bytes, latest: date) -> None:
    """What the loader finds, without the file's name, which the report gives."""
    if problems := problems_of(file, raw, latest):
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        first = f"{problems[0].within}: {problems[0].what}".lstrip(": ")
        raise Nonsense(first + more)
