"""The workflows: what they may do, what they pin, and that their steps, run here, give the site."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import places
import pytest
import yaml
from conftest import ROOT, invoke

from generator import config
from generator.errors import SiteError
from generator.ops import live, publish

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
            if "upload" in step.get("uses", "") and "artifact" in step["uses"]:
                assert step["with"]["path"] in ("kept", "site")
            if "download-artifact" in step.get("uses", ""):
                assert step["with"]["path"] == "${{ runner.temp }}/kept", "beside the checkout, never over it"
    ignored = (ROOT / ".gitignore").read_text("utf-8")
    caches = [s["with"]["path"].split() for job in read("publish")["jobs"].values() for s in job["steps"]
              if "cache" in s.get("uses", "")]  # fmt: skip
    assert len(caches) == 3 and len(set(map(tuple, caches))) == 1, "the paths are a part of the entry's key"
    assert all(f"/{path}/" in ignored for path in caches[0])


def test_every_task_that_a_workflow_calls_is_in_the_menu() -> None:
    menu = invoke(ROOT, "--list").stdout
    called = {
        word for path in WORKFLOWS for word in re.findall(r"\binvoke ([a-z-]+)", path.read_text("utf-8"))
    }
    assert called >= {
        "refresh",
        "seal-due",
        "keep",
        "lay",
        "publish",
        "soundness",
        "forward",
        "lint",
        "test",
        "build",
        "diff",
    }
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
    assert live.addresses({"GITHUB_REPOSITORY": repository}) == {
        "SITE_URL": site,
        "REPO_URL": repo,
        "EDIT_URI": "edit/main/docs/",
    }


def test_addresses_of_ones_own() -> None:
    assert live.addresses({}) == {}
    own = {
        "GITHUB_REPOSITORY": "a/b",
        "SITE_URL": "https://example.org/",
        "GITHUB_REF_NAME": "trunk",
        "GITHUB_SERVER_URL": "https://git.example.org",
    }
    assert live.addresses(own) == {
        "SITE_URL": "https://example.org/",
        "REPO_URL": "https://git.example.org/a/b",
        "EDIT_URI": "edit/trunk/docs/",
    }


def test_the_months_last_session() -> None:
    assert publish.month_end(date(2026, 3, 31)) == date(2026, 3, 31)
    assert publish.month_end(date(2026, 3, 30)) == date(2026, 2, 27)
    assert publish.month_end(date(2025, 11, 28)) == date(2025, 11, 28)  # the early close after Thanksgiving


def test_soundness_refuses_what_must_not_go_out(
    edition_checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A build on simulated data, a page without its date, a file cut short or too many, a missing page: all told."""
    site = tmp_path / "site"
    shutil.copytree(edition_checkout / "site", site)
    monkeypatch.setattr(config, "SITE", site)
    publish.soundness(lambda _: None)
    status = site / "api" / "status.json"
    status.write_text(status.read_text("utf-8").replace('"edition"', '"simulated"'), "utf-8")
    with pytest.raises(SiteError, match="built on simulated data"):
        publish.soundness(lambda _: None)
    page = site / places.LAST / "index.html"
    page.write_text(page.read_text("utf-8").replace("data-as-of", "data-was"), "utf-8")
    with pytest.raises(SiteError, match=rf"{places.LAST}/index\.html does not say how old"):
        publish.soundness(lambda _: None)
    script = site / "assets" / "vega.js"
    script.write_bytes(script.read_bytes()[:-1000])
    (site / "charts" / "more.csv").write_text("date,close\n")
    with pytest.raises(SiteError) as found:
        publish.soundness(lambda _: None)
    for name in ("assets/vega.js", "charts/more.csv", f"{places.LAST}/index.html"):
        assert f"site/{name} is not what the build left." in found.value.sentences
    page.unlink()
    with pytest.raises(SiteError, match=rf"site/{places.LAST}/index\.html is missing"):
        publish.soundness(lambda _: None)
