"""One choice that explains several figures of one source, by hand-made findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.facts.record import Fact
from generator.ledger.joint import explained, together
from generator.ledger.record import Finding, Tried
from generator.ledger.tolerance import inside

DAY = date(2025, 12, 5)
BEHIND = "the data to 4 December 2025, one session earlier"


def missed(
    key: str, stated: float, tried: dict[str, float], middle: float = 100.0, cites: int = 7
) -> Finding:
    """A finding whose wording allows 0.5 on both sides of `middle`."""
    fact = Fact(key, "s", f"what {key} says", f"{middle}", "USD", DAY, (cites,), value=middle, metric="close")
    interval = (middle - 0.5, middle + 0.5)
    rows = tuple(Tried(words, value, inside(value, interval)) for words, value in tried.items())
    return Finding(fact, interval, "differs", stated, tried=rows)


def test_a_source_that_is_a_day_behind_is_told() -> None:
    """Of the figures that miss 105 by 0.5 to 5, nine wide in all, 0.6 lie within 0.5 of 100.1; and there is one choice."""
    findings = {key: missed(key, 105.0, {BEHIND: 100.1}) for key in ("one", "two")}
    why = explained(findings.values(), 7)
    assert why is not None and (why.choice, why.fits, why.tried) == (BEHIND, ("one", "two"), 2)
    assert why.luck == pytest.approx((0.6 / 9) ** 2)
    made = together(findings)
    assert {finding.verdict for finding in made.values()} == {"reproduced-otherwise"}
    assert (
        "also matches “what two says” of reference 7: by pure chance both fit in at most 1\u202f% of cases."
        in made["one"].note
    )


def test_near_misses_explain_nothing() -> None:
    """A choice within half a width of each figure, as any would be."""
    findings = {key: missed(key, 100.9, {BEHIND: 100.2}) for key in ("one", "two")}
    why = explained(findings.values(), 7)
    assert why is not None and why.luck == pytest.approx(0.25) and not why.telling
    made = together(findings)
    assert {finding.verdict for finding in made.values()} == {"differs"}
    assert "in at most 25\u202f% of cases, which is too often to count." in made["one"].note
    alone = {key: replace(finding, verdict="reproduced-otherwise") for key, finding in findings.items()}
    assert together(alone) == alone  # what counts by itself is not talked down


def test_many_choices_make_a_joint_match_likely() -> None:
    tried = {f"choice {n}": 104.0 - n for n in range(20)}
    findings = {key: missed(key, 105.0, {**tried, BEHIND: 100.1}) for key in ("one", "two")}
    few = {key: missed(key, 105.0, {BEHIND: 100.1}) for key in ("one", "two")}
    why, alone = explained(findings.values(), 7), explained(few.values(), 7)
    assert alone is not None and (why is None or why.luck > alone.luck)


def test_figures_of_different_sources_are_not_judged_together() -> None:
    findings = {
        "one": missed("one", 105.0, {BEHIND: 100.1}),
        "two": missed("two", 105.0, {BEHIND: 100.1}, cites=8),
    }
    assert explained(findings.values(), 7) is None


def test_a_choice_that_fits_two_of_many_is_weaker_than_one_that_fits_all() -> None:
    two = {key: missed(key, 105.0, {BEHIND: 100.1}) for key in ("one", "two")}
    more = {**two, **{key: missed(key, 105.0, {BEHIND: 103.0}) for key in ("three", "four", "five")}}
    all_of_them, some = explained(two.values(), 7), explained(more.values(), 7)
    assert all_of_them is not None and some is not None and some.luck > all_of_them.luck
