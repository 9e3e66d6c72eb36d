"""Bring the snapshot up to date from the providers, and never make it worse.

What stands is judged again; each item is fetched, judged row by row, compared with what stands, and goes into a
snapshot in the making; what fails leaves its file as it was. The finished snapshot is loaded as a build would load
it, and only then takes the old one's place, whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import config
from generator.errors import SnapshotError
from generator.fetch import rows, standing
from generator.fetch.http import Http, Patience
from generator.fetch.intake import FUND_PRICES, MARGIN, SKEW, Intake
from generator.fetch.providers import Item, providers
from generator.fetch.report import Outcome, graded
from generator.market import hours, load, manifest, swap


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
    since: date | None = None,
) -> Outcome:
    """Refresh `folder`; what became of every item. SnapshotError where another refresh is running.

    With `since`, history from that day on and the issuer's files of the months since are wanted too.
    """
    now = now or datetime.now(UTC)
    http = http or Http(Patience(), say)
    with swap.lock(folder):
        swap.recover(folder)
        intake = Intake(standing.read(folder, now.date()), now, http, say, since)
        _tell_what_stands(intake)
        wanted = sorted(
            ((provider, item) for provider in providers() for item in provider.ITEMS),
            key=lambda each: _order(each[1]),
        )
        outcome = Outcome(due=rows.newest(intake.files.get(FUND_PRICES, b"\n")) < intake.session.isoformat())
        for number, (provider, item) in enumerate(wanted, 1):
            line = graded(intake.take(provider, item), intake.session, intake.missed)
            outcome.lines.append(line)
            say(f"[{number:2}/{len(wanted)}] {line}")
        _tell_what_lacks(intake)
        if abs(http.skew) > SKEW:
            side = "behind" if http.skew.total_seconds() > 0 else "ahead of"
            say(f"This machine's clock is {abs(http.skew)} {side} the providers'; set it right.")
        outcome.skewed = abs(http.skew) >= timedelta(days=1)
        outcome.lost = sorted(name for name in intake.standing.lost if name not in intake.files)
        if outcome.lost:
            say(f"Lost, and nothing came in their place: {', '.join(outcome.lost)}; restore them from git.")
        outcome.usable = _commit(folder, intake, outcome, say)
    say(outcome.summary())
    return outcome


def _order(item: Item) -> int:
    """Bars first: whether a day had a session, and what the fund's NAV is held against, is known by them."""
    return 0 if item.file == FUND_PRICES else 1 if item.file.startswith("prices/") else 2


def _tell_what_stands(intake: Intake) -> None:
    for name, notes in intake.standing.mended.items():
        intake.say(f"{name} is mended: {', '.join(notes)}.")
    for name, why in intake.standing.lost.items():
        intake.say(f"{name} cannot be used and is fetched anew: {why}.")
    intake.say(f"The last session that is over is {intake.session}.")


def _tell_what_lacks(intake: Intake) -> None:
    """The holes of the last year, and a session that no symbol has."""
    traded, session = intake.traded, intake.session.isoformat()
    if intake.answered and session not in traded:
        intake.say(
            f"No symbol has a bar of {session}: a closure that the calendar does not know, or they are late."
        )
    recent = {day for day in traded if day >= (intake.session - timedelta(days=365)).isoformat()}
    for name, raw in intake.files.items():
        if name.startswith("prices/"):
            have = rows.table(raw)
            if holes := sorted(day for day in recent - have.keys() if min(have) < day < max(have)):
                intake.say(f"{name} has a hole that a later answer may fill: {', '.join(holes)}.")


def _commit(folder: Path, intake: Intake, outcome: Outcome, say: Callable[[str], None]) -> bool:
    """Stage, load as a build would, swap; whether a usable snapshot stands in the end.

    A file by which the whole does not hold together goes back to what stood, or out.
    """
    if FUND_PRICES not in intake.files:
        say(f"Without {FUND_PRICES} there is no snapshot; nothing was written.")
        return False
    try:
        while True:
            try:
                load(swap.stage(folder, _with_manifest(intake, outcome)))
                break
            except SnapshotError as found:
                blamed = {
                    problem.file: str(problem) for problem in found.problems if problem.file in intake.files
                }
                if not blamed or not _put_back(blamed, intake, say):
                    raise
        outcome.written = intake.files != intake.standing.files or bool(intake.standing.mended)
        swap.swap(folder)
    except SnapshotError as found:
        say("The snapshot in the making does not hold together; the old one stands:")
        say("\n".join(f"  {sentence}" for sentence in found.sentences))
        swap.recover(folder)
        return False
    except OSError as error:
        swap.recover(folder)
        raise SnapshotError(
            f"{folder.name} cannot be written: {error.strerror or error}. The old one stands; make room and refresh again."
        ) from None
    return True


def _put_back(blamed: dict[str, str], intake: Intake, say: Callable[[str], None]) -> bool:
    """Whether the files that do not fit the others could be put back, or out; never the fund's own bars."""
    for name, why in blamed.items():
        before = intake.standing.files.get(name)
        if before is not None and before != intake.files[name]:
            intake.files[name] = before
            say(f"{name} goes back to what stood: {why}")
        elif name != FUND_PRICES:
            del intake.files[name]
            say(f"{name} is left out: {why}")
        else:
            return False
    return True


def _with_manifest(intake: Intake, outcome: Outcome) -> dict[str, bytes]:
    """The snapshot's files with the manifest that describes them."""
    stamp = intake.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = {name: _entry(name, raw, intake, outcome, stamp) for name, raw in sorted(intake.files.items())}
    head: dict[str, Any] = {
        "origin": "market",
        "as_of": rows.newest(intake.files[FUND_PRICES]),
        "retrieved_at": stamp
        if any(line.came for line in outcome.lines)
        else intake.standing.head.get("retrieved_at"),
        "files": entries,
    }
    absent = {
        line.file: outcome.why(line.file) or "it never came"
        for line in outcome.lines
        if _newest_of(line.file, entries) not in entries
    }
    if absent:
        head["absent"] = absent
    if note := intake.standing.head.get("note"):
        head["note"] = note
    body = (json.dumps(head, indent=1, ensure_ascii=False) + "\n").encode()
    return {**intake.files, manifest.NAME: body}


def _entry(name: str, raw: bytes, intake: Intake, outcome: Outcome, stamp: str) -> dict[str, Any]:
    """A file's entry: whence, what, when it was last good, and why it is not newer."""
    old = intake.standing.entries.get(name, {})
    mine = [line for line in outcome.lines if _newest_of(line.file, intake.files) == name]
    first, last, count = manifest.extent(name, raw)
    whence = [*str(old.get("source", "")).split(" + "), *intake.sources.get(name, [])]
    entry: dict[str, Any] = {
        "source": " + ".join(rows.unique(whence)) or "unknown",
        "symbol": str(old.get("symbol") or next((line.symbol for line in mine), config.FUND)),
        "first": first,
        "last": last,
        "rows": count,
        "sha256": sha256(raw).hexdigest(),
        "last_good": stamp
        if any(line.came for line in mine) and not outcome.why(mine[0].file)
        else old.get("last_good"),
        "compared": intake.compared.get(name, old.get("compared")),
        "stale": outcome.why(mine[0].file) if mine else "",
        "note": old.get("note"),
    }
    return {key: value for key, value in entry.items() if value not in (None, "")}


def _newest_of(file: str, names: Iterable[str]) -> str:
    """The file that a line of the report speaks of: itself, or the newest of a folder of dated files."""
    return max((name for name in names if name.startswith(f"{file}/")), default=file)
