"""What usually happens: counted on paths that one can count by hand, from the past alone, and kept by hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from foretold import FACTS, forecast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markets import later_altered, seeded

from generator import config
from generator.config import ARTICLE, SERIES
from generator.facts.record import Forecast, Way
from generator.ledger import kept
from generator.ledger.base_rates import LEAST, base_rate
from generator.ledger.record import BaseRate, Standing
from generator.market import sessions
from generator.market.record import Market
from generator.site import sources

BOOK = sources.book()
SAID = date(2015, 12, 4)
EXAMPLES = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def flat(
    close: Callable[[int, int], float], first: date = date(2012, 1, 3), last: date = date(2016, 2, 1)
) -> Market:
    """A market whose close is a function of its session's place and of how many there are up to SAID."""
    days = sessions(first, last)
    until = int(days.searchsorted(pd.Timestamp(SAID), side="right"))
    closes = [close(place, until) for place in range(len(days))]
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), closes), days).assign(
        volume=1.0, dividend=0.0, split=0.0
    )
    return Market(days[-1].date(), "market", {config.FUND: frame}, {}, {}, pd.DataFrame(), pd.DataFrame())


def signal(towards: str = "up") -> Forecast:
    """Over the five sessions after SAID."""
    return forecast(
        "direction", date(2015, 12, 11), ["days"], said=SAID, sessions="days.high", towards=towards
    )


def rate(made: Forecast, market: Market) -> BaseRate:
    return base_rate(made, FACTS, market)


def test_what_always_or_never_happens() -> None:
    rising = flat(lambda place, until: 100.0 + place)
    up, down = rate(signal(), rising), rate(signal("down"), rising)
    assert (up.share, down.share) == (1.0, 0.0)
    until = int(rising.bars[config.FUND].index.searchsorted(pd.Timestamp(SAID), side="right"))
    assert up.count == down.count == (until - 1) // 5  # stretches of five sessions, one after the other


def test_every_second_stretch() -> None:
    """Sessions in fives counted back from the last close before the forecast: fives that rise and fives that fall by turns."""
    wave = flat(lambda place, until: 100.0 + 10 * (((until - 1 - place) // 5) % 2))
    assert rate(signal(), wave).share == pytest.approx(0.5, abs=0.01)


def test_a_level_keeps_its_distance_to_the_last_close() -> None:
    """A tenth above it is reached within the year on a market that grows by a half a year, whatever its level was."""
    growing = flat(lambda place, until: 100.0 * 1.5 ** ((place - until + 1) / 252), date(2001, 1, 2))
    near = forecast("price_target", date(2016, 12, 5), said=SAID, level=110.0)
    far = forecast("price_target", date(2016, 12, 5), said=SAID, level=160.0)
    assert (rate(near, growing).share, rate(far, growing).share) == (1.0, 0.0)


def test_too_few_stretches_give_no_rate_and_say_so() -> None:
    year = forecast("price_target", date(2016, 12, 5), said=SAID, level=110.0)
    found = rate(year, flat(lambda place, until: 100.0))
    assert found == BaseRate(
        None, 3, f"our data before it hold 3 stretches that do not overlap, and a rate takes {LEAST}"
    )
    early = rate(
        replace(signal(), said=date(2012, 1, 3), due=date(2012, 1, 10)), flat(lambda place, until: 100.0)
    )
    assert (early.share, early.count) == (None, 0) and "no such stretch" in early.why


@pytest.mark.parametrize("rule", ["needs_data", "scenario"])
def test_what_no_data_settle_has_no_rate(rule: str) -> None:
    made = replace(
        forecast(rule, date(2016, 1, 4), said=SAID), args={"needs": "a table"} if rule == "needs_data" else {}
    )
    found = rate(made, flat(lambda place, until: 100.0))
    assert (found.share, found.count) == (None, 0) and found.why


def test_ways_that_part_are_not_counted() -> None:
    """One way rises and the other falls on every stretch: none is settled."""
    rising = flat(lambda place, until: 100.0 + place)
    ways = (Way("up", {"towards": "up"}), Way("down", {"towards": "down"}))
    assert rate(replace(signal(), ways=ways), rising).count == 0


def test_meetings_are_those_before() -> None:
    """Cut at every second scheduled meeting: half of them, and never at two in a row."""
    days = pd.date_range("2008-12-16", "2016-02-01")
    level = pd.Series(100.0, days)
    held = [day for day in ARTICLE.meetings if day < SAID]
    for day in held[1::2]:
        level[days > pd.Timestamp(day)] -= 0.25
    market = replace(
        flat(lambda place, until: 100.0, date(2008, 12, 16)), rates={SERIES["policy_upper"]: level}
    )
    one = forecast("cut_at_meetings", date(2015, 12, 17), said=SAID, meetings=[date(2015, 12, 16)])
    two = replace(one, args={"meetings": [date(2015, 12, 16), date(2016, 1, 27)]}, due=date(2016, 1, 28))
    assert rate(one, market).share == pytest.approx(0.5, abs=0.02)
    assert rate(one, market).count == len(held)
    assert rate(two, market).share == 0.0


@EXAMPLES
@given(seed=st.integers(0, 4), chance=st.integers(0, 10_000))
def test_no_later_bar_moves_a_base_rate(seed: int, chance: int) -> None:
    """Whatever comes on and after the day of saying: the past is what it was."""
    whole = seeded(seed)
    for key in ("december_cut", "signal_near", "small_caps_2026", "bear_drawdown"):
        made = BOOK.forecasts[key]
        made = (
            replace(made, said=min(made.said, date(2014, 6, 2)), due=date(2014, 9, 2))
            if key == "bear_drawdown"
            else made
        )
        before = base_rate(made, BOOK.facts, whole.upto(made.said))
        assert base_rate(made, BOOK.facts, later_altered(whole, made.said, chance)) == before


def test_rates_are_kept_until_what_they_rest_on_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "BUILD", tmp_path)
    asked: list[str] = []

    def counted(made: Forecast, *_: object) -> BaseRate:
        asked.append(made.key)
        return BaseRate(0.5, 12)

    monkeypatch.setattr(kept, "base_rate", counted)
    whole, made = seeded(1), signal()
    made = replace(made, said=date(2025, 12, 5), due=date(2025, 12, 12))
    later = whole.upto(date(2026, 1, 30))
    for market in (later, whole, later_altered(whole, made.said, 7)):
        assert kept.usual([made], FACTS, market) == {"f": BaseRate(0.5, 12)}
    assert len(asked) == 1  # later bars are none of it
    kept.usual([replace(made, args={**made.args, "towards": "down"})], FACTS, whole)
    figures = {**FACTS, "days": replace(FACTS["days"], high=4)}
    kept.usual([made], figures, whole)
    frame = whole.bars[config.FUND].copy()
    frame.loc[frame.index[100], "close"] *= 1.001
    kept.usual([made], FACTS, replace(whole, bars={**whole.bars, config.FUND: frame}))
    assert len(asked) == 4
    (tmp_path / "pasts.json").write_text("{", "utf-8")
    assert kept.usual([made], FACTS, whole) == {"f": BaseRate(0.5, 12)} and len(asked) == 5
    assert kept.usual([made], FACTS, whole.upto(date(2025, 6, 30))) == {}  # before it was said


@pytest.mark.parametrize(
    ("score", "usual", "state", "skill"),
    [
        (0.01, BaseRate(0.5, 20), "came-true", 0.96),
        (0.81, BaseRate(0.1, 20), "failed", -80.0),
        (0.25, BaseRate(0.5, 20), "failed", 0.0),
        (0.01, BaseRate(1.0, 20), "came-true", None),  # the base rate was right already
        (0.01, BaseRate(None, 3, "few"), "came-true", None),
        (None, BaseRate(0.5, 20), "came-true", None),
    ],
)
def test_skill_is_measured_against_what_usually_happens(
    score: float | None, usual: BaseRate, state: str, skill: float | None
) -> None:
    found = Standing(signal(), state, SAID, "", score=score, base_rate=usual)
    assert found.skill == (None if skill is None else pytest.approx(skill))


def test_on_real_data_the_paths_of_the_article_have_their_rates(real: Path) -> None:
    """Against counts made from the closes alone."""
    from generator.market import load

    market = load(real)
    made = BOOK.forecasts["signal_near"]
    closes = market.upto(made.said).bars[config.FUND]["close"].to_numpy()
    starts = range((len(closes) - 1) % 5, len(closes) - 5, 5)
    rose = [closes[place + 1 : place + 6].mean() > closes[place] for place in starts]
    found = base_rate(made, BOOK.facts, market)
    assert found.count == len(rose)
    assert found.share == pytest.approx(sum(rose) / len(rose))
