"""Sealing an edition, and sealing it again to see that it comes out the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator import config
from generator.errors import SnapshotError, UsageError
from generator.ledger import editions, sealed
from generator.market import load
from generator.site import snapshot, sources

Say = Callable[[str], None]


def seal(data: str | None = None, as_of: date | None = None, verify: bool = False, say: Say = print) -> None:
    """Write the edition of a session, or with `verify` compare the committed one with what comes out now."""
    folder = snapshot.folder(data)
    if folder is None:
        raise UsageError(
            "No market data stands here to seal. Run invoke refresh, or give a snapshot with --data."
        )
    market = load(folder, as_of)
    if market.origin != "market":
        raise UsageError(editions.ONLY_REAL)
    results = editions.compute(market, sources.book())
    if not verify:
        path, new = editions.seal(results, config.EDITIONS)
        say(f"{'Sealed' if new else 'Nothing new: the same results stand in'} {snapshot.shown(path)}.")
        return
    path = editions.newest(config.EDITIONS, market.as_of)
    found = editions.differences(sealed.read(path), editions.to_json(results))
    if found:
        raise SnapshotError([f"{snapshot.shown(path)}: {line}" for line in found])
    say(
        f"{snapshot.shown(path)} comes out again, {len(results.numbers)} numbers and {len(results.findings)} findings."
    )
