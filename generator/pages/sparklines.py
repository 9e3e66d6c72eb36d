"""Small pictures of the ledger: every definition tried for a figure, and the path of a forecast.

Places are percents across and pixels down: a picture takes any width, and its letters stay as large as they are.
"""

from __future__ import annotations

import itertools

from generator import formats
from generator.ledger.record import Finding, Path, Standing, Tried
from generator.pages import marks

MARGIN = 3.0  # percent, left and right of what was tried
LINE = 30  # px down: where the dots stand
BEGIN, END = 19.0, 74.0  # percent: the ends of a path, with room for a value beside each
TOP, DEPTH = 8, 32  # px: a path's highest place, and how far down its lowest lies
LEAST = 1.0  # percent or points that a change's picture covers: less of a move looks like little
FOOT = 58  # px down: the texts below


def svg(finding: Finding) -> str:
    """Dots for tried values (filled where they hit), a diamond for the stated one, a band for what is allowed.

    An SVG that follows the palette; "" where nothing was tried.
    """
    if finding.recomputed is None or not finding.tried:
        return ""
    low, high = finding.allowed
    values = [
        finding.recomputed,
        *(t.value for t in finding.tried),
        *(end for end in (low, high) if end is not None),
    ]
    lowest, highest = min(values), max(values)
    pad = (highest - lowest or abs(highest) or 1) * 0.06
    least, most = lowest - pad, highest + pad

    def x(value: float | None, open_end: float) -> float:
        return MARGIN + (100 - 2 * MARGIN) * ((open_end if value is None else value) - least) / (most - least)

    left, right = x(low, least), x(high, most)
    digits = 0 if highest - lowest >= 100 else 1 if highest - lowest >= 10 else 2
    dots = "".join(_dot(x(t.value, 0), t) for t in finding.tried)
    ends = "".join(
        _text(x(value, 0), FOOT, formats.number(value, digits), "middle") for value in (lowest, highest)
    )
    hits = sum(t.hit for t in finding.tried)
    words = (
        f"Published {finding.fact.printed}; {hits} of {len(finding.tried)} other definitions fall inside what that allows. "
        f"The stated one gives {marks.recomputed(finding)}."
    )
    return _picture(
        words,
        f'<rect x="{left:.2f}%" y="10" width="{max(right - left, 0.5):.2f}%" height="34" fill="var(--c-published)" opacity=".18"/>'
        f'<line x1="{MARGIN}%" y1="{LINE}" x2="{100 - MARGIN}%" y2="{LINE}" stroke="var(--c-faint)"/>{dots}'
        f'<svg x="{x(finding.recomputed, 0):.2f}%" y="{LINE}" overflow="visible">'
        f'<path d="M0-7l7 7l-7 7l-7-7z" fill="var(--c-iwm)"/></svg>{ends}',
    )


def _picture(words: str, drawn: str) -> str:
    return f'<svg class="tried" role="img"{marks.attributes(aria_label=words)}>{drawn}</svg>'


def _text(x: float, y: float, text: str, anchor: str, dx: int = 0) -> str:
    return f'<text x="{x:g}%" y="{y:.1f}" dx="{dx}" text-anchor="{anchor}">{formats.escape(text)}</text>'


def _dot(x: float, tried: Tried) -> str:
    fill = "var(--c-positive)" if tried.hit else "none"
    stroke = "var(--c-positive)" if tried.hit else "var(--c-muted)"
    return f'<circle cx="{x:.2f}%" cy="{LINE}" r="4" fill="{fill}" stroke="{stroke}"/>'


def path(standing: Standing) -> str:
    """The path of a forecast as a small line, named, with its first and last day; "" where it has none.

    A change runs beside a dashed 0, where it began; a level moves in steps between its own ends.
    """
    drawn = standing.path
    if drawn is None or len(drawn.points) < 2:
        return ""
    days = [day.toordinal() for day, _ in drawn.points]
    values = [value for _, value in drawn.points]
    if not drawn.level and not any(round(value, 1) for value in values):
        return ""  # the closes tell nothing: what settled it happened within a session
    scale = values if drawn.level else [0.0, *values]
    least, most = min(scale), max(scale)
    if not drawn.level:
        most = max(most, least + LEAST)

    def x(day: int) -> float:
        return BEGIN + (END - BEGIN) * (day - days[0]) / ((days[-1] - days[0]) or 1)

    def y(value: float) -> float:
        # what never moved lies in the middle
        return TOP + DEPTH * ((most - value) / (most - least) if most > least else 0.5)

    places = [(x(day), y(value)) for day, value in zip(days, values, strict=True)]
    begin = values[0] if drawn.level else 0.0
    base = (
        ""
        if drawn.level
        else _line((BEGIN, y(0)), (END, y(0)), "var(--c-muted)", 1, ' stroke-dasharray="3 3"')
    )
    first, last = (formats.day(day, short=True) for day in (drawn.points[0][0], drawn.points[-1][0]))
    start, end = _value(begin, drawn), _value(values[-1], drawn)
    words = f"{drawn.words}: {first} to {last}, {f'from {start} to' if drawn.level else 'ending at'} {end}."
    return f"<p class=origin>{formats.escape(drawn.words)}</p>" + _picture(
        words,
        base
        + _joined(places, drawn.level)
        + f'<circle cx="{END}%" cy="{places[-1][1]:.1f}" r="3" fill="var(--c-iwm)"/>'
        + _text(BEGIN, y(begin) + 4, start, "end", -7)
        + _text(END, places[-1][1] + 4, end, "start", 7)
        + _text(BEGIN, FOOT, first, "middle")
        + _text(END, FOOT, last, "middle"),
    )


def _value(value: float, drawn: Path) -> str:
    if drawn.level:
        return formats.write(value, drawn.unit, 2)
    unit = "pp_short" if drawn.unit == "pp" else drawn.unit
    return formats.write(value, unit, 1, "signed") if value else "0"


def _joined(places: list[tuple[float, float]], steps: bool) -> str:
    """Lines from place to place: straight, or level until the next one and then up or down."""
    if steps:
        corners = [(after[0], before[1]) for before, after in itertools.pairwise(places)]
        places = [place for pair in zip(places, corners, strict=False) for place in pair] + places[-1:]
    return "".join(
        _line(*pair, "var(--c-iwm)", 1.8, ' stroke-linecap="round"') for pair in itertools.pairwise(places)
    )


def _line(
    start: tuple[float, float], end: tuple[float, float], colour: str, width: float, more: str = ""
) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.2f}%" y1="{y1:.1f}" x2="{x2:.2f}%" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{more}/>'
