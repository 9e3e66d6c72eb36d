"""How easily a claim holds: the share of earlier sessions on which the same check, so worded, would have passed.

The sessions are the month ends of the ten years before the claim's date, or as many as the data have; what is seen
on each is what was known at its close, so that no later bar moves a rate. Days that a wording names keep their
distance to the session: "since 24 November" said on 5 December is "since eleven days ago" on each. A level in dollars
keeps its distance to the close, in percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import metrics
from generator.config import FUND
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger.moves import covered
from generator.ledger.tolerance import inside
from generator.market import bars
from generator.market.record import Market

YEARS = 10
LEAST = 12  # month ends below which no rate is told
ALWAYS = 1.0


@dataclass(frozen=True)
class PassRate:
    """The share of earlier month ends on which a check passes, 0 to 1; None where it has none, and why."""

    share: float | None
    count: int  # month ends on which the check could be made
    why: str = ""


def pass_rate(fact: Fact, market: Market) -> PassRate:
    """The rate of a fact that a metric checks; it sees nothing from the fact's own date on."""
    passed = []
    for session, value in values(fact, market, month_ends(market, fact.seen)):
        with suppress(MissingInput):  # a wording that is judged by moves takes some sessions before
            passed.append(inside(value, covered(fact, market.upto(session))))
    if len(passed) < LEAST:
        reach = (
            f"on {len(passed)} earlier month {'end' if len(passed) == 1 else 'ends'}" if passed else "on none"
        )
        return PassRate(None, len(passed), f"the data tell it {reach}, and a rate takes {LEAST}")
    return PassRate(sum(passed) / len(passed), len(passed))


def values(fact: Fact, market: Market, sessions: Iterable[date]) -> Iterator[tuple[date, float]]:
    """Other sessions and what the fact's metric gave as of each, where its inputs reached back so far."""
    for session in sessions:
        try:
            then = market.upto(session)
            value = metrics.evaluate(fact.metric, then, moved(fact, market, then))
        except MissingInput:
            continue
        if not isinstance(value, str):
            yield session, value


def month_ends(market: Market, day: date) -> list[date]:
    """The fund's last sessions of the months that ended before `day`, of the ten years before it."""
    lasts = {(stamp.year, stamp.month): stamp.date() for stamp in bars(market, FUND).index}
    first, last = (day.year - YEARS, day.month), (day.year, day.month)
    return [session for month, session in lasts.items() if first <= month < last]


def moved(fact: Fact, market: Market, then: Market) -> dict[str, Any]:
    """A claim's arguments with each day that they name as far from `then` as it was from the claim's, and each level from the close."""
    days = then.as_of - fact.seen
    if not fact.args:
        return {}
    spec = metrics.REGISTRY[fact.metric]
    levels = [name for name in fact.args if spec.kinds.get(name) is float]
    ratio = 1.0
    if levels:
        symbol = str(spec.stated(fact.args).get("symbol", FUND))
        now, before = (float(bars(side, symbol)["close"].iloc[-1]) for side in (then, market.upto(fact.seen)))
        ratio = now / before
    return {
        name: given + days if isinstance(given, date) else given * ratio if name in levels else given
        for name, given in fact.args.items()
    }
