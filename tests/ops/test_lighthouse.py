"""Lighthouse's table, from a command that answers as Lighthouse does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.ops import lighthouse

COMMAND = """#!/bin/sh
for word in "$@"; do case "$word" in --output-path=*) to="${{word#*=}}";; esac; done
turn=$(cat {here}/turn); echo $((turn + 1)) > {here}/turn
echo "$*" >> {here}/asked
cp {here}/answer-$turn.json "$to"
"""


def _command(folder: Path, performance: list[float], blocking: list[float], seo: float = 1) -> str:
    for turn, (score, time) in enumerate(zip(performance, blocking, strict=True)):
        categories: dict[str, dict[str, float]] = {"performance": {"score": score}}
        if turn == 0:
            categories |= {name: {"score": 1.0} for name in lighthouse.PERFECT} | {"seo": {"score": seo}}
        audits = {
            "total-blocking-time": {"numericValue": time},
            "largest-contentful-paint": {"numericValue": 1600},
        }
        (folder / f"answer-{turn}.json").write_text(json.dumps({"categories": categories, "audits": audits}))
    (folder / "turn").write_text("0")
    command = folder / "lighthouse"
    command.write_text(COMMAND.format(here=folder))
    command.chmod(0o755)
    return str(command)


def test_the_middle_of_five_runs_counts(tmp_path: Path) -> None:
    command = _command(tmp_path, [0.90, 0.99, 0.98, 0.97, 1.0], [300, 20, 30, 40, 500])
    scores = lighthouse.measure(command, "chromium", ("--flag",), "http://127.0.0.1/", "why-now/")
    assert (scores.performance, scores.blocking, scores.least, scores.held) == (98, 40, 98, True)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == 5 and all(line.startswith("http://127.0.0.1/why-now/ ") for line in asked)
    assert ["accessibility" in line for line in asked] == [True, False, False, False, False]


def test_what_a_policy_refuses_is_left_out_of_every_run(tmp_path: Path) -> None:
    command = _command(tmp_path, [1.0] * 5, [0] * 5)
    lighthouse.measure(command, "chromium", (), "http://127.0.0.1/", "editions/2020-01-01/", ("robots-txt",))
    asked = (tmp_path / "asked").read_text().splitlines()
    assert all("--skip-audits=robots-txt" in line for line in asked) and len(asked) == 5


@pytest.mark.parametrize(
    ("address", "performance", "blocking", "seo", "held"),
    [
        ("", 0.97, 50, 1, False),
        ("ledger/", 0.90, 100, 1, True),
        ("ledger/", 0.89, 50, 1, False),
        ("ledger/", 0.95, 101, 1, False),
        ("ledger/", 0.95, 50, 0.92, False),
    ],
)
def test_each_limit_can_fail(
    tmp_path: Path, address: str, performance: float, blocking: float, seo: float, held: bool
) -> None:
    command = _command(tmp_path, [performance] * 5, [blocking] * 5, seo)
    scores = lighthouse.measure(command, "chromium", (), "http://127.0.0.1/", address)
    assert scores.held is held
    assert ("does NOT hold" in str(scores)) is not held


def test_a_command_that_fails_is_named_with_its_reason(tmp_path: Path) -> None:
    command = tmp_path / "lighthouse"
    command.write_text("#!/bin/sh\necho no interstitial here >&2\nexit 1\n")
    command.chmod(0o755)
    with pytest.raises(UsageError, match=r"no result for \S+about/: no interstitial here"):
        lighthouse.measure(str(command), "chromium", (), "http://127.0.0.1/", "about/")
