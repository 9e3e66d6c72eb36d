"""What a metric declares: its dimensions are real, its defaults are choices, every usual other one gives a number or says why not."""

from __future__ import annotations

import random
import typing
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import pytest
from markets import FIRST, LAST, seeded

from generator import config, metrics
from generator.errors import MissingInput
from generator.ledger.declared.arguments import MOST, choices
from generator.market import bars, load
from generator.market.record import Market
from generator.metrics import REGISTRY, Spec
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Dimension, usual
from generator.words import Words

DAY = date(2025, 12, 5)


def value(spec: Spec, market: Market, chosen: dict[str, Any]) -> Any:
    """A number or a name, or the gap."""
    try:
        return spec.reckon(market, chosen)
    except MissingInput as gap:
        return gap.missing


@pytest.mark.parametrize("key", REGISTRY)
def test_dimensions_are_parameters_and_their_defaults_are_choices(key: str) -> None:
    """A claim that chose what is declared would be accepted, and nothing that is no dimension can be chosen."""
    spec = REGISTRY[key]
    assert spec.dimensions.keys() == spec.kinds.keys() <= spec.defaults.keys()
    for name in spec.dimensions:
        default = spec.defaults[name]
        written = list(default) if isinstance(default, tuple) else default
        assert not list(choices(key, {name: written})), name
        assert spec.stated({name: written}) == spec.defaults
    for name in spec.defaults.keys() - spec.dimensions.keys():
        assert list(choices(key, {name: spec.defaults[name]}))
        with pytest.raises(TypeError, match=name):
            spec.stated({name: spec.defaults[name]})


def choices_give_numbers(market: Market) -> None:
    """Each usual other choice changes one dimension alone, has words of its own, and gives a number or a gap."""
    listed = metrics.compute(market)
    for key, spec in REGISTRY.items():
        stated = spec.stated({})
        told = value(spec, market, stated)
        assert told == (listed[key].missing if listed[key].value is None else listed[key].value)
        labels = []
        try:
            others = list(spec.others(market, stated))
        except MissingInput:
            continue  # the choices themselves lie in data that are not there
        for choice, chosen in others:
            assert chosen.keys() == stated.keys()
            changed = {name for name in stated if chosen[name] != stated[name]}
            both = {name for name in spec.together or () if name in stated}
            assert len(changed) == 1 or changed == both, (key, choice)
            assert isinstance(value(spec, market, chosen), float | str), (key, choice)
            labels.append(str(choice.words))
        assert len(set(labels)) == len(labels), key


@pytest.mark.parametrize("day", [DAY, date(2012, 2, 1), LAST])
def test_every_usual_choice_on_a_seeded_market(day: date) -> None:
    choices_give_numbers(seeded().upto(day))


@pytest.mark.parametrize("day", [DAY, date(2026, 3, 31), date(2001, 1, 31)])
def test_every_usual_choice_on_real_data(real: Path, day: date) -> None:
    choices_give_numbers(load(real, day))


def test_every_usual_choice_on_the_simulated_sample() -> None:
    choices_give_numbers(load(config.SAMPLE))


def a_choice(rng: random.Random, kind: Any, dimension: Dimension) -> Any:
    """A value that a claim may give, usual or not."""
    if typing.get_origin(kind) is typing.Literal:
        return rng.choice(typing.get_args(kind))
    if typing.get_origin(kind) is tuple:
        return [rng.choice(typing.get_args(typing.get_args(kind)[0])), rng.choice([2, 3, 50, 2000, MOST])]
    if kind is bool:
        return rng.random() < 0.5
    if kind is int:
        return rng.choice([-MOST if dimension.least is None else dimension.least, 1, 2, 5, 21, 252, MOST])
    if kind is float:
        return rng.choice([-1e14, 0.0, 1.0, 150.5, 252.0, 1e14])
    if kind is date:
        return rng.choice([date(1900, 1, 1), FIRST, date(2024, 2, 29), DAY, LAST, date(9999, 12, 31)])
    return rng.choice(dimension.known)


@pytest.mark.parametrize("key", [key for key, spec in REGISTRY.items() if spec.dimensions])
def test_whatever_a_claim_may_choose_gives_a_number_or_a_gap(key: str) -> None:
    """Choices at random, at the ends of what is accepted: a finite number or the sentence that says what is missing."""
    spec, rng = REGISTRY[key], random.Random(key)
    for _ in range(25):
        args = {
            name: a_choice(rng, spec.kinds[name], dimension)
            for name, dimension in spec.dimensions.items()
            if rng.random() < 0.6
        }
        assert not list(choices(key, args)), args
        entry = metrics.one(key, seeded().upto(DAY), **args)
        assert (entry.value is None) == bool(entry.missing)
        assert spec.defined(args).words


@pytest.mark.parametrize(
    ("key", "symbol", "twin"),
    [
        ("return_1y_total", "SPY", "spy_return_1y_total"),
        ("return_ytd_price", "^RUT", "rut_return_ytd_price"),
        ("ath_close", "^RUT", "rut_ath_close"),
        ("ath_date", "^RUT", "rut_ath_date"),
    ],
)
def test_of_another_symbol_is_what_that_symbols_own_metric_gives(key: str, symbol: str, twin: str) -> None:
    market = seeded().upto(DAY)
    of, own = metrics.one(key, market, symbol=symbol), metrics.one(twin, market)
    shown = ("value", "label", "definition", "unit", "inputs")
    assert [getattr(of, name) for name in shown] == [getattr(own, name) for name in shown]


def test_of_another_symbol_says_so_where_the_label_names_none() -> None:
    entry = metrics.one("rsi_14", seeded(), symbol="SPY")
    assert entry.label == "RSI, 14 sessions, SPY"
    assert entry.definition.endswith("smoothed from the first bar. Here: symbol SPY.")
    assert entry.inputs == ("prices/SPY.csv",)
    assert (
        metrics.one("close", seeded(), symbol="^GSPC").unit == "points"
    )  # an index is not quoted in dollars
    assert metrics.one("close", seeded(), symbol="SPY").unit == "USD"


def test_a_declaration_that_cannot_stand_is_refused() -> None:
    """Two of one name, a default for what the function does not take, and a parameter without one."""
    scale = Annotated[float, Dimension(told="times {}")]

    def made(market: Market, times: float, plus: float = 0) -> float:
        return times

    made.__annotations__["times"] = scale
    register = metric("Made", "x", 1, "Made for a test.", key="made_for_a_test", nothing=1)
    with pytest.raises(ValueError, match="sets nothing, which its function does not take"):
        register(made)
    with pytest.raises(ValueError, match="has no default for times"):
        metric("Made", "x", 1, "Made for a test.", key="made_for_a_test")(made)
    with pytest.raises(ValueError, match="two metrics are called 'close'"):
        metric("Close", "USD", 2, "Made for a test.", key="close", times=1.0)(made)
    assert "made_for_a_test" not in REGISTRY


def test_a_choice_is_told_in_its_own_words() -> None:
    smoothing = usual({"wilder": "Wilder's smoothing", "simple": "simple means"})
    assert smoothing.tell("smoothing", "simple") == Words("simple means")
    assert smoothing.tell("smoothing", "other") == "smoothing other"
    assert Dimension(told="above ${}").tell("level", 252.0) == "above $252"
    assert Dimension(told="from {}").tell("start", DAY) == "from 5 December 2025"


# --- the usual other choices against plain pandas, written without the code under test -------------------------


def test_other_choices_by_plain_pandas() -> None:
    """What the explorer tries, reckoned again in the words of its label."""
    market = seeded(1).upto(DAY)
    iwm, spy = bars(market, "IWM"), bars(market, "SPY")
    days = pd.DatetimeIndex(iwm.index)
    close, high = iwm["close"], iwm["high"]
    log, log_spy = (pd.Series(np.log(c / c.shift()), days).dropna() for c in (close, spy["close"]))
    simple = close.pct_change().dropna()
    weekly = close.groupby(days.to_period("W-SUN")).last()
    year_ago = pd.Timestamp(DAY) - pd.Timedelta(days=364)
    months = days.to_period("M")
    finished = months < months[-1]
    month = iwm[finished].groupby(months[finished]).agg({"high": "max", "low": "min", "close": "last"})
    reach = {"high": month["high"].iloc[-1], "low": month["low"].iloc[-1], "close": month["close"].iloc[-1]}
    pairs: list[tuple[str, dict[str, Any], float]] = [
        ("sma_20", {"exponential": True}, close.ewm(span=20, adjust=False).mean().iloc[-1]),
        ("volatility_60d", {"ddof": 0}, log.iloc[-60:].std(ddof=0) * 252**0.5 * 100),
        ("volatility_60d", {"simple": True}, simple.iloc[-60:].std() * 252**0.5 * 100),
        ("volatility_60d", {"symbol": "SPY"}, log_spy.iloc[-60:].std() * 252**0.5 * 100),
        ("volatility_252d", {"window": ["week", 52]}, pd.Series(np.log(weekly / weekly.shift())).iloc[-52:].std() * 52**0.5 * 100),
        ("bollinger_upper", {"ddof": 1}, close.iloc[-20:].mean() + 2 * close.iloc[-20:].std(ddof=1)),
        ("high_52w", {"intraday": False}, close[close.index > pd.Timestamp("2024-12-05")].max()),
        ("high_52w", {"counted": "sessions"}, high.iloc[-252:].max()),
        ("high_52w", {"counted": "weeks"}, high[high.index > year_ago].max()),
        ("return_1y_price", {"counted": "sessions"}, (close.iloc[-1] / close.iloc[-253] - 1) * 100),
        ("return_1m", {"shift": -1}, (close.iloc[-1] / close[: pd.Timestamp("2025-11-05")].iloc[-2] - 1) * 100),
        ("pivot_classic", {"back": 0}, (high.iloc[-1] + iwm["low"].iloc[-1] + close.iloc[-1]) / 3),
        ("pivot_classic", {"bar": "month"}, sum(reach.values()) / 3),
        ("best_day", {"opened": True, "sessions": 10}, (iwm["close"] / iwm["open"] - 1).iloc[-10:].max() * 100),
        ("dividend_yield", {"forward": True}, iwm["dividend"][iwm["dividend"] > 0].iloc[-1] * 400 / close.iloc[-1]),
    ]  # fmt: skip
    for key, args, expected in pairs:
        assert metrics.evaluate(key, market, args) == pytest.approx(expected), (key, args)
