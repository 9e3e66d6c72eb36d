"""Every metric: what it says of itself, that it is finite or says why not, that it sees nothing later."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from markets import later_altered, seeded, without

from generator import config, metrics
from generator.errors import MissingInput
from generator.market import load
from generator.market.record import Market
from generator.metrics import REGISTRY, compute, evaluate, history, horizons, series
from generator.metrics.record import Metric
from generator.metrics.sensitivity import first_cuts
from generator.site import status

UNITS = (
    "USD", "USD bn", "%", "pp", "x", "points", "names", "sessions", "days", "weeks", "years", "date", "name",
    "contracts mn", "shares mn", "cuts", "payouts",
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
    demark_high demark_low pivot_classic pivot_r1 pivot_s1 swing_high sessions_since_above
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
"""
LISTED = set(BY_NAME.split())
LISTED |= {f"relative_{h}" for h in HORIZONS} | {f"relative_qqq_{h}" for h in HORIZONS}
LISTED |= {f"{p}return_{h}{s}" for p in ("", "spy_", "qqq_") for h in HORIZONS[:5] for s in ("", "_total")}
LISTED |= {
    f"{p}return_{h}_{s}" for p in ("", "spy_", "qqq_") for h in HORIZONS[5:] for s in ("price", "total")
}

INPUTS = [*config.SYMBOLS, *config.RATES, "holdings", "fund", "options", "shares"]
UNUSED = {"LQD", "TLT", "^GSPC", "^IXIC", "^VIX", "DFF"}  # only claims and pictures ask for them


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


def why(key: str, market: Market) -> str:
    """The sentence a metric gives instead of a number."""
    with pytest.raises(MissingInput) as gap:
        evaluate(key, market)
    return str(gap.value)


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
    assert {metrics.YAHOO, metrics.FRED, metrics.ISSUER, metrics.OPTIONS} >= set(spec.source.split("; "))
    assert spec.form in FORMS
    assert (spec.form == "date") == (spec.unit == "date")


def test_labels_are_told_apart() -> None:
    """No two numbers of the page of all numbers bear one name."""
    labels = [spec.labelled({}) for spec in REGISTRY.values()]
    assert len(set(labels)) == len(labels)


def test_every_metric_has_a_value_where_nothing_is_missing() -> None:
    """On a market with every input the numbers are all there."""
    band = {"swing_high", "sessions_since_above"}  # the fund of the seed may never trade there
    for entry in compute(seeded()).values():
        sound(entry)
        assert entry.value is not None or entry.key in band, f"{entry.key}: {entry.missing}"


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
    assert bool(gone) == (name not in UNUSED | {"shares"})  # fund.csv states the count as well
    stem = name.removeprefix("^")
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


# --- known answers --------------------------------------------------------------------------------


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


def flat(first: date, last: date, **levels: float) -> Market:
    """All symbols at 100 on every session, no dividends; `levels` by day as d20251205 = 110 from then on."""
    base = seeded(0, first, last)
    frames = {}
    for name, frame in base.bars.items():
        frame = frame.assign(open=100.0, high=101.0, low=99.0, close=100.0, dividend=0.0)
        if name == config.FUND:
            for day, level in levels.items():
                moved = frame.index >= pd.Timestamp(day[1:])
                for column, ratio in {"open": 1, "high": 1.01, "low": 0.99, "close": 1}.items():
                    frame.loc[moved, column] = level * ratio
        frames[name] = frame
    return replace(base, bars=frames)


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
    """The seed lowers the range by half a point in January 2026: two cuts of a quarter."""
    walk = pd.Series(4.0, seeded().rates["DFEDTARU"].index)
    walk[walk.index > "2026-01-05"] = 3.5
    assert evaluate("cuts_since_publication", replace(seeded(), rates={"DFEDTARU": walk})) == 2


def test_a_cycle_begins_with_a_cut_after_a_rise() -> None:
    """Up, down, down, up, down: the first and the third fall begin easings, the second goes on with one."""
    days = pd.to_datetime(
        ["2015-12-17", "2016-12-15", "2019-08-01", "2019-09-19", "2022-03-17", "2024-09-19", "2026-02-27"]
    )
    upper = pd.Series([0.25, 0.5, 0.25, 0.0, 0.25, 0.0, 0.0], days)
    market = replace(seeded(), rates={"DFEDTARU": upper})
    assert first_cuts(market)[2:] == [date(2019, 8, 1), date(2024, 9, 19)]


def test_a_stale_rate_is_missing() -> None:
    """A yield of three weeks ago is not the market's."""
    old = {"DGS2": seeded().rates["DGS2"].loc[:"2026-02-06"]}
    with pytest.raises(MissingInput, match="DGS2 has no observation within 10 days of 2026-02-27"):
        evaluate("rate_2y", replace(seeded(), rates=old))


def test_holdings_by_hand() -> None:
    """Weights 40, 30, 20 and 9 of cash; a fourth share without value is no name held."""
    frame = pd.DataFrame(
        {
            "ticker": list("abcde"),
            "name": ["ALPHA", "BETA", "GAMMA", "DELTA", "CASH"],
            "sector": ["Energy", "Energy", "Utilities", "Energy", "Cash and/or Derivatives"],
            "asset_class": ["Equity"] * 4 + ["Cash"],
            "market_value": [30.0, 40.0, 20.0, 0.0, 9.0],
            "weight": [30.0, 40.0, 20.0, 0.0, 9.0],
            "location": ["United States", "United States", "Canada", "United States", ""],
        }
    )
    market = replace(seeded(), holdings={date(2026, 2, 20): frame, date(2026, 1, 20): frame.iloc[:1]})
    for key, expected in {
        "equity_names": 3, "largest_name": "BETA", "holdings_date": "2026-02-20", "top1_weight": 40,
        "half_fund_names": 2, "sector_energy": 70, "sector_utilities": 20, "us_share": 70 / 90 * 100,
        "effective_names": 90**2 / (900 + 1600 + 400),
    }.items():  # fmt: skip
        assert evaluate(key, market) == pytest.approx(expected), key
    # a number read from the file is of the file's day, whatever the session
    assert {metrics.one(key, market).as_of for key in ("equity_names", "sector_energy", "holdings_date")} == {
        date(2026, 2, 20)
    }
    assert metrics.one("close", market).as_of == market.as_of > date(2026, 2, 20)
    assert why("top10_weight", market) == "the issuer's file has 3 equity positions, the number takes 10"
    assert "of 2026-02-20 has no position of the sector Materials" in why("sector_materials", market)


def test_a_source_is_whom_the_manifest_names() -> None:
    market = seeded()
    files = {"prices/IWM.csv": {"source": "yahoo"}, "prices/RUT.csv": {"source": "yahoo + ibkr"}}
    told = replace(market, manifest={"files": files})
    assert metrics.one("close", market).source == metrics.one("close", told).source == metrics.YAHOO
    assert metrics.one("rut_close", told).source == "Yahoo Finance and Interactive Brokers, daily bars"


def test_fund_by_hand() -> None:
    """Shares of 280, then 281 million at 250: a flow of 0.25 and assets of 70.25 billion dollars.

    Without the rows the newest file states 270 million; without that its market value of 69 billion at a
    close of 200, four sessions before, implies 345 million, which are worth 86.25 billion now.
    """
    market = flat(date(2023, 1, 3), date(2026, 2, 27), d20260101=200, d20260227=250)
    rows = pd.DataFrame({"shares_outstanding": [2.8e8, 2.81e8]}, market.bars["IWM"].index[-2:])
    whole = replace(market, fund=rows, shares={date(2026, 2, 23): 2.7e8})
    assert evaluate("shares_outstanding", whole) == pytest.approx(281)
    assert evaluate("net_assets", whole) == pytest.approx(70.25)
    assert evaluate("net_flow_1d", whole) == pytest.approx(0.25)
    file = pd.DataFrame({"market_value": [6e10, 9e9], "asset_class": ["Equity", "Cash"]})
    stated = replace(whole, fund=pd.DataFrame(), holdings={date(2026, 2, 23): file})
    assert evaluate("net_assets", stated) == pytest.approx(0.27 * 250)
    implied = replace(stated, shares={})
    assert evaluate("net_assets", implied) == pytest.approx(86.25)
    assert "state no shares outstanding within 10 sessions" in why("shares_outstanding", implied)
    old = replace(implied, holdings={date(2026, 1, 26): file})
    assert "within 31 days of 2026-02-27, the newest is of 2026-01-26" in why("net_assets", old)


def test_a_split_leaves_assets_and_flow_alone() -> None:
    """Two for one on the last session: 140 million shares before are 280 now, 281 are a million more."""
    market = flat(date(2023, 1, 3), date(2026, 2, 27))
    frame = market.bars["IWM"].copy()
    frame.loc[frame.index[-1], "split"] = 2.0
    rows = pd.DataFrame({"shares_outstanding": [1.4e8, 2.81e8]}, frame.index[-2:])
    market = replace(market, bars={"IWM": frame}, fund=rows)
    assert evaluate("net_flow_1d", market) == pytest.approx(0.1)
    assert evaluate("shares_outstanding", replace(market, fund=rows.iloc[:1])) == pytest.approx(280)


def test_options_by_hand() -> None:
    """Puts 600,000 of 1,000,000 traded; 3 of 4 million open, against a mean of (29 x 2 + 4)/30 million."""
    days = seeded().bars["IWM"].index[-30:]
    rows = pd.DataFrame(
        {"call_volume": 4e5, "put_volume": 6e5, "call_open_interest": 1e6, "put_open_interest": 1e6}, days
    )
    rows.loc[days[-1], "put_open_interest"] = 3e6
    market = replace(seeded(), options=rows)
    for key, expected in {
        "option_volume": 1, "put_share": 60, "put_call_volume": 1.5, "put_call_oi": 3, "open_interest": 4,
        "open_interest_30d": 4 / (62 / 30) * 100,
    }.items():  # fmt: skip
        assert evaluate(key, market) == pytest.approx(expected), key
    short, late = (replace(market, options=part) for part in (rows.iloc[-5:], rows.iloc[:-1]))
    assert why("open_interest_30d", short) == "options.csv has 5 rows, the number takes 30"
    assert why("put_share", late) == "options.csv ends on 2026-02-26, the number takes a row of 2026-02-27"


def test_dividends_by_hand() -> None:
    """Of dividends of 1 on 27 February 2025 and 2 on 28 February 2025 only the second lies in the year."""
    market = flat(date(2023, 1, 3), date(2026, 2, 27))
    frame = market.bars["IWM"].copy()
    frame.loc["2025-02-27", "dividend"], frame.loc["2025-02-28", "dividend"] = 1.0, 2.0
    market = replace(market, bars={"IWM": frame})
    assert evaluate("dividends_12m", market) == 2
    assert evaluate("dividend_yield", market) == pytest.approx(2)
    assert evaluate("dividend_count_12m", market) == 1


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


def test_a_percentile_takes_a_year_of_spreads() -> None:
    """Of a hundred observations none is given."""
    short = {"BAMLH0A0HYM2": seeded().rates["BAMLH0A0HYM2"].iloc[-100:]}
    with pytest.raises(MissingInput, match="BAMLH0A0HYM2 has 100 observations, the number takes 252"):
        evaluate("spread_hy_percentile", replace(seeded(), rates=short))
