"""A new snapshot takes the place of the old one, whole or not at all, whenever the program may be killed.

Beside `data/market` stand, while a refresh runs: `market.lock` (held by the one refresh; it dies with its
process), `market.new` (the stage), `market.old` and `market.journal` (a swap that has begun). The journal is
written when the stage is complete and says by its hash which snapshot is to stand: from then on a swap is
only ever completed; before, the stage is only ever thrown away. A rename that the system refuses (Windows, while
another program has a file in the folder open) leaves the journal, and the next reader completes it.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from generator import disk
from generator.errors import SnapshotError

MANIFEST = "manifest.json"
PATIENCE = 5.0  # seconds that a reader waits for a running swap: it is three renames


def beside(folder: Path, what: str) -> Path:
    """`data/market` -> `data/market.<what>`."""
    return folder.with_name(f"{folder.name}.{what}")


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """One refresh at a time; SnapshotError at once where another one runs."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    from filelock import FileLock, Timeout  # a tenth of a second that a build need not spend

    held = FileLock(beside(folder, "lock"), blocking=False)
    try:
        held.acquire()
    except Timeout:
        raise SnapshotError(f"Another refresh of {folder.name} is running; wait for it to end.") from None
    try:
        yield
    finally:
        held.release()


def settle(folder: Path) -> None:
    """Complete a swap that was interrupted, or wait for one that is running. Quick where there is none."""
    journal = beside(folder, "journal")
    if not journal.exists() and (folder.exists() or not beside(folder, "old").exists()):
        return None
    started = time.monotonic()
    while True:
        try:
            with lock(folder):
                return recover(folder)
        except SnapshotError:  # a living refresh holds it and is at work
            if not journal.exists() or time.monotonic() - started > PATIENCE:
                return None
            time.sleep(0.01)


def recover(folder: Path) -> None:
    """Bring a folder to rest, by whoever holds the lock: complete a begun swap, clear an unfinished stage."""
    new, old, journal = (beside(folder, what) for what in ("new", "old", "journal"))
    if _complete(new, journal):
        if folder.exists() and not old.exists():
            folder.rename(old)
        elif folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    if old.exists():
        shutil.rmtree(old)
    if new.exists():
        shutil.rmtree(new)
    journal.unlink(missing_ok=True)
    for half in folder.parent.glob(f".{journal.name}.*.half"):
        half.unlink()


def _complete(new: Path, journal: Path) -> bool:
    """Whether the stage is the snapshot that the journal speaks of."""
    try:
        wanted = json.loads(journal.read_text("utf-8"))["manifest"]
        return sha256((new / MANIFEST).read_bytes()).hexdigest() == str(wanted)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def stage(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a whole snapshot beside `folder` and flush it to the disk; where it stands. OSError where it cannot be."""
    new = beside(folder, "new")
    if new.exists():
        shutil.rmtree(new)
    try:
        for name, body in files.items():
            disk.write(new / name, body)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return new


def swap(folder: Path) -> None:
    """Put the stage in the folder's place."""
    new, journal = beside(folder, "new"), beside(folder, "journal")
    record = {"manifest": sha256((new / MANIFEST).read_bytes()).hexdigest()}
    disk.write(journal, json.dumps(record))
    recover(folder)
    disk.flush(folder.parent)
