"""What is missing, for a reader: the program and the editor name files, a page names data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from generator.errors import Missing
from generator.ledger.record import Results
from generator.metrics.record import Metric
from generator.pages.wording import named
from generator.words import Words


def told(results: Results) -> Results:
    """The results with every reason in a reader's words."""
    return replace(
        results,
        numbers=_each(results.numbers, "missing"),
        findings={key: replace(found, note=_told(found.note)) for key, found in results.findings.items()},
        standings={
            key: replace(
                standing, conditions=tuple(replace(met, note=named(met.note)) for met in standing.conditions)
            )
            for key, standing in _each(results.standings, "evidence").items()
        },
    )


def number(entry: Metric) -> Metric:
    """A number whose reason is in a reader's words."""
    return replace(entry, missing=named(entry.missing)) if entry.missing else entry


def _told(note: str) -> str:
    """A note whose gaps and days are told; its symbols stay what they are, for programs."""
    if not isinstance(note, Words):
        return note
    return Words(*(named(Words(p)) if isinstance(p, Missing | date) else p for p in note.parts))


def _each(entries: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {
        key: replace(entry, **{field: named(said)}) if (said := getattr(entry, field)) else entry
        for key, entry in entries.items()
    }
