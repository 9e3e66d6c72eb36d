"""Each resolver by hand-made bars: every outcome, what is ambiguous, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from foretold import BASE, SAID, Bar, calendar, forecast, market, standing
from markets import without

from generator.facts.record import Condition, Forecast, Way
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
        ({"2025-01-01": 4.0, "2025-12-11": 3.5}, "came-true", 1),  # one cut of 50 bp is not two
        ({"2025-01-01": 4.0, "2025-12-09": 3.75, "2025-12-11": 3.5}, "failed", 2),
        ({"2025-01-01": 4.0, "2025-12-09": 3.75, "2025-12-11": 4.0}, "failed", 0),  # cuts and raises net
        ({"2025-01-01": 4.0, "2025-12-11": 4.25}, "failed", -1),
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
    assert "0 cuts after 5 December 2025 and up to 9 December 2025" in found.evidence


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


JAN, MARCH = date(2026, 1, 28), date(2026, 3, 18)
FOUR = {"2025-01-01": 4.0}


@pytest.mark.parametrize(
    ("moves", "state", "day", "values"),
    [
        ({"2026-01-29": 3.75, "2026-03-19": 3.5}, "came-true", "2026-03-19", {"two_cuts": 2, "size": 50}),
        ({"2026-01-29": 3.5, "2026-03-19": 3.0}, "came-true", "2026-03-19", {"two_cuts": 2, "size": 100}),
        ({"2026-01-28": 3.75, "2026-03-18": 3.5}, "came-true", "2026-03-19", {"two_cuts": 2, "size": 50}),  # dated by the day
        ({"2026-01-29": 3.5}, "failed", "2026-03-19", {}),  # one of 50 bp is not two
        ({"2026-03-19": 3.5}, "failed", "2026-01-29", {}),  # lost when the first passes without one
        ({"2026-02-10": 3.75, "2026-03-19": 3.5}, "failed", "2026-01-29", {}),  # between the meetings
        ({"2026-01-29": 3.75, "2026-02-10": 4.0, "2026-03-19": 4.0}, "failed", "2026-03-19", {}),  # taken back
        ({"2026-01-29": 3.75, "2026-03-19": 4.0}, "failed", "2026-03-19", {}),
        ({"2026-01-29": 4.25, "2026-03-19": 4.0}, "failed", "2026-01-29", {}),
        ({"2026-01-29": 3.75}, "open", "", {}),
    ],
)  # fmt: skip
def test_a_cut_at_each_of_the_meetings(
    moves: dict[str, float], state: str, day: str, values: dict[str, float]
) -> None:
    end = date(2026, 3, 17) if state == "open" else date(2026, 4, 1)
    made = forecast("cut_at_meetings", date(2026, 3, 20), ["two_cuts", "size"], meetings=[JAN, MARCH])
    found = standing(made, market([100], last=end, rates=FOUR | moves))
    assert (found.state, found.values) == (state, values)
    assert str(found.resolved_on or "") == day
    if state == "open":
        assert found.holds is None and found.progress == "It takes a cut at the meeting of 18 March 2026."


@pytest.mark.parametrize(
    ("moves", "state", "ends"),
    [
        ({"2025-12-11": 3.75}, "came-true", (3.5, 3.75)),
        ({"2025-12-11": 3.5}, "failed", (3.25, 3.5)),
        ({"2025-12-08": 4.25, "2025-12-11": 4.0}, "failed", (3.75, 4.0)),
    ],
)
def test_the_range_that_the_cuts_leave(
    moves: dict[str, float], state: str, ends: tuple[float, float]
) -> None:
    made = forecast(
        "cut_at_meetings", DEC_12, ["floor", "ceiling"], meetings=[date(2025, 12, 10)], lower="floor", upper="ceiling"
    )  # fmt: skip
    found = standing(made, market([100], last=date(2026, 2, 2), rates=FOUR | moves | {"2026-01-05": 1.0}))
    assert (found.state, found.resolved_on) == (state, DEC_11)
    assert found.values == dict(zip(("floor", "ceiling"), ends, strict=True))


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
    fell = standing(made, market([110, 98, 90, 120, 80]))
    assert (fell.state, fell.resolved_on) == ("came-true", date(2025, 12, 10))
    assert fell.values["deep"] == pytest.approx(-10)
    held = standing(
        made, market([110, 98, 105, 92, 120, 50])
    )  # 16 % below its highest, 8 % below the level when it was said
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


FIVE = Way("Over five sessions", {"judged": 5})
TWENTY = Way("Over twenty sessions", {"judged": 20})


def cross(due: date = date(2026, 2, 4), ways: tuple[Way, ...] = (FIVE, TWENTY)) -> Forecast:
    made = forecast("first_cross", due, ["upper", "lower"], upper="upper", lower="lower")
    return replace(made, ways=ways)


@pytest.mark.parametrize(
    ("turn", "fifth", "twentieth", "state"),
    [
        (106.0, 108.0, 109.0, "came-true"),
        (106.0, 101.0, 99.0, "failed"),
        (94.0, 90.0, 89.0, "came-true"),
        (94.0, 97.0, 99.0, "failed"),
        (106.0, 101.0, 109.0, "unverifiable"),  # the two ways to read it part
        (94.0, 90.0, 99.0, "unverifiable"),
    ],
)
def test_the_first_crossing_is_settled_once_both_ways_to_judge_it_agree(
    turn: float, fifth: float, twentieth: float, state: str
) -> None:
    bars = [100.0, turn, turn, turn, turn, turn, fifth, *[100.0] * 14, twentieth, *[50.0] * 30]
    found = standing(cross(), market(bars))
    settled_on = calendar[calendar > pd.Timestamp(SAID)][21].date()
    assert (found.state, found.resolved_on) == (state, settled_on if state != "unverifiable" else None)
    assert found.as_of == settled_on
    assert (
        f"on 9 December 2025. Within a session the {'upper' if turn > 100 else 'lower'} one" in found.evidence
    )
    assert "5 sessions later" in found.evidence and "20 sessions later" in found.evidence
    assert ("The source does not say which it means" in found.evidence) == (state == "unverifiable")
    early = standing(cross(), market(bars[:12]))
    assert (early.state, early.resolved_on, early.holds) == ("open", None, None)


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
    ("towards", "bars", "state"),
    [
        ("up", [101, 102, 103, 104, 96], "came-true"),  # not by the last close alone
        ("up", [90, 90, 90, 90, 101], "failed"),
        ("up", [100] * 5, "failed"),
        ("down", [99, 99, 99, 99, 103], "came-true"),
        ("down", [101] * 5, "failed"),
    ],
)
def test_a_signal_is_judged_on_its_stretch(towards: str, bars: list[Bar], state: str) -> None:
    made = forecast(
        "direction", DEC_12, ["days"], said=date(2025, 12, 6), sessions="days.high", towards=towards
    )
    found = standing(made, market([*bars, 1000]))
    assert (found.state, found.resolved_on) == (state, DEC_12)
    so_far = standing(made, market([120, 120]))
    assert (so_far.state, so_far.holds, so_far.progress) == (
        "open",
        towards == "up",
        "3 of 5 sessions to go.",
    )


@pytest.mark.parametrize(
    ("bars", "state", "words"),
    [
        ([110, 120, 121, 122, 123], "came-true", "From session 3 to 5, 10 December 2025 to 12 December 2025"),
        (
            [110, 120, 115, 116, 118],
            "failed",
            "against $120.00 before",
        ),  # above the first close, below that of the stretch
        ([90, 80, 85, 86, 79], "came-true", "against $80.00 before"),  # and the other way round
        ([90, 80, 85], "open", "From session 3 to 3"),
        ([90, 80], "open", "The stretch begins with session 3."),
    ],
)
def test_a_signal_for_later_days_begins_with_them(bars: list[Bar], state: str, words: str) -> None:
    found = standing(forecast("direction", DEC_12, sessions=5, first=3, towards="up"), market(bars))
    assert found.state == state and words in found.evidence
    closes = [float(bar) for bar in bars if not isinstance(bar, tuple)]
    if len(closes) > 2:  # its picture begins where the stretch does: at the close before it
        assert found.path and found.path.points[0] == (date(2025, 12, 9), 0.0)
        assert found.path.points[-1][1] == pytest.approx((closes[-1] / closes[1] - 1) * 100, abs=0.005)


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


@pytest.mark.parametrize(
    ("bars", "state"),
    [
        ([(100, 102, 99, 100)], "open"),  # one way has failed, the other waits for its entry
        ([(100, 102, 99, 100), (104, 108, 104, 105)], "failed"),
        ([(100, 101, 89, 96)], "open"),
        ([(100, 101, 89, 96), (96, 106, 96, 105), (105, 105, 94, 95)], "came-true"),
        ([(100, 101, 89, 96), (96, 108, 96, 105)], "unverifiable"),
    ],
)
def test_an_entry_that_nobody_gave_is_read_both_ways(bars: list[Bar], state: str) -> None:
    ways = (Way("At once", {}), Way("At the band", {"entry": 105.0, "enter": "when reached"}))
    assert standing(replace(short(), ways=ways), market(bars)).state == state


# --- conditions


@pytest.mark.parametrize(
    ("bars", "state", "day"),
    [
        ([100] * 6, "came-true", DEC_12),
        (
            [100, 101, 100, 100, 100],
            "failed",
            date(2025, 12, 9),
        ),  # over the whole time, and not on the last day
        ([100, 100, 100, 100, 101], "failed", DEC_12),
        ([100, 100], "open", None),
    ],
)
def test_what_stays_has_to_hold_on_every_session(bars: list[Bar], state: str, day: date | None) -> None:
    found = standing(forecast("stays", DEC_12, holds="close <= 100"), market(bars))
    assert (found.state, found.resolved_on) == (state, day)


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


@pytest.mark.parametrize(
    ("bars", "stays", "once"),
    [
        ([100] * 5, True, False),
        ([100, 101, 100, 100, 100], False, True),
        ([101] * 5, False, True),
    ],
)
def test_a_condition_over_the_whole_time(bars: list[Bar], stays: bool, once: bool) -> None:
    conditions = (Condition("a", stays="close <= 100"), Condition("b", once="100 < close"))
    found = standing(scenario(*conditions), market(bars))
    assert [met.holds for met in found.conditions] == [stays, once]


def within(name: str, due: date = DEC_12) -> Forecast:
    return replace(forecast("drawdown", due, ["deep"], symbol="IWM", expect="deep"), key=name, given="story")


STORY = replace(
    forecast(
        "scenario", DEC_12,
        conditions=(Condition("It rises first", once="100 < close"), Condition("It falls", forecast="fall")),
    ),
    key="story",
)  # fmt: skip


@pytest.mark.parametrize(
    ("bars", "state", "outcome"),
    [
        ([101, 90, 100, 100, 100], "came-true", True),
        ([101, 95, 100, 100, 100], "failed", False),
        ([99, 90, 99, 99, 99], "unverifiable", True),  # it fell, and not in the case that it was foretold for
        ([99, 95, 99, 99, 99], "unverifiable", False),
        ([101, 90], "open", True),
    ],
)
def test_what_is_foretold_within_a_scenario_is_judged_within_it(
    bars: list[Bar], state: str, outcome: bool
) -> None:
    others = {"story": STORY, "fall": within("fall")}
    found = standing(others["fall"], market(bars), others)
    assert (found.state, found.resolved_on) == (state, DEC_12 if state in ("came-true", "failed") else None)
    assert ("did not come about: of its conditions “It rises first” does not hold" in found.evidence) == (
        state == "unverifiable"
    )
    assert standing(STORY, market(bars), others).conditions[1].holds is outcome


def test_a_scenario_waits_for_other_forecasts_and_sees_them_as_of_its_own_due_day() -> None:
    """The other forecast fails only after the scenario is due: that is not known yet."""
    others = {"held": forecast("band_held", JAN_6, band="band")}
    made = scenario(Condition("the band holds", forecast="held"))
    found: Standing = standing(made, market([100] * 6 + [200] * 20), others)
    assert (found.state, found.conditions[0].holds) == ("came-true", True)
    broken = standing(made, market([200] * 6), others)
    assert (broken.state, broken.conditions[0].holds) == ("failed", False)
