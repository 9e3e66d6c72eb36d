"""Nothing that is published depends on machine, day, folder, locale or install."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import copy, hashed

CLOCK = "import time\nreal = time.time\ntime.time = lambda: real() + 400 * 86_400\n"
FLOAT = re.compile(r"(?<![\w.])-?(\d*\.\d+)(?:e-?\d+)?(?![\w.])")


def test_another_folder_zone_locale_hash_seed_and_clock_give_the_same_bytes(
    simulated_checkout: Path, tmp_path: Path
) -> None:
    folder = copy(tmp_path / "an other plåce" / "checkout")
    for path in folder.rglob("*"):
        os.utime(path, (10**9, 10**9))
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK, "utf-8")
    changed = {
        "TZ": "Asia/Tokyo",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": str(tmp_path / "clock"),
    }
    subprocess.run(
        [sys.executable, "-m", "invoke", "build", "--data", str(folder / "data" / "sample")],
        cwd=folder,
        env={**os.environ, **changed},
        capture_output=True,
        check=True,
    )
    assert hashed(folder / "site") == hashed(simulated_checkout / "site")


def test_no_number_has_digits_that_only_this_machine_gives(simulated_checkout: Path) -> None:
    """Twelve significant ones, in every page, picture and file for programs."""
    read = (".html", ".json", ".csv", ".svg", ".txt")
    files = [path for path in (simulated_checkout / "site").rglob("*") if path.suffix in read]
    long = [
        f"{path.name}: {match[0]}"
        for path in files
        for match in FLOAT.finditer(path.read_text("utf-8"))
        if len(match[1].replace(".", "").lstrip("0")) > 12
    ]
    assert len(files) > 150 and long == []
