"""How easily a claim holds, and by how much: rates and margins by hand-made paths, and what they may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import later_altered, seeded

from generator import config, metrics
from generator.facts.record import Fact
from generator.ledger import kept
from generator.ledger.check import check_all
from generator.ledger.margins import at_edge, daily_move, margin
from generator.ledger.pass_rates import month_ends, moved, pass_rate, values
from generator.ledger.tolerance import allowed, step
from generator.market import sessions
from generator.market.record import Market

DAY = date(2025, 12, 5)
BEGAN = date(2020, 1, 2)


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is kept stands in a folder of the test's own."""
    monkeypatch.setattr(config, "BUILD", tmp_path)


def market(close: pd.Series) -> Market:
    """Flat bars of the fund."""
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), close))
    frame = frame.assign(volume=1.0, dividend=0.0, split=0.0)
    nothing = pd.DataFrame()
    return Market(close.index[-1].date(), "market", {config.FUND: frame}, {}, {}, nothing, nothing)


def path(monthly: dict[str, float], base: float = 100.0) -> Market:
    """A level that holds through each month: `monthly` where named, `base` elsewhere."""
    days = sessions(BEGAN, DAY)
    return market(pd.Series([monthly.get(f"{day:%Y-%m}", base) for day in days], days, dtype=float))


def fact(metric: str, kind: str = "comparison", **more: object) -> Fact:
    return Fact("k", "s", "what it says", "above", "USD", DAY, (7,), kind=kind, metric=metric, **more)  # type: ignore[arg-type]


def test_a_rate_counts_the_month_ends_before_the_claim() -> None:
    """71 months ended between January 2020 and 5 December 2025; three of them above 105."""
    held = path({"2020-03": 110.0, "2021-04": 106.0, "2025-11": 120.0, "2025-12": 130.0})
    rate = pass_rate(fact("close", low=105), held)
    assert rate.count == 71 and rate.share == pytest.approx(3 / 71)


def test_ten_years_and_no_more() -> None:
    days = sessions(date(2010, 1, 4), DAY)
    ends = month_ends(market(pd.Series(100.0, days)), DAY)
    assert (len(ends), ends[0], ends[-1]) == (120, date(2015, 12, 31), date(2025, 11, 28))


def test_too_few_month_ends_say_so() -> None:
    days = sessions(date(2025, 3, 3), DAY)
    rate = pass_rate(fact("close", low=105), market(pd.Series(100.0, days)))
    assert (rate.share, rate.count) == (None, 9)
    assert rate.why == "the data tell it on 9 earlier month ends, and a rate takes 12"


def test_a_day_that_a_claim_names_moves_along() -> None:
    held = path({"2025-10": 50.0})
    claim = fact("return_since", args={"base": date(2025, 11, 24), "symbol": "^RUT"})
    then = held.upto(date(2025, 10, 31))
    assert moved(claim, held, then) == {"base": date(2025, 10, 20), "symbol": "^RUT"}
    level = fact("rallies_stalled", args={"low": 110.0, "high": 120.0, "window": 20})
    assert moved(level, held, then) == {"low": 55.0, "high": 60.0, "window": 20}


@pytest.mark.parametrize(
    ("kind", "value", "interval", "move", "expected"),
    [
        ("figure", 60.0, (59.0, 63.0), None, 0.25),  # a quarter of the width inside
        ("figure", 65.0, (59.0, 63.0), None, -0.5),
        ("comparison", 105.0, (100.0, None), 2.0, 2.5),  # two and a half days' moves above
        ("comparison", 99.0, (100.0, None), 2.0, -0.5),
        ("figure", 11.0, (None, 10.0), 4.0, -0.25),  # open on one side
        ("comparison", 105.0, (100.0, None), None, None),  # nothing measures it
    ],
)
def test_margins_by_hand(
    kind: str,
    value: float,
    interval: tuple[float | None, float | None],
    move: float | None,
    expected: float | None,
) -> None:
    assert margin(fact("close", kind), value, interval, move) == expected


def test_the_edge_is_a_tenth_on_both_sides() -> None:
    claim = fact("close", "figure", value=60.0)
    edges = [at_edge(claim, 60.2, (59.5, 60.5), size, 0.0) for size in (0.09, -0.09, 0.11, -0.11, None)]
    assert edges == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("unit", "printed", "value", "hair", "expected"),
    [
        ("%", "0.42 %", 0.417, 0.003, True),  # 0.002 from the end of 0.415 to 0.425
        ("%", "0.42 %", 0.417, 0.001, False),
        ("USD", "$60.00", 60.0, 0.05, False),  # a price to the cent: two cents are two of its digits
        ("USD", "about $60", 60.74, 0.05, True),  # they are not where the cents were left out
    ],
)
def test_the_edge_is_also_what_two_cents_of_a_bar_may_reach(
    unit: str, printed: str, value: float, hair: float, expected: bool
) -> None:
    figure = float("".join(c for c in printed if c in "0123456789."))
    hedge = "about" if "about" in printed else ""
    claim = replace(fact("close", "figure", value=figure), unit=unit, printed=printed, hedge=hedge)
    assert at_edge(claim, value, allowed(claim), None, hair) is expected


def restated(market: Market, symbol: str, place: int, cents: float) -> Market:
    """The same market with one bar moved by some cents."""
    frame = market.bars[symbol].copy()
    moved = frame[["open", "high", "low", "close"]].add(cents * (np.arange(len(frame)) == place), axis=0)
    frame[moved.columns] = moved
    return replace(market, bars={**market.bars, symbol: frame})


def test_no_verdict_flips_by_two_cents_unmarked(article: Market) -> None:
    """Each claim of the article, with one bar of the fund restated: the newest ones, and those that dates lead to."""
    from generator.ledger.check import check
    from generator.site import sources

    facts = {f.key: f for f in sources.book().facts.values() if f.metric and f.kind != "forecast"}
    before = check_all(facts.values(), article)
    index = article.bars[config.FUND].index
    days = (
        "2025-12-05",
        "2025-12-04",
        "2025-12-03",
        "2025-11-28",
        "2025-11-24",
        "2024-12-31",
        "2024-12-05",
        "2025-04-08",
    )
    for place in map(int, index.get_indexer(pd.DatetimeIndex(days))):
        for cents in (0.02, -0.02):
            again = restated(article, config.FUND, place, cents)
            for key, claim in facts.items():
                first, second = before[key], check(claim, again)
                if (first.recomputed is None) or (first.verdict == "reproduced") == (
                    second.verdict == "reproduced"
                ):
                    continue
                moved_by = abs((second.recomputed or 0) - first.recomputed)
                whole = moved_by >= step(claim.printed, claim.unit) - 1e-9
                assert first.at_edge or whole, (key, str(index[place].date()), cents, moved_by)


def test_a_move_is_the_spread_of_the_last_sixty_changes() -> None:
    days = sessions(BEGAN, DAY)
    chance = np.random.default_rng(7)
    close = pd.Series(100 + chance.normal(0, 1, len(days)).cumsum() / 10, days)
    found = daily_move(fact("close", low=105), market(close))
    assert found == pytest.approx(float(close.diff().iloc[-60:].std()))
    assert daily_move(fact("close", low=105), path({})) is None  # a level that never moves


@settings(max_examples=20, deadline=None)
@given(st.integers(min_value=0, max_value=10_000))
def test_nothing_later_moves_a_rate_or_a_margin(seed: int) -> None:
    """Facts of an earlier day, on a market whose later bars are other ones."""
    then = DAY - timedelta(days=40)
    facts = [
        replace(fact("sma_50", low=50.0), key="a", as_of=then),
        replace(fact("rsi_14", "figure", value=60.0), key="b", as_of=then, printed="about 60", hedge="about"),
    ]
    whole = seeded()
    altered = later_altered(whole, then, seed)
    before, after = (
        [
            (
                pass_rate(claim, side),
                daily_move(claim, side),
                list(values(claim, side, month_ends(side, then))),
            )
            for claim in facts
        ]
        for side in (whole, altered)
    )
    assert before == after and all(len(told) > 20 for *_, told in before)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 20), st.floats(0, 1))
def test_a_narrower_wording_passes_no_oftener(width: float, part: float) -> None:
    wide, narrow = (
        fact("rsi_14", value=None, low=60 - size, high=60 + size) for size in (width, width * part)
    )
    held = seeded()
    assert (pass_rate(narrow, held).share or 0) <= (pass_rate(wide, held).share or 0)


def test_what_is_kept_is_found_again_and_never_for_another_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    held, claim = seeded(), fact("close", low=100)
    first = kept.pasts([claim], held)
    monkeypatch.setattr(kept, "_past", lambda *_: pytest.fail("worked out again"))
    assert kept.pasts([claim], held) == first
    monkeypatch.undo()
    narrower = kept.pasts([replace(claim, low=1e6)], held)["k"].rate
    assert narrower == pass_rate(replace(claim, low=1e6), held) != first["k"].rate


def test_damage_to_what_is_kept_costs_time_alone() -> None:
    held, claim = seeded(), fact("close", low=100)
    first = kept.pasts([claim], held)
    for raw in (b"", b"[1]", b'{"x": {}}', b"\xff"):
        (config.BUILD / "pasts.json").write_bytes(raw)
        assert kept.pasts([claim], held) == first


def test_each_checked_claim_of_the_article_has_a_rate_or_says_why() -> None:
    from generator.site import sources

    found = check_all(sources.book().facts.values(), seeded())
    told = [f for f in found.values() if f.recomputed is not None and f.fact.kind != "forecast"]
    assert told and all(f.pass_rate is not None for f in told)
    for finding in told:
        rate = finding.pass_rate
        assert rate and (rate.share is None) == bool(rate.why)
        assert rate.share is None or 0 <= rate.share <= 1
        assert finding.fact.metric in metrics.REGISTRY
