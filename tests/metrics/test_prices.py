"""Levels, returns, spans and risk: what the article printed, and answers by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from markets import flat, seeded, why

from generator import config
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics import evaluate, history, series
from generator.metrics.horizons import TO_DATE, origin


@pytest.mark.parametrize(
    ("key", "published", "digits"),
    [
        ("close", 250.77, 2),
        ("day_change", -0.42, 2),
        ("day_low", 250.28, 2),
        ("day_high", 252.66, 2),
        ("low_52w", 171.73, 2),
        ("high_52w", 252.77, 2),
        ("demark_high", 254.30, 2),
        ("demark_low", 250.18, 2),
        ("beta_36m", 1.3, 1),
        ("dividend_yield", 1, 0),
        ("dividend_count_12m", 4, 0),
    ],
)
def test_the_article_s_own_figures(article: Market, key: str, published: float, digits: int) -> None:
    """What the article printed for 5 December 2025 comes out of the bars."""
    value = evaluate(key, article)
    assert round(float(value), digits) == published


def test_horizons_by_hand() -> None:
    """100 to Friday 27 June 2025, 110 from Monday 30 June, 121 from Thursday 31 July; seen on 31 July.

    A day and a week before: 110, 10 %. A month before is 30 June (31 July has no 31 June before it): 110.
    Three months and the year's start: 100, 21 %. Against SPY, which stood still, the same in points.
    """
    market = flat(date(2024, 1, 2), date(2025, 7, 31), d20250630=110, d20250731=121)
    for key, expected in {
        "return_1d": 10, "return_1w": 10, "return_1m": 10, "return_3m": 21, "return_ytd_price": 21,
        "return_1y_total": 21, "relative_1m": 10, "relative_ytd": 21, "spy_return_1y_total": 0,
        "day_change": 10, "distance_ath": 0, "distance_high_52w": -100 / 101,
    }.items():  # fmt: skip
        assert evaluate(key, market) == pytest.approx(expected), key
    assert "begins on 2024-01-02" in why("return_3y_price", market)


def test_several_years_are_a_year() -> None:
    """From 100 to 133.1 in three years is 10 % a year; total and price agree where nothing is paid."""
    market = flat(date(2022, 1, 3), date(2025, 7, 31), d20250731=133.1)
    assert evaluate("return_3y_price", market) == pytest.approx(10)
    assert evaluate("relative_3y", market) == pytest.approx(10)


def test_52_weeks_leave_the_first_day_out() -> None:
    """A spike on 31 July 2024 is a year old on 31 July 2025; one on 1 August 2024 is not yet."""
    market = flat(date(2023, 1, 3), date(2025, 7, 31), d20240731=200, d20240801=150, d20240802=100)
    assert evaluate("high_52w", market) == pytest.approx(151.5)
    assert evaluate("high_52w_date", market) == "2024-08-01"
    assert (evaluate("ath_close", market), evaluate("ath_date", market)) == (200, "2024-07-31")
    assert evaluate("drawdown", market) == pytest.approx(-50)
    assert evaluate("drawdown_max_1y", market) == pytest.approx(-50)


def test_twice_the_volatility() -> None:
    """A close that is the square of SPY's has twice its log returns, whatever those are; against one that stands still there is none."""
    market = seeded(3)
    spy = market.bars["SPY"]
    squared = {column: spy[column] ** 2 / 100 for column in ("open", "high", "low", "close")}
    own = replace(market, bars={**market.bars, config.FUND: spy.assign(**squared)})
    assert evaluate("volatility_ratio_252d", own) == pytest.approx(2)
    assert "SPY did not move" in why("volatility_ratio_252d", flat(date(2024, 1, 2), date(2025, 7, 31)))


def test_weeks_by_hand() -> None:
    """Gains of 10 % in the week to 18 July, 5 % to 25 July; Thursday 31 July does not end its week."""
    market = flat(date(2024, 1, 2), date(2025, 7, 31), d20250716=110, d20250722=115.5, d20250731=300)
    assert evaluate("week_return", market) == pytest.approx(5)
    assert evaluate("weeks_since_stronger", market) == 1
    assert evaluate("best_week_1y", market) == pytest.approx(10)
    assert evaluate("best_week_1y_date", market) == "2025-07-18"
    assert evaluate("best_day", market) == pytest.approx((300 / 115.5 - 1) * 100)
    assert evaluate("best_day", market, {"sessions": 1}) == evaluate("day_change", market)
    assert evaluate("return_since", market, {"base": date(2025, 7, 20)}) == pytest.approx(
        (300 / 110 - 1) * 100
    )
    between = {"start": date(2025, 7, 15), "end": date(2025, 7, 27)}
    assert evaluate("return_between", market, between) == pytest.approx(15.5)
    assert evaluate("excess_between", market, between | {"other": "^GSPC"}) == pytest.approx(15.5)
    with pytest.raises(MissingInput, match="from 2025-07-15 to 2025-08-01 cannot be told on 2025-07-31"):
        evaluate("return_between", market, between | {"end": date(2025, 8, 1)})
    with pytest.raises(MissingInput, match=r"prices/DAX\.csv is not in the snapshot"):
        evaluate("week_return", market, {"symbol": "DAX"})


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        (date(2025, 12, 5), True, False),  # an ordinary Friday
        (date(2025, 11, 28), True, True),  # a short Friday, the month's last session
        (date(2025, 7, 3), True, False),  # a Thursday before Independence Day
        (date(2024, 3, 28), True, True),  # a Thursday before Good Friday
        (date(2021, 5, 28), True, True),  # the 31st is Memorial Day
        (date(2025, 12, 31), False, True),  # a Wednesday; the week goes on after New Year's Day
        (date(2026, 3, 31), False, True),
    ],
)
def test_only_what_is_over_counts(day: date, week: bool, month: bool) -> None:
    """The running week and month are left out, unless the day is their last session of the exchange."""
    market = seeded().upto(day) if day <= seeded().as_of else replace(seeded(), as_of=day)
    assert (series._is_over("week", day), series._is_over("month", day)) == (week, month)
    if day <= seeded().as_of:
        assert (series.ends(market, "IWM", "month").index[-1].date() == day) == month


def test_record_gap_by_hand() -> None:
    """Records on 5 January 2022 (110) and 2 September 2025 (120): 1336 days, 3.66 years."""
    market = flat(date(2021, 1, 4), date(2025, 12, 31), d20220105=110, d20220106=100, d20250902=120)
    assert evaluate("record_gap_years", market) == pytest.approx(1336 / 365.25)
    with pytest.raises(MissingInput, match="no record close on or after 2025-10-01"):
        evaluate("record_gap_years", market, {"since": date(2025, 10, 1)})


def test_windows_are_those_of_a_plain_loop() -> None:
    """The windows of history against months gone through one by one."""
    market = seeded(3)
    ends = series.ends(market, "IWM", "month")
    loop = [(ends.iloc[i] / ends.iloc[i - 12] - 1) * 100 for i in range(12, len(ends))]
    assert history.yearly_returns(market).tolist() == pytest.approx(loop)
    assert evaluate("window_12m_p25", market) == pytest.approx(np.percentile(loop, 25))
    total = series.total(market, "IWM")
    deep = []
    for start, end in zip(ends.index, ends.index[12:], strict=False):
        path = total.loc[start:end]
        deep.append(float((path / path.cummax()).min()) < 0.9)
    assert evaluate("drawdown_10_share", market) == pytest.approx(np.mean(deep) * 100)


def test_a_month_and_a_quarter_begin_with_the_close_before_their_first_day() -> None:
    month, quarter = TO_DATE
    assert origin(month, date(2026, 3, 1)) == date(2026, 2, 28)
    assert origin(quarter, date(2026, 3, 31)) == date(2025, 12, 31)
    assert origin(quarter, date(2026, 4, 1)) == date(2026, 3, 31)
