"""The day that a number is of: that of its observation, and the last session in common where a symbol is late."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from markets import LAST, seeded

from generator import config, metrics
from generator.market import load
from generator.market.record import Market
from generator.metrics.fund import count_day


def cut(market: Market, rows: int, *series: str) -> Market:
    return replace(
        market, rates={**market.rates, **{name: market.rates[name].iloc[:-rows] for name in series}}
    )


@pytest.mark.parametrize("key", ["rate_2y", "slope_2s10s", "spread_hy"])
def test_a_rate_is_of_its_observation(key: str) -> None:
    held = seeded()
    assert metrics.one(key, held).as_of == LAST
    late = cut(held, 3, *config.RATES)
    assert metrics.one(key, late).as_of == held.rates["DGS2"].index[-4].date()


def test_a_slope_is_of_a_day_that_has_both() -> None:
    held = seeded()
    late = cut(held, 2, "DGS2")
    number = metrics.one("slope_2s10s", late)
    day = held.rates["DGS2"].index[-3]
    assert number.as_of == day.date()
    assert number.value == pytest.approx(float(held.rates["DGS10"][day] - held.rates["DGS2"][day]))


def test_a_symbol_a_session_late_leaves_numbers_of_the_last_session_in_common() -> None:
    held = seeded()
    before = held.bars[config.FUND].index[-2].date()
    late = replace(held, bars={**held.bars, "SPY": held.bars["SPY"].iloc[:-1]})
    for key in ("relative_1y", "beta_252d", "volatility_ratio_252d"):
        number = metrics.one(key, late)
        assert (number.value, number.as_of) == (metrics.one(key, held.upto(before)).value, before)
    assert metrics.one("close", late).as_of == LAST  # the fund's own are of its newest session


def test_a_symbol_that_ended_long_ago_gives_no_number() -> None:
    held = seeded()
    ended = replace(held, bars={**held.bars, "SPY": held.bars["SPY"].iloc[:-30]})
    number = metrics.one("relative_1y", ended)
    assert number.value is None and "prices/SPY.csv ends on" in number.missing


def test_a_count_that_lags_a_split_is_left_out() -> None:
    held = seeded()
    bars = held.bars[config.FUND].copy()
    bars.loc[bars.index[-2], "split"] = 2.0
    rows = pd.DataFrame({"shares_outstanding": [2e8, 2e8]}, [bars.index[-10], bars.index[-1]])
    split = replace(
        held, bars={**held.bars, config.FUND: bars}, fund=rows, history=pd.DataFrame(), shares={}, holdings={}
    )
    assert count_day(split) == bars.index[-10].date()
    assert metrics.evaluate("shares_outstanding", split) == 400
    moved = replace(split, fund=rows.assign(shares_outstanding=[2e8, 4.1e8]))
    assert count_day(moved) == LAST and metrics.evaluate("shares_outstanding", moved) == 410


def test_numbers_compute_on_any_session_from_2003_on(real: object) -> None:
    whole = load(real, None)  # type: ignore[arg-type]
    days = [stamp.date() for stamp in whole.bars[config.FUND].index if stamp.year >= 2003]
    for day in [days[0], *random.Random(7).sample(days, 19)]:
        numbers = metrics.compute(whole.upto(day))
        assert numbers["close"].value and all(
            day - timedelta(days=45) <= n.as_of <= day for n in numbers.values()
        ), day
        assert all(n.value is not None or n.missing for n in numbers.values())
    assert date(2003, 1, 2) == days[0]
