"""publish.yml carried out, evening after evening: what is live, what is committed, what is reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import places
import pytest
from conftest import copy
from loopback import Loopback, World
from ops.actions import GitHub, Run, git

TUESDAY, WEDNESDAY, THURSDAY = (
    date(2026, 4, 28),
    date(2026, 4, 29),
    date(2026, 4, 30),
)  # the month's last session
PROVIDERS = ("chart", "summary", "quote", "options", "timeseries", "fred", "history", "holdings", "ajax")
KEPT = {"data/market/manifest.json", "data/market/fund.csv", "data/market/options.csv"}
GREEN = dict.fromkeys(("refresh", "build", "deploy", "keep"), "success") | {"report": "skipped"}

pytestmark = pytest.mark.slow


def world(last: date) -> World:
    """What the providers know on an evening: each evening's begins like the one's before."""
    return World(last, 800 + (last - TUESDAY).days)


def evening(hub: GitHub, day: date) -> None:
    """The providers and the clock move to after a session's close."""
    hub.loopback.world = world(day)
    hub.now = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def live(hub: GitHub) -> dict[str, Any]:
    """The status of the live site; {} where there is none."""
    path = hub.live / "api" / "status.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def rows(hub: GitHub, name: str) -> list[str]:
    """The days of which a committed file has a row."""
    return [line.split(",")[0] for line in hub.show(f"data/market/{name}").splitlines()[1:]]


def failed(run: Run, **results: str) -> None:
    """Everything was as on a good evening but for these jobs, and it was reported."""
    assert run.results == GREEN | {"report": "success"} | results, run.said


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: the checkout as it stands."""
    work = copy(tmp_path_factory.mktemp("source") / "work")
    shutil.rmtree(work / "data" / "market", ignore_errors=True)
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "as it stands")
    return work


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    server = Loopback(world(TUESDAY), tmp_path_factory.mktemp("loopback"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def first(
    source: Path, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[GitHub, Run]]:
    """The first push of a fork, its site built whole."""
    hub = GitHub(
        tmp_path_factory.mktemp("first") / "hub", source, loopback, datetime(2026, 4, 28, 22, tzinfo=UTC)
    )
    hub.whole = True
    yield hub, hub.run("push")
    hub.close()


@pytest.fixture
def hub(first: tuple[GitHub, Run], tmp_path: Path) -> Iterator[GitHub]:
    """The state after the first push, to go on from."""
    hub = first[0].copy(tmp_path / "hub")
    evening(hub, TUESDAY)
    yield hub
    hub.loopback.faults.clear()
    hub.close()


def down(hub: GitHub) -> None:
    """No provider answers anything."""
    for name in PROVIDERS:
        hub.loopback.spoil(name, lambda _: (404, "text/html", b"<html>gone</html>"))


def test_first_push(first: tuple[GitHub, Run]) -> None:
    """Live are the served bars' own numbers; committed are the rows, and no series of a vendor's."""
    hub, run = first
    assert run.results == GREEN, run.said
    assert "are as new as they can be" in run.said["refresh"] and run.outputs["refresh"]["status"] == "0"
    assert (
        "site/ is sound" in run.said["build"]
        and "No live site to hold the built one against" in run.said["build"]
    )
    status, numbers = live(hub), json.loads((hub.live / "api" / "numbers.json").read_text("utf-8"))
    assert (status["as_of"], status["origin"]) == ("2026-04-28", "market")
    bars = world(TUESDAY).bars["IWM"]
    assert {entry["origin"] for entry in numbers.values()} == {"market"}
    assert (
        numbers["close"]["value"] == bars[-1].close and numbers["previous_close"]["value"] == bars[-2].close
    )
    assert numbers["sma_50"]["value"] == pytest.approx(sum(bar.close for bar in bars[-50:]) / 50)
    high = max(bar.high for bar in bars if bar.day > bars[-1].day - timedelta(days=365))
    assert numbers["high_52w"]["value"] == high
    assert numbers["put_call_volume"]["value"] == pytest.approx(1.5)
    front = (hub.live / "index.html").read_text("utf-8")
    assert 'data-as-of="2026-04-28"' in front and "simulated" not in front.lower()
    assert (
        f'href="{hub.site}"' in front
        and "https://github.com/someone/their-fork/edit/main/docs/index.md" in front
    )
    assert set(hub.files("data/market")) == KEPT
    assert rows(hub, "fund.csv")[-1] == rows(hub, "options.csv")[-1] == "2026-04-28"
    assert hub.issue == ""


def test_first_push_without_providers(source: Path, loopback: Loopback, tmp_path: Path) -> None:
    """The newest edition goes out, whole, and says so; nothing simulated is shown; it is reported."""
    hub = GitHub(tmp_path / "hub", source, loopback, datetime(2026, 4, 28, 22, tzinfo=UTC))
    hub.whole = True
    down(hub)
    try:
        run = hub.run("push")
    finally:
        loopback.faults.clear()
        hub.close()
    failed(run)
    status = live(hub)
    newest = max(Path(name).parts[1][:10] for name in hub.files("editions"))
    assert (status["as_of"], status["origin"]) == (newest, "edition")
    for page in (p for p in hub.live.rglob("index.html") if p.parent.parent != hub.live / "editions"):
        text = page.read_text("utf-8")
        assert "simulated" not in text.lower() and "A sealed edition." in text, page
    assert "A file is lost, or something was due and nothing could be written" in hub.issue
    assert f"The site of this run is published, with data to {newest}." in hub.issue
    assert hub.files("data/market") == []


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
        hub.edit(f"docs/{places.LAST}.md", lambda text: text + "\nMeanwhile.\n")
        hub.edit(
            "data/market/options.csv",
            lambda text: text + text.splitlines()[1].replace("2026-04-28", "2026-04-27") + "\n",
        )

    hub.before["keep"] = push
    run = hub.run()
    hub.before.clear()
    assert run.results == GREEN, run.said
    assert "Meanwhile." in hub.show(f"docs/{places.LAST}.md")
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
