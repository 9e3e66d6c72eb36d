"""The first form of an edition, one JSON file, read as the folder's record. It goes when both sessions are sealed anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from generator import config, metrics
from generator.errors import ABSENT, EARLY, Missing
from generator.ledger.plain import plain
from generator.ledger.tolerance import inside
from generator.metrics.record import Metric
from generator.words import Words

SHAPE: dict[str, Any] = {
    "as_of": date, "origin": frozenset({"market"}), "note": str, "inputs": {"*": str},
    "numbers": [{"key": str, "label": str, "value": (lambda v: "" if isinstance(v, str | int | float) and not isinstance(v, bool) else "a number",), "unit": str, "missing": str, "inputs?": [str]}],
    "findings": [{"id": str, "section?": str, "text?": str, "published": {}, "as_of": date,
                  "verdict": (frozenset({"reproduced", "reproduced-otherwise", "differs", "inconclusive", "conflict", "open", "came-true", "failed", "unverifiable"}),),
                  "recomputed": {"value": (float,), "definition": str, "as_of": (date,)},
                  "tried": [{"definition": str, "value": float, "hit": bool}],
                  "closest": ({"definition": str, "value": float},), "conflicts_with": [str], "note": str, "survives?": (bool,)}],
    "forecasts?": [{"key": str, "state": frozenset({"open", "came-true", "failed", "unverifiable"}), "as_of": date,
                    "resolved_on": (date,), "holds": (bool,), "evidence": str, "progress": str, "score": (float,),
                    "values": {"*": float}, "conditions": [{"text": str, "holds": (bool,), "note": str}]}],
    "relations?": [{"key": str, "facts": [str], "verdict": frozenset({"holds", "violated", "at the edge", "not comparable"})}],
}  # fmt: skip
FILES = (
    "fund.csv", "options.csv", f"fund/{config.FUND}.csv", f"holdings/{config.FUND}/",
    *(f"prices/{symbol.removeprefix('^')}.csv" for symbol in config.SYMBOLS),
    *(f"rates/{series}.csv" for series in config.RATES),
)  # fmt: skip


def renewed(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record of the first form in the folder's."""
    as_of = date.fromisoformat(record["as_of"])
    numbers = {entry["key"]: entry for entry in record["numbers"]}
    return {
        **{name: record[name] for name in ("as_of", "origin", "note", "inputs")},
        "engine": "", "content": {}, "before": None, "changed": None, "asked": [], "text": {}, "sentences": [], "article": "",
        "numbers": [_number(numbers[key], numbers, as_of) for key in metrics.REGISTRY if key in numbers],
        "findings": [_finding(entry) for entry in record["findings"]],
        "standings": [_standing(entry) for entry in record.get("forecasts", ())],
    }  # fmt: skip


def _number(entry: Mapping[str, Any], known: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    spec = metrics.REGISTRY[entry["key"]]
    told = known.get(spec.dated, {}).get("value") if spec.dated else None
    number = Metric(
        spec.key, spec.labelled({}), entry["value"], spec.unit, spec.digits, spec.defined({}).words, spec.source,
        date.fromisoformat(told) if told else as_of, "edition", spec.group, spec.form, _gap(entry["missing"], as_of),
        tuple(entry.get("inputs", ())),
    )  # fmt: skip
    return {**plain(number), "version": "", "usual": None}


def _finding(entry: Mapping[str, Any]) -> dict[str, Any]:
    again, closest = entry["recomputed"], entry["closest"]
    published, allowed = entry["published"], entry.get("allowed", {})
    fact = {
        "key": entry["id"], "section": entry.get("section", ""), "text": entry.get("text", ""), "printed": "",
        **published, "as_of": _day(entry["as_of"]),
    }  # fmt: skip
    rate = entry.get("pass_rate_of") or entry.get("pass_rate_why")
    return {
        "fact": fact,
        "allowed": [allowed.get("low"), allowed.get("high")],
        "verdict": entry["verdict"] or "",
        "recomputed": again["value"],
        "definition": {"before": again["definition"]},
        "as_of": _day(again["as_of"]),
        "tried": entry["tried"],
        "closest": {**closest, "hit": inside(closest["value"], (allowed.get("low"), allowed.get("high")))}
        if closest
        else None,
        "conflicts_with": entry["conflicts_with"],
        "note": plain(_gap(entry["note"], date.fromisoformat(entry["as_of"]))),
        "survives": entry.get("survives"),
        "pass_rate": {"share": entry["pass_rate"], "count": entry["pass_rate_of"], "why": entry["pass_rate_why"]}
        if rate
        else None,
        "margin": entry.get("margin"),
        "luck": entry.get("luck"),
        "at_edge": entry.get("at_edge", False),
        "version": "",
        "rests": "",
    }  # fmt: skip


def _standing(entry: Mapping[str, Any]) -> dict[str, Any]:
    same = ("state", "evidence", "progress", "holds", "score", "values", "conditions")
    return {
        "forecast": {
            "key": entry["key"], "text": entry.get("text", ""), "rule": entry.get("rule", ""),
            "said": _day(entry.get("said")), "due": _day(entry.get("due")),
        },
        **{name: entry[name] for name in same},
        "as_of": _day(entry["as_of"]),
        "resolved_on": _day(entry["resolved_on"]),
        "path": None,
        "version": "",
        "rests": "",
    }  # fmt: skip


def _day(text: str | None) -> dict[str, str] | None:
    return {"day": text} if text else None


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
