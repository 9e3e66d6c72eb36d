"""MkDocs at work on build/docs, and the finisher: what makes the folder that MkDocs leaves the site, for `build` and `serve` alike."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator import config, disk
from generator.charts import vega
from generator.errors import SiteError, UsageError
from generator.ledger.record import Results
from generator.site import api, shelf, standby


def build(
    results: Results, inputs: Mapping[str, str], kept: Mapping[str, Path], target: Path = config.SITE
) -> None:
    """Build the site beside the old one and swap it in whole; SiteError with what MkDocs said, UsageError where the old one is held."""
    fresh, old = config.BUILD / "site.new", config.BUILD / "site.old"
    settle(target)
    try:
        end(begin(results.as_of, fresh), fresh, results, inputs, kept)
    except SiteError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        try:
            target.rename(old)
        except PermissionError:  # on Windows, as long as somebody has a file of it open
            told = f"{target} cannot be replaced while another program has a file of it open; close that and build again."
            raise UsageError(told) from None
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def settle(target: Path = config.SITE) -> None:
    """Put the old site back where a swap was cut short between its two renames."""
    old = config.BUILD / "site.old"
    if old.is_dir() and not target.exists():
        old.rename(target)


def begin(as_of: date, folder: Path) -> subprocess.Popen[str]:
    """MkDocs at work on the finished pages, strictly and into an emptied folder."""
    shutil.rmtree(folder, ignore_errors=True)
    vega.begin()
    return standby.tell(["build", "--site-dir", str(folder), "--strict"], environment(as_of))


def end(
    run: subprocess.Popen[str],
    folder: Path,
    results: Results,
    inputs: Mapping[str, str],
    kept: Mapping[str, Path],
) -> None:
    """Wait for MkDocs, and finish what it leaves; SiteError with what it found wrong."""
    output, _ = run.communicate()
    if run.returncode:
        raise SiteError(said(output))
    finish(folder, results, inputs, kept)


def renew(as_of: date, folder: Path) -> None:
    """Build only the pages that changed, into a folder that stands, which is then to be finished; SiteError as above."""
    code, output = standby.again(
        ["build", "--site-dir", str(folder), "--dirty", "--quiet"], environment(as_of)
    )
    if code:
        raise SiteError(said(output))


def finish(folder: Path, results: Results, inputs: Mapping[str, str], kept: Mapping[str, Path]) -> None:
    """What MkDocs leaves, made the site: with the files that are `kept` as they are, the script of its charts, and the list of its files."""
    shelf.stand(kept, folder)
    vega.add(folder)
    # its bytes hang on the machine's zlib, and a server packs what it sends anyway
    (folder / "sitemap.xml.gz").unlink(missing_ok=True)
    disk.write(folder / api.MANIFEST, api.manifest(results, inputs, folder), lasting=False)


def environment(as_of: date) -> dict[str, str]:
    """For MkDocs: no clock but the data's own date."""
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    # without a repository an address to edit at would be half a one, of which MkDocs warns
    edit = {"EDIT_URI": os.environ.get("EDIT_URI", "edit/main/docs/")} if os.environ.get("REPO_URL") else {}
    clock = {"TZ": "UTC", "SOURCE_DATE_EPOCH": str(epoch)}
    return {**os.environ, **edit, **clock, **standby.fixed()}


def said(output: str) -> list[str]:
    """What MkDocs found wrong, without what it says of its work; with --quiet it would not even count warnings."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and line[0] != standby.DONE]
    found = [line for line in lines if not line.startswith(("INFO", "Aborted"))]
    return [re.sub(r"^(WARNING|ERROR|CRITICAL) +-  ", "MkDocs: ", line) for line in found] or lines[-1:]
