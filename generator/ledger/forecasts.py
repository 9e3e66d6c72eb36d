"""How every forecast stands on a market, and what that makes of the facts it was published as.

A forecast that is due is judged on the market as of its due day; one that can be settled earlier (a level
crossed, a stop reached), as of the day that settles it. The market is cut there before the rule reads it, so
that a resolved standing keeps its date, its evidence and its numbers whatever comes later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from generator import formats
from generator.errors import MissingInput, UsageError
from generator.facts.record import Condition, Fact, Forecast
from generator.ledger.record import Finding, Standing
from generator.ledger.rules import REGISTRY, Case, Level, Meetings, Reading, Span
from generator.ledger.tolerance import allowed, inside
from generator.market import sessions
from generator.market.record import Market
from generator.metrics.record import Definition
from generator.words import Words, joined

CAME = {"came-true": "came true", "failed": "failed", "unverifiable": "cannot be told"}
STATES = {
    "came-true": "settled by its rule: what was said happened",
    "failed": "settled by its rule: it did not happen",
    "open": "the day on which it is judged had not come by the newest data, and nothing has settled it before",
    "unverifiable": "due, but no data of ours can settle it, its ways to be read part, or the scenario it was foretold for "
    "did not come about",
}


def standings(
    forecasts: Mapping[str, Forecast], facts: Mapping[str, Fact], market: Market
) -> dict[str, Standing]:
    """Every forecast's standing by its key."""
    return {key: stand(forecast, forecasts, facts, market) for key, forecast in forecasts.items()}


def stand(
    forecast: Forecast, forecasts: Mapping[str, Forecast], facts: Mapping[str, Fact], market: Market
) -> Standing:
    """One forecast's standing; nothing dated after its due day is read."""
    if forecast.given:
        return _within(forecast, forecasts, facts, market)
    if forecast.ways:
        read = [replace(forecast, args={**forecast.args, **way.args}, ways=()) for way in forecast.ways]
        return _agreed(forecast, [stand(each, forecasts, facts, market) for each in read])
    return _alone(forecast, forecasts, facts, market)


def _agreed(forecast: Forecast, found: Sequence[Standing]) -> Standing:
    """Of the ways to read what a source leaves open: settled once all agree, and never where they part."""
    last = max(found, key=lambda standing: standing.as_of)
    states = {standing.state for standing in found}
    told = [
        joined((Words(f"{way.text}: "), standing.evidence), "")
        for way, standing in zip(forecast.ways, found, strict=True)
    ]
    progress = joined(dict.fromkeys(standing.progress for standing in found))
    if len(states) == 1:
        holds = last.holds if len({standing.holds for standing in found}) == 1 else None
        evidence = joined(told) if len(set(told)) > 1 else found[0].evidence
        return replace(last, forecast=forecast, evidence=evidence, progress=progress, holds=holds)
    if "open" in states:
        return replace(
            last, forecast=forecast, state="open", evidence=joined(told), progress=progress, resolved_on=None,
            holds=None, score=None, values={},
        )  # fmt: skip
    each = ", ".join(
        f"{formats.inside(way.text)} it {CAME[standing.state]}"
        for way, standing in zip(forecast.ways, found, strict=True)
    )
    parted = Words(f"In short, {each}. The source does not say which it means.")
    return replace(
        last, forecast=forecast, state="unverifiable", evidence=joined((*told, parted)), progress="", resolved_on=None,
        holds=None, score=None, values={}, parted="readings",
    )  # fmt: skip


def premises(forecast: Forecast, forecasts: Mapping[str, Forecast]) -> tuple[Condition, ...]:
    """What has to hold for a forecast within a scenario: its conditions but those that are foretold within it too."""
    scenario = forecasts.get(forecast.given)
    return tuple(
        each
        for each in (scenario.conditions if scenario else ())
        if not each.forecast or forecasts[each.forecast].given != forecast.given
    )


def _within(
    forecast: Forecast, forecasts: Mapping[str, Forecast], facts: Mapping[str, Fact], market: Market
) -> Standing:
    """Foretold for one scenario alone: put to the test only where none of its premises that data reach failed."""
    free = stand(replace(forecast, given=""), forecasts, facts, market)
    scenario, waited = forecasts[forecast.given], premises(forecast, forecasts)
    due = market.as_of >= forecast.due
    seen = market.upto(forecast.due) if due else market
    if free.as_of < forecast.said or not waited:
        return replace(free, forecast=forecast)
    met = stand(replace(scenario, conditions=waited), forecasts, facts, seen).conditions
    lost = next((each for each in met if each.holds is False), None)
    state, progress = free.state if due else "open", free.progress
    words: str = free.evidence
    if lost:
        within = "Its scenario did not come about" if due else "So far its scenario has not come about"
        words = joined(
            (
                words,
                Words(f"{within}: of its conditions “{lost.text}” does not hold ({lost.note.rstrip('.')})."),
            )
        )
        state = "unverifiable" if due else state
    if not due:
        progress = joined(
            (
                progress,
                Words(f"It is judged only if its scenario has come about by {formats.day(forecast.due)}."),
            )
        )
    settled_now = state in ("came-true", "failed")
    return replace(
        free,
        forecast=forecast,
        state=state,
        as_of=seen.as_of,
        evidence=words,
        progress=progress,
        resolved_on=seen.as_of if settled_now else None,
        holds=None if lost else free.holds,
        score=free.score if settled_now else None,
        values=free.values if settled_now or not due else {},
        parted="scenario" if lost and due else "",
    )


def _alone(
    forecast: Forecast, forecasts: Mapping[str, Forecast], facts: Mapping[str, Fact], market: Market
) -> Standing:
    if market.as_of < forecast.said and len(sessions(market.as_of + timedelta(days=1), forecast.said)):
        words = Words(f"Said on {formats.day(forecast.said)}, after the end of the data.")
        return Standing(forecast, "open", market.as_of, words)
    due = market.as_of >= forecast.due
    seen = market
    try:
        seen = market.upto(forecast.due)
        reading = _read(forecast, forecasts, facts, seen, due)
        if reading.decided and reading.decided < seen.as_of:
            seen = market.upto(reading.decided)
            reading = _read(forecast, forecasts, facts, seen, final=False)
    except (MissingInput, UsageError) as gap:
        reason = gap.missing if isinstance(gap, MissingInput) else str(gap).rstrip(".")
        words = Words("Missing input: ", reason, ".")
        return Standing(forecast, "unverifiable" if due else "open", seen.as_of, words)
    return _standing(forecast, facts, seen, reading, due or reading.decided is not None)


def _read(
    forecast: Forecast,
    forecasts: Mapping[str, Forecast],
    facts: Mapping[str, Fact],
    market: Market,
    final: bool,
) -> Reading:
    def other(key: str) -> Standing:
        # a condition asks whether it happens, wherever it was foretold for
        return stand(replace(forecasts[key], given=""), forecasts, facts, market)

    spec = REGISTRY[forecast.rule]
    args = {name: argument(spec.parameters[name], given, facts) for name, given in forecast.args.items()}
    case = Case(market, forecast.said, forecast.due, final, forecast.conditions, other)
    return spec.function(case, **args)


def argument(kind: Any, given: Any, facts: Mapping[str, Fact]) -> Any:
    """A declared argument as its rule takes it: facts become what they say."""
    if kind is Span:
        fact = facts[given]
        ends = [fact.value] if fact.value is not None else [e for e in (fact.low, fact.high) if e is not None]
        return Span(allowed(fact), fact.printed, sum(ends) / len(ends))
    if kind is Meetings:
        return tuple(given)
    if kind is Level and isinstance(given, str):
        key, _, end = given.partition(".")
        return getattr(facts[key], end or "value")
    return given


def _standing(
    forecast: Forecast, facts: Mapping[str, Fact], market: Market, reading: Reading, settled: bool
) -> Standing:
    truth = {True: "came-true", False: "failed", None: "unverifiable"}
    state = truth[reading.holds] if settled else "open"
    resolved = settled and reading.holds is not None
    score = None
    if resolved and forecast.probability:
        score = (float(facts[forecast.probability].value or 0) / 100 - float(bool(reading.holds))) ** 2
    return Standing(
        forecast,
        state,
        market.as_of,
        reading.evidence,
        "" if settled else reading.progress,
        market.as_of if resolved else None,
        reading.holds,
        reading.path,
        score,
        _values(forecast, facts, reading),
        reading.conditions,
    )


def _values(forecast: Forecast, facts: Mapping[str, Fact], reading: Reading) -> dict[str, float]:
    """The rule's numbers by fact: by the argument that names it, by its unit, else by the one expected."""
    named = {str(given): name for name, given in forecast.args.items()}
    expected = facts.get(str(forecast.args.get("expect", "")))
    values = {}
    for key in forecast.facts:
        name = named.get(key)
        if name is None and facts[key].unit in reading.values:
            name = facts[key].unit
        if name is None and expected and facts[key].kind == "forecast" and facts[key].unit == expected.unit:
            name = "expect"
        if name is not None and name in reading.values:
            values[key] = reading.values[name]
    return values


def apply(
    findings: Mapping[str, Finding], forecasts: Mapping[str, Forecast], found: Mapping[str, Standing]
) -> dict[str, Finding]:
    """The findings, those of kind forecast taken from the standing of the forecast that lists them."""
    told = dict(findings)
    for key, standing in found.items():
        for name in forecasts[key].facts:
            if name in told and told[name].fact.kind == "forecast":
                told[name] = settled(told[name].fact, standing, REGISTRY[forecasts[key].rule].words)
    return told


def settled(fact: Fact, standing: Standing, rule: str = "") -> Finding:
    """A forecast's finding from its standing.

    A resolved fact with a number of its own is judged by its own wording: of a range one end may come true.
    """
    value, verdict = standing.values.get(fact.key), standing.state
    if value is not None and standing.resolved_on:
        verdict = "came-true" if inside(value, allowed(fact)) else "failed"
    note = joined((standing.evidence, standing.progress))
    return Finding(fact, allowed(fact), verdict, value, Definition(Words(rule)), standing.as_of, note=note)


def unsettled(fact: Fact, market: Market) -> Finding:
    """A forecast's finding where no rule settles it."""
    if fact.due is None or market.as_of < fact.due:
        due = f"Due {formats.day(fact.due)}." if fact.due else "No day is given on which it is due."
        return Finding(fact, allowed(fact), "open", note=due)
    return Finding(
        fact, allowed(fact), "unverifiable", note="Would take a rule in facts/forecasts.toml that settles it."
    )
