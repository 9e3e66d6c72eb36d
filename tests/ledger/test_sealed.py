"""A damaged edition is told with its file and place; nothing read from one is trusted."""

from __future__ import annotations

import copy
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import invoke

from generator import config
from generator.errors import EditionError
from generator.ledger import editions, sealed

NEWEST = editions.newest(config.EDITIONS)
Spoil = Callable[[dict[str, Any]], Any]


def named(record: dict[str, Any], part: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in record[part] if key in (e.get("key"), e.get("id")))
    return found


SPOILT: dict[str, tuple[Spoil, str]] = {
    "no object": (lambda r: [], "it is [], expected an object"),
    "a part missing": (lambda r: r.pop("findings"), "it lacks 'findings'"),
    "another session": (lambda r: r.update(as_of="2020-01-02"), "it says that it is of 2020-01-02"),
    "no day": (lambda r: r.update(as_of="31.3.2026"), 'as_of is "31.3.2026", expected a day such as 2026-01-30'),
    "simulated": (lambda r: r.update(origin="sample"), 'origin is "sample", expected one of market'),
    "a word of no verdict": (
        lambda r: named(r, "findings", "rsi").update(verdict="<script>alert(1)</script>"),
        '(rsi).verdict is "<script>alert(1)</script>", expected one of reproduced',
    ),
    "text for a number": (
        lambda r: named(r, "numbers", "close").update(value="<b>250</b>"),
        'numbers (close).value is "<b>250</b>", expected a number',
    ),
    "a truth for a number": (lambda r: named(r, "numbers", "close").update(value=True), "(close).value is true"),
    "no day for a date": (lambda r: named(r, "numbers", "ath_date").update(value="soon"), "(ath_date).value"),
    "a list for a text": (lambda r: named(r, "findings", "rsi").update(note=["x"]), '(rsi).note is ["x"], expected a text'),
    "a trial cut": (lambda r: named(r, "findings", "rsi")["tried"].append({"value": 1, "hit": True}), "lacks 'definition'"),
    "an odd state": (lambda r: r["forecasts"][0].update(state="won"), 'state is "won", expected one of open'),
    "an odd relation": (lambda r: r["relations"][0].update(verdict=None), "verdict is null, expected one of holds"),
}  # fmt: skip


def test_every_committed_edition_reads() -> None:
    for path in editions.editions(config.EDITIONS):
        assert sealed.read(path)["as_of"] == path.name[:10]


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_edition_is_told(tmp_path: Path, case: str) -> None:
    spoil, told = SPOILT[case]
    record = copy.deepcopy(json.loads(NEWEST.read_text("utf-8")))
    done = spoil(record)
    path = tmp_path / "editions" / NEWEST.name
    path.parent.mkdir()
    path.write_text(json.dumps(done if done == [] else record), "utf-8")
    with pytest.raises(EditionError) as found:
        sealed.read(path)
    (problem,) = found.value.sentences
    assert problem.startswith(f"editions/{NEWEST.name}: ") and told in problem
    assert problem.endswith("Restore the file from git, or seal its session anew.")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", ":1: this edition is cut short or no JSON"),
        (b'{"as_of": NaN}', "NaN is no number"),
        (b"\xff{}", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_json_is_told(tmp_path: Path, body: bytes, told: str) -> None:
    path = tmp_path / "2025-12-05.json"
    path.write_bytes(body)
    with pytest.raises(EditionError, match="Restore the file from git") as found:
        sealed.read(path)
    assert told in found.value.sentences[0]


def test_many_faults_are_counted(tmp_path: Path) -> None:
    record = json.loads(NEWEST.read_text("utf-8"))
    for entry in record["numbers"]:
        entry["label"] = 1
    path = tmp_path / NEWEST.name
    path.write_text(json.dumps(record), "utf-8")
    with pytest.raises(EditionError) as found:
        sealed.read(path)
    assert len(found.value.sentences) == 6 and found.value.sentences[-1].startswith(
        f"{tmp_path.name}/{NEWEST.name}: {len(record['numbers']) - 5} more of its entries are wrong."
    )


@pytest.mark.parametrize("task", ["check", "build", "find --words close"])
def test_half_an_edition_stops_a_task_with_its_name(
    edition_checkout: Path, tmp_path: Path, task: str
) -> None:
    """As a full disk left it: the file, the line where it ends, what to do; no traceback."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    path = folder / "editions" / NEWEST.name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    run = invoke(folder, *task.split())
    assert run.returncode == 1 and "Traceback" not in run.stderr
    line = whole[: len(whole) // 2].count(b"\n") + 1
    assert f"editions/{NEWEST.name}:{line}: this edition is cut short" in run.stderr


@pytest.mark.real
def test_a_seal_cut_short_leaves_no_edition(real: Path, edition_checkout: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: nothing of the edition stands, and the next seal is whole."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    for path in (folder / "editions").glob("2026-03-31*"):
        path.unlink()
    before = {path.name: path.read_bytes() for path in (folder / "editions").iterdir()}
    resource = pytest.importorskip("resource", reason="limits are set as POSIX sets them")
    command = [sys.executable, "-m", "invoke", "seal", "--data", str(real), "--as-of", "2026-03-31"]

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=small)
    assert run.returncode == 1 and "Traceback" not in run.stderr, run.stderr
    assert "2026-03-31.json cannot be written" in run.stderr
    assert {path.name: path.read_bytes() for path in (folder / "editions").iterdir()} == before
    assert invoke(folder, "check").returncode == 0
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert sealed.read(folder / "editions" / "2026-03-31.json")
