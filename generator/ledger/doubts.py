"""Why data that reach a claim cannot tell it: too few cases, a count of another day, another taxonomy, a part of it.

Each begins with its cause in a few words and a colon: a table has room for no more of it (`teeth.notes`).
"""

from __future__ import annotations

from generator import formats, metrics
from generator.facts.record import Fact
from generator.ledger import notes
from generator.ledger.tolerance import Interval, inside
from generator.market.record import Market
from generator.metrics import fund, holdings
from generator.words import Words, say

COUNTED = {  # metrics that rest on a count of shares, which flows move every day; whether one that a file implies will do
    "net_assets": True,
    "shares_outstanding": False,
}


def doubt(fact: Fact, market: Market, value: float | None, interval: Interval) -> Words:
    """What keeps the data from telling, "" where nothing does; `value` is None where they give no number."""
    spec = metrics.REGISTRY[fact.metric]
    implied = COUNTED.get(fact.metric)
    if implied is not None and (day := fund.count_day(market, implied)) and day != market.as_of:
        return say(
            "Share count of another day: the newest is of {day}, and money comes and goes every day. Would take the issuer's count of {seen}.",
            day=formats.day(day), seen=formats.day(market.as_of),
        )  # fmt: skip
    if value is None:
        return Words()
    if fact.taxonomy and fact.metric in holdings.SECTORS and fact.taxonomy != holdings.TAXONOMY:
        return Words(
            f"Other sectors: the figure is by those of {fact.taxonomy}, the issuer's file by those of {holdings.TAXONOMY}, which draw "
            f"the lines elsewhere. Would take each holding's sector by {fact.taxonomy}."
        )
    if fact.needs and inside(value, interval):
        return Words(
            f"Checked in part: what data reach is as claimed, which does not settle the whole. Would take {fact.needs}."
        )
    stated = spec.stated(fact.args)
    if spec.error and (told := notes.uncertain(fact, value, spec.error(market, **stated), interval)):
        return told
    return notes.undecided(fact, spec.cases(market, **stated), interval) if spec.cases else Words()


def certainty(fact: Fact, market: Market, interval: Interval) -> str:
    """Of a decided claim about a rule or a slope: the cases or the standard error that decide it; "" of any other."""
    spec = metrics.REGISTRY[fact.metric]
    stated = spec.stated(fact.args)
    if spec.error:
        return f"The slope's standard error is {notes.figure(spec.error(market, **stated), fact, 1)}."
    return notes.told_cases(fact, spec.cases(market, **stated), interval) if spec.cases else ""
