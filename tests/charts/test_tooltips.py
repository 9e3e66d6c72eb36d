"""What an interactive chart tells: the numbers of its own table, at their places, named and with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from test_charts import KEYS, figure

from generator.charts import interactive, tooltips
from generator.formats import day

Spec = dict[str, Any]
NUMBER = re.compile(r"(?<!\d)[\u2212-]?\$?\d[\d,]*(?:\.\d+)?")
CURVES = (
    "catch_up",
    "drawdowns",
    "price_trend",
    "rate_sensitivity",
    "rsi_macd",
    "weekly_returns",
)


def plots(spec: Spec) -> Iterator[Spec]:
    for part in (*spec.get("vconcat", ()), *spec.get("concat", ())):
        yield from plots(part)
    if "layer" in spec:
        yield spec


def words(spec: Spec) -> list[dict[str, str]]:
    """What is told, place by place."""
    out = []
    for plot in plots(spec):
        out += [row["told"] for row in tooltips.rows(plot["layer"][-1], spec["datasets"])]
    return out


def numbers(texts: Any) -> list[float]:
    return [
        float(re.sub("[,$]", "", n.replace("\u2212", "-")))
        for text in texts
        for n in NUMBER.findall(str(text))
    ]


def headings(cell: Any) -> set[str]:
    """How a table's first cell may be told as a place."""
    text = str(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return {day(date.fromisoformat(text))}
    return {
        text[:1].upper() + text[1:],
        f"Years from now: {text}",
        f"{float(text):,.0f} names" if _number(text) else text,
    }


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", text))


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("key", [key for key in KEYS if figure(key).terms != "picture"])
def test_every_number_of_the_table_is_told_at_its_place(key: str, size: str) -> None:
    shown = figure(key)
    tells = words(interactive.lively(shown.specs[size]))
    assert tells and all(len(tell) > 1 and tell["title"] for tell in tells)
    everywhere = [n for tell in tells for n in numbers(tell.values())]
    slack = 0.0501 if key == "scenario_fan" else 0.00501  # that table has one decimal
    found = 0
    assert shown.table is not None
    for first, *cells in shown.table.itertuples(index=False, name=None):
        here = [tell for tell in tells if tell["title"] in headings(first)]
        if not here and shown.table.columns[0] == "Date":
            continue  # no point of a line thinned out for drawing, or of a level between its steps
        if key == "options_split" and "of its 30-day mean" in first:
            continue  # drawn as the mean itself
        found += 1
        near = numbers(v for tell in here for k, v in tell.items() if k != "title") if here else everywhere
        for value in numbers(cell for cell in cells if cell == cell and cell is not None):
            assert any(abs(value - n) <= slack for n in near), (key, first, value, here)
    assert found > 1 or key == "policy_path"


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("key", CURVES)
def test_every_point_of_the_longest_line_is_told(key: str, size: str) -> None:
    spec = figure(key).specs[size]
    points = [
        {row["date"] for row in tooltips.rows(layer, spec["datasets"])}
        for plot in plots(spec)
        for layer in plot["layer"]
        if tooltips.mark(layer) in ("line", "area", "rule") and tooltips.channel(layer, "x")
    ]
    live = interactive.lively(spec)
    for plot in plots(live):
        at = [row["at"] for row in tooltips.rows(plot["layer"][-1], live["datasets"])]
        assert at == sorted(set(at)) and len(at) >= max(len(days) for days in points)
        assert set().union(*points) <= set(at)
    first, last = live["usermeta"]["range"]
    assert first <= min(at)[:10] and max(at)[:10] <= last


def test_a_span_tells_both_its_ends_and_a_step_holds_until_the_next() -> None:
    for key, what in (
        ("price_trend", "52-week range"),
        ("range_52w", "Range"),
        ("policy_path", "Target range"),
    ):
        told_there = [
            tell[what] for tell in words(interactive.lively(figure(key).specs["wide"])) if what in tell
        ]
        assert len(told_there) > 1
        for text in told_there:
            low, high = numbers([text.replace("52-week", "")])
            assert low < high, text
    path = words(interactive.lively(figure("policy_path").specs["wide"]))
    assert path[-1]["title"] == "31 December 2026" and "Target range" not in path[-1], (
        "what is set then is unknown"
    )
    close = {tell["title"]: tell for tell in words(interactive.lively(figure("price_trend").specs["wide"]))}
    assert all("52-week range" in tell and "IWM" in tell for tell in close.values())
    assert len(close) == 252


def test_parts_of_a_whole_are_told_by_their_size_not_by_where_they_start() -> None:
    tell = words(interactive.lively(figure("options_split").specs["wide"]))[0]
    assert tell["Puts"].startswith("55.6") and tell["Calls"].startswith("44.4")


@pytest.mark.parametrize("key", KEYS)
def test_a_legend_fades_every_layer_that_knows_its_names(key: str) -> None:
    live = interactive.lively(figure(key).specs["wide"])
    for plot in plots(live):
        bound = [p for layer in plot["layer"] for p in layer.get("params", ()) if p.get("bind") == "legend"]
        assert len(bound) <= 1
        for param in bound:
            field = param["select"]["fields"][0]
            for layer in plot["layer"]:
                if any(field in row for row in tooltips.rows(layer, live["datasets"])):
                    assert layer["encoding"]["opacity"]["condition"]["param"] == param["name"]
    if key in ("catch_up", "price_trend", "returns_by_horizon", "rsi_macd", "sectors", "ten_years"):
        assert '"bind": "legend"' in str(live).replace("'", '"')


def test_panels_answer_together_and_share_a_range() -> None:
    live = interactive.lively(figure("rsi_macd").specs["wide"])
    last = [plot["layer"][-1] for plot in plots(live)]
    assert len(last) == 2 and last[0]["encoding"]["opacity"] == last[1]["encoding"]["opacity"]
    assert all(layer["encoding"]["x"]["scale"]["domainRaw"] == {"expr": "span"} for layer in last)
    assert live["params"] == [{"name": "span", "value": None}]
    assert set(words(live)[-1]) == {"title", "RSI", "MACD", "Signal"}
