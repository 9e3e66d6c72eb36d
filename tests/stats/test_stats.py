"""The arithmetic against outside oracles on one seeded series, and against cases worked by hand."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable
from datetime import date

import empyrical  # type: ignore[import-untyped]
import numpy as np
import pandas as pd
import pytest
import talipp.indicators as oracle  # type: ignore[import-untyped]
from talipp.ohlcv import OHLCV  # type: ignore[import-untyped]

from generator import stats
from generator.errors import MissingInput

RNG = np.random.default_rng(20251205)
DAYS = pd.bdate_range("2019-01-01", periods=1500, name="date")
CLOSE = pd.Series(100 * np.exp(np.cumsum(RNG.normal(0.0003, 0.014, len(DAYS)))), DAYS, name="seeded")
HIGH = CLOSE * (1 + np.abs(RNG.normal(0, 0.006, len(DAYS))))
LOW = CLOSE * (1 - np.abs(RNG.normal(0, 0.006, len(DAYS))))
BASE = pd.Series(100 * np.exp(np.cumsum(RNG.normal(0.0003, 0.01, len(DAYS)))), DAYS, name="base")
VALUES = CLOSE.tolist()
PART = CLOSE.pct_change().iloc[1:]  # returns as parts of one, as empyrical takes them
BASE_PART = BASE.pct_change().iloc[1:]


def series(*values: float, start: str = "2025-12-01") -> pd.Series:
    """Values on consecutive weekdays."""
    return pd.Series(values, pd.bdate_range(start, periods=len(values)), dtype=float, name="hand")


@pytest.mark.parametrize("window", [5, 14, 21])
def test_rsi_is_talipp_s(window: int) -> None:
    """Wilder's RSI from the first bar on, over the whole series and not only at its end."""
    expected = oracle.RSI(window, VALUES)
    ours = stats.rsi(CLOSE, window)
    assert ours.tolist() == pytest.approx([v for v in expected if v is not None], rel=1e-9)


def test_atr_is_talipp_s() -> None:
    """Wilder's mean of the true range; talipp counts the first bar's own span, which fades over 1500 bars."""
    expected = oracle.ATR(14, [OHLCV(c, h, lo, c, 0) for h, lo, c in zip(HIGH, LOW, CLOSE, strict=True)])
    assert stats.atr(HIGH, LOW, CLOSE, 14) == pytest.approx(expected[-1], rel=1e-9)


def test_macd_is_talipp_s() -> None:
    """Its EMAs start from a mean, ours from the first value: 1500 bars on they are one."""
    expected = oracle.MACD(12, 26, 9, VALUES)[-1]
    ours = stats.macd(CLOSE, 12, 26, 9).iloc[-1]
    assert ours.tolist() == pytest.approx([expected.macd, expected.signal, expected.histogram], rel=1e-9)


def test_averages_and_bands_are_talipp_s() -> None:
    """Plain mean, and bands of two population deviations about it."""
    band = oracle.BB(20, 2, VALUES)[-1]
    assert stats.bollinger(CLOSE, 20, 2) == pytest.approx((band.lb, band.cb, band.ub), rel=1e-9)
    assert stats.sma(CLOSE, 200) == pytest.approx(oracle.SMA(200, VALUES)[-1], rel=1e-12)


def test_volatility_is_empyrical_s_of_log_returns() -> None:
    """With ddof 1 and 252 sessions a year."""
    logs = pd.Series(np.log1p(PART.to_numpy()))
    for window in (20, 60, 252):
        expected = empyrical.annual_volatility(logs.iloc[-window:]) * 100
        assert stats.volatility(CLOSE, window, 252) == pytest.approx(expected, rel=1e-9)


def test_dependence_on_a_base_is_empyrical_s() -> None:
    expected = empyrical.beta(PART.iloc[-252:], BASE_PART.iloc[-252:])
    asset, base = stats.returns(CLOSE), stats.returns(BASE)
    assert stats.beta(asset.iloc[-252:], base.iloc[-252:]) == pytest.approx(expected, rel=1e-9)
    both = np.corrcoef(PART.iloc[-252:], BASE_PART.iloc[-252:])[0, 1]
    assert stats.correlation(asset.iloc[-252:], base.iloc[-252:]) == pytest.approx(both, rel=1e-9)


def test_capture_is_empyrical_s() -> None:
    """Compound yearly return in the base's rising, or falling, months over that of the base."""
    own, base = (stats.period_ends(s, "month") for s in (CLOSE, BASE))
    own, base = own.pct_change().iloc[1:], base.pct_change().iloc[1:]
    for up, expected in ((True, empyrical.up_capture), (False, empyrical.down_capture)):
        ours = stats.capture(own * 100, base * 100, 12, up=up)
        assert ours == pytest.approx(expected(own, base, period="monthly") * 100, rel=1e-9)


def test_falls_are_empyrical_s() -> None:
    """Deepest drawdown, and downside deviation about zero."""
    assert stats.drawdowns(CLOSE).min() == pytest.approx(empyrical.max_drawdown(PART) * 100, rel=1e-9)
    ours = stats.downside_deviation(stats.returns(CLOSE).iloc[-252:], 252)
    assert ours == pytest.approx(empyrical.downside_risk(PART.iloc[-252:]) * 100, rel=1e-9)


def test_total_return_by_hand() -> None:
    """A dividend is worth its share of the close of its ex-date.

    From 100 to 98 on the ex-date of a dividend of 4: (98 + 4)/100 = 1.02. From 98 to 99.96 is 1.02
    once more, so 100 becomes 102 and 104.04.
    """
    bars = pd.DataFrame({"close": [100.0, 98.0, 99.96], "dividend": [0.0, 4.0, 0.0]}, DAYS[:3])
    assert stats.total_return_index(bars).tolist() == pytest.approx([100, 102, 104.04])


def test_a_dividend_on_the_first_bar_is_not_earned() -> None:
    """Who buys at the close of the ex-date does not get the dividend."""
    bars = pd.DataFrame({"close": [100.0, 110.0], "dividend": [5.0, 0.0]}, DAYS[:2])
    assert stats.total_return_index(bars).tolist() == pytest.approx([100, 110])


def test_rsi_by_hand() -> None:
    """Moves of +2, -1, +1 in a window of 2.

    The means start as 1 up and 0.5 down: 100 x 1/1.5 = 66.67. Then they are (1 + 1)/2 = 1 and
    0.5/2 = 0.25: 100 x 1/1.25 = 80.
    """
    assert stats.rsi(series(10, 12, 11, 12), 2).tolist() == pytest.approx([200 / 3, 80])


def test_rsi_of_no_move_is_the_middle() -> None:
    """Neither strength nor weakness: 50, and no division by zero."""
    assert stats.rsi(series(5, 5, 5, 5), 2).tolist() == [50, 50]


def test_true_range_by_hand() -> None:
    """A bar of 12 to 11 after a close of 10 spans 2, one of 9 to 8 after a close of 11 spans 3."""
    high, low, close = series(10, 12, 9), series(10, 11, 8), series(10, 11, 9)
    assert stats.true_range(high, low, close).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("open_", "close", "x"),
    [(9, 11, 2 * 12 + 8 + 11), (11, 9, 12 + 2 * 8 + 9), (10, 10, 12 + 8 + 2 * 10)],
)
def test_demark_by_hand(open_: float, close: float, x: float) -> None:
    """High 12, low 8: a close above the open counts the high twice, below it the low, at it the close.

    The next low is X/2 less the high, the next high X/2 less the low.
    """
    assert stats.demark_pivots(open_, 12, 8, close) == (x / 2 - 12, x / 2 - 8)


def test_classic_pivots_by_hand() -> None:
    """High 12, low 6, close 9: pivot 9, support 18 - 12 = 6, resistance 18 - 6 = 12."""
    assert stats.classic_pivots(12, 6, 9) == (6, 9, 12)


def test_changes_by_hand() -> None:
    """From 80 to 100 is 25 %; 121 over 100 in two years is 10 % a year."""
    assert stats.change(100, 80) == pytest.approx(25)
    assert stats.annualised(121, 100, 2) == pytest.approx(10)
    assert stats.returns(series(80, 100, 50)).tolist() == pytest.approx([25, -50])


def test_looking_back_by_hand() -> None:
    """1 to 5 December 2025 is a week, 8 December the Monday after: the weekend looks back to the Friday."""
    prices = series(1, 2, 3, 4, 5, 6)
    assert stats.on_or_before(prices, date(2025, 12, 7)) == 5
    assert stats.on_or_before(prices, date(2025, 12, 8)) == 6
    assert stats.after(prices, date(2025, 12, 4)).tolist() == [5, 6]
    with pytest.raises(MissingInput, match=r"hand begins on 2025-12-01, .* a value of 2025-11-30 or before"):
        stats.on_or_before(prices, date(2025, 11, 30))


def test_period_ends_by_hand() -> None:
    """Weekdays from Thursday 27 November 2025: weeks end on the 28th, 5th and (still running) 8th."""
    prices = series(*range(8), start="2025-11-27")
    assert [f"{day:%d}" for day in stats.period_ends(prices, "week").index] == ["28", "05", "08"]
    assert [f"{day:%d}" for day in stats.period_ends(prices, "month").index] == ["28", "08"]


def test_period_ends_are_pandas_own() -> None:
    """The same days as a group by calendar period, over the whole seeded series."""
    periods: list[tuple[stats.Period, str]] = [("week", "W"), ("month", "M")]
    for period, code in periods:
        expected = CLOSE.groupby(DAYS.to_period(code)).last().tolist()
        assert stats.period_ends(CLOSE, period).tolist() == expected


def test_drawdown_and_time_under_water_by_hand() -> None:
    """Records on 1 (10) and 2 December (12): 9 lies 25 % below, and no other comes to the 8th, 6 days."""
    prices = series(10, 12, 9, 11, 10, 11)
    assert stats.drawdowns(prices).min() == pytest.approx(-25)
    assert stats.longest_underwater(prices) == 6
    assert stats.longest_underwater(series(10, 9, 11, 12)) == 2  # 1 to 3 December; one day from then on


def test_shares_of_a_whole_by_hand() -> None:
    """Weights 50, 25, 25: 100^2 / (2500 + 625 + 625) = 2.67 equal ones; one makes half, two make 51."""
    weights = series(25, 50, 25)
    assert stats.effective_number(weights) == pytest.approx(8 / 3)
    assert (stats.names_for(weights, 50), stats.names_for(weights, 51)) == (1, 2)
    with pytest.raises(MissingInput, match=r"hand adds up to 100\.00, the number takes 101"):
        stats.names_for(weights, 101)


def test_percentile_rank_by_hand() -> None:
    """The last, 3, has three of five values at or below it: 60 %; the highest is 100 %."""
    assert stats.percentile_rank(series(1, 5, 2, 4, 3)) == pytest.approx(60)
    assert stats.percentile_rank(series(1, 2)) == 100


@pytest.mark.parametrize(
    ("call", "stand", "takes"),
    [
        (lambda: stats.sma(series(1, 2), 3), 2, 3),
        (lambda: stats.rsi(series(1, 2, 3), 3), 3, 4),
        (lambda: stats.macd(series(1, 2, 3), 12, 26, 9), 3, 35),
        (lambda: stats.atr(series(1, 2), series(1, 2), series(1, 2), 14), 2, 15),
        (lambda: stats.bollinger(series(1), 20, 2), 1, 20),
        (lambda: stats.volatility(series(1, 2), 20, 252), 2, 21),
        (lambda: stats.longest_underwater(series(1)), 1, 2),
    ],
)  # fmt: skip
def test_a_window_is_full_or_there_is_no_number(call: Callable[[], object], stand: int, takes: int) -> None:
    """The sentence names the series, what stands and what it takes."""
    with pytest.raises(MissingInput, match=rf"^hand has {stand} \w+, the number takes {takes}$"):
        call()


def test_a_base_that_stands_still_measures_nothing() -> None:
    """No variance, no beta and no correlation; no rising month, no capture: said, never NaN."""
    moving, still = series(1, 2, 4), series(0, 0, 0)
    for call in (stats.beta, stats.correlation):
        with pytest.raises(MissingInput, match="did not move"):
            call(moving, still)
    with pytest.raises(MissingInput, match="has no rising period"):
        stats.capture(moving, still, 12, up=True)


def test_nothing_given_is_altered() -> None:
    """Every function leaves its input as it was."""
    bars = pd.DataFrame({"high": HIGH, "low": LOW, "close": CLOSE, "dividend": 0.0})
    before = bars.copy(deep=True)
    stats.total_return_index(bars)
    stats.rsi(bars["close"], 14), stats.atr(bars["high"], bars["low"], bars["close"], 14)
    stats.macd(bars["close"], 12, 26, 9), stats.drawdowns(bars["close"])
    pd.testing.assert_frame_equal(bars, before)
    assert math.isfinite(stats.sma(bars["close"], 20))


@pytest.mark.parametrize("window", [5, 14])
def test_rsi_of_other_smoothings_by_plain_loops(window: int) -> None:
    """Cutler's RSI and an exponential one, worked out move by move."""
    moves = [b - a for a, b in itertools.pairwise(VALUES)]
    up, down = [max(m, 0) for m in moves], [max(-m, 0) for m in moves]
    rise, fall = sum(up[-window:]), sum(down[-window:])
    assert stats.rsi(CLOSE, window, "simple").iloc[-1] == pytest.approx(100 * rise / (rise + fall), rel=1e-9)
    weight, rise, fall = 2 / (window + 1), up[0], down[0]
    for u, d in zip(up[1:], down[1:], strict=True):
        rise, fall = rise + weight * (u - rise), fall + weight * (d - fall)
    assert stats.rsi(CLOSE, window, "exponential").iloc[-1] == pytest.approx(
        100 * rise / (rise + fall), rel=1e-9
    )


def test_true_range_of_other_smoothings_and_the_sample_s_band() -> None:
    spans = stats.true_range(HIGH, LOW, CLOSE)
    assert stats.atr(HIGH, LOW, CLOSE, 14, "simple") == pytest.approx(float(np.mean(spans.to_numpy()[-14:])))
    assert stats.atr(HIGH, LOW, CLOSE, 14, "exponential") == pytest.approx(
        float(stats.ema(spans, 14).iloc[-1])
    )
    low, middle, high = stats.bollinger(CLOSE, 20, 2, ddof=1)
    assert (high - low) / 4 == pytest.approx(statistics.stdev(VALUES[-20:]))
    assert middle == pytest.approx(statistics.fmean(VALUES[-20:]))


def test_volatility_of_simple_returns_is_empyrical_s() -> None:
    expected = empyrical.annual_volatility(PART.iloc[-252:]) * 100
    assert stats.volatility(CLOSE, 252, 252, simple=True) == pytest.approx(expected, rel=1e-9)
    logs = np.diff(np.log(VALUES[-253:]))
    whole = statistics.pstdev(logs.tolist()) * math.sqrt(252) * 100
    assert stats.volatility(CLOSE, 252, 252, ddof=0) == pytest.approx(whole, rel=1e-9)
