"""Returns of given spans: between two dates, of weeks and of days, and the wait for a record."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pandas as pd

from generator import stats
from generator.config import ARTICLE, BENCHMARK, FUND
from generator.errors import MissingInput
from generator.market import bars
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import (
    Benchmark,
    Dimension,
    Payouts,
    Symbol,
    Tracked,
    shifted,
    usual,
    written,
)
from generator.metrics.levels import Intraday
from generator.metrics.series import closes, ends, last_year, levels

BASE, START, END, RECORD = (ARTICLE.defaults[name] for name in ("since", "start", "end", "record"))
SPAN = f"{written(START).removesuffix(written(END)[-5:])} and {written(END)}"  # a year that both share once

From = Annotated[date, Dimension(told="from {}")]
To = Annotated[date, Dimension(told="to {}")]
After = Annotated[date, Dimension(told="on or after {}")]
StartOff = Annotated[int, shifted("start", "the start")]
EndOff = Annotated[int, shifted("end", "the end")]  # as far as sessions are known
# the close of the first day itself, with every end
FIRST_DAY = ("start_shift", 1, "end_shift")
Week = Annotated[
    int, usual({0: "the last full calendar week", 5: "the last five sessions"}, "the last {} sessions", 0)
]
Lately = Annotated[
    int,
    usual(
        {5: "the last five sessions", 10: "the last ten sessions", 21: "the last 21 sessions"},
        "the last {} sessions",
    ),
]
Move = Annotated[bool, usual({False: "close to close", True: "open to close"})]


def _between(
    market: Market, start: date, end: date, symbol: str, reinvested: bool, start_off: int, end_off: int
) -> float:
    """Return in percent between the closes on or before two dates, some sessions off; both known by then."""
    if not start < end <= market.as_of:
        raise MissingInput(
            "{input} from {start} to {end} cannot be told on {day}",
            input=symbol, start=start, end=end, day=market.as_of,
        )  # fmt: skip
    series = levels(market, symbol, reinvested)
    values = []
    for day, shift in ((start, start_off), (end, end_off)):
        place = stats.place(series, day) + shift
        if not 0 <= place < len(series):
            raise MissingInput(
                "{input} has no session {shift:+d} from {base} on {day}",
                input=symbol, shift=shift, base=day, day=market.as_of,
            )  # fmt: skip
        values.append(float(series.iloc[place]))
    return stats.change(values[1], values[0])


@metric("Price return since a date", "%", 1, form="signed", usual=(f", {written(BASE)} and {FUND}", "others"))
def return_since(
    market: Market, base: From = BASE, reinvested: Payouts = False, symbol: Tracked = FUND
) -> float:
    """Change of the quoted close from that of the last session on or before the base date{usual}."""
    return _between(market, base, market.as_of, symbol, reinvested, 0, 0)


@metric(
    "Price return between two dates",
    "%",
    1,
    form="signed",
    pinned=True,
    together=FIRST_DAY,
    usual=(f", {SPAN} and {FUND}", "others"),
)
def return_between(
    market: Market, start: From = START, end: To = END, start_shift: StartOff = 0, end_shift: EndOff = 0,
    reinvested: Payouts = False, symbol: Tracked = FUND,
) -> float:  # fmt: skip
    """Change of the quoted close between the last sessions on or before two dates{usual}."""
    return _between(market, start, end, symbol, reinvested, start_shift, end_shift)


@metric(
    "Price return between two dates, excess",
    "pp",
    1,
    form="signed",
    pinned=True,
    together=FIRST_DAY,
    usual=(f", {SPAN} and {FUND} less {BENCHMARK}", "others"),
)
def excess_between(
    market: Market, start: From = START, end: To = END, start_shift: StartOff = 0, end_shift: EndOff = 0,
    reinvested: Payouts = False, symbol: Tracked = FUND, other: Benchmark = BENCHMARK,
) -> float:  # fmt: skip
    """Price return of one symbol less that of another between two dates{usual}."""
    own, others = (
        _between(market, start, end, name, reinvested, start_shift, end_shift) for name in (symbol, other)
    )
    return own - others


@metric(
    "Best gain between two dates",
    "%",
    1,
    form="signed",
    pinned=True,
    usual=(f", {SPAN} and {FUND}", "others"),
)
def best_between(market: Market, start: From = START, end: To = END, symbol: Tracked = FUND) -> float:
    """Highest close after a first date and up to a second one, against the close of the last session on or before the first{usual}."""
    _between(market, start, end, symbol, False, 0, 0)
    series = closes(market, symbol)
    base = stats.on_or_before(series, start)
    return stats.change(
        float(series.loc[pd.Timestamp(start) + pd.Timedelta(days=1) : pd.Timestamp(end)].max()), base
    )


def _weeks(market: Market, symbol: str, reinvested: bool = False) -> pd.Series:
    """Returns of the full weeks, percent, at each week's last session."""
    last = ends(market, symbol, "week", reinvested=reinvested)
    stats.need(last, 2, "full weeks")
    return stats.returns(last)


@metric(
    "Price return of the last full week",
    "%",
    1,
    form="signed",
    pinned=True,
    usual=(f"; of {FUND}", "another symbol"),
)
def week_return(
    market: Market, sessions: Week = 0, reinvested: Payouts = False, symbol: Tracked = FUND
) -> float:
    """Change of the close from the last session of one calendar week to that of the next, over the last week that was over{usual}."""
    if not sessions:
        return float(_weeks(market, symbol, reinvested).iloc[-1])
    series = levels(market, symbol, reinvested)
    stats.need(series, sessions + 1)
    return stats.change(float(series.iloc[-1]), float(series.iloc[-sessions - 1]))


@metric(
    "Weeks since a stronger one",
    "weeks",
    0,
    pinned=True,
    usual=(f"; of {FUND}", "another symbol"),
    absent="where no week was stronger",
)
def weeks_since_stronger(market: Market, reinvested: Payouts = False, symbol: Tracked = FUND) -> float:
    """How many weeks before the last full week the price return of a calendar week was last larger{usual}."""
    weeks = _weeks(market, symbol, reinvested)
    stronger = (weeks > weeks.iloc[-1]).to_numpy().nonzero()[0]
    if not len(stronger):
        raise MissingInput(
            "{input} has no stronger week since its data begin, on {since}",
            input=symbol,
            since=weeks.index[0],
        )
    return float(len(weeks) - 1 - stronger[-1])


@metric("Best week of the last year", "%", 1, form="signed", also="strongest")
def best_week_1y(market: Market, reinvested: Payouts = False, symbol: Symbol = FUND) -> float:
    """Largest price return of {symbol}'s full weeks of the last year."""
    return float(last_year(market, _weeks(market, symbol, reinvested)).max())


@metric("End of the best week", "date", 0, form="date")
def best_week_1y_date(market: Market, symbol: Symbol = FUND) -> str:
    """Last session of {symbol}'s best full week of the last year."""
    return f"{last_year(market, _weeks(market, symbol)).idxmax():%Y-%m-%d}"


@metric(
    "Best day of late", "%", 1, form="signed", pinned=True, usual=(f", of {FUND} and five sessions", "others")
)
def best_day(market: Market, sessions: Lately = 5, opened: Move = False, symbol: Tracked = FUND) -> float:
    """Largest change from close to close of the last sessions{usual}."""
    series = closes(market, symbol)
    stats.need(series, sessions + 1)
    if opened:
        last = bars(market, symbol).iloc[-sessions:]
        return float((last["close"] / last["open"] - 1).max()) * 100
    return float(stats.returns(series.iloc[-sessions - 1 :]).max())


@metric(
    "Wait for a record close",
    "years",
    1,
    pinned=True,
    usual=(f", for {FUND} and {written(RECORD)}", "others"),
)
def record_gap_years(
    market: Market, since: After = RECORD, intraday: Intraday = False, symbol: Tracked = FUND
) -> float:
    """Time between the first record close on or after a date and the record close before it{usual}."""
    before, later = records(market, symbol, since, intraday)
    return float((later - before).days / stats.DAYS_A_YEAR)


def records(
    market: Market, symbol: str, since: date, intraday: bool = False
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The sessions of the last record before a date, and of the first one on or after it."""
    series = bars(market, symbol)["high" if intraday else "close"]
    found = series.index[(series > series.cummax().shift()).to_numpy()]
    later, before = found[found >= pd.Timestamp(since)], found[found < pd.Timestamp(since)]
    if later.empty or before.empty:
        raise MissingInput(
            "{input} has no record {what} on or after {day} that follows another",
            input=symbol, what="price" if intraday else "close", day=since,
        )  # fmt: skip
    return before[-1], later[0]
