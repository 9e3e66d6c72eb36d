"""Sentence guards: what a condition may say, and what it may not."""

from __future__ import annotations

import pytest

from generator.conditions import ConditionError, holds, parse

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
