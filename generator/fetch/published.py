"""What stands already: the snapshot that a refresh brings up to date, file by file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.market import manifest
from generator.market.load import problems_of


@dataclass
class Published:
    """The sound files of a snapshot by name, and what its manifest says.

    A file that the manifest speaks of, by its hash, was judged when it came. Of the others, one that the rules
    refuse is in `damaged`, with the first reason; one that obeys them (a cache older than the manifest, an
    edit) is in `altered`: it is fetched anew whole, and stands as long as that fails.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)


def read(folder: Path, today: date) -> Published:
    """What stands in `folder`; nothing where it holds a sample, which is never mixed with the market."""
    try:
        head = json.loads((folder / manifest.NAME).read_text("utf-8"))
        entries = {name: dict(entry) for name, entry in head.get("files", {}).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        head, entries = {}, {}
    if head.get("origin", "market") != "market":
        return Published()
    found = Published(entries=entries, head=head)
    # a bar may be dated after a clock that runs behind
    latest = max([today, *filter(None, (manifest.iso_date(head.get("as_of")), manifest.retrieved(head)))])
    for path in sorted(folder.rglob("*.csv")):
        name, raw = path.relative_to(folder).as_posix(), path.read_bytes()
        if entries.get(name, {}).get("sha256") != sha256(raw).hexdigest():
            if problems := problems_of(name, raw, latest):
                found.damaged[name] = str(problems[0])
                continue
            found.altered.add(name)
        found.files[name] = raw
    return found
