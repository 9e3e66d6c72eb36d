"""A chart's headline says what it shows, by cases; what a headline may not hold is refused where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from world import content

from generator.pages import headlines
from generator.pages.checks import slots
from generator.pages.content import Content


def known(text: str) -> Content:
    return replace(content(), headlines=headlines.pages({"ladder": (text, 12)}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ while 70 < rsi_14 }}Overbought{{ else }}An RSI of {{ now.rsi_14 }}{{ end }}", "An RSI of 60.31"),
        ("{{ while known put_share }}Puts{{ else }}{{ end }}", ""),
        ("Published {{ said.rsi }} & <more>", "Published around 62 & <more>"),
    ],
)
def test_what_it_says(text: str, words: str) -> None:
    told = headlines.told("ladder", known(text), "../")
    assert told.words == words
    assert "<more>" not in str(told)


def test_a_number_in_it_knows_what_it_is() -> None:
    told = str(headlines.told("ladder", known("At {{ now.close }}"), "../"))
    assert 'data-key="close"' in told and 'href="../numbers/#close"' in told


def test_without_one_there_is_nothing() -> None:
    assert not headlines.told("ladder", content(), "")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ while close < 3 }}Low{{ end }}", "the while of a headline has no {{ else }}"),
        ("See {{ table.averages }}", "{{ table.averages }} cannot stand in a headline"),
        ("{{ now.clse }}", "no metric 'clse'"),
    ],
)
def test_what_is_refused(text: str, what: str) -> None:
    told = [str(problem) for problem in slots.problems([], known(text)) if "charts.toml" in problem.file]
    assert any(one.startswith("facts/charts.toml:12") and what in one for one in told)
