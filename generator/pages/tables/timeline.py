"""Every forecast as a bar from the day it was said to the day it is due, and the day of the data across them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from generator import formats
from generator.ledger.record import Standing
from generator.pages import foretelling, marks
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, piece

BEGIN, END = 1.0, 99.0  # percent across
WEEK = 7  # days that the scale spreads as widely as it does the rest by ratio
TICKS = {"1 week": 7, "3 months": 91, "1 year": 365, "10 years": 3652}
COLOURS = {"came-true": "positive", "failed": "negative", "open": "fund", "unverifiable": "muted"}


@table
def due_days(known: Known, prefix: str) -> Piece:
    """Those due first stand first; further days lie closer together."""
    standings = sorted(known.results.standings.values(), key=lambda s: (s.forecast.due, s.forecast.said))
    if not standings:
        return Piece()
    begun = min(standing.forecast.said for standing in standings)
    length = max((standing.forecast.due - begun).days for standing in standings) or 1

    def x(when: date | int) -> str:
        days = when if isinstance(when, int) else (when - begun).days
        place = math.log1p(min(max(days, 0), length) / WEEK) / math.log1p(length / WEEK)
        return f"{BEGIN + (END - BEGIN) * place:.2f}"

    today = known.results.as_of
    return piece(
        "tables/timeline",
        _words(standings),
        prefix=prefix,
        begun=formats.day(begun, short=True),
        today=formats.day(today, short=True),
        now=x(today) if today >= begun else "",
        ticks=[(x(days), name) for name, days in TICKS.items() if days <= length],
        rows=[_bar(standing, x) for standing in standings],
    )


def _bar(standing: Standing, x: Callable[[date], str]) -> dict[str, object]:
    forecast = standing.forecast
    start, end = x(forecast.said), x(forecast.due)
    return {
        "key": forecast.key,
        "text": forecast.text.rstrip("."),
        "state": marks.word(standing.state),
        "until": foretelling.until(standing),
        "start": start,
        "wide": f"{max(float(end) - float(start), 1.2):.2f}",
        "settled": x(standing.resolved_on) if standing.resolved_on else "",
        "colour": COLOURS[standing.state],
    }


def _words(standings: list[Standing]) -> str:
    rows = [
        Row(
            (
                s.forecast.text.rstrip("."),
                formats.day(s.forecast.said, short=True),
                formats.day(s.forecast.due, short=True),
                marks.name(s.state),
            )
        )
        for s in standings
    ]
    return Table("Days on which forecasts fall due", ("Forecast", "Said", "Due", "State"), rows).piece().words
