"""Whose data: what of a chart leaves keeps to the terms of the data's owners."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_charts import CHARTS, SERIES, data, drawn, figure

from generator import config
from generator.charts import downloads, parts, registry, terms

ENDS = st.tuples(st.floats(-1e4, 1e4), st.floats(1e-2, 1e4)).map(lambda e: (e[0], e[0] + e[1]))


def test_every_owner_has_terms() -> None:
    for entry in CHARTS.values():
        assert set(entry.owners) <= set(config.TERMS)
    assert set(config.PROVIDERS) <= set(config.TERMS)
    assert set(config.TERMS.values()) <= set(terms.STRICTEST_FIRST)
    assert terms.of(["fred", "ice", "yahoo"]) == "picture"
    assert terms.of(["fred", "yahoo"]) == "points"
    assert terms.of(["fred"]) == terms.of([]) == "series"


@given(ENDS, st.floats(0, 1))
def test_a_value_is_rounded_to_about_a_thousandth_of_its_axis(
    ends: tuple[float, float], share: float
) -> None:
    """Never finer than a fifteen-hundredth, and never so coarse that a px of 640 moves."""
    low, high = ends
    step = terms.step(low, high)
    value = low + share * (high - low)
    told = terms.rounded(value, step)
    assert abs(told - value) <= (high - low) / 1000 * 0.8
    assert terms.rounded(told, step) == told
    tenth = {terms.rounded(low + n * (high - low) / 3000, step) for n in range(300)}
    assert 60 <= len(tenth) <= 160


def columns(spec: dict[str, Any]) -> Iterator[list[float]]:
    """Every column of numbers in a spec, in the order of its rows."""
    for rows in spec["datasets"].values():
        for name in {name for row in rows for name in row}:
            values = [row[name] for row in rows if isinstance(row.get(name), float)]
            if len(values) > 9:
                yield values


@pytest.mark.parametrize("key", [key for key in SERIES if terms.of(CHARTS[key].owners) == "points"])
def test_points_are_not_the_vendors_own(key: str) -> None:
    """No ten neighbours in a spec or a table are ten values of an input, as precise as it is."""
    shown = figure(key)
    for frame in data().market.bars.values():
        for name in ("open", "high", "low", "close"):
            cents = [f"{v:.2f}" for v in frame[name]]
            runs = {tuple(cents[n : n + 10]) for n in range(len(cents) - 9)}
            for spec in shown.specs.values():
                for values in columns(spec):
                    told = [f"{v:.2f}" for v in values]
                    assert not runs & {tuple(told[n : n + 10]) for n in range(len(told) - 9)}
    assert shown.table is not None
    for spec in shown.specs.values():
        for plot in parts.plots(spec):
            ends = terms.reach(plot)
            assert ends is not None
            step = terms.step(*ends)
            for layer in plot["layer"]:
                field = layer["encoding"].get("y", {}).get("field")
                for row in spec["datasets"][layer["data"]["name"]]:
                    if isinstance(row.get(field), float):
                        assert row[field] == terms.rounded(row[field], step)


def test_what_only_a_picture_may_show_is_a_picture_of_weeks() -> None:
    shown = figure("credit_spread")
    assert shown.terms == "picture"
    assert shown.table is None
    for spec in shown.specs.values():
        for rows in spec["datasets"].values():
            days = [date.fromisoformat(row["date"][:10]) for row in rows]
            assert all(
                (b - a).days >= 3 and a.isocalendar()[:2] != b.isocalendar()[:2] for a, b in pairwise(days)
            )
    files = downloads.pictures(shown, {size: drawn("credit_spread", size) for size in shown.specs})
    assert sorted(files) == ["charts/credit_spread-dark.svg", "charts/credit_spread.svg"]
    assert not downloads.offered(shown) and not downloads.points(shown, "ICE")


def test_a_table_has_its_codebook_beside_it() -> None:
    shown = figure("price_trend")
    files = downloads.points(shown, "Yahoo Finance, daily bars")
    told = json.loads(files["charts/price_trend.csv-metadata.json"])
    head, *rows = csv.reader(io.StringIO(files["charts/price_trend.csv"].decode()))
    assert told["url"] == "price_trend.csv" and told["dc:source"] == "Yahoo Finance, daily bars"
    columns = told["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == head
    assert columns[0]["datatype"] == "date" and all(date.fromisoformat(row[0]) for row in rows)
    assert {column["schema:unitText"] for column in columns[1:]} == {"USD"}
    rounded, monthly = told["rdfs:comment"]
    assert "thousandth" in rounded and "month" in monthly
    whole = json.loads(
        downloads.points(figure("earnings_growth"), "the article")["charts/earnings_growth.csv-metadata.json"]
    )
    assert whole["rdfs:comment"] == ["Nothing is left out: the table holds what the picture draws."]


def test_who_has_the_right_offers_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "PUBLISH_SERIES", True)
    shown = registry.figure(CHARTS["credit_spread"], data())
    assert downloads.offered(shown) and shown.table is not None
    spread = {round(float(v), 6) for v in data().market.rates["BAMLH0A0HYM2"].dropna()}
    told = next(rows for rows in shown.specs["wide"]["datasets"].values() if len(rows) > 100)
    assert sum(row["value"] in spread for row in told) > 100


def test_a_column_is_rounded_by_the_axis_that_holds_it() -> None:
    frame = figure("rsi_macd").table
    assert frame is not None
    points, usd = (frame.iloc[:, n].to_numpy() for n in (1, 2))
    assert np.allclose(points * 10, np.round(points * 10)) and not np.allclose(usd * 10, np.round(usd * 10))
    assert json.dumps(usd.tolist()) and not any(math.isnan(v) for v in usd)
