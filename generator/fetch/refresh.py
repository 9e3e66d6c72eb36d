"""Bring the snapshot up to date from the providers, and never make it worse.

Each item is fetched, compared with what is published, judged, and goes into a snapshot in the making; an
item that fails leaves its files as they were. The finished snapshot is loaded as a build would load it, and
only then takes the old one's place, whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import config
from generator.errors import SnapshotError
from generator.fetch import merge, published
from generator.fetch.http import Http, Patience
from generator.fetch.intake import MARGIN, SKEW, Intake
from generator.fetch.providers import providers
from generator.fetch.report import Outcome, unique
from generator.market import holdings, hours, load, manifest, swap

FUND_FILE = f"prices/{config.FUND.removeprefix('^')}.csv"


def _say(text: str) -> None:
    print(text, flush=True)  # line by line, also in a log


def due(folder: Path = config.MARKET, now: datetime | None = None) -> bool:
    """Whether the snapshot is not there, cannot be used, or is older than the last session."""
    swap.settle(folder)
    try:
        market = load(folder)
    except SnapshotError:
        return True
    return market.origin != "market" or market.as_of < hours.last_closed(now or datetime.now(UTC), MARGIN)


def refresh(
    folder: Path = config.MARKET,
    now: datetime | None = None,
    http: Http | None = None,
    say: Callable[[str], None] = _say,
) -> Outcome:
    """Refresh `folder`; what became of every item. SnapshotError where another refresh is running."""
    now = now or datetime.now(UTC)
    http = http or Http(Patience(), say)
    with swap.lock(folder):
        swap.recover(folder)
        before = published.read(folder, now.date())
        for name, why in before.damaged.items():
            say(f"{name} is damaged and is fetched anew: {why}")
        intake = Intake(before, now, http, say)
        say(f"The last session that is over is {intake.session}.")
        wanted = [(provider, item) for provider in providers() for item in provider.ITEMS]
        outcome = Outcome()
        for number, (provider, item) in enumerate(wanted, 1):
            line = intake.take(provider, item)
            outcome.lines.append(line)
            say(f"[{number:2}/{len(wanted)}] {line}")
        if abs(http.skew) > SKEW:
            side = "behind" if http.skew.total_seconds() > 0 else "ahead of"
            say(f"This machine's clock is {abs(http.skew)} {side} the providers'; set it right.")
        outcome.usable = _commit(folder, intake, outcome, say)
    say(outcome.summary())
    return outcome


def _commit(folder: Path, intake: Intake, outcome: Outcome, say: Callable[[str], None]) -> bool:
    """Stage, load as a build would, swap; whether a usable snapshot stands in the end."""
    lost = sorted(name for name in intake.published.damaged if name not in intake.files)
    if lost:
        say(
            f"Damaged, and nothing came in their place: {', '.join(lost)}. Nothing was written; restore them from git or delete them."
        )
        return False
    if FUND_FILE not in intake.files:
        say(f"Without {FUND_FILE} there is no snapshot; nothing was written.")
        return False
    try:
        load(swap.stage(folder, _with_manifest(intake, outcome)))
        swap.swap(folder)
    except SnapshotError as found:
        say("The snapshot in the making does not hold together; the old one stands:")
        say("\n".join(f"  {problem}" for problem in found.problems))
        swap.recover(folder)
        return (folder / manifest.NAME).exists()
    except OSError as error:
        swap.recover(folder)
        raise SnapshotError(
            f"{folder.name} cannot be written: {error.strerror or error}. The old one stands; make room and refresh again."
        ) from None
    return True


def _with_manifest(intake: Intake, outcome: Outcome) -> dict[str, bytes]:
    """The snapshot's files with the manifest that describes them."""
    stamp = intake.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = {name: _entry(name, raw, intake, outcome, stamp) for name, raw in sorted(intake.files.items())}
    head: dict[str, Any] = {
        "origin": "market",
        "as_of": merge.newest(intake.files[FUND_FILE]),
        "retrieved_at": stamp
        if any(line.came for line in outcome.lines)
        else intake.published.head.get("retrieved_at"),
        "files": entries,
    }
    absent = {
        line.file: outcome.why(line.file)
        for line in outcome.lines
        if line.stale and _newest_of(line.file, entries) not in entries
    }
    if absent:
        head["absent"] = absent
    if note := intake.published.head.get("note"):
        head["note"] = note
    body = (json.dumps(head, indent=1, ensure_ascii=False) + "\n").encode()
    return {**intake.files, manifest.NAME: body}


def _entry(name: str, raw: bytes, intake: Intake, outcome: Outcome, stamp: str) -> dict[str, Any]:
    """A file's entry: whence, what, when it was last good, and why it is not newer."""
    old = intake.published.entries.get(name, {})
    mine = [line for line in outcome.lines if _newest_of(line.file, intake.files) == name]
    first, last, rows = _extent(name, raw)
    whence = [*str(old.get("source", "")).split(" + "), *intake.sources.get(name, [])]
    entry: dict[str, Any] = {
        "source": " + ".join(unique(filter(None, whence))) or "unknown",
        "symbol": str(old.get("symbol") or next((line.symbol for line in mine), config.FUND)),
        "first": first,
        "last": last,
        "rows": rows,
        "sha256": sha256(raw).hexdigest(),
        "last_good": stamp
        if any(line.came for line in mine) and not outcome.why(mine[0].file)
        else old.get("last_good"),
        "stale": outcome.why(mine[0].file) if mine else "",
        "note": old.get("note"),
    }
    return {key: value for key, value in entry.items() if value not in (None, "")}


def _newest_of(file: str, names: Iterable[str]) -> str:
    """The file that a line of the report speaks of: itself, or the newest of a folder of dated files."""
    return max((name for name in names if name.startswith(f"{file}/")), default=file)


def _extent(name: str, raw: bytes) -> tuple[str, str, int]:
    """First and last date and number of rows, as the loader counts them."""
    if name.startswith("holdings/"):
        day = name.rsplit("/", 1)[1].removesuffix(".csv")
        read, _ = holdings.parse(name, raw, datetime.fromisoformat(day).date())
        return day, day, len(read.frame) if read else 0
    _, rows = merge.split_lines(raw)
    return min(rows), max(rows), len(rows)
