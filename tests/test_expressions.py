"""Sentence guards: what a condition may say, and what it may not."""

from __future__ import annotations

import pytest

from generator.expressions import ConditionError, broken, holds, parse

NUMBERS = {"close": 250.0, "low": 240.0, "high": 260.0}


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("low < close", True),
        ("low < close < high", True),
        ("close <= 250", True),
        ("close < 250", False),
        ("not close < low", True),
        ("high < close or low < close", True),
        ("low < close and (high < close or -1 < close)", True),
    ],
)
def test_conditions(text: str, truth: bool) -> None:
    tree, names = parse(text)
    assert holds(tree, NUMBERS.__getitem__) is truth
    assert set(names) <= set(NUMBERS)


@pytest.mark.parametrize(
    "text",
    ["", "close", "close > low", "close == 250", "close + 1 < high", "f(close) < 1", "close < 'a'", "True", "a.b < 1",
     "close < low <", "[1] < close", "close < True", "__import__('os')", "low < (close < high)", "close < 1 if 1 else 2"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("low < close", []),
        ("close < low", [("close", "not below", "low")]),
        ("260 < close <= 300", [("close", "not above", 260.0)]),
        ("close <= 240", [("close", "above", 240.0)]),
        ("251 <= close", [("close", "below", 251.0)]),
        ("low < close and high < close and close < 1", [("high", "not below", "close"), ("close", "not below", 1.0)]),
        ("close < low or high < close", [("close", "not below", "low"), ("high", "not below", "close")]),
        ("not (low < close and close < high)", [("low", "below", "close"), ("close", "below", "high")]),
        ("not (close < low or close <= high)", [("close", "not above", "high")]),
        ("2 < 1 and high < close", [("high", "not below", "close")]),
    ],
)  # fmt: skip
def test_what_breaks_a_condition(text: str, found: list[tuple[str, str, str | float]]) -> None:
    assert broken(parse(text)[0], NUMBERS.__getitem__) == found
