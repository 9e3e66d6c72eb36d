"""Every metric: what it says of itself, that it is finite or says why not, that it sees nothing later."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from markets import later_altered, seeded, without

from generator import config, metrics
from generator.market import load
from generator.market.record import Market
from generator.metrics import REGISTRY, compute, horizons
from generator.metrics.record import Metric
from generator.site import status

UNITS = (
    "USD", "USD bn", "%", "pp", "x", "points", "names", "sessions", "days", "weeks", "years", "date", "name",
    "contracts mn", "shares mn", "cuts", "payouts", "count",
)  # fmt: skip
FORMS = ("", "signed", "plain", "date")
HORIZONS = [h.key for h in horizons.ALL]
# keys that readers of numbers.json rely on
BY_NAME = """
    close previous_close day_change day_low day_high low_52w high_52w low_52w_date high_52w_date
    distance_low_52w distance_high_52w ath_close ath_date distance_ath best_week_1y
    best_week_1y_date return_since return_between excess_between week_return weeks_since_stronger
    best_day record_gap_years sma_20 sma_50 sma_200 distance_sma_20 distance_sma_50 distance_sma_200
    rsi_14 macd macd_signal macd_histogram atr_14 bollinger_upper bollinger_middle bollinger_lower
    demark_high demark_low pivot_classic pivot_r1 pivot_s1 rallies_stalled
    volatility_20d volatility_60d volatility_252d volatility_12m volatility_36m beta_36m beta_60m
    beta_156w beta_252d correlation_252d up_capture_36m down_capture_36m drawdown drawdown_max_1y
    drawdown_max_3y drawdown_max_5y drawdown_max_10y downside_deviation_252d longest_underwater
    ratio_spy ratio_spy_percentile ratio_qqq ratio_qqq_percentile spread_12m policy_lower
    policy_upper cuts_since_publication rate_3m rate_2y rate_10y slope_2s10s spread_hy spread_ig
    spread_hy_percentile spread_ig_percentile beta_2y hyg_ief_ratio excess_after_easing equity_names
    top1_weight top10_weight top50_weight top100_weight top500_weight top1000_weight effective_names
    half_fund_names sector_industrials sector_financials sector_health_care sector_technology
    sector_consumer_discretionary sector_real_estate sector_energy sector_consumer_staples
    sector_materials sector_utilities sector_communication us_share largest_name holdings_date
    shares_outstanding net_assets net_flow_1d dividends_12m dividend_yield dividend_count_12m
    option_volume put_share put_call_volume put_call_oi open_interest open_interest_30d
    window_12m_p5 window_12m_p25 window_12m_p50 window_12m_p75 window_12m_p95 drawdown_10_share
    beat_spy_share rut_close rut_return_1w rut_return_ytd_price rut_ath_close rut_ath_date
    volume vix return_mtd_price return_mtd_total return_qtd_price return_qtd_total
"""
LISTED = set(BY_NAME.split())
LISTED |= {f"relative_{h}" for h in HORIZONS} | {f"relative_qqq_{h}" for h in HORIZONS}
LISTED |= {f"{p}return_{h}{s}" for p in ("", "spy_", "qqq_") for h in HORIZONS[:5] for s in ("", "_total")}
LISTED |= {
    f"{p}return_{h}_{s}" for p in ("", "spy_", "qqq_") for h in HORIZONS[5:] for s in ("price", "total")
}

INPUTS = [*config.SYMBOLS, *config.RATES, "holdings", "fund", "options", "shares", "history"]
UNUSED = {"LQD", "TLT", "^GSPC", "^IXIC", "DFF"}  # only claims and pictures ask for them


def sound(entry: Metric) -> None:
    """A value that is finite, or a sentence that says which input is missing."""
    if entry.value is None:
        assert re.match(r"^[\w^][^\n]{20,}[^.\s]$", entry.missing), f"{entry.key}: {entry.missing!r}"
        assert "nan" not in entry.missing.lower().split()
    elif isinstance(entry.value, str):
        assert entry.value
        assert entry.unit in ("date", "name")
    else:
        assert math.isfinite(entry.value)
    if entry.unit == "date" and entry.value:
        date.fromisoformat(str(entry.value))


def test_the_list_is_whole() -> None:
    """None of the keys that others rely on is lost; new ones may join them."""
    assert set(REGISTRY) >= LISTED


@pytest.mark.parametrize("key", REGISTRY)
def test_a_metric_says_what_it_is(key: str) -> None:
    """Label, unit of the vocabulary, digits, a definition of one sentence, a source, a format."""
    spec = REGISTRY[key]
    label, definition = spec.labelled({}), spec.defined({}).words
    assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
    assert label.strip() == label != ""
    assert spec.unit in UNITS
    assert 0 <= spec.digits <= 3
    assert re.fullmatch(r"[A-Z0-9].{15,}[^.]\.", definition), definition
    assert not re.search(r"\. [A-Z]", definition), "more than one sentence"
    assert {metrics.YAHOO, metrics.FRED, metrics.ISSUER, metrics.HISTORY, metrics.OPTIONS} >= set(
        spec.source.split("; ")
    )
    assert spec.form in FORMS
    assert (spec.form == "date") == (spec.unit == "date")


def test_labels_are_told_apart() -> None:
    """No two numbers of the page of all numbers bear one name."""
    labels = [spec.labelled({}) for spec in REGISTRY.values()]
    assert len(set(labels)) == len(labels)


def test_every_metric_has_a_value_where_nothing_is_missing() -> None:
    """On a market with every input the numbers are all there."""
    for entry in compute(seeded()).values():
        sound(entry)
        # the seed's yields never leap
        assert entry.value is not None or entry.key == "excess_on_hawkish_days", (
            f"{entry.key}: {entry.missing}"
        )


@pytest.mark.parametrize("day", [date(2025, 12, 5), date(2026, 3, 31), date(2001, 1, 31)])
def test_every_metric_on_the_real_snapshot(day: date, real: Path) -> None:
    """At the article's close, at the end of the data, and where little stood."""
    for entry in compute(load(real, day)).values():
        sound(entry)


def test_every_metric_on_three_sessions() -> None:
    """Where only three sessions stand, a number is right or says what it takes."""
    entries = compute(seeded(1, first=date(2026, 2, 25)))
    for entry in entries.values():
        sound(entry)
    assert entries["close"].value is not None
    assert entries["sma_200"].missing == "IWM has 3 sessions, the number takes 200"
    assert (
        "begins on 2026-02-25, the number takes a value of 2025-02-27 or before"
        in entries["high_52w"].missing
    )


@pytest.mark.parametrize("name", INPUTS)
def test_every_metric_without_an_input(name: str) -> None:
    """What is missing is named; nothing else falls silent for it."""
    whole, lacking = compute(seeded()), compute(without(seeded(), name))
    for entry in lacking.values():
        sound(entry)
    gone = [e for e in lacking.values() if e.value is None and whole[e.key].value is not None]
    assert bool(gone) == (name not in UNUSED | {"shares", "fund"})  # the history states the count as well
    stem = {"history": "fund/IWM.csv"}.get(name, name.removeprefix("^"))
    assert all(stem in entry.missing for entry in gone), {e.key: e.missing for e in gone}


@pytest.mark.parametrize("seed", range(4))
def test_nothing_sees_later(seed: int) -> None:
    """Whatever is dated later is altered at random, and no number of the earlier day moves."""
    day = (date(2025, 12, 19), date(2025, 12, 31), date(2026, 1, 16), date(2026, 2, 24))[seed]
    market = seeded(seed)
    before, after = compute(market.upto(day)), compute(later_altered(market, day, seed).upto(day))
    assert {key: (e.value, e.missing) for key, e in before.items()} == {
        key: (e.value, e.missing) for key, e in after.items()
    }
    assert compute(market)["close"].value != before["close"].value


def test_frames_are_left_as_they_were() -> None:
    """Metrics are pure: the market is the same after as before, and so are they."""
    market = seeded(2)
    copy = {name: frame.copy(deep=True) for name, frame in market.bars.items()}
    first = compute(market)
    for name, frame in copy.items():
        pd.testing.assert_frame_equal(market.bars[name], frame)
    assert compute(replace(market)) == first


def test_a_number_names_every_file_it_was_made_from(article: Market) -> None:
    """Taking a named file away takes the number away or changes it; taking another away changes nothing."""
    for entry in (metrics.one(key, article) for key in REGISTRY):
        if entry.value is None:
            continue
        assert entry.inputs, entry.key
        gone = set(article.manifest["files"]) - set(entry.inputs) - {status.FUND_FILE}
        if any(name.startswith("holdings/") for name in entry.inputs):
            gone = {name for name in gone if not name.startswith("holdings/")}  # they go together
        others = status.without(article, gone)
        assert metrics.one(entry.key, others).value == entry.value, entry.key
    assert metrics.one("rsi_14", article).inputs == ("prices/IWM.csv",)
    assert metrics.one("beta_36m", article).inputs == ("prices/IWM.csv", "prices/SPY.csv")
    assert metrics.one("rate_10y", article).inputs == ("rates/DGS10.csv",)
    assert metrics.one("us_share", article).inputs == ("holdings/IWM/2025-11-11.csv",)


def test_a_source_is_whom_the_manifest_names() -> None:
    market = seeded()
    files = {"prices/IWM.csv": {"source": "yahoo"}, "prices/RUT.csv": {"source": "yahoo + ibkr"}}
    told = replace(market, manifest={"files": files})
    assert metrics.one("close", market).source == metrics.one("close", told).source == metrics.YAHOO
    assert metrics.one("rut_close", told).source == "Yahoo Finance and Interactive Brokers, daily bars"
