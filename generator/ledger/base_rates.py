"""What usually happens: the share of earlier stretches over which a forecast, so worded, would have come true.

Its rule runs from earlier starts, each judged on the bars up to its own due day and all of them due before the forecast
was said. A stretch has as many sessions as the forecast's; levels keep their distance to the last close, days theirs to
the start, and meetings their places among the scheduled ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from generator.config import ARTICLE, FUND
from generator.errors import MissingInput, UsageError
from generator.facts.record import Fact, Forecast
from generator.ledger.forecasts import argument
from generator.ledger.record import BaseRate
from generator.ledger.rules import REGISTRY, Case, Level, Meetings, Rule, Span
from generator.market import bars, sessions
from generator.market.record import Market

LEAST = 10  # stretches that do not overlap, below which no rate is told
EVERY = 5  # sessions from one start to the next, at the least
PARTS = 12  # of a longer stretch: its starts lie such a part of it apart
BEYOND = {
    "needs_data": "our data can settle neither this nor an earlier one of its kind",
    "scenario": "it is a set of conditions, most of which our data do not reach",
}


@dataclass(frozen=True)
class Stretch:
    """An earlier start: the day of saying and of judging, and what becomes of days, levels and meetings."""

    said: date
    due: date
    moved: Mapping[date, date]  # each day that the forecast names
    scale: float  # of a price


def base_rate(forecast: Forecast, facts: Mapping[str, Fact], market: Market) -> BaseRate:
    """Of one forecast; nothing after the day on which it was said is read."""
    if why := BEYOND.get(forecast.rule):
        return BaseRate(None, 0, why)
    then = market.upto(forecast.said)
    rule = REGISTRY[forecast.rule]
    ways = [{**forecast.args, **way.args} for way in forecast.ways] or [dict(forecast.args)]
    taken = [
        {name: argument(rule.parameters[name], each, facts) for name, each in way.items()} for way in ways
    ]
    named = {str(each) for args in taken for each in args.values()}
    thin = _thin(then, frozenset({FUND, *named} & then.bars.keys()), _prices(rule))
    settled: list[tuple[Stretch, bool]] = []
    for stretch in _stretches(forecast, rule, taken, thin):
        found = {_holds(rule, args, stretch, thin) for args in taken}
        if len(found) == 1 and (truth := found.pop()) is not None:
            settled.append((stretch, truth))
    count = _apart([stretch for stretch, _ in settled])
    if count < LEAST:
        had = (
            f"{count} stretch{'es' * (count != 1)} that {'do' if count != 1 else 'does'} not overlap"
            if count
            else "no such stretch"
        )
        return BaseRate(None, count, f"our data before it hold {had}, and a rate takes {LEAST}")
    return BaseRate(sum(truth for _, truth in settled) / len(settled), count, tried=len(settled))


@lru_cache(maxsize=4)  # forecasts of one day read the same bars, and then the same cuts of them
def _thin(market: Market, symbols: frozenset[str], prices: bool) -> Market:
    """The market without what a rule does not read: it is cut some thousand times."""
    return replace(
        market,
        bars={symbol: frame for symbol, frame in market.bars.items() if symbol in symbols},
        rates={} if prices else market.rates,
        holdings={}, shares={}, holes={}, fund=market.fund.iloc[:0], options=market.options.iloc[:0],
        history=market.history.iloc[:0],
    )  # fmt: skip


def _prices(rule: Rule) -> bool:
    """Whether a rule reads prices and nothing else."""
    return rule.function.__module__.rpartition(".")[2] in ("levels", "returns", "trades")


def _stretches(
    forecast: Forecast, rule: Rule, taken: list[dict[str, Any]], market: Market
) -> Iterator[Stretch]:
    """Earlier starts, the oldest first."""
    meetings = next(
        (each for args in taken for name, each in args.items() if rule.parameters[name] is Meetings), None
    )
    if meetings:
        yield from _by_meetings(forecast, meetings)
        return
    index = bars(market, FUND).index
    named = {each for args in taken for each in args.values() if isinstance(each, date)}
    ahead = {day: _sessions(forecast.said, day) for day in named | {forecast.due}}
    length = ahead[forecast.due]
    last = int(index.searchsorted(pd.Timestamp(forecast.said), side="right")) - 1
    closes = bars(market, FUND)["close"].to_numpy()
    step = max(EVERY, length // PARTS)
    for place in range((last - length) % step, last - length + 1, step):
        days = {day: index[min(max(place + count, 0), last)].date() for day, count in ahead.items()}
        quoted = float(market.upto(index[place].date()).bars[FUND]["close"].iloc[-1])
        yield Stretch(index[place].date(), days[forecast.due], days, quoted / float(closes[last]))


def _sessions(said: date, day: date) -> int:
    """Sessions after the one and up to the other; below zero before it."""
    if day < said:
        return -len(sessions(day, said)) + 1
    return len(sessions(said, day)) - len(sessions(said, said))


def _by_meetings(forecast: Forecast, meetings: tuple[date, ...]) -> Iterator[Stretch]:
    """The same run of meetings, earlier by one, two and so on."""
    known = ARTICLE.meetings
    places = [known.index(meeting) for meeting in meetings]
    for back in range(places[0], 0, -1):
        earlier = [known[place - back] for place in places]
        due = earlier[-1] + (forecast.due - meetings[-1])
        if due <= forecast.said:
            said = earlier[0] - (meetings[0] - forecast.said)
            yield Stretch(said, due, dict(zip(meetings, earlier, strict=True)), 1.0)


def _holds(rule: Rule, args: Mapping[str, Any], stretch: Stretch, market: Market) -> bool | None:
    """Whether it came true over a stretch; None where the rule or the data do not tell."""
    moved = {name: _moved(rule, name, each, stretch) for name, each in args.items()}
    try:
        case = Case(market.upto(stretch.due), stretch.said, stretch.due, final=True, drawn=False)
        return rule.function(case, **moved).holds
    except (MissingInput, UsageError):
        return None


def _moved(rule: Rule, name: str, given: Any, stretch: Stretch) -> Any:
    """An argument as it would have been, had it been said at the start of the stretch."""
    kind, takes = rule.parameters[name], rule.takes.get(name)
    if kind is Meetings:
        return tuple(stretch.moved[meeting] for meeting in given)
    if isinstance(given, date):
        return stretch.moved[given]
    if takes is None or "USD" not in takes.units:
        return given
    if kind is Level:
        return given * stretch.scale
    if kind is Span:
        low, high = (None if end is None else end * stretch.scale for end in given.allowed)
        return Span((low, high), given.printed, given.middle * stretch.scale)
    return given


def _apart(stretches: list[Stretch]) -> int:
    """How many of them can be taken so that none begins before another has ended."""
    count, end = 0, date.min
    for stretch in stretches:
        if stretch.said >= end:
            count, end = count + 1, stretch.due
    return count
