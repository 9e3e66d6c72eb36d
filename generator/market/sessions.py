"""Sessions of the New York Stock Exchange, by the rules of exchange_calendars."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd

EARLIEST = date(1960, 1, 1)  # the week has had five sessions since 1952; no symbol of ours is older


@cache
def sessions(first: date, last: date) -> pd.DatetimeIndex:
    """NYSE sessions from `first` to `last`, both included, as naive midnights.

    Days before EARLIEST are not known. Source: XNYS of exchange_calendars.
    """
    # imported here for its 0.15 s; it has no stubs
    from exchange_calendars.exchange_calendar_xnys import XNYSExchangeCalendar  # type: ignore[import-untyped]

    # Only its holidays: building the calendar also works out every opening and closing time (0.15 s more).
    rules = XNYSExchangeCalendar.__new__(XNYSExchangeCalendar)
    first = max(first, EARLIEST)
    regular = rules.regular_holidays.holidays(pd.Timestamp(first), pd.Timestamp(last)).to_list()
    closed = np.array(
        [pd.Timestamp(day).date() for day in [*regular, *rules.adhoc_holidays]], "datetime64[D]"
    )
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    return pd.DatetimeIndex(days[np.is_busday(days, holidays=closed)], name="date").as_unit("us")
