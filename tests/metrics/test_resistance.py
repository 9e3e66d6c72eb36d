"""Resistance by hand-made paths: rallies that stop at a level, that go through it, and that never come near."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from generator import config, metrics, stats
from generator.market import sessions
from generator.market.record import Market

LAST = date(2025, 12, 5)
LENGTH = 120


def path(peaks: dict[int, float], base: float = 90.0) -> Market:
    """A level that rises to a peak over five sessions and falls as fast; a peak's place counts from the end."""
    days = sessions(date(2024, 1, 2), LAST)[-LENGTH:]
    close = [base + 0.01 * (n % 2) for n in range(LENGTH)]
    for back, top in peaks.items():
        for off in range(-4, min(5, back + 1)):
            close[LENGTH - 1 - back + off] = base + (top - base) * (5 - abs(off)) / 5
    series = pd.Series(close, days)
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), series))
    frame = frame.assign(volume=1.0, dividend=0.0, split=0.0)
    return Market(LAST, "market", {config.FUND: frame}, {}, {}, pd.DataFrame(), pd.DataFrame())


def stalled(market: Market, **args: object) -> object:
    return metrics.evaluate("rallies_stalled", market, {"low": 100.0, "high": 101.0, **args})


@pytest.mark.parametrize(
    ("peaks", "expected"),
    [
        ({40: 100.5, 20: 101.0}, 2),  # both inside the band
        ({40: 100.5, 20: 130.0}, 0),  # the second went through it
        ({40: 95.0, 20: 95.0}, 0),  # none came near
        ({40: 100.5}, 1),  # one rally is no rallies
        ({90: 100.5, 20: 100.5}, 1),  # the first is older than the window
        ({20: 100.5, 2: 100.5}, 1),  # five sessions have to follow a local high
    ],
)
def test_rallies_by_hand(peaks: dict[int, float], expected: int) -> None:
    assert stalled(path(peaks)) == expected


def test_a_close_above_soon_after_breaks_what_had_stalled() -> None:
    held = path({40: 100.5, 20: 100.5})
    held.bars[config.FUND].loc[held.bars[config.FUND].index[-13], "close"] = 125.0  # eight sessions after
    assert stalled(held) == 0
    assert stalled(held, following=5) == 2


def test_the_level_that_nobody_names_is_the_highest_close() -> None:
    assert metrics.evaluate("rallies_stalled", path({40: 100.0, 20: 100.2}), {}) == 2


def test_local_highs_are_the_first_of_equal_ones() -> None:
    assert stats.local_highs(pd.Series([1, 2, 3, 3, 2, 1, 1.0]), 2) == [2]
