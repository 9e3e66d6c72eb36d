"""The examples of the methods page: each is a claim of the ledger, and none stands there where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.ledger.margins import margin
from generator.ledger.record import Finding, Results, Tried
from generator.ledger.tolerance import allowed
from generator.pages.tables import methods
from generator.pages.tables.registry import Known
from generator.site import sources

BOOK = sources.book()
DAY = date(2025, 12, 5)
THIN = "\u202f"


def known(*findings: Finding) -> Known:
    made = {finding.fact.key: finding for finding in findings}
    return Known(Results(DAY, "market", "", {}, {}, made), BOOK, (), {}, "")


def found(key: str, value: float, **more: object) -> Finding:
    fact = BOOK.facts[key]
    interval = allowed(fact)
    given = Finding(fact, interval, "differs", value, margin=margin(fact, value, interval, None))
    return replace(given, **more)  # type: ignore[arg-type]


def test_a_claim_at_the_edge_is_reckoned_through() -> None:
    """About $241 allows $240.25 to $241.75: a width of $1.50, a tenth of which is $0.15."""
    table = methods.edge(known(found("average_20", 241.81)), "").words
    for words in ("$1.50", "$0.15", "$241.81", "$0.06 outside"):
        assert words in table
    inside = methods.edge(known(found("average_20", 241.7, verdict="reproduced")), "").words
    assert "$0.05 inside" in inside


def test_nothing_at_the_edge_makes_no_table() -> None:
    assert methods.edge(known(found("average_20", 250.0)), "") == ""


def test_luck_is_told_by_a_claim_whose_match_does_not_count() -> None:
    tried = (Tried("another window", 62.0, True),)
    lucky = found("rsi", 60.3, tried=tried, note="1 of the 8 other ways tried gives it.")
    plain = found("average_20", 250.0, tried=(Tried("another window", 255.0, False),), note="None.")
    table = methods.luck(known(plain, lucky), "").words
    assert "RSI of IWM" in table and "1 of the 8 other ways tried gives it." in table
    assert "20-day average" not in table
    assert "For example" not in methods.luck(known(plain), "").words
