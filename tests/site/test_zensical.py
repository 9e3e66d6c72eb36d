"""The same finished pages under MkDocs' successor: every page, every link."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import invoke
from site_links import broken

from generator.charts import vega
from generator.site import zensical

PROGRAM = shutil.which(
    "zensical", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
)


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="zensical is not installed: it is one of the tests' packages")
def test_every_link_leads_somewhere_under_zensical(edition_checkout: Path, tmp_path: Path) -> None:
    """Its own tree leads astray and lacks the charts' script; finished, it has every page that MkDocs makes."""
    assert PROGRAM
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    pages = {path.relative_to(folder) for path in (folder / "site").rglob("*.html")}
    shutil.rmtree(folder / "site")
    run = subprocess.run(
        [PROGRAM, "build"], cwd=folder, env={**os.environ, "SITE_URL": ""}, capture_output=True, text=True,
        check=False, timeout=240,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert broken(folder / "site"), "Zensical reads our addresses as MkDocs does: `invoke finish` can go"
    run = invoke(folder, "finish")
    assert run.returncode == 0, run.stderr
    assert broken(folder / "site") == []
    assert {path.relative_to(folder) for path in (folder / "site").rglob("*.html")} >= pages
    assert (folder / "site" / vega.NAME).stat().st_size > 500_000
    again = invoke(folder, "finish")
    assert "0 addresses" in again.stdout, "what leads somewhere is left alone"


def test_only_what_leads_astray_is_led(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vega, "add", lambda _: None)
    for name in ("index.html", "a/index.html", "data/index.html", "charts/x.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>")
    page = tmp_path / "a" / "index.html"
    page.write_text(
        '<a href="../../data/#x">1</a><img src="../../charts/x.svg"><a href="../data/">2</a><a href="../../nowhere/">3</a>'
        '<a href="../../">4</a><a href="https://x.org/../data/">5</a>'
    )
    assert zensical.finish(tmp_path) == 3
    assert page.read_text() == (
        '<a href="../data/#x">1</a><img src="../charts/x.svg"><a href="../data/">2</a><a href="../../nowhere/">3</a>'
        '<a href="../">4</a><a href="https://x.org/../data/">5</a>'
    )
