"""PNGs and social pictures: drawn once, kept by what they are drawn from, and saying themselves what they show."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from generator.charts import downloads, svg
from generator.charts.record import Figure
from generator.site import pictures

CHART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 690 200"><path d="M0,0l9,9" stroke="var(--c-fund,#1a5fb4)"/></svg>'
FIGURE = Figure(
    "ladder",
    "Levels & how far the close is from each of them",
    "Rings: as published. Source: bars, to 5 December 2025. [@26]",
    "",
    {},
    simulated=False,
)


def literal(high: int) -> str:
    return CHART.replace(' 200"', f' {high}"').replace("var(--c-fund,#1a5fb4)", "#1a5fb4")


def texts(picture: str) -> str:
    return " ".join(found.text or "" for found in ET.fromstring(picture).iter() if found.text)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "KEPT", tmp_path / "kept")
    return tmp_path / "kept"


def test_only_what_changed_is_drawn_again(kept: Path) -> None:
    first = {
        "charts/a.png": literal(200),
        "charts/b.png": literal(300),
    }
    assert pictures.standing(first) == {}
    assert pictures.draw(first) == (2, 0)
    assert pictures.draw(first) == (0, 2)
    standing = pictures.standing(first)
    assert set(standing) == set(first) and all(body.startswith(b"\x89PNG") for body in standing.values())
    changed = first | {"charts/b.png": literal(400)}
    assert pictures.draw(changed) == (1, 1)
    assert len(list(kept.glob("*.png"))) == 2, "what nobody wants is forgotten"
    assert set(pictures.standing(first)) == {"charts/a.png"}


def test_a_picture_that_leaves_the_page_says_what_it_shows() -> None:
    framed = downloads.framed(FIGURE, CHART)
    told = texts(framed)
    assert FIGURE.title in told and "Source: bars, to 5 December 2025." in told and downloads.SITE in told
    assert "[@" not in framed
    assert 'viewBox="0 0 690 200"' in downloads.bare(framed) and downloads.bare(framed).count("<svg") == 1
    dark = downloads.dark(framed)
    assert "var(" not in dark and "#6aaefc" in dark and "#10161f" in dark


def test_a_long_title_and_a_long_caption_are_wrapped_inside_the_picture() -> None:
    long = Figure("x", "Several words " * 12, "24,680.13 and 1,357.90; " * 20, "", {}, simulated=False)
    framed = ET.fromstring(downloads.framed(long, CHART))
    _, _, wide, tall = map(float, framed.attrib["viewBox"].split())
    for line in framed.findall("{*}text"):
        size = float(line.attrib["font-size"])
        assert float(line.attrib["y"]) <= tall - 4
        # the font's digits are 0.556 of its size wide, its small letters less on average
        assert float(line.attrib["x"]) + len(line.text or "") * size * 0.556 <= wide


def test_a_social_picture_has_title_number_chart_and_day() -> None:
    picture = pictures.social("Technical picture", date(2025, 12, 5), "RSI, 14 sessions", "58.4", CHART)
    told = texts(picture)
    for word in ("Technical picture", "5 December 2025", "58.4", "RSI, 14 sessions"):
        assert word in told
    assert "M0,0l9,9" in picture
    png = svg.png(picture, 1)
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    inner = re.search(r'<svg x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', picture)
    assert inner
    x, y, wide, high = map(int, inner.groups())
    assert x >= 0 and x + wide <= 1200 and y + high <= 630
