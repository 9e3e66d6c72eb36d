"""No module that only POSIX has is needed to build, check, serve or refresh. Windows itself is unproven here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import copy

# what Windows lacks, for every process that is started below
BARE = """
import os, sys, time
for name in ("fcntl", "grp", "pwd", "resource", "syslog", "termios"):
    sys.modules[name] = None
for module, names in ((time, ["tzset"]), (os, ["fork", "forkpty", "getuid", "nice", "mkfifo", "wait3", "wait4"])):
    for name in names:
        delattr(module, name)
"""
IMPORT = """
import importlib, pkgutil, sys
import generator
names = [found.name for found in pkgutil.walk_packages(generator.__path__, "generator.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""
# not through invoke, which asks sys.platform and takes termios from what says that it is no Windows
BUILD = """
from generator.desk import check
from generator.site import build

if __name__ == "__main__":
    check.check()
    build.build("data/sample")
"""
REFRESH = """
from pathlib import Path
from generator.errors import SnapshotError
from generator.market import swap

folder = Path("data/market")
with swap.lock(folder):
    try:
        with swap.lock(folder):
            print("both")
    except SnapshotError as told:
        print(told)
with swap.lock(folder):
    swap.stage(folder, {"manifest.json": b"{}"})
    swap.swap(folder)
print("left:", *sorted(path.name for path in folder.parent.glob("market.*") if path.suffix != ".lock"))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that takes from every interpreter what Windows lacks."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "sitecustomize.py").write_text(BARE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("windows") / "checkout")


def run(bare: Path, folder: Path, program: str) -> str:
    """What a program prints in a checkout, without POSIX."""
    script = folder / "build" / "program.py"  # a file, as a spawned worker imports it again
    script.parent.mkdir(exist_ok=True)
    script.write_text(program, "utf-8")
    paths = os.pathsep.join([str(bare), str(folder)])
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_really_gone(bare: Path, checkout: Path) -> None:
    run(bare, checkout, "import os, time\nassert not hasattr(time, 'tzset') and not hasattr(os, 'fork')")
    with pytest.raises(AssertionError, match="fcntl"):
        run(bare, checkout, "import fcntl")


def test_every_module_is_imported(bare: Path, checkout: Path) -> None:
    """A provider's library among them."""
    assert int(run(bare, checkout, IMPORT + "import yfinance")) > 80


def test_the_site_is_checked_and_built(bare: Path, checkout: Path) -> None:
    run(bare, checkout, BUILD)
    assert (checkout / "site" / "index.html").is_file()


def test_a_refresh_locks_and_swaps(bare: Path, checkout: Path) -> None:
    told = run(bare, checkout, REFRESH)
    assert "Another refresh of market is running" in told and "both" not in told
    assert told.endswith("left:\n") and (checkout / "data" / "market" / "manifest.json").read_bytes() == b"{}"


def test_a_console_that_knows_few_letters_is_no_error(checkout: Path) -> None:
    """As of a pipe on Windows: a narrow space or a true minus that it lacks is told as a question mark."""
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "check"],
        cwd=checkout,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        encoding="cp1252",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "facts" in done.stdout and "?" in done.stdout
