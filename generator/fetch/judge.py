"""Whether a document or a day's figure is believable beside those that stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from generator.fetch.kinds import number
from generator.fetch.providers import Day, Document
from generator.fetch.rows import Cells, Doubt, Table
from generator.market import holdings
from generator.market.load import problems_of

NAMES = 0.8  # of the equity names of the file before that a new one has to have
VALUE = 1.5  # factor by which the holdings' market value may differ from the file before
RECENT = timedelta(days=31)  # what is older is no measure
LAST = 5  # rows whose median is the measure: one that was wrong does not keep the next ones out
# factor by which a figure may differ from that; a chain of half the size is a part of a chain
FACTORS = {
    "shares_outstanding": 1.25,
    "total_assets": VALUE,
    "nav": 1.25,
    "pe": 2.0,
    "pb": 2.0,
    "yield": 3.0,
    "call_open_interest": 1.8,
    "put_open_interest": 1.8,
}
SPLIT = {"shares_outstanding": 1, "nav": -1}  # the power of a split's factor by which it moves a figure


def document(part: Document, before: tuple[date, bytes] | None, latest: date) -> None:
    """Doubt where an issuer's file is not whole or not of the same fund as the one before, given with its date."""
    if problems := problems_of(part.file, part.raw, latest):
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise Doubt(f"{problems[0].within}: {problems[0].what}{more}".lstrip(": "))
    if before is None or abs(part.day - before[0]) > RECENT:
        return
    new, _ = holdings.parse(part.file, part.raw, part.day)
    old, _ = holdings.parse(part.file, before[1], before[0])
    if new is None or old is None:
        return
    names, names_before = ((f["asset_class"] == holdings.EQUITY).sum() for f in (new.frame, old.frame))
    if names < NAMES * names_before:
        raise Doubt(f"it has {names} equity names where the file of {before[0]} has {names_before}")
    ratio = new.frame["market_value"].sum() / old.frame["market_value"].sum()
    if not 1 / VALUE <= ratio <= VALUE:
        raise Doubt(f"its market value is {ratio:.2f} times that of the file of {before[0]}")


def day(
    part: Day, header: Cells, rows: Table, splits: Mapping[str, float]
) -> tuple[dict[str, float], list[str]]:
    """The figures of a day that are believable beside the last rows, and a note for each that is held back.

    The rows stand as they were told: a count or NAV of before a split (new shares for one, by day) is measured as after it.
    """
    kept, notes = {}, []
    first = (part.day - RECENT).isoformat()
    for name, value in part.values.items():
        place = header.index(name) if name in header else -1
        recent = {d: cells[place] for d, cells in sorted(rows.items()) if first <= d < part.day.isoformat()}
        power = SPLIT.get(name, 0)
        told = [
            number(cell) * math.prod(f**power for at, f in splits.items() if d < at <= part.day.isoformat())
            for d, cell in recent.items()
            if cell and place > 0
        ][-LAST:]
        bound = FACTORS.get(name)
        if told and bound and not 1 / bound <= value / median(told) <= bound:
            what = f"{value / median(told):.3g} times that of the last rows"
            notes.append(f"held back its {name.replace('_', ' ')} of {part.day}: {what}")
        else:
            kept[name] = value
    return kept, notes


def whole(part: Day, kept: Mapping[str, float]) -> bool:
    """Whether a day's figures can be a row: a chain is counted whole or not at all."""
    return bool(kept) and (part.file != "options.csv" or len(kept) == len(part.values))
