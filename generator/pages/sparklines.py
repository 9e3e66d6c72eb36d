"""Small pictures of the ledger: every definition tried for a figure, and the path of a forecast.

Places are percents across and pixels down: a picture takes any width, and its letters stay as large as they are.
What is drawn where is worked out here; how it looks stands in `templates/ledger/tried.html` and `path.html`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from generator import formats
from generator.ledger import notes
from generator.ledger.record import Finding, Path, Standing
from generator.pages import teeth
from generator.pages.templating import Piece, piece

MARGIN = 3.0  # percent, left and right of what was tried
BEGIN, END = 19.0, 74.0  # percent: the ends of a path, with room for a value beside each
TOP, DEPTH = 8, 32  # px: a path's highest place, and how far down its lowest lies
LEAST = 1.0  # percent or points that a change's picture covers: less of a move looks like little
FOOT = 58  # px down: the texts below
LEAN = 6  # px that a band reaches beyond the line where it is open


def svg(finding: Finding) -> Piece:
    """Dots for tried values (filled where they hit), a diamond for the stated one, a band for what is allowed.

    Empty where nothing was tried.
    """
    if finding.recomputed is None or not finding.tried:
        return Piece()
    low, high = finding.allowed
    allowed = [end for end in (low, high) if end is not None]
    values = [finding.recomputed, *(t.value for t in finding.tried), *allowed]
    lowest, highest = min(values), max(values)
    pad = (highest - lowest or abs(highest) or 1) * 0.06
    least, most = lowest - pad, highest + pad

    def x(value: float) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (value - least) / (most - least)

    left, right = x(least if low is None else low), x(most if high is None else high)
    digits = 0 if highest - lowest >= 100 else 1 if highest - lowest >= 10 else 2
    hits = sum(t.hit for t in finding.tried)
    words = (
        f"Published {finding.fact.printed}; {hits} of {len(finding.tried)} other definitions fall inside what that allows. "
        f"The stated one gives {teeth.recomputed(finding)}."
    )
    return piece(
        "ledger/tried",
        words,
        words=words,
        foot=FOOT,
        begin=f"{MARGIN}",
        end=f"{100 - MARGIN}",
        band=(f"{left:.2f}", f"{max(right - left, 0.5):.2f}"),
        dots=[(f"{x(t.value):.2f}", t.hit) for t in finding.tried],
        stated=f"{x(finding.recomputed):.2f}",
        ends=[
            (f"{x(value):g}", notes.figure(value, finding.fact, digits, short=True))
            for value in (lowest, highest)
        ],
    )


def path(standing: Standing) -> Piece:
    """The path of a forecast as a small line, named, with its first and last day; empty where it has none.

    A change runs beside a dashed 0, where it began; a level moves in steps between its own ends. Behind it lies what was
    foretold: a band, or a rate as a dashed line.
    """
    return line(standing.path) if standing.path else Piece()


def line(drawn: Path) -> Piece:
    """A small line through a dozen points; empty where there are fewer than two."""
    if len(drawn.points) < 2:
        return Piece()
    days = [day.toordinal() for day, _ in drawn.points]
    values = [value for _, value in drawn.points]
    if not drawn.level and not any(round(value, 1) for value in values):
        return Piece()  # the closes tell nothing: what settled it happened within a session
    aim = [end for end in drawn.aim or () if end is not None]
    scale = [
        *values,
        *aim,
        *([] if drawn.level else [0.0]),
        *([] if drawn.course is None else [drawn.course]),
    ]
    least, most = min(scale), max(scale)
    if not drawn.level:
        most = max(most, least + LEAST)

    def x(day: int) -> float:
        """Of the way from the first day to the last, in percent."""
        return 100 * (day - days[0]) / ((days[-1] - days[0]) or 1)

    def y(value: float) -> float:
        # what never moved lies in the middle
        return TOP + DEPTH * ((most - value) / (most - least) if most > least else 0.5)

    places = [(x(day), y(value)) for day, value in zip(days, values, strict=True)]
    begin = values[0] if drawn.level else 0.0
    first, last = (formats.day(day, short=True) for day in (drawn.points[0][0], drawn.points[-1][0]))
    start, end = _value(begin, drawn), _value(values[-1], drawn)
    told = _foretold(drawn)
    words = f"{drawn.words}: {first} to {last}, {f'from {start} to' if drawn.level else 'ending at'} {end}{f'; {told}' if told else ''}."
    return piece(
        "ledger/path",
        words,
        title=f"{drawn.words}{f'; {told}' if told else ''}",
        words=words,
        foot=FOOT,
        band=_band(drawn, y) if aim else None,
        course=None if drawn.course is None else f"{y(drawn.course):.1f}",
        begin=f"{BEGIN:g}",
        end=f"{END:g}",
        zero=None if drawn.level else f"{y(0):.1f}",
        height=TOP + DEPTH + TOP,
        line="L".join(f"{x:.1f} {y:.1f}" for x, y in _joined(places, drawn.level)),
        last=f"{places[-1][1]:.1f}",
        values=((f"{y(begin) + 4:.1f}", start), (f"{places[-1][1] + 4:.1f}", end)),
        days=(first, last),
    )


def _band(drawn: Path, y: Callable[[float], float]) -> tuple[str, str]:
    """Top and height of what was foretold, px; an open end lies a little beyond the rest."""
    low, high = drawn.aim or (None, None)
    top = TOP - LEAN if high is None else y(high)
    foot = TOP + DEPTH + LEAN if low is None else y(low)
    return f"{top:.1f}", f"{max(foot - top, 2):.1f}"


def _foretold(drawn: Path) -> str:
    """What was foretold, in words."""
    if drawn.course is not None:
        return f"foretold by then {_value(drawn.course, drawn)}"
    low, high = (None if end is None else _value(end, drawn) for end in drawn.aim or (None, None))
    if low and high:
        return f"foretold {low}" if low == high else f"foretold {low} to {high}"
    return f"foretold {low} or more" if low else f"foretold {high} or less" if high else ""


def _value(value: float, drawn: Path) -> str:
    if drawn.level:
        return formats.write(value, drawn.unit, 2)
    unit = "pp_short" if drawn.unit == "pp" else drawn.unit
    return formats.write(value, unit, 1, "signed") if value else "0"


def _joined(places: list[tuple[float, float]], steps: bool) -> list[tuple[float, float]]:
    """The places that a line joins: straight, or level until the next one and then up or down."""
    if not steps:
        return places
    corners = [(after[0], before[1]) for before, after in itertools.pairwise(places)]
    return [place for pair in zip(places, corners, strict=False) for place in pair] + places[-1:]
