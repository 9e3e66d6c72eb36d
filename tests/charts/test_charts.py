"""The charts: one contract for all of them, and what they say of simulated data and of an edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import places
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markets import LAST, seeded

from generator import config, metrics
from generator.charts import declared, panels, parts, registry, svg, theme
from generator.charts.forms import concentration, sensitivity
from generator.charts.forms.fan import percentiles
from generator.charts.record import Figure
from generator.charts.theme import SIZES
from generator.facts import reader
from generator.ledger.record import Finding
from generator.market.record import nothing
from generator.metrics.record import Definition
from generator.words import Words

CHARTS = declared.read(config.FACTS, reader.load(config.FACTS).facts, [])
KEYS = sorted(CHARTS)
SERIES = [key for key in KEYS if CHARTS[key].series and not CHARTS[key].alone]
UNITS = re.compile(r"%|USD|points|contracts|names|[Yy]ears|multiple|over large caps'|= 1|Beta")
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
ROLES = {value for value in vars(theme).values() if isinstance(value, str) and value.startswith("var(--c-")}


@cache
def data(as_of: date = LAST, origin: str = "market") -> registry.Data:
    """Everything a chart reads: seeded bars, the numbers computed from them, the published facts."""
    market = seeded().upto(as_of)
    book = reader.load(config.FACTS)
    stood = {key: book.facts[key] for key in ("low_52w", "close", "high_52w")}
    findings = {
        key: Finding(
            fact, (None, None), "reproduced", fact.value, Definition(Words("By hand.")), config.LAST_CLOSE
        )
        for key, fact in stood.items()
    }
    numbers = metrics.compute(market)
    market = nothing(as_of) if origin == "edition" else replace(market, origin=origin)
    return registry.Data(market, numbers, book.facts, findings, as_of)


@cache
def figure(key: str, origin: str = "market") -> Figure:
    return registry.figure(CHARTS[key], data(origin=origin))


@cache
def drawn(key: str, size: str, origin: str = "market") -> str:
    return svg.render(figure(key, origin).specs[size])


def views(spec: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The encodings of each single view of a spec, those of its layers together."""
    for part in (*spec.get("vconcat", ()), *spec.get("hconcat", ()), *spec.get("concat", ())):
        yield from views(part)
    if "layer" in spec:
        yield [layer.get("encoding", {}) for layer in spec["layer"]]
    elif "mark" in spec:
        yield [spec.get("encoding", {})]


def test_registry_has_the_charts_of_the_pages() -> None:
    slots = {
        key
        for page in config.DOCS.glob("*.md")
        for key in re.findall(r"\{\{ chart\.(\w+) \}\}", page.read_text("utf-8"))
    }
    assert slots == set(KEYS)  # what no page shows, nobody sees


@pytest.mark.parametrize("form", ["averages", "rebased"])
@pytest.mark.parametrize("far", [-1e4, 1e4])
def test_a_published_figure_off_the_axis_is_no_ring(form: str, far: float) -> None:
    """It would stretch the picture to where there is nothing else."""
    known, chart = data(), CHARTS[places.chart(form)]
    fact = known.facts[chart.function.keywords["ring"]]  # type: ignore[attr-defined]
    there = replace(fact, as_of=known.as_of)
    for value, ringed in (
        (far, False),
        (float(known.numbers["close"].value or 0) if form == "averages" else 0.0, True),
    ):
        facts = {**known.facts, fact.key: replace(there, value=value, low=None, high=None)}
        assert ("Ring" in registry.figure(chart, replace(known, facts=facts)).caption) == ringed


@pytest.mark.parametrize("key", KEYS)
def test_words(key: str) -> None:
    shown = figure(key)
    assert not shown.missing
    assert shown.title
    assert not shown.title.endswith(".")
    assert re.search(r"Source: .* \d{1,2} [A-Z][a-z]+ 20\d\d\.", shown.caption)
    assert re.search(r"\d", shown.alt)
    assert shown.alt.endswith(".")
    assert 60 <= len(shown.alt) <= 420
    assert "nan" not in f"{shown.alt} {shown.caption}".lower().split()
    # the house's minus, not a hyphen, stands before a number
    assert not re.search(r"(?<![\d\w])-\d", shown.alt)
    if shown.terms == "picture":
        assert shown.table is None
        return
    assert shown.table is not None
    assert len(shown.table) > 1


@pytest.mark.parametrize("key", KEYS)
def test_spec(key: str) -> None:
    specs = figure(key).specs
    assert set(specs) == {size.name for size in SIZES}
    assert specs["wide"] != specs["narrow"]
    for spec in specs.values():
        alt.Chart.from_dict(
            {**spec, "datasets": {}}
        )  # holds it against the schema of Vega-Lite, slow on points
        text = json.dumps(spec, ensure_ascii=False, allow_nan=False)
        outside = {name: part for name, part in spec.items() if name != "$schema"}
        assert "://" not in json.dumps(outside)
        for colour in HEX.finditer(text):
            assert any(role in text[colour.start() - 40 : colour.end() + 1] for role in ROLES), colour[0]
        for size in re.findall(r'"(?:font|label|title)\w*[sS]ize": ([\d.]+)', text, re.I):
            assert float(size) >= 11


@pytest.mark.parametrize("key", KEYS)
def test_axes_name_their_units(key: str) -> None:
    for spec in figure(key).specs.values():
        for encodings in views(spec):
            for channel in ("x", "y"):
                defined = [e[channel] for e in encodings if "field" in e.get(channel, {})]
                quantities = [d for d in defined if d["type"] == "quantitative"]
                if quantities:
                    assert any(UNITS.search(d.get("title") or "") for d in quantities), (key, channel)


@pytest.mark.parametrize("key", KEYS)
def test_same_inputs_same_picture(key: str) -> None:
    again = registry.figure(CHARTS[key], data())
    assert json.dumps(again.specs, sort_keys=True) == json.dumps(figure(key).specs, sort_keys=True)
    assert (again.caption, again.alt) == (figure(key).caption, figure(key).alt)
    assert svg.render(again.specs["narrow"]) == drawn(key, "narrow")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("key", KEYS)
def test_picture_fits_its_width(key: str, size: theme.Size) -> None:
    picture = drawn(key, size.name)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    assert box
    assert abs(float(box[1]) - size.width) <= 1
    assert all(float(size) >= 11 for size in re.findall(r'font-size="([\d.]+)', picture))
    assert "NaN" not in picture
    assert "undefined" not in picture


def test_known_words() -> None:
    """The words say what the numbers are: those of the range, worked out from the three of them."""
    numbers = data().numbers
    low, close, high = (float(numbers[key].value or 0) for key in ("low_52w", "close", "high_52w"))
    words = figure("range_52w").alt
    assert f"closed at {close:,.2f} dollars on 27 February 2026" in words
    assert f"{100 * (close - low) / (high - low):.0f}\u202f% of the way" in words


def test_table_of_a_series_holds_month_ends_alone() -> None:
    table = figure("price_trend").table
    days = pd.to_datetime(table["Date"])
    assert days.is_monotonic_decreasing
    assert days.dt.to_period("M").is_unique


def test_fan_before_anything_happened() -> None:
    """As of the article's last close there is a fan and no path yet; later the fan is the same."""
    then = registry.figure(CHARTS["scenario_fan"], data(config.LAST_CLOSE))
    now = figure("scenario_fan")
    assert "had returned" not in then.alt
    assert "had returned" in now.alt
    pd.testing.assert_frame_equal(then.table, now.table)


def test_fan_of_steady_growth() -> None:
    """1 % a month, always: every percentile of n months is 1.01**n - 1."""
    levels = pd.Series(1.01 ** np.arange(100), pd.date_range("2015-01-31", periods=100, freq="ME"))
    shares = percentiles(levels)
    for months in (0, 1, 12):
        assert shares.loc[months].to_numpy() == pytest.approx([(1.01**months - 1) * 100] * 5, abs=1e-3)


def rated(moves: list[float]) -> registry.Data:
    """The seeded world with a 2-year yield that moves by `moves` a session, over and over."""
    base = data()
    index = base.market.rates["DGS2"].index
    moved = 3 + np.cumsum(np.resize(moves, len(index)))
    moved[len(index) // 2 :] = moved[len(index) // 2]  # and stands still for the second half
    rates = {**base.market.rates, "DGS2": pd.Series(moved, index, name="DGS2")}
    return replace(base, market=replace(base.market, rates=rates))


def test_no_slope_on_a_yield_that_stands_still() -> None:
    """Its weeks are left out and no line leads over them; a yield that never moves has no picture."""
    spec = registry.figure(CHARTS["rate_sensitivity"], rated([0.05, -0.02, 0.03, -0.07])).specs["wide"]
    line = next(rows for rows in spec["datasets"].values() if rows and "stretch" in rows[0])
    stood = data().market.rates["DGS2"].index
    assert max(row["date"] for row in line) < f"{stood[len(stood) // 2 + 260]:%Y-%m-%d}"
    assert "nothing" not in registry.figure(CHARTS["rate_sensitivity"], rated([0.05, -0.08])).missing
    assert (
        "years in which rates/DGS2.csv moved"
        in registry.figure(CHARTS["rate_sensitivity"], rated([0.0])).missing
    )


def test_stretches_end_at_gaps() -> None:
    weeks = pd.date_range("2024-01-05", periods=9, freq="W-FRI")
    slope = pd.Series(1.0, weeks).drop([weeks[3], weeks[4], weeks[7]])
    assert sensitivity.stretches(slope, weeks, 100)["stretch"].tolist() == [0, 0, 0, 1, 1, 2]


def test_recomputed_bars_name_their_source() -> None:
    """A chart of the article's figures names the data of what is recomputed beside them, and only then."""
    there = data()
    known = {m: replace(there.numbers[m], value=40.0) for m in ("put_share", "option_volume")}
    without = {m: replace(there.numbers[m], value=None, missing="none") for m in known}
    pairs = {
        "options_split": (
            replace(there, numbers={**there.numbers, **known}),
            replace(there, numbers={**there.numbers, **without}),
            there.numbers["put_share"].source,
        ),
        "flows": (
            there,
            replace(there, market=replace(there.market, history=pd.DataFrame())),
            metrics.HISTORY,
        ),
    }
    for key, (told, silent, source) in pairs.items():
        shown, bare = registry.figure(CHARTS[key], told), registry.figure(CHARTS[key], silent)
        assert f"Source: the article of 7 December 2025; {source}, to 27 February 2026." in shown.caption
        assert "Source: the article of 7 December 2025." in bare.caption


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("value", [100.0, 99.0, -99.0, 60.0])
def test_small_multiples_fit(size: theme.Size, value: float) -> None:
    """Names and values of any length stay inside, at bars that end where the axis does too."""
    frame = pd.DataFrame({"name": ["MMMM WWWW QQQQ", "a"], "value": [value, 1], "label": ["−1,000.00", "1"]})
    frame["colour"] = theme.FUND
    spec = panels.beside([panels.panel(frame, "Points, %")] * 3, size)
    spec["config"] = theme.config(size)
    box = re.search(r'viewBox="0 0 ([\d.]+)', svg.render(spec))
    assert box
    assert size.width * 0.8 <= float(box[1]) <= size.width + 1


@given(st.text("ABCMWabcimw0189 ,.%", max_size=20), st.sampled_from(SIZES))
def test_breadth_grows_with_the_text(text: str, size: theme.Size) -> None:
    assert 0 <= parts.breadth(text, size) <= parts.breadth(text + "a", size) <= size.font * (len(text) + 1)


@pytest.mark.parametrize("names", [12, 40, 230, 1000, 1952, 2003])
def test_concentration_ends_at_the_last_name(names: int) -> None:
    for size in SIZES:
        counts = concentration.counts(names, size)
        assert counts[0] == 0
        assert counts[-1] == names
        assert len(counts) >= 3
        assert min(np.diff(counts)) >= 0.5 * max(np.diff(counts))


@pytest.mark.parametrize("key", KEYS)
def test_simulated(key: str) -> None:
    """Drawn as on the market, and it says what it is: in its words, and across itself."""
    shown, real = figure(key, "simulated"), figure(key)
    assert shown.simulated and not real.simulated
    assert shown.alt == f"{registry.SIMULATED} {real.alt}"
    (words, source), (before, theirs) = (one.caption.split("Source: ") for one in (shown, real))
    assert words == f"{registry.SIMULATED} {before}"
    named = [name for name in config.PROVIDERS.values() if name in theirs]
    assert ("simulated, to" in source) is bool(named)  # it is no provider's
    assert not [name for name in config.PROVIDERS.values() if name in source]
    for size in SIZES:
        assert "simulated data</text>" in drawn(key, size.name, "simulated")
        assert "imulated" not in drawn(key, size.name) + json.dumps(real.specs[size.name])


@pytest.mark.parametrize("key", KEYS)
def test_an_edition_has_numbers_and_no_bars(key: str) -> None:
    """What is drawn from numbers and facts stays; a picture of series is left out with its reason."""
    shown = figure(key, "edition")
    if key in SERIES:
        assert (
            shown.missing == "the edition of 2026-02-27 holds numbers and verdicts, and no bars to draw from"
        )
        assert not shown.specs
    elif CHARTS[key].alone:  # what was published is drawn without what became of it
        assert not shown.missing and shown.specs and shown.specs != figure(key).specs
    else:
        assert (shown.specs, shown.caption) == (figure(key).specs, figure(key).caption)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_ticks_cover(low: float, span: float, count: int) -> None:
    values = parts.ticks(low, low + span, count)
    slack = 1e-6 * max(1.0, abs(low), span)
    assert values[0] <= low + slack
    assert values[-1] >= low + span - slack
    assert len(values) <= count + 1
    assert len(values) == len(set(values)) >= 2


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=5), st.floats(0, 5))
def test_labels_stand_apart(values: list[float], gap: float) -> None:
    placed = parts.apart(values, 1.0, gap)
    inside = np.diff(sorted(placed))
    assert (inside >= gap * 0.9 - 1e-9).all()
    order = [i for _, i in sorted((v, i) for i, v in enumerate(values))]
    assert [placed[i] for i in order] == sorted(placed)
