"""The small pictures of the ledger and the scoreboard."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from generator.ledger.record import Path
from generator.pages import sparklines

START = date(2025, 12, 5)


def drawn(values: list[float], level: bool = False, unit: str = "%") -> str:
    points = tuple((START + timedelta(n), value) for n, value in enumerate(values))
    standing: Any = SimpleNamespace(path=Path(points, unit, "What <moves>", level))
    return sparklines.path(standing)


def texts(picture: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def lines(picture: str) -> list[tuple[float, ...]]:
    """The line drawn, without the dashed one: x1, y1, x2, y2; x in percent of its own width, y in pixels."""
    (drawn,) = re.findall(r'<path d="M([^"]+)" fill="none"', picture)
    places = [tuple(map(float, place.split())) for place in drawn.split("L")]
    return [(*one, *other) for one, other in itertools.pairwise(places)]


def test_nothing_to_draw() -> None:
    none: Any = SimpleNamespace(path=None)
    assert sparklines.path(none) == drawn([1.0]) == drawn([]) == ""


@pytest.mark.parametrize(
    ("values", "unit", "end"),
    [
        ([0.1, 1.234], "%", "+1.2\u202f%"),
        ([0.0, -10.06], "%", "\u221210.1\u202f%"),
        ([0.3, 5.31], "pp", "+5.3\u202fpp"),
    ],
)
def test_a_change_has_its_sign_and_its_zero(values: list[float], unit: str, end: str) -> None:
    picture = drawn(values, unit=unit)
    assert texts(picture) == ["0", end, "5 Dec 2025", "6 Dec 2025"]
    assert "dasharray" in picture
    assert f"ending at {end}." in picture
    assert picture.startswith('<p class="origin">What &#60;moves&#62;</p>')


def test_a_level_moves_in_steps_between_its_own_ends() -> None:
    picture = drawn([4.0, 3.75, 3.75], level=True)
    assert texts(picture)[:2] == ["4.00\u202f%", "3.75\u202f%"]
    assert "dasharray" not in picture
    segments = lines(picture)
    assert all(x1 == x2 or y1 == y2 for x1, y1, x2, y2 in segments)
    assert {y for _, y1, _, y2 in segments for y in (y1, y2)} == {
        sparklines.TOP,
        sparklines.TOP + sparklines.DEPTH,
    }


def test_next_to_no_change_looks_like_it() -> None:
    ((_, start, _, end),) = lines(drawn([0.0, 0.06]))
    assert abs(start - end) < 3


def test_closes_that_moved_by_nothing_make_no_picture() -> None:
    """What settled such a forecast happened within a session: a flat line would deny it."""
    assert drawn([0.0, 0.02]) == ""


def test_letters_are_not_scaled() -> None:
    """What is scaled is the line alone: other places are percents, so that letters stay as large on a phone."""
    picture = drawn([0.0, 1.0, -2.0])
    (scaled,) = re.findall(r"<svg[^>]*viewBox.*?</svg>", picture)
    assert scaled.count("<") == 3 and "<path" in scaled, "a picture within the picture, with one line"
    assert all(0 <= x <= 100 for segment in lines(picture) for x in segment[::2])
    assert all(0 < y < sparklines.FOOT for segment in lines(picture) for y in segment[1::2])


def foretold(values: list[float], level: bool = False, **said: Any) -> str:
    points = tuple((START + timedelta(n), value) for n, value in enumerate(values))
    return sparklines.line(Path(points, "%", "What moves", level, **said))


@pytest.mark.parametrize(
    ("aim", "told"),
    [
        ((3.0, 3.25), "foretold 3.00\u202f% to 3.25\u202f%"),
        ((3.0, None), "foretold 3.00\u202f% or more"),
        ((None, 3.25), "foretold 3.25\u202f% or less"),
    ],
)
def test_what_was_foretold_lies_behind_as_a_band(aim: tuple[float | None, float | None], told: str) -> None:
    picture = foretold([4.0, 3.75], level=True, aim=aim)
    found = re.search(r'<rect x="19%" y="([\d.-]+)" width="55.0%" height="([\d.]+)"', picture)
    assert found and picture.count(told) == 2  # in the title, and in the words
    top, height = map(float, found.groups())
    ((_, _, _, end), *_) = lines(picture)
    assert top > end or aim[1] is None, "the level has not come down to it"
    assert height >= 2 and top + height <= sparklines.FOOT - 8
    assert "<rect" not in foretold([4.0, 3.75], level=True)


def test_a_rate_that_was_foretold_is_a_course_beside_what_came() -> None:
    picture = foretold([0.0, 1.0, -0.6], course=2.8)
    assert "foretold by then +2.8\u202f%" in picture
    (course,) = re.findall(r'y1="([\d.]+)" x2="74%" y2="([\d.]+)" stroke="var\(--c-published\)"', picture)
    assert float(course[1]) == sparklines.TOP < float(course[0])
