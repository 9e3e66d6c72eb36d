"""A drawn chart as an edition keeps it: its drawings at both widths, its words and the table of its disclosure; and back.

A drawing of an edition stands in pages as it is: nothing but the shapes, texts and colours of our own drawings passes.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from generator.charts import svg, terms
from generator.charts.record import Figure
from generator.charts.registry import Entry
from generator.errors import EditionError, Missing, Problem
from generator.ledger.plain import Misfit, made, plain
from generator.ledger.sealed import MEND, shown

FOLDER = "pictures"
TAGS = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath", "linearGradient", "stop", "title"}  # fmt: skip
ATTRIBUTES = svg.KEPT | {"font-family", "stop-opacity", "fill-rule"}
KINDS = {"f": float, "i": int, "s": str}
CHANGED = "the edition of {since} has this picture as it was declared then; the next one has it as it is declared now"


@dataclass(frozen=True)
class _Words:
    caption: str
    alt: str
    terms: str
    still: bool
    missing: str


def files(chart: Entry, figure: Figure, drawn: Mapping[str, str]) -> dict[str, bytes]:
    """`pictures/<key>.json` and a drawing for each width, by path within the edition."""
    record = {
        **{
            name: plain(getattr(figure, name))
            for name in ("key", "title", "caption", "alt", "terms", "still", "missing")
        },
        "declared": declared(chart),
        "table": _table(figure.table),
    }
    base = f"{FOLDER}/{figure.key}"
    out = {f"{base}.json": (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()}
    return out | {f"{base}-{width}.svg": f"{drawing}\n".encode() for width, drawing in drawn.items()}


def declared(chart: Entry) -> Any:
    """What of a declaration decides what is drawn; a title and words of an editor's own do not."""
    function: Any = chart.function
    return {"form": function.func.__name__, "args": plain(function.keywords)}


def read(folder: Path, chart: Entry, day: Any) -> tuple[Figure, dict[str, str]]:
    """A chart of an edition, with its drawings by width; what it lacks where the edition has none, or one of another declaration."""
    path = folder / FOLDER / f"{chart.key}.json"
    if not path.is_file():
        return _without(chart, Missing("the edition of {since} does not have this picture", since=day)), {}
    try:
        record = json.loads(path.read_bytes().decode())
        if record["declared"] != declared(chart):
            return _without(chart, Missing(CHANGED, since=day)), {}
        words = made(_Words, {name: record[name] for name in (f.name for f in fields(_Words))})
        kept = min(words.terms, terms.of(chart.owners), key=terms.STRICTEST_FIRST.index)
        table = None if kept == "picture" or record["table"] is None else _frame(record["table"])
        drawn = {}
        for width in ("wide", "narrow") if not words.missing else ():
            path = path.with_name(f"{chart.key}-{width}.svg")
            drawn[width] = _sound(path.read_bytes().decode().rstrip("\n"))
    except (OSError, ValueError, KeyError, TypeError, ET.ParseError) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise EditionError(
            Problem(shown(path), 0, 0, f"this picture cannot be read ({told}).", MEND)
        ) from None
    return Figure(
        chart.key, chart.title, words.caption, words.alt, {}, False, table, kept, words.still, words.missing
    ), drawn  # fmt: skip


def _without(chart: Entry, why: Missing) -> Figure:
    return Figure(chart.key, chart.title, "", "", {}, False, missing=why)


def _table(frame: pd.DataFrame | None) -> dict[str, Any] | None:
    if frame is None:
        return None
    kinds = [dtype.kind if (dtype := frame[name].dtype).kind in "fi" else "s" for name in frame.columns]
    rows = [
        [None if value != value else KINDS[kind](value) for kind, value in zip(kinds, row, strict=True)]
        for row in frame.itertuples(index=False)
    ]
    return {"columns": [str(name) for name in frame.columns], "kinds": kinds, "rows": rows}


def _frame(table: Mapping[str, Any]) -> pd.DataFrame:
    columns = list(zip(*table["rows"], strict=True)) or [()] * len(table["columns"])
    return pd.DataFrame(
        {
            name: pd.Series(
                [_cell(value, KINDS[kind]) for value in column], dtype={"f": float, "i": int}.get(kind)
            )
            for name, kind, column in zip(table["columns"], table["kinds"], columns, strict=True)
        }
    )


def _cell(value: Any, kind: type) -> Any:
    if value is None:
        return float("nan")
    if kind is str and not isinstance(value, str):
        raise Misfit(f"{value!r} is no text")
    return kind(value)


def _sound(drawing: str) -> str:
    """The drawing, of shapes, texts and colours alone; Misfit with what it has no room for."""
    if "<!" in drawing or "<?" in drawing:
        raise Misfit("it holds a declaration")
    for element in ET.fromstring(drawing).iter():  # noqa: S314  # without declarations there are no entities
        tag = element.tag.removeprefix(f"{{{svg.SVG}}}")
        if tag not in TAGS:
            raise Misfit(f"<{tag}> has no place in it")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES or ("url(" in value and not value.startswith("url(#")):
                raise Misfit(f"{name}={value[:30]!r} has no place in it")
    return drawing
