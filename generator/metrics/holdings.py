"""What the fund owns, from the issuer's newest file on or before the market's date."""

from __future__ import annotations

import pandas as pd

from generator import stats
from generator.errors import MissingInput
from generator.market import newest_holdings
from generator.market.record import Market
from generator.metrics import ISSUER, metric

HOME = "United States"
FILE = "holdings_date"  # the day of everything here: the issuer's file is older than the session


def _equities(market: Market) -> pd.DataFrame:
    """Positions of asset class Equity with a market value, largest first."""
    day, frame = newest_holdings(market)
    equities = frame[(frame["asset_class"] == "Equity") & (frame["market_value"] > 0)]
    if equities.empty or not equities["weight"].sum() > 0:
        raise MissingInput(f"the issuer's file of {day} has no equity position with a weight")
    return equities.sort_values("market_value", ascending=False)


@metric(
    "Date of the holdings", "date", 0, "Date of the issuer's newest file.", ISSUER, form="date", dated=FILE
)
def holdings_date(market: Market) -> str:
    return f"{newest_holdings(market)[0]:%Y-%m-%d}"


@metric(
    "Names held",
    "names",
    0,
    "Rows of asset class Equity with a market value above zero, escrow shares and rights included; cash "
    "and futures are left out.",
    ISSUER,
    dated=FILE,
)
def equity_names(market: Market) -> float:
    return float(len(_equities(market)))


@metric(
    "Largest holding",
    "name",
    0,
    "Equity position with the largest market value, as the issuer writes it.",
    ISSUER,
    dated=FILE,
)
def largest_name(market: Market) -> str:
    return str(_equities(market)["name"].iloc[0])


def _top(count: int) -> None:
    holdings = f"{count:,} largest holdings" if count > 1 else "largest holding"

    @metric(
        f"Weight of the {holdings}",
        "%",
        2 if count == 1 else 1,
        f"Weight in the fund, as the issuer states it, of the {holdings}.",
        ISSUER,
        key=f"top{count}_weight",
        dated=FILE,
    )
    def weight(market: Market) -> float:
        weights = _equities(market)["weight"].rename("the issuer's file")
        stats.need(weights, count, "equity positions")
        return float(weights.iloc[:count].sum())


for _count in (1, 10, 50, 100, 500, 1000):
    _top(_count)


@metric(
    "Effective number of names",
    "names",
    0,
    "How many equal holdings would be as concentrated: one over the sum of squared shares of the equity "
    "weight.",
    ISSUER,
    dated=FILE,
)
def effective_names(market: Market) -> float:
    return stats.effective_number(_equities(market)["weight"])


@metric(
    "Names that make half the fund",
    "names",
    0,
    "Fewest holdings whose weights reach 50 % of the fund.",
    ISSUER,
    dated=FILE,
)
def half_fund_names(market: Market) -> float:
    return float(stats.names_for(_equities(market)["weight"].rename("the weight in the issuer's file"), 50.0))


def _sector(key: str, name: str) -> None:
    @metric(
        f"Weight of {name}",
        "%",
        1,
        f"Sum of the issuer's weights over the equity positions of its sector {name}.",
        ISSUER,
        key=f"sector_{key}",
        dated=FILE,
    )
    def weight(market: Market) -> float:
        equities = _equities(market)
        chosen = equities.loc[equities["sector"] == name, "weight"]
        if chosen.empty:
            raise MissingInput(
                f"the issuer's file of {newest_holdings(market)[0]} has no position of the sector {name}"
            )
        return float(chosen.sum())


for _key, _name in (
    ("industrials", "Industrials"),
    ("financials", "Financials"),
    ("health_care", "Health Care"),
    ("technology", "Information Technology"),
    ("consumer_discretionary", "Consumer Discretionary"),
    ("real_estate", "Real Estate"),
    ("energy", "Energy"),
    ("consumer_staples", "Consumer Staples"),
    ("materials", "Materials"),
    ("utilities", "Utilities"),
    ("communication", "Communication"),
):
    _sector(_key, _name)


@metric(
    "United States share",
    "%",
    1,
    "Share of the equity weight whose location the issuer gives as United States.",
    ISSUER,
    dated=FILE,
)
def us_share(market: Market) -> float:
    equities = _equities(market)
    return float(equities.loc[equities["location"] == HOME, "weight"].sum() / equities["weight"].sum()) * 100
