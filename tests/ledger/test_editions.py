"""Editions: what is sealed comes back as it was, for the facts of today, and to twelve digits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markets import seeded
from sealing import put, results
from world import DAY, RSI, SOURCES

from generator import config, metrics
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.ledger import editions, sealed, sealing
from generator.ledger.plain import GAP, Misfit, made, plain
from generator.ledger.record import Finding, Results, Standing
from generator.metrics.record import Metric
from generator.pages.wording import named
from generator.site import sources

LATER = Fact(
    "later", "technical-picture", "close", "1.00", "USD", date(2026, 2, 27), (26,), value=1.0, metric="close"
)
BOOK = Book({"rsi": RSI}, SOURCES)


@pytest.fixture(scope="module")
def told() -> Results:
    return results(seeded(1), sources.book())


def test_every_record_comes_back_with_its_parts(told: Results) -> None:
    """Names, days and gaps in a sentence too: a reader's page is made of them."""
    for number in told.numbers.values():
        again = made(Metric, json.loads(json.dumps(plain(number))))
        assert (again, again.label, again.definition) == (number, number.label, number.definition)
        for field in ("label", "definition", "missing"):
            assert named(getattr(again, field)) == named(getattr(number, field))
    for finding in told.findings.values():
        assert made(Finding, json.loads(json.dumps(plain(finding))), fact=finding.fact) == finding
    for standing in told.standings.values():
        assert made(Standing, json.loads(json.dumps(plain(standing))), forecast=standing.forecast) == standing


def test_what_is_of_no_type_is_told_with_its_place(told: Results) -> None:
    entry = plain(told.numbers["close"])
    for spoilt, words in (
        ({"value": True}, "number.value is true, expected a"),
        ({"digits": 1.5}, "number.digits is 1.5, expected a number"),
        ({"as_of": {"day": "2026-02-30"}}, "expected a day such as"),
        ({"label": [1]}, "expected a text, a name or a day"),
        ({"missing": {"why": "{input.__class__}"}}, "expected a text"),
        ({"inputs": "prices/IWM.csv"}, "expected a list"),
    ):
        with pytest.raises(Misfit, match="number"):
            made(Metric, {**entry, **spoilt}, "number")
        try:
            made(Metric, {**entry, **spoilt}, "number")
        except Misfit as found:
            assert words in str(found)
    assert GAP.fullmatch("{input} has no {what} above {level:g}") and not GAP.fullmatch("{a:>999999999}")


def test_later_seals_of_a_session_stand_behind_the_first(tmp_path: Path) -> None:
    for name in (
        "2025-12-05",
        "2025-12-05.2",
        "2025-12-05.10",
        "2025-11-28",
        "2025-12-05.x",
        ".2025-12-05.half",
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / sealed.RESULTS).write_text("{}", "utf-8")
    (tmp_path / "2026-01-30").mkdir()  # nothing in it
    assert [path.name for path in editions.editions(tmp_path)] == [
        "2025-11-28", "2025-12-05", "2025-12-05.2", "2025-12-05.10",
    ]  # fmt: skip
    assert editions.newest(tmp_path, DAY).name == "2025-12-05.10"


def test_the_twelfth_digit_counts_and_the_fourteenth_does_not(told: Results) -> None:
    close = told.numbers["close"]
    one, near, far = (
        sealing.record(
            replace(told, numbers={"close": replace(close, value=value)}, findings={}, standings={}),
            seeded(1),
            None,
            usual=False,
        )
        for value in (250.77, 250.77 * (1 + 1e-14), 250.77 * (1 + 1e-10))
    )
    assert sealing.differences(one, near) == []
    (difference,) = sealing.differences(one, far)
    assert difference.startswith("numbers: close: value was 250.77, is 250.770000025")


def test_a_number_keeps_its_own_day_and_a_lacking_one_says_so(tmp_path: Path) -> None:
    market = seeded(1)
    found = results(market, BOOK)
    path = put(
        tmp_path, replace(found, numbers={k: n for k, n in found.numbers.items() if k != "rsi_14"}), market
    )
    shown = editions.load(path, BOOK).numbers
    assert shown["us_share"].as_of.isoformat() == shown["holdings_date"].value != found.as_of.isoformat()
    assert shown["close"].as_of == found.as_of and shown["close"].origin == "edition"
    assert shown["rsi_14"].value is None and "does not have it yet" in shown["rsi_14"].missing
    assert set(shown) == set(metrics.REGISTRY)


def test_a_fact_written_later_is_held_against_the_number_that_stands(tmp_path: Path) -> None:
    market = seeded(1)
    found = results(market, BOOK)
    path = put(tmp_path, found, market)
    as_of, close = found.as_of, float(found.numbers["close"].value or 0)
    fits = replace(LATER, as_of=as_of, printed=f"{close:.2f}", value=round(close, 2))
    book = Book(
        {"rsi": RSI, "later": fits, "far": replace(fits, key="far", value=1.0, printed="1.00")}, SOURCES
    )
    findings = editions.load(path, book).findings
    assert findings["rsi"].verdict == found.findings["rsi"].verdict
    assert (findings["later"].verdict, findings["far"].verdict) == ("reproduced", "differs")
    rate = findings["later"].pass_rate
    assert rate and rate.share is None and "next edition" in rate.why
    assert "after the edition" in findings["later"].note


def test_only_what_a_verdict_hangs_on_takes_it_away(tmp_path: Path) -> None:
    market = seeded(1)
    path = put(tmp_path, results(market, BOOK), market)
    sealed_verdict = editions.load(path, BOOK).findings["rsi"].verdict
    reworded = replace(RSI, text="the RSI, in other words", cites=(10,), line=99)
    assert editions.load(path, Book({"rsi": reworded}, SOURCES)).findings["rsi"].verdict == sealed_verdict
    for change in ({"value": 61.0}, {"hedge": "nearly"}, {"as_of": date(2025, 12, 4)}):
        again = editions.load(path, Book({"rsi": replace(RSI, **change)}, SOURCES)).findings["rsi"]
        assert "after the edition" in again.note, change


@pytest.mark.parametrize("path", editions.editions(config.EDITIONS), ids=sealed.name)
def test_an_edition_holds_results_and_no_series(path: Path) -> None:
    """A series would be a list of many numbers: the longest list in an edition is a claim's tried definitions."""

    def lists(value: object) -> list[int]:
        if isinstance(value, dict):
            return [n for v in value.values() for n in lists(v)]
        if isinstance(value, list):
            return [sum(isinstance(v, int | float) for v in value), *(n for v in value for n in lists(v))]
        return []

    record = sealed.read(path)
    assert record["origin"] == "market" and record["inputs"]
    assert max(lists(record)) <= 4
