"""What is missing, for a reader: the program and the editor name files, a page names data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from generator import formats
from generator.ledger.record import Results

FILE = r"(?:prices/\w+\.csv|rates/\w+\.csv|holdings/\w+/|fund\.csv|options\.csv)"
DAY = r"\d{4}-\d\d-\d\d"
ABSENT = re.compile(rf"({FILE}) is not in the snapshot")
EARLY = re.compile(rf"({FILE}) has nothing on or before ({DAY})")
# a file's name -> what it holds, and what it is called as a whole
HELD = (
    (re.compile(r"prices/(\w+)\.csv"), r"daily prices of \1", r"our record of \1's daily prices"),
    (re.compile(r"rates/(\w+)\.csv"), r"values of FRED's series \1", r"FRED's series \1"),
    (re.compile(r"holdings/\w+/"), "holdings files of the issuer", "the issuer's holdings files"),
    (re.compile(r"fund\.csv"), "daily figures of the fund", "our record of the fund"),
    (re.compile(r"options\.csv"), "options data", "our record of the options market"),
)


def words(text: str) -> str:
    """A reason as a reader understands it: data by their names, days in words."""
    text = ABSENT.sub(lambda m: f"no {_held(m[1])} have been collected yet", text)
    text = EARLY.sub(lambda m: f"no {_held(m[1])} had been collected by {m[2]}", text)
    for file, _, name in HELD:
        text = file.sub(name, text)
    return re.sub(rf"\b{DAY}\b", lambda m: formats.day(date.fromisoformat(m[0])), text)


def _held(file: str) -> str:
    return next(pattern.sub(held, file) for pattern, held, _ in HELD if pattern.fullmatch(file))


def told(results: Results) -> Results:
    """The results with every reason in a reader's words."""
    return replace(
        results,
        numbers=_each(results.numbers, "missing"),
        findings=_each(results.findings, "note"),
        standings={
            key: replace(
                standing, conditions=tuple(replace(met, note=words(met.note)) for met in standing.conditions)
            )
            for key, standing in _each(results.standings, "evidence").items()
        },
    )


def _each(entries: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {
        key: replace(entry, **{field: words(said)}) if (said := getattr(entry, field)) else entry
        for key, entry in entries.items()
    }
