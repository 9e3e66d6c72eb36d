"""Words for a reader, made from records: names for tickers and files, units for counts, the definition as it was used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import config, formats, metrics
from generator.errors import ABSENT, EARLY, Missing
from generator.facts.record import Fact
from generator.ledger.record import Finding
from generator.ledger.tolerance import HEDGED, RULES
from generator.metrics.record import Definition
from generator.words import Name, Words, joined, say

INDICES = config.ARTICLE.names
COUNTS = {
    "cuts": "cut",
    "names": "name",
    "payouts": "payout",
    "quarters": "quarter",
    "sessions": "session",
}  # plural -> singular
# what a file or folder of the snapshot holds, and what it is called as a whole; {} is its symbol or series
DATA = {
    "prices": ("daily prices of {}", "our record of {}'s daily prices"),
    "rates": ("values of FRED's series {}", "FRED's series {}"),
    "holdings": ("holdings files of the issuer", "the issuer's holdings files"),
    "fund": ("daily figures of {} by its issuer", "the issuer's history of {}"),
    "fund.csv": ("daily figures of the fund", "our record of the fund"),
    "options.csv": ("options data", "our record of the options market"),
}
# gaps that a reader is told otherwise than who works on the program
TOLD = {ABSENT: "no {held} have been collected yet", EARLY: "no {held} had been collected by {since}"}


def named(text: str) -> str:
    """Words as a reader knows their parts: indices and data by their names, days in words. Plain text stays."""
    if isinstance(text, Missing) and text.why in TOLD:
        return named(say(TOLD[text.why], held=_data(text.input)[0], since=text.since))
    if isinstance(text, Words):
        return "".join(map(_part, text.parts))
    return text


def _part(part: str | date) -> str:
    if isinstance(part, date):
        return formats.day(part)
    if isinstance(part, Name):
        article = "the " if part.article and part in INDICES else ""
        return article + INDICES.get(part, _data(part)[1])
    return named(part)


def _data(name: str) -> tuple[str, str]:
    """What a file of the snapshot holds, and what it is called; of another name that name."""
    folder, _, rest = name.partition("/")
    holds, called = DATA.get(folder, (name, name))
    stem = rest.removesuffix(".csv")
    return holds.format(stem), called.format(stem)


def published(fact: Fact) -> str:
    """As printed; with its hedge where that stands elsewhere in the sentence, as one before a range does for its end."""
    apart = RULES[fact.hedge] is HEDGED and fact.hedge not in fact.printed
    return f"{fact.hedge} {fact.printed}" if apart else fact.printed


def unit(fact: Fact) -> str:
    """The unit of a fact; of a bare count that of the metric which checks it."""
    if fact.unit == "count" and fact.metric in metrics.REGISTRY:
        return metrics.REGISTRY[fact.metric].unit
    return fact.unit


def counted(text: str, unit: str) -> str:
    """A written number with what it counts, where its format leaves that to the sentence."""
    return f"{text} {COUNTS[unit] if text == '1' else unit}" if unit in COUNTS else text


def definition(finding: Finding) -> str:
    """The definition by which a claim was recomputed: what it sets itself in place of the metric's defaults."""
    used = finding.definition
    here = f" Here: {', '.join(_chosen(used))}." if used.chosen else ""
    return named(used.used) + here


PAIRS = (("start", "end"), ("low", "high"))  # told in one


def _chosen(used: Definition) -> Iterator[str]:
    """What a claim sets, in words."""
    told = dict(used.told)
    pair = [Name(str(used.chosen[name])) for name in ("symbol", "other") if told.pop(name, None)]
    if pair:
        yield ("" if "symbol" in used.chosen else "against ") + named(joined(pair, " less "))
    for first, last in PAIRS:
        if {first, last} <= told.keys():
            yield f"{told.pop(first)} {told.pop(last)}"
    yield from told.values()
