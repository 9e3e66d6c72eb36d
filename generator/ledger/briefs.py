"""What the site tells of each edition, however many there are: worked out once of its record, and kept below build/.

A record is half a megabyte, and its shape is looked at as a whole before anything of it is kept; the bytes it is kept
for are told by their hash, so that another byte is looked at again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from generator import config, disk
from generator.ledger import sealed


class Brief(TypedDict):
    """An edition in a few kilobytes: what it is, its values, verdicts and states by key, its pages."""

    as_of: str
    note: str
    engine: str
    changed: Any
    values: dict[str, Any]
    verdicts: dict[str, str]
    states: dict[str, str]
    text: list[str]


def brief(path: Path) -> Brief:
    """An edition in brief; EditionError as `sealed.read` tells it."""
    try:
        named = key(path)
    except OSError:
        return _made(path)  # which says what is wrong
    return _brief(path, named)


@cache
def _brief(path: Path, named: str) -> Brief:
    fields = Brief.__annotations__.keys()
    made: Brief = kept(named, lambda: _made(path), lambda it: isinstance(it, dict) and it.keys() == fields)
    return made


def key(path: Path) -> str:
    """What tells the bytes of a record, where they stand, and what is looked at and kept."""
    stands = (path / sealed.RESULTS).stat()
    return _key(path, stands.st_mtime_ns, stands.st_size)


@cache
def _key(path: Path, *_stands: int) -> str:
    digest = hashlib.sha256((path / sealed.RESULTS).read_bytes() + path.name.encode())
    for source in (__file__, sealed.__file__):
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:24]


def kept(key: str, make: Callable[[], Any], fits: Callable[[Any], bool]) -> Any:
    """What was made once by this key, as JSON gives it back; made again where it is not there, or damaged."""
    place = config.BUILD / "kept" / "editions" / f"{key}.json"
    with contextlib.suppress(OSError, ValueError, RecursionError):
        known = json.loads(place.read_text("utf-8"))
        if fits(known):
            return known
    made = make()
    with contextlib.suppress(OSError):  # it is only quicker with it
        disk.write(place, json.dumps(made), lasting=False)
    return made


def _made(path: Path) -> Brief:
    record = sealed.read(path)
    return Brief(
        as_of=record["as_of"],
        note=record["note"],
        engine=record["engine"],
        changed=record["changed"],
        values={entry["key"]: entry["value"] for entry in record["numbers"]},
        verdicts={e["fact"]["key"]: e["verdict"] for e in record["findings"] if e["verdict"]},
        states={e["forecast"]["key"]: e["state"] for e in record["standings"]},
        text=[*record["text"]],
    )
