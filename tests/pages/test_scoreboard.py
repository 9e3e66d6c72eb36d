"""The tables of the scoreboard: a row with a stable address for each forecast, condition and relation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from markets import seeded

from generator.ledger import forecasts, foretold, relations
from generator.ledger.record import BaseRate, Finding, Results
from generator.ledger.tolerance import allowed
from generator.pages import ledger_pages
from generator.pages.tables import forecasters, scoreboard
from generator.pages.tables import relations as relations_table
from generator.pages.tables.registry import Known
from generator.site import api, sources

BOOK = sources.book()


def known(day: date) -> Known:
    market = seeded(1).upto(day)
    findings = {key: Finding(fact, allowed(fact), "open") for key, fact in BOOK.facts.items()}
    standings = forecasts.standings(BOOK.forecasts, BOOK.facts, market)
    worked_out = relations.work_out(BOOK.equations, BOOK.facts)
    results = Results(day, "market", "", {}, {}, findings, standings, worked_out)
    return Known(results, BOOK, (), {}, "")


def ids(text: str) -> list[str]:
    return re.findall(r"<(?:tr|section|details)[^>]* id=\"([^\"]+)\"", text)


@pytest.mark.parametrize("day", [date(2025, 12, 5), date(2026, 2, 27)])
def test_each_forecast_stands_once_those_due_first_first(day: date) -> None:
    given = known(day)
    text = scoreboard.scoreboard(given, "../")
    assert sorted(ids(text)) == sorted(BOOK.forecasts)
    due = [BOOK.forecasts[key].due for key in ids(text)]
    assert due == sorted(due)
    for state in forecasts.STATES:
        count = sum(standing.state == state for standing in given.results.standings.values())
        assert text.count(f'<li data-verdict="{state}"') == count
        assert f'href="#only-{state}"' in text
        count = sum(standing.state == state for standing in given.results.predictions)
        assert re.search(rf'id="only-{state}"[^>]*>.*?<span class="count">{count}</span>', text)
    assert "None" not in text and "nan" not in text.lower().split()
    assert 'href="../ledger/#pivot_high"' in text and "references/#ref-26" in text


def test_a_score_stands_only_where_a_probability_was_given() -> None:
    given = known(date(2026, 2, 27))
    scored = {key for key, standing in given.results.standings.items() if standing.score is not None}
    assert scored <= {key for key, made in BOOK.forecasts.items() if made.probability}
    assert len(re.findall(r"<dt>Score</dt>", scoreboard.scoreboard(given, ""))) == len(scored)


def test_what_usually_happens_stands_beside_what_came() -> None:
    given = known(date(2026, 2, 27))
    first = given.results.standings["signal_near"]
    for rate, state, words in (
        (BaseRate(0.59, 12, tried=140), "came-true", "The same came true in 59\u202f% of 140 earlier stretches as long. They overlap, so this is hardly more reliable than 12 separate ones."),
        (BaseRate(0.59, 12, tried=12), "failed", "The same came true in 59\u202f% of 12 earlier stretches as long."),
        (BaseRate(0.0, 12, tried=12), "open", "The same came true in 0\u202f% of 12 earlier stretches as long."),
        (BaseRate(0.004, 400, tried=1400), "open", "came true in under 1\u202f% of 1,400 earlier stretches"),
        (BaseRate(None, 8, "our data before it hold 8"), "open", "No rate: our data before it hold 8."),
    ):  # fmt: skip
        stands = {**given.results.standings, "signal_near": replace(first, base_rate=rate, state=state)}
        text = scoreboard.scoreboard(replace(given, results=replace(given.results, standings=stands)), "")
        assert words in text and words in text.words
        assert ("They overlap" in text) == (rate.count < rate.tried)
        assert text.count("<dt>Usually</dt>") == 1


def test_the_scenario_and_the_overlaps_of_a_forecast_are_told() -> None:
    text = scoreboard.scoreboard(known(date(2026, 2, 27)), "")
    card = text[text.index('id="bull_outperforms"') :].split("</details></li>")[0]
    assert '<a href="#scenario_bull">' in card and '<a href="#small_caps_2026">' in card
    assert "The same result also decides" in card and "Counted too" in card
    assert "in the totals only “Small caps beat the S&#38;P 500 in 2026” counts" in str(card)
    for day in (date(2025, 12, 5), date(2026, 2, 27)):  # also where the data have not got there yet
        bull = known(day).results.standings["bull_outperforms"]
        assert scoreboard._premises(bull, known(day)) == [
            "The Fed cuts more than three times in 2026",
            "No credit crunch: the high-yield spread stays at or below 5 %",
        ]
    first = text[text.index('id="small_caps_2026"') :].split("</details></li>")[0]
    assert "in the totals only this one counts" in first


def test_the_line_of_time_has_a_bar_for_each_and_the_day_of_the_data() -> None:
    given = known(date(2026, 2, 27))
    text = scoreboard.scoreboard(given, "../")
    bars = re.findall(r'<line x1="([\d.]+)%" y1="50%" x2="([\d.]+)%" y2="50%"[^>]*stroke-width="6"', text)
    assert len(bars) == len(BOOK.forecasts) and all(0 <= float(x) < float(to) <= 101 for x, to in bars)
    axis = text[text.index('class="foretold"') :]
    assert axis.count('r="4.5"') == sum(s.resolved_on is not None for s in given.results.standings.values())
    assert 'href="../forecasts.ics"' in text and "27 Feb 2026" in text
    today = r'<line x1="([^"]+)%" y1="0" x2="\1%" y2="100%"'
    assert len(re.findall(today, text)) == len(bars) and len({*re.findall(today, text)}) == 1
    assert not re.search(r"\sstyle=|<script", text)  # no more than what the policy of a page lets through
    assert all(made.text.rstrip(".") in text.words for made in BOOK.forecasts.values())
    early = scoreboard.scoreboard(known(date(2025, 6, 30)), "")
    assert not re.search(today, early)  # nothing had been said


def test_each_house_has_a_row_and_a_page() -> None:
    given = known(date(2026, 2, 27))
    text = forecasters.forecasters(given, "../")
    pages = {name: page for name, page in ledger_pages.pages(given) if name.startswith("houses/")}
    houses = foretold.by_house(given.results.standings.values(), BOOK)
    assert set(pages) == {f"houses/{foretold.slug(house)}.md" for house in houses}
    for house, said in houses.items():
        assert f'href="../houses/{foretold.slug(house)}/"' in text
        page = pages[f"houses/{foretold.slug(house)}.md"]
        for standing, saying in said:
            assert f'href="../../scoreboard/#{standing.forecast.key}"' in page
            for fact in saying.facts:
                assert f"ledger/#{fact.key}" in page
    assert all(f"](../sources/{number}.md)" in pages["houses/bofa.md"] for number in (14, 16, 18))
    assert (
        "Brier score" in pages["houses/futures-markets.md"] and "Brier score" not in pages["houses/bofa.md"]
    )


def test_programs_get_what_usually_happens_and_who_said_it() -> None:
    given = known(date(2026, 2, 27))
    odds = replace(
        given.results.standings["december_cut"], base_rate=BaseRate(0.06, 133), score=0.01, state="came-true"
    )
    results = replace(given.results, standings={**given.results.standings, "december_cut": odds})
    files = {name: json.loads(raw) for name, raw in api.files(results, BOOK).items()}
    claims = {entry["id"]: entry for entry in files["api/claims.json"]}
    foretold_ = claims["december_cut"]
    assert (foretold_["base_rate"], foretold_["base_rate_of"], foretold_["base_rate_why"]) == (0.06, 133, "")
    assert foretold_["brier"] == 0.01 and foretold_["skill"] == pytest.approx(1 - 0.01 / 0.94**2)
    assert [each["house"] for each in foretold_["houses"]] == ["BofA", "futures markets", "the article"]
    assert (claims["rsi"]["base_rate"], claims["rsi"]["houses"]) == (None, [])
    entry = next(entry for entry in files["api/forecasts.json"] if entry["key"] == "small_caps_2026")
    assert entry["overlaps"]["counts_with"] == ["bull_outperforms", "bear_underperforms"]


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
