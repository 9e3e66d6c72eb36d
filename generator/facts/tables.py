"""The tables of a TOML file that editors write, each with its place, and the fields that one may have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator.config import LACKED
from generator.errors import Problem, near
from generator.toml import parsed
from generator.toml.lines import Place, places

UNSEEN = ("Cc", "Cf", "Co")  # controls, turns of the writing direction, private use
KEY = re.compile(r"[a-z][a-z0-9_]*")
TEXT, NUMBER, DAY, NUMBERS, TABLE = (
    "a text in quotes",
    "a number",
    "a date such as 2026-01-30",
    "a list such as [26]",
    "a table",
)
TEXTS, TABLES, TRUTH = 'a list such as ["close"]', "a list of tables such as [{ text = … }]", "true or false"


def read_tables(
    path: Path, problems: list[Problem], holds: str = "", *, numbered: bool = False
) -> list[tuple[Place, str, dict[str, Any]]]:
    """(place, key, table) for each table of a file that has to be there, for what it `holds`."""
    file = f"facts/{path.name}"
    if not path.exists():
        problems.append(Problem(file, 0, 0, "the file is missing", f"it holds {holds}."))
        return []
    text, content = parsed(file, path.read_bytes(), problems)
    if content is None:
        return []
    standing = places(file, text, problems)
    rows = []
    for key, table in content.items():
        if isinstance(table, dict):
            place = standing.get(key, Place(file, key, problems))
            if not numbered and not KEY.fullmatch(key):
                place.say("is no key:", "use lower-case letters, digits and _, a letter first.")
            if key not in standing and (line := _heading(text, key)):
                what = f"[{key}.…] is a heading inside [{key}]"
                problems.append(Problem(file, line, 0, what, "a heading is one name, without a point."))
                continue
            rows.append((place, key, table))
            continue
        if isinstance(table, list) and (line := _heading(text, key)):
            what = f"[[{key}]] stands in two brackets on each side"
            problems.append(Problem(file, line, 0, what, f"write [{key}]."))
            continue
        outside = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        line = next((n for n, row in enumerate(text.split("\n"), 1) if outside.match(row)), 1)
        mend = f"Put it under a heading such as [{key}]."
        problems.append(Problem(file, line, 0, f"{key!r} stands outside a table.", mend))
    return rows


def _heading(text: str, key: str) -> int:
    """The line of a heading that begins with this name and is none of one name; 0 where there is none."""
    found = re.compile(rf"\s*\[+\s*[\"']?{re.escape(key)}[\"']?\s*[.\]]")
    return next((n for n, row in enumerate(text.split("\n"), 1) if found.match(row)), 0)


def check_fields(
    place: Place, table: Mapping[str, Any], known: Mapping[str, str], required: Iterable[str] = ()
) -> bool:
    """Unknown names and wrong types, then what is absent of the `required`; True where the table is sound."""
    before = len(place.problems)
    for name, value in table.items():
        if name not in known:
            place.say(f"has an unknown field {name!r}", hint(name, known, len(known)), name)
        elif not _is(value, known[name]):
            place.say(f"{name} is {_shown(value)}", f"it has to be {known[name]}.", name)
        elif control := next((c for c in _texts(value) if unicodedata.category(c) in UNSEEN), ""):
            what = f"{name} holds the character {control!r}, which no reader sees"
            place.say(what, "type the text again.", name)
    return len(place.problems) == before and not lacks(place, table, known, required)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, date) else repr(value)


def lacks(place: Place, table: Mapping[str, Any], known: Mapping[str, str], required: Iterable[str]) -> bool:
    """Whether a field is absent or empty that has to be there."""
    absent = [name for name in required if not (v.strip() if isinstance(v := table.get(name), str) else v)]
    for name in absent:
        place.say(f"lacks {name}:", f"add {name} = …, {known[name]}.", name)
    return bool(absent)


def hint(word: str, known: Iterable[str], most: int = 30) -> str:
    """What an article lacks for a word; else the nearest known one, or the known ones."""
    if word in LACKED:
        return LACKED[word]
    words = list(known)
    return near(word, words) or (
        f"known are {', '.join(filter(None, words[:most]))}." if words else "there are none."
    )


def _texts(value: Any) -> str:
    """All characters of a value's texts."""
    if isinstance(value, dict):
        return "".join(map(_texts, value.values()))
    return "".join(map(_texts, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


def _is(value: Any, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str)
    if kind == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    if kind == DAY:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind == NUMBERS:
        return isinstance(value, list) and all(isinstance(n, int) for n in value) and bool(value)
    if kind == TRUTH:
        return isinstance(value, bool)
    if kind in (TEXTS, TABLES):
        each = str if kind == TEXTS else dict
        return isinstance(value, list) and all(isinstance(n, each) for n in value) and bool(value)
    return isinstance(value, dict)
