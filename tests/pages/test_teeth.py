"""What a verdict rests on, in words: made-up claims, each with what a reader would work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.facts.record import Fact
from generator.ledger.margins import margin
from generator.ledger.pass_rates import PassRate
from generator.ledger.record import Finding
from generator.ledger.tolerance import allowed
from generator.pages import teeth

DAY = date(2025, 12, 5)
THIN = "\u202f"


def finding(printed: str, unit: str, found: float, hedge: str = "", **given: Any) -> Finding:
    """A claim and what comes out for it, without what another room makes of it."""
    kind = given.pop("kind", "figure")
    interval = given.pop("interval", None)
    fact = Fact("k", "s", "t", printed, unit, DAY, (1,), hedge=hedge, kind=kind, **given)
    interval = interval or allowed(fact)
    inside = all(e is None or (found - e) * s >= 0 for e, s in zip(interval, (1, -1), strict=True))
    return Finding(
        fact,
        interval,
        "reproduced" if inside else "differs",
        found,
        margin=margin(fact, found, interval, 2.0),
    )


@pytest.mark.parametrize(
    ("claim", "room", "told"),
    [
        (finding("$250.77", "USD", 250.774, value=250.77), "rounds to $250.77", "it rounds to $250.77"),
        (finding("−0.42 %", "%", -0.417, value=-0.42), "rounds to −0.42 %", "it rounds to −0.42 %"),
        (finding("about 62", "points", 60.3, "about", value=62.0), "61.25–62.75", "61.25 to 62.75"),
        (finding("about 62 %", "%", 60.3, "about", value=62.0), f"61.25–62.75{THIN}%", f"61.25{THIN}% to 62.75{THIN}%"),
        (
            finding("well above", "%", 46.0, kind="comparison", interval=(12.3456, None)),
            f"12.35{THIN}% or more",
            f"12.35{THIN}% or more",
        ),
        (
            finding("close to", "%", -0.8, kind="comparison", interval=(-2.58923, 2.58923)),
            f"−2.59{THIN}% to 2.59{THIN}%",
            f"−2.59{THIN}% to 2.59{THIN}%",
        ),
        (
            finding("behind", "pp", -8.8, kind="comparison", interval=(None, 0.0)),
            f"0{THIN}pp or less",
            f"0{THIN}pp or less",
        ),
    ],
)  # fmt: skip
def test_a_row_says_when_its_claim_is_right(claim: Finding, room: str, told: str) -> None:
    assert teeth.room(claim).replace(teeth.JOINED, "") == room
    assert teeth.allowed(claim) == told


def test_a_row_says_how_far_outside_and_what_else_there_is_to_say() -> None:
    missed = finding("about 62 %", "%", 60.3, "about", value=62.0)
    assert teeth.notes(missed) == [f"0.95{THIN}pp outside"]
    assert teeth.notes(replace(missed, at_edge=True)) == [f"0.95{THIN}pp outside", "at the edge"]
    assert teeth.notes(finding("about 62 %", "%", 62.1, "about", value=62.0)) == []
    assert teeth.notes(finding("$252", "USD", 252.77, value=252.0)) == ["$0.27 outside"]


def test_a_card_says_by_how_much_in_the_claims_own_unit_and_beside_what_is_allowed_or_usual() -> None:
    missed = finding("about 62 %", "%", 60.3, "about", value=62.0)
    assert (
        teeth.margin(missed)
        == f"Outside by 0.95{THIN}pp, 63{THIN}% of the width of what is allowed (1.5{THIN}pp)."
    )
    far = finding("well above", "%", 46.0, kind="comparison", interval=(12.0, None))
    assert (
        teeth.margin(far)
        == f"Inside by 34{THIN}pp. The 46.0{THIN}% usually changes by 2{THIN}pp from one day to the next; it would take 17 such days in one direction to turn the verdict."
    )
    price = finding("back", "USD", 249.63, kind="comparison", interval=(243.63, None))
    assert (
        teeth.margin(price)
        == "Inside by $6. The $249.63 usually changes by $2 from one day to the next; it would take 3.0 such days in one direction to turn the verdict."
    )
    near = finding("about $241", "USD", 241.75, "about", value=241.0)
    assert teeth.margin(near) == "Inside by $0; from the very middle it would be $0.75."
    middle = finding("about $241", "USD", 241.0, "about", value=241.0)
    assert teeth.margin(middle) == "In the very middle, $0.75 from either end."
    assert teeth.margin(replace(missed, at_edge=True)).endswith(
        "two cents in one price would reverse the verdict."
    )
    hair = finding("about $241", "USD", 241.81, "about", value=241.0)
    assert teeth.margin(replace(hair, at_edge=True)).endswith("At the edge: that is less than a tenth.")


def test_a_miss_by_a_hair_says_what_would_have_passed() -> None:
    over, under = (finding("near $252", "USD", found, "near", value=252.0) for found in (252.77, 251.2))
    assert (teeth.limit(over), teeth.limit(under)) == (
        ("up to", 252.75, "$252.75"),
        ("from", 251.25, "$251.25"),
    )


def test_what_is_counted_is_right_in_whole_ones() -> None:
    names = finding("around 1,950–1,980", "names", 1990.0, "around", low=1950.0, high=1980.0)
    assert teeth.room(names).replace(teeth.JOINED, "") == "1,943–1,987"
    assert teeth.notes(names) == ["3 names outside"]
    three = finding("three", "cuts", 3.0, value=3.0)
    assert teeth.room(three) == "3 cuts"


def test_an_outflow_printed_without_its_minus_is_told_with_it() -> None:
    flow = finding("$601 million", "USD bn", -0.038, value=-0.601)
    assert (teeth.room(flow), teeth.recomputed(flow)) == ("rounds to −$601 million", "−$38 million")
    assert teeth.notes(flow) == ["$563 million outside"]


def test_what_cannot_be_told_says_why_in_few_words_and_has_no_rate() -> None:
    claim = replace(
        finding("ahead", "pp", 0.8, kind="comparison", interval=(0.0, None)),
        verdict="inconclusive",
        note="Too few cases: 4 cases, 2 of them as claimed.",
        pass_rate=PassRate(1.0, 120),
    )
    assert teeth.notes(claim) == ["too few cases"]
    assert (teeth.earlier(claim), teeth.rate(claim)) == ("–", "")


def test_how_often_it_was_true_before_is_told_with_what_none_and_all_mean() -> None:
    claim = finding("about 62 %", "%", 62.0, "about", value=62.0)
    for share, row, card in (
        (0.0, "none", "at none of the 120 month ends"),
        (1 / 120, "1 of 120", "at 1 of the 120 month ends of the 10 years before."),
        (0.19, f"19{THIN}%", "at 23 of the 120 month ends"),
        (0.999, "every month", "at each of the 120 month ends"),
    ):
        rated = replace(claim, pass_rate=PassRate(share, 120))
        assert teeth.earlier(rated) == row and card in teeth.rate(rated)
    never = replace(claim, pass_rate=PassRate(0.0, 120))
    assert "it names one value" in teeth.rate(never)
    assert teeth.earlier(replace(never, verdict="differs")) == "none"
    assert teeth.earlier(claim) == "–" and teeth.rate(claim) == ""
    assert teeth.room(replace(claim, recomputed=None)) == "–"
