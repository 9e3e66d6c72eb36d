"""A drawn chart on a page and its files: inline SVG, words, table, downloads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from generator import marks, tables
from generator import svg
from generator.formats import MINUS, escape
from generator.model import Figure, Source

CITE = re.compile(r"\[@(\d+)\]")


def html(figure: Figure, drawn: Mapping[str, str], sources: Mapping[int, Source], prefix: str) -> str:
    """The figure for a page whose way to the root is `prefix`; `drawn` maps a width's name to its SVG.

    Out of the search index: axis labels are no text of the page.
    """
    head = f'<p class="chart-title"><a href="#chart-{figure.key}">{escape(figure.title)}</a></p>'
    if figure.missing:
        picture = f'<p class="lacks">This picture cannot be drawn: {escape(figure.missing)}.</p>'
    else:
        # one picture for a reader: the two widths are alternatives, the stylesheet shows one of them
        picture = "".join(
            f'<div class="pic {name}" role="img"{marks.attributes(aria_label=figure.alt)}>{_own_ids(drawing, figure.key, name)}</div>'
            for name, drawing in drawn.items()
        )
    caption = CITE.sub(lambda m: marks.citation(int(m[1]), sources, prefix), escape_caption(figure.caption))
    more = "" if figure.table is None or figure.missing else _more(figure, prefix)
    kind = " simulated" if figure.simulated else ""
    return (
        f'<figure class="chart{kind}" id="chart-{figure.key}" data-search-exclude>{head}{picture}'
        f"<figcaption>{caption}</figcaption>{more}</figure>"
    )


def escape_caption(caption: str) -> str:
    """Escaped but for its citations, which the page fills."""
    parts = CITE.split(caption)
    return "".join(escape(part) if i % 2 == 0 else f"[@{part}]" for i, part in enumerate(parts))


def _own_ids(drawing: str, key: str, size: str) -> str:
    # every picture counts its clip paths from 0; on one page they would share them
    return re.sub(r'(\bid="|url\(#)', rf"\g<1>{key}-{size}-", drawing)


def _more(figure: Figure, prefix: str) -> str:
    frame = figure.table
    numeric = [i for i, name in enumerate(frame.columns) if frame[name].dtype.kind in "fi"]
    rows = [("", [_cell(value) for value in row]) for row in frame.itertuples(index=False, name=None)]
    table = tables.html([escape(str(name)) for name in frame.columns], rows, f"Numbers of: {figure.title}", numeric)
    base = f"{prefix}charts/{figure.key}"
    return (
        f'<details class="more"><summary>Numbers and downloads</summary>{table}'
        f'<p class="downloads"><a href="{base}.svg" download>SVG</a> <a href="{base}.csv" download>CSV</a></p></details>'
    )


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if value != value else escape(f"{value:,.10g}".replace("-", MINUS))
    return escape(f"{value:,}".replace("-", MINUS) if isinstance(value, int) else str(value))


def files(figure: Figure, drawn: Mapping[str, str]) -> dict[str, bytes]:
    """`charts/<key>.{svg,json,csv}`; of a simulated picture only the SVG, which says so itself."""
    if figure.missing:
        return {}
    out = {f"charts/{figure.key}.svg": svg.literal(drawn["wide"]).encode()}
    if not figure.simulated:
        out[f"charts/{figure.key}.json"] = json.dumps(figure.specs["wide"], ensure_ascii=False, sort_keys=True).encode()
        if figure.table is not None:
            out[f"charts/{figure.key}.csv"] = figure.table.to_csv(index=False, lineterminator="\n").encode()
    return out
