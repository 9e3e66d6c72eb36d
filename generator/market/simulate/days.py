"""Days of the simulated market: written for one last close, and moved by whole weeks to that of the article."""

from __future__ import annotations

from datetime import date, timedelta

from generator.config import LAST_CLOSE

WRITTEN = date(2025, 12, 5)  # the last close for which the days of this folder are as they stand
SHIFT = timedelta(weeks=round((LAST_CLOSE - WRITTEN).days / 7))


def on(year: int, month: int, day: int) -> date:
    """A day that lies to the article's last close as this one to that for which it was written."""
    return date(year, month, day) + SHIFT
