"""Claims that data reach and cannot tell, by invented claims of each kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from markets import LAST, seeded

from generator import metrics
from generator.facts.record import Fact
from generator.ledger import declared
from generator.ledger.check import check


def fact(metric: str, **more: Any) -> Fact:
    given: dict[str, Any] = {"unit": "USD bn", "printed": "70–72", "low": 0.0, "high": 1e6, **more}
    return Fact("k", "s", "what it says", as_of=LAST, cites=(7,), metric=metric, **given)


@pytest.mark.parametrize("metric", ["net_assets", "shares_outstanding"])
def test_a_count_of_another_day_cannot_tell_and_one_of_the_day_can(metric: str) -> None:
    held = seeded()
    aged = replace(held, history=pd.DataFrame(), fund=held.fund.iloc[:-1])
    finding = check(fact(metric), aged)
    assert finding.verdict == "inconclusive" and finding.recomputed is not None
    assert "Share count of another day: the newest is of " in finding.note
    assert check(fact(metric), held).verdict == "reproduced"


def test_a_count_too_old_for_a_number_cannot_tell_either() -> None:
    held = seeded()
    day = min(held.holdings)
    old = replace(
        held,
        history=pd.DataFrame(),
        fund=pd.DataFrame(),
        shares={day: 2e8},
        holdings={day: held.holdings[day]},
    )
    finding = check(fact("shares_outstanding"), old)
    assert (finding.verdict, finding.recomputed) == ("inconclusive", None)
    nothing = replace(old, shares={}, holdings={})
    assert check(fact("shares_outstanding"), nothing).verdict == "unverifiable"


@pytest.mark.parametrize(("taxonomy", "verdict"), [("GICS", "differs"), ("another vendor", "inconclusive")])
def test_a_weight_by_other_sectors_cannot_tell(taxonomy: str, verdict: str) -> None:
    claim = fact("sector_energy", unit="%", low=98.0, high=99.0, taxonomy=taxonomy)
    finding = check(claim, seeded())
    assert finding.verdict == verdict
    assert ("Other sectors: the figure is by those of another vendor" in finding.note) == (
        verdict == "inconclusive"
    )


@pytest.mark.parametrize(("low", "verdict"), [(0.0, "inconclusive"), (1e5, "differs")])
def test_half_a_claim_that_holds_settles_nothing_and_half_that_fails_does(low: float, verdict: str) -> None:
    claim = fact("close", unit="USD", low=low, high=None, kind="comparison", needs="prices of the fifties")
    finding = check(claim, seeded())
    assert finding.verdict == verdict
    assert ("Would take prices of the fifties." in finding.note) == (verdict == "inconclusive")


def test_a_claim_about_a_rule_is_told_by_its_cases() -> None:
    claim = fact("excess_after_easing", unit="pp", low=0.0, high=None, kind="comparison")
    finding = check(claim, seeded())
    assert finding.verdict == "inconclusive" and "Too few cases: " in finding.note


def test_a_weight_has_to_say_by_whose_sectors(tmp_path: Path) -> None:
    told = list(declared.arguments.suits({"metric": "sector_energy", "unit": "%", "value": 8}))
    assert [what for what, _, _ in told] == ["is a sector's weight and does not say by whose sectors:"]
    assert not list(
        declared.arguments.suits({"metric": "sector_energy", "unit": "%", "value": 8, "taxonomy": "X"})
    )


def test_the_effective_number_is_by_market_value() -> None:
    held = seeded()
    day = max(held.holdings)
    frame = held.holdings[day].copy()
    equities = (frame["asset_class"] == "Equity") & (frame["market_value"] > 0)
    frame["weight"] = 0.01  # as an issuer rounds: no size is left in it
    made = replace(held, holdings={day: frame})
    shares = frame.loc[equities, "market_value"] / frame.loc[equities, "market_value"].sum()
    assert metrics.evaluate("effective_names", made) == pytest.approx(1 / float((shares**2).sum()))
