"""Whose data: full series leave the house only where the config says that somebody has the right."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from markets import seeded

from generator import config
from generator.site import api


def test_nothing_is_offered_by_default() -> None:
    assert config.PUBLISH_SERIES is False
    assert api.series(seeded(1)) == {}


def test_with_the_right_every_series_is_offered_and_nothing_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "PUBLISH_SERIES", True)
    market = seeded(1).upto(date(2025, 12, 5))
    offered = api.series(market)
    assert len(offered) == len(market.bars) + len(market.rates)
    read = pd.read_csv(io.BytesIO(offered["series/prices/IWM.csv"]), parse_dates=["date"], index_col="date")
    assert list(read.columns) == ["open", "high", "low", "close", "volume", "dividend", "split"]
    assert read.index[-1].date() == market.as_of
    pd.testing.assert_series_equal(read["close"], market.bars["IWM"]["close"], check_freq=False, check_index_type=False, check_names=False)  # fmt: skip
    for name, body in offered.items():
        if name.startswith("series/rates/"):
            assert body.decode().splitlines()[0] == f"observation_date,{name.split('/')[-1][:-4]}"


def test_a_sample_is_never_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "PUBLISH_SERIES", True)
    assert api.series(replace(seeded(1), origin="simulated")) == {}
