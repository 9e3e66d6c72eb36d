"""An edition's file read back: nothing in it is trusted before its shape has been looked at."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.errors import EditionError, Problem
from generator.ledger.check import WORDS

SHOWN = 5  # problems of one file that are told; the rest are counted
MEND = "Restore the file from git, or seal its session anew."
Check = Callable[[Any], str]  # what was expected in its place; "" where it fits


def read(path: Path) -> Mapping[str, Any]:
    """The record of an edition; EditionError naming the file, the place in it and what to do."""
    try:
        return _record(path, path.read_bytes())
    except OSError as error:
        told = f"this edition cannot be read ({error.strerror})."
        raise EditionError(Problem(f"{path.parent.name}/{path.name}", 0, 0, told, MEND)) from None


@cache  # the feed, the ledger's history and the list of editions each ask for all of them
def _record(path: Path, raw: bytes) -> Mapping[str, Any]:
    name, line = f"{path.parent.name}/{path.name}", 0
    try:
        record: dict[str, Any] = json.loads(raw.decode(), parse_constant=_refuse)
        told = [*_problems(record, EDITION, "")] or [*_contradictions(record, path)]
    except json.JSONDecodeError as error:
        line, told = error.lineno, [f"this edition is cut short or no JSON ({error.msg})"]
    except (ValueError, RecursionError) as error:
        told = [f"this edition cannot be read ({error})"]
    if len(told) > SHOWN:
        told[SHOWN:] = [f"{len(told) - SHOWN} more of its entries are wrong"]
    if told:
        raise EditionError(Problem(name, line, 0, f"{what}.", MEND) for what in told)
    return record


def _contradictions(record: Mapping[str, Any], path: Path) -> Iterator[str]:
    """What does not fit together where each part has its shape."""
    if not path.name.startswith(record["as_of"]):
        yield f"it says that it is of {record['as_of']}"
    for entry in record["numbers"]:
        check = {"date": _day, "name": _text}.get(entry["unit"], _number)
        if entry["value"] is not None and (wanted := check(entry["value"])):
            yield _told(f"numbers ({entry['key']}).value", entry["value"], wanted)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    """What does not fit its shape.

    A shape is a check, (a shape or null,), [that of each entry], or {name: its shape}: `name?` may be left out,
    and `*` is every name.
    """
    if isinstance(shape, tuple):
        if value is not None:
            yield from _problems(value, shape[0], place)
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield _told(place, value, "an object")
            return
        named = str(value.get("key") or value.get("id") or "")
        here = f"{place} ({named[:40]})" if named else place
        for name, inner in shape.items() if "*" not in shape else ((name, shape["*"]) for name in value):
            key = name.removesuffix("?")
            if key in value:
                yield from _problems(value[key], inner, f"{here}.{key}" if here else key)
            elif key == name:
                yield f"{here + ' lacks ' if here else 'it lacks '}{key!r}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield _told(place, value, "a list")
            return
        for number, entry in enumerate(value, 1):
            yield from _problems(entry, shape[0], f"{place}[{number}]")
    elif wanted := shape(value):
        yield _told(place, value, wanted)


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


def _word(*words: str) -> Check:
    return lambda value: "" if isinstance(value, str) and value in words else f"one of {', '.join(words)}"


def _value(value: Any) -> str:
    return "" if isinstance(value, str) or not _number(value) else "a number, a day or a name"


ENDS = {"low": (_number,), "high": (_number,)}
TRIED = {"definition": _text, "value": _number, "hit": _truth}
EDITION: dict[str, Any] = {
    "as_of": _day,
    "origin": _word("market"),
    "note": _text,
    "inputs": {"*": _text},
    "numbers": [
        {"key": _text, "label": _text, "value": (_value,), "unit": _text, "missing": _text, "inputs?": [_text]}
    ],
    "findings": [
        {
            "id": _text, "published": {}, "as_of": _day, "verdict": (_word(*WORDS),),
            "recomputed": {"value": (_number,), "definition": _text, "as_of": (_day,)},
            "tried": [TRIED], "closest": ({"definition": _text, "value": _number},),
            "conflicts_with": [_text], "note": _text, "survives?": (_truth,),
            "pass_rate?": (_number,), "pass_rate_of?": _number, "pass_rate_why?": _text,
            "margin?": (_number,), "at_edge?": _truth, "allowed?": ENDS, "luck?": (_number,),
        }
    ],
    "forecasts?": [
        {
            "key": _text, "state": _word("open", "came-true", "failed", "unverifiable"), "as_of": _day,
            "resolved_on": (_day,), "holds": (_truth,), "evidence": _text, "progress": _text,
            "score": (_number,), "values": {"*": _number},
            "conditions": [{"text": _text, "holds": (_truth,), "note": _text}],
        }
    ],
    "relations?": [
        {
            "key": _text, "facts": [_text], "verdict": _word("holds", "violated", "not comparable"),
            "intervals": {"left": ENDS, "right": ENDS}, "published": {},
        }
    ],
}  # fmt: skip
