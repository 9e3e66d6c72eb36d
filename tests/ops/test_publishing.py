"""The first push of a fork, its site built whole: with providers and without."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import copy
from loopback import Loopback
from ops.actions import GitHub, Run, git
from ops.evenings import GREEN, KEPT, TUESDAY, down, failed, live, loopback_of, rows, world

pytestmark = pytest.mark.slow
loopback = loopback_of(TUESDAY)


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
        assert "simulated" not in text.lower() and "no newer data have been read" in text, page
    assert "A file is lost, or something was due and nothing could be written" in hub.issue
    assert f"The site of this run is published, with data to {newest}." in hub.issue
    assert hub.files("data/market") == []
