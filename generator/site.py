"""One function writes the finished pages, one runs MkDocs on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator import config
from generator.errors import SiteError


def write(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make `folder` hold exactly these files, touching only what differs; how many it touched."""
    touched = 0
    for stale in [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in files]:
        stale.unlink()
        touched += 1
    for name, body in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == body:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        touched += 1
    for empty in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
    return touched


def environment(as_of: date) -> dict[str, str]:
    """For MkDocs: no clock but the data's own date."""
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    return {**os.environ, "TZ": "UTC", "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}


def mkdocs(as_of: date, target: Path = config.SITE) -> None:
    """Build the site beside the old one and swap it in whole; SiteError with what MkDocs said."""
    fresh, old = config.BUILD / "site.new", config.BUILD / "site.old"
    shutil.rmtree(fresh, ignore_errors=True)
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(fresh)],
        cwd=config.ROOT,
        env=environment(as_of),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SiteError([line for line in (run.stderr + run.stdout).splitlines() if line.strip()])
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
