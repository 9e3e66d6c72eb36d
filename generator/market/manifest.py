"""The snapshot's manifest: what stands in the folder, whence, and its hash."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.errors import Problem
from generator.market import holdings
from generator.market.closures import EARLIEST, LATEST

NAME = "manifest.json"
ORIGINS = ("market", "simulated")
AGAIN = "run the refresh again"
EXPECTED = {
    "source": "the provider's name",
    "symbol": "the symbol or series of the file",
    "first": "a date such as 2026-01-30",
    "last": "a date such as 2026-01-30",
    "rows": "a whole number",
    "sha256": "64 hexadecimal digits",
}


def iso_date(text: object) -> date | None:
    """The date that `text` writes as YYYY-MM-DD, None where it writes none that a snapshot can have."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day <= LATEST else None


def read(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """The manifest, whole where it could be read; `problems` gets one for each fault in it."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what, mend = f"the file is missing in {folder}", f"{AGAIN} or name the snapshot's own folder."
        problems.append(Problem(NAME, 0, 0, what, mend))
        return {}
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        row = getattr(error, "lineno", 1)
        problems.append(Problem(NAME, row, 0, f"found no JSON ({error})", f"{AGAIN}.", f"row {row}"))
        return {}
    if not isinstance(manifest, dict):
        found = f"found a {type(manifest).__name__}, expected a JSON object"
        problems.append(Problem(NAME, 1, 0, found, f"{AGAIN}.", "row 1"))
        return {}
    if manifest.get("origin") not in ORIGINS:
        _fault(problems, "origin", manifest.get("origin"), "market or simulated")
    if iso_date(manifest.get("as_of")) is None:
        _fault(problems, "as_of", manifest.get("as_of"), EXPECTED["last"])
    if manifest.get("retrieved_at", 0) is not None and retrieved(manifest) is None:
        _fault(
            problems,
            "retrieved_at",
            manifest.get("retrieved_at"),
            "null or a UTC time such as 2026-03-31T22:10:00Z",
        )
    if not isinstance(manifest.get("files"), dict):
        _fault(problems, "files", manifest.get("files"), "an object with an entry a file")
        manifest["files"] = {}
    for file, entry in manifest["files"].items():
        _entry(problems, file, entry)
    return manifest


def retrieved(manifest: Mapping[str, Any]) -> date | None:
    """The day (UTC) the snapshot was fetched, None where it is unknown."""
    try:
        moment = datetime.fromisoformat(str(manifest.get("retrieved_at")))
    except ValueError:
        return None
    return iso_date(moment.date().isoformat())


def contents(folder: Path, manifest: Mapping[str, Any], problems: list[Problem]) -> dict[str, bytes]:
    """The bytes of every file that stands in `folder`, by name; each held against its entry's hash."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME and not path.name.startswith(".")
    }
    listed: Mapping[str, Any] = manifest.get("files", {})
    if manifest:
        problems += [
            Problem(name, 0, 0, "the manifest lists it, the file is missing", f"{AGAIN} or delete its entry.")
            for name in sorted(listed.keys() - found.keys())
        ]
        problems += [
            Problem(
                name,
                0,
                0,
                "the file stands there, the manifest does not list it",
                f"{AGAIN} or delete the file.",
            )
            for name in sorted(found.keys() - listed.keys())
        ]
    raw = {name: path.read_bytes() for name, path in found.items()}
    for name, data in raw.items():
        stated = _text(listed.get(name), "sha256")
        if stated and (actual := sha256(data).hexdigest()) != stated:
            what = f"its sha256 is {actual[:12]}…, the manifest says {stated[:12]}…"
            mend = f"the file was altered after it was fetched: restore it or {AGAIN}."
            problems.append(Problem(name, 0, 0, what, mend))
    return raw


def agree(file: str, entry: object, rows: int, first: str, last: str) -> list[Problem]:
    """Problems where `first`, `last` or `rows` of the file's entry are not the file's own."""
    actual = {"first": first, "last": last, "rows": rows}
    return [
        at_key(key, f"found {entry[key]!r}, the file has {value!r}", file)
        for key, value in actual.items()
        if isinstance(entry, dict) and key in entry and entry[key] != value
    ]


def extent(name: str, raw: bytes) -> tuple[str, str, int]:
    """First and last date and number of rows of a sound file, as its entry says them."""
    if name.startswith("holdings/"):
        day = name.rsplit("/", 1)[1].removesuffix(".csv")
        read, _ = holdings.parse(name, raw, date.fromisoformat(day))
        return day, day, len(read.frame) if read else 0
    days = [line.split(b",", 1)[0].decode() for line in raw.splitlines()[1:]]
    return min(days), max(days), len(days)


def _entry(problems: list[Problem], file: str, entry: object) -> None:
    if not isinstance(entry, dict):
        problems.append(at_key("", f"found {entry!r}, expected an object with {', '.join(EXPECTED)}", file))
        return
    for key, expected in EXPECTED.items():
        value = entry.get(key)
        good = {
            "first": iso_date(value) is not None,
            "last": iso_date(value) is not None,
            "rows": isinstance(value, int) and not isinstance(value, bool) and value > 0,
            "sha256": isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
        }.get(key, isinstance(value, str) and value != "")
        if not good:
            _fault(problems, key, value, expected, file)
            entry.pop(key, None)  # judged; nothing is compared with it


def _fault(problems: list[Problem], key: str, value: object, expected: str, file: str = "") -> None:
    found = "nothing" if value is None else repr(value)
    problems.append(at_key(key, f"found {found}, expected {expected}", file))


def at_key(key: str, what: str, file: str = "", mend: str = AGAIN) -> Problem:
    """A problem of a key of the manifest, or of one in a file's entry; without a key, of the entry."""
    within = ", ".join([f"entry {file}"] * bool(file) + [f"key {key}"] * bool(key))
    return Problem(NAME, 0, 0, what, f"{mend}.", within)


def _text(entry: object, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""
