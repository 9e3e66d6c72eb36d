"""Rasters of our own charts, and social pictures made from them: kept by the hash of what they are drawn from.

A step of its own (`invoke pictures`): a plain build only offers the ones that stand in build/kept/pictures.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator import config, disk, formats
from generator.charts import downloads, svg
from generator.config import COLOURS
from generator.ledger.record import Results
from generator.pages.source import Page

END = b"IEND\xaeB`\x82"  # the last chunk of every PNG
KEPT = config.BUILD / "kept" / "pictures"
INK, SOFT, PAPER, BLUE = (COLOURS[name].light for name in ("text", "soft", "paper", "fund"))
CHART, NUMBER = "range_52w", "close"  # of a page that shows none


def _kept(drawing: str) -> Path:
    return KEPT / f"{hashlib.sha256(drawing.encode()).hexdigest()[:24]}.png"


def wanted(files: Mapping[str, bytes], narrative: Sequence[Page], results: Results) -> dict[str, str]:
    """Path below the site -> SVG, for every picture of `files` that can be offered as a PNG."""
    out = {}
    for name, body in files.items():
        if name.startswith("charts/") and name.endswith(".svg") and _offered(name, files):
            out[name.replace(".svg", ".png")] = _solid(body.decode())
    numbers = results.numbers
    for page in narrative:
        charts = [slot.value for slot in page.slots if slot.kind == "chart"]
        chart = next((key for key in [*charts, CHART] if _offered(f"charts/{key}.svg", files)), "")
        named = [slot.value for slot in page.slots if slot.kind == "now"]
        number = next(
            (numbers[key] for key in [*named, NUMBER] if key in numbers and numbers[key].value is not None),
            None,
        )
        if chart and number:
            drawing = downloads.bare(files[f"charts/{chart}.svg"].decode())
            out[f"assets/social/{page.stem}.png"] = social(
                page.title, results.as_of, number.label, number.written(), drawing
            )
    return out


def _offered(drawing: str, files: Mapping[str, bytes]) -> bool:
    """Whether the numbers of a drawing stand beside it: those of simulated bars never do."""
    base = drawing.removesuffix(".svg").removesuffix("-dark")
    return any(f"{base}{end}" in files for end in (".json", ".csv"))


def _solid(drawing: str) -> str:
    """The background as a shape: a rasteriser knows no stylesheet."""
    colour = re.search(r'style="background:(#[0-9a-fA-F]+)"', drawing)
    return (
        drawing.replace(">", f'><rect width="100%" height="100%" fill="{colour[1]}"/>', 1)
        if colour
        else drawing
    )


def standing(drawings: Mapping[str, str]) -> dict[str, bytes]:
    """The pictures that were drawn before and are still true."""
    if not KEPT.is_dir():
        return {}
    return {name: path.read_bytes() for name, drawing in drawings.items() if _whole(path := _kept(drawing))}


def _whole(path: Path) -> bool:
    """Whether a picture stands and has its end: a damaged one is drawn again."""
    return path.is_file() and path.read_bytes().endswith(END)


def draw(drawings: Mapping[str, str]) -> tuple[int, int]:
    """Draw what does not stand yet and forget what nobody wants any more; (drawn, kept)."""
    KEPT.mkdir(parents=True, exist_ok=True)
    named = {_kept(drawing): (name, drawing) for name, drawing in drawings.items()}
    for stale in set(KEPT.glob("*.png")) - set(named):
        stale.unlink()
    missing = [path for path in named if not _whole(path)]
    for path in missing:
        name, drawing = named[path]
        disk.write(path, svg.png(drawing, 1 if name.startswith("assets/social/") else 2))
    return len(missing), len(named) - len(missing)


def social(title: str, as_of: date, label: str, number: str, chart: str) -> str:
    """1200 × 630: the page's title, one number with its name, one chart, the day."""
    lines = _wrap(title, 44)
    box = downloads.BOX.search(chart)
    wide, high = (float(box[1]), float(box[2])) if box else (690.0, 320.0)
    top = 150 + 54 * len(lines)
    scale = min(1080 / wide, (606 - top) / high)
    inner = re.sub(
        "<svg [^>]*?(?=viewBox)",
        f'<svg x="{60 + (1080 - wide * scale) / 2:.0f}" y="{top}" width="{wide * scale:.0f}" height="{high * scale:.0f}" ',
        chart,
        count=1,
    )
    words = "".join(
        f'<text x="60" y="{122 + 54 * n}" font-size="46" font-weight="700" fill="{INK}">{formats.escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    told = (
        f'<text x="60" y="{top - 26}" font-size="30" fill="{SOFT}"><tspan font-weight="700" fill="{BLUE}">{formats.escape(number)}</tspan>'
        f'<tspan dx="14">{formats.escape(label)}</tspan></text>'
    )
    return (
        f'<svg xmlns="{svg.SVG}" viewBox="0 0 1200 630" width="1200" height="630" font-family="{svg.FONT}">'
        f'<rect width="1200" height="630" fill="{PAPER}"/><rect width="1200" height="10" fill="{BLUE}"/>'
        f'<text x="60" y="66" font-size="26" fill="{SOFT}">{formats.escape(config.ARTICLE.name)} · data to {formats.day(as_of)}</text>{words}{told}{inner}</svg>'
    )


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]
