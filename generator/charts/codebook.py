"""What stands in a chart's CSV, beside it: each column, its unit, whose data, and what was left out and why.

The W3C's metadata for tables ("CSV on the Web"), which lies where its readers look for it: `<name>.csv-metadata.json`.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from generator.charts.record import Figure

CONTEXT = "http://www.w3.org/ns/csvw"
ENDING = ".csv-metadata.json"
KINDS = {"f": "number", "i": "integer", "M": "date"}
WEEK, MONTH = 7, 28  # days, of which two rows of dates are at least apart
ROUNDED = (
    "Values are rounded to about a thousandth of the picture's axis: the terms of those whose series it draws let what is "
    "derived from a series be shown, and not the series be passed on."
)
MONTHLY = "Of each month the last session stands; the days between are in the picture alone."
WEEKLY = "Of each week the last session stands."
WHOLE = "Nothing is left out: the table holds what the picture draws."


def written(figure: Figure, source: str) -> bytes:
    """The metadata of a figure's table; `source` names whose data it was made from."""
    frame: pd.DataFrame = figure.table
    words = {
        "@context": [CONTEXT, {"@language": "en"}],
        "url": f"{figure.key}.csv",
        "dc:title": figure.title,
        "dc:source": source,
        "dc:description": figure.words,
        "rdfs:comment": _left_out(figure, frame),
        "tableSchema": {"columns": [_column(str(name), frame[name]) for name in frame.columns]},
    }
    return (json.dumps(words, ensure_ascii=False, indent=1) + "\n").encode()


def _column(name: str, cells: pd.Series) -> dict[str, Any]:
    """A column's heading, its kind, and the unit that the heading ends in."""
    what, _, unit = name.rpartition(", ")
    kind = "date" if name == "Date" else KINDS.get(cells.dtype.kind, "string")
    told = {"titles": name, "datatype": kind, "dc:description": what or name}
    return {**told, "schema:unitText": unit} if what else told


def _left_out(figure: Figure, frame: pd.DataFrame) -> list[str]:
    days = pd.to_datetime(frame["Date"]).diff().abs().dt.days.median() if "Date" in frame else 0
    rows = MONTHLY if days >= MONTH else WEEKLY if days >= WEEK else ""
    return [said for said in (ROUNDED if figure.terms == "points" else "", rows) if said] or [WHOLE]
