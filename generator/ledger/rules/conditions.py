"""Conditions over metrics, sets of them, and what no data of ours can settle."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import pandas as pd

from generator import expressions, metrics, stats
from generator.facts.record import Condition
from generator.ledger.record import Met
from generator.ledger.rules import FUND, Case, Guard, Reading, Symbol, rule
from generator.ledger.rules.parts import day, percent, session
from generator.market import bars
from generator.market.record import Market
from generator.metrics.series import total
from generator.words import Words, joined

NO_SYMBOL = Symbol("")
SETTLED = {"came-true": True, "failed": False}


@rule(
    "The condition is read at the close of every session up to the due day: it came true if it held on each, and failed on the "
    "first on which it did not."
)
def stays(case: Case, holds: Guard) -> Reading:
    broken = _first(holds, case, False)
    if broken:
        told = _judge(holds, case.market.upto(broken))[1]
        return Reading(False, f"It broke on {day(broken)}: {told}", decided=broken)
    now, told = _judge(holds, case.market)
    return Reading(now, f"On {day(case.market.as_of)}: {told}", f"Watched until {day(case.due)}.")


@rule("The condition is read on the due day; it came true if it holds, and failed if it does not.")
def condition(case: Case, holds: Guard) -> Reading:
    met, told = _judge(holds, case.market)
    return Reading(met, f"On {day(case.market.as_of)}: {told}", f"Judged on {day(case.due)}.")


@rule(
    "No data of ours settle it: it is open until the due day and unverifiable from then on, and says which "
    "data it would "
    "take. Where returns are named beside it, they are no test of it."
)
def needs_data(
    case: Case, needs: str, symbol: Symbol = NO_SYMBOL, other: Symbol = NO_SYMBOL, start: date | None = None
) -> Reading:
    words = f"Would take {needs}."
    if symbol and other and start and case.market.as_of > start:
        told = []
        for name in (symbol, other):
            levels = total(case.market, name)
            change = stats.change(float(levels.iloc[-1]), stats.on_or_before(levels, start))
            told.append(f"{name} {percent(change)}")
        words += (
            f" Beside it, and no test of it: from {day(start)} to {day(case.market.as_of)} the total returns "
            "were "
            f"{' and '.join(told)}."
        )
    return Reading(None, words)


@rule(
    "A set of conditions, each read on the last day, on every session since it was said, or on one at least, as its words "
    "have it. It failed if on the due day one of those that data reach does not hold, and came true if all hold; "
    "if the rest hold but some are beyond our data, it stays unverifiable."
)
def scenario(case: Case) -> Reading:
    found = tuple(_met(each, case) for each in case.conditions)
    hold, not_hold = (sum(met.holds is truth for met in found) for truth in (True, False))
    unknown = len(found) - hold - not_hold
    untold = f"{unknown} cannot be told" if unknown else ""
    words = (
        f"{hold} of {len(found)} conditions {'hold' if hold != 1 else 'holds'} on {day(case.market.as_of)}, "
        f"{not_hold} " + (f"{'do' if not_hold != 1 else 'does'} not")
    )
    return Reading(
        False if not_hold else None if unknown else True,
        f"{words}, {untold}." if untold else f"{words}.",
        f"Judged on {day(case.due)}.",
        conditions=found,
    )


def _met(each: Condition, case: Case) -> Met:
    if each.needs:
        return Met(each.text, None, f"Would take {each.needs}.")
    if each.forecast:
        standing = case.standing(each.forecast)
        return Met(each.text, SETTLED.get(standing.state, standing.holds), standing.evidence)
    if each.holds:
        return Met(each.text, *_judge(each.holds, case.market))
    guard, wanted = (each.once, True) if each.once else (each.stays, False)
    found = _first(guard, case, wanted)
    seen = case.market.upto(found) if found else case.market
    now, told = _judge(guard, seen)
    if now is None:
        return Met(each.text, None, told)
    when = day(seen.as_of)
    if found:
        return Met(
            each.text, wanted, joined((Words(f"{'First' if wanted else 'Broken'} on {when}; "), told), "")
        )
    since = f"{'On no session' if wanted else 'On every session'} since {day(case.said)}. As of {when}, "
    return Met(each.text, not wanted, joined((Words(since), told), ""))


def _first(text: str, case: Case, wanted: bool) -> date | None:
    """The first session after it was said on which a condition is as wanted."""
    index = bars(case.market, FUND).index
    for stamp in index[index > pd.Timestamp(case.said)]:
        if _judge(text, case.market.upto(session(stamp)))[0] is wanted:
            return session(stamp)
    return None


_judged: WeakKeyDictionary[Market, dict[str, tuple[bool | None, Words]]] = WeakKeyDictionary()


def _judge(text: str, market: Market) -> tuple[bool | None, Words]:
    """Whether a condition holds, and the numbers it reads; None and the gap where one is missing. Asked of a day often."""
    known = _judged.setdefault(market, {})
    if text not in known:
        known[text] = _judgement(text, market)
    return known[text]


def _judgement(text: str, market: Market) -> tuple[bool | None, Words]:
    tree, names = expressions.parse(text)
    values: dict[str, float] = {}
    told: list[Words] = []
    for name in names:
        entry = metrics.one(name, market)
        if entry.value is None or isinstance(entry.value, str):
            return None, Words(entry.label, ": ", entry.missing or "it is no number", ".")
        values[name] = entry.value
        told.append(Words(entry.label, f": {entry.written()}"))
    return expressions.holds(tree, values.__getitem__), Words(joined(told, "; "), ".")
