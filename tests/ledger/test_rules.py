"""Each resolver by hand-made bars: every outcome, what is ambiguous, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from foretold import BASE, SAID, Bar, calendar, forecast, market, standing
from markets import without

from generator.facts.record import Condition, Forecast
from generator.ledger.record import Standing
from generator.ledger.rules import REGISTRY

DEC_11, DEC_12, JAN_6 = date(2025, 12, 11), date(2025, 12, 12), date(2026, 1, 6)


def test_every_rule_says_when_it_came_true_and_when_it_failed() -> None:
    for rule in REGISTRY.values():
        assert "came true" in rule.words or rule.key == "needs_data"
        assert "failed" in rule.words or rule.key == "needs_data"
        assert rule.words.endswith(".")


# --- policy


@pytest.mark.parametrize(
    ("rates", "state", "count"),
    [
        ({"2025-01-01": 4.0, "2025-12-11": 3.75}, "came-true", 1),
        ({"2025-01-01": 4.0}, "failed", 0),
        ({"2025-01-01": 4.0, "2025-12-11": 3.5}, "failed", 2),
        ({"2025-01-01": 4.0, "2025-12-11": 4.25}, "failed", 0),
        ({"2025-01-01": 4.25, "2025-12-05": 4.0}, "failed", 0),
        ({"2025-01-01": 4.0, "2025-12-12": 3.75}, "failed", 0),
    ],
)
def test_cuts_are_counted_from_the_day_they_take_effect(
    rates: dict[str, float], state: str, count: float
) -> None:
    made = forecast("policy_cuts", DEC_11, ["one_cut"], start=SAID, expect="one_cut")
    found = standing(made, market(last=date(2026, 1, 30), rates=rates, bars=[100]))
    assert (found.state, found.resolved_on, found.values) == (state, DEC_11, {"one_cut": count})


def test_a_cut_is_open_before_it_is_due_and_says_how_it_stands() -> None:
    made = forecast("policy_cuts", DEC_11, ["one_cut"], start=SAID, expect="one_cut")
    assert standing(made, market()).evidence == "The count begins after 5 December 2025."
    found = standing(made, market([100, 100], rates={"2025-01-01": 4.0}))
    assert (found.state, found.holds, found.resolved_on) == ("open", False, None)
    assert "0 quarter-point cuts after 5 December 2025 and up to 9 December 2025" in found.evidence


def test_a_probability_has_a_score_and_nothing_else_has() -> None:
    odds = forecast("policy_cuts", DEC_11, ["odds"], probability="odds", start=SAID, expect="any_cut")
    cut, none = ({"2025-01-01": 4.0, "2025-12-11": 3.75}, {"2025-01-01": 4.0})
    assert standing(odds, market(last=DEC_12, rates=cut)).score == pytest.approx(0.01)
    assert standing(odds, market(last=DEC_12, rates=none)).score == pytest.approx(0.81)
    assert standing(odds, market([100], rates=cut)).score is None
    plain = forecast("policy_cuts", DEC_11, start=SAID, expect="any_cut")
    assert standing(plain, market(last=DEC_12, rates=cut)).score is None


def test_a_due_cut_whose_rate_is_missing_stays_unverifiable_and_names_it() -> None:
    made = forecast("policy_cuts", DEC_11, start=SAID, expect="one_cut")
    found = standing(made, market(last=DEC_12))
    assert (found.state, found.evidence) == (
        "unverifiable",
        "Missing input: rates/DFEDTARU.csv is not in the snapshot.",
    )
    whole = market(last=DEC_12, rates={"2025-01-01": 4.0})
    stale = replace(whole, rates={"DFEDTARU": whole.rates["DFEDTARU"][:"2025-12-09"]})
    assert standing(made, stale).evidence == "Missing input: DFEDTARU ends on 2025-12-09, before 2025-12-11."


@pytest.mark.parametrize(
    ("upper", "state", "ends"),
    [(3.75, "came-true", (3.5, 3.75)), (4.0, "failed", (3.75, 4.0)), (3.25, "failed", (3.0, 3.25))],
)
def test_the_range_on_the_due_day(upper: float, state: str, ends: tuple[float, float]) -> None:
    made = forecast("policy_range", DEC_12, ["floor", "ceiling"], lower="floor", upper="ceiling")
    found = standing(
        made, market(last=date(2026, 2, 2), rates={"2025-01-01": 4.0, "2025-12-11": upper, "2026-01-05": 1.0})
    )
    assert (found.state, found.values) == (state, dict(zip(("floor", "ceiling"), ends, strict=True)))


# --- returns


def ahead(due: date = DEC_12, start: date = SAID) -> Forecast:
    return forecast("outperform", due, ["ahead"], symbol="IWM", other="SPY", start=start, expect="ahead")


@pytest.mark.parametrize(
    ("iwm", "spy", "state"), [(110, 105, "came-true"), (105, 110, "failed"), (105, 105, "came-true")]
)
def test_one_fund_against_another(iwm: float, spy: float, state: str) -> None:
    found = standing(ahead(), market({"IWM": [101, 102, 103, 104, iwm], "SPY": [100] * 4 + [spy]}))
    assert (found.state, found.resolved_on) == (state, DEC_12)
    assert found.values["ahead"] == pytest.approx(iwm - spy)


def test_dividends_count_and_quoted_prices_alone_would_fail() -> None:
    bars: dict[str, list[Bar]] = {"IWM": [100, 100, 98.0, 98, 98], "SPY": [100] * 5}
    assert standing(ahead(), market(bars)).state == "failed"
    paid = standing(ahead(), market(bars, dividends={"2025-12-10": 3.0}))
    assert paid.state == "came-true" and paid.values["ahead"] == pytest.approx(1.0)


def test_a_span_that_has_not_begun_and_a_fund_that_is_missing() -> None:
    later = ahead(date(2026, 12, 31), date(2025, 12, 31))
    found = standing(later, market({"IWM": [100] * 3, "SPY": [100] * 3}))
    assert (found.state, found.holds, found.evidence) == (
        "open",
        None,
        "The span begins with the close of 31 December 2025.",
    )
    gone = standing(ahead(), without(market({"IWM": [100] * 5, "SPY": [100] * 5}), "SPY"))
    assert (gone.state, gone.evidence) == (
        "unverifiable",
        "Missing input: prices/SPY.csv is not in the snapshot.",
    )


def test_over_three_years_a_rate_a_year_is_compared() -> None:
    made = ahead(date(2028, 12, 5))
    given = market({"IWM": [1.331 * BASE], "SPY": [BASE]}, last=date(2028, 12, 8))
    assert standing(made, given).values["ahead"] == pytest.approx(10)


def nine(due: date = date(2035, 12, 5)) -> Forecast:
    return forecast("annual_rate", due, ["nine"], symbol="IWM", start=SAID, expect="nine")


@pytest.mark.parametrize(
    ("factor", "state"), [(1.09, "came-true"), (1.05, "failed"), (1.12, "failed"), (1.0955, "came-true")]
)
def test_a_rate_a_year_after_ten_years(factor: float, state: str) -> None:
    found = standing(nine(), market([BASE * factor**10], last=date(2035, 12, 20)))
    assert (found.state, found.resolved_on) == (state, date(2035, 12, 5))
    assert found.values["nine"] == pytest.approx((factor - 1) * 100)


def test_the_path_that_a_rate_needs_from_here() -> None:
    half = standing(nine(), market([BASE * 1.05**5], last=date(2030, 12, 5)))
    assert (half.state, half.holds) == ("open", False)
    needed = (1.09**10 / 1.05**5) ** (1 / 5) * 100 - 100
    assert f"From here it takes +{needed:.1f}" in half.progress
    early = standing(nine(), market([BASE * 1.2] * 20))
    assert (early.holds, early.values) == (None, {})  # a rate a year from a month says nothing


def test_a_drawdown_comes_true_on_its_first_day_and_fails_when_the_time_is_up() -> None:
    made = forecast("drawdown", DEC_12, ["deep"], symbol="IWM", expect="deep")
    fell = standing(made, market([110, 100, 98, 120, 80]))
    assert (fell.state, fell.resolved_on) == ("came-true", date(2025, 12, 10))
    assert fell.values["deep"] == pytest.approx((98 / 110 - 1) * 100)
    held = standing(made, market([110, 100, 105, 108, 120, 50]))
    assert (held.state, held.resolved_on) == ("failed", DEC_12)
    assert standing(made, market([110])).state == "open" and standing(made, market()).holds is None


# --- levels


@pytest.mark.parametrize(
    ("level", "by", "bars", "state", "on"),
    [
        ("upper", "close", [(100, 106, 99, 104), 105, 90], "came-true", date(2025, 12, 9)),
        ("upper", "intraday", [(100, 106, 99, 104), 105, 90], "came-true", date(2025, 12, 8)),
        ("upper", "close", [(100, 106, 99, 104)] * 5, "failed", DEC_12),
        ("lower", "close", [96, 94, 100], "came-true", date(2025, 12, 9)),
        ("lower", "intraday", [(99, 110, 95, 99)] * 2, "came-true", date(2025, 12, 8)),
        ("lower", "close", [96, 105, 96, 96, 96, 90], "failed", DEC_12),  # too late, and the wrong way
    ],
)
def test_a_price_target(level: str, by: str, bars: list[Bar], state: str, on: date) -> None:
    found = standing(forecast("price_target", DEC_12, [level], level=level, by=by), market(bars))
    assert (found.state, found.resolved_on) == (state, on)


def test_a_price_target_that_is_still_ahead() -> None:
    found = standing(forecast("price_target", DEC_12, ["upper"], level="upper"), market([101]))
    assert (found.state, found.holds) == ("open", False)
    assert found.evidence.startswith("The highest close of IWM since 5 December 2025 is $101.00, +4.0")


def cross(due: date = date(2026, 2, 4)) -> Forecast:
    return forecast("first_cross", due, ["upper", "lower"], upper="upper", lower="lower")


@pytest.mark.parametrize(
    ("turn", "after", "state"),
    [
        (106.0, 108.0, "came-true"),
        (106.0, 101.0, "failed"),
        (94.0, 90.0, "came-true"),
        (94.0, 97.0, "failed"),
    ],
)
def test_the_first_crossing_is_judged_by_what_followed(turn: float, after: float, state: str) -> None:
    bars = [100.0, turn, turn, turn, turn, turn, after, *[99.0] * 30]
    found = standing(cross(), market(bars))
    assert (found.state, found.resolved_on) == (state, calendar[calendar > pd.Timestamp(SAID)][21].date())
    assert (
        f"on 9 December 2025. Within a session the {'upper' if turn > 100 else 'lower'} one" in found.evidence
    )
    assert "5 sessions later" in found.evidence and "20 sessions later" in found.evidence


def test_levels_touched_within_a_session_are_told_and_do_not_count() -> None:
    both = market([(100, 106, 94, 100), 100, 106])
    found = standing(cross(), both)
    assert "both were passed on 8 December 2025, in an order that daily bars do not tell" in found.evidence
    assert "closed above it at $106.00 on 10 December 2025" in found.evidence and found.state == "open"
    gap = standing(cross(), market([(107, 108, 94, 100)]))
    assert "the upper one was passed first, at the opening of 8 December 2025" in gap.evidence
    lower = standing(cross(), market([(93, 106, 92, 100)]))
    assert "the lower one was passed first, at the opening of 8 December 2025" in lower.evidence


def test_a_level_that_is_met_exactly_is_not_crossed_and_a_quiet_price_settles_nothing() -> None:
    quiet = standing(cross(), market([105.0, 95.0] * 30))
    assert (quiet.state, quiet.resolved_on) == ("unverifiable", None)
    assert "No close of IWM lies above $105.00 or below $95.00 yet." in quiet.evidence
    late = standing(cross(DEC_12), market([100.0, 100, 100, 106, 107, 108]))
    assert late.state == "unverifiable"  # crossed, but what followed lies after the due day


@pytest.mark.parametrize(
    ("bars", "side", "state", "day"),
    [
        ([100] * 20, "both", "came-true", JAN_6),
        ([100, 100, 112] + [100] * 20, "both", "failed", date(2025, 12, 10)),
        ([100, 88] + [100] * 20, "both", "failed", date(2025, 12, 9)),
        ([100, 88] + [100] * 20, "upper", "came-true", JAN_6),
        ([100, 112] + [100] * 20, "lower", "came-true", JAN_6),
        ([(100, 120, 80, 100)] + [100] * 20, "both", "came-true", JAN_6),
        ([110.4] * 20, "both", "came-true", JAN_6),
    ],
)  # fmt: skip
def test_a_band_holds_by_closes(bars: list[float], side: str, state: str, day: date) -> None:
    found = standing(forecast("band_held", JAN_6, ["band"], band="band", side=side), market(bars))
    assert (found.state, found.resolved_on) == (state, day)
    if isinstance(bars[0], tuple):
        assert "Within a session it was left first on 8 December 2025." in found.evidence


@pytest.mark.parametrize(
    ("towards", "fifth", "state"),
    [("up", 101, "came-true"), ("up", 99, "failed"), ("down", 99, "came-true"), ("up", 100, "failed")],
)
def test_a_signal_is_judged_at_the_end_of_its_days(towards: str, fifth: float, state: str) -> None:
    made = forecast(
        "direction", DEC_12, ["days"], said=date(2025, 12, 6), sessions="days.high", towards=towards
    )
    found = standing(made, market([50, 150, 50, 150, fifth, 1000]))
    assert (found.state, found.resolved_on) == (state, DEC_12)
    so_far = standing(made, market([120, 120]))
    assert (so_far.state, so_far.holds, so_far.progress) == (
        "open",
        towards == "up",
        "3 of 5 sessions to go.",
    )


def test_a_signal_whose_sessions_do_not_fit_before_its_due_day_is_missing_them() -> None:
    made = forecast("direction", date(2025, 12, 10), sessions=5, towards="up")
    assert standing(made, market([101] * 9)).evidence.startswith(
        "Missing input: IWM has 3 sessions from 2025-12-05"
    )


@pytest.mark.parametrize(
    ("close", "side", "state", "words"),
    [
        (106, "call", "came-true", "the call at $105.00 expired $1.00 in the money"),
        (104, "call", "failed", "expired $1.00 out of the money"),
        (105, "call", "failed", "expired at the money"),
        (104, "put", "came-true", "the put at $105.00 expired $1.00 in the money"),
    ],
)
def test_an_option_at_its_expiry(close: float, side: str, state: str, words: str) -> None:
    made = forecast("option_at_expiry", DEC_12, ["upper"], strike="upper", side=side)
    found = standing(made, market([100, 100, 100, 100, close, 1]))
    assert (found.state, found.resolved_on) == (state, DEC_12) and words in found.evidence
    assert "stands" in standing(made, market([100])).evidence


def test_a_later_split_does_not_move_a_level() -> None:
    """Bars of a 2-for-1 split: the file halves every earlier price, and a level stays what was quoted."""
    made = forecast("band_held", JAN_6, ["band"], band="band")
    plain = market([100.0] * 25)
    halved = market([100.0] * 25, splits={"2025-12-16": 2.0})
    frame = halved.bars["IWM"].copy()
    frame[["open", "high", "low", "close"]] /= 2
    assert standing(made, replace(halved, bars={"IWM": frame})).evidence == standing(made, plain).evidence


# --- a short position: entry 100, stop 102, target 90


def short(enter: str = "at once", entry: float = 100.0, due: date = JAN_6) -> Forecast:
    return forecast("short_setup", due, entry=entry, reward=10.0, risk=2.0, enter=enter)


@pytest.mark.parametrize(
    ("bars", "state", "day", "words"),
    [
        (
            [(100, 101, 95, 96), (96, 97, 89, 90)],
            "came-true",
            date(2025, 12, 9),
            "the target was reached first",
        ),
        ([(100, 101, 95, 96), (96, 103, 95, 96)], "failed", date(2025, 12, 9), "the stop was reached first"),
        (
            [(100, 103, 89, 96)],
            "unverifiable",
            None,
            "both lay within 8 December 2025; the session ran from $89.00 to $103.00",
        ),
        ([(103, 104, 89, 96)], "failed", date(2025, 12, 8), "the stop was reached first"),
        ([(89, 104, 88, 96)], "came-true", date(2025, 12, 8), "the target was reached first"),
        ([(100, 102, 99, 100)], "failed", date(2025, 12, 8), "stop $102.00"),
        ([(100, 101, 90, 100)], "came-true", date(2025, 12, 8), "target $90.00"),
        ([100] * 25, "failed", JAN_6, "neither was reached"),
    ],
)
def test_stop_or_target_first(bars: list[Bar], state: str, day: date | None, words: str) -> None:
    found = standing(short(), market(bars))
    assert (found.state, found.resolved_on) == (state, day) and words in found.evidence


@pytest.mark.parametrize(
    ("bars", "state", "words"),
    [
        ([100] * 25, "unverifiable", "the entry has not been reached"),
        (
            [(100, 105.5, 99, 104), (104, 104, 94, 95)],
            "came-true",
            "on 9 December 2025 after an entry on 8 December 2025",
        ),
        ([(100, 108, 99, 104)], "failed", "the stop was reached first, on 8 December 2025"),
        ([(100, 105.5, 94, 104)], "unverifiable", "both lay within"),
        ([(106, 106, 94, 95)], "came-true", "the target was reached first"),
        ([(80, 90, 70, 85), 105], "open", "neither was reached"),
    ],
)
def test_an_entry_that_has_to_be_reached_first(bars: list[Bar], state: str, words: str) -> None:
    """Entry 105, stop 107.10, target 94.50: a low of the day of entry may lie before the entry."""
    found = standing(short("when reached", 105.0), market(bars))
    assert found.state == state and words in found.evidence


def test_a_short_before_any_session_tells_nothing() -> None:
    assert standing(short(), market()).holds is None


# --- conditions


def test_a_condition_is_read_on_the_due_day() -> None:
    made = forecast("condition", DEC_12, holds="close <= 100")
    assert standing(made, market([100] * 5 + [120])).state == "came-true"
    assert standing(made, market([100] * 4 + [101, 99])).state == "failed"
    assert standing(made, market([99])).holds is True
    gap = standing(forecast("condition", DEC_12, holds="spread_hy < 5"), market([100] * 5))
    assert gap.state == "unverifiable" and "rates/BAMLH0A0HYM2.csv is not in the snapshot" in gap.evidence


def test_what_no_data_reach_is_open_until_it_is_due() -> None:
    made = forecast("needs_data", DEC_12, needs="a table", symbol="IWM", other="SPY", start=SAID)
    given = {"IWM": [110.0] * 5, "SPY": [90.0] * 5}
    early, late = standing(made, market({s: b[:2] for s, b in given.items()})), standing(made, market(given))
    assert (early.state, late.state, late.resolved_on) == ("open", "unverifiable", None)
    assert (
        late.evidence.startswith("Would take a table. Beside it, and no test of it:")
        and "IWM +10.0" in late.evidence
    )


def scenario(*conditions: Condition) -> Forecast:
    return forecast("scenario", DEC_12, conditions=conditions)


HOLDS, NOT, UNTOLD = (
    Condition("a", holds="close <= 100"),
    Condition("b", holds="100 < close"),
    Condition("c", needs="a table"),
)


@pytest.mark.parametrize(
    ("conditions", "state"),
    [
        ((HOLDS,), "came-true"),
        ((HOLDS, NOT), "failed"),
        ((HOLDS, UNTOLD), "unverifiable"),
        ((NOT, UNTOLD), "failed"),
    ],
)
def test_a_scenario_is_all_of_its_conditions(conditions: tuple[Condition, ...], state: str) -> None:
    found = standing(scenario(*conditions), market([100] * 6))
    assert found.state == state
    assert [met.holds for met in found.conditions] == [
        {"a": True, "b": False, "c": None}[c.text] for c in conditions
    ]


def test_a_scenario_waits_for_other_forecasts_and_sees_them_as_of_its_own_due_day() -> None:
    """The other forecast fails only after the scenario is due: that is not known yet."""
    others = {"held": forecast("band_held", JAN_6, band="band")}
    made = scenario(Condition("the band holds", forecast="held"))
    found: Standing = standing(made, market([100] * 6 + [200] * 20), others)
    assert (found.state, found.conditions[0].holds) == ("came-true", True)
    broken = standing(made, market([200] * 6), others)
    assert (broken.state, broken.conditions[0].holds) == ("failed", False)
