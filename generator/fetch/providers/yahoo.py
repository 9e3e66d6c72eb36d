"""Yahoo Finance through yfinance: daily bars with actions, figures of the fund, option chains."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from generator import config
from generator.errors import Unavailable
from generator.fetch.http import status
from generator.fetch.providers import Ask, Day, Item, Part, Rows, Source
from generator.fetch.units import FIELDS, figures
from generator.market import hours, rules

if TYPE_CHECKING:
    from generator.fetch.http import Http

SOURCE = Source("yahoo", "Yahoo Finance", "For personal use; the series may not be passed on.")
FUND, CHAIN = "fund.csv", "options.csv"
HORIZON = timedelta(days=90)  # of the expiries whose contracts are counted
CURRENCY = "USD"  # of the prices; the vendor gives it to indices as well
CONTRACT = r"(\d{6})[CP]\d{8}$"  # the end of a contract's symbol: expiry, side, strike
DIGITS = 7  # significant: the vendor's prices are single-precision floats
ITEMS = (
    *(Item(f"prices/{symbol.removeprefix('^')}.csv", symbol) for symbol in config.SYMBOLS),
    *(
        Item(FUND, config.FUND, what=where, columns=tuple(n for n, f in FIELDS.items() if f.where == where))
        for where in ("quote", "averages")
        if config.ISSUER_PRODUCT  # a stock has no NAV and no holdings to average
    ),
    *(Item(CHAIN, config.FUND, columns=rules.OPTIONS[1:]) for counted in (config.OPTIONS,) if counted),
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
    except (LookupError, TypeError, ValueError, AttributeError):
        raise Unavailable(_refused(http) or "an answer in another layout than the known one") from None


def _refused(http: Http) -> str:
    """Why the last request gave nothing, "" where it did: the client takes a refusal for an empty answer."""
    return http.reason or (status(http.status) if http.status >= 400 else "")


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
    told: dict[str, Any] = ticker.get_history_metadata()
    for key, wanted in (("symbol", ask.item.symbol), ("currency", CURRENCY)):
        if (found := told.get(key, wanted)) != wanted:
            raise Unavailable(f"bars of the {key} {found} came, not of {wanted}")
    paid = _paid(frame)
    rows = [
        (
            f"{stamp:%Y-%m-%d}",
            *(_cell(bar[name]) for name in ("Open", "High", "Low", "Close")),
            _cell(bar["Volume"], 15),
            _cell(paid[place]),
            _cell(bar["Stock Splits"]),
        )
        for place, (stamp, bar) in enumerate(zip(frame.index, frame.to_dict("records"), strict=True))
    ]
    adjusted = _adjusted(frame)
    note = "its closes equal its dividend-adjusted ones, though dividends were paid" if adjusted else ""
    return Rows(ask.item.file, ask.item.symbol, rules.PRICES, rows, note, adjusted)


def _paid(frame: pd.DataFrame) -> list[float]:
    """What was paid a share each day: dividend and capital gain, or the dividend alone where it holds the gain already.

    The vendor's adjusted close tells: it steps by what was paid over the close before.
    """
    dividend, gain = frame["Dividends"], frame.get("Capital Gains", 0 * frame["Dividends"])
    factor = frame["Adj Close"] / frame["Close"]
    step = frame["Close"].shift() * (1 - factor.shift() / factor)
    apart = (step - dividend - gain).abs() < (step - dividend).abs()
    both: list[float] = dividend.where(~((gain > 0) & apart), dividend + gain).to_list()
    return both


def _adjusted(frame: pd.DataFrame) -> bool:
    """Whether the closes look like dividend-adjusted ones."""
    paid = frame.index[frame["Dividends"] > 0]
    before = frame[frame.index < paid[-1]] if len(paid) else frame[:0]
    return bool(len(before)) and bool((before["Close"] - before["Adj Close"]).abs().max() < 1e-6)


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
    listed = ticker.options
    if refused := _refused(ticker.session):
        raise Unavailable(refused)
    ahead = sorted(day for text in listed if (day := date.fromisoformat(text)) >= ask.session)
    if not ahead:
        raise Unavailable("no expiries came")
    reach = ask.session + HORIZON
    if lacking := [day for day in _monthly(ask.session, reach) if day not in ahead]:
        raise Unavailable(f"the list of expiries lacks the monthly one of {lacking[0]}: it is not whole")
    near = [day for day in ahead if day < reach]
    note = "" if ahead[-1] >= reach else f"the expiries end on {ahead[-1]}, short of 90 days"
    sums = dict.fromkeys(rules.OPTIONS[1:], 0.0)
    for day in [*near, *ahead[len(near) :][:1]]:
        chain = ticker.option_chain(day.isoformat())
        if chain.calls is None or chain.puts is None:
            raise Unavailable(_refused(ticker.session) or f"no contracts came for the expiry {day}")
        for side, frame in (("call", chain.calls), ("put", chain.puts)):
            contracts = _contracts(frame, day, side)
            traded = contracts["lastTradeDate"].dt.tz_convert("America/New_York").dt.date
            # an untraded contract still shows the volume of the day it last traded on
            sums[f"{side}_volume"] += _total(
                contracts["volume"][traded >= ask.session], f"volume of {side}s for {day}"
            )
            sums[f"{side}_open_interest"] += _total(
                contracts["openInterest"], f"open interest of {side}s for {day}"
            )
    if not all(
        sums[f"{side}_{kind}"] > 0 for side in ("call", "put") for kind in ("volume", "open_interest")
    ):
        raise Unavailable(f"the chain has no trades of {ask.session} or no open interest: " + _shown(sums))
    return Day(CHAIN, ask.item.symbol, ask.session, sums, note)


def _monthly(session: date, reach: date) -> list[date]:
    """The monthly expiries after the session and before `reach`: third Fridays, or the session before a closed one."""
    fridays = [stamp.date() for stamp in pd.date_range(session, reach, freq="WOM-3FRI")]
    days = [hours.on_or_before(friday) for friday in fridays]
    return [day for day in days if session < day < reach]


def _contracts(frame: pd.DataFrame, expiry: date, side: str) -> pd.DataFrame:
    """Each contract once; Unavailable where they are of another expiry, which their symbols tell."""
    symbols = frame["contractSymbol"].astype(str)
    found = symbols.str.extract(CONTRACT)
    other = found[0][found[0].notna() & (found[0] != f"{expiry:%y%m%d}")]
    if len(other):
        raise Unavailable(
            f"asked for the {side}s that expire on {expiry}, those of {other.iloc[0]} (yymmdd) came"
        )
    return frame[~symbols.duplicated()]


def _total(values: Iterable[Any], what: str) -> float:
    numbers = [float(value) for value in values if value == value and value is not None]
    if any(number < 0 or not math.isfinite(number) for number in numbers):
        raise Unavailable(f"the {what} is less than zero or infinite")
    return math.fsum(numbers)


def _shown(sums: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.0f}" for name, value in sums.items())
