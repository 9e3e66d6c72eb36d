"""Why something changed: each cause injected alone and in pairs, and every one named as what it is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from markets import seeded
from sealing import results
from world import RSI, SOURCES

from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.ledger import changes, sealing, versions
from generator.ledger.changes import DEFINITION, NEW, REVISED, TEXT
from generator.market.record import Market
from generator.metrics.declaration import REGISTRY

DAY, LATER = date(2026, 1, 30), date(2026, 2, 27)
CLOSE = Fact("last", "index", "close", "10.00", "USD", DAY, (26,), value=10.0, metric="close")
YEAR = Fact("year", "index", "return", "1 %", "%", DAY, (26,), value=1.0, metric="return_1y_price")
ALWAYS = Fact(
    "above", "index", "close", "above zero", "USD", DAY, (26,), low=0.0, kind="comparison", metric="close"
)
BOOK = Book({fact.key: fact for fact in (RSI, CLOSE, YEAR, ALWAYS)}, SOURCES)
TOLD = {"index": "a", "why-now": "b"}


def revised(market: Market) -> Market:
    """A year of closes of the fund are other ones than was said."""
    frame = market.bars["IWM"].copy()
    past = frame.index <= str(DAY)
    for name in ("open", "high", "low", "close"):
        frame.loc[past, name] = frame.loc[past, name] * 1.25
    return replace(market, bars=MappingProxyType({**market.bars, "IWM": frame}))


def record(
    market: Market, book: Book, text: Mapping[str, str], branch: int, before: date | None
) -> dict[str, Any]:
    sentence = {
        "page": "index",
        "id": "index:1",
        "taken": branch,
        "words": str(branch),
        "reads": ["close", "said.above.high"],
    }
    return sealing.record(results(market, book), market, before, text=text, sentences=[sentence], usual=False)


@pytest.fixture
def otherwise(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The close is reckoned otherwise: its arithmetic and with it its version."""

    def change() -> None:
        spec = REGISTRY["close"]

        def doubled(market: Market, **stated: Any) -> Any:
            return float(spec.function(market, **stated)) * 2

        doubled.__module__ = "generator.metrics.levels"
        monkeypatch.setitem(REGISTRY, "close", replace(spec, function=doubled, definition="Twice the close."))
        versions.metric.cache_clear()

    return change


@pytest.fixture(autouse=True)
def forgotten() -> Any:
    yield
    versions.metric.cache_clear()


ALONE = [(cause,) for cause in changes.CAUSES]


@pytest.mark.parametrize("injected", [*ALONE, *itertools.combinations(changes.CAUSES, 2)], ids="+".join)
def test_every_cause_is_named_and_no_other(injected: tuple[str, ...], otherwise: Callable[[], None]) -> None:
    whole = seeded(1)
    before = record(whole.upto(DAY), BOOK, TOLD, 0, None)
    market = revised(whole) if REVISED in injected else whole
    session = LATER if NEW in injected else DAY
    book, text = BOOK, TOLD
    if TEXT in injected:
        # the printed figure of a fact, and a page; neither touches a number
        book = replace(
            BOOK, facts={**BOOK.facts, "above": replace(ALWAYS, low=None, high=0.0, printed="below zero")}
        )
        text = {**TOLD, "why-now": "c"}
    if DEFINITION in injected:
        otherwise()
    after = record(market.upto(session), book, text, 1, DAY)
    found = changes.between(before, after)
    assert found.causes == tuple(cause for cause in changes.CAUSES if cause in injected)
    numbers = {change.key: change.causes for change in found.of("number")}
    assert all(set(causes) <= set(injected) and causes for causes in (c.causes for c in found.changes))
    data = tuple(cause for cause in (NEW, REVISED) if cause in injected)
    if data or DEFINITION in injected:
        assert numbers["close"] == (*data, *((DEFINITION,) if DEFINITION in injected else ()))
    if data:
        assert numbers["rsi_14"] == data if "rsi_14" in numbers else REVISED in injected
        assert numbers["return_1y_price"] == data if "return_1y_price" in numbers else True
    if injected == (REVISED,):
        assert not any(key.startswith(("spy_", "qqq_")) for key in numbers), "of files that read as they did"
    assert {c.key for c in found.of("definition")} == ({"close"} if DEFINITION in injected else set())
    assert {c.key for c in found.of("text")} == ({"above", "why-now"} if TEXT in injected else set())
    verdicts = {change.key: change.causes for change in found.of("verdict")}
    if TEXT in injected:
        assert verdicts["above"] == (TEXT,) or REVISED in injected or DEFINITION in injected
        assert TEXT in verdicts["above"]


def test_a_claim_of_a_past_day_is_not_laid_to_new_data() -> None:
    """No look-ahead: what is checked as of its own day can only move by a revision, a definition or its text."""
    whole = seeded(1)
    before = record(whole.upto(DAY), BOOK, TOLD, 0, None)
    after = record(revised(whole), BOOK, TOLD, 0, DAY)
    for change in changes.between(before, after).of("verdict"):
        assert change.causes == (REVISED,), change


def test_far_is_measured_by_the_root_of_time() -> None:
    def side(as_of: str, value: float) -> dict[str, Any]:
        number = {
            "key": "x",
            "value": value,
            "as_of": {"day": as_of},
            "inputs": [],
            "version": "",
            "usual": 2.0,
        }
        return {
            "as_of": as_of, "numbers": [number], "findings": [], "standings": [], "sentences": [], "text": {},
            "content": {}, "before": None, "inputs": {},
        }  # fmt: skip

    (one,) = changes.between(side("2025-12-01", 10.0), side("2025-12-31", 16.0)).of("number")
    (four,) = changes.between(side("2025-12-01", 10.0), side("2026-03-31", 16.0)).of("number")
    assert one.far == pytest.approx(3.02, abs=0.01) and four.far == pytest.approx(1.51, abs=0.01)
    assert not changes.between(side("2025-12-01", 10.0), side("2026-03-31", 10.0)).changes


def test_a_remark_is_no_other_definition() -> None:
    """What a version is made of: no remark, no docstring, no layout; a threshold in the module is."""
    source = versions._functions(versions.__file__)
    assert not any('"""' in text.splitlines()[1] for text in source.values() if len(text.splitlines()) > 1)
    keys = list(REGISTRY)
    assert len({versions.metric(key) for key in keys}) == len(keys)


LIMIT = 3


def below(values: list[int]) -> list[int]:
    """A threshold that only a comprehension names, which some Pythons make code of its own and others do not."""
    return [value for value in values if value < LIMIT]


def test_a_threshold_within_a_comprehension_is_part_of_a_version_on_every_python() -> None:
    assert versions._constants(below) == ["LIMIT=3"]
