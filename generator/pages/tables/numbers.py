"""Tables of recomputed numbers: all of them by group, and the options market as our own record has it."""

from __future__ import annotations

from dataclasses import replace

from generator import config, formats
from generator.metrics.record import Metric
from generator.pages import explorer, marks, wording
from generator.pages.table import Group, Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, piece, together

OPTIONS = {
    "option_volume": "Volume",
    "put_share": "Puts in that volume",
    "put_call_volume": "Puts to calls by volume",
    "put_call_oi": "Puts to calls by open interest",
    "open_interest": "Open interest",
    "open_interest_30d": "Open interest against its mean of thirty sessions",
}


HEAD = ("Number", "Value", "As of", "Made from")
SORTED = {0: "name", 1: "value", 2: "date"}
ORDERS = {
    "": "by group",
    "name": "A to Z",
    "-name": "Z to A",
    "value": "smallest first",
    "-value": "largest first",
    "date": "oldest first",
    "-date": "newest first",
}
UNITS = {"%": "percent", "pp": "percentage points", "x": "times", "bp": "basis points"}
FILES = {"prices": "{}", "rates": "FRED {}", "holdings": "holdings of {}", "fund": "history of {}"}


@table
def numbers(known: Known, prefix: str) -> Piece:
    """Every number with its definition, to be searched, filtered and sorted."""
    groups: dict[str, list[Row]] = {}
    for entry in known.results.numbers.values():
        groups.setdefault(entry.group, []).append(_row(entry, known, prefix))
    named = {explorer.slug(group): group.capitalize() for group in groups}
    heads = [
        Group(title, key, rows) for (key, title), rows in zip(named.items(), groups.values(), strict=True)
    ]
    entries = known.results.numbers.values()
    rows = [row for rows in groups.values() for row in rows]
    made_from = sorted({_file(path) for entry in entries for path in entry.inputs})
    days = sorted({entry.as_of for entry in entries}, reverse=True)
    # the page of each group has the same with its values by edition: there a search finds it
    listed = Table("Numbers", HEAD, heads, (1,), "stack numbers", searched=False, sorts=SORTED)
    return explorer.explorer(
        listed.piece(),
        ("number", "numbers"),
        explorer.facet("group", "Group", named, rows),
        [
            explorer.facet("unit", "Unit", {explorer.slug(u): u for u in map(_unit, entries)}, rows),
            explorer.facet("input", "Made from", {explorer.slug(name): name for name in made_from}, rows),
            explorer.facet(
                "date", "As of", {day.isoformat(): formats.day(day, short=True) for day in days}, rows
            ),
        ],
        ORDERS,
        "Search numbers: RSI, volatility, beta …",
        len(rows),
        way="",
    )


def _unit(entry: Metric) -> str:
    return UNITS.get(entry.unit, entry.unit)


def _file(path: str) -> str:
    """A file of the snapshot in a word or two."""
    kind, *rest = path.removesuffix(".csv").split("/")
    return FILES.get(kind, "{}").format(rest[0]) if rest else f"our record of the {kind}"


def _row(entry: Metric, known: Known, prefix: str) -> Row:
    files = list(dict.fromkeys(_file(path) for path in entry.inputs))
    # a number as a column has room for it
    short = (replace(entry, unit="pp_short") if entry.unit == "pp" else entry).written()
    link = marks.link(wording.named(entry.label), f"{prefix}numbers/{entry.group}/#{entry.key}")
    return Row(
        (
            piece("tables/named", link=link, entry=entry, definition=wording.named(entry.definition)),
            marks.noted(
                piece("tables/number", entry=entry, short=short),
                *([f"Not up to date: {entry.stale}."] if entry.stale else []),
            ),
            formats.day(entry.as_of, short=True),
            ", ".join(files) or formats.EN_DASH,
        ),
        entry.key,
        {
            "group": explorer.slug(entry.group),
            "unit": explorer.slug(_unit(entry)),
            "input": " ".join(map(explorer.slug, files)),
            "date": entry.as_of.isoformat(),
            "value": "" if isinstance(entry.value, str | None) else f"{entry.value:.6g}",
        },
    )


def options(known: Known, prefix: str) -> Piece:
    """What our own record of the options market holds; one sentence while it holds nothing."""
    entries = [known.results.numbers[key] for key in OPTIONS]
    reasons = {entry.missing for entry in entries}
    if len(reasons) == 1 and all(entry.value is None for entry in entries):
        return together("Our own record is still empty: ", *reasons, ".")
    rows = [
        Row((name, marks.number(entry, prefix)))
        for name, entry in zip(OPTIONS.values(), entries, strict=True)
    ]
    return Table("Options, our own record", ("Our own record, newest session", "Figure"), rows, (1,)).piece()


if not config.lacks("options", [config.OPTIONS]):
    table(options)
