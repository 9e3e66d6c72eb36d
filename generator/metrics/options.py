"""Options on the fund, from the rows the project keeps: volume, puts against calls, open interest."""

from __future__ import annotations

from functools import partial

import pandas as pd

from generator import stats
from generator.errors import MissingInput
from generator.market import option_column
from generator.market.record import Market
from generator.metrics.declaration import OPTIONS, metric

FILE = "options.csv"
MEAN_SESSIONS = 30
UNCOLLECTED = "as long as no options data of the session have been collected"
counted = partial(metric, source=OPTIONS, absent=UNCOLLECTED, pinned=True)
ratio = partial(counted, unit="x", digits=2, form="plain", also="put-call ratio PCR sentiment")


def _column(market: Market, column: str) -> pd.Series:
    """A column of options.csv by session, its last row being the market's date."""
    rows = option_column(market, column).rename(FILE)
    if (last := rows.index[-1].date()) != market.as_of:
        raise MissingInput(
            "{input} ends on {since}, the number takes a row of {day}",
            input=FILE,
            since=last,
            day=market.as_of,
        )
    return rows


def _today(market: Market, kind: str) -> tuple[float, float]:
    """Puts and calls of the last session, `kind` being volume or open_interest; contracts."""
    puts, calls = (float(_column(market, f"{side}_{kind}").iloc[-1]) for side in ("put", "call"))
    if not (calls > 0 and puts >= 0):
        what = kind.replace("_", " ")
        raise MissingInput("{input} has no {what} of calls on {day}", input=FILE, what=what, day=market.as_of)
    return puts, calls


@counted("Options volume", "contracts mn", 2)
def option_volume(market: Market) -> float:
    """Puts and calls traded in the last session, all expiries."""
    return sum(_today(market, "volume")) / 1e6


@counted("Puts in options volume", "%", 1, also="share of puts bearish")
def put_share(market: Market) -> float:
    """Share of puts in the contracts traded in the last session."""
    puts, calls = _today(market, "volume")
    return puts / (puts + calls) * 100


@counted("Calls in options volume", "%", 1, also="share of calls bullish")
def call_share(market: Market) -> float:
    """Share of calls in the contracts traded in the last session: what puts leave of the whole."""
    return 100 - put_share(market)


@ratio("Put/call by volume")
def put_call_volume(market: Market) -> float:
    """Puts over calls traded in the last session."""
    puts, calls = _today(market, "volume")
    return puts / calls


@ratio("Put/call by open interest")
def put_call_oi(market: Market) -> float:
    """Puts over calls open in the last session."""
    puts, calls = _today(market, "open_interest")
    return puts / calls


@counted("Open interest", "contracts mn", 2)
def open_interest(market: Market) -> float:
    """Puts and calls open in the last session, all expiries."""
    return sum(_today(market, "open_interest")) / 1e6


@metric(
    "Open interest against its mean",
    "%",
    0,
    f"Puts and calls open in the last session over the mean of the last {MEAN_SESSIONS} rows, that one "
    "included.",
    OPTIONS,
    pinned=True,
    absent=UNCOLLECTED,
)
def open_interest_30d(market: Market) -> float:
    both = _column(market, "put_open_interest") + _column(market, "call_open_interest")
    both = both.dropna().rename(FILE).iloc[-MEAN_SESSIONS:]
    stats.need(both, MEAN_SESSIONS, "rows")
    return sum(_today(market, "open_interest")) / float(both.mean()) * 100
