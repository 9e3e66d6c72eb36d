"""The tables of the scoreboard: a row with a stable address for each forecast, condition and relation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from markets import seeded

from generator.ledger import forecasts, relations
from generator.ledger.record import Finding, Results
from generator.ledger.tolerance import allowed
from generator.pages.tables import relations as relations_table
from generator.pages.tables import scoreboard
from generator.pages.tables.registry import Known
from generator.site import sources

BOOK = sources.book()


def known(day: date) -> Known:
    market = seeded(1).upto(day)
    findings = {key: Finding(fact, allowed(fact), "open") for key, fact in BOOK.facts.items()}
    standings = forecasts.standings(BOOK.forecasts, BOOK.facts, market)
    worked_out = relations.work_out(BOOK.equations, BOOK.facts)
    results = Results(day, "market", "", {}, {}, findings, standings, worked_out)
    return Known(results, BOOK, (), {}, "")


def ids(text: str) -> list[str]:
    return re.findall(r"<(?:tr|section)[^>]* id=\"([^\"]+)\"", text)


@pytest.mark.parametrize("day", [date(2025, 12, 5), date(2026, 2, 27)])
def test_each_forecast_stands_once_under_its_state(day: date) -> None:
    given = known(day)
    text = scoreboard.scoreboard(given, "../")
    assert sorted(ids(text)) == sorted(BOOK.forecasts)
    for state in forecasts.STATES:
        count = sum(standing.state == state for standing in given.results.standings.values())
        assert (f"## {state.capitalize().replace('-', ' ')}\n" in text) == bool(count)
    assert "None" not in text and "nan" not in text.lower().split()
    assert 'href="../ledger/#pivot_high"' in text and "references/#ref-26" in text


def test_a_score_stands_only_where_a_probability_was_given() -> None:
    given = known(date(2026, 2, 27))
    scored = {key for key, standing in given.results.standings.items() if standing.score is not None}
    assert scored <= {key for key, made in BOOK.forecasts.items() if made.probability}
    assert len(re.findall(r"<dt>Score</dt>", scoreboard.scoreboard(given, ""))) == len(scored)


def test_the_scenarios_and_the_relations() -> None:
    given = known(date(2026, 2, 27))
    count = sum(len(made.conditions) for made in BOOK.forecasts.values())
    assert len(ids(scoreboard.scenarios(given, ""))) == count
    text = relations_table.relations(given, "")
    assert (
        ids(text)[0]
        == f"relation-{next(r for r in given.results.relations if r.verdict == 'violated').equation.key}"
    )
    assert len(ids(text)) == len(BOOK.equations)
    assert not set(ids(text)) & set(ids(scoreboard.scoreboard(given, "")))


def test_arithmetic_is_written_in_figures_and_not_in_keys() -> None:
    text = relations_table.relations(known(date(2026, 2, 27)), "../")
    shown = [
        re.sub("<[^>]*>", "", formula)
        for formula in re.findall(r"<span class=\"formula\">(.*?)</span>", text)
    ]
    assert len(shown) == len(BOOK.equations)
    assert "290\u2013295 × 250.77 / 1000 should equal around $70\u201372 billion" in shown
    assert not any("_" in formula or "*" in formula for formula in shown)
    assert [re.sub("<[^>]*>", "", head) for head in re.findall(r"<th scope=\"col\".*?</th>", text)][
        1
    ] == "Verdict"


def test_an_edition_from_before_there_were_any_says_so() -> None:
    given = known(date(2026, 2, 27))
    for origin, said in (("edition", scoreboard.NONE_SEALED), ("market", scoreboard.NONE)):
        results = replace(given.results, standings={}, relations=(), origin=origin)
        for table in (scoreboard.scoreboard, scoreboard.scenarios, relations_table.relations):
            assert table(replace(given, results=results), "") == said


def test_words_are_escaped() -> None:
    given = known(date(2026, 2, 27))
    first = next(iter(given.results.standings.values()))
    spoilt = replace(first, evidence="<script>{{ now.close }}</script>")
    results = replace(given.results, standings={"december_cut": spoilt})
    text = scoreboard.scoreboard(replace(given, results=results), "")
    assert "<script" not in text and "{{" not in text
