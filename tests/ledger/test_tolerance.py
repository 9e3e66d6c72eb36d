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
    [("62", 1), ("$250.77", 0.01), ("−0.42 %", 0.01), ("2,000", 1), ("1,950–1,980", 1), ("0.72×", 0.01),
     ("10", 1), ("5.5 %", 0.1), ("25.5:1", 0.1), ("mid-teens", 1), ("10,000", 1), ("100", 1), ("$250", 1), ("$252", 1),
     ("$250–252", 1), ("290–295", 1), ("$250.28–$252.66", 0.01), ("2,000–2,100", 1), ("6/10", 1),
     ("1–5 days", 1), ("3–10 year", 1)],
)  # fmt: skip
def test_the_step_is_the_place_of_the_last_printed_digit(printed: str, place: float) -> None:
    assert step(printed) == pytest.approx(place)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("about 2,000", 10),
        ("about 2,013", 10),
        ("1,950–1,980", 10),
        ("about 10,000", 100),
        ("around $250", 1),
        ("about 250.0", 0.1),
    ],
)
def test_a_hedge_on_thousands_takes_back_the_digits_beyond_the_third(printed: str, place: float) -> None:
    assert step(printed, hedged=True) == pytest.approx(place)


@given(figure=st.integers(101, 998), hedge=st.sampled_from(("about", "")))
def test_a_zero_at_the_end_is_a_digit_like_any_other(figure: int, hedge: str) -> None:
    """$250 allows as much as $249 and $251 do."""
    widths = []
    for number in (figure - 1, figure, figure + 1):
        low, high = allowed(fact(f"{number}", hedge, value=number))
        assert low is not None and high is not None
        widths.append(high - low)
    assert max(widths) == pytest.approx(min(widths))


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
        (fact("roughly four years", "roughly", value=4), [3.4, 4.6], [3.3, 4.7]),
        (fact("around 1 %", "around", value=1), [0.85, 1.15], [0.84, 1.16]),
        (fact("1 %", value=1), [0.9, 1.1], [0.89, 1.11]),
        (fact("0.3 %", value=0.3), [0.27, 0.33], [0.26, 0.34]),
        (fact("0 %", value=0), [-0.5, 0.5], [-0.6, 0.6]),
        (fact("about 2,000", "about", value=2000), [1992.5, 2007.5], [1992, 2008]),
        (fact("close to", "close to", "comparison", value=0), [-2, 2], [-2.1, 2.1]),
        (fact("well above", "well above", "comparison", low=0), [10, 99], [9.9, 0]),
        (fact("well below", "well below", "comparison", high=0), [-10, -99], [-9.9, 0]),
        (fact("clearly more volatile", "clearly more", "comparison", low=1), [1.1, 3], [1.09, 1]),
        (fact("clearly less", "clearly less", "comparison", high=1), [0.9, 0], [0.91, 1]),
        (fact("mid single digits", "mid single digits", low=4, high=6), [3.6, 6.5], [3.5, 7]),
        (fact("mid-teens", "mid-teens", low=14, high=16), [13.5, 16.5], [13.4, 17]),
        (fact("outpacing", kind="comparison", low=0), [0, 7], [-0.01]),
    ],
)
def test_an_interval_holds_its_neighbours_out(claim: Fact, hits: list[float], misses: list[float]) -> None:
    assert all(inside(value, allowed(claim)) for value in hits)
    assert not any(inside(value, allowed(claim)) for value in misses)


@given(
    value=st.floats(1, 999),
    hedge=st.sampled_from(sorted(word for word, rule in RULES.items() if not rule.bound)),
    digits=st.integers(0, 2),
)
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
    if rule.below is not None and not rule.below.share:
        assert not inside(float(printed) - step(printed), allowed(claim))


@given(low=st.floats(-1e6, 1e6), width=st.floats(0, 1e3), more=st.floats(0, 1e3), value=st.floats(-2e6, 2e6))
def test_widening_never_turns_a_hit_into_a_miss(low: float, width: float, more: float, value: float) -> None:
    if inside(value, (low, low + width)):
        assert inside(value, (low - more, low + width + more))
        assert inside(value, (None, low + width))
        assert inside(value, (low, None))


@given(
    figure=st.floats(0.1, 5000), digits=st.integers(0, 2), more=st.integers(0, 2),
    hedge=st.sampled_from(("", "about")), data=st.data(),
)  # fmt: skip
def test_a_narrower_wording_never_turns_a_miss_into_a_hit(
    figure: float, digits: int, more: int, hedge: str, data: st.DataObject
) -> None:
    """Without the hedge, and with more digits of the same number, nothing hits that missed before."""
    number = f"{figure:.{digits}f}"
    wide = allowed(fact(f"{hedge} {number}", hedge, value=float(number)))
    finer = f"{float(number):.{digits + more}f}"
    narrow = allowed(fact(finer, data.draw(st.sampled_from((hedge, ""))), value=float(finer)))
    value = float(number) + data.draw(st.floats(-2, 2)) * 10.0 ** -(
        digits + more
    )  # in steps of the finer figure
    assert inside(value, wide) or not inside(value, narrow)


@given(
    bound=st.floats(0.1, 500),
    move=st.floats(0.1, 5),
    value=st.floats(-600, 600),
    unit=st.sampled_from(("%", "USD", "x")),
)
def test_well_and_clearly_are_narrower_than_the_plain_word(
    bound: float, move: float, value: float, unit: str
) -> None:
    for word, side in (
        ("well above", "low"),
        ("clearly more", "low"),
        ("well below", "high"),
        ("clearly less", "high"),
    ):
        plain, strong = (
            replace(fact(word, hedge, "comparison", **{side: bound}), unit=unit) for hedge in ("", word)
        )
        assert inside(value, allowed(plain)) or not inside(value, allowed(strong, move))


def test_a_level_in_dollars_is_judged_in_moves_of_its_own_price() -> None:
    claim = replace(fact("close to $250", "close to", "comparison", value=250), unit="USD")
    assert allowed(claim, 1.2) == (244, 256)
