"""What a metric or a picture takes from the market; each raises MissingInput with the file it lacks.

Every taking is noted while somebody asks, so that a number can say what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

import pandas as pd

from generator import config
from generator.errors import ABSENT, EARLY, MissingInput
from generator.market.record import Market

_taken: ContextVar[dict[str, None] | None] = ContextVar("taken", default=None)


class Late(MissingInput):
    """A symbol's bars end before the market does."""


@contextmanager
def noted() -> Iterator[dict[str, None]]:
    """The files that are taken from a market meanwhile, in their order, by path in the snapshot."""
    files: dict[str, None] = {}
    before = _taken.set(files)
    try:
        yield files
    finally:
        _taken.reset(before)


def _note(file: str) -> None:
    if (files := _taken.get()) is not None:
        files[file] = None


def bars(market: Market, symbol: str) -> pd.DataFrame:
    """Daily bars of `symbol`, columns as in Market.bars, up to and with the session `as_of`."""
    file = f"prices/{symbol.removeprefix('^')}.csv"
    if symbol not in market.bars:
        raise _absent(market, file)
    frame = market.bars[symbol]
    if (last := frame.index[-1].date()) < market.as_of:
        raise Late("{input} ends on {since}, before {day}", input=file, since=last, day=market.as_of)
    _note(file)
    return frame


def rate(market: Market, series: str) -> pd.Series:
    """Percent, indexed by observation date; the last observation may be days before `as_of`."""
    if series not in market.rates:
        raise _absent(market, f"rates/{series}.csv")
    _note(f"rates/{series}.csv")
    return market.rates[series]


def newest_holdings(market: Market, before: int = 0) -> tuple[date, pd.DataFrame]:
    """Date and positions of the newest holdings file, or of one so many files before; columns as in Market.holdings."""
    if not market.holdings:
        raise _absent(market, f"holdings/{config.FUND}/")
    days = sorted(market.holdings, reverse=True)
    if before >= len(days):
        raise MissingInput("no issuer's file stands before the one of {since}", since=days[-1])
    day = days[before]
    _note(_positions(day))
    return day, market.holdings[day]


def shares_stated(market: Market) -> tuple[date, float]:
    """Date and shares outstanding of the newest holdings file that states them."""
    if not market.shares:
        raise MissingInput(
            "no file in {input} on or before {since} states the shares outstanding",
            input=f"holdings/{config.FUND}/", since=market.as_of,
        )  # fmt: skip
    day = max(market.shares)
    _note(_positions(day))
    return day, market.shares[day]


def implied_value(market: Market, day: date) -> float:
    """Market value in USD of all positions in the issuer's file of that day."""
    _note(_positions(day))
    return float(market.holdings[day]["market_value"].sum())


def _positions(day: date) -> str:
    return f"holdings/{config.FUND}/{day}.csv"


def fund_history(market: Market) -> pd.DataFrame:
    """The issuer's history of the fund, columns as in Market.history, up to `as_of`."""
    file = f"fund/{config.FUND}.csv"
    if market.history.empty:
        raise _absent(market, file)
    _note(file)
    return market.history


def fund_column(market: Market, column: str) -> pd.Series:
    """A column of fund.csv indexed by session, the refreshes that gave no value left out."""
    return _column(market, "fund.csv", market.fund, column)


def option_column(market: Market, column: str) -> pd.Series:
    """A column of options.csv (contracts) indexed by session."""
    return _column(market, "options.csv", market.options, column)


def _column(market: Market, file: str, frame: pd.DataFrame, column: str) -> pd.Series:
    if not len(frame):
        raise _absent(market, file)
    if column not in frame or not len(values := frame[column].dropna()):
        what = column.replace("_", " ")
        raise MissingInput(
            "{input} has no {what} on or before {since}", input=file, what=what, since=market.as_of
        )
    _note(file)
    return values


def _absent(market: Market, file: str) -> MissingInput:
    """Whether the snapshot lacks the file, or the file the day."""
    listed = any(name.startswith(file) for name in market.manifest.get("files", {}))
    return MissingInput(EARLY if listed else ABSENT, input=file, since=market.as_of if listed else None)
