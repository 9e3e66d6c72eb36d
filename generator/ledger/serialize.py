"""Standings and relations as the API gives them: what was declared beside what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.facts.record import Equation, Forecast
from generator.formats import rounded
from generator.ledger.record import Relation, Standing


def forecast(standing: Standing, printed: Mapping[str, str]) -> dict[str, Any]:
    """A forecast with its standing, as forecasts.json gives it; `printed` by key of fact."""
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
        **usual(standing),
        "values": rounded(standing.values),
        # the path stays in the page's picture: a record holds results and no series
        "conditions": [{"text": m.text, "holds": m.holds, "note": m.note} for m in standing.conditions],
    }


def usual(standing: Standing | None) -> dict[str, Any]:
    """What usually happens, and what a probability was worth against it."""
    rate = standing.base_rate if standing else None
    return {
        "base_rate": rounded(rate.share) if rate else None,
        "base_rate_of": rate.count if rate else 0,
        "base_rate_tried": rate.tried if rate else 0,
        "base_rate_why": rate.why if rate else "",
        "brier": rounded(standing.score) if standing else None,
        "skill": rounded(standing.skill) if standing else None,
    }


def said(declared: Forecast, printed: Mapping[str, str]) -> dict[str, Any]:
    """The declared side of a forecast, with the published figures that it rests on."""
    named = [str(given).partition(".")[0] for given in declared.args.values()]
    return {
        "text": declared.text,
        "who": declared.who,
        "facts": list(declared.facts),
        "published": _figures((*declared.facts, *named, declared.probability), printed),
        "said": declared.said.isoformat(),
        "due": declared.due.isoformat(),
        "rule": declared.rule,
        "args": _plain(declared.args),
        "reading": declared.reading,
        "probability": declared.probability or None,
        "cites": list(declared.cites),
        "given": declared.given or None,
        "ways": [{"text": way.text, "args": _plain(way.args)} for way in declared.ways],
        "asks": [
            {
                "text": c.text,
                "by": c.holds or c.stays or c.once or c.forecast or c.needs,
                **({"when": "stays" if c.stays else "once"} if c.stays or c.once else {}),
            }
            for c in declared.conditions
        ],
    }


def _plain(args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as JSON has them: days as texts."""
    told: dict[str, Any] = json.loads(json.dumps(dict(args), default=str))
    return told


def _figures(keys: Iterable[str], printed: Mapping[str, str]) -> dict[str, str]:
    return {key: printed[key] for key in dict.fromkeys(keys) if key in printed}


def relation(found: Relation, printed: Mapping[str, str]) -> dict[str, Any]:
    """A relation worked out, as relations.json gives it; `printed` by key of fact."""
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
