"""The fund and what it owns: which file, which positions, which price, as usage differs."""

from __future__ import annotations

import pandas as pd

from generator import metrics, stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.ledger.families.base import family, fixed
from generator.ledger.families.inputs import FILES
from generator.market import newest_holdings
from generator.market.record import Market
from generator.metrics.fund import FRESH_DAYS, dividends_12m
from generator.metrics.series import closes, last_year

SECTORS = {
    "industrials": "Industrials",
    "financials": "Financials",
    "health_care": "Health Care",
    "technology": "Information Technology",
    "consumer_discretionary": "Consumer Discretionary",
    "real_estate": "Real Estate",
    "energy": "Energy",
    "consumer_staples": "Consumer Staples",
    "materials": "Materials",
    "utilities": "Utilities",
    "communication": "Communication",
}
SHARE = fixed(
    "equities", {"the issuer's weights in the fund": False, "weights among the equities alone": True}
)
COUNT = fixed(
    "count",
    {
        "equity positions of any value": "equities",
        "every position, cash and futures included": "positions",
        "positions that weigh 0.01 % and more": "weighing",
    },
)
HOME = fixed(
    "home",
    {
        "names domiciled in the United States": "equities",
        "the US share of the whole fund, cash included": "fund",
        "every stock counted as American, as listed there; share of the fund": "listed",
    },
)
YIELD = fixed("forward", {"dividends of the last twelve months": False, "the last dividend times four": True})
ASSETS = fixed(
    "priced",
    {
        "the newest count of shares times the last close": "close",
        "the market value in the issuer's newest file": "file",
    },
)


def _positions(market: Market, file: int) -> pd.DataFrame:
    """Positions of the newest file on or before the market's date, or of an earlier one."""
    newest_holdings(market)
    days = sorted(market.holdings, reverse=True)
    if file >= len(days):
        raise MissingInput(f"no issuer's file stands before the one of {days[-1]}")
    return market.holdings[days[file]]


def _equities(market: Market, file: int) -> pd.DataFrame:
    frame = _positions(market, file)
    chosen = frame[(frame["asset_class"] == "Equity") & (frame["market_value"] > 0)]
    if chosen.empty or not chosen["weight"].sum() > 0:
        raise MissingInput("the issuer's file has no equity position with a weight")
    return chosen.sort_values("market_value", ascending=False)


@family(
    "sector weight", SHARE, FILES,
    members={f"sector_{key}": {"sector": name} for key, name in SECTORS.items()}, dated=True,
)  # fmt: skip
def sector(market: Market, sector: str = "Industrials", equities: bool = False, file: int = 0) -> float:
    """Weight of a sector, percent."""
    held = _equities(market, file)
    own = held.loc[held["sector"] == sector, "weight"]
    if own.empty:
        raise MissingInput(f"the issuer's file has no position of the sector {sector}")
    return float(own.sum()) / (float(held["weight"].sum()) / 100 if equities else 1.0)


@family("names held", COUNT, FILES, members={"equity_names": {}}, dated=True)
def names(market: Market, count: str = "equities", file: int = 0) -> float:
    """Number of positions."""
    if count == "positions":
        return float(len(_positions(market, file)))
    equities = _equities(market, file)
    return float(len(equities) if count == "equities" else (equities["weight"] > 0).sum())


@family("United States share", HOME, FILES, members={"us_share": {}}, dated=True)
def home(market: Market, home: str = "equities", file: int = 0) -> float:
    """Share of the fund in the United States, percent."""
    equities = _equities(market, file)
    if home == "listed":
        return float(equities["weight"].sum())
    domiciled = float(equities.loc[equities["location"] == "United States", "weight"].sum())
    whole = equities if home == "equities" else _positions(market, file)
    return domiciled / float(whole["weight"].sum()) * 100


@family(
    "weight of the largest",
    FILES,
    members={f"top{n}_weight": {"count": n} for n in (1, 10, 50, 100, 500, 1000)},
    dated=True,
)
def largest(market: Market, count: int = 1, file: int = 0) -> float:
    """Weight of the largest positions, percent."""
    weights = _equities(market, file)["weight"].rename("the issuer's file")
    stats.need(weights, count, "equity positions")
    return float(weights.iloc[:count].sum())


@family("dividend yield", YIELD, members={"dividend_yield": {}})
def dividend_yield(market: Market, forward: bool = False) -> float:
    """Dividends of a year over the last close, percent."""
    if not forward:
        return dividends_12m(market) / float(closes(market, FUND).iloc[-1]) * 100
    paid = last_year(market, market.bars[FUND]["dividend"].rename(FUND))
    paid = paid[paid > 0]
    if paid.empty:
        raise MissingInput(f"{FUND} paid no dividend in the year to {market.as_of}")
    return float(paid.iloc[-1]) * 4 / float(closes(market, FUND).iloc[-1]) * 100


@family("net assets", ASSETS, members={"net_assets": {}})
def assets(market: Market, priced: str = "close", days: int = FRESH_DAYS) -> float:
    """The fund's assets, in USD bn."""
    if priced == "close":
        return float(metrics.evaluate("net_assets", market, {"days": days}))
    day, positions = newest_holdings(market)
    if (market.as_of - day).days > days:
        raise MissingInput(f"no issuer's file stands within {days} days of {market.as_of}")
    return float(positions["market_value"].sum()) / 1e9
