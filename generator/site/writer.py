"""One function writes the finished pages, one runs MkDocs on them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator import config, disk
from generator.charts import vega
from generator.errors import SiteError


def write(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make `folder` hold exactly these files, touching only what differs; how many it touched."""
    touched = 0
    for stale in [
        p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in files
    ]:
        stale.unlink()
        touched += 1
    for name, body in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == body:
            continue
        disk.write(path, body, lasting=False)
        touched += 1
    for empty in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
    return touched


def environment(as_of: date) -> dict[str, str]:
    """For MkDocs: no clock but the data's own date."""
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    # without a repository an address to edit at would be half a one, of which MkDocs warns
    edit = {"EDIT_URI": os.environ.get("EDIT_URI", "edit/main/docs/")} if os.environ.get("REPO_URL") else {}
    return {**os.environ, **edit, "TZ": "UTC", "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}


def said(output: str) -> list[str]:
    """What MkDocs found wrong, without what it says of its work; with --quiet it would not even count warnings."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    found = [line for line in lines if not line.startswith(("INFO", "Aborted"))]
    return [re.sub(r"^(WARNING|ERROR|CRITICAL) +-  ", "MkDocs: ", line) for line in found] or lines[-1:]


def begin(as_of: date, folder: Path) -> subprocess.Popen[str]:
    """MkDocs at work on the finished pages, strictly, into an emptied folder; `said` reads what it says."""
    shutil.rmtree(folder, ignore_errors=True)
    return _run(as_of, folder, "--strict")


def _run(as_of: date, folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder), *words],
        cwd=config.ROOT,
        env=environment(as_of),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def dirty(as_of: date, folder: Path) -> None:
    """Build only the pages that changed, into a site that stands; SiteError with what MkDocs said."""
    run = _run(as_of, folder, "--dirty", "--quiet")
    output, _ = run.communicate()
    if run.returncode:
        raise SiteError(said(output))


def settle(target: Path = config.SITE) -> None:
    """Put the old site back where a swap was cut short between its two renames."""
    old = config.BUILD / "site.old"
    if old.is_dir() and not target.exists():
        old.rename(target)


def mkdocs(as_of: date, target: Path = config.SITE) -> None:
    """Build the site beside the old one and swap it in whole; SiteError with what MkDocs said."""
    fresh, old = config.BUILD / "site.new", config.BUILD / "site.old"
    settle(target)
    vega.begin()
    run = begin(as_of, fresh)
    output, _ = run.communicate()
    if run.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SiteError(said(output))
    vega.add(fresh)
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
