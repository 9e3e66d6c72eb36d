"""Yahoo Finance through yfinance: daily bars with actions, figures of the fund, option chains."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from generator import config
from generator.fetch.providers import Ask, Day, Item, Part, Rows, Source, Unavailable
from generator.fetch.units import FIELDS, figures
from generator.market import rules

if TYPE_CHECKING:
    import pandas as pd

    from generator.fetch.http import Http

SOURCE = Source("yahoo", "Yahoo Finance", "For personal use; the series may not be passed on.")
FUND, CHAIN = "fund.csv", "options.csv"
HORIZON = timedelta(days=90)  # of the expiries whose contracts are counted
DIGITS = 7  # significant: the vendor's prices are single-precision floats
ITEMS = (
    *(Item(f"prices/{symbol.removeprefix('^')}.csv", symbol) for symbol in config.SYMBOLS),
    *(
        Item(FUND, config.FUND, what=where, columns=tuple(n for n, f in FIELDS.items() if f.where == where))
        for where in ("quote", "averages")
    ),
    Item(CHAIN, config.FUND, columns=rules.OPTIONS[1:]),
)


def fetch(ask: Ask, http: Http) -> list[Part]:
    """Bars from `since` to the session, or the session's row of fund.csv or options.csv."""
    # what yfinance lets out for a bad answer, whatever the method (its notes promise no more)
    from curl_cffi.requests.exceptions import RequestException

    yf = _library()
    yf.data.YfData.cache_get.cache_clear()  # it would keep a broken answer for the next try
    reads = {FUND: _fund, CHAIN: _chain}.get(ask.item.file, _bars)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own, of how it uses pandas
            return [reads(yf.Ticker(ask.item.symbol, session=http), ask)]
    except Unavailable:
        raise
    except (yf.exceptions.YFException, RequestException, OSError) as error:
        raise Unavailable(http.reason or str(error)) from None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        refused = f"HTTP {http.status}" if http.status >= 400 else ""
        unread = f"an answer that cannot be read ({type(error).__name__}: {error})"
        raise Unavailable(http.reason or refused or unread) from None


def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it switches its own deprecations on again
        import yfinance as yf  # type: ignore[import-untyped]
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)  # what fails is told here
    yf.config.debug.hide_exceptions = False
    return yf


def _bars(ticker: Any, ask: Ask) -> Rows:
    """Prices adjusted for splits, not for dividends; USD or points."""
    frame = ticker.history(
        start=ask.since, end=ask.session + timedelta(days=1), auto_adjust=False, actions=True, keepna=True
    )
    if frame.empty:
        raise Unavailable("no bars came")
    rows = [
        (
            f"{stamp:%Y-%m-%d}",
            *(_cell(bar[name]) for name in ("Open", "High", "Low", "Close")),
            _cell(bar["Volume"], 15),
            _cell(bar["Dividends"] + bar.get("Capital Gains", 0.0)),
            _cell(bar["Stock Splits"]),
        )
        for stamp, bar in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
    return Rows(ask.item.file, ask.item.symbol, rules.PRICES, rows, _adjusted(frame))


def _adjusted(frame: pd.DataFrame) -> str:
    """A word of warning where the closes look like dividend-adjusted ones."""
    paid = frame.index[frame["Dividends"] > 0]
    before = frame[frame.index < paid[-1]] if len(paid) else frame[:0]
    if len(before) and (before["Close"] - before["Adj Close"]).abs().max() < 1e-6:
        return "its closes equal its dividend-adjusted ones, though dividends were paid"
    return ""


def _cell(value: float, digits: int = DIGITS) -> str:
    if not math.isfinite(value):
        return "" if math.isnan(value) else str(value)
    return f"{float(f'{value:.{digits}g}'):.6f}".rstrip("0").rstrip(".")


def _fund(ticker: Any, ask: Ask) -> Day:
    if ask.item.what == "quote":
        answer: dict[str, Any] = ticker.info
    else:
        answer = ticker.funds_data.equity_holdings[ask.item.symbol].to_dict()
    values, notes = figures(ask.item.what, answer)
    if not values:
        raise Unavailable("; ".join(["none of the fund's figures came", *notes]))
    return Day(FUND, ask.item.symbol, ask.session, values, "; ".join(notes))


def _chain(ticker: Any, ask: Ask) -> Day:
    """Contracts traded in the session and open, calls and puts, over the expiries of the next 90 days."""
    ahead = sorted(day for text in ticker.options if (day := date.fromisoformat(text)) >= ask.session)
    if not ahead:
        raise Unavailable("no expiries came")
    reach = ask.session + HORIZON
    near = [day for day in ahead if day < reach]
    note = "" if ahead[-1] >= reach else f"the expiries end on {ahead[-1]}, short of 90 days"
    sums = dict.fromkeys(rules.OPTIONS[1:], 0.0)
    for day in [*near, *ahead[len(near) :][:1]]:
        chain = ticker.option_chain(day.isoformat())
        if chain.calls is None or chain.puts is None:
            raise Unavailable(f"no contracts came for the expiry {day}")
        for side, frame in (("call", chain.calls), ("put", chain.puts)):
            traded = frame["lastTradeDate"].dt.tz_convert("America/New_York").dt.date
            # an untraded contract still shows the volume of the day it last traded on
            sums[f"{side}_volume"] += _total(
                frame["volume"][traded >= ask.session], f"volume of {side}s for {day}"
            )
            sums[f"{side}_open_interest"] += _total(
                frame["openInterest"], f"open interest of {side}s for {day}"
            )
    if not all(
        sums[f"{side}_{kind}"] > 0 for side in ("call", "put") for kind in ("volume", "open_interest")
    ):
        raise Unavailable(f"the chain has no trades of {ask.session} or no open interest: " + _shown(sums))
    return Day(CHAIN, ask.item.symbol, ask.session, sums, note)


def _total(values: Iterable[Any], what: str) -> float:
    numbers = [float(value) for value in values if value == value and value is not None]
    if any(number < 0 or not math.isfinite(number) for number in numbers):
        raise Unavailable(f"the {what} is less than zero or infinite")
    return math.fsum(numbers)


def _shown(sums: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.0f}" for name, value in sums.items())
