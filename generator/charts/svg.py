"""Vega-Lite spec to a small SVG, in worker processes that know nothing of pandas.

vl-convert holds the interpreter while it draws, so pictures are drawn in processes of their own, started
before the numbers are computed: their half second of warming up costs nothing then.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.config import COLOURS

VEGA_LITE = "6.4"
SVG = "http://www.w3.org/2000/svg"
FONTS = Path(__file__).with_name("fonts")  # what is measured and rasterised with, whatever a machine has
# a browser has not the first: the others have the same breadths
FONT = "Living Article Sans, Liberation Sans, Arial, Helvetica, sans-serif"
KEPT = {
    "d", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity",
    "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r", "font-size",
    "font-weight", "font-style", "text-anchor", "stroke-linejoin", "clip-path", "id", "viewBox",
    "offset", "stop-color", "gradientUnits", "dy", "dominant-baseline",
}  # fmt: skip
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
VARIABLE = re.compile(r"var\(--[\w-]+,\s*(#[0-9a-fA-F]{3,8})\)")


def warm() -> None:
    """Start the drawing engine: the first picture costs half a second, whatever it shows."""
    os.environ["TZ"] = (
        "UTC"  # of this worker, whose engine has not begun: a date without a zone is a session anywhere
    )
    channels = {
        "x": {"field": "d", "type": "temporal"},
        "y": {"field": "v", "type": "quantitative", "axis": {"values": [1, 2]}},
        "text": {"field": "n", "type": "nominal"},
        "color": {"field": "n", "type": "nominal"},
    }
    rows = [{"d": f"2025-0{n}-01T00:00:00", "v": n, "n": str(n)} for n in (1, 2)]
    render(
        {
            "data": {"values": rows},
            "encoding": channels,
            "layer": [{"mark": mark} for mark in ("line", "area", "bar", "text", "circle", "rule")],
            "autosize": {"type": "fit-x", "contains": "padding"},
        }
    )


@cache
def _engine() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def render(spec: Mapping[str, Any]) -> str:
    """A small SVG of a Vega-Lite spec: colours still variables, no size but its viewBox."""
    drawn: str = _engine().vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    meta = spec.get("usermeta", {})
    return shrink(drawn, bool(meta.get("simulated")), int(meta.get("width", 0)), meta.get("name", ""))


def png(drawing: str, scale: float) -> bytes:
    """A raster of an SVG with literal colours."""
    raster: bytes = _engine().svg_to_png(drawing, scale=scale)
    return raster


def bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script that gives `window.vegaEmbed`."""
    script: str = _engine().javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return script


def literal(svg: str) -> str:
    """The same picture for use outside the site: literal colours on white, with its name space."""
    svg = VARIABLE.sub(r"\1", svg)
    return svg.replace(">", ' style="background:#fff">', 1)


def shrink(svg: str, simulated: bool = False, width: int = 0, name: str = "") -> str:
    """Drop what a picture with an alt text does not need; round to a tenth of a px; relative paths.

    A picture narrower than `width` px gets room on its right, so that all are scaled alike on a page. Its ids begin
    with its `name`: every picture counts its clip paths from 0, and on one page they would share them.
    """
    root = ET.fromstring(svg)  # noqa: S314  # our own drawing
    _prune(root, f"{name}-" if name else "")
    _, _, drawn, height = root.attrib["viewBox"].split()
    across = max(float(drawn), width)
    root.attrib = {
        "viewBox": f"0 0 {_short(across)} {height}",
        "font-family": FONT,
    }
    if simulated:
        _watermark(root, across, float(height))
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _prune(parent: ET.Element, own: str) -> None:
    for child in list(parent):
        tag = child.tag.rsplit("}", 1)[-1]
        attributes = {k: v for k, v in child.attrib.items() if k in KEPT}
        unseen = tag == "path" and (
            not attributes.get("d")
            or (
                child.get("class") == "background"
                and child.get("stroke") is None
                and child.get("fill") is None
            )
        )
        backdrop = tag == "rect" and child.get("fill") in ("white", "transparent")
        if unseen or backdrop or child.get("display") == "none" or child.get("opacity") == "0":
            parent.remove(child)
            continue
        child.attrib = {k: _value(k, v, own) for k, v in attributes.items() if (k, v) not in DEFAULTS}
        _prune(child, own)
        if tag == "g" and len(child) == 0:
            parent.remove(child)
        elif (
            tag == "g"
            and set(child.attrib) <= {"fill"}
            and parent.get("fill") == child.get("fill", parent.get("fill"))
        ):
            at = list(parent).index(child)
            parent.remove(child)
            for offset, grandchild in enumerate(list(child)):
                parent.insert(at + offset, grandchild)


DEFAULTS = {
    ("opacity", "1"),
    ("stroke-width", "1"),
    ("x2", "0"),
    ("y2", "0"),
    ("transform", "translate(0,0)"),
}


def _value(name: str, value: str, own: str) -> str:
    if name == "d":
        return relative(value)
    if name == "id":
        return own + value
    if value.startswith("url(#"):
        return value.replace("#", f"#{own}", 1)
    if name in ("transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"):
        return NUMBER.sub(lambda m: _short(float(m[0])), value)
    return value


def _short(number: float) -> str:
    text = f"{number:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def relative(path: str) -> str:
    """A path of absolute M and L commands, in relative tenths of a px; any other path only rounded."""
    if re.search(r"[^MLZ\d\s.,eE-]", path):
        return NUMBER.sub(lambda m: _short(float(m[0])), path)
    out: list[str] = []
    x = y = 0  # tenths, so that rounding does not add up along the line
    for command, body in re.findall(r"([MLZ])([^MLZ]*)", path):
        if command == "Z":
            out.append("z")
            continue
        numbers = [round(float(n) * 10) for n in NUMBER.findall(body)]
        for to_x, to_y in zip(numbers[::2], numbers[1::2], strict=True):
            if command == "M":
                out.append(f"M{_tenth(to_x)},{_tenth(to_y)}")
            elif (to_x, to_y) != (x, y):
                out.append(f"l{_tenth(to_x - x)},{_tenth(to_y - y)}")
            x, y = to_x, to_y
    return "".join(out).replace(",-", "-")


def _tenth(tenths: int) -> str:
    return _short(tenths / 10)


def _watermark(root: ET.Element, width: float, height: float) -> None:
    """“simulated data” across the picture itself, so that it says so wherever it is copied to."""
    mark = ET.SubElement(
        root,
        f"{{{SVG}}}text",
        {
            "transform": f"translate({_short(width / 2)},{_short(height / 2)}) rotate(-14)",
            "text-anchor": "middle",
            "font-size": _short(min(width / 11, 54)),
            "font-weight": "700",
            "fill": COLOURS["negative"].role,
            "opacity": "0.45",
        },
    )
    mark.text = "simulated data"
