"""A search for slots: by words as a person says them, with what a number takes besides."""

from __future__ import annotations

from generator.pages.tables import catalogue
from generator.pages.tables.catalogue import Entry

FOUND = [
    Entry("now", "rate_2y", "3.50 %", "2-year Treasury yield", "Recomputed: rates"),
    Entry("said", "rsi", "around 62", "RSI of IWM", "Published: T"),
]


def test_a_count_in_words_finds_the_digit_and_a_number_says_what_it_takes() -> None:
    first, last = catalogue.told(["two-year", "yield"], FOUND)
    assert first.startswith("{{ now.rate_2y }}  3.50 %")
    assert "of SYMBOL (" in last and "at DAY" in last and "| unsigned, without its sign" in last


def test_what_is_no_number_takes_nothing() -> None:
    assert len(catalogue.told(["rsi"], FOUND)) == 1
