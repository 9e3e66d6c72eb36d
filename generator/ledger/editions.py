"""Sealed editions: where they stand, what one says of the facts of today, and results made anew from a market.

An edition is a folder by the name of its session. It is never altered: a second seal of the same session stands
beside it as `<date>.2`, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator import formats, metrics
from generator.errors import EditionError, Problem
from generator.facts.reader import Book
from generator.facts.record import Fact, Forecast
from generator.formats import rounded
from generator.ledger import forecasts, kept, relations, sealed, serialize
from generator.ledger.check import check_all
from generator.ledger.pass_rates import PassRate
from generator.ledger.plain import Misfit, made, plain
from generator.ledger.record import TERM, Finding, Results, Standing
from generator.ledger.tolerance import allowed, inside
from generator.market.record import Market, nothing
from generator.metrics.record import Metric

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?")
ONLY_REAL = "Only real data can be sealed: this snapshot is simulated. Give another with --data."
LATER = "Added or changed after the edition of {day} was sealed."
# of a fact and of a forecast, what no verdict hangs on
WORDING = frozenset({"line", "section", "text", "cites", "who", "conclusion", "reading"})


def compute(market: Market, book: Book) -> Results:
    """Every number as of the market's session, and every fact held against the data."""
    files = {name: str(entry["sha256"]) for name, entry in market.manifest.get("files", {}).items()}
    usual = kept.usual(book.forecasts.values(), book.facts, market)
    standings = {
        key: replace(standing, base_rate=usual.get(key))
        for key, standing in forecasts.standings(book.forecasts, book.facts, market).items()
    }
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


def editions(folder: Path, session: date | None = None) -> list[Path]:
    """Every edition, or those of one session; oldest session first, later seals of one session after earlier ones."""
    return sorted(
        (
            path
            for path in folder.glob(f"{session or ''}*")
            if NAME.fullmatch(path.name) and (path / sealed.RESULTS).is_file()
        ),
        key=lambda path: (path.name[:10], turn(path)),
    )


def turn(path: Path) -> int:
    """1 of a session's first seal, 2 of its second."""
    named = NAME.fullmatch(path.name)
    return int(named[2] or 1) if named else 0


def newest(folder: Path, session: date | None = None) -> Path:
    """The newest edition, or the newest of one session."""
    found = editions(folder, session)
    if not found:
        raise EditionError(
            f"{folder.name}/: no sealed edition stands here. Restore the folder from git, seal one on real data, "
            "or show a simulated market by --data sample."
        )
    return found[-1]


def load(path: Path, book: Book) -> Results:
    """An edition's results for the facts and metrics of today.

    A fact that was changed or added after the seal is held against the numbers that stand, its pass rate pending; a
    number that the edition lacks says so. Raises EditionError where the file is damaged.
    """
    record = sealed.read(path)
    as_of = date.fromisoformat(record["as_of"])
    try:
        numbers = {
            entry["key"]: made(Metric, entry, f"numbers ({entry['key']})") for entry in record["numbers"]
        }
        kept, pending = _findings(record, book, numbers, path.parent)
        standings = _standings(record, book)
    except Misfit as wrong:
        raise EditionError(
            Problem(sealed.shown(path / sealed.RESULTS), 0, 0, f"{wrong}.", sealed.MEND)
        ) from None
    worked_out = relations.work_out(book.equations, book.facts)
    findings = {**kept, **relations.apply(pending, worked_out)}
    return Results(
        as_of,
        "edition",
        record["note"],
        record["inputs"],
        {
            key: replace(numbers[key], origin="edition") if key in numbers else _lost(spec, as_of)
            for key, spec in metrics.REGISTRY.items()
        },
        {key: findings[key] for key in book.facts},
        standings,
        worked_out,
    )


def _lost(spec: metrics.Spec, as_of: date) -> Metric:
    return Metric(
        spec.key, spec.labelled({}), None, spec.unit, spec.digits, spec.defined({}).words, spec.source, as_of,
        "edition", spec.group, spec.form, f"the sealed edition of {as_of} does not have it yet",
    )  # fmt: skip


def _findings(
    record: Mapping[str, Any], book: Book, numbers: Mapping[str, Metric], folder: Path
) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """Those that were sealed, and those of facts that were written or changed since."""
    as_of = date.fromisoformat(record["as_of"])
    sealed_here = {entry["fact"]["key"]: entry for entry in record["findings"]}
    kept, pending = {}, {}
    for key, fact in book.facts.items():
        entry = sealed_here.get(key)
        if fact.kind == "term":
            kept[key] = Finding(fact, allowed(fact), TERM)
        elif entry and unchanged(fact, entry["fact"]):
            kept[key] = made(Finding, entry, f"findings ({key})", fact=fact)
        else:
            pending[key] = _pending(fact, as_of, numbers, folder)
    return kept, pending


def unchanged(declared: Fact | Forecast, entry: Mapping[str, Any]) -> bool:
    """Whether all that a verdict hangs on is declared as it was when the edition was sealed."""
    today = plain(declared)
    return all(today.get(name, value) == value for name, value in entry.items() if name not in WORDING)


def _pending(fact: Fact, as_of: date, numbers: Mapping[str, Metric], folder: Path) -> Finding:
    """The verdict by the stated definition from a number that stands; its past is told by the next edition."""
    later, interval = LATER.format(day=formats.day(as_of)), allowed(fact)
    if fact.kind == "forecast":
        return forecasts.unsettled(fact, nothing(as_of))
    found = _then(fact, as_of, numbers, folder) if fact.metric and not fact.args else None
    if found is None or isinstance(found.value, str | None):
        return Finding(fact, interval, "unverifiable", note=later)
    definition = metrics.REGISTRY[fact.metric].defined(fact.args)
    verdict = "reproduced" if inside(found.value, interval) else "differs"
    rate = PassRate(None, 0, "the next edition tells it")
    note = f"{later} Held against the number that stands, and no other definition tried."
    return Finding(fact, interval, verdict, found.value, definition, fact.seen, note=note, pass_rate=rate)


def _then(fact: Fact, as_of: date, numbers: Mapping[str, Metric], folder: Path) -> Metric | None:
    """The number that checks a fact as of its day, where an edition of that day stands."""
    if fact.seen == as_of:
        return numbers.get(fact.metric)
    if fact.seen > as_of or not (paths := editions(folder, fact.seen)):
        return None
    for entry in sealed.read(paths[-1])["numbers"]:
        if entry["key"] == fact.metric:
            return made(Metric, entry, f"numbers ({fact.metric})")
    return None


def _standings(record: Mapping[str, Any], book: Book) -> dict[str, Standing]:
    """Sealed standings for the forecasts of today; none from an edition that was sealed before there were any."""
    stood = {entry["forecast"]["key"]: entry for entry in record["standings"]}
    facts = {entry["fact"]["key"]: entry["fact"] for entry in record["findings"]}
    as_of = date.fromisoformat(record["as_of"])
    return {
        key: made(Standing, stood[key], f"standings ({key})", forecast=declared)
        if key in stood and _same(declared, stood[key]["forecast"], facts, book)
        else Standing(
            declared,
            "open" if as_of < declared.due else "unverifiable",
            as_of,
            LATER.format(day=formats.day(as_of)),
        )
        for key, declared in (book.forecasts if stood else {}).items()
    }


def _same(
    declared: Forecast, entry: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]], book: Book
) -> bool:
    """Whether a forecast and the published figures that it rests on are declared as they were."""
    named = [str(given).partition(".")[0] for given in declared.args.values()]
    resting = [key for key in (*declared.facts, *named, declared.probability) if key in book.facts]
    return unchanged(declared, entry) and all(
        key in facts and unchanged(book.facts[key], facts[key]) for key in resting
    )


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


def outlook(results: Results) -> dict[str, list[dict[str, Any]]]:
    """Forecasts and relations, as their files below api/ and an edition give them."""
    printed = {key: finding.fact.printed for key, finding in results.findings.items()}
    return {
        "forecasts": [serialize.forecast(standing, printed) for standing in results.standings.values()],
        "relations": [serialize.relation(found, printed) for found in results.relations],
    }
