"""Small pictures: sampling and shrinking change nothing that an eye can see."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import config
from generator.charts import svg
from generator.charts.series import long, m4, month_ends, rows

POINT = st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000))
NUMBER = r"-?\d*\.?\d+"


def absolute(path: str) -> list[tuple[float, float]]:
    """The points of a path of M, l and z, added up as a browser does."""
    out: list[tuple[float, float]] = []
    x = y = 0.0
    for command, body in re.findall(r"([Mlz])([^Mlz]*)", path):
        if command == "z":
            continue
        across, down = (float(n) for n in re.findall(NUMBER, body))
        x, y = (across, down) if command == "M" else (x + across, y + down)
        out.append((x, y))
    return out


def draw(points: list[tuple[float, float]]) -> str:
    return "".join(f"{'L' if n else 'M'}{x:.6f},{y:.6f}" for n, (x, y) in enumerate(points))


@given(st.lists(POINT, min_size=1, max_size=300))
def test_relative_paths_meet_the_absolute_points(points: list[tuple[float, float]]) -> None:
    """No point is more than a tenth of a px off, however long the line: rounding does not add up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    kept = [p for n, p in enumerate(points) if n == 0 or tenths[n] != tenths[n - 1]]
    found = absolute(svg.relative(draw(points)))
    assert len(found) == len(kept)
    for (x, y), (to_x, to_y) in zip(kept, found, strict=True):
        assert abs(x - to_x) <= 0.1
        assert abs(y - to_y) <= 0.1


def test_relative_paths_of_several_parts() -> None:
    """A gap starts anew with an absolute M; Z closes; 0.04 px is no move."""
    assert svg.relative("M0,0L10,5L10.04,5ZM3,3L2.5,3") == "M0,0l10,5zM3,3l-0.5,0"


def test_curves_are_rounded_and_nothing_else() -> None:
    assert svg.relative("M1.234,5.678A3.33,3.33,0,1,1,2.04,6") == "M1.2,5.7A3.3,3.3,0,1,1,2,6"


PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">
<rect width="100" height="50" fill="transparent"></rect>
<g fill="none" stroke-miterlimit="10"
 transform="translate(5,5)"><g class="mark-line role-mark" role="img"
 aria-label="line"><path d="M0,0L10.55,20.55L30,4" stroke="var(--c-fund,#1a5fb4)"
 stroke-width="1.8"></path></g>
<g class="mark-text"><text text-anchor="start" transform="translate(3.14159,9.99)" font-family="X"
 font-size="12px" fill="var(--c-text,#1f2937)">now &lt; then</text></g>
<g class="empty"><g></g></g><path class="background" d="M0,0h10v10h-10Z"></path></g></svg>"""


def test_shrink_keeps_what_is_seen() -> None:
    small = svg.shrink(PICTURE)
    root = ET.fromstring(small)
    assert root.attrib["viewBox"] == "0 0 100 50"
    assert len(small) < len(PICTURE) * 0.8
    line = root.find(f".//{{{svg.SVG}}}path")
    text = root.find(f".//{{{svg.SVG}}}text")
    assert line is not None
    assert text is not None
    assert np.array(absolute(line.attrib["d"])) == pytest.approx(
        np.array([(0, 0), (10.6, 20.6), (30, 4)]), abs=0.1
    )
    assert (line.attrib["stroke"], line.attrib["stroke-width"]) == ("var(--c-fund,#1a5fb4)", "1.8")
    assert (text.text, text.attrib["transform"]) == ("now < then", "translate(3.1,10)")
    assert float(text.attrib["font-size"].removesuffix("px")) == 12
    for gone in ("background", "aria-label", "role", "class", "transparent"):
        assert gone not in small


def test_shrink_is_done_once() -> None:
    once = svg.shrink(PICTURE)
    assert "translate(5,5)" in once
    assert svg.shrink(PICTURE) == once


def test_narrow_picture_gets_room_on_its_right() -> None:
    assert 'viewBox="0 0 304 50"' in svg.shrink(PICTURE, width=304)
    assert 'viewBox="0 0 100 50"' in svg.shrink(PICTURE, width=90)


def test_simulated_says_so_across_itself() -> None:
    assert "simulated data</text>" in svg.shrink(PICTURE, simulated=True)
    assert "simulated" not in svg.shrink(PICTURE)


def test_literal_colours_for_downloads() -> None:
    outside = svg.literal(svg.shrink(PICTURE))
    assert "var(" not in outside
    assert 'stroke="#1a5fb4"' in outside
    assert 'xmlns="http://www.w3.org/2000/svg"' in outside


def table(font: bytes, tag: bytes) -> bytes:
    """A table of a TrueType font."""
    for n in range(int.from_bytes(font[4:6])):
        entry = font[12 + 16 * n : 28 + 16 * n]
        if entry[:4] == tag:
            at, size = int.from_bytes(entry[8:12]), int.from_bytes(entry[12:])
            return font[at : at + size]
    raise KeyError(tag)


def letters(font: bytes) -> set[int]:
    """Code points that a font has, by the spans of its character map of format 4."""
    cmap = table(font, b"cmap")
    starts = [int.from_bytes(cmap[8 + 8 * n : 12 + 8 * n]) for n in range(int.from_bytes(cmap[2:4]))]
    at = next(start for start in starts if cmap[start : start + 2] == b"\0\4")
    count = int.from_bytes(cmap[at + 6 : at + 8])
    ends, begins = cmap[at + 14 : at + 14 + count], cmap[at + 16 + count : at + 16 + 2 * count]
    pairs = [[int.from_bytes(t[n : n + 2]) for t in (begins, ends)] for n in range(0, count, 2)]
    return {point for first, last in pairs for point in range(first, last + 1)}


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_carried_font_has_the_name_and_the_letters_of_pictures(weight: str) -> None:
    """A letter that it had not would come from whatever the machine has, and pictures would differ between two."""
    font = (svg.FONTS / f"LivingArticleSans-{weight}.ttf").read_bytes()
    assert svg.FONT.split(",")[0].encode("utf-16-be") in table(font, b"name")
    texts = [path.read_text("utf-8") for top in ("docs", "facts", "generator/charts") for path in _texts(top)]
    wanted = {ord(c) for c in "".join(texts) if c.isalnum() or c in "\u202f\u00a0\u2212–—‘’“”×·…%€$"}
    assert not {chr(point) for point in wanted - letters(font)}


def _texts(top: str) -> list[Path]:
    return [p for p in (config.ROOT / top).rglob("*") if p.suffix in (".md", ".toml", ".py")]


def walk(steps: list[float]) -> pd.Series:
    days = pd.date_range("2000-01-03", periods=len(steps), freq="B")
    return pd.Series(np.cumsum(steps), days)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=600), st.integers(1, 60))
def test_m4_keeps_ends_and_extremes(steps: list[float], columns: int) -> None:
    line = walk(steps)
    kept = m4(line, columns)
    assert len(kept) <= max(4 * columns, 1)
    assert kept.index.is_monotonic_increasing
    assert kept.index.is_unique
    pd.testing.assert_series_equal(kept, line[kept.index], check_freq=False)
    assert (kept.iloc[0], kept.iloc[-1]) == (line.iloc[0], line.iloc[-1])
    assert (kept.min(), kept.max()) == (line.min(), line.max())


def test_m4_keeps_the_extremes_of_every_column() -> None:
    """Ten days in two columns of five: first, last, lowest and highest of each, by hand."""
    line = pd.Series([3.0, 9, 5, 1, 4, 6, 6, 2, 8, 7], pd.date_range("2025-01-01", periods=10))
    assert m4(line, 2).tolist() == [3, 9, 1, 4, 6, 2, 8, 7]


def test_rows_are_json() -> None:
    frame = pd.DataFrame({"date": [pd.Timestamp("2025-12-05")], "value": [np.nan], "name": ["a"]})
    assert rows(frame) == [{"date": "2025-12-05T00:00:00", "value": None, "name": "a"}]


def test_long_has_a_row_a_point() -> None:
    line = walk([1.0, 2.0, 3.0])
    frame = long({"a": line, "b": line}, 100, {"a": "red", "b": "blue"})
    assert frame["value"].tolist() == [1, 3, 6, 1, 3, 6]
    assert frame["colour"].tolist() == ["red"] * 3 + ["blue"] * 3


def test_month_ends_take_each_months_last_session() -> None:
    """A month that is not over stands with its last session so far; newest first."""
    days = pd.DatetimeIndex(["2025-10-30", "2025-10-31", "2025-11-28", "2025-12-05"])
    table = month_ends({"x": pd.Series([1.0, 2.0, 3.0, 4.0], days)})
    assert table.to_dict("list") == {"Date": ["2025-12-05", "2025-11-28", "2025-10-31"], "x": [4.0, 3.0, 2.0]}
