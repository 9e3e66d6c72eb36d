"""What stands: the snapshot that a refresh brings up to date, judged again row by row at every refresh.

The calendar may have learnt a closure, a rule may have become stricter, a hand or a merge may have been in a file:
a row that should not be there is taken out, and told. A file that even so obeys no rule is lost, and fetched anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from generator import config
from generator.fetch import kinds, rows
from generator.fetch.kinds import Calendar, Kind
from generator.market import manifest, rules
from generator.market.load import BARS, problems_of


@dataclass
class Standing:
    """The sound files of a snapshot by name, and what its manifest says.

    A file that is not the one whose hash the manifest has is in `altered` (a cache older than the manifest, an edit),
    one that had rows taken out in `mended`: its series is fetched anew whole, and stands as long as that fails.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)
    mended: dict[str, list[str]] = field(default_factory=dict)  # what was taken out, and why
    lost: dict[str, str] = field(default_factory=dict)  # files that cannot be used, and why


def read(folder: Path, today: date) -> Standing:
    """What stands in `folder`; nothing where it holds a sample, which is never mixed with the market."""
    try:
        head = json.loads((folder / manifest.NAME).read_text("utf-8"))
        entries = {name: dict(entry) for name, entry in head.get("files", {}).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        head, entries = {}, {}
    if head.get("origin", "market") != "market":
        return Standing()
    found = Standing(entries=entries, head=head)
    # a bar may be dated after a clock that runs behind
    latest = max([today, *filter(None, (manifest.iso_date(head.get("as_of")), manifest.retrieved(head)))])
    for path in sorted(folder.rglob("*.csv")):
        name, raw = path.relative_to(folder).as_posix(), path.read_bytes()
        if entries.get(name, {}).get("sha256") != sha256(raw).hexdigest():
            found.altered.add(name)
        sound = raw
        if kind := kind_of(name, raw, Calendar(latest.isoformat())):
            sound, left = mend(kind, raw)
            if left:
                found.mended[name] = rows.gathered(left, "took out")
        if problems := problems_of(name, sound, latest):
            found.lost[name] = ": ".join(filter(None, (problems[0].within, problems[0].what)))
            found.mended.pop(name, None)
            continue
        found.files[name] = sound
    return found


def kind_of(
    name: str, raw: bytes, calendar: Calendar, closes: Mapping[str, float] | None = None
) -> Kind | None:
    """What the rows of a file obey; None for a document, and for a file that a snapshot does not know."""
    path = PurePosixPath(name)
    match path.parts:
        case ("prices", _) if symbol := BARS.get(path.name):
            return kinds.prices(calendar, config.SYMBOLS[symbol])
        case ("rates", _) if path.stem in config.RATES:
            return kinds.rates(path.stem, calendar)
        case ("fund", _) if path.stem == config.FUND:
            return kinds.history(calendar, config.SYMBOLS[config.FUND], closes or {})
        case ("fund.csv",):
            return kinds.own(rows.parse(raw)[0], calendar)
        case ("options.csv",):
            return kinds.own(rows.parse(raw)[0], calendar, rules.OPTIONS)
    return None


def mend(kind: Kind, raw: bytes) -> tuple[bytes, dict[str, str]]:
    """A file without the rows that break a rule, and why each was taken out; as it is where nothing is wrong."""
    header, lines = rows.parse(raw)
    sifted = kind.sift(lines)
    if header != kind.header or not sifted.rows:
        return raw, {}
    steps = kind.steps(sifted.rows, set(sifted.rows))
    if len(steps) <= max(2, kind.few * len(sifted.rows)):  # more is no matter of rows
        sifted.left |= steps
        sifted.rows = {day: cells for day, cells in sifted.rows.items() if day not in steps}
    order = [cells[0] for cells in lines]
    if not sifted.left and order == sorted(order):
        return raw, {}
    return rows.join(header, sifted.rows), sifted.left or {order[0]: "the rows were out of order"}
