"""The definitions explorer: one dimension at a time, every choice kept, luck by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markets import seeded, without

from generator import metrics
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger.explorer import Explored, explore, luck
from generator.ledger.tolerance import allowed, inside
from generator.market.record import Market

DAY = date(2025, 12, 5)


def value(metric: str, market: Market, args: Any = None) -> Any:
    try:
        return metrics.evaluate(metric, market, args)
    except MissingInput:
        return "missing"


def fact(metric: str, published: float, **more: Any) -> Fact:
    given: dict[str, Any] = {"printed": f"{published}", "unit": "%", "value": published, **more}
    return Fact("k", "s", "t", as_of=DAY, cites=(1,), metric=metric, **given)


def tried(claim: Fact, market: Market) -> Explored:
    stated = metrics.evaluate(claim.metric, market.upto(claim.as_of), claim.args)
    assert isinstance(stated, float)
    return explore(claim, market, stated, allowed(claim))


def test_the_dimensions_of_the_brief_are_there() -> None:
    """What usage differs in, by an example of each."""
    shown = (
        "rsi_14",
        "sma_20",
        "bollinger_upper",
        "volatility_252d",
        "beta_36m",
        "demark_high",
        "high_52w",
        "return_1y_price",
    )
    words = {metric: [t.definition for t in tried(fact(metric, 1e6), seeded()).tried] for metric in shown}
    assert "exponential smoothing" in words["rsi_14"] and "weekly closes" in words["rsi_14"]
    assert "an exponential average" in words["sma_20"]
    assert "the sample's deviation" in words["bollinger_upper"]
    assert "the population's deviation" in words["volatility_252d"]
    assert "simple returns" in words["volatility_252d"]
    assert {
        "60 monthly returns",
        "156 weekly returns",
        "252 daily returns",
        "^GSPC as the market in place of SPY",
    } <= set(words["beta_36m"])
    assert "the running month counted to its last close" in words["beta_36m"]
    assert {"the weekly bar before", "the monthly bar before"} <= set(words["demark_high"])
    assert "closing prices alone" in words["high_52w"]
    assert "dividends reinvested" in words["return_1y_price"]
    assert sum("session" in w and w.startswith("the base") for w in words["return_1y_price"]) == 10
    assert "252 sessions counted" in words["return_1y_price"]
    assert sum(w.startswith("the data to") for w in words["rsi_14"]) == 3


@pytest.mark.parametrize(
    "metric", ["close", "day_change", "day_high", "return_1d", "put_share", "week_return", "equity_names"]
)
def test_an_earlier_session_does_not_stand_in_for_a_dated_figure(metric: str) -> None:
    assert not [t for t in tried(fact(metric, 1e6), seeded()).tried if t.definition.startswith("the data to")]


def test_an_earlier_session_is_tried_of_any_other() -> None:
    market = seeded()
    assert not list(metrics.REGISTRY["ratio_spy"].others(market, metrics.REGISTRY["ratio_spy"].stated({})))
    found = tried(fact("ratio_spy", 1e6), market).tried
    sessions = market.upto(DAY).bars["IWM"].index[-4:-1]
    assert [t.value for t in found] == [value("ratio_spy", market.upto(s.date())) for s in reversed(sessions)]


def test_every_choice_is_kept_and_the_hits_are_those_inside() -> None:
    market = seeded().upto(DAY)
    other = metrics.evaluate("sma_20", market, {"exponential": True})
    assert isinstance(other, float)
    claim = fact("sma_20", round(other, 2), printed=f"{other:.2f}", unit="USD")
    found = tried(claim, seeded())
    assert [t.definition for t in found.hits] == ["an exponential average"]
    assert all(t.hit == inside(t.value, allowed(claim)) for t in found.tried)
    assert len(found.tried) == 5 and not found.left_out


def test_a_choice_without_its_data_is_left_out_and_says_so() -> None:
    found = tried(fact("beta_36m", 5), without(seeded(), "^GSPC"))
    assert not any("GSPC" in t.definition for t in found.tried)
    (gap,) = found.left_out
    assert gap.startswith("^GSPC as the market in place of SPY (prices/GSPC.csv")


def test_a_choice_that_raises_is_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = metrics.REGISTRY["rsi_14"]

    def faulty(market: Market, **choices: Any) -> float:
        if choices["smoothing"] == "simple":
            raise MissingInput("no window")
        return (
            float("nan") if choices["smoothing"] == "exponential" else float(spec.function(market, **choices))
        )

    monkeypatch.setitem(metrics.REGISTRY, "rsi_14", replace(spec, function=faulty))
    found = tried(fact("rsi_14", 1e6), seeded())
    assert found.left_out == (
        "simple means of the window (Cutler) (no window)",
        "exponential smoothing (it gives no number)",
    )
    assert len(found.tried) == 6


def test_the_earlier_holdings_file_is_tried_and_the_next_one_is_not() -> None:
    market = seeded()  # files of 1 December and 20 February
    early = tried(fact("equity_names", 1e6), market)
    assert not any("file" in t.definition for t in early.tried)
    late = tried(replace(fact("equity_names", 1e6), as_of=date(2026, 2, 25)), market)
    assert [t.definition for t in late.tried if "file" in t.definition] == [
        "the issuer's file before, of 2025-12-01"
    ]


@pytest.mark.parametrize(
    ("interval", "stated", "values", "expected"),
    [
        # the figure is 10 ± 1 and 14 was stated: figures from 10 to 13 and from 15 to 18 could have been printed
        ((9, 11), 14, [10], 1 / 6),
        ((9, 11), 14, [10.5], 1.5 / 6),
        ((9, 11), 14, [10, 10], 1 / 6),
        ((9, 11), 14, [12], 2 / 6),
        ((9, 11), 14, [12, 16.5], 4 / 6),
        ((9, 11), 14, [10, 11, 12, 13, 15, 16, 17, 18], 1),
        ((9, 11), 14, [99], 0),
        ((9, 11), 14, [], 0),
        ((9, 11), 10.5, [10], 1),
        ((None, 11), 14, [10], None),
    ],
)  # fmt: skip
def test_luck_by_hand(interval: Any, stated: float, values: list[float], expected: float | None) -> None:
    found = luck(interval, stated, values)
    assert found == (None if expected is None else pytest.approx(expected))


FIGURES = st.floats(-100, 100)


@given(
    middle=FIGURES,
    half=st.floats(0.01, 5),
    stated=FIGURES,
    values=st.lists(FIGURES, max_size=20),
    more=FIGURES,
)
def test_luck_is_a_share_that_more_choices_never_lower(
    middle: float, half: float, stated: float, values: list[float], more: float
) -> None:
    interval = (middle - half, middle + half)
    fewer, all_of_them = luck(interval, stated, values), luck(interval, stated, [*values, more])
    assert fewer is not None and all_of_them is not None
    assert 0 <= fewer <= all_of_them + 1e-9 <= 1 + 1e-9


def test_later_ends_of_a_span_are_tried_as_far_as_the_article_knew_them() -> None:
    """With the close of the first day itself too; nothing after the article's last close, whatever the market holds."""
    from generator import config

    for end, latest in ((date(2025, 9, 15), "22 September 2025, 5 sessions later"), (config.LAST_CLOSE, "")):
        args = {"start": date(2025, 7, 31), "end": end, "symbol": "^RUT"}
        claim = replace(fact("return_between", 1e6, args=args), as_of=end)
        words = [t.definition for t in tried(claim, seeded()).tried]
        later = [word for word in words if "later" in word.rpartition("the end ")[2] and "the end " in word]
        assert any(latest in word for word in later) if latest else not later
        assert any(word.startswith("the start 1 August 2025, 1 session later, and the end") for word in words)
