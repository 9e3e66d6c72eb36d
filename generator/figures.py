"""A drawn chart on a page and its files: inline SVG, words, table, downloads, citation, and a page of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from generator import downloads, marks, tables
from generator.downloads import CITE, SITE
from generator.formats import MINUS, escape
from generator.model import Figure, Source


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
        else f'<div class="tools">{button}{_numbers(figure)}{_take(figure, prefix, offered)}</div>'
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
    rows = [("", [_cell(value) for value in row]) for row in frame.itertuples(index=False, name=None)]
    table = tables.html(
        [escape(str(name)) for name in frame.columns], rows, f"Numbers of: {figure.title}", numeric
    )
    return f'<details class="more"><summary>Numbers</summary>{table}</details>'


def _take(figure: Figure, prefix: str, offered: Collection[str]) -> str:
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
    frame = f'<iframe src="…/charts/{figure.key}/" width="100%" height="520" title="{figure.title}"></iframe>'
    took = f'<p class="downloads">{" ".join(links)}</p>' if links else ""
    return (
        f'<details class="more"><summary>{"Download, cite, embed" if links else "Cite, embed"}</summary>{took}'
        f'<p>Cite this chart: {escape(cite)} <a class="permalink" href="{base}/">Permanent address</a></p>'
        f"<p>Embed: <code>{escape(frame)}</code></p></details>"
    )


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if value != value else escape(f"{value:,.10g}".replace("-", MINUS))
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
        f'<script src="../../assets/boot.js"></script><script src="../../assets/site.js" defer></script></head>'
        f'<body data-md-color-scheme="default"><main class="md-typeset"><h1 class="sr">{escape(figure.title)}</h1>'
        f"{html(figure, drawn, sources, '../../', offered)}{strip}"
        f'<p class="home">From <a href="../../" target="_top">{SITE}</a></p></main></body></html>\n'
    )
    return {f"charts/{figure.key}/index.html": text.encode()}
