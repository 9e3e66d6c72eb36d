"""What a recomputation found beside its number: the day, the week, the file, the observation behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from generator import formats, metrics, stats
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.market import newest_holdings
from generator.market.record import Market
from generator.metrics import FRED, ISSUER
from generator.metrics.fund import count_day, dividends
from generator.metrics.resistance import rallies
from generator.metrics.sensitivity import easing_excess
from generator.metrics.series import closes, ends, last_year
from generator.metrics.spans import records
from generator.words import Name, Words, say

Function = Callable[..., Words]
FOUND: dict[
    str, Function
] = {}  # metric -> words on the market, with those of the metric's choices that it takes


def found(fact: Fact, market: Market) -> Words:
    """Where the number of a fact stands, or "" where there is nothing to name."""
    spec = metrics.REGISTRY[fact.metric]
    try:
        if fact.metric in FOUND:
            return FOUND[fact.metric](market, **spec.stated(fact.args))
        if spec.source == ISSUER:
            day, _ = newest_holdings(market, fact.args.get("file", 0))
            return say("From the issuer's file of {day}.", day=formats.day(day))
    except MissingInput:
        pass  # the number stands without it
    return Words()


def _for(*keys: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        FOUND.update(dict.fromkeys(keys, function))
        return function

    return register


def _day(stamp: Any) -> str:
    return formats.day(pd.Timestamp(stamp).date())


def _percent(value: float) -> str:
    return formats.write(value, "%", 2, "signed")


def _on_or_before(market: Market, symbol: str, day: date) -> str:
    series = closes(market, symbol)
    return _day(series.index[stats.place(series, day)])


@_for("best_day")
def _best_day(market: Market, symbol: str, sessions: int, **_: Any) -> Words:
    moves = stats.returns(closes(market, symbol).iloc[-sessions - 1 :])
    return say("The day is {day} ({move}).", day=_day(moves.idxmax()), move=_percent(moves.max()))


def _weeks(market: Market, symbol: str) -> pd.Series:
    return stats.returns(ends(market, symbol, "week", reinvested=False))


@_for("week_return")
def _week(market: Market, symbol: str, **_: Any) -> Words:
    return say("The week ended on {day}.", day=_day(_weeks(market, symbol).index[-1]))


@_for("weeks_since_stronger")
def _stronger(market: Market, symbol: str, **_: Any) -> Words:
    weeks = _weeks(market, symbol)
    before = weeks[weeks > weeks.iloc[-1]]
    return say(
        "The week ended on {day} ({move}); the last stronger one ended on {earlier} ({more}).",
        day=_day(weeks.index[-1]), move=_percent(weeks.iloc[-1]),
        earlier=_day(before.index[-1]), more=_percent(before.iloc[-1]),
    )  # fmt: skip


@_for("best_week_1y")
def _best_week(market: Market, symbol: str, **_: Any) -> Words:
    return say("The week ended on {day}.", day=_day(last_year(market, _weeks(market, symbol)).idxmax()))


@_for("record_gap_years")
def _records(market: Market, symbol: str, since: date, **_: Any) -> Words:
    before, later = records(market, symbol, since)
    return say("The records are the closes of {before} and {later}.", before=_day(before), later=_day(later))


@_for("high_52w", "distance_high_52w", "low_52w", "distance_low_52w")
def _extreme(market: Market, symbol: str, high: bool, **_: Any) -> Words:
    side = "high" if high else "low"
    day = metrics.evaluate(f"{side}_52w_date", market, {"symbol": symbol})
    return say("The {side} is of {day}.", side=side, day=_day(day))


@_for("rallies_stalled")
def _rallies(market: Market, **choices: Any) -> Words:
    told = [
        f"{_day(rally.day)} ({formats.write(rally.high, 'USD', 2)}, {'stalled' if rally.stalled else 'went through'})"
        for rally in rallies(market, **choices)
    ]
    return (
        say("The highs are those of {told}.", told="; ".join(told)) if told else Words("No high came near.")
    )


@_for("return_since")
def _since(market: Market, symbol: str, base: date, **_: Any) -> Words:
    return say("The base is the close of {day}.", day=_on_or_before(market, symbol, base))


@_for("return_between", "excess_between")
def _between(market: Market, symbol: str, start: date, end: date, other: str = "", **_: Any) -> Words:
    pair = say("{symbol} less {other}", symbol=Name(symbol), other=Name(other)) if other else Name(symbol)
    first, last = (_on_or_before(market, symbol, day) for day in (start, end))
    return say("{pair}, from the close of {first} to that of {last}.", pair=pair, first=first, last=last)


@_for("policy_lower", "policy_upper")
def _policy(market: Market, series: str) -> Words:
    day = _day(market.rates[series].index[-1])
    return say("The range in force on {day}, from {source}.", day=day, source=FRED.split(",")[0])


@_for("excess_after_easing")
def _easing(market: Market, **stated: Any) -> Words:
    excess = easing_excess(market, **stated)
    told = ", ".join(
        f"{formats.write(value, 'pp_short', 1, 'signed')} after {formats.day(first)}"
        for first, value in excess.items()
    )
    ahead = sum(value > 0 for value in excess.values())
    return say(
        "By first cut: {told}; ahead in {ahead} of {count}.", told=told, ahead=ahead, count=len(excess)
    )


@_for("net_assets")
def _assets(market: Market, **_: Any) -> Words:
    return _counted(market, count_day(market))


@_for("shares_outstanding")
def _shares(market: Market, **_: Any) -> Words:
    return _counted(market, count_day(market, implied=False))


def _counted(market: Market, day: date | None) -> Words:
    if day is None:
        return Words()
    rows = [
        name
        for name, table in (("the issuer's history", market.history), ("fund.csv", market.fund))
        if len(table) and pd.Timestamp(day) in table.index
    ]
    file = rows[0] if rows else "the issuer's holdings file"
    return say("The count of shares is of {day}, from {file}.", day=formats.day(day), file=file)


@_for("dividend_yield", "dividend_count_12m")
def _dividends(market: Market, symbol: str, **_: Any) -> Words:
    paid = dividends(market, symbol)
    return say("The last ex-date is {day}.", day=_day(paid.index[-1])) if len(paid) else Words()
