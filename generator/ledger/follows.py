"""Whether a sealed verdict follows from the numbers that are sealed beside it, by the rule that made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.ledger import versions
from generator.ledger.check import WORDS
from generator.ledger.explorer import LUCKY
from generator.ledger.tolerance import inside

DATALESS = ("unverifiable", "conflict")
FORETOLD = ("open", "came-true", "failed", "unverifiable", "conflict")


def known(entry: Mapping[str, Any]) -> bool:
    """Whether the rule that made a verdict is the one that stands here."""
    version = str(entry["version"])
    return not version or version.endswith(versions.verdicts())


def wrong(entry: Mapping[str, Any]) -> str:
    """Why a finding's verdict does not follow; "" where it does."""
    verdict, value, allowed = entry["verdict"], entry["recomputed"], tuple(entry["allowed"])
    kind = entry["fact"].get("kind", "")
    if kind == "term":
        return "a term has no verdict" if verdict else ""
    if verdict not in WORDS:
        return f"{verdict!r} is no verdict"
    for tried in entry["tried"]:
        if tried["hit"] != inside(tried["value"], allowed):
            return f"{tried['value']} is told to lie {'inside' if tried['hit'] else 'outside'} what the wording allows"
    if kind == "forecast":
        if verdict not in FORETOLD:
            return f"{verdict} is no verdict of a forecast"
        settled = value is not None and verdict in ("came-true", "failed")
        return _unlike(verdict, "came-true" if inside(value, allowed) else "failed") if settled else ""
    if value is None:
        if verdict not in DATALESS or (verdict == "conflict") != bool(entry["conflicts_with"]):
            return f"{verdict}, though no number stands beside it"
        return ""
    if verdict == "inconclusive":  # its cases are series, which an edition does not hold
        return ""
    hits = any(tried["hit"] for tried in entry["tried"])
    if inside(value, allowed):
        return _unlike(verdict, "reproduced")
    if verdict == "reproduced-otherwise":
        telling = entry["luck"] is not None and entry["luck"] <= LUCKY
        return (
            ""
            if hits and telling
            else "reproduced-otherwise, though no definition that tells anything meets it"
        )
    return _unlike(verdict, "differs")


def _unlike(verdict: str, expected: str) -> str:
    return "" if verdict == expected else f"{verdict}, where its numbers give {expected}"
