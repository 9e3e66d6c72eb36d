"""Colours stand once, in generator/palette.toml; everything else names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import config, palette
from generator.charts import theme

ROLE = re.compile(r"--c-([\w-]*\w)")
LITERAL = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6})\b")
GENERATOR = config.ROOT / "generator"
SHOWING = [
    *sorted((config.ENGINE / "generator/site/assets").glob("*.css")),
    *sorted((GENERATOR / "pages" / "templates").rglob("*.*")),
    *sorted((config.ENGINE / "generator/site/theme").rglob("*.html")),
    *sorted((GENERATOR / "charts").rglob("*.py")),
]


def colours(text: str) -> list[str]:
    """Colours written out, those aside that a browser's own frame takes, which reads no stylesheet."""
    return LITERAL.findall(re.sub(r'<meta name="theme-color".*?>', "", text))


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.relative_to(config.ROOT).as_posix())
def test_what_shows_colours_names_them(path: Path) -> None:
    text = path.read_text("utf-8")
    known = set(palette.COLOURS)
    assert {name for name in ROLE.findall(text) if "{" not in name} <= known
    assert not colours(text)


def test_each_colour_has_a_light_and_a_dark_value_and_is_used() -> None:
    used = {name for path in SHOWING for name in ROLE.findall(path.read_text("utf-8"))}
    used |= {name for name, colour in palette.COLOURS.items() if colour.role in vars(theme).values()}
    assert used >= set(palette.COLOURS)
    assert all(LITERAL.fullmatch(value) for c in palette.COLOURS.values() for value in (c.light, c.dark))


def test_the_browsers_frame_has_the_papers_colours() -> None:
    told = re.findall(
        r'name="theme-color".*?content="(.*?)"',
        (config.ROOT / "generator/site/theme/main.html").read_text("utf-8"),
    )
    paper = palette.COLOURS["paper"]
    assert told == [paper.light, paper.dark]
