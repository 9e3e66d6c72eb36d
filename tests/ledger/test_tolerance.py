"""What a published wording allows: by table, and as properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.facts.record import Fact
from generator.ledger.tolerance import RULES, allowed, digits, inside, step


def fact(printed: str, hedge: str = "", kind: str = "figure", **figure: Any) -> Fact:
    return Fact("k", "s", "t", printed, "%", date(2025, 12, 5), (1,), hedge=hedge, kind=kind, **figure)


@pytest.mark.parametrize(
    ("printed", "place"),
    [("62", 1), ("$250.77", 0.01), ("−0.42 %", 0.01), ("about 2,000", 100), ("1,950–1,980", 10), ("0.72×", 0.01),
     ("10", 1), ("5.5 %", 0.1), ("25.5:1", 0.1), ("mid-teens", 1), ("10,000", 1000), ("100", 10),
     ("$250–252", 1), ("290–295", 1), ("$250.28–$252.66", 0.01), ("2,000–2,100", 100), ("6/10", 1),
     ("1–5 days", 1), ("3–10 year", 1)],
)  # fmt: skip
def test_the_step_is_the_place_of_the_last_printed_digit(printed: str, place: float) -> None:
    assert step(printed) == pytest.approx(place)


@pytest.mark.parametrize(
    ("printed", "unit", "place"),
    [("$601 million", "USD bn", 0.001), ("$601 million", "USD mn", 1), ("$2.78 billion", "USD bn", 0.01),
     ("$2.78 billion", "USD mn", 10), ("1.2 million", "contracts mn", 0.1), ("1.2 million", "contracts", 1e5),
     ("$70–72 billion", "USD bn", 1), ("290–295 million", "shares mn", 1), ("10 thousand", "contracts", 1000), ("2 billions", "USD bn", 1)],
)  # fmt: skip
def test_a_step_is_told_in_the_fact_s_unit(printed: str, unit: str, place: float) -> None:
    assert step(printed, unit) == pytest.approx(place)


def test_an_outflow_in_millions_keeps_its_neighbours_out() -> None:
    claim = replace(fact("$601 million", value=-0.601), unit="USD bn")
    assert inside(-0.6012, allowed(claim))
    assert not inside(-0.6, allowed(claim)) and not inside(-0.602, allowed(claim))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(13.4911, 2), (13.6, 1), (14.0, 1), (13.49999, 5), (12.3, 1)],
)
def test_digits_show_on_which_side_of_an_end_a_figure_lies(value: float, shown: int) -> None:
    claim = fact("mid-teens", "mid-teens", low=14, high=16)  # from 13.5
    assert digits(value, claim) == shown
    assert inside(round(value, shown), allowed(claim)) == inside(value, allowed(claim))


@pytest.mark.parametrize(
    ("claim", "hits", "misses"),
    [
        (fact("62", value=62), [61.5, 62.4], [61, 63, 61.4]),
        (fact("around 62", "around", value=62), [61.25, 62.75], [61, 63]),
        (fact("$250.77", value=250.77), [250.766, 250.774], [250.76, 250.78]),
        (fact("13–15 %", "about", low=13, high=15), [12.3, 15.7], [12, 16]),
        (fact("290–295", "just under", low=290, high=295), [284.2, 295], [284.1, 295.1]),
        (fact("nearly 2 %", "nearly", value=2), [1.9, 2.0], [1.89, 2.1]),
        (fact("almost 90 %", "almost", value=90), [85.5, 90], [85, 90.1]),
        (fact("over twice", "over", low=2), [2.0, 9], [1.99]),
        (fact("$250–252", low=250, high=252), [249.5, 252.5], [249, 253]),
        (fact("roughly four years", "roughly", value=4), [3.25, 4.75], [3, 5]),
        (fact("mid single digits", "mid single digits", low=4, high=6), [3.5, 6.5], [3, 7]),
        (fact("mid-teens", "mid-teens", low=14, high=16), [13.5, 16.5], [13.4, 17]),
        (fact("outpacing", kind="comparison", low=0), [0, 7], [-0.01]),
    ],
)
def test_an_interval_holds_its_neighbours_out(claim: Fact, hits: list[float], misses: list[float]) -> None:
    assert all(inside(value, allowed(claim)) for value in hits)
    assert not any(inside(value, allowed(claim)) for value in misses)


@given(value=st.floats(1, 999), hedge=st.sampled_from(sorted(RULES)), digits=st.integers(0, 2))
def test_the_printed_figure_itself_is_allowed_and_the_next_one_is_not(
    value: float, hedge: str, digits: int
) -> None:
    """Whatever the hedge: the figure passes; a whole step against the wording fails, but for the open ends."""
    printed = f"{value:.{digits}f}"
    claim = fact(printed, hedge, value=float(printed))
    assert inside(float(printed), allowed(claim))
    rule = RULES[hedge]
    if rule.above is not None:
        assert not inside(float(printed) + step(printed), allowed(claim))
    if rule.below is not None and not rule.share_below:
        assert not inside(float(printed) - step(printed), allowed(claim))


@given(low=st.floats(-1e6, 1e6), width=st.floats(0, 1e3), more=st.floats(0, 1e3), value=st.floats(-2e6, 2e6))
def test_widening_never_turns_a_hit_into_a_miss(low: float, width: float, more: float, value: float) -> None:
    if inside(value, (low, low + width)):
        assert inside(value, (low - more, low + width + more))
        assert inside(value, (None, low + width))
        assert inside(value, (low, None))
