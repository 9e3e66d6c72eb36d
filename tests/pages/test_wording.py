"""A finding in a reader's words: what was really done, counts with what they count, verdicts without hyphens."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest

from generator import metrics
from generator.facts.record import Fact
from generator.ledger import check
from generator.ledger.record import Finding, Results
from generator.ledger.tolerance import allowed
from generator.metrics.record import UNDEFINED
from generator.pages import ledger_pages, marks, wording
from generator.pages.tables.registry import Known
from generator.site import sources

BOOK = sources.book()
SET = [fact for fact in BOOK.facts.values() if fact.metric and fact.args]


def finding(fact: Fact) -> Finding:
    definition = metrics.REGISTRY[fact.metric].defined(fact.args) if fact.metric else UNDEFINED
    return Finding(fact, allowed(fact), "reproduced", 1.0, definition, fact.as_of)


@pytest.mark.parametrize("fact", SET, ids=lambda fact: fact.key)
def test_a_definition_tells_what_was_done_and_not_what_else_could_be(fact: Fact) -> None:
    told = wording.definition(finding(fact))
    assert "unless" not in told and "^" not in told
    for value in fact.args.values():
        year = str(value.year) if isinstance(value, date) else ""
        assert year in told
    assert not re.search(r"\b(start|symbol|other|base) ", told.split("Here:")[1])


def test_a_definition_in_full() -> None:
    fact = BOOK.facts["before_record"]
    assert wording.definition(finding(fact)) == (
        "Price return of one symbol less that of another between two dates. "
        "Here: Russell 2000 less S&P 500, from 8 November 2021 to 18 September 2025."
    )


def test_a_claim_that_sets_nothing_keeps_the_defaults() -> None:
    general = metrics.REGISTRY["cuts_between"].defined({})
    plain = dataclasses.replace(BOOK.facts["close"], metric="cuts_between")
    told = wording.definition(Finding(plain, (0, 1), "open", definition=general))
    assert told.endswith("the year 2026.") and "unless" not in told


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("1", "cuts", "1 cut"),
        ("0.5 to 1.5", "cuts", "0.5 to 1.5 cuts"),
        ("1,962", "names", "1,962 names"),
        ("3 %", "%", "3 %"),
        ("7", "rank", "7"),
    ],
)
def test_a_count_says_what_it_counts(text: str, unit: str, told: str) -> None:
    assert wording.counted(text, unit) == told


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("close", "$250.77"),
        ("high_52w", "about $252.77"),  # printed with its figure
        ("policy_ceiling", "roughly 3.25 %"),  # printed before the other end of the range
        ("lead_near_high", "close to"),  # a comparison has no figure to hedge
    ],
)
def test_a_hedge_is_told_with_its_figure_also_where_it_stands_elsewhere(key: str, told: str) -> None:
    assert wording.published(BOOK.facts[key]).replace("\u202f", " ") == told


def test_verdicts_are_words() -> None:
    assert [marks.name(word) for word in check.WORDS] == [word.replace("-", " ") for word in check.WORDS]
    assert (marks.name("differs"), marks.name("differs", 8)) == ("differs", "differ")
    assert 'class="word came-true"' in marks.word("came-true") and "came true" in marks.word("came-true")


def test_made_pages_lead_back_and_sources_stand_behind_in_a_search() -> None:
    findings = {key: finding(fact) for key, fact in BOOK.facts.items()}
    results = Results(date(2025, 12, 5), "market", "", {}, {}, findings)
    made = dict(ledger_pages.pages(Known(results, BOOK, (), {}, "")))
    for name, text in made.items():
        source = name.startswith("sources/")
        assert ("boost: 0.001" in text) == source
        up = f"../../references/#ref-{name[8:-3]}" if source else "../"
        assert f'<p class="up" data-search-exclude><a href="{up}">' in text
        assert not source or text.count(" data-search-exclude><table") == text.count("<table")
    assert "](1.md)" in made["sources/2.md"] and "](3.md)" in made["sources/2.md"]
