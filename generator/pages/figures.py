"""A drawn chart on a page and its files: inline SVG, words, table, downloads, citation, and a page of its own.

How it looks stands in `templates/charts/`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator import config
from generator.charts import downloads
from generator.charts.codebook import ENDING
from generator.charts.downloads import BOX, SITE
from generator.charts.record import CITE, Figure
from generator.facts.record import Source
from generator.formats import MINUS
from generator.pages import marks
from generator.pages.citations import anchors
from generator.pages.source import Page
from generator.pages.table import Row, Table
from generator.pages.templating import Piece, piece, render, together, words_of

NONE = Piece()
PHONE, AROUND = 366, 320  # px: the width a phone gives a chart that stands alone, the height around its words
# letters that a line holds there, and px that it takes
HEAD, CAPTION = (32, 26), (52, 20)
NOTES = re.compile(r" (?=\(\d+\) |Source: )")
PICTURES = {".svg": "SVG", "-dark.svg": "SVG, dark", ".png": "PNG", "-dark.png": "PNG, dark"}


def html(
    figure: Figure,
    drawn: Mapping[str, str],
    sources: Mapping[int, Source],
    prefix: str,
    offered: Collection[str] = (),
    addressed: bool = True,
    headline: Piece = NONE,
) -> Piece:
    """The figure for a page whose way to the root is `prefix`; `drawn` maps a width's name to its SVG.

    `offered` are the files that the site has: a PNG is only linked where it stands. Its reference marks are `addressed`
    where the list of references leads back to them. `headline` says what it shows.
    """
    return piece(
        "charts/figure",
        figure=figure,
        headline=headline,
        drawings={name: Piece(drawing) for name, drawing in drawn.items()},
        caption=_caption(figure, sources, prefix, addressed),
        base=f"{prefix}charts/{figure.key}",
        live=downloads.offered(figure) and bool(figure.specs) and not figure.still,
        numbers=_numbers(figure),
        files=_files(figure, offered),
        site=SITE,
        words=figure.words,
        address=f"{config.site_url() or '…/'}charts/{figure.key}/",
        height=_height(drawn, words_of(headline) or figure.title, figure.caption),
    )


def plainly(
    figure: Figure, drawn: Mapping[str, str], sources: Mapping[int, Source], prefix: str, headline: Piece
) -> Piece:
    """The figure for a file of its own, from which nothing is fetched and in which nothing runs."""
    return piece(
        "editions/figure",
        figure=figure,
        headline=headline,
        drawings={name: Piece(drawing) for name, drawing in drawn.items()},
        caption=_caption(figure, sources, prefix, False),
        numbers=_numbers(figure),
    )


def page(
    figure: Figure,
    drawn: Mapping[str, str],
    sources: Mapping[int, Source],
    strip: Piece,
    offered: Collection[str] = (),
    headline: Piece = NONE,
    home: Page | None = None,
) -> dict[str, bytes]:
    """`charts/<key>/index.html`: the chart alone, for a permanent address and for a frame on another site.

    `home` is the page that it stands on, and is led to.
    """
    if figure.missing:
        return {}
    shown = html(figure, drawn, sources, "../../", offered, False, headline)
    title = home.title if home else ""
    text = render(
        "charts/page.html", figure=figure, shown=shown, strip=strip, site=SITE, home=home, title=title
    )
    return {f"charts/{figure.key}/index.html": f"{text}\n".encode()}


def _caption(figure: Figure, sources: Mapping[int, Source], prefix: str, addressed: bool) -> Piece:
    """Its words, with the reference marks in their places; numbered notes stand on lines of their own."""
    named = iter(anchors(downloads.cited(figure), f"chart-{figure.key}" if addressed else None))

    def marked(words: str) -> Piece:
        return together(
            *(
                marks.citation(int(part), sources, prefix, next(named)) if index % 2 else part
                for index, part in enumerate(CITE.split(words))
            )
        )

    return marks.lines(*map(marked, _lines(figure.caption)))


def _lines(caption: str) -> list[str]:
    return NOTES.split(caption) if "(1) " in caption else [caption]


def _numbers(figure: Figure) -> Piece:
    frame = figure.table
    if frame is None or figure.missing:
        return Piece()
    columns = [_column(list(frame[name])) for name in frame.columns]
    return Table(
        f"Numbers of: {figure.title}",
        [str(name) for name in frame.columns],
        [Row(cells) for cells in zip(*columns, strict=True)],
        [i for i, name in enumerate(frame.columns) if frame[name].dtype.kind in "fi"],
        kind="" if "Value" in frame.columns else "sortable",  # values of several units have no order
    ).piece()


def _height(drawn: Mapping[str, str], head: str, caption: str) -> int:
    """Of a frame that need not scroll on a phone: the narrow drawing's, and that of the words around it."""
    box = BOX.search(drawn.get("narrow", ""))
    picture = PHONE * float(box[2]) / float(box[1]) if box else 0
    told = [(head, HEAD), *((text, CAPTION) for text in _lines(caption))]
    words = sum(math.ceil(len(text) / line) * px for text, (line, px) in told)
    return int(round(picture + words + AROUND, -1))


def _files(figure: Figure, offered: Collection[str]) -> dict[str, str]:
    """What a reader may take along, by the ending of its name: pictures, numbers, the spec."""
    if figure.simulated:
        return {}
    files = dict(PICTURES)
    if downloads.offered(figure):
        files |= {} if figure.table is None else {".csv": "CSV", ENDING: "Codebook of the CSV"}
        files |= {".json": "Vega-Lite"} if figure.specs else {}
    return {
        end: name
        for end, name in files.items()
        if not end.endswith("png") or f"charts/{figure.key}{end}" in offered
    }


def _column(values: Sequence[Any]) -> list[str]:
    """A column's cells: its numbers with as many decimals as the longest of them, so that the points align."""
    shown = [f"{value:.10g}" for value in values if isinstance(value, float) and value == value]
    decimals = max((len(text.partition(".")[2]) for text in shown), default=0)
    return [_cell(value, decimals) for value in values]


def _cell(value: Any, decimals: int) -> str:
    if isinstance(value, float):
        return "–" if value != value else f"{value:,.{decimals}f}".replace("-", MINUS)
    return f"{value:,}".replace("-", MINUS) if isinstance(value, int) else str(value)
