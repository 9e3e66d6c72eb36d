"""Fixtures: where real data may stand, and the whole site built in a copy of the checkout."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import base, chromium, page  # noqa: F401 - fixtures for every test in a browser
from filelock import FileLock
from loopback.fixtures import desk, earlier, empty, loopback  # noqa: F401 - fixtures for every test of a refresh

from generator import config
from generator.ledger import kept
from generator.market import load
from generator.market.record import Market

ROOT = Path(__file__).resolve().parent.parent
MADE = ("build", "site", ".git", ".venv", "data/market")  # by path: the engine has rooms of the same names
LONG = ("ops", "site", "articles", "desk", "fetch")
CACHES = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")


def real_snapshot() -> Path | None:
    """Real data are never shipped: they stand beside the checkout, or where IWM_MARKET says, or nowhere."""
    for place in (os.environ.get("IWM_MARKET", ""), str(ROOT.parent / "shared" / "market")):
        if place and (Path(place) / "manifest.json").is_file():
            return Path(place)
    return None


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the real snapshot: the one way to it; a test that takes it is marked `real`."""
    found = real_snapshot()
    if found is None:
        pytest.skip("no real market data here (../shared/market, or the folder that IWM_MARKET names)")
    return found


@pytest.fixture(scope="session")
def real_history(real: Path) -> Path:
    """The folder of the same snapshot with the issuer's history of the fund, from which editions are sealed."""
    folder = real.with_name("market-fund")
    if not folder.is_dir():
        pytest.skip("no real history of the fund here (market-fund beside market)")
    return folder


@pytest.fixture(scope="session")
def article(real: Path) -> Market:
    """The real market at the article's last close."""
    return load(real, config.LAST_CLOSE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m real` chooses what takes real data, directly or through another fixture. Rooms of long files come first: the short ones fill the end."""
    items.sort(key=lambda item: LONG.index(room) if (room := item.path.parent.name) in LONG else len(LONG))
    for item in items:
        if "real" in getattr(item, "fixturenames", ()):
            item.add_marker("real")


def copy(target: Path) -> Path:
    """A copy of what the checkout ships, without what a build makes."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        here = Path(folder).relative_to(ROOT)
        return CACHES(folder, names) | {name for name in names if (here / name).as_posix() in MADE}

    shutil.copytree(ROOT, target, ignore=ignored)
    return target


def invoke(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a task of a checkout as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def git(folder: Path, *words: str) -> None:
    """Git in a folder, as somebody whom no machine has to know."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def hashed(root: Path) -> dict[str, str]:
    """Every file of a folder by its path there, with its sha256."""
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*")
        if p.is_file()
    }


def built(folder: Path, *words: str) -> Path:
    """A checkout with its site built."""
    run = invoke(folder, "build", *words)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def shared(tmp_path_factory: pytest.TempPathFactory, name: str, *words: str) -> Path:
    """A built checkout that stands once for all workers: the first that wants it builds it, the others wait. Nobody writes there."""
    top = tmp_path_factory.getbasetemp()
    top = top.parent if "PYTEST_XDIST_WORKER" in os.environ else top
    place, whole = top / name / "checkout", top / name / "whole"
    with FileLock(top / f"{name}.lock"):
        if not whole.exists():
            shutil.rmtree(place, ignore_errors=True)  # of a worker whose build failed
            built(copy(place), *words)
            whole.touch()
    return place


def knowing(folder: Path, *built: Path) -> Path:
    """A checkout with what other ones have worked out of the past: an entry is found by the hash of all that it rests on."""
    known: dict[str, object] = {}
    for checkout in built:
        known |= json.loads((checkout / "build" / kept.PASTS).read_text("utf-8"))
    (folder / "build").mkdir(exist_ok=True)
    (folder / "build" / kept.PASTS).write_text(json.dumps(known), "utf-8")
    return folder


@pytest.fixture(scope="session")
def edition_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout built as a newcomer's first build is: offline, from the newest edition."""
    return shared(tmp_path_factory, "edition")


@pytest.fixture(scope="session")
def simulated_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout built on the simulated market that ships, as who works on the engine without a network has it."""
    return shared(tmp_path_factory, "simulated", "--data", "data/sample")


@pytest.fixture(scope="session")
def market_checkout(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Path:
    """A checkout built on real data as of the article's last close."""
    return shared(tmp_path_factory, "market", "--data", str(real), "--as-of", "2025-12-05")
