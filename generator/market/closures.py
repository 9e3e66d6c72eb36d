"""When the New York Stock Exchange trades, and when it stops early: by the rules of exchange_calendars, worked out once.

They are the same for every build, and working them out takes longer than all arithmetic of a build: what they give is
kept in build/kept, by the version of the package.
"""

from __future__ import annotations

import contextlib
import json
from datetime import date, time, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from generator import config, disk

EARLIEST = date(1960, 1, 1)  # the week has had five sessions since 1952; no symbol of ours is older
LATEST = date(2099, 12, 31)  # a date beyond is a slip of the pen


@cache
def sessions(first: date, last: date) -> pd.DatetimeIndex:
    """NYSE sessions from `first` to `last`, both included, as naive midnights.

    Days before EARLIEST and after LATEST are not known. Source: XNYS of exchange_calendars.
    """
    ends = np.datetime64(max(first, EARLIEST), "D"), np.datetime64(min(last, LATEST) + timedelta(1), "D")
    days = np.arange(*ends)
    return pd.DatetimeIndex(days[np.is_busday(days, holidays=closed())], name="date").as_unit("us")


@cache
def closed() -> np.ndarray:
    """Every day of the week without a session, from EARLIEST to LATEST."""
    return np.array(_kept()["closed"], "datetime64[D]")


@cache
def early() -> dict[date, time]:
    """Sessions that close early, with the time in New York. Source: XNYS of exchange_calendars."""
    return {date.fromisoformat(day): time.fromisoformat(at) for day, at in _kept()["early"].items()}


@cache
def _kept() -> dict[str, Any]:
    place = config.BUILD / "kept" / f"xnys-{version('exchange_calendars')}.json"
    with contextlib.suppress(
        OSError, ValueError, LookupError, TypeError
    ):  # not there, or damaged: it is made again
        known: dict[str, Any] = json.loads(place.read_text("utf-8"))
        if known["closed"] and known["early"]:
            return known
    known = _worked_out()
    with contextlib.suppress(OSError):  # it is only quicker with it
        disk.write(place, json.dumps(known), lasting=False)
    return known


def _worked_out() -> dict[str, Any]:
    # imported here for its 0.15 s; it has no stubs
    from exchange_calendars.exchange_calendar_xnys import XNYSExchangeCalendar  # type: ignore[import-untyped]

    # only its rules: building the calendar also works out every opening and closing time
    rules = XNYSExchangeCalendar.__new__(XNYSExchangeCalendar)
    span = pd.Timestamp(EARLIEST), pd.Timestamp(LATEST)
    days = {pd.Timestamp(day) for day in [*rules.regular_holidays.holidays(*span), *rules.adhoc_holidays]}
    ends = {day: at for at, when in rules.special_closes for day in when.holidays(*span)}
    ends |= {day: at for at, when in rules.special_closes_adhoc for day in when}
    return {
        "closed": sorted(f"{day:%Y-%m-%d}" for day in days),
        "early": {
            f"{day:%Y-%m-%d}": f"{at:%H:%M}"
            for day, at in sorted(ends.items())
            if day not in days and day.weekday() < 5  # the rules name a few holidays all the same
        },
    }
