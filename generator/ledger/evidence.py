"""What a recomputation found beside its number: the day, the week, the file, the observation behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from generator import formats, metrics, stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import bars, newest_holdings
from generator.market.record import Market
from generator.metrics import FRED, ISSUER
from generator.metrics.sensitivity import easing_excess
from generator.metrics.series import closes, ends, last_year

Function = Callable[..., str]
FOUND: dict[str, Function] = {}  # metric -> a sentence on the market, with the metric's own arguments


def found(metric: str, market: Market, args: Any) -> str:
    """A sentence on where the number stands, or "" where there is nothing to name."""
    spec = metrics.REGISTRY[metric]
    try:
        if metric in FOUND:
            return FOUND[metric](market, **args)
        if spec.source == ISSUER:
            return f"From the issuer's file of {formats.day(newest_holdings(market)[0])}."
    except MissingInput:
        pass  # the number stands without it
    return ""


def _for(*keys: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        FOUND.update(dict.fromkeys(keys, function))
        return function

    return register


def _day(stamp: Any) -> str:
    return formats.day(pd.Timestamp(stamp).date())


def _percent(value: float) -> str:
    return formats.write(value, "%", 2, "signed")


def _on_or_before(index: pd.Index, day: date) -> str:
    return _day(index[int(index.searchsorted(pd.Timestamp(day), side="right")) - 1])


@_for("best_day")
def _best_day(market: Market, symbol: str = FUND, sessions: int = 5) -> str:
    moves = stats.returns(closes(market, symbol).iloc[-sessions - 1 :])
    return f"The day is {_day(moves.idxmax())} ({_percent(moves.max())})."


def _weeks(market: Market, symbol: str) -> pd.Series:
    return stats.returns(ends(market, symbol, "week", reinvested=False))


@_for("week_return")
def _week(market: Market, symbol: str = FUND) -> str:
    return f"The week ended on {_day(_weeks(market, symbol).index[-1])}."


@_for("weeks_since_stronger")
def _stronger(market: Market, symbol: str = FUND) -> str:
    weeks = _weeks(market, symbol)
    before = weeks[weeks > weeks.iloc[-1]]
    return (
        f"The week ended on {_day(weeks.index[-1])} ({_percent(weeks.iloc[-1])}); "
        f"the last stronger one ended on {_day(before.index[-1])} ({_percent(before.iloc[-1])})."
    )


@_for("best_week_1y")
def _best_week(market: Market) -> str:
    return f"The week ended on {_day(last_year(market, _weeks(market, FUND)).idxmax())}."


@_for("record_gap_years")
def _records(market: Market, symbol: str = FUND, since: date = date(2025, 9, 1)) -> str:
    series = closes(market, symbol)
    records = series.index[(series > series.cummax().shift()).to_numpy()]
    split = int(records.searchsorted(pd.Timestamp(since)))
    return f"The records are the closes of {_day(records[split - 1])} and {_day(records[split])}."


@_for("high_52w", "distance_high_52w")
def _high(market: Market) -> str:
    return f"The high is of {_day(str(metrics.evaluate('high_52w_date', market)))}."


@_for("low_52w", "distance_low_52w")
def _low(market: Market) -> str:
    return f"The low is of {_day(str(metrics.evaluate('low_52w_date', market)))}."


@_for("swing_high")
def _swing(market: Market, low: float = 250.0, high: float = 252.0) -> str:
    level = metrics.evaluate("swing_high", market, {"low": low, "high": high})
    highs = bars(market, FUND)["high"]
    return f"The last session with that high is {_day(highs[highs == level].index[-1])}."


@_for("sessions_since_above")
def _above(market: Market, level: float = 252.0) -> str:
    series = closes(market, FUND)
    return f"The last close above is of {_day(series[series > level].index[-1])}."


@_for("return_since")
def _since(market: Market, base: date = date(2025, 11, 24), symbol: str = FUND) -> str:
    return f"The base is the close of {_on_or_before(closes(market, symbol).index, base)}."


@_for("return_between", "excess_between")
def _between(market: Market, start: date, end: date, symbol: str = FUND, other: str = "") -> str:
    index = closes(market, symbol).index
    less = f" less {other}" if other else ""
    first, last = _on_or_before(index, start), _on_or_before(index, end)
    return f"{symbol}{less}, from the close of {first} to that of {last}."


@_for("policy_lower", "policy_upper")
def _policy(market: Market) -> str:
    return f"The range in force on {_day(market.rates['DFEDTARU'].index[-1])}, from {FRED.split(',')[0]}."


@_for("excess_after_easing")
def _easing(market: Market) -> str:
    excess = easing_excess(market)
    told = ", ".join(
        f"{formats.write(value, 'pp_short', 1, 'signed')} after {formats.day(first)}"
        for first, value in excess.items()
    )
    ahead = sum(value > 0 for value in excess.values())
    return f"By first cut: {told}; ahead in {ahead} of {len(excess)}."


@_for("net_assets")
def _assets(market: Market, **_: int) -> str:
    files, rows = max(market.holdings, default=None), market.fund.index
    newest = max([day for day in (files, rows[-1].date() if len(rows) else None) if day])
    return f"The count of shares is of {formats.day(newest)}."


@_for("dividend_yield", "dividend_count_12m")
def _dividends(market: Market) -> str:
    paid = last_year(market, bars(market, FUND)["dividend"].rename(FUND))
    paid = paid[paid > 0]
    return f"The last ex-date is {_day(paid.index[-1])}." if len(paid) else ""
