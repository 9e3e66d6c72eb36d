"""What of a chart can be taken along: pictures that say themselves what they show and whose data it is, points, spec.

Inside a page the words stand around a picture; a picture that leaves the page carries them.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping

from generator import config
from generator.charts import codebook, interactive, svg, theme
from generator.charts.record import CITE, Figure
from generator.config import COLOURS
from generator.formats import escape

ROLE = re.compile(r"var\(--c-([\w-]+),\s*(#[0-9a-fA-F]{3,8})\)")
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SITE = config.ARTICLE.name
TITLE, SMALL, EDGE = 20, 12.5, 16  # px
WIDE = 0.56  # of a letter, in its own size: a digit of Liberation Sans, and more than its letters on average


def offered(figure: Figure) -> bool:
    """Whether the points of a picture may be taken: never those of simulated bars, nor what only a picture may show."""
    return not figure.simulated and not figure.missing and figure.terms != "picture"


def pictures(figure: Figure, drawn: Mapping[str, str]) -> dict[str, bytes]:
    """`charts/<key>.svg`, and the same on dark paper: they say themselves what they are."""
    if figure.missing:
        return {}
    picture = framed(figure, drawn["wide"])
    return {
        f"charts/{figure.key}.svg": svg.literal(picture).encode(),
        f"charts/{figure.key}-dark.svg": dark(picture).encode(),
    }


def points(figure: Figure, source: str) -> dict[str, bytes]:
    """`charts/<key>.{json,csv}`, where its points may be taken, and the CSV's codebook; `source` is whose data they are."""
    if not offered(figure):
        return {}
    base, out = f"charts/{figure.key}", {}
    for size, spec in figure.specs.items():
        name = f"{base}.json" if size == "wide" else f"{base}-{size}.json"
        lively = interactive.lively(spec)
        out[name] = json.dumps(lively, ensure_ascii=False, separators=(",", ":")).encode()
    if figure.table is not None:
        out[f"{base}.csv"] = figure.table.to_csv(index=False, lineterminator="\n").encode()
        out[f"{base}{codebook.ENDING}"] = codebook.written(figure, source)
    return out


def cited(figure: Figure) -> list[int]:
    """The references of a caption, in their order."""
    return [int(number) for number in CITE.findall(figure.caption)]


def framed(figure: Figure, drawing: str) -> str:
    """A drawing between its title and its caption, with the site's name; colours still variables."""
    box = BOX.search(drawing)
    if not box:
        raise ValueError("a drawing without a viewBox")
    wide, high = float(box[1]), float(box[2])
    room = wide - 2 * EDGE
    title = textwrap.wrap(figure.title, int(room / (TITLE * WIDE * 1.08)))
    under = textwrap.wrap(f"{figure.words} {SITE}.", int(room / (SMALL * WIDE)))
    top = EDGE + 26 * len(title) + 8
    foot = top + high + 10
    tall = foot + 17 * len(under) + EDGE
    inner = drawing.replace(
        "<svg ", f'<svg x="{EDGE}" y="{top:g}" width="{room:g}" height="{high * room / wide:g}" ', 1
    )
    lines = [_text(line, EDGE, EDGE + 18 + 26 * n, TITLE, theme.TEXT, 700) for n, line in enumerate(title)]
    lines += [_text(line, EDGE, foot + 8 + 17 * n, SMALL, theme.MUTED) for n, line in enumerate(under)]
    return (
        f'<svg xmlns="{svg.SVG}" viewBox="0 0 {wide:g} {tall:g}" font-family="{svg.FONT}">'
        f"{''.join(lines)}{inner}</svg>"
    )


def bare(picture: str) -> str:
    """The drawing that stands in a frame."""
    return picture[picture.index("<svg ", 1) : picture.rindex("</svg>")]


def _text(text: str, x: float, y: float, size: float, colour: str, weight: int = 400) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{bold}>{escape(text)}</text>'


def dark(drawing: str) -> str:
    """The same picture for use outside the site, in the literal colours of the dark palette."""
    literal = ROLE.sub(lambda m: COLOURS[m[1]].dark, drawing)
    return literal.replace(">", f' style="background:{COLOURS["paper"].dark}">', 1)
