"""Standings and relations as an edition and the API give them, and back.

An edition keeps what was declared beside what came of it: a forecast or an equation that was changed or added
after the seal has no standing there, and says so or is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from generator.facts.reader import Book
from generator.facts.record import Equation, Forecast
from generator.formats import rounded
from generator.ledger.record import Met, Relation, Standing


def forecast(standing: Standing, printed: Mapping[str, str]) -> dict[str, Any]:
    """A forecast with its standing, as forecasts.json and an edition give it; `printed` by key of fact."""
    declared = standing.forecast
    return {
        "key": declared.key,
        **said(declared, printed),
        "state": standing.state,
        "as_of": standing.as_of.isoformat(),
        "resolved_on": standing.resolved_on.isoformat() if standing.resolved_on else None,
        "holds": standing.holds,
        "evidence": standing.evidence,
        "progress": standing.progress,
        "score": rounded(standing.score),
        "values": rounded(standing.values),
        # the path stays in the page's picture: a record holds results and no series
        "conditions": [{"text": m.text, "holds": m.holds, "note": m.note} for m in standing.conditions],
    }


def said(declared: Forecast, printed: Mapping[str, str]) -> dict[str, Any]:
    """The declared side of a forecast, with the published figures that it rests on."""
    named = [str(given).partition(".")[0] for given in declared.args.values()]
    args = {
        name: given.isoformat() if isinstance(given, date) else given for name, given in declared.args.items()
    }
    return {
        "text": declared.text,
        "who": declared.who,
        "facts": list(declared.facts),
        "published": _figures((*declared.facts, *named, declared.probability), printed),
        "said": declared.said.isoformat(),
        "due": declared.due.isoformat(),
        "rule": declared.rule,
        "args": args,
        "reading": declared.reading,
        "probability": declared.probability or None,
        "cites": list(declared.cites),
        "asks": [{"text": c.text, "by": c.holds or c.forecast or c.needs} for c in declared.conditions],
    }


def standings(entries: Iterable[Mapping[str, Any]], book: Book, as_of: date) -> dict[str, Standing]:
    """Sealed standings for the forecasts of today; none from an edition that was sealed before there were any."""
    sealed = {entry["key"]: entry for entry in entries}
    if not sealed:
        return {}
    printed = {key: fact.printed for key, fact in book.facts.items()}
    return {
        key: _standing(declared, sealed.get(key), printed, as_of) for key, declared in book.forecasts.items()
    }


def _standing(
    declared: Forecast, entry: Mapping[str, Any] | None, printed: Mapping[str, str], as_of: date
) -> Standing:
    if entry is None or any(entry.get(name) != value for name, value in said(declared, printed).items()):
        words = f"Added or changed after the edition of {as_of} was sealed."
        return Standing(declared, "unverifiable", as_of, words)
    return Standing(
        declared,
        entry["state"],
        date.fromisoformat(entry["as_of"]),
        entry["evidence"],
        entry["progress"],
        date.fromisoformat(entry["resolved_on"]) if entry["resolved_on"] else None,
        entry["holds"],
        score=entry["score"],
        values=entry["values"],
        conditions=tuple(Met(met["text"], met["holds"], met["note"]) for met in entry["conditions"]),
    )


def _figures(keys: Iterable[str], printed: Mapping[str, str]) -> dict[str, str]:
    return {key: printed[key] for key in dict.fromkeys(keys) if key in printed}


def relation(found: Relation, printed: Mapping[str, str]) -> dict[str, Any]:
    """A relation worked out, as relations.json and an edition give it; `printed` by key of fact."""
    sides = (("left", found.left), ("right", found.right))
    return {
        "key": found.equation.key,
        **equation(found.equation),
        "published": _figures(found.facts, printed),
        "facts": list(found.facts),
        "verdict": found.verdict,
        "intervals": {side: {"low": rounded(low), "high": rounded(high)} for side, (low, high) in sides},
    }


def equation(declared: Equation) -> dict[str, Any]:
    """The declared side of a relation."""
    return {
        "text": declared.text,
        "left": declared.left,
        "relation": declared.relation,
        "right": declared.right,
        "comparable": declared.comparable,
        "reason": declared.reason or None,
        "unit": declared.unit,
    }


def relations(entries: Iterable[Mapping[str, Any]], book: Book) -> tuple[Relation, ...]:
    """Sealed relations for the equations of today; one that was changed since is left out."""
    sealed = {entry["key"]: entry for entry in entries}
    printed = {key: fact.printed for key, fact in book.facts.items()}
    return tuple(
        Relation(
            declared,
            tuple(entry["facts"]),
            _ends(entry["intervals"]["left"]),
            _ends(entry["intervals"]["right"]),
            entry["verdict"],
        )
        for declared in book.equations
        if (entry := sealed.get(declared.key))
        and all(entry.get(name) == value for name, value in equation(declared).items())
        and entry["published"] == _figures(entry["facts"], printed)
    )


def _ends(entry: Mapping[str, float | None]) -> tuple[float | None, float | None]:
    return entry["low"], entry["high"]
