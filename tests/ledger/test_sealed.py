"""A damaged edition is told with its file and place; nothing read from one is trusted."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import hashed, invoke
from markets import seeded
from sealing import put, results

from generator import config
from generator.errors import EditionError
from generator.ledger import editions, sealed, sealing
from generator.site import sources

NEWEST = editions.newest(config.EDITIONS)
FILE = NEWEST / sealed.RESULTS
Spoil = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound edition of a seeded market."""
    return put(tmp_path_factory.mktemp("whole"), results(seeded(1), sources.book()), seeded(1))


def named(record: dict[str, Any], part: str, key: str) -> Any:
    return sealing.keyed(record, part, dict(sealing.LISTS)[part])[key]


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
    "an odd state": (lambda r: r["standings"][0].update(state="won"), 'state is "won", expected one of'),
    "an odd branch": (lambda r: r.update(sentences=[3]), "sentences[1] is 3, expected an object"),
}  # fmt: skip
# what is only put together where an edition is shown
WITHIN: dict[str, tuple[Spoil, str]] = {
    "a list for a text": (lambda r: named(r, "findings", "rsi").update(note=[1]), "findings (rsi).note is 1, expected a text"),
    "a trial cut": (
        lambda r: named(r, "findings", "rsi").update(tried=[{"value": 1, "hit": True}]),
        "findings (rsi).tried[1] lacks 'definition'",
    ),
    "no truth": (lambda r: r["standings"][0].update(holds="yes"), 'holds is "yes", expected true or false'),
}  # fmt: skip


def spoilt(whole: Path, tmp_path: Path, spoil: Spoil) -> Path:
    record = json.loads((whole / sealed.RESULTS).read_text("utf-8"))
    done = spoil(record)
    path = tmp_path / "editions" / whole.name
    path.mkdir(parents=True)
    (path / sealed.RESULTS).write_text(json.dumps(done if done == [] else record), "utf-8")
    return path


def test_every_committed_edition_reads() -> None:
    for path in editions.editions(config.EDITIONS):
        assert sealed.read(path)["as_of"] == path.name[:10]
        assert editions.load(path, sources.book()).numbers["close"].value


@pytest.mark.parametrize("case", [*SPOILT, *WITHIN])
def test_a_spoilt_edition_is_told(whole: Path, tmp_path: Path, case: str) -> None:
    spoil, told = (SPOILT | WITHIN)[case]
    path = spoilt(whole, tmp_path, spoil)
    with pytest.raises(EditionError) as found:
        editions.load(path, sources.book())
    (problem,) = found.value.sentences
    assert problem.startswith(f"editions/{whole.name}/{sealed.RESULTS}: ") and told in problem
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
    path = tmp_path / "2025-12-05"
    path.mkdir()
    (path / sealed.RESULTS).write_bytes(body)
    with pytest.raises(EditionError, match="Restore the file from git") as found:
        sealed.read(path)
    assert told in found.value.sentences[0]


def test_many_faults_are_counted(whole: Path, tmp_path: Path) -> None:
    path = spoilt(whole, tmp_path, lambda r: [entry.update(label=1) for entry in r["numbers"]])
    count = len(sealed.read(whole)["numbers"])
    with pytest.raises(EditionError) as found:
        sealed.read(path)
    assert len(found.value.sentences) == 6 and found.value.sentences[-1].startswith(
        f"editions/{whole.name}/{sealed.RESULTS}: {count - 5} more of its entries are wrong."
    )


@pytest.mark.parametrize("task", ["check", "build"])
def test_half_an_edition_stops_a_task_with_its_name(
    edition_checkout: Path, tmp_path: Path, task: str
) -> None:
    """As a full disk left it: the file, the line where it ends, what to do; no traceback."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    path = folder / FILE.relative_to(config.ROOT)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    run = invoke(folder, *task.split())
    assert run.returncode == 1 and "Traceback" not in run.stderr
    line = whole[: len(whole) // 2].count(b"\n") + 1
    assert f"{FILE.relative_to(config.ROOT).as_posix()}:{line}: this edition is cut short" in run.stderr


@pytest.mark.real
def test_a_seal_cut_short_leaves_no_edition(real: Path, edition_checkout: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: nothing of the edition stands, and the next seal is whole."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    for path in (folder / "editions").glob("2026-03-31*"):
        shutil.rmtree(path)
    before = hashed(folder / "editions")
    resource = pytest.importorskip("resource", reason="limits are set as POSIX sets them")
    command = [sys.executable, "-m", "invoke", "seal", "--data", str(real), "--as-of", "2026-03-31"]

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=small)
    assert run.returncode == 1 and "Traceback" not in run.stderr, run.stderr
    assert "results.json cannot be written" in run.stderr
    assert hashed(folder / "editions") == before and not list((folder / "editions").glob(".*"))
    assert invoke(folder, "check").returncode == 0
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert sealed.read(folder / "editions" / "2026-03-31")["origin"] == "market"
