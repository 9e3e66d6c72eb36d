"""An edition's record read back: nothing in it is trusted before its shape has been looked at."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.errors import EditionError, Problem
from generator.ledger.check import WORDS

RESULTS, SUMS, ARTICLE = "results.json", "SHA256SUMS", "article.html"
SHOWN = 5  # problems of one file that are told; the rest are counted
MEND = "Restore the file from git, or seal its session anew."
Check = Callable[[Any], str]  # what was expected in its place; "" where it fits


def name(path: Path) -> str:
    """An edition's name: its session, and `.2` of a second seal."""
    return path.name


def read(path: Path) -> Mapping[str, Any]:
    """The record of an edition; EditionError naming the file, the place in it and what to do."""
    file = path / RESULTS
    try:
        stands = file.stat()
        return _record(path, stands.st_mtime_ns, stands.st_size)
    except OSError as error:
        told = f"this edition cannot be read ({error.strerror})."
        raise EditionError(Problem(shown(file), 0, 0, told, MEND)) from None


def digest(path: Path) -> str:
    """sha256 of an edition: of its list of sums, which holds that of every file."""
    return hashlib.sha256((path / SUMS).read_bytes()).hexdigest()


def shown(file: Path) -> str:
    """A file of an edition as a person reads it: below `editions/`."""
    return "/".join(file.parts[-3:])


@cache  # the feed, the ledger's history and the list of editions each ask for all of them
def _record(path: Path, *_stands: int) -> Mapping[str, Any]:
    line, raw = 0, (path / RESULTS).read_bytes()
    try:
        record: dict[str, Any] = json.loads(raw.decode(), parse_constant=_refuse)
        told = [] if _fits(record, EDITION) else [*_problems(record, EDITION, "")]
        told = told or [*_contradictions(record, path)]
    except json.JSONDecodeError as error:
        line, told = error.lineno, [f"this edition is cut short or no JSON ({error.msg})"]
    except (ValueError, RecursionError) as error:
        told = [f"this edition cannot be read ({error})"]
    if len(told) > SHOWN:
        told[SHOWN:] = [f"{len(told) - SHOWN} more of its entries are wrong"]
    if told:
        raise EditionError(Problem(shown(path / RESULTS), line, 0, f"{what}.", MEND) for what in told)
    return record


def _contradictions(record: Mapping[str, Any], path: Path) -> Iterator[str]:
    """What does not fit together where each part has its shape."""
    if not path.name.startswith(record["as_of"]):
        yield f"it says that it is of {record['as_of']}"
    for entry in record["numbers"]:
        check = {"date": _day, "name": _text, "text": _text}.get(entry["unit"], _number)
        if entry["value"] is not None and (wanted := check(entry["value"])):
            yield _told(f"numbers ({entry['key']}).value", entry["value"], wanted)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _fits(value: Any, shape: Any) -> bool:
    """Whether `_problems` has nothing to tell, without a word: every build looks at every edition."""
    if isinstance(shape, tuple):
        return value is None or _fits(value, shape[0])
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(entry, shape[0]) for entry in value)
    if not isinstance(shape, dict):
        return not _wanted(value, shape)
    if not isinstance(value, dict):
        return False
    if "*" in shape:
        return all(_fits(inner, shape["*"]) for inner in value.values())
    return all(field in value and _fits(value[field], inner) for field, inner in shape.items())


def _wanted(value: Any, shape: Any) -> str:
    """What was expected in the place of a single value; "" where it fits."""
    if isinstance(shape, frozenset):
        fits = isinstance(value, str) and value in shape
        return "" if fits else f"one of {', '.join(sorted(shape, key=_order))}"
    return str(SINGLE.get(shape, shape)(value))


def _problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    """What does not fit its shape.

    A shape is a check, (a shape or null,), [that of each entry], or {name: its shape}, where `*` is every name.
    """
    if isinstance(shape, tuple):
        if value is not None:
            yield from _problems(value, shape[0], place)
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield _told(place, value, "an object")
            return
        key = value.get("key") or value.get("id") or value.get("fact", value.get("forecast"))
        named = str(key.get("key") or "") if isinstance(key, dict) else str(key or "")
        here = f"{place} ({named[:40]})" if named else place
        for field, inner in shape.items() if "*" not in shape else ((key, shape["*"]) for key in value):
            if field in value:
                yield from _problems(value[field], inner, f"{here}.{field}" if here else field)
            else:
                yield f"{here + ' lacks ' if here else 'it lacks '}{field!r}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield _told(place, value, "a list")
            return
        for number, entry in enumerate(value, 1):
            yield from _problems(entry, shape[0], f"{place}[{number}]")
    elif wanted := _wanted(value, shape):
        yield _told(place, value, wanted)


def _order(word: str) -> int:
    return [*WORDS, word].index(word)


def _told(place: str, value: Any, wanted: str) -> str:
    return f"{place or 'it'} is {json.dumps(value, ensure_ascii=False)[:60]}, expected {wanted}"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "a text"


def _number(value: Any) -> str:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return "" if fits else "a number"


def _truth(value: Any) -> str:
    return "" if isinstance(value, bool) else "true or false"


def _day(value: Any) -> str:
    try:
        return "" if date.fromisoformat(value).isoformat() == value else "a day such as 2026-01-30"
    except (TypeError, ValueError):
        return "a day such as 2026-01-30"


def _words(value: Any) -> str:
    """A text or its parts; what they are is looked at where they are put together."""
    return "" if isinstance(value, str | list | dict) else "a text"


def _value(value: Any) -> str:
    return "" if isinstance(value, str) or not _number(value) else "a number, a day or a name"


SINGLE: dict[Any, Check] = {str: _text, float: _number, bool: _truth, date: _day}
DAY = {"day": date}
# what is read of every edition; the one that is shown is read whole, by the types of its records
EDITION: dict[str, Any] = {
    "as_of": date,
    "origin": frozenset({"market"}),
    "note": str,
    "engine": str,
    "inputs": {"*": str},
    "content": {"*": str},
    "before": ({"as_of": date, "content": {"*": str}},),
    "changed": ({"from": str, "why": [str], "what": [str]},),
    "numbers": [
        {"key": str, "label": _words, "value": (_value,), "unit": str, "digits": float, "form": str, "group": str,
         "definition": _words, "missing": _words, "as_of": DAY, "inputs": [str], "version": str, "usual": (float,)}
    ],
    "findings": [
        {"fact": {"key": str, "section": str, "text": str, "printed": str}, "verdict": frozenset({*WORDS, ""}),
         "recomputed": (float,), "as_of": (DAY,), "version": str, "rests": str}
    ],
    "standings": [
        {"forecast": {"key": str, "text": str}, "state": frozenset({"open", "came-true", "failed", "unverifiable"}),
         "as_of": DAY, "resolved_on": (DAY,), "evidence": _words, "version": str, "rests": str}
    ],
    "asked": [{"term": str, "number": {"key": str, "value": (_value,), "unit": str}}],
    "text": {"*": str},
    "sentences": [{"page": str, "id": str, "taken": float, "words": str, "reads": [str]}],
    "article": str,
}  # fmt: skip
