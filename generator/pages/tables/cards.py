"""Key figures of the front page, each a card with a small picture drawn from the numbers themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator import formats
from generator.formats import escape
from generator.ledger.check import WORDS
from generator.pages import marks
from generator.pages.tables.registry import Known, table

WIDTH, HEIGHT = 200, 30
EDGE = 6  # room for half a dot
COLOURS = {
    "reproduced": "var(--c-positive)",
    "came-true": "var(--c-positive)",
    "reproduced-otherwise": "var(--c-iwm)",
    "open": "color-mix(in srgb, var(--c-iwm) 35%, transparent)",
    "differs": "var(--c-negative)",
    "conflict": "color-mix(in srgb, var(--c-negative) 55%, transparent)",
    "failed": "var(--c-negative)",
    "unverifiable": "var(--c-faint)",
}


@table
def cards(known: Known, prefix: str) -> str:
    """Price and day, place in the year's range, RSI, gain since January, relative strength, verdicts, forecasts."""
    made = [make(known, prefix) for make in (_price, _range, _rsi, _year, _relative, _verdicts, _forecasts)]
    return f'<ul class="kf" data-search-exclude>{"".join(card for card in made if card)}</ul>'


def _card(name: str, value: str, picture: str, under: str) -> str:
    return f'<li><p class="kf-name">{name}</p><p class="kf-value">{value}</p>{picture}<p class="kf-under">{under}</p></li>'


def _svg(*parts: str) -> str:
    # what it shows stands in words beside it
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _scale(low: float, high: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: round(EDGE + (min(max(value, low), high) - low) / span * (WIDTH - 2 * EDGE), 1)


def _rail(y: float = 15) -> str:
    return f'<path d="M{EDGE} {y}H{WIDTH - EDGE}" stroke="var(--c-faint)" stroke-width="4" stroke-linecap="round"/>'


def _dot(x: float, y: float = 15) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5" fill="var(--c-iwm)"/>'


def _values(known: Known, *keys: str) -> list[float] | None:
    """The numbers, or None where one has no value."""
    found = [known.results.numbers[key].value if key in known.results.numbers else None for key in keys]
    return [float(value) for value in found if value is not None] if None not in found else None


def _show(known: Known, prefix: str, key: str, form: str = "") -> str:
    return marks.number(known.results.numbers[key], prefix, form)


def _ends(left: str, right: str) -> str:
    return f'<span class="kf-ends"><span>{left}</span><span>{right}</span></span>'


def _price(known: Known, prefix: str) -> str:
    found = _values(known, "close", "day_low", "day_high", "day_change")
    if not found:
        return ""
    close, low, high, _ = found
    ends = _ends(f"low {_show(known, prefix, 'day_low')}", f"high {_show(known, prefix, 'day_high')}")
    under = f"{ends}{_show(known, prefix, 'day_change')} on the day"
    picture = _svg(_rail(), _dot(_scale(low, high)(close)))
    return _card("Last close", _show(known, prefix, "close"), picture, under)


def _range(known: Known, prefix: str) -> str:
    found = _values(known, "close", "low_52w", "high_52w", "distance_high_52w")
    if not found:
        return ""
    close, low, high, _ = found
    x = _scale(low, high)
    band = f'<path d="M{EDGE} 15H{x(close)}" stroke="var(--c-iwm)" stroke-width="4" stroke-linecap="round"/>'
    under = _ends(f"low {_show(known, prefix, 'low_52w')}", f"high {_show(known, prefix, 'high_52w')}")
    return _card(
        "From the 52-week high",
        _show(known, prefix, "distance_high_52w"),
        _svg(_rail(), band, _dot(x(close))),
        under,
    )


def _bars(rows: Sequence[tuple[str, float, str, str]]) -> str:
    """A row each: its name, a bar in its colour from a common zero, its value."""
    values = [value for _, value, _, _ in rows]
    x = _scale(min(0.0, *values), max(0.0, *values))
    cells = "".join(
        f"<span>{name}</span>"
        f'<svg viewBox="0 0 {WIDTH} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path d="M{x(0)} 5H{x(value)}" stroke="{colour}" stroke-width="6"/>'
        f'<path d="M{x(0)} 0V10" stroke="var(--c-muted)" stroke-width="1.5"/></svg>'
        f"<span>{shown}</span>"
        for name, value, colour, shown in rows
    )
    return f'<p class="kf-rows">{cells}</p>'


def _year(known: Known, prefix: str) -> str:
    rows = {
        "return_ytd_total": ("IWM", "var(--c-iwm)"),
        "spy_return_ytd_total": ("SPY", "var(--c-spy)"),
        "qqq_return_ytd_total": ("QQQ", "var(--c-qqq)"),
    }
    found = _values(known, *rows)
    if not found:
        return ""
    bars = _bars(
        [
            (name, value, colour, _show(known, prefix, key))
            for value, (key, (name, colour)) in zip(found, rows.items(), strict=True)
        ]
    )
    return _card(
        "Since the start of the year", _show(known, prefix, "return_ytd_total"), bars, "with dividends"
    )


def _rsi(known: Known, prefix: str) -> str:
    found = _values(known, "rsi_14")
    if not found:
        return ""
    x = _scale(0, 100)
    band = f'<path d="M{x(30)} 15H{x(70)}" stroke="var(--c-band-inner)" stroke-width="12"/>'
    return _card(
        "RSI",
        _show(known, prefix, "rsi_14"),
        _svg(_rail(), band, _dot(x(found[0]))),
        _ends("oversold", "overbought"),
    )


def _relative(known: Known, prefix: str) -> str:
    keys = {
        "relative_1m": "1 month",
        "relative_3m": "3 months",
        "relative_6m": "6 months",
        "relative_1y": "1 year",
    }
    found = _values(known, *keys)
    if not found:
        return ""
    bars = _bars(
        [
            (
                name,
                value,
                "var(--c-positive)" if value >= 0 else "var(--c-negative)",
                _show(known, prefix, key, "compact"),
            )
            for value, (key, name) in zip(found, keys.items(), strict=True)
        ]
    )
    return _card(
        "Against SPY over a year", _show(known, prefix, "relative_1y", "compact"), bars, "with dividends"
    )


def _share(counts: Sequence[tuple[str, int]]) -> str:
    """One bar, split by verdict."""
    total, at, parts = sum(count for _, count in counts), 0.0, []
    for word, count in counts:
        wide = WIDTH * count / total
        parts.append(
            f'<rect x="{at:.1f}" y="8" width="{max(wide - 1, 0.5):.1f}" height="14" fill="{COLOURS[word]}"/>'
        )
        at += wide
    return _svg(*parts)


def _told(counts: Sequence[tuple[str, int]]) -> str:
    return " ".join(
        marks.shaped(marks.SHAPES[word], f"{count} {marks.name(word, count)}", word) for word, count in counts
    )


FORETOLD = ("came-true", "failed", "open")  # the verdicts of a claim about what was still to come


def _verdicts(known: Known, prefix: str) -> str:
    """The claims by verdict; those on the future as one, since the next card has how they came out."""
    findings = known.results.findings.values()
    counts = [
        (word, n)
        for word in WORDS
        if word not in FORETOLD and (n := sum(f.verdict == word for f in findings))
    ]
    ahead = sum(f.verdict in FORETOLD for f in findings)
    if not findings:
        return ""
    value = f'<a href="{prefix}ledger/">{formats.number(len(findings), 0)} published claims</a>'
    told = _told(counts)
    if ahead:
        told += f" {marks.shaped(marks.SHAPES['open'], f'{ahead} forecasts, on the scoreboard', 'open')}"
    return _card("Ledger", value, _share([*counts, ("open", ahead)]), told)


def _forecasts(known: Known, prefix: str) -> str:
    standings = known.results.standings.values()
    counts = [
        (word, n) for word in (*FORETOLD, "unverifiable") if (n := sum(s.state == word for s in standings))
    ]
    if not counts:
        return ""
    due = sorted(s.forecast.due for s in standings if s.state == "open")
    after = f"; the next is due on {escape(formats.day(due[0], short=True))}" if due else ""
    value = f'<a href="{prefix}scoreboard/">{formats.number(len(standings), 0)} predictions followed</a>'
    under = f"{_told(counts)}<br>forecasts, levels and scenarios{after}"
    return _card("Scoreboard", value, _share(counts), under)
