"""Returns by horizon: how usage differs. The families less a market build on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.ledger.families.base import (
    FUND_FOR_INDEX,
    PAYOUTS,
    SHIFTS,
    Choice,
    Dimension,
    Stated,
    family,
    off,
    session,
)
from generator.ledger.families.inputs import levels
from generator.market.record import Market
from generator.metrics.horizons import ALL, LONG, SHORT, origin, over
from generator.metrics.series import closes, ends

HORIZONS = {horizon.key: horizon for horizon in ALL}
SESSIONS = {"1w": 5, "1m": 21, "3m": 63, "6m": 126, "1y": 252, "3y": 756, "5y": 1260, "10y": 2520}
DATED = ("1d", "since_publication")  # name their days


def _base(market: Market, stated: Stated) -> int:
    """Position of the close that a return by date is measured from."""
    index = closes(market, stated["symbol"]).index
    day = origin(HORIZONS[stated["horizon"]], market.as_of)
    return int(index.searchsorted(pd.Timestamp(day), side="right")) - 1


def _shifts(market: Market, stated: Stated) -> Iterable[Choice]:
    horizon = stated["horizon"]
    if horizon == "ytd":
        yield Choice("the year's first close as base", 1)
    elif horizon in SESSIONS and horizon != "1w":  # a base five sessions off would make it another week
        index, base = closes(market, stated["symbol"]).index, _base(market, stated)
        for shift in SHIFTS:
            if 0 <= base + shift < len(index):
                yield Choice(f"the base {session(index, base + shift)}, {off(shift)}", shift)


def _counted(_market: Market, stated: Stated) -> Iterable[Choice]:
    if sessions := SESSIONS.get(stated["horizon"]):
        yield Choice(f"{sessions} sessions counted", "sessions")
    if stated["horizon"] not in (*DATED, "1w"):
        yield Choice("the last month end as its end", "month")


BASE = Dimension("shift", _shifts)
COUNTED = Dimension("counted", _counted)


def over_horizon(
    market: Market, symbol: str, horizon: str, reinvested: bool, shift: int, counted: str
) -> float:
    """Return of a symbol over a horizon, percent; a year over three years and more."""
    series, span = levels(market, symbol, reinvested), HORIZONS[horizon]
    if counted == "month":
        months = ends(market, symbol, "month")
        stats.need(months, 1, "full month ends")
        end = months.index[-1]
        return over(series.loc[:end], span, end.date())
    if counted == "sessions":
        stats.need(series, SESSIONS[horizon] + 1)
        base = len(series) - 1 - SESSIONS[horizon]
    elif shift:
        base = _base(market, {"symbol": symbol, "horizon": horizon}) + shift
        if not 0 <= base < len(series):
            raise MissingInput(f"{symbol} has no session {shift:+d} from the base")
    else:
        return over(series, span, market.as_of)
    first, last = float(series.iloc[base]), float(series.iloc[-1])
    return stats.annualised(last, first, span.years) if span.yearly else stats.change(last, first)


def _members(dated: bool) -> dict[str, Stated]:
    made: dict[str, Stated] = {}
    for symbol, prefix in ((FUND, ""), ("SPY", "spy_"), ("QQQ", "qqq_")):
        for horizon in ALL:
            price = "" if horizon in SHORT else "_price"
            if (horizon.key in DATED) == dated:
                choice = {"symbol": symbol, "horizon": horizon.key}
                made[f"{prefix}return_{horizon.key}{price}"] = choice
                made[f"{prefix}return_{horizon.key}_total"] = {**choice, "reinvested": True}
    if not dated:
        for horizon in (SHORT[1], LONG[0]):
            price = "" if horizon in SHORT else "_price"
            made[f"rut_return_{horizon.key}{price}"] = {"symbol": "^RUT", "horizon": horizon.key}
    return made


@family("return", PAYOUTS, BASE, COUNTED, FUND_FOR_INDEX, members=_members(dated=False))
def horizon_return(
    market: Market,
    symbol: str = FUND,
    horizon: str = "1y",
    reinvested: bool = False,
    shift: int = 0,
    counted: str = "date",
) -> float:
    """Return over a horizon, percent, a year over three years and more."""
    return over_horizon(market, symbol, horizon, reinvested, shift, counted)


@family("return from a dated base", PAYOUTS, members=_members(dated=True), dated=True)
def dated_return(market: Market, symbol: str = FUND, horizon: str = "1d", reinvested: bool = False) -> float:
    """Return over a horizon that names its days, percent."""
    return over_horizon(market, symbol, horizon, reinvested, 0, "date")


def between(
    market: Market, start: date, end: date, symbol: str, reinvested: bool, start_shift: int, end_shift: int
) -> float:
    """Return between the closes on or before two dates, some sessions off; both known by then."""
    if not start < end <= market.as_of:
        raise MissingInput(f"{symbol} from {start} to {end} cannot be told on {market.as_of}")
    series = levels(market, symbol, reinvested)
    values = []
    for day, shift in ((start, start_shift), (end, end_shift)):
        stats.on_or_before(series, day)  # has a value then, or MissingInput
        place = int(series.index.searchsorted(pd.Timestamp(day), side="right")) - 1 + shift
        if not 0 <= place < len(series):
            raise MissingInput(f"{symbol} has no session {shift:+d} from {day} on {market.as_of}")
        values.append(float(series.iloc[place]))
    return stats.change(values[1], values[0])
