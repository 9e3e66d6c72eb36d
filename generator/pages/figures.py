"""A drawn chart on a page and its files: inline SVG, words, table, downloads, citation, and a page of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator.charts import downloads
from generator.charts.downloads import BOX, CITE, SITE
from generator.charts.record import Figure
from generator.facts.record import Source
from generator.formats import MINUS, escape
from generator.pages import frontmatter, marks
from generator.pages.tables import registry as tables_registry

PHONE, AROUND = 366, 400  # px: the width a phone gives a chart that stands alone, the height of its words


def html(
    figure: Figure,
    drawn: Mapping[str, str],
    sources: Mapping[int, Source],
    prefix: str,
    offered: Collection[str] = (),
) -> str:
    """The figure for a page whose way to the root is `prefix`; `drawn` maps a width's name to its SVG.

    `offered` are the files that the site has: a PNG is only linked where it stands.
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
    live = marks.attributes(data_live=f"{prefix}charts/{figure.key}") if downloads.offered(figure) else ""
    button = (
        '<button type="button" class="live" aria-pressed="false">Make it interactive</button>' if live else ""
    )
    more = (
        ""
        if figure.missing
        else f'<div class="tools">{button}{_numbers(figure)}{_take(figure, drawn, prefix, offered)}</div>'
    )
    kind = " simulated" if figure.simulated else ""
    return (
        f'<figure class="chart{kind}" id="chart-{figure.key}"{live} data-search-exclude>{head}{picture}'
        f"<figcaption>{caption}{more}</figcaption></figure>"
    )


def escape_caption(caption: str) -> str:
    """Escaped but for its citations, which the page fills."""
    parts = CITE.split(caption)
    return "".join(escape(part) if i % 2 == 0 else f"[@{part}]" for i, part in enumerate(parts))


def _own_ids(drawing: str, key: str, size: str) -> str:
    # every picture counts its clip paths from 0; on one page they would share them
    return re.sub(r'(\bid="|url\(#)', rf"\g<1>{key}-{size}-", drawing)


def _numbers(figure: Figure) -> str:
    frame = figure.table
    if frame is None:
        return ""
    numeric = [i for i, name in enumerate(frame.columns) if frame[name].dtype.kind in "fi"]
    columns = [_column(list(frame[name])) for name in frame.columns]
    table = tables_registry.html(
        [escape(str(name)) for name in frame.columns],
        [("", cells) for cells in zip(*columns, strict=True)],
        f"Numbers of: {figure.title}",
        numeric,
        kind="" if "Value" in frame.columns else "sortable",  # values of several units have no order
    )
    return f'<details class="more"><summary>Numbers</summary>{table}</details>'


def _height(drawn: Mapping[str, str]) -> int:
    """Of a frame that need not scroll on a phone: the narrow drawing's, and that of the words around it."""
    box = BOX.search(drawn.get("narrow", ""))
    return int(round(PHONE * float(box[2]) / float(box[1]) + AROUND, -1)) if box else AROUND


def _take(figure: Figure, drawn: Mapping[str, str], prefix: str, offered: Collection[str]) -> str:
    """What a reader may take along: pictures, numbers, the address, a citation."""
    base = f"{prefix}charts/{figure.key}"
    links = []
    if not figure.simulated:
        names = [(".svg", "SVG"), ("-dark.svg", "SVG, dark"), (".png", "PNG"), ("-dark.png", "PNG, dark")]
        if figure.table is not None:
            names.append((".csv", "CSV"))
        names.append((".json", "Vega-Lite"))
        links = [
            f'<a href="{base}{end}" download>{name}</a>'
            for end, name in names
            if not end.endswith("png") or f"charts/{figure.key}{end}" in offered
        ]
    cite = f"“{figure.title}”, {SITE}. {downloads.words(figure)}"
    frame = f'<iframe src="{frontmatter.site_url() or "…/"}charts/{figure.key}/" width="100%" height="{_height(drawn)}" title="{figure.title}"></iframe>'
    took = f'<p class="downloads">{" ".join(links)}</p>' if links else ""
    return (
        f'<details class="more"><summary>{"Download, cite, embed" if links else "Cite, embed"}</summary>{took}'
        f'<p>Cite this chart: {escape(cite)} <a class="permalink" href="{base}/">Permanent address</a></p>'
        f'<p>Embed: <code class="frame">{escape(frame)}</code></p></details>'
    )


def _column(values: Sequence[Any]) -> list[str]:
    """A column's cells: its numbers with as many decimals as the longest of them, so that the points align."""
    shown = [f"{value:.10g}" for value in values if isinstance(value, float) and value == value]
    decimals = max((len(text.partition(".")[2]) for text in shown), default=0)
    return [_cell(value, decimals) for value in values]


def _cell(value: Any, decimals: int) -> str:
    if isinstance(value, float):
        return "–" if value != value else escape(f"{value:,.{decimals}f}".replace("-", MINUS))
    return escape(f"{value:,}".replace("-", MINUS) if isinstance(value, int) else str(value))


def page(
    figure: Figure,
    drawn: Mapping[str, str],
    sources: Mapping[int, Source],
    strip: str,
    offered: Collection[str] = (),
) -> dict[str, bytes]:
    """`charts/<key>/index.html`: the chart alone, for a permanent address and for a frame on another site."""
    if figure.missing:
        return {}
    title = escape(f"{figure.title} · {SITE}")
    text = (
        f'<!doctype html><html lang="en" class="no-js embed"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="description"{marks.attributes(content=figure.alt or figure.title)}>'
        f'<link rel="icon" href="../../assets/favicon.svg"><link rel="stylesheet" href="../../assets/site.css">'
        f'<script src="../../assets/boot.js"></script><script src="../../assets/site.js" defer></script>'
        f'<script src="../../assets/freshness.js" defer></script></head>'
        f'<body data-md-color-scheme="default"><main class="md-typeset"><h1 class="sr">{escape(figure.title)}</h1>'
        f"{html(figure, drawn, sources, '../../', offered)}{strip}"
        f'<p class="home">From <a href="../../" target="_top">{SITE}</a></p></main></body></html>\n'
    )
    return {f"charts/{figure.key}/index.html": text.encode()}
