"""Tables of recomputed numbers: all of them by group, and the options market as our own record has it."""

from __future__ import annotations

from dataclasses import replace

from generator import config, formats
from generator.metrics.record import Metric
from generator.pages import marks, wording
from generator.pages.table import Row, Table
from generator.pages.tables.compared import dated
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, piece, together, under

OPTIONS = {
    "option_volume": "Volume",
    "put_share": "Puts in that volume",
    "put_call_volume": "Puts to calls by volume",
    "put_call_oi": "Puts to calls by open interest",
    "open_interest": "Open interest",
    "open_interest_30d": "Open interest against its mean of thirty sessions",
}


@table
def numbers(known: Known, prefix: str) -> Piece:
    """Every number with its definition and its source."""
    groups: dict[str, list[Row]] = {}
    for entry in known.results.numbers.values():
        groups.setdefault(entry.group, []).append(_row(entry, known, prefix))
    head = ("Number", f"As of {formats.day(known.results.as_of, short=True)}", "Definition and source")
    parts = [
        under(group.capitalize(), Table(group, head, rows, (1,), "stack").piece())
        for group, rows in groups.items()
    ]
    return together(*parts, between="\n\n")


def _row(entry: Metric, known: Known, prefix: str) -> Row:
    label, definition, used = (
        wording.named(entry.label),
        wording.named(entry.definition),
        marks.inputs(entry),
    )
    # a number as a column has room for it
    short = (replace(entry, unit="pp_short") if entry.unit == "pp" else entry).written()
    source = f"{entry.source}. Inputs: {used}." if used else f"{entry.source}."
    late = f"Not up to date: {entry.stale}." if entry.stale else ""
    bare = piece("tables/number", entry=entry, short=short)
    return Row(
        (
            marks.lines(
                marks.link(label, f"{prefix}numbers/{entry.group}/#{entry.key}"), marks.code(entry.key)
            ),
            marks.noted(bare, *dated(entry, known.results.as_of)),
            piece("tables/definition", definition=definition, source=source, late=late),
        ),
        entry.key,
    )


def options(known: Known, prefix: str) -> Piece:
    """What our own record of the options market holds; one sentence while it holds nothing."""
    entries = [known.results.numbers[key] for key in OPTIONS]
    reasons = {entry.missing for entry in entries}
    if len(reasons) == 1 and all(entry.value is None for entry in entries):
        return together("Our own record has no figure to show: ", *reasons, ".")
    rows = [
        Row((name, marks.number(entry, prefix)))
        for name, entry in zip(OPTIONS.values(), entries, strict=True)
    ]
    return Table("Options, our own record", ("Our own record, newest session", "Figure"), rows, (1,)).piece()


if not config.lacks("options", [config.OPTIONS]):
    table(options)
