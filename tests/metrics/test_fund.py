"""The fund, its holdings and its options by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from markets import flat, seeded, why

from generator import metrics
from generator.metrics import evaluate


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
    assert metrics.one("equity_names", market, file=1).inputs == ("holdings/IWM/2026-01-20.csv",)
    assert metrics.one("equity_names", market, file=1).value == 1
    assert "stands before the one of 2026-01-20" in metrics.one("equity_names", market, file=2).missing
    assert metrics.one("close", market).as_of == market.as_of > date(2026, 2, 20)
    assert why("top10_weight", market) == "the issuer's file has 3 equity positions, the number takes 10"
    assert "of 2026-02-20 has no position of the sector Materials" in why("sector_materials", market)


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


QUARTERLY = ("2024-12-17", "2025-03-18", "2025-06-16", "2025-09-16", "2025-12-16", "2026-03-17")


@pytest.mark.parametrize(
    ("as_of", "paid", "counted"),
    [
        ("2025-12-15", QUARTERLY, 4),
        ("2025-12-16", QUARTERLY, 4),  # that of the year before lies 364 days back
        ("2026-03-17", QUARTERLY, 4),  # and that of 18 March is another year's
        ("2026-03-24", QUARTERLY, 4),
        ("2025-12-19", QUARTERLY[:4], 4),  # this year's is late: that of 17 December stands in for it
        ("2025-12-30", QUARTERLY[:4], 3),  # and is over
        ("2026-03-02", ("2025-03-03", *(f"2025-{month:02}-01" for month in range(4, 13)), "2025-12-18", "2026-02-02", "2026-03-02"), 12),
        ("2025-12-15", ("2024-12-02", "2024-12-14", "2025-06-16", "2025-12-01"), 3),
        ("2025-12-15", QUARTERLY[:1], 1),
        ("2026-01-15", QUARTERLY[:1], 0),
    ],
)  # fmt: skip
def test_each_occasion_of_a_year_is_paid_once(as_of: str, paid: tuple[str, ...], counted: int) -> None:
    """Ex-days shift by some days from year to year: twelve months hold each of them once, the newest."""
    day = pd.Timestamp(as_of)
    market = flat(date(2024, 1, 3), day.date())
    frame = market.bars["IWM"].copy()
    for number, stamp in enumerate(pd.DatetimeIndex(paid)):
        if stamp <= day:
            frame.loc[frame.index[int(frame.index.searchsorted(stamp))], "dividend"] = 0.5 + number
    market = replace(market, bars={"IWM": frame})
    paid_last = frame["dividend"][frame["dividend"] > 0].iloc[-counted or len(frame) :]
    assert evaluate("dividend_count_12m", market) == counted
    assert evaluate("dividends_12m", market) == paid_last.sum()
    assert evaluate("dividend_yield", market) == pytest.approx(paid_last.sum())
