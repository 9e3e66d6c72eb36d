"""One finding for each fact, computed on the market as of the fact's own date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator import formats, metrics
from generator.config import FUND
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger import notes
from generator.ledger.doubts import certainty, doubt
from generator.ledger.evidence import found
from generator.ledger.explorer import explore
from generator.ledger.forecasts import unsettled
from generator.ledger.joint import together
from generator.ledger.kept import Past, pasts
from generator.ledger.margins import at_edge, margin
from generator.ledger.moves import covered
from generator.ledger.record import TERM, Finding, Tried
from generator.ledger.tolerance import Interval, allowed, inside
from generator.market.record import Market
from generator.metrics.record import Definition
from generator.words import Words, joined

WORDS = {
    "reproduced": "the data give the same, within what the published wording allows",
    "reproduced-otherwise": "not right as stated, but right by another usual way to reckon it, which its row names; chance hardly explains that",
    "differs": "the data give something else; how far off it is stands beside it",
    "inconclusive": "some data exist and do not decide it: too few cases, or not quite the same thing measured",
    "conflict": "no data decide it, and another claim of the article contradicts it",
    "open": "a forecast whose day has not come in these data",
    "came-true": "a forecast that came true, by the rule stated for it",
    "failed": "a forecast that did not come true, by the rule stated for it",
    "unverifiable": "not checked: we have no data for it; each says what is missing",
}


def check_all(facts: Iterable[Fact], market: Market) -> dict[str, Finding]:
    """A finding by the key of its fact, with how easily such a claim holds and by how much it holds or misses."""
    findings = together({fact.key: check(fact, market) for fact in facts})
    reached = {key: f.recomputed for key, f in findings.items() if f.recomputed is not None}
    past = pasts([findings[key].fact for key in reached], market)
    return {**findings, **{key: _measured(findings[key], value, past[key]) for key, value in reached.items()}}


def _measured(finding: Finding, value: float, past: Past) -> Finding:
    """A finding with its pass rate, its margin, and whether it hangs on a hair."""
    fact, interval = finding.fact, finding.allowed
    if finding.verdict == "inconclusive":
        return replace(
            finding, pass_rate=past.rate
        )  # how far inside a number lies that tells nothing is nothing
    far = margin(fact, value, interval, past.move)
    edge = at_edge(fact, value, interval, far, past.hair)
    return replace(finding, pass_rate=past.rate, margin=far, at_edge=edge)


def check(fact: Fact, market: Market) -> Finding:
    """Hold one fact against the data; a fact dated before or after them stays unverifiable."""
    interval = allowed(fact)
    if fact.kind == "forecast":
        return unsettled(fact, market)
    if fact.kind == "term":
        return Finding(fact, interval, TERM)
    if not fact.metric:
        return Finding(fact, interval, "unverifiable", note=f"Would take {fact.needs}.")
    if fact.seen > market.as_of:
        when, end = formats.day(fact.as_of), formats.day(market.as_of)
        told = f"which the session of {formats.day(fact.known)} tells; " if fact.known else ""
        gap = f"Speaks of {when}{', ' if told else '; '}{told}the data end on {end}."
        return Finding(fact, interval, "unverifiable", note=gap)
    if fact.as_of < (first := market.bars[FUND].index[0].date()):
        gap = f"Speaks of {formats.day(fact.as_of)}; the data begin on {formats.day(first)}."
        return Finding(fact, interval, "unverifiable", note=gap)
    then = market.upto(fact.seen)
    spec = metrics.REGISTRY[fact.metric]
    definition = spec.defined(fact.args)
    try:
        interval = covered(fact, then)
        value = metrics.evaluate(fact.metric, then, fact.args)
    except MissingInput as gap:
        if why := doubt(fact, then, None, interval):
            return Finding(fact, interval, "inconclusive", definition=definition, note=why)
        return Finding(
            fact,
            interval,
            "unverifiable",
            definition=definition,
            note=Words("Missing input: ", gap.missing, "."),
        )
    if isinstance(value, str):
        raise TypeError(
            f"fact {fact.key!r} is checked by {fact.metric!r}, which gives a {spec.unit}, not a number"
        )
    where = found(fact, then)
    if untold := doubt(fact, then, value, interval):
        survives = notes.survives(fact, value)
        note = joined((untold, where, notes.survival(fact, survives)))
        return Finding(
            fact, interval, "inconclusive", value, definition, then.as_of, note=note, survives=survives
        )  # fmt: skip
    where = joined((where, certainty(fact, then, interval)))
    if inside(value, interval):
        return Finding(fact, interval, "reproduced", value, definition, then.as_of, note=where)
    return _missed(fact, market, interval, value, definition, where)


def _missed(
    fact: Fact, market: Market, interval: Interval, value: float, definition: Definition, where: Words
) -> Finding:
    """The stated definition misses: try the usual others, and say what they and the miss amount to."""
    explored = explore(fact, market, value, interval)
    stated = Tried(definition.words, value, False)
    closest = notes.nearest((stated, *explored.tried), interval)
    survives = notes.survives(fact, value)
    verdict = "reproduced-otherwise" if explored.hits and explored.telling else "differs"
    if explored.hits:
        told = notes.otherwise(explored, fact, interval, value)
    else:
        told = notes.differs(explored, closest, fact)
    sentences = (told, where, notes.survival(fact, survives), notes.left_out(explored))
    return Finding(
        fact,
        interval,
        verdict,
        value,
        definition,
        market.upto(fact.seen).as_of,
        explored.tried,
        closest,
        note=joined(sentences),
        survives=survives,
        luck=explored.luck,
    )
