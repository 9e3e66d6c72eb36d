"""The simulated market: whole, marked as what it is, made by its command, and enough for everything to work on."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator import config, market, metrics
from generator.charts import declared as declared_charts
from generator.charts import registry
from generator.ledger import declared, editions, rules
from generator.ledger.record import Results
from generator.market import simulate
from generator.market.record import Market

SMALL = 1_000_000  # bytes in git, packed


@pytest.fixture(scope="module")
def sample() -> Market:
    return market.load(config.SAMPLE)


@pytest.fixture(scope="module")
def results(sample: Market) -> Results:
    """Everything that a build computes."""
    return editions.compute(sample, declared.load(config.FACTS, date(2100, 1, 1)))


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of a folder, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_the_sample_is_what_its_command_makes(tmp_path: Path) -> None:
    """The committed bytes come from the committed seed."""
    simulate.write_sample(tmp_path)
    assert files(tmp_path) == files(config.SAMPLE)


@pytest.mark.parametrize("seed", [2, 3])
def test_any_seed_makes_a_sound_market(seed: int, tmp_path: Path) -> None:
    """Nothing hangs on a lucky seed."""
    simulate.write_sample(tmp_path, seed)
    made = market.load(tmp_path)
    assert not made.bars["IWM"].equals(market.load(config.SAMPLE).bars["IWM"])
    assert not untold(made)


def untold(seen: Market) -> dict[str, str]:
    """Numbers that are missing, but for the interval of a mean that takes more easing cycles than a simulation has."""
    rare = ("excess_after_easing_low", "excess_after_easing_high")
    found = {key: number.missing for key, number in metrics.compute(seen).items() if number.value is None}
    return {key: why for key, why in found.items() if key not in rare}


def test_the_sample_says_that_it_is_simulated() -> None:
    """In its manifest (origin, sources, note, seed, command) and in every file that looks like the issuer's."""
    manifest = json.loads((config.SAMPLE / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["origin"] == "simulated"
    assert {entry["source"] for entry in manifest["files"].values()} == {"simulated"}
    assert "simulated" in manifest["note"]
    assert (manifest["seed"], manifest["command"]) == (simulate.SEED, simulate.COMMAND)
    for path in (config.SAMPLE / "holdings").rglob("*.csv"):
        text = path.read_text("utf-8-sig")
        assert text.startswith("SIMULATED") and "SIMULATED, NOT MARKET DATA" in text
        named = re.findall(r'^"\w+","([^"]+)",[^\n]*"Equity"', text, re.MULTILINE)
        assert all(re.fullmatch(r"SIMULATED HOLDING \d{4}", name) for name in named) and len(named) > 1000


def test_it_is_small_in_git() -> None:
    assert sum(len(gzip.compress(raw)) for raw in files(config.SAMPLE).values()) < SMALL


def test_every_role_stands(sample: Market) -> None:
    """All symbols and rates of the config, ten years where a number looks as far, five elsewhere, all to one day."""
    assert set(sample.bars) == set(config.SYMBOLS) and set(sample.rates) == set(config.RATES)
    assert sample.as_of == simulate.LAST > config.LAST_CLOSE
    for symbol, frame in sample.bars.items():
        years = 10 if symbol in ("IWM", "SPY", "QQQ") else 5
        assert frame.index[0] <= pd.Timestamp(config.LAST_CLOSE) - pd.DateOffset(years=years)
        assert frame.index[-1].date() == sample.as_of
        assert ((frame["dividend"] > 0).sum() > 0) is not symbol.startswith("^")
    for series in sample.rates.values():
        assert series.index[-1].date() == sample.as_of
    assert len(sample.holdings) > 1 and min(sample.holdings) < config.LAST_CLOSE < max(sample.holdings)
    assert (
        sample.history.index[0] == sample.bars["TLT"].index[0]
        and sample.history.index[-1].date() == sample.as_of
    )
    assert len(sample.options) > 60 and sample.options.index[-1].date() == sample.as_of


def test_dividends_and_splits_fall_on_plausible_days(sample: Market) -> None:
    for symbol, frame in sample.bars.items():
        days = [day.date() for day in frame.index[frame["dividend"] > 0]]
        months = {day.month for day in days}
        if symbol in ("IWM", "SPY", "QQQ"):
            assert months == {3, 6, 9, 12} and all(16 <= day.day <= 20 for day in days)
        elif days:
            assert months == set(range(1, 13)) and all(day.day <= 4 for day in days)
    split = {symbol: int(frame["split"].max()) for symbol, frame in sample.bars.items()}
    assert {symbol: ratio for symbol, ratio in split.items() if ratio} == {"IWM": 2, "QQQ": 3}


def test_symbols_move_with_each_other_as_their_kind_does(sample: Market) -> None:
    moves = pd.DataFrame({s: f["close"].pct_change() for s, f in sample.bars.items()}).dropna()

    def together(one: str, other: str) -> float:
        return float(moves[one].corr(moves[other]))

    assert 0.7 < together("IWM", "SPY") < 0.95
    assert together("IWM", "^RUT") > 0.98 and together("SPY", "^GSPC") > 0.98
    assert together("SPY", "^VIX") < -0.4
    assert together("HYG", "SPY") > 0.5
    rises = sample.rates["DGS10"].diff().reindex(moves.index)
    assert moves["TLT"].corr(rises) < -0.8
    assert np.allclose(sample.rates["DFEDTARU"] - sample.rates["DFEDTARL"], 0.25)


def test_the_issuers_files_agree_with_the_fund(sample: Market) -> None:
    """Market value of all positions over the count of shares is about the close; the count is the history's next row's."""
    for day, frame in sample.holdings.items():
        close = sample.bars["IWM"]["close"][pd.Timestamp(day)]
        assert frame["market_value"].sum() / sample.shares[day] == pytest.approx(close, rel=0.003)
        following = sample.history["shares"][sample.history.index > pd.Timestamp(day)]
        assert sample.shares[day] == following.iloc[0]
    paid = sample.history["distribution"].dropna()
    dividends = sample.bars["IWM"]["dividend"].loc[sample.history.index[0] :]
    assert paid.equals(dividends[dividends > 0].rename("distribution"))


def test_every_number_has_a_value(sample: Market) -> None:
    """At its end; at the article's last close all but those that look from there on."""
    assert untold(sample) == {}
    then = untold(sample.upto(config.LAST_CLOSE))
    assert {key for key in then if "_since_publication" not in key} == {"cuts_between"}


def test_every_chart_draws(sample: Market, results: Results) -> None:
    facts = {key: finding.fact for key, finding in results.findings.items()}
    data = registry.Data(sample, results.numbers, facts, results.findings, results.as_of)
    charts = declared_charts.read(config.FACTS, facts, [])
    figures = {key: registry.figure(charts[key], data) for key in charts}
    assert {key: figure.missing for key, figure in figures.items() if figure.missing} == {}
    assert all(figure.specs for figure in figures.values())
    named = ("Yahoo", "FRED, ", "iShares", "Interactive Brokers")
    assert not [
        figure.caption for figure in figures.values() if any(name in figure.caption for name in named)
    ]
    assert {number.source for number in results.numbers.values()} == {"simulated"}


def test_every_claim_that_data_can_reach_is_checked(results: Results) -> None:
    lacking = {key: one.note for key, one in results.findings.items() if "Missing input" in one.note}
    assert lacking == {}


def test_every_rule_runs(sample: Market, results: Results) -> None:
    """Each rule of a forecast has the data it takes; those that are due by then settle unless they take other data."""
    used = {one.forecast.rule for one in results.standings.values()}
    by_hand = {
        "condition",
        "price_target",
        "stays",
        "band_held",
        "option_at_expiry",
    }  # below: no forecast of the article need use them
    assert used | by_hand == set(rules.REGISTRY)
    assert not [key for key, one in results.standings.items() if "Missing input" in one.evidence]
    settled = {one.forecast.rule for one in results.standings.values() if one.resolved_on}
    assert settled >= {"cut_at_meetings", "direction"}
    case = rules.Case(sample, config.LAST_CLOSE, sample.as_of, True)
    assert rules.REGISTRY["condition"].function(case, "0 < close").holds is True
    assert rules.REGISTRY["price_target"].function(case, 1.0).holds is False  # a dollar
    assert rules.REGISTRY["stays"].function(case, "0 < close").holds is True
    assert rules.REGISTRY["option_at_expiry"].function(case, 1.0, "call").holds is True
    band = rules.Span((0.5, 1.5), "$1", 1.0)
    assert rules.REGISTRY["band_held"].function(case, band, side="lower").holds is True


def shares_of_equal(one: Market, other: Market) -> dict[str, float]:
    """By series, the share of common days with the same value."""
    series = {s: (f["close"], other.bars[s]["close"]) for s, f in one.bars.items()}
    series |= {s: (rate, other.rates[s]) for s, rate in one.rates.items()}
    found = {}
    for name, pair in series.items():
        own, theirs = pair[0].align(pair[1], join="inner")
        found[name] = float((own == theirs).mean())
    return found


def test_the_sample_is_not_the_market(sample: Market, real: Path) -> None:
    """No series of it follows the real one: levels are equal by chance or not at all."""
    assert {
        name: share for name, share in shares_of_equal(sample, market.load(real)).items() if share > 0.02
    } == {}
    assert not {name for frame in sample.holdings.values() for name in frame["name"]} & {
        name for frame in market.load(real).holdings.values() for name in frame["name"] if name != "USD CASH"
    }
