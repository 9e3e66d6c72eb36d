"""Sessions of the New York Stock Exchange, by the rules of exchange_calendars."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

from generator.market import closures
from generator.market.closures import EARLIEST, LATEST


@cache
def sessions(first: date, last: date) -> pd.DatetimeIndex:
    """NYSE sessions from `first` to `last`, both included, as naive midnights.

    Days before EARLIEST and after LATEST are not known. Source: XNYS of exchange_calendars.
    """
    ends = np.datetime64(max(first, EARLIEST), "D"), np.datetime64(min(last, LATEST) + timedelta(1), "D")
    days = np.arange(*ends)
    return pd.DatetimeIndex(days[np.is_busday(days, holidays=closures.closed())], name="date").as_unit("us")
