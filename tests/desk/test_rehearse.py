"""`check` works everything out on the simulated market: what would stop a build on data is told before the merge."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from world import HEAD, page

from generator import config
from generator.charts.record import Drawing
from generator.charts.registry import Entry
from generator.desk import rehearse
from generator.errors import EditorError, MissingInput
from generator.facts.reader import Book
from generator.facts.record import Fact, Forecast
from generator.market import simulate
from generator.metrics import REGISTRY

FACT = Fact("rsi", "p", "RSI", "62", "points", date(2025, 12, 5), (1,), value=62, metric="rsi_14", line=7)
CUT = Forecast(
    "cut",
    "A cut.",
    ("rsi",),
    date(2025, 12, 5),
    date(2027, 1, 4),
    "condition",
    {"holds": "rsi_14 <= 5"},
    line=9,
)


def stops(error: Exception):  # type: ignore[no-untyped-def]
    def function(market, **args):  # type: ignore[no-untyped-def]
        raise error

    return function


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The RSI as a metric that stops whatever asks for it."""
    monkeypatch.setitem(REGISTRY, "rsi_14", replace(REGISTRY["rsi_14"], function=stops(KeyError("window"))))


def told(book: Book, text: str = "") -> list[str]:
    with pytest.raises(EditorError) as caught:
        rehearse.rehearse(book, {}, [page(HEAD + text, "p.md")])
    return caught.value.sentences


WHY = "cannot be worked out on data (KeyError: 'window'); look at its arguments; where they are right, the program is wrong, and a programmer has to see it."


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("day", [date(2025, 12, 5), date(2005, 5, 31), date(2031, 1, 2)])
def test_a_fact_that_would_stop_a_build(day: date) -> None:
    """Within the simulated market's days, before them and after them."""
    assert told(Book({"rsi": replace(FACT, as_of=day)}, {})) == [f"facts/p.toml:7: [rsi] {WHY}"]


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("said", [date(2025, 12, 5), date(2031, 1, 2)])
def test_a_forecast_that_would_stop_a_build(said: date) -> None:
    book = Book({}, {}, {"cut": replace(CUT, said=said, due=date(2032, 1, 2))})
    assert told(book) == [f"facts/forecasts.toml:9: [cut] {WHY}"]


@pytest.mark.usefixtures("broken")
def test_a_slot_and_a_condition_that_would_stop_a_build() -> None:
    text = "At {{ now.rsi_14 of SPY }}, {{ while rsi_14 at 2025-11-03 < 9 }}low{{ end }}."
    assert [line.split(": ")[0] for line in told(Book({}, {}), text)] == ["docs/p.md:8:4", "docs/p.md:8:29"]


def test_a_missing_input_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(REGISTRY["rsi_14"], function=stops(MissingInput("no bars")))
    monkeypatch.setitem(REGISTRY, "rsi_14", spec)
    rehearse.rehearse(
        Book({"rsi": FACT}, {}, {"cut": CUT}), {}, [page(HEAD + "{{ now.rsi_14 of SPY }}", "p.md")]
    )


@pytest.mark.usefixtures("broken")
def test_a_chart_that_would_stop_a_build() -> None:
    """Thought out on the simulated market of its last session and of the publication."""
    chart = Entry(
        "now", "T", "", (), lambda data: Drawing(lambda size: {}, str(data.number("rsi_14"))), line=5
    )
    with pytest.raises(EditorError) as caught:
        rehearse.rehearse(Book({}, {}), {"now": chart}, [])
    assert caught.value.sentences == [f"facts/charts.toml:5: [now] {WHY}"]


def test_without_a_sample_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below build/, once: it is made again only where article.toml is younger."""
    monkeypatch.setattr(config, "SAMPLE", tmp_path / "none")
    monkeypatch.setattr(config, "BUILD", tmp_path / "build")
    rehearse.rehearse(Book({"rsi": FACT}, {}), {}, [])
    made = tmp_path / "build" / "sample" / "manifest.json"
    before = made.stat().st_mtime_ns
    assert simulate.sample() == made.parent and made.stat().st_mtime_ns == before
    os.utime(made, ns=(0, 0))
    simulate.sample()
    assert made.stat().st_mtime_ns > 0
