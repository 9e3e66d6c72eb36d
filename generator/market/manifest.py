"""The snapshot's manifest: what stands in the folder, whence, and its hash."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.market.sessions import EARLIEST

NAME = "manifest.json"
LATEST = date(2099, 12, 31)  # a slip of the pen beyond; no calendar reaches further
ORIGINS = ("market", "sample")
AGAIN = "run the refresh again"
EXPECTED = {
    "source": "the provider's name",
    "symbol": "the symbol or series of the file",
    "first": "a date such as 2025-12-05",
    "last": "a date such as 2025-12-05",
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


def read(folder: Path, problems: list[str]) -> dict[str, Any]:
    """The manifest, whole where it could be read; `problems` gets a sentence for each fault in it."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{NAME} is missing in {folder}; {AGAIN} or name the snapshot's own folder.")
        return {}
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        row = getattr(error, "lineno", 1)
        problems.append(f"{NAME}, row {row}: found no JSON ({error}); {AGAIN}.")
        return {}
    if not isinstance(manifest, dict):
        problems.append(f"{NAME}, row 1: found a {type(manifest).__name__}, expected a JSON object; {AGAIN}.")
        return {}
    if manifest.get("origin") not in ORIGINS:
        _fault(problems, "origin", manifest.get("origin"), "market or sample")
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


def contents(folder: Path, manifest: Mapping[str, Any], problems: list[str]) -> dict[str, bytes]:
    """The bytes of every file that stands in `folder`, by name; each held against its entry's hash."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME and not path.name.startswith(".")
    }
    listed: Mapping[str, Any] = manifest.get("files", {})
    if manifest:
        problems += [
            f"{name}: the manifest lists it, the file is missing; {AGAIN} or delete its entry."
            for name in sorted(listed.keys() - found.keys())
        ]
        problems += [
            f"{name}: the file stands there, the manifest does not list it; {AGAIN} or delete the file."
            for name in sorted(found.keys() - listed.keys())
        ]
    raw = {name: path.read_bytes() for name, path in found.items()}
    for name, data in raw.items():
        stated = _text(listed.get(name), "sha256")
        if stated and (actual := sha256(data).hexdigest()) != stated:
            problems.append(
                f"{name}: its sha256 is {actual[:12]}…, the manifest says {stated[:12]}…; "
                f"the file was altered after it was fetched: restore it or {AGAIN}."
            )
    return raw


def agree(file: str, entry: object, rows: int, first: str, last: str) -> list[str]:
    """Sentences where `first`, `last` or `rows` of the file's entry are not the file's own."""
    actual = {"first": first, "last": last, "rows": rows}
    return [
        f"{NAME}, entry {file}, key {key}: found {entry[key]!r}, the file has {value!r}; {AGAIN}."
        for key, value in actual.items()
        if isinstance(entry, dict) and key in entry and entry[key] != value
    ]


def _entry(problems: list[str], file: str, entry: object) -> None:
    if not isinstance(entry, dict):
        problems.append(
            f"{NAME}, entry {file}: found {entry!r}, expected an object with {', '.join(EXPECTED)}; {AGAIN}."
        )
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
            _fault(problems, key, value, expected, f", entry {file}")
            entry.pop(key, None)  # judged; nothing is compared with it


def _fault(problems: list[str], key: str, value: object, expected: str, where: str = "") -> None:
    found = "nothing" if value is None else repr(value)
    problems.append(f"{NAME}{where}, key {key}: found {found}, expected {expected}; {AGAIN}.")


def _text(entry: object, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""
