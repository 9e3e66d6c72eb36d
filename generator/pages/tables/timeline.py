"""A line of time: a forecast as a bar from the day it was said to the day it is due, and the day of the data across all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.ledger.record import Standing

BEGIN, END = 1.0, 99.0  # percent across
WEEK = 7  # days that the scale spreads as widely as it does the rest by ratio
TICKS = {"1 week": 7, "3 months": 91, "1 year": 365, "10 years": 3652}
COLOURS = {"came-true": "positive", "failed": "negative", "open": "fund", "unverifiable": "muted"}


@dataclass(frozen=True)
class Bar:
    """Places in percent across, and a colour of the palette."""

    start: str
    end: str
    settled: str  # where it was settled, if it was
    colour: str


@dataclass(frozen=True)
class Scale:
    """From the first saying to the last due day; further days lie closer together."""

    begun: date
    length: int  # days
    today: date

    @classmethod
    def of(cls, standings: Sequence[Standing], today: date) -> Scale:
        """The scale that holds them all."""
        begun = min(standing.forecast.said for standing in standings)
        return cls(begun, max((s.forecast.due - begun).days for s in standings) or 1, today)

    def x(self, when: date | int) -> float:
        """The place of a day, or of so many days after the beginning."""
        days = when if isinstance(when, int) else (when - self.begun).days
        place = math.log1p(min(max(days, 0), self.length) / WEEK) / math.log1p(self.length / WEEK)
        return BEGIN + (END - BEGIN) * place

    @property
    def now(self) -> str:
        """The place of the data's day; "" where nothing had been said by it."""
        return f"{self.x(self.today):.2f}" if self.today >= self.begun else ""

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """Places and names of round stretches."""
        return [(f"{self.x(days):.2f}", name) for name, days in TICKS.items() if days <= self.length]

    def bar(self, standing: Standing) -> Bar:
        """A forecast on it."""
        start, end = self.x(standing.forecast.said), self.x(standing.forecast.due)
        settled = f"{self.x(standing.resolved_on):.2f}" if standing.resolved_on else ""
        return Bar(f"{start:.2f}", f"{max(end, start + 1.2):.2f}", settled, COLOURS[standing.state])
