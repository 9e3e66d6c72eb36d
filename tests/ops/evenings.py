"""Evenings of publish.yml: the days, what the providers know on each, and what stands afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from loopback import Loopback, World
from ops.actions import GitHub, Run

TUESDAY, WEDNESDAY, THURSDAY = (
    date(2026, 4, 28),
    date(2026, 4, 29),
    date(2026, 4, 30),
)  # the month's last session
PROVIDERS = ("chart", "summary", "quote", "options", "timeseries", "fred", "history", "holdings", "ajax")
KEPT = {"data/market/manifest.json", "data/market/fund.csv", "data/market/options.csv"}
GREEN = dict.fromkeys(("refresh", "build", "deploy", "keep"), "success") | {"report": "skipped"}


def world(last: date) -> World:
    """What the providers know on an evening: each evening's begins like the one's before."""
    return World(last, 800 + (last - TUESDAY).days)


def loopback_of(day: date) -> Any:
    """The fixture of a module: providers that know what they do on the evening of a day."""

    @pytest.fixture(scope="module", name="loopback")
    def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
        server = Loopback(world(day), tmp_path_factory.mktemp("loopback"))
        yield server
        server.close()

    return loopback


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


def down(hub: GitHub) -> None:
    """No provider answers anything."""
    for name in PROVIDERS:
        hub.loopback.spoil(name, lambda _: (404, "text/html", b"<html>gone</html>"))
