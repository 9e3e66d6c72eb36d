"""Sealing an edition: the whole article as of a session, on market data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator import config
from generator.errors import UsageError
from generator.site import edition, snapshot

Say = Callable[[str], None]


def seal(data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Write the edition of a session; UsageError where there are no market data to seal."""
    folder = snapshot.folder(data)
    if folder is None:
        raise UsageError(
            "No market data stands here to seal. Run invoke refresh, or give a snapshot with --data."
        )
    path, new = edition.seal(folder, as_of, config.EDITIONS)
    say(f"{'Sealed' if new else 'Nothing new: the same results stand in'} {snapshot.shown(path)}.")
