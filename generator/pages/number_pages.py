"""A page a group of numbers: each with its definition, its value in every edition as a table, and a small line of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import formats
from generator.ledger import record, sealed
from generator.ledger.briefs import brief
from generator.ledger.plain import made
from generator.ledger.sealing import keyed
from generator.metrics.record import Metric
from generator.pages import marks, sparklines, wording
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known
from generator.pages.templating import Piece, piece, render

LINE = 12  # editions that a number's small line shows
TOLD = 6  # editions whose values a table tells, beside the first: ten years of months would be a heavy page
Past = Sequence[tuple[date, Path]]  # the last seal of each session that a page tells of; oldest first

Entered = Sequence[tuple[date, Mapping[str, Any]]]  # session, and what its edition holds by number


def pages(known: Known) -> Iterator[tuple[str, str]]:
    """(name below docs/, Markdown) of the page of each group, without the strip under its title."""
    past = _past(known.editions)
    told = [(day, keyed(sealed.read(path), "numbers", "key")) for day, path in _some(past, TOLD)]
    line = [(day, brief(path)["values"]) for day, path in past]
    groups: dict[str, list[Piece]] = {}
    for entry in known.results.numbers.values():
        groups.setdefault(entry.group, []).append(_card(entry, known, told, line))
    for group, cards in groups.items():
        title = group.replace("_", " ").capitalize()
        yield f"numbers/{group}.md", render("editions/numbers.md", title=title, cards=cards)


def _past(editions: Sequence[Path]) -> Past:
    """The first, and the newest that a small line shows."""
    last = sorted({path.name[:10]: path for path in editions}.items())
    return _some([(date.fromisoformat(day), path) for day, path in last], LINE)


def _some(past: Past, newest: int) -> Past:
    return [*past[:1], *past[1:][-newest:]]


def _card(entry: Metric, known: Known, entered: Entered, line: Entered) -> Piece:
    """A number's values, the newest first; what the site shows today stands on top where no edition has its day."""
    told = [(day, made(Metric, entries[entry.key])) for day, entries in entered if entry.key in entries]
    valued = [(day, values.get(entry.key)) for day, values in line]
    points = [(day, float(value)) for day, value in valued if not isinstance(value, str | None)]
    if known.results.as_of not in [day for day, _ in told]:
        told.append((known.results.as_of, entry))
        if not isinstance(entry.value, str | None):
            points.append((known.results.as_of, float(entry.value)))
    rows, newer = [], None
    for day, number in reversed(told):
        # a definition stands where it is another than that of the value above it
        defined = wording.named(number.definition)
        rows.append(
            Row(
                (
                    formats.day(day, short=True),
                    piece("tables/number", entry=number, short=number.written()),
                    formats.day(number.as_of, short=True) if number.as_of != day else "",
                    defined if newer is not None and defined != newer else "",
                )
            )
        )
        newer = defined
    head = ("Edition", "Value", "Of the day", "Defined otherwise")
    shown = [n for n, name in enumerate(head) if n < 2 or any(row.cells[n] for row in rows)]
    rows = [Row(tuple(row.cells[n] for n in shown)) for row in rows]
    label = wording.named(entry.label)
    return piece(
        "editions/number",
        entry=entry,
        label=label,
        value=piece("tables/number", entry=entry, short=entry.written()),
        inputs=marks.inputs(entry),
        definition=wording.named(entry.definition),
        table=Table(f"{label} by edition", [head[n] for n in shown], rows, (1,), searched=False).piece(),
        picture=sparklines.line(
            record.Path(tuple(points[-LINE:]), entry.unit, f"{label}, by edition", level=True)
        ),
    )
