"""A search for slots: by words as a person says them, with what a number takes besides."""

from __future__ import annotations

import pytest
from world import page

from generator import metrics
from generator.desk.find import unknown
from generator.facts.reader import Book
from generator.ledger import rules
from generator.pages import nav
from generator.pages.tables import catalogue
from generator.pages.tables.catalogue import Entry

FOUND = [
    Entry("now", "rate_2y", "3.50 %", "2-year Treasury yield", "Recomputed: rates"),
    Entry("said", "rsi", "around 62", "RSI of IWM", "Published: T"),
]
NUMBERS = {key: unknown(spec) for key, spec in metrics.REGISTRY.items()}
DECLARED = catalogue.entries(Book({}, {}), NUMBERS, {}, ())


def test_a_count_in_words_finds_the_digit_and_a_number_says_what_it_takes() -> None:
    first, _, last = catalogue.told(["two-year", "yield"], FOUND)
    assert first.startswith("{{ now.rate_2y }}  3.50 %")
    assert "of SYMBOL (" in last and "at DAY" in last and "| unsigned, without its sign" in last


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("two-year yield", "rate_2y"),
        ("52-week high", "high_52w"),
        ("VIX", "vix"),
        ("fear index", "vix"),
        ("all-time high", "ath_close"),
        ("put-call ratio", "put_call_volume"),
        ("yield curve", "slope_2s10s"),
        ("assets under management", "net_assets"),
        ("junk spread", "spread_hy"),
        ("price target", "price_target"),
        ("stop loss", "short_setup"),
        ("unsigned", "| unsigned"),
        ("of SPY", "of SPY"),
        ("at publication", "at publication"),
        ("form averages", "averages"),
    ],
)
def test_a_search_by_what_people_say(words: str, key: str) -> None:
    """Synonyms are declared beside the metric or the rule."""
    assert catalogue.find(words.split(), DECLARED)[0].key == key


def test_a_rule_says_its_arguments_and_their_units() -> None:
    text = "\n".join(catalogue.told(["rule"], DECLARED))
    for key, rule in rules.REGISTRY.items():
        assert f'rule = "{key}"' in text
        assert all(name in rule.told for name in rule.parameters)
        assert all(unit in rule.told for takes in rule.takes.values() for unit in takes.units)
    assert (
        "expect: the key of a fact of kind forecast, in %, all of it below zero"
        in rules.REGISTRY["drawdown"].told
    )


def test_what_is_no_number_takes_nothing() -> None:
    assert "of SYMBOL" not in "".join(catalogue.told(["rsi"], FOUND))


def test_it_stands_in_no_menu() -> None:
    pages = [page("---\ntitle: P\n---\n# P\n", "p.md"), page("---\ntitle: C\n---\n# C\n", "catalogue.md")]
    assert not nav.problems([nav.Entry("P", "p.md", 1, 1)], pages, ())
    assert len(nav.problems([], pages, ())) == 1
