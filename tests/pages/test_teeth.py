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
    assert teeth.margin(missed) == f"Outside by 0.95{THIN}pp, 63{THIN}% of the width of what is allowed."
    far = finding("well above", "%", 46.0, kind="comparison", interval=(12.0, None))
    assert (
        teeth.margin(far)
        == f"Inside by 34{THIN}pp, 17 times what this figure itself typically moves in a day (2{THIN}pp)."
    )
    assert teeth.margin(replace(missed, at_edge=True)).endswith("could turn the verdict.")


def test_how_often_it_was_true_before_is_told_with_what_none_and_all_mean() -> None:
    claim = finding("about 62 %", "%", 62.0, "about", value=62.0)
    for share, row, card in (
        (0.0, f"true in 0{THIN}%", "at none of the 120 month ends"),
        (0.19, f"true in 19{THIN}%", f"at 19{THIN}% of the 120 month ends"),
        (0.999, f"true in over 99{THIN}%", "at each of the 120 month ends"),
    ):
        rated = replace(claim, pass_rate=PassRate(share, 120))
        assert teeth.earlier(rated) == row and card in teeth.rate(rated)
    assert "seldom fits" in teeth.rate(replace(claim, pass_rate=PassRate(0.0, 120)))
    assert teeth.earlier(claim) == "–" and teeth.rate(claim) == ""
    assert teeth.room(replace(claim, recomputed=None)) == "–"
