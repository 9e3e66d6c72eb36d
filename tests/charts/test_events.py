"""What has come since a day, on paths whose answers are known by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator.charts import events

BEGUN = date(2024, 1, 5)


def closes(*prices: float) -> pd.Series:
    return pd.Series(prices, index=pd.bdate_range("2024-01-02", periods=len(prices)), dtype=float)


def told(*prices: float, levels: dict[str, float] | None = None) -> list[tuple[date, str]]:
    found = events.since(closes(*prices), BEGUN, levels or {}, None)
    return [(event.day, event.words) for event in found]


def test_nothing_has_come_on_the_day_itself() -> None:
    assert told(100, 101, 99, 100, levels={"low": 90}) == []


def test_the_first_close_beyond_a_level_and_only_that() -> None:
    found = told(100, 101, 99, 100, 97, 94, 98, 94, levels={"low": 95, "high": 105, "other low": 90})
    assert found == [(date(2024, 1, 9), "first close below the low of $95.00, at $94.00")]


def test_a_level_is_broken_from_the_side_on_which_the_price_stood() -> None:
    assert (
        told(100, 101, 99, 100, 106, levels={"high": 105})[0][1]
        == "first close above the high of $105.00, at $106.00"
    )
    assert told(100, 110, 109, 108, 107, levels={"high": 105}) == []


def test_the_highest_close_of_all_is_a_record_and_the_highest_since_is_none() -> None:
    assert told(100, 101, 99, 100, 103, 102) == [(date(2024, 1, 8), "highest close on record, $103.00")]
    assert told(200, 191, 190, 192, 195) == []


def test_a_fall_is_told_from_a_tenth_on() -> None:
    assert told(100, 100, 100, 100, 90.1) == []
    assert told(100, 100, 100, 100, 88, 89) == [
        (
            date(2024, 1, 8),
            "deepest fall since the article, 12.0\u202f% below the record before it, to $88.00",
        )
    ]


def test_a_rate_moves_on_the_first_day_that_it_is_in_force() -> None:
    days = pd.date_range("2024-01-02", periods=12)
    upper = pd.Series([4.0] * 6 + [3.75] * 3 + [4.0] * 3, index=days)
    found = events.since(closes(100, 100, 100, 100, 100, 100, 100, 100), BEGUN, {}, upper)
    assert [(event.day, event.words) for event in found] == [
        (date(2024, 1, 8), "policy rate cut to 3.75\u202f%, in force that day"),
        (date(2024, 1, 11), "policy rate raised to 4.00\u202f%, in force that day"),
    ]
