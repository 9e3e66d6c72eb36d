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
    known = set(config.COLOURS)
    assert {name for name in ROLE.findall(text) if "{" not in name} <= known
    assert not colours(text)


def test_each_colour_has_a_light_and_a_dark_value_and_is_used() -> None:
    used = {name for path in SHOWING for name in ROLE.findall(path.read_text("utf-8"))}
    used |= {name for name, colour in config.COLOURS.items() if colour.role in vars(theme).values()}
    assert used >= set(config.COLOURS)
    assert all(LITERAL.fullmatch(value) for c in config.COLOURS.values() for value in (c.light, c.dark))


def test_the_browsers_frame_has_the_papers_colours() -> None:
    told = re.findall(
        r'name="theme-color".*?content="(.*?)"',
        (config.ROOT / "generator/site/theme/main.html").read_text("utf-8"),
    )
    paper = config.COLOURS["paper"]
    assert told == [paper.light, paper.dark]


def test_an_accent_colours_the_pages_and_the_charts() -> None:
    """In one place, light and dark; what is mixed of it follows, and the other colours stay."""
    own = palette.of(("#0b6b57", "#5fd0b4"))
    assert {name for name in own if own[name] != palette.ENGINE[name]} == set(palette.ACCENTED)
    assert own["link"].light == own["fund"].light == "#0b6b57" and own["fund"].dark == "#5fd0b4"
    assert "--c-link: light-dark(#0b6b57, #5fd0b4);" in palette.css(own)
    assert palette.contrast(own["band"].light, "#ffffff") < 1.3
    assert palette.of(()) == palette.ENGINE


def test_contrast_is_that_of_the_standard() -> None:
    """The ends of its scale, and the grey that is known as the lightest to be read on white."""
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert [colour for colour, _ in palette.faint(("#767676", "#0b6b57"))] == [
        "#767676",
        "#0b6b57",
    ]  # on the tint
    assert not palette.faint(("#0b6b57", "#5fd0b4"))
