"""When the New York Stock Exchange does not trade, or stops early: the rules of exchange_calendars, worked out once.

They are the same for every build, and working them out takes longer than all arithmetic of a build: what they give is
kept in build/kept, by the version of the package.
"""

from __future__ import annotations

import contextlib
import json
from datetime import date, time
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from generator import config, disk

EARLIEST = date(1960, 1, 1)  # the week has had five sessions since 1952; no symbol of ours is older
LATEST = date(2099, 12, 31)  # a date beyond is a slip of the pen


@cache
def closed() -> np.ndarray:
    """Every day of the week without a session, from EARLIEST to LATEST."""
    return np.array(_kept()["closed"], "datetime64[D]")


@cache
def early() -> dict[date, time]:
    """Days on which trading ends early, with the time in New York; a few of them are holidays all the same."""
    return {date.fromisoformat(day): time.fromisoformat(at) for day, at in _kept()["early"].items()}


@cache
def _kept() -> dict[str, Any]:
    place = config.BUILD / "kept" / f"nyse-{version('exchange_calendars')}.json"
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
        "early": {f"{day:%Y-%m-%d}": f"{at:%H:%M}" for day, at in sorted(ends.items())},
    }
