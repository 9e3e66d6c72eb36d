"""How small caps behave beside large ones, by markets in which it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from markets import LAST, seeded

from generator import config, metrics, stats
from generator.facts.record import Fact
from generator.ledger.check import check
from generator.market.record import Market


def driven(size: float, noise: float, scale: float = 1.0) -> Market:
    """The seeded market in which the fund moves as its benchmark less `size` times the change of the 2-year yield, and by noise."""
    held = seeded()
    held = replace(held, rates={**held.rates, "DGS2": held.rates["DGS2"] * scale})
    steps = held.rates["DGS2"].reindex(held.bars["SPY"].index).diff().fillna(0)
    chance = np.random.default_rng(3).normal(0, noise, len(steps))
    close = held.bars["SPY"]["close"] * np.exp((chance - size * steps.to_numpy()).cumsum() / 100)
    frame = held.bars[config.FUND].assign(open=close, high=close, low=close, close=close, dividend=0.0)
    other = held.bars["SPY"].assign(dividend=0.0)
    return replace(held, bars={**held.bars, config.FUND: frame, "SPY": other})


def fact(metric: str, **more: Any) -> Fact:
    given: dict[str, Any] = {"high": 0.0, **more}
    return Fact("k", "s", "t", "more", "pp", LAST, (1,), kind="comparison", metric=metric, **given)


def test_a_slope_that_is_there_is_found_and_one_that_is_not_cannot_be_told() -> None:
    sure = driven(8, 0.05)
    assert metrics.evaluate("excess_beta_2y", sure) == pytest.approx(-8, abs=0.5)
    found = check(fact("excess_beta_2y"), sure)
    assert found.verdict == "reproduced" and "standard error" in found.note
    vague = check(fact("excess_beta_2y"), driven(0, 2.0))
    assert vague.verdict == "inconclusive" and vague.note.startswith(
        "Too uncertain: with a standard error of"
    )


def test_a_standard_error_is_that_of_least_squares() -> None:
    base = pd.Series(np.arange(20.0))
    chance = pd.Series(np.random.default_rng(5).normal(0, 1, 20))
    asset = 2 * base + chance
    table = np.column_stack([np.ones(20), base])
    solved, residual, *_ = np.linalg.lstsq(table, asset.to_numpy(), rcond=None)
    spread = residual[0] / 18 * np.linalg.inv(table.T @ table)[1, 1]
    assert stats.slope_error(asset, base) == pytest.approx(spread**0.5)
    assert stats.beta(asset, base) == pytest.approx(solved[1])


def test_days_of_rising_yields_are_cases() -> None:
    found = check(fact("excess_on_hawkish_days"), driven(8, 0.05, scale=4))
    assert found.verdict == "reproduced" and " of them as claimed; their mean is −" in found.note


def test_a_lead_is_over_the_better_of_two() -> None:
    held, args = seeded(), {"base": date(2025, 11, 24)}
    own, *others = (
        metrics.evaluate("return_since", held, {**args, "symbol": s}) for s in ("IWM", "SPY", "QQQ")
    )
    assert metrics.evaluate("lead_since", held, args) == pytest.approx(float(own) - max(map(float, others)))


def test_momentum_is_five_sessions_against_five() -> None:
    held = seeded()
    close = held.bars[config.FUND].copy()
    close["close"] = [100.0] * (len(close) - 6) + [110.0, 110.0, 110.0, 110.0, 110.0, 121.0]
    risen = replace(held, bars={**held.bars, config.FUND: close})
    assert metrics.evaluate("momentum_5d_change", risen) == pytest.approx(10 - 10)
    close["close"] = [100.0] * (len(close) - 6) + [110.0] * 6
    assert metrics.evaluate(
        "momentum_5d_change", replace(risen, bars={**held.bars, config.FUND: close})
    ) == pytest.approx(-10)


def test_a_surge_takes_more_than_a_gain() -> None:
    """Ten usual moves, whoever's and whenever it was: an invented claim of a rise that was none differs."""
    held = seeded()
    args = {"start": date(2025, 11, 3), "end": date(2025, 12, 5)}
    best = float(metrics.evaluate("best_between", held, args))
    claim = replace(
        fact("best_between", high=None, low=0.0, hedge="surge", args=args), unit="%", as_of=date(2025, 12, 5)
    )
    found = check(claim, held)
    assert found.allowed[0] and found.allowed[0] > 0
    assert (found.verdict == "reproduced") == (best >= found.allowed[0])


def test_stocks_held_directly_are_a_share_of_all_positions() -> None:
    held = seeded()
    frame = held.holdings[max(held.holdings)]
    stocks = frame.loc[frame["asset_class"] == "Equity", "market_value"].clip(lower=0).sum()
    assert metrics.evaluate("equity_share", held) == pytest.approx(
        float(stocks / frame["market_value"].sum() * 100)
    )
