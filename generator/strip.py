"""Small pictures of the ledger: every definition tried for a figure, and the path of a forecast."""

from __future__ import annotations

from generator import formats, marks
from generator.ledger.tolerance import step
from generator.model import Finding, Standing, Tried

WIDTH, HEIGHT, MARGIN = 320, 64, 10
LINE = 30  # where the dots stand


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
    least, most = min(values), max(values)
    pad = (most - least or abs(most) or 1) * 0.06
    least, most = least - pad, most + pad

    def x(value: float | None, open_end: float) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * ((open_end if value is None else value) - least) / (
            most - least
        )

    left, right = x(low, least), x(high, most)
    dots = "".join(_dot(x(t.value, 0), t) for t in finding.tried)
    at = x(finding.recomputed, 0)
    ends = "".join(
        f'<text x="{place:.1f}" y="58" text-anchor="{anchor}">{formats.escape(_short(finding, value))}</text>'
        for place, anchor, value in ((MARGIN, "start", least + pad), (WIDTH - MARGIN, "end", most - pad))
    )
    hits = sum(t.hit for t in finding.tried)
    words = (
        f"Published {finding.fact.printed}; {hits} of {len(finding.tried)} other definitions fall inside what that allows. "
        f"The stated one gives {marks.recomputed(finding)}."
    )
    return (
        f'<svg class="tried" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"{marks.attributes(aria_label=words)}>'
        f'<rect x="{left:.1f}" y="10" width="{max(right - left, 1.5):.1f}" height="34" fill="var(--c-published)" opacity=".18"/>'
        f'<path d="M{MARGIN} {LINE}H{WIDTH - MARGIN}" stroke="var(--c-faint)"/>{dots}'
        f'<path d="M{at:.1f} {LINE - 7}l7 7l-7 7l-7-7z" fill="var(--c-iwm)"/>{ends}</svg>'
    )


def _dot(x: float, tried: Tried) -> str:
    fill = "var(--c-positive)" if tried.hit else "none"
    stroke = "var(--c-positive)" if tried.hit else "var(--c-muted)"
    return f'<circle cx="{x:.1f}" cy="{LINE}" r="4" fill="{fill}" stroke="{stroke}"/>'


def _short(finding: Finding, value: float) -> str:
    digits = 0 if step(finding.fact.printed) >= 1 and abs(value) >= 100 else 2
    return formats.number(value, digits)


def path(standing: Standing) -> str:
    """The path of a forecast as a small line, with its first and last day and value; "" where it has none."""
    points = standing.path
    if len(points) < 2:
        return ""
    days = [day.toordinal() for day, _ in points]
    values = [value for _, value in points]
    least, most = min(0.0, *values), max(0.0, *values)
    span = (most - least) or 1.0

    def x(day: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN - 50) * (day - days[0]) / ((days[-1] - days[0]) or 1)

    def y(value: float) -> float:
        return 40 - 32 * (value - least) / span

    line = " ".join(f"{x(day):.1f},{y(value):.1f}" for day, value in zip(days, values, strict=True))
    # a path that begins at naught tells changes, any other one levels
    form = "signed" if abs(values[0]) < 1e-9 or least < 0 else ""
    last = formats.write(
        values[-1],
        "pp_short" if standing.path_unit == "pp" else standing.path_unit,
        2 if not form else 1,
        form,
    )
    first_day, last_day = (formats.day(day, short=True) for day in (points[0][0], points[-1][0]))
    words = f"Path from {first_day} to {last_day}, ending at {last}."
    return (
        f'<svg class="tried" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"{marks.attributes(aria_label=words)}>'
        f'<path d="M{MARGIN} {y(0):.1f}H{WIDTH - MARGIN - 50}" stroke="var(--c-faint)" stroke-dasharray="3 3"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--c-iwm)" stroke-width="1.8"/>'
        f'<circle cx="{x(days[-1]):.1f}" cy="{y(values[-1]):.1f}" r="3" fill="var(--c-iwm)"/>'
        f'<text x="{x(days[-1]) + 7:.1f}" y="{y(values[-1]) + 4:.1f}">{formats.escape(last)}</text>'
        f'<text x="{MARGIN}" y="58">{first_day}</text>'
        f'<text x="{WIDTH - MARGIN - 50}" y="58" text-anchor="end">{last_day}</text></svg>'
    )
