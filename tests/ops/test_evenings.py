"""publish.yml carried out, evening after evening: what is live, what is committed, what is reported.

The article is a small one on the same fund, as `invoke new` writes it: what these runs ask for is which session and which
words are live and kept, and not every page.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import copy
from loopback import Loopback
from ops.actions import GitHub, Run, git
from ops.evenings import (
    GREEN,
    KEPT,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    down,
    evening,
    failed,
    live,
    loopback_of,
    rows,
    world,
)

from generator.desk.new import new

SEALED = date(2026, 3, 31)  # the session of the edition that the repository has
ASKED = (
    '# issuer_product = { number = 1, page = "name-of-its-page" }',
    "# options = true",
    "# ishares =",
)

pytestmark = pytest.mark.slow
loopback = loopback_of(SEALED)


@pytest.fixture(scope="module")
def source(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: the engine as it stands, a small article, and its edition of the month before."""
    work = copy(tmp_path_factory.mktemp("source") / "work")
    for name in ("docs", "facts", "editions", "data"):
        shutil.rmtree(work / name)
    small = tmp_path_factory.mktemp("small") / "article"
    new(str(small), "IWM", "SPY", datetime(2026, 3, 31, 22, tzinfo=UTC), lambda _: None)
    for name in ("docs", "facts"):
        shutil.copytree(small / name, work / name)
    shutil.copy(small / "mkdocs.yml", work)
    declared = (small / "article.toml").read_text("utf-8")
    for line in ASKED:  # what its template offers and a row a day needs
        assert line in declared
        declared = declared.replace(line, line.removeprefix("# "))
    (work / "article.toml").write_text(declared, "utf-8")
    told = {**os.environ, **loopback.environment(), "NOW": "2026-03-31T22:00:00+00:00"}
    loopback.skew = datetime(2026, 3, 31, 22, tzinfo=UTC) - datetime.now(UTC)
    for task in ("refresh", "seal"):
        run = [sys.executable, str(Path(__file__).with_name("menu.py")), task]
        done = subprocess.run(run, cwd=work, env=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(work / "data")
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "as it stands")
    return work


@pytest.fixture(scope="module")
def first(
    source: Path, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[GitHub, Run]]:
    """The first push."""
    loopback.world = world(TUESDAY)
    hub = GitHub(
        tmp_path_factory.mktemp("first") / "hub", source, loopback, datetime(2026, 4, 28, 22, tzinfo=UTC)
    )
    run = hub.run("push")
    assert run.results == GREEN, run.said
    yield hub, run
    hub.close()


@pytest.fixture
def hub(first: tuple[GitHub, Run], tmp_path: Path) -> Iterator[GitHub]:
    """The state after the first push, to go on from."""
    hub = first[0].copy(tmp_path / "hub")
    evening(hub, TUESDAY)
    yield hub
    hub.loopback.faults.clear()
    hub.close()


def test_trading_day_and_months_end(hub: GitHub) -> None:
    """A row a day; the month is sealed once; a second run of the same evening alters nothing."""
    evening(hub, WEDNESDAY)
    run = hub.run()
    assert run.results == GREEN and live(hub)["as_of"] == "2026-04-29", run.said
    assert "the live one to 2026-04-28: it may go out" in run.said["build"]
    assert [name for name in hub.files("editions") if "2026-04" in name] == []
    evening(hub, THURSDAY)
    assert hub.run().results == GREEN
    assert live(hub)["as_of"] == "2026-04-30"
    assert rows(hub, "options.csv") == ["2026-04-28", "2026-04-29", "2026-04-30"]
    sealed = hub.show("editions/2026-04-30/SHA256SUMS")
    assert json.loads(hub.show("editions/2026-04-30/results.json"))["as_of"] == "2026-04-30"
    manifest = json.loads(hub.show("data/market/manifest.json"))
    assert manifest["as_of"] == "2026-04-30" and manifest["files"]["options.csv"]["rows"] == 3
    assert hub.run().results == GREEN
    assert {name.split("/")[1] for name in hub.files("editions") if "2026-04" in name} == {"2026-04-30"}
    assert hub.show("editions/2026-04-30/SHA256SUMS") == sealed
    assert hub.issue == "" and set(hub.files("data/market")) == KEPT


def test_cache_evicted(hub: GitHub) -> None:
    """With providers: fetched anew. Without: an older edition would go out, and does not."""
    shutil.rmtree(hub.caches)
    hub.caches.mkdir()
    evening(hub, WEDNESDAY)
    assert hub.run().results == GREEN and live(hub)["as_of"] == "2026-04-29"
    before = live(hub)
    shutil.rmtree(hub.caches)
    hub.caches.mkdir()
    down(hub)
    run = hub.run()
    failed(run, build="failure", deploy="skipped")
    assert (
        "The built site shows data to 2026-03-31" in run.said["build"]
        and "the live site stays" in run.said["build"]
    )
    assert live(hub) == before
    assert "has older data than the live one, and was held back" in hub.issue
    assert "the live site still shows the last good build, with data to 2026-04-29" in hub.issue
    assert rows(hub, "options.csv") == ["2026-04-28", "2026-04-29"]
    assert json.loads(hub.show("data/market/manifest.json"))["as_of"] == "2026-04-29"


def test_entry_lost_between_jobs(hub: GitHub) -> None:
    """The build takes this run's series or none; the rows are kept."""
    evening(hub, WEDNESDAY)
    hub.before["build"] = lambda _: shutil.rmtree(hub.caches / "series-2-1")
    failed(hub.run(), build="failure", deploy="skipped")
    assert live(hub)["as_of"] == "2026-04-28" and rows(hub, "options.csv")[-1] == "2026-04-29"
    assert "The series that this run had saved were gone" in hub.issue


def test_providers_down(hub: GitHub) -> None:
    """What stands is published again, with its own day; an editor's words go out all the same."""
    evening(hub, WEDNESDAY)
    down(hub)
    hub.edit("docs/index.md", lambda text: text + "\nNew words.\n")
    run = hub.run()
    assert {name: run.results[name] for name in ("build", "deploy", "keep")} == dict.fromkeys(
        ("build", "deploy", "keep"), "success"
    )
    assert live(hub)["as_of"] == "2026-04-28" and "New words." in (hub.live / "index.html").read_text("utf-8")
    assert rows(hub, "options.csv") == ["2026-04-28"]
    assert "The site of this run is published, with data to 2026-04-28." in hub.issue


def test_a_page_broken_for_two_evenings(hub: GitHub) -> None:
    """No row is lost, the old site stays, one issue tells of both evenings; mended words go out."""
    hub.edit("docs/index.md", lambda text: text + "\n{{ now.nothing }}\n")
    for day in (WEDNESDAY, THURSDAY):
        evening(hub, day)
        failed(hub.run(), build="failure", deploy="skipped")
    assert live(hub)["as_of"] == "2026-04-28"
    assert (
        rows(hub, "fund.csv")[-3:] == rows(hub, "options.csv") == ["2026-04-28", "2026-04-29", "2026-04-30"]
    )
    assert hub.issue.count("a page, a fact or the snapshot is wrong") == 2
    assert "The rows of the day are committed." in hub.issue
    hub.edit("docs/index.md", lambda text: text.replace("{{ now.nothing }}", "mended"))
    assert hub.run("push").results == GREEN
    assert live(hub)["as_of"] == "2026-04-30" and "mended" in (hub.live / "index.html").read_text("utf-8")


def test_an_editor_pushes_in_mid_run(hub: GitHub) -> None:
    """Words before `keep`, a row by hand and a push that is refused once: everything stands in the end."""
    evening(hub, WEDNESDAY)

    def push(_: Path) -> None:
        hub.edit("docs/first-look.md", lambda text: text + "\nMeanwhile.\n")
        hub.edit(
            "data/market/options.csv",
            lambda text: text + text.splitlines()[1].replace("2026-04-28", "2026-04-27") + "\n",
        )

    hub.before["keep"] = push
    run = hub.run()
    hub.before.clear()
    assert run.results == GREEN, run.said
    assert "Meanwhile." in hub.show("docs/first-look.md")
    assert rows(hub, "options.csv") == ["2026-04-27", "2026-04-28", "2026-04-29"]
    entry = json.loads(hub.show("data/market/manifest.json"))["files"]["options.csv"]
    assert (entry["rows"], entry["first"]) == (3, "2026-04-27")
    refuse = hub.bare / "hooks" / "pre-receive"  # somebody was quicker, once
    refuse.parent.mkdir(exist_ok=True)
    refuse.write_text("#!/bin/sh\ntest -f once && exit 0\ntouch once\nexit 1\n")
    refuse.chmod(0o755)
    evening(hub, THURSDAY)
    run = hub.run()
    assert run.results == GREEN and "Push 1 was refused" in run.said["keep"], run.said
    assert rows(hub, "options.csv")[-1] == "2026-04-30" == live(hub)["as_of"]


def test_two_runs_queued(hub: GitHub) -> None:
    """Two pushes within one run: the second starts from what the first one kept, and nothing conflicts."""
    evening(hub, WEDNESDAY)
    hub.edit("docs/index.md", lambda text: text + "\nOne.\n")
    hub.before["build"] = lambda _: hub.edit("docs/index.md", lambda text: text + "\nTwo.\n")
    assert hub.run("push").results == GREEN
    hub.before.clear()
    second = hub.run("push")
    assert second.results == GREEN and "nothing is due" in second.said["refresh"], second.said
    assert "Nothing new to keep." in second.said["keep"]
    assert "Two." in (hub.live / "index.html").read_text("utf-8") and live(hub)["as_of"] == "2026-04-29"
    assert rows(hub, "options.csv") == ["2026-04-28", "2026-04-29"]


def test_an_old_run_is_run_again(hub: GitHub) -> None:
    """Whole, it builds the branch as it stands; a part of it alone puts nothing old back."""
    old = hub.run("push")
    hub.edit("docs/index.md", lambda text: text + "\nNewer words.\n")
    evening(hub, WEDNESDAY)
    assert hub.run().results == GREEN
    assert hub.run("push", again=old).results == GREEN
    assert (
        "Newer words." in (hub.live / "index.html").read_text("utf-8") and live(hub)["as_of"] == "2026-04-29"
    )
    alone = hub.run("push", again=old, only=("deploy",))
    assert alone.results["deploy"] == "failure" and "Run all jobs again" in alone.said["deploy"]
    later = hub.run("push", again=old, only=("build", "deploy"))
    assert later.results["build"] == "failure" and "the live site stays" in later.said["build"]
    hub.run("push", again=old, only=("keep",))
    assert (
        "Newer words." in (hub.live / "index.html").read_text("utf-8") and live(hub)["as_of"] == "2026-04-29"
    )
    assert json.loads(hub.show("data/market/manifest.json"))["as_of"] == "2026-04-29"


def test_issues_switched_off(hub: GitHub) -> None:
    """As on a fork: the run's summary and its exit tell."""
    (hub.folder / "has-issues").write_text("false\n")
    hub.before["build"] = lambda _: shutil.rmtree(hub.caches / "series-2-1")
    run = hub.run()
    assert run.results["report"] == "failure" and hub.issue == ""
    assert "Settings → General → Features → Issues" in run.said["report"]
    assert "The series that this run had saved were gone" in run.summary


def test_a_run_is_cancelled(hub: GitHub) -> None:
    hub.cancel = "build"
    failed(hub.run(), build="cancelled", deploy="skipped")
    assert "The run was cancelled, or ran out of its time, in: build." in hub.issue


def test_a_forged_artifact(hub: GitHub) -> None:
    """Whatever else an artifact holds, `keep` takes none of it, and no hook runs."""
    evening(hub, WEDNESDAY)
    tip = git(hub.bare, "rev-parse", "main")

    def forge(_: Path) -> None:
        kept = hub.artifacts / "2-kept"
        for name in (".git/hooks/pre-commit", "data/market/prices/IWM.csv", "generator/ops/keep.py"):
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            (kept / name).write_text(f"touch {hub.folder}/owned\n")
            (kept / name).chmod(0o755)
        (kept / "editions").mkdir(exist_ok=True)
        (kept / "editions" / "2026-04-29.json").symlink_to("/etc/passwd")

    hub.before["keep"] = forge
    run = hub.run()
    failed(run, keep="failure")
    for name in (".git/hooks/pre-commit", "data/market/prices/IWM.csv", "generator/ops/keep.py"):
        assert f"kept/{name}: no run keeps a file of this name." in run.said["keep"]
    assert "kept/editions/2026-04-29.json: this is no plain file." in run.said["keep"]
    assert git(hub.bare, "rev-parse", "main") == tip and not (hub.folder / "owned").exists()
    assert "could not be committed" in hub.issue
