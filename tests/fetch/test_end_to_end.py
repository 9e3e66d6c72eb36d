"""A fresh clone, its own commands and the loopback: refresh, build, and what stands on the site then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, World

from generator import config
from generator.fetch.intake import MARGIN
from generator.market import hours

CLAIMS = {"week_inflow", "week_inflow_benzinga", "november_inflow", "billions_inflow", "december_outflow"}
SESSIONS = 700  # that are served: from well before the article's days on
UNDECIDED = {"unverifiable", "open", "inconclusive", "conflict"}


class Clone:
    """A clone of the commit at hand, whose programs meet the loopback when they ask the network."""

    def __init__(self, folder: Path, loopback: Loopback) -> None:
        self.folder, self.loopback = folder, loopback
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(config.ROOT), str(folder)], check=True)

    def invoke(self, *task: str) -> str:
        """What a task that ends well says."""
        environment = (
            os.environ | self.loopback.environment() | {"XDG_CACHE_HOME": str(self.folder / ".cache")}
        )
        done = subprocess.run(
            [sys.executable, "-m", "invoke", *task], cwd=self.folder, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def claims(self) -> dict[str, dict[str, Any]]:
        """The flow claims of the built site."""
        listed = json.loads((self.folder / "site/api/claims.json").read_text("utf-8"))
        return {claim["id"]: claim for claim in listed if claim["id"] in CLAIMS}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """Refreshed from a sound loopback whose newest session is the last that is over."""
    last = hours.last_closed(datetime.now(UTC), MARGIN)
    loopback = Loopback(World(last, SESSIONS), tmp_path_factory.mktemp("loopback"))
    yield Clone(tmp_path_factory.mktemp("clone") / "article", loopback)
    loopback.close()


def test_a_fresh_clone_refreshes_and_tells_its_flows(clone: Clone) -> None:
    """Exit code 0; the newest thirty sessions' flows on the site; the article's flows have their verdicts."""
    said = clone.invoke("refresh")
    assert "as new as they can be" in said.splitlines()[-1], said
    clone.invoke("build")
    days = [row[0].isoformat() for row in clone.loopback.world.fund]
    drawn = json.loads((clone.folder / "site/charts/flows.json").read_text("utf-8"))["datasets"]
    shown = {row["at"][:10] for row in drawn["told"] if "Net flow of the day, USD bn" in row["told"]}
    assert set(days[-31:-1]) <= shown  # the newest row tells the flow of the evening before
    claims = clone.claims()
    assert claims.keys() == CLAIMS
    assert not {name: claim for name, claim in claims.items() if claim["verdict"] in UNDECIDED}


def test_flows_that_are_not_served_say_what_they_lack(clone: Clone) -> None:
    """The history begins after the article's days: no verdict, and what is missing is named with its day."""
    world = clone.loopback.world
    world.fund = [row for row in world.fund if row[0] >= date(2026, 1, 2)]
    for path in (clone.folder / "data/market/fund").glob("*.csv"):
        path.unlink(missing_ok=True)
    clone.invoke("refresh")
    clone.invoke("build")
    for name, claim in clone.claims().items():
        assert claim["verdict"] == "unverifiable", name
        assert "daily figures of IWM by its issuer" in claim["note"], (name, claim["note"])
        assert "December 2025" in claim["note"], (name, claim["note"])
