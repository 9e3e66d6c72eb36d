"""When the New York Stock Exchange closes: which session is over, and the calendar that a reader's browser counts with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from generator.market.closures import early, sessions

NEW_YORK = ZoneInfo("America/New_York")
OPEN, CLOSE = time(9, 30), time(16, 0)
WEEK = timedelta(days=14)  # holds a session, whatever the holidays


def closing(day: date) -> datetime:
    """The instant (UTC) at which the session of `day` closes."""
    return datetime.combine(day, early().get(day, CLOSE), NEW_YORK).astimezone(UTC)


def last_closed(now: datetime, margin: timedelta) -> date:
    """The newest session that closed at least `margin` before `now` (an aware instant)."""
    today = now.astimezone(NEW_YORK).date()
    for stamp in reversed(sessions(today - WEEK, today)):
        day: date = stamp.date()
        if closing(day) + margin <= now:
            return day
    raise AssertionError(f"no session in the two weeks before {today}")


def on_or_before(day: date) -> date:
    """The last session on or before `day`."""
    before: date = sessions(day - WEEK, day)[-1].date()
    return before


def following(day: date) -> date:
    """The first session after `day`."""
    after: date = sessions(day + timedelta(days=1), day + WEEK)[0].date()
    return after


def trading(now: datetime, margin: timedelta) -> bool:
    """Whether a session is open, or closed less than `margin` ago: its figures still move."""
    day = now.astimezone(NEW_YORK).date()
    if not len(sessions(day, day)):
        return False
    return datetime.combine(day, OPEN, NEW_YORK) <= now < closing(day) + margin


def calendar(first: date, last: date) -> dict[str, Any]:
    """Weekdays without a session, and early closes (New York time), from `first` to `last`."""
    weekdays = pd.date_range(first, last, freq="B")
    closed = weekdays.difference(sessions(first, last))
    return {
        "exchange": "XNYS",
        "zone": NEW_YORK.key,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "close": f"{CLOSE:%H:%M}",
        "closed": [f"{day:%Y-%m-%d}" for day in closed],
        "early": {day.isoformat(): f"{at:%H:%M}" for day, at in early().items() if first <= day <= last},
    }
