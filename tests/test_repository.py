"""The real docs/ and facts/ hold together, and nothing of the market's is in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import config
from generator.desk.check import check


def test_check_passes_on_what_ships() -> None:
    """Whatever an editor has to keep, `check` tells; no test knows what the pages and the facts say."""
    told: list[str] = []
    check(say=told.append)
    assert any("hold: " in line for line in told)


@pytest.mark.parametrize("path", sorted((config.SAMPLE / "prices").glob("*.csv")), ids=lambda p: p.name)
def test_the_shipped_series_are_not_the_markets(path: Path, real: Path) -> None:
    """No line of the sample is a line of the real file of the same name."""
    theirs = real / path.relative_to(config.SAMPLE)
    assert not set(path.read_text("utf-8").splitlines()[1:]) & set(theirs.read_text("utf-8").splitlines())


def pins(name: str) -> dict[str, str]:
    """Package -> version of a lock."""
    text = (config.ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_the_tests_run_on_what_the_site_runs_on() -> None:
    site, tests = pins("requirements.txt"), pins("requirements-dev.txt")
    assert len(site) > 40 and site.items() <= tests.items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_host_and_no_machine(name: str) -> None:
    text = (config.ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|file:|/tmp|/home", text)
