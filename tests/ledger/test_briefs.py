"""An edition in brief is as its record, however it was come by; a byte that was altered is looked at again."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from markets import seeded
from sealing import put, results

from generator import config
from generator.errors import EditionError
from generator.ledger import briefs, sealed
from generator.ledger.record import Results
from generator.pages import stood
from generator.site import sources


@pytest.fixture(scope="module")
def found() -> Results:
    return results(seeded(1), sources.book())


@pytest.fixture
def path(found: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(config, "BUILD", tmp_path / "build")
    return put(tmp_path / "editions", found, seeded(1))


def test_a_kept_brief_is_as_its_record_and_a_damaged_one_is_made_again(path: Path, tmp_path: Path) -> None:
    record, made = sealed.read(path), briefs.brief(path)
    assert made["as_of"] == record["as_of"]
    assert list(made["values"].items()) == [(entry["key"], entry["value"]) for entry in record["numbers"]]
    assert Counter(made["verdicts"].values()) == Counter(
        f["verdict"] for f in record["findings"] if f["verdict"]
    )
    (kept,) = (tmp_path / "build" / "kept" / "editions").iterdir()
    for body in (None, b"", b"[]", b"{}", b"[" * 99_999, b"\xff"):
        if body is not None:
            kept.write_bytes(body)
        briefs._brief.cache_clear()
        assert briefs.brief(path) == made


def test_an_altered_record_is_looked_at_as_a_whole(path: Path) -> None:
    """What was kept for the bytes before says nothing of these."""
    briefs.brief(path)
    file = path / sealed.RESULTS
    file.write_bytes(file.read_bytes().replace(b'"origin": "market"', b'"origin": "parrot"', 1))
    os.utime(file, ns=(1, 1))
    with pytest.raises(EditionError, match="origin is"):
        briefs.brief(path)
    file.unlink()
    with pytest.raises(EditionError, match="cannot be read"):
        briefs.brief(path)


def test_how_a_claim_stood_is_told_for_as_long_as_it_stayed() -> None:
    told = ["reproduced", "reproduced", "differs", "-", "reproduced", "reproduced", "reproduced"]
    past = [
        (date(2026, month, 28), briefs.Brief(  # type: ignore[typeddict-item]
            verdicts={} if verdict == "-" else {"rsi": verdict}, states={}
        ))
        for month, verdict in enumerate(told, 1)
    ]  # fmt: skip
    assert stood.verdicts(past, "rsi") == (
        "28 January 2026 and 28 February 2026: reproduced; 28 March 2026: differs; 28 May 2026 to 28 July 2026: reproduced"
    )
    assert stood.states(past, "cut") == ""
