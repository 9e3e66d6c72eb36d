"""Interval arithmetic: every result that a choice inside the operands gives lies inside, and the ends are met."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.ledger.intervals import Interval, between, ends, point

FLOATS = st.floats(-1e6, 1e6)
OPERATIONS: list[Callable[..., object]] = [operator.add, operator.sub, operator.mul, operator.truediv]


@st.composite
def inside(draw: st.DrawFn, low: float = -1e6, high: float = 1e6) -> tuple[Interval, float]:
    """An interval, open on some side now and then, and a number in it."""
    numbers = sorted(draw(st.lists(st.floats(low, high), min_size=3, max_size=3)))
    openness = draw(st.sampled_from(["", "", "", "low", "high"]))
    bottom = -math.inf if openness == "low" and low < 0 else numbers[0]
    return Interval(bottom, math.inf if openness == "high" else numbers[2]), numbers[1]


def close_to(value: float, interval: Interval) -> bool:
    slack = 1e-9 * max(1.0, abs(value))
    return interval.low - slack <= value <= interval.high + slack


@pytest.mark.parametrize("operation", OPERATIONS)
@given(one=inside(), other=inside())
def test_a_result_lies_inside(
    operation: Callable[..., object], one: tuple[Interval, float], other: tuple[Interval, float]
) -> None:
    (left, x), (right, y) = one, other
    assume(not (operation is operator.truediv and (abs(y) < 1e-200 or right.low == right.high == 0)))
    found, value = operation(left, right), operation(x, y)
    assert isinstance(found, Interval) and isinstance(value, float)
    assert close_to(value, found)


@given(one=inside(), exponent=st.integers(-4, 6))
def test_a_whole_power_lies_inside(one: tuple[Interval, float], exponent: int) -> None:
    base, x = one
    assume(exponent >= 0 or (abs(x) > 1e-50 and not base.low == base.high == 0))
    assert close_to(x**exponent, base ** point(exponent))


@given(one=inside(0, 1e3), other=inside(-3, 3))
def test_any_power_of_a_base_above_zero_lies_inside(
    one: tuple[Interval, float], other: tuple[Interval, float]
) -> None:
    (base, x), (exponent, y) = one, other
    assume(x > 1e-9)
    found = base**exponent
    assert found.low * (1 - 1e-9) - 1e-9 <= math.pow(x, y) <= found.high * (1 + 1e-9) + 1e-9


@given(one=inside(), other=inside(), more=st.floats(0, 1e3), operation=st.sampled_from(OPERATIONS))
def test_wider_operands_give_no_narrower_result(
    one: tuple[Interval, float],
    other: tuple[Interval, float],
    more: float,
    operation: Callable[..., Interval],
) -> None:
    left, right = one[0], other[0]
    assume(not (operation is operator.truediv and right.low == right.high == 0))
    wide = Interval(left.low - more, left.high + more)
    found, wider = operation(left, right), operation(wide, right)
    slack = 1e-9 * max([1.0, *(abs(e) for e in (found.low, found.high) if math.isfinite(e))])
    assert wider.low <= found.low + slack and found.high - slack <= wider.high


@given(one=inside(), other=inside())
def test_what_meets_wider_still_meets_and_both_ways(
    one: tuple[Interval, float], other: tuple[Interval, float]
) -> None:
    left, right = one[0], other[0]
    assert left.meets(right) == right.meets(left)
    assert left.meets(left)
    if left.meets(right):
        assert Interval(left.low - 1, left.high + 1).meets(right)


@pytest.mark.parametrize(
    ("found", "low", "high"),
    [
        (Interval(1, 2) + Interval(10, 20), 11, 22),
        (Interval(1, 2) - Interval(10, 20), -19, -8),
        (Interval(-1, 2) * Interval(3, 4), -4, 8),
        (Interval(0, 1) * Interval(1, math.inf), 0, math.inf),
        (Interval(6, 8) / Interval(2, 4), 1.5, 4),
        (Interval(1, 1) / Interval(-1, 1), -math.inf, math.inf),
        (Interval(1, 1) / Interval(0, 2), 0.5, math.inf),
        (Interval(1, 1) / Interval(-2, 0), -math.inf, -0.5),
        (Interval(-2, 3) ** point(2), 0, 9),
        (Interval(-2, 3) ** point(3), -8, 27),
        (Interval(2, 4) ** point(-1), 0.25, 0.5),
        (Interval(-2, 3) ** point(0), 1, 1),
        (Interval(4, 9) ** point(0.5), 2, 3),
        (Interval(0.5, 2) ** Interval(-1, 2), 0.25, 4),
        (point(1e300) * point(1e300), 1.7976931348623157e308, math.inf),
    ],
)  # fmt: skip
def test_the_ends_are_met(found: Interval, low: float, high: float) -> None:
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_what_can_be_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        point(1) / point(0)
    with pytest.raises(ValueError, match="below zero"):
        Interval(-1, 1) ** point(0.5)
    for low, high in ((2, 1), (math.nan, 1), (0, math.nan)):
        with pytest.raises(ValueError, match="no interval"):
            Interval(low, high)


def test_open_ends_there_and_back() -> None:
    assert ends(between(None, 2)) == (None, 2)
    assert ends(between(1, None)) == (1, None)
    assert ends(between(None, None) + point(1)) == (None, None)
    assert Interval(0, 1).meets(between(1, None)) and not Interval(0, 1).meets(between(1.1, None))
    assert between(5, None).may_be_below(Interval(4, 5)) and not between(5.1, None).may_be_below(
        Interval(4, 5)
    )
