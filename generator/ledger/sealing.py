"""What an edition records of a session: results with what each rests on, and how that differs from another seal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from generator import metrics
from generator.errors import MissingInput
from generator.ledger import tally, versions
from generator.ledger.pass_rates import month_ends
from generator.ledger.plain import plain
from generator.ledger.record import Finding, Results, Standing
from generator.market import noted
from generator.market.record import Market
from generator.metrics.record import Metric

MONTHS = 12  # month ends whose changes say how much a number usually moves
LEAST = 6  # of them below which nothing is said
# what differs from one run of the same seal to the next engine's, without any result being another
INCIDENTAL = frozenset({"engine", "version", "usual", "before", "changed"})
LISTS = (
    ("numbers", "key"),
    ("findings", "fact"),
    ("standings", "forecast"),
    ("asked", "term"),
    ("sentences", "id"),
)


def record(
    results: Results,
    market: Market,
    before: date | None,
    asked: Iterable[tuple[str, Metric]] = (),
    text: Mapping[str, str] | None = None,
    sentences: Iterable[Mapping[str, Any]] = (),
    article: str = "",
    usual: bool = True,
) -> dict[str, Any]:
    """The record of an edition. `before` is the session of the edition before it: the data's past is fingerprinted there."""
    moves = _usual(market) if usual else {}
    return {
        "as_of": results.as_of.isoformat(),
        "origin": results.origin,
        "note": results.note,
        "engine": versions.engine(),
        "article": article,
        "changed": None,
        "inputs": dict(results.inputs),
        "content": versions.content(market),
        "before": {"as_of": before.isoformat(), "content": versions.content(market.upto(before))}
        if before and before < market.as_of
        else None,
        "numbers": [
            {**plain(number), "version": versions.metric(key), "usual": plain(moves.get(key))}
            for key, number in {**results.numbers, **tally.numbers(results)}.items()
        ],
        "findings": [_finding(finding, market) for finding in results.findings.values()],
        "standings": [_standing(standing, market) for standing in results.standings.values()],
        "asked": [{"term": term, "number": plain(number)} for term, number in asked],
        "text": dict(text or {}),
        "sentences": list(sentences),
    }


def _finding(finding: Finding, market: Market) -> dict[str, Any]:
    fact = finding.fact
    files: Iterable[str] = ()
    if fact.metric and finding.as_of:
        then = market.upto(fact.seen)
        with noted() as files:
            try:
                metrics.evaluate(fact.metric, then, fact.args)
            except MissingInput:
                files = ()
    rests = versions.resting(market, finding.as_of, files) if files and finding.as_of else ""
    version = f"{versions.metric(fact.metric)}{versions.verdicts()}" if fact.metric else ""
    return {**plain(finding), "version": version, "rests": rests}


def _standing(standing: Standing, market: Market) -> dict[str, Any]:
    """A rule may read any file: what it rests on is all of them, as they were at the session that settles it."""
    everything = versions.content(market)
    rests = versions.resting(market, standing.as_of, everything) if standing.resolved_on else ""
    return {**plain(standing), "version": versions.rule(standing.forecast.rule), "rests": rests}


def _usual(market: Market) -> dict[str, float]:
    """How much each number moved in a month, in the middle of the last twelve months."""
    ends = month_ends(market, market.as_of)[-MONTHS - 1 :]
    seen = [metrics.compute(market.upto(day)) for day in ends]
    found = {}
    for key in metrics.REGISTRY:
        values = [numbers[key].value for numbers in seen]
        told = [value for value in values if isinstance(value, float)]
        moves = sorted(abs(b - a) for a, b in itertools.pairwise(told))
        if len(moves) >= LEAST:
            found[key] = moves[len(moves) // 2]
    return found


def keyed(record: Mapping[str, Any], part: str, by: str) -> dict[str, Mapping[str, Any]]:
    """A list of a record by what its entries are known by."""
    return {
        entry[by]["key"] if isinstance(entry[by], dict) else entry[by]: entry
        for entry in record.get(part, ())
    }


def differences(sealed: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """What a second seal of the same session gives otherwise, to 12 significant digits; [] where nothing."""
    single = ("as_of", "origin", "note", "inputs", "content", "text")
    found = [f"{name} differs" for name in single if sealed[name] != again[name]]
    for part, by in LISTS:
        left, right = (keyed(side, part, by) for side in (sealed, again))
        for name in sorted(left.keys() | right.keys()):
            was, now = (
                {k: v for k, v in side.get(name, {}).items() if k not in INCIDENTAL} for side in (left, right)
            )
            if was != now:
                fields = [k for k in {**was, **now} if was.get(k) != now.get(k)]
                told = "; ".join(f"{k} was {_short(was.get(k))}, is {_short(now.get(k))}" for k in fields[:3])
                found.append(f"{part}: {name}: {told}")
    return found


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def folder_name(session: date, turn: int) -> str:
    """`2024-01-31`, and of a second seal `2024-01-31.2`."""
    return f"{session}{f'.{turn}' if turn > 1 else ''}"
