"""Net flows, premium and assets by the issuer's history; and what a missing session does to a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from markets import seeded

from generator.errors import MissingInput
from generator.market import load, sessions
from generator.market.record import Market
from generator.metrics import REGISTRY, compute, evaluate, one

WEEK, AFTER = date(2025, 11, 28), date(2025, 12, 1)


def history(*counts: float, last: date = AFTER) -> Market:
    """A market with these counts in the last rows of the history, at NAVs of 100, 101 and so on."""
    market = seeded().upto(last)
    days = sessions(date(2025, 1, 2), last)[-len(counts) :]
    frame = pd.DataFrame(
        {"nav": [100.0 + n for n in range(len(counts))], "distribution": None, "shares": counts}, days
    )
    return replace(market, history=frame)


def test_a_days_flow_by_hand() -> None:
    """Counts of 10, 12, 15 million: the last row tells the evening before it, 3 million at that evening's 101."""
    market = history(10e6, 12e6, 15e6)
    assert evaluate("net_flow_1d", market) == pytest.approx(3e6 * 101 / 1e9)
    assert evaluate("net_flow_day", market) == one("net_flow_1d", market).as_of.isoformat() == "2025-11-28"
    assert evaluate("net_flow_1d", market, {"valued": "row"}) == pytest.approx(3e6 * 102 / 1e9)
    assert evaluate("net_flow_1d", market, {"dated": "row", "to": WEEK}) == pytest.approx(2e6 * 100 / 1e9)
    assert evaluate("shares_outstanding", market) == 15
    assert evaluate("net_assets", market, {"priced": "evening"}) == pytest.approx(15e6 * 101 / 1e9)


def test_a_weeks_flow_by_hand() -> None:
    """Of 21 (Friday), 24, 25, 26, 28 November and 1 December: the trades of the 24th to the 28th, dated by trade."""
    market = history(1e6, 2e6, 4e6, 7e6, 11e6, 16e6)
    assert evaluate("net_flow_1w", market) == pytest.approx(
        (2e6 * 101 + 3e6 * 102 + 4e6 * 103 + 5e6 * 104) / 1e9
    )
    dated = evaluate(
        "net_flow_1w", market.upto(WEEK), {"dated": "row", "to": WEEK, "since": date(2025, 11, 21)}
    )
    assert dated == pytest.approx((1e6 * 100 + 2e6 * 101 + 3e6 * 102 + 4e6 * 103) / 1e9)


def test_what_cannot_be_known_yet_says_so() -> None:
    """The count of an evening stands in the next row: as of that evening its flow is not there."""
    market = history(10e6, 12e6, 15e6)
    with pytest.raises(
        MissingInput, match=r"fund/IWM.csv ends on 2025-12-01, and the count of the evening of 2025-12-01"
    ):
        evaluate("net_flow_1d", market, {"to": AFTER})
    with pytest.raises(MissingInput, match="no believable count for the flow of 2025-11-28"):
        evaluate("net_flow_1d", history(10e6, 12e6, float("nan")))
    with pytest.raises(MissingInput, match="begins on 2025-11-26, after 2025-10-28"):
        evaluate("net_flow_1m", market)


def test_premium_by_hand() -> None:
    market = history(10e6, 12e6, 15e6)
    close = market.bars["IWM"]["close"].iloc[-1]
    assert evaluate("premium", market) == pytest.approx((close / 102 - 1) * 100)
    assert evaluate("nav", market) == 102
    early = replace(market, history=market.history.iloc[:-1])
    with pytest.raises(MissingInput, match="ends on 2025-11-28, before 2025-12-01"):
        evaluate("premium", early)


def test_the_convention_is_the_holdings_files(real_history: Path) -> None:
    """The market value in a holdings file over the NAV of its day is the count that the next row states."""
    market = load(real_history)
    for day, held in market.holdings.items():
        row = int(market.history.index.searchsorted(pd.Timestamp(day)))
        implied = held["market_value"].sum() / market.history["nav"].iloc[row]
        own, following = market.history["shares"].iloc[[row, row + 1]]
        assert abs(implied / following - 1) < 0.0005 < abs(implied / own - 1)


def hole(market: Market, symbol: str, day: date) -> Market:
    """The market without the bar of a day."""
    frame = market.bars[symbol].drop(pd.Timestamp(day))
    return replace(
        market, bars={**market.bars, symbol: frame}, holes={symbol: pd.DatetimeIndex([pd.Timestamp(day)])}
    )


def test_a_number_that_needs_a_missing_day_says_so() -> None:
    """And one that does not is the number it would have been."""
    whole = seeded().upto(date(2026, 2, 20))
    lacking = hole(whole, "IWM", date(2026, 2, 10))
    before, after = compute(whole), compute(lacking)
    assert str(after["sma_20"].missing) == "prices/IWM.csv has no row of 2026-02-10"
    assert after["return_1w"].value == before["return_1w"].value
    gone = {key for key, entry in after.items() if entry.missing and not before[key].missing}
    assert {"sma_20", "sma_200", "rsi_14", "volatility_20d", "drawdown", "high_52w"} <= gone
    assert not gone & {"close", "previous_close", "return_1d", "return_ytd_price", "spread_hy", "us_share"}
    for key, entry in after.items():
        if key not in gone:
            assert entry.value == pytest.approx(before[key].value, abs=10 ** -REGISTRY[key].digits), key


def test_a_hole_of_long_ago_hurts_nothing_near() -> None:
    whole = seeded()
    lacking = hole(whole, "SPY", date(2013, 5, 7))
    assert evaluate("beta_60m", lacking) == evaluate("beta_60m", whole)
