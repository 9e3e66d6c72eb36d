"""The workflows: what they may do, what they pin, and that their steps, run here, give the site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, copy, invoke
from loopback import Loopback, World

from generator import config
from generator.errors import SiteError
from generator.market import hours
from generator.ops import publish

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MARGIN = timedelta(minutes=30)


def read(name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(
        (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    )
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_manners(path: Path) -> None:
    """Pinned by commit with the version beside it; nothing permitted on top; time limits; no credentials left lying."""
    text, workflow = path.read_text("utf-8"), read(path.stem)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for line in re.findall(r"uses: .*", text):
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?", line), line
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 45 and "permissions" in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "an expression in a command can be made to run anything"
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    assert "pull_request_target" not in text and "secrets." not in text


def test_least_permissions() -> None:
    """Who may write: one job each to the repository, to Pages, to issues; none of them installs anything."""
    jobs = read("publish")["jobs"]
    writers = {name: {k for k, v in job["permissions"].items() if v == "write"} for name, job in jobs.items()}
    assert writers == {
        "refresh": set(),
        "build": set(),
        "deploy": {"pages", "id-token"},
        "keep": {"contents"},
        "report": {"issues"},
    }
    for name, rights in writers.items():
        commands = " ".join(step.get("run", "") for step in jobs[name]["steps"])
        assert not rights or ("pip" not in commands and "invoke" not in commands)
    assert {k: v for job in read("ci")["jobs"].values() for k, v in job["permissions"].items()} == {
        "contents": "read"
    }


def test_when_it_runs() -> None:
    """On weekdays after the New York close by New York's own clock, at an odd minute; at a push; by hand."""
    triggers = read("publish")[True]  # YAML reads `on` as a truth
    (schedule,) = triggers["schedule"]
    minute, hour, *_, weekdays = schedule["cron"].split()
    assert schedule["timezone"] == "America/New_York" and weekdays == "1-5"
    assert int(minute) % 15 and timedelta(hours=int(hour), minutes=int(minute)) > timedelta(hours=16) + MARGIN
    assert triggers["push"] == {"branches": ["main"]} and "workflow_dispatch" in triggers
    assert read("publish")["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_the_series_stay_out_of_what_is_public() -> None:
    """The vendors' series go through the cache; artifacts, which anyone may download, hold what `keep` copies and the site."""
    for job in read("publish")["jobs"].values():
        for step in job["steps"]:
            if "artifact" in step.get("uses", "") and "path" in step.get("with", {}):
                assert step["with"]["path"] in ("kept", "site")
    ignored = (ROOT / ".gitignore").read_text("utf-8")
    assert all(f"/data/market/{name}/" in ignored for name in publish.SERIES)
    if config.PUBLISH_SERIES:
        pytest.skip("whoever has the right publishes the series")


def test_every_task_that_a_workflow_calls_is_in_the_menu() -> None:
    menu = invoke(ROOT, "--list").stdout
    called = {
        word for path in WORKFLOWS for word in re.findall(r"\binvoke ([a-z-]+)", path.read_text("utf-8"))
    }
    assert called >= {"refresh", "seal-due", "keep", "publish", "soundness", "lint", "test", "build", "diff"}
    assert [name for name in called if not re.search(rf"^\s+{name}\s", menu, re.MULTILINE)] == []


TOOLS = Path(sys.executable).parent


@pytest.mark.skipif(not (TOOLS / "zizmor").exists(), reason="zizmor is not installed")
@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(persona: str) -> None:
    command = [str(TOOLS / "zizmor"), "--offline", "--no-progress", "--persona", persona, ".github"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.skipif(not (TOOLS / "check-jsonschema").exists(), reason="check-jsonschema is not installed")
def test_schemas() -> None:
    for schema, files in (
        ("github-workflows", WORKFLOWS),
        ("dependabot", [ROOT / ".github" / "dependabot.yml"]),
    ):
        command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


# addresses: one place, right for a fork

ADDRESSES = {
    "owner/site": ("https://owner.github.io/site/", "https://github.com/owner/site"),
    "Some-One/IWM": ("https://some-one.github.io/IWM/", "https://github.com/Some-One/IWM"),
    "owner/owner.github.io": ("https://owner.github.io/", "https://github.com/owner/owner.github.io"),
}


@pytest.mark.parametrize("repository", ADDRESSES)
def test_addresses_of_a_fork(repository: str) -> None:
    site, repo = ADDRESSES[repository]
    assert publish.addresses({"GITHUB_REPOSITORY": repository}) == {
        "SITE_URL": site,
        "REPO_URL": repo,
        "EDIT_URI": "edit/main/docs/",
    }


def test_addresses_of_ones_own() -> None:
    assert publish.addresses({}) == {}
    own = {
        "GITHUB_REPOSITORY": "a/b",
        "SITE_URL": "https://example.org/",
        "GITHUB_REF_NAME": "trunk",
        "GITHUB_SERVER_URL": "https://git.example.org",
    }
    assert publish.addresses(own) == {
        "SITE_URL": "https://example.org/",
        "REPO_URL": "https://git.example.org/a/b",
        "EDIT_URI": "edit/trunk/docs/",
    }


def test_the_months_last_session() -> None:
    assert publish.month_end(date(2026, 3, 31)) == date(2026, 3, 31)
    assert publish.month_end(date(2026, 3, 30)) == date(2026, 2, 27)
    assert publish.month_end(date(2025, 11, 28)) == date(2025, 11, 28)  # the early close after Thanksgiving


# the steps themselves, in a fresh clone, against the loopback providers


class Runner:
    """A checkout in which the `run:` steps of jobs are executed, as Actions would."""

    def __init__(self, folder: Path, loopback: Loopback) -> None:
        self.folder, self.outputs = folder, folder.parent / "outputs"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR", "IWM_MARKET")},
            **loopback.environment(), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(folder.parent / "cache"), "GITHUB_OUTPUT": str(self.outputs), "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "someone/their-fork", "GITHUB_REF_NAME": "main", "GITHUB_SERVER_URL": "https://github.com",
        }  # fmt: skip

    def run(self, job: str, **environment: str) -> str:
        """Every command of a job but the installation, which the tests' own environment stands for; what was said."""
        said = []
        for step in read("publish")["jobs"][job]["steps"]:
            if "run" not in step or step["name"] == "Install":
                continue
            given = {name: environment.get(name, "") for name in step.get("env", {})}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.folder,
                env=self.environment | given, capture_output=True, text=True, check=False, timeout=240,
            )  # fmt: skip
            said.append(done.stdout + done.stderr)
            assert done.returncode == 0, f"{step['name']}:\n{said[-1]}"
        return "\n".join(said)


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Providers as of the last session by this machine's clock: the whole program has no other."""
    server = Loopback(
        World(hours.last_closed(datetime.now(UTC), MARGIN), 800), tmp_path_factory.mktemp("loopback")
    )
    yield server
    server.close()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of what the checkout ships."""
    work = copy(tmp_path_factory.mktemp("origin") / "work")
    git = [
        "git",
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "init.defaultBranch=main",
        "-C",
        str(work),
    ]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "as it stands"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    target = tmp_path_factory.mktemp("clone") / "checkout"
    subprocess.run(["git", "clone", "-q", str(work), str(target)], check=True, capture_output=True)
    return target


@pytest.mark.slow
def test_the_steps_give_the_site(clone: Path, loopback: Loopback) -> None:
    """The first push of a fork: fetch, keep, build, look; numbers are those of the served bars."""
    runner = Runner(clone, loopback)
    said = runner.run("refresh", OPTIONS="--if-due")
    assert "All 23 items are as new as they can be." in said
    assert runner.outputs.read_text("utf-8") == "status=0\n"
    kept = {p.relative_to(clone / "kept").as_posix() for p in (clone / "kept").rglob("*") if p.is_file()}
    assert {"data/market/manifest.json", "data/market/fund.csv", "data/market/options.csv"} <= kept
    assert not [
        name
        for name in kept
        if name.startswith(("data/market/prices", "data/market/rates", "data/market/holdings"))
    ]
    assert "site/ is sound" in runner.run("build")
    api = clone / "site" / "api"
    numbers, status = (
        json.loads((api / f"{name}.json").read_text("utf-8")) for name in ("numbers", "status")
    )
    bars = loopback.world.bars["IWM"]
    assert {entry["origin"] for entry in numbers.values()} == {"market"} and status["origin"] == "market"
    assert (
        numbers["close"]["value"] == bars[-1].close and numbers["previous_close"]["value"] == bars[-2].close
    )
    assert numbers["day_high"]["value"] == bars[-1].high
    assert numbers["sma_50"]["value"] == pytest.approx(sum(bar.close for bar in bars[-50:]) / 50)
    assert numbers["high_52w"]["value"] == max(
        bar.high for bar in bars if bar.day > bars[-1].day - timedelta(days=365)
    )
    assert numbers["put_call_volume"]["value"] == pytest.approx(1.5)
    assert numbers["shares_outstanding"]["value"] == pytest.approx(281.95)
    assert status["as_of"] == loopback.world.last.isoformat()
    front = (clone / "site" / "index.html").read_text("utf-8")
    assert f'data-as-of="{loopback.world.last}"' in front and "simulated" not in front.lower()
    assert 'href="https://someone.github.io/their-fork/"' in front
    assert "https://github.com/someone/their-fork/edit/main/docs/index.md" in front
    ignored = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    ).stdout
    assert {line[3:] for line in ignored.splitlines()} <= {"data/market/"}


@pytest.mark.slow
def test_without_live_data_the_newest_edition_goes_out(
    clone: Path, loopback: Loopback, tmp_path: Path
) -> None:
    """All providers down, and only the manifest there as in a clone: nothing simulated, and the page says whose it is."""
    folder = tmp_path / "checkout"
    shutil.copytree(clone, folder)
    for name in publish.SERIES:
        shutil.rmtree(folder / "data" / "market" / name, ignore_errors=True)
    for name in ("chart", "summary", "quote", "options", "fred", "ishares"):
        loopback.spoil(name, lambda _: (404, "text/html", b"<html>gone</html>"))
    runner = Runner(folder, loopback)
    try:
        said = runner.run("refresh")
    finally:
        loopback.faults.clear()
    assert runner.outputs.read_text("utf-8") == "status=1\n"
    assert "there is no snapshot; nothing was written" in said
    runner.run("build")
    status = json.loads((folder / "site" / "api" / "status.json").read_text("utf-8"))
    newest = max(path.stem[:10] for path in (folder / "editions").glob("*.json"))
    assert status["as_of"] == newest and status["origin"] == "edition"
    for page in (folder / "site").rglob("index.html"):
        text = page.read_text("utf-8")
        assert "simulated" not in text.lower(), page
        assert "A sealed edition." in text, page
    assert "no bars to draw from" in (folder / "site" / "technical-picture" / "index.html").read_text("utf-8")


def test_soundness_refuses_what_must_not_go_out(
    sample_checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A build on simulated data, a page without its date, a missing page: all told at once."""
    site = tmp_path / "site"
    shutil.copytree(sample_checkout / "site", site)
    monkeypatch.setattr(config, "SITE", site)
    publish.soundness(lambda _: None)
    status = site / "api" / "status.json"
    status.write_text(status.read_text("utf-8").replace('"edition"', '"simulated"'), "utf-8")
    with pytest.raises(SiteError, match="built on simulated data"):
        publish.soundness(lambda _: None)
    page = site / "technical-picture" / "index.html"
    page.write_text(page.read_text("utf-8").replace("data-as-of", "data-was"), "utf-8")
    with pytest.raises(SiteError, match=r"technical-picture/index\.html does not say how old"):
        publish.soundness(lambda _: None)
    page.unlink()
    with pytest.raises(SiteError, match=r"site/technical-picture/index\.html is missing"):
        publish.soundness(lambda _: None)
