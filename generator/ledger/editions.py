"""Sealed editions: results on real data, kept for good; and results made anew from a market.

An edition holds results and the hashes of its inputs, no series. It is never altered: a seal of the same
session whose results differ is written beside it as `<date>.2.json`, and so on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator import config, disk, metrics
from generator.errors import ABSENT, EARLY, EditionError, Missing, UsageError
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.formats import rounded
from generator.ledger import forecasts, relations, sealed, serialize
from generator.ledger.check import check_all
from generator.ledger.pass_rates import PassRate
from generator.ledger.record import TERM, Finding, Results, Tried
from generator.ledger.tolerance import allowed, inside
from generator.market.record import Market
from generator.metrics.record import Definition, Metric
from generator.words import Words

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.json")
ONLY_REAL = "Only real data can be sealed: this snapshot is simulated. Give another with --data."


def compute(market: Market, book: Book) -> Results:
    """Every number as of the market's session, and every fact held against the data."""
    files = {name: str(entry["sha256"]) for name, entry in market.manifest.get("files", {}).items()}
    standings = forecasts.standings(book.forecasts, book.facts, market)
    worked_out = relations.work_out(book.equations, book.facts)
    findings = check_all(book.facts.values(), market)
    findings = forecasts.apply(findings, book.forecasts, standings)
    results = Results(
        market.as_of,
        market.origin,
        str(market.manifest.get("note", "")),
        dict(sorted(files.items())),
        metrics.compute(market),
        relations.apply(findings, worked_out),
        standings,
        worked_out,
    )
    made: Results = rounded(results)
    return made


def seal(results: Results, folder: Path) -> tuple[Path, bool]:
    """Write the results as an edition; (its path, whether it is new). An equal one is left as it is."""
    if results.origin != "market":
        raise UsageError(ONLY_REAL)
    record = to_json(results)
    existing = editions(folder, results.as_of)
    for path in existing:
        if not differences(sealed.read(path), record):
            return path, False
    suffix = f".{_turn(existing[-1]) + 1}" if existing else ""
    path = folder / f"{results.as_of}{suffix}.json"
    disk.write(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return path, True


def editions(folder: Path, session: date | None = None) -> list[Path]:
    """Every edition, or those of one session; oldest session first, later seals of one session after earlier ones."""
    return sorted(
        (path for path in folder.glob(f"{session or ''}*.json") if NAME.fullmatch(path.name)),
        key=lambda path: (path.name[:10], _turn(path)),
    )


def _turn(path: Path) -> int:
    """1 of a session's first seal, 2 of its second."""
    named = NAME.fullmatch(path.name)
    return int(named[2] or 1) if named else 0


def newest(folder: Path, session: date | None = None) -> Path:
    """The newest edition, or the newest of one session."""
    found = editions(folder, session)
    if not found:
        raise EditionError(
            f"{folder.name}/: no sealed edition stands here. Restore the folder from git, or seal one on real data."
        )
    return found[-1]


def load(path: Path, book: Book) -> Results:
    """An edition's results for the facts and metrics of today.

    A fact that was changed or added after the seal has no verdict there, and says so; a metric likewise.
    Raises EditionError where the file is damaged.
    """
    record = sealed.read(path)
    as_of = date.fromisoformat(record["as_of"])
    known = {entry["key"]: entry for entry in record["numbers"]}
    numbers = {
        key: _number(spec, known.get(key), _day(spec, known) or as_of)
        for key, spec in metrics.REGISTRY.items()
    }
    claims = {entry["id"]: entry for entry in record["findings"]}
    findings = {key: _finding(fact, claims.get(key), as_of) for key, fact in book.facts.items()}
    standings = serialize.standings(record.get("forecasts", ()), book, as_of)
    worked_out = serialize.relations(record.get("relations", ()), book)
    return Results(
        as_of, "edition", record["note"], record["inputs"], numbers, findings, standings, worked_out
    )


def _number(spec: metrics.Spec, entry: dict[str, Any] | None, as_of: date) -> Metric:
    lost = "" if entry else f"the sealed edition of {as_of} does not have it yet"
    return Metric(
        spec.key, spec.labelled({}), entry["value"] if entry else None, spec.unit, spec.digits, spec.defined({}).words,
        spec.source, as_of, "edition", spec.group, spec.form, _gap(entry["missing"], as_of) if entry else lost,
        tuple(entry.get("inputs", ())) if entry else (),
    )  # fmt: skip


def _day(spec: metrics.Spec, known: Mapping[str, Any]) -> date | None:
    """The day of a number that another one dates, such as the issuer's file."""
    told = known.get(spec.dated, {}).get("value") if spec.dated else None
    return date.fromisoformat(told) if told else None


def _finding(fact: Fact, entry: dict[str, Any] | None, as_of: date) -> Finding:
    if fact.kind == "term":
        return Finding(fact, allowed(fact), TERM)
    if entry is None or entry["published"] != published(fact) or entry["as_of"] != fact.as_of.isoformat():
        return Finding(
            fact,
            allowed(fact),
            "unverifiable",
            note=f"Added or changed after the edition of {as_of} was sealed.",
        )
    again, closest = entry["recomputed"], entry["closest"]
    interval = (entry["allowed"]["low"], entry["allowed"]["high"]) if entry.get("allowed") else allowed(fact)
    return Finding(
        fact,
        interval,
        entry["verdict"] or TERM,
        again["value"],
        _definition(fact, again["definition"]),
        date.fromisoformat(again["as_of"]) if again["as_of"] else None,
        tuple(Tried(row["definition"], row["value"], row["hit"]) for row in entry["tried"]),
        Tried(closest["definition"], closest["value"], inside(closest["value"], interval))
        if closest
        else None,
        tuple(entry["conflicts_with"]),
        _gap(entry["note"], fact.as_of),
        entry.get("survives"),
        PassRate(entry["pass_rate"], entry["pass_rate_of"], entry["pass_rate_why"])
        if entry.get("pass_rate_of") or entry.get("pass_rate_why")
        else None,
        entry.get("margin"),
        entry.get("at_edge", False),
        entry.get("luck"),
    )


FILES = (
    "fund.csv", "options.csv", f"fund/{config.FUND}.csv", f"holdings/{config.FUND}/",
    *(f"prices/{symbol.removeprefix('^')}.csv" for symbol in config.SYMBOLS),
    *(f"rates/{series}.csv" for series in config.RATES),
)  # fmt: skip


@cache
def _gaps(day: date) -> dict[str, Words]:
    """Why a whole file gave nothing as of a day, by the text that an edition holds of it."""
    gaps = [
        gap for file in FILES for gap in (Missing(ABSENT, input=file), Missing(EARLY, input=file, since=day))
    ]
    return {str(words): words for gap in gaps for words in (gap, Words("Missing input: ", gap, "."))}


def _gap(sealed: str, day: date) -> str:
    """The record of a sealed gap, where it is one of a whole file; else the text as it was sealed."""
    return _gaps(day).get(sealed, sealed)


def _definition(fact: Fact, sealed: str) -> Definition:
    """The definition of today where it is the one that was sealed, else its text alone."""
    today = metrics.REGISTRY[fact.metric].defined(fact.args) if fact.metric else Definition(Words())
    return today if today.words == sealed else Definition(Words(sealed))


def published(fact: Fact) -> dict[str, Any]:
    """The published side of a claim, as claims.json gives it."""
    if fact.value is not None:
        figure: dict[str, Any] = {"value": fact.value}
    else:
        figure = {"low": fact.low, "high": fact.high}
    return {**figure, "unit": fact.unit, "hedge": fact.hedge, "printed": fact.printed}


def claim(finding: Finding) -> dict[str, Any]:
    """A finding as claims.json and an edition give it."""
    fact = finding.fact
    low, high = finding.allowed
    rate = finding.pass_rate
    return {
        "id": fact.key,
        "section": fact.section,
        "text": fact.text,
        "published": published(fact),
        "allowed": {"low": rounded(low), "high": rounded(high)},
        "as_of": fact.as_of.isoformat(),
        "cites": list(fact.cites),
        "metric": fact.metric or None,
        "recomputed": {
            "value": rounded(finding.recomputed),
            "definition": finding.definition.words,
            "as_of": finding.as_of.isoformat() if finding.as_of else None,
        },
        "kind": fact.kind,
        "verdict": finding.verdict or None,
        "tried": [
            {"definition": t.definition, "value": rounded(t.value), "hit": t.hit} for t in finding.tried
        ],
        "closest": {"definition": finding.closest.definition, "value": rounded(finding.closest.value)}
        if finding.closest
        else None,
        "conflicts_with": list(finding.conflicts_with),
        "note": finding.note,
        "survives": finding.survives,
        "pass_rate": rounded(rate.share) if rate else None,
        "pass_rate_of": rate.count if rate else 0,
        "pass_rate_why": rate.why if rate else "",
        "margin": rounded(finding.margin),
        "at_edge": finding.at_edge,
        "luck": rounded(finding.luck),
    }


def to_json(results: Results) -> dict[str, Any]:
    """The record of an edition."""
    return {
        "as_of": results.as_of.isoformat(),
        "origin": results.origin,
        "note": results.note,
        "inputs": dict(results.inputs),
        "numbers": [
            {name: rounded(getattr(number, name)) for name in ("key", "label", "value", "unit", "missing")}
            | {"inputs": list(number.inputs)}
            for number in results.numbers.values()
        ],
        "findings": [claim(finding) for finding in results.findings.values()],
        **outlook(results),
    }


def outlook(results: Results) -> dict[str, list[dict[str, Any]]]:
    """Forecasts and relations, as their files below api/ and an edition give them."""
    printed = {key: finding.fact.printed for key, finding in results.findings.items()}
    return {
        "forecasts": [serialize.forecast(standing, printed) for standing in results.standings.values()],
        "relations": [serialize.relation(found, printed) for found in results.relations],
    }


def differences(sealed: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """What a second seal of the same session gives otherwise, to 12 significant digits; [] where nothing."""
    found = [
        f"{name} differs" for name in ("as_of", "origin", "note", "inputs") if sealed[name] != again[name]
    ]
    for part, key in (("numbers", "key"), ("findings", "id"), ("forecasts", "key"), ("relations", "key")):
        left, right = ({row[key]: row for row in side.get(part, ())} for side in (sealed, again))
        found += [
            f"{part}: {name} was {left.get(name)}, is {right.get(name)}"
            for name in sorted(left.keys() | right.keys())
            if left.get(name) != right.get(name)
        ]
    return found


def sha256(path: Path) -> str:
    """Of an edition's bytes, for the list on the data page."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
