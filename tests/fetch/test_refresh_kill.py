"""Killed at any moment, a refresh leaves a snapshot that loads: the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from loopback.fixtures import LAST, Desk
from snapshots import Snapshot

from generator import disk
from generator.errors import SnapshotError
from generator.market import load, swap

ROOT = Path(__file__).resolve().parents[2]
MOMENTS = 50

Files = dict[str, bytes]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="the victim is a forked child, and this system forks none"
)


class Victim:
    """The process that forks the children to be killed."""

    def __init__(self, desk: Desk) -> None:
        server = desk.loopback
        self.desk = desk
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "loopback.victim", str(desk.folder), str(server.port), str(server.ca)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        )  # fmt: skip
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def told(self, line: str) -> str:
        """Tell it a line; its answer."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        """Let it end."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture
def victim(desk: Desk) -> Iterator[Victim]:
    running = Victim(desk)
    yield running
    running.close()


def lay(folder: Path, files: Files) -> None:
    """Make `folder` hold these files, with nothing beside it."""
    for rest in ("", ".new", ".old", ".journal"):
        path = folder.with_name(folder.name + rest)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def test_at_fifty_random_moments(victim: Victim, earlier: Files) -> None:
    folder = victim.desk.folder
    started = time.monotonic()
    assert victim.told("refresh 60") == "ended 0"
    length = time.monotonic() - started
    assert load(folder).as_of == LAST
    after = set(victim.desk.files())
    moments, seen = random.Random(11), set()
    for _ in range(MOMENTS):
        lay(folder, earlier)
        ended = victim.told(f"refresh {moments.uniform(0, length)}")
        market = load(folder)
        now = victim.desk.files()
        assert set(now) == (after if market.as_of == LAST else set(earlier))
        assert now == earlier or market.as_of == LAST
        seen.add(ended)
    assert "killed" in seen
    assert victim.desk.refresh(whole=True).code == 0  # and the next refresh has nothing to stumble over
    assert sorted(p.name for p in folder.parent.iterdir() if p.name.startswith("market")) == [
        "market",
        "market.lock",
    ]


def test_at_every_change_of_the_file_system(victim: Victim, tmp_path: Path) -> None:
    """Between any two writes, renames and removals of a commit; and then again while the rest is cleared away."""
    folder, coming = victim.desk.folder, victim.desk.folder.with_name("coming")
    small = Snapshot(tmp_path / "small")
    before = {p.relative_to(small.folder).as_posix(): p.read_bytes() for p in small.folder.rglob("*.*")}
    small.cell("prices/SPY.csv", 3, "volume", "1234")
    small.stamp()
    later = {p.relative_to(small.folder).as_posix(): p.read_bytes() for p in small.folder.rglob("*.*")}
    assert later != before
    lay(coming, later)
    points = 0
    while True:
        lay(folder, before)
        if victim.told(f"swap {points}") != "killed":
            break
        again = points % 7  # a second kill, early in what clears up after the first
        victim.told(f"swap {again}")
        load(folder)
        now = victim.desk.files()
        assert now in (before, later), f"a mixture after a kill at change {points}"
        points += 1
    assert points > 2 * len(later)
    assert victim.desk.files() == later


def test_an_interrupted_swap_is_completed_by_whoever_loads(desk: Desk, earlier: Files) -> None:
    """Between the two renames no folder stands at all; the journal says which is to."""
    desk.refresh()
    later = desk.files()
    lay(desk.folder, earlier)
    swap.stage(desk.folder, later)
    half = desk.folder.with_name("market.journal")
    disk.write(half, ('{"manifest": "' + sha256(later["manifest.json"]).hexdigest() + '"}').encode())
    desk.folder.rename(desk.folder.with_name("market.old"))
    assert load(desk.folder).as_of == LAST
    assert desk.files() == later


def test_a_begun_stage_is_undone(desk: Desk, earlier: Files) -> None:
    """A stage without a journal is no snapshot; a journal of another stage is none either."""
    new = desk.folder.with_name("market.new")
    lay(new, {"manifest.json": b"{}"})
    assert desk.files() == earlier and load(desk.folder)
    desk.folder.with_name("market.journal").write_text('{"manifest": "0"}', "utf-8")
    desk.folder.rename(desk.folder.with_name("market.old"))
    load(desk.folder)
    assert desk.files() == earlier and not new.exists()


def test_one_refresh_at_a_time(desk: Desk) -> None:
    """The second says so at once; a reader is not kept waiting."""
    with swap.lock(desk.folder):
        with pytest.raises(SnapshotError, match="Another refresh"):
            desk.refresh()
        load(desk.folder)
    assert desk.refresh().code == 0


def test_disk_full(desk: Desk, earlier: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the disk is full, the old snapshot stands and it is told."""
    real, room, written = disk.write, [10**6], [0]

    def full(path: Path, body: bytes) -> None:
        written[0] += 1
        if written[0] > room[0]:
            raise OSError(28, "No space left on device")
        real(path, body)

    monkeypatch.setattr(disk, "write", full)
    desk.refresh()
    count = written[0]
    assert count == len(desk.files()) + 1  # and the journal
    lay(desk.folder, earlier)
    for room[0] in (0, 1, count // 2, count - 2, count - 1):
        written[0] = 0
        with pytest.raises(SnapshotError, match="No space left on device"):
            desk.refresh()
        load(desk.folder)
        assert desk.files() == earlier
        assert not [p for p in desk.folder.parent.glob("market.*") if p.suffix != ".lock"]
