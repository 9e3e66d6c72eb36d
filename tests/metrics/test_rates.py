"""Policy rates, yields and spreads by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from markets import seeded, why

from generator import config
from generator.errors import MissingInput
from generator.metrics import compute, evaluate
from generator.metrics.sensitivity import first_cuts


def test_nothing_has_passed_since_publication() -> None:
    """On the article's last close there is no return since it, and no cut; before it not even that."""
    then = compute(seeded().upto(config.LAST_CLOSE))
    assert (
        "nothing had passed since the article's last close" in then["return_since_publication_total"].missing
    )
    assert then["cuts_since_publication"].value == 0
    assert "before the article's last close" in why(
        "cuts_since_publication", seeded().upto(date(2025, 12, 4))
    )


def test_cuts_by_hand() -> None:
    """A cut of half a point is one cut, and a raise takes one off."""
    walk = pd.Series(4.0, seeded().rates["DFEDTARU"].index)
    for day, level, net in (("2026-01-05", 3.5, 1), ("2026-01-20", 3.25, 2), ("2026-02-10", 3.75, 1)):
        walk[walk.index > day] = level
        assert evaluate("cuts_since_publication", replace(seeded(), rates={"DFEDTARU": walk})) == net


def test_a_cycle_begins_with_a_cut_after_a_rise() -> None:
    """Up, down, down, up, down: the first and the third fall begin easings, decided on the day before, the second goes on with one."""
    days = pd.to_datetime(
        ["2015-12-17", "2016-12-15", "2019-08-01", "2019-09-19", "2022-03-17", "2024-09-19", "2026-02-27"]
    )
    upper = pd.Series([0.25, 0.5, 0.25, 0.0, 0.25, 0.0, 0.0], days)
    market = replace(seeded(), rates={"DFEDTARU": upper})
    assert first_cuts(market, "DFEDTARU")[2:] == [date(2019, 7, 31), date(2024, 9, 18)]


def test_a_stale_rate_is_missing() -> None:
    """A yield of three weeks ago is not the market's."""
    old = {"DGS2": seeded().rates["DGS2"].loc[:"2026-02-06"]}
    with pytest.raises(MissingInput, match="DGS2 has no observation within 10 days of 2026-02-27"):
        evaluate("rate_2y", replace(seeded(), rates=old))


def test_a_percentile_takes_a_year_of_spreads() -> None:
    """Of a hundred observations none is given."""
    short = {"BAMLH0A0HYM2": seeded().rates["BAMLH0A0HYM2"].iloc[-100:]}
    with pytest.raises(MissingInput, match="BAMLH0A0HYM2 has 100 observations, the number takes 252"):
        evaluate("spread_hy_percentile", replace(seeded(), rates=short))
