"""Fixtures: where real data may stand, and the whole site built in a copy of the checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import base, chromium, page  # noqa: F401 - fixtures for every test in a browser
from loopback.fixtures import desk, earlier, empty, loopback  # noqa: F401 - fixtures for every test of a refresh

from generator import config
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


def built(target: Path, *words: str) -> Path:
    """A copy of the checkout with its site built."""
    run = invoke(copy(target), "build", *words)
    assert run.returncode == 0, run.stdout + run.stderr
    return target


@pytest.fixture(scope="session")
def edition_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout built as a newcomer's first build is: offline, from the newest edition."""
    return built(tmp_path_factory.mktemp("edition") / "checkout")


@pytest.fixture(scope="session")
def simulated_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout built on the simulated market that ships, as who works on the engine without a network has it."""
    return built(tmp_path_factory.mktemp("simulated") / "checkout", "--data", "data/sample")


@pytest.fixture(scope="session")
def market_checkout(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Path:
    """A checkout built on real data as of the article's last close."""
    return built(tmp_path_factory.mktemp("market") / "checkout", "--data", str(real), "--as-of", "2025-12-05")
