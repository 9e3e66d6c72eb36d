"""Returns of given spans: between two dates, of weeks and of days, and the wait for a record."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.series import closes, ends, last_year


def _between(market: Market, start: date, end: date, symbol: str) -> float:
    """Price return in percent between the closes on or before two dates, both known at the market's date."""
    if not start < end <= market.as_of:
        raise MissingInput(f"{symbol} from {start} to {end} cannot be told on {market.as_of}")
    series = closes(market, symbol)
    return stats.change(stats.on_or_before(series, end), stats.on_or_before(series, start))


@metric(
    "Price return since a date",
    "%",
    1,
    "Change of the quoted close from that of the last session on or before the base date, 24 November 2025 "
    "and IWM unless a claim names others.",
    form="signed",
)
def return_since(market: Market, base: date = date(2025, 11, 24), symbol: str = FUND) -> float:
    return _between(market, base, market.as_of, symbol)


@metric(
    "Price return between two dates",
    "%",
    1,
    "Change of the quoted close between the last sessions on or before two dates, 31 July and 15 September "
    "2025 and IWM unless a claim names others.",
    form="signed",
)
def return_between(
    market: Market, start: date = date(2025, 7, 31), end: date = date(2025, 9, 15), symbol: str = FUND
) -> float:
    return _between(market, start, end, symbol)


@metric(
    "Price return between two dates, excess",
    "pp",
    1,
    "Price return of one symbol less that of another between two dates, 31 July and 15 September 2025 and "
    "IWM less SPY unless a claim names others.",
    form="signed",
)
def excess_between(
    market: Market,
    start: date = date(2025, 7, 31),
    end: date = date(2025, 9, 15),
    symbol: str = FUND,
    other: str = "SPY",
) -> float:
    return _between(market, start, end, symbol) - _between(market, start, end, other)


def _weeks(market: Market, symbol: str) -> pd.Series:
    """Price returns of the full weeks, percent, at each week's last session."""
    levels = ends(market, symbol, "week", reinvested=False)
    stats.need(levels, 2, "full weeks")
    return stats.returns(levels)


@metric(
    "Price return of the last full week",
    "%",
    1,
    "Change of the close from the last session of one calendar week to that of the next, over the last "
    "week that was over; of IWM unless a claim names another symbol.",
    form="signed",
)
def week_return(market: Market, symbol: str = FUND) -> float:
    return float(_weeks(market, symbol).iloc[-1])


@metric(
    "Weeks since a stronger one",
    "weeks",
    0,
    "How many weeks before the last full week the price return of a calendar week was last larger; of IWM "
    "unless a claim names another symbol.",
)
def weeks_since_stronger(market: Market, symbol: str = FUND) -> float:
    weeks = _weeks(market, symbol)
    stronger = (weeks > weeks.iloc[-1]).to_numpy().nonzero()[0]
    if not len(stronger):
        raise MissingInput(
            f"{symbol} has no stronger week since its data begin, on {weeks.index[0]:%Y-%m-%d}"
        )
    return float(len(weeks) - 1 - stronger[-1])


@metric(
    "Best week of the last year",
    "%",
    1,
    "Largest price return of IWM's full weeks of the last year.",
    form="signed",
)
def best_week_1y(market: Market) -> float:
    return float(last_year(market, _weeks(market, FUND)).max())


@metric(
    "End of the best week", "date", 0, "Last session of IWM's best full week of the last year.", form="date"
)
def best_week_1y_date(market: Market) -> str:
    return f"{last_year(market, _weeks(market, FUND)).idxmax():%Y-%m-%d}"


@metric(
    "Best day of late",
    "%",
    1,
    "Largest change from close to close of the last sessions, of IWM and five sessions unless a claim "
    "names others.",
    form="signed",
)
def best_day(market: Market, symbol: str = FUND, sessions: int = 5) -> float:
    series = closes(market, symbol)
    stats.need(series, sessions + 1)
    return float(stats.returns(series.iloc[-sessions - 1 :]).max())


@metric(
    "Wait for a record close",
    "years",
    1,
    "Time between the first record close on or after a date and the record close before it, for IWM and 1 "
    "September 2025 unless a claim names others.",
)
def record_gap_years(market: Market, symbol: str = FUND, since: date = date(2025, 9, 1)) -> float:
    series = closes(market, symbol)
    records = series.index[(series > series.cummax().shift()).to_numpy()]
    later = records[records >= pd.Timestamp(since)]
    before = records[records < pd.Timestamp(since)]
    if later.empty or before.empty:
        raise MissingInput(f"{symbol} has no record close on or after {since} that follows another")
    return float((later[0] - before[-1]).days / stats.DAYS_A_YEAR)
