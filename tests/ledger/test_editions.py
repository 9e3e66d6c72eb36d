"""Editions: sealed once, never altered, found again to 12 digits."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from world import DAY, FINDINGS, NUMBERS

from generator import config, metrics
from generator.errors import UsageError
from generator.ledger import editions
from generator.ledger.record import Results
from generator.ops.seal import seal
from generator.site import sources

RESULTS = Results(DAY, "market", "made by hand", {"prices/IWM.csv": "0" * 64}, NUMBERS, FINDINGS)


def test_a_seal_is_kept_and_a_different_one_stands_beside_it(tmp_path: Path) -> None:
    first, new = editions.seal(RESULTS, tmp_path)
    before = first.read_bytes()
    assert (first.name, new) == ("2025-12-05.json", True)
    assert editions.seal(RESULTS, tmp_path) == (first, False)
    changed = dataclasses.replace(RESULTS, note="made again")
    second, new = editions.seal(changed, tmp_path)
    assert (second.name, new) == ("2025-12-05.2.json", True)
    assert (
        editions.seal(dataclasses.replace(RESULTS, note="and again"), tmp_path)[0].name == "2025-12-05.3.json"
    )
    assert first.read_bytes() == before
    assert editions.newest(tmp_path).name == "2025-12-05.3.json"


def test_the_tenth_seal_is_newer_than_the_second(tmp_path: Path) -> None:
    for name in ("2025-12-05.json", "2025-12-05.2.json", "2025-12-05.10.json"):
        (tmp_path / name).write_text("{}", "utf-8")
    assert editions.newest(tmp_path).name == "2025-12-05.10.json"


def test_simulated_results_are_never_sealed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this snapshot is simulated"):
        editions.seal(dataclasses.replace(RESULTS, origin="simulated"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_twelfth_digit_counts_and_the_fourteenth_does_not() -> None:
    one, near, far = (
        editions.to_json(
            dataclasses.replace(
                RESULTS, numbers={"close": dataclasses.replace(NUMBERS["close"], value=value)}
            )
        )
        for value in (250.77, 250.77 * (1 + 1e-14), 250.77 * (1 + 1e-10))
    )
    assert editions.differences(one, near) == []
    assert len(editions.differences(one, far)) == 1


def test_a_fact_changed_after_the_seal_has_no_verdict_there(tmp_path: Path) -> None:
    book = sources.book()
    path = editions.newest(config.EDITIONS)
    record = json.loads(path.read_text("utf-8"))
    sealed = editions.load(path, book)
    known = next(f for f in sealed.findings.values() if f.verdict == "reproduced")
    assert known.verdict == next(r["verdict"] for r in record["findings"] if r["id"] == known.fact.key)
    altered = dataclasses.replace(known.fact, printed="something else")
    again = editions.load(path, dataclasses.replace(book, facts={altered.key: altered}))
    assert again.findings[altered.key].verdict == "unverifiable"
    assert "after the edition" in again.findings[altered.key].note


def test_what_was_read_from_a_file_keeps_the_files_day() -> None:
    sealed = editions.load(editions.newest(config.EDITIONS), sources.book())
    numbers = sealed.numbers
    assert numbers["us_share"].as_of.isoformat() == numbers["holdings_date"].value != sealed.as_of.isoformat()
    assert numbers["close"].as_of == sealed.as_of


@pytest.mark.parametrize("path", editions.editions(config.EDITIONS), ids=lambda p: p.stem)
def test_an_edition_holds_results_and_no_series(path: Path) -> None:
    """A series would be a list of many numbers: the longest list in an edition is a claim's tried definitions."""

    def lists(value: object) -> list[int]:
        if isinstance(value, dict):
            return [n for v in value.values() for n in lists(v)]
        if isinstance(value, list):
            return [sum(isinstance(v, int | float) for v in value), *(n for v in value for n in lists(v))]
        return []

    record = json.loads(path.read_text("utf-8"))
    assert record["origin"] == "market" and record["inputs"]
    assert max(lists(record)) <= 4


@pytest.mark.parametrize("session", sorted({p.name[:10] for p in editions.editions(config.EDITIONS)}))
def test_the_newest_edition_comes_out_again(real_history: Path, session: str) -> None:
    """Where the data stand, sealing again gives the committed edition."""
    from datetime import date

    told: list[str] = []
    seal(str(real_history), date.fromisoformat(session), verify=True, say=told.append)
    assert "comes out again" in told[0]


def test_what_an_edition_lacks_declares_when_there_is_none() -> None:
    """Prose shows it in a branch alone, which `check` holds by what each metric declares."""
    newest = {path.name[:10]: path for path in editions.editions(config.EDITIONS)}
    assert newest
    for path in newest.values():
        lacking = {row["key"] for row in json.loads(path.read_text("utf-8"))["numbers"] if row["missing"]}
        assert lacking & set(metrics.REGISTRY) <= {
            key for key, spec in metrics.REGISTRY.items() if spec.absent
        }
