"""What the fund owns, from the issuer's newest file on or before the market's date."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Literal

import pandas as pd

from generator import stats
from generator.errors import MissingInput
from generator.market import newest_holdings
from generator.market.record import Market
from generator.metrics.declaration import ISSUER, REGISTRY, metric
from generator.metrics.dimensions import Choice, Dimension, Stated, usual
from generator.metrics.series import KEPT
from generator.words import say

HOME = "United States"
FILE = "holdings_date"  # the day of everything here: the issuer's file is older than the session
NAMED = "the issuer's file"
TAXONOMY = "GICS"  # by which the issuer divides its holdings into sectors


def _files(market: Market, _stated: Stated) -> Iterable[Choice]:
    newest_holdings(market)
    days = sorted(market.holdings, reverse=True)
    if len(days) > 1:
        yield Choice(say("the issuer's file before, of {day}", day=days[1]), 1)


File = Annotated[
    int, Dimension(on=_files, told="{} files before the newest", least=0)
]  # how many files before the newest
Counted = Annotated[
    Literal["equities", "positions", "weighing"],
    usual(
        {
            "equities": "equity positions of any value",
            "positions": "every position, cash and futures included",
            "weighing": "positions that weigh 0.01 % and more",
        }
    ),
]
Home = Annotated[
    Literal["equities", "fund", "listed"],
    usual(
        {
            "equities": "names domiciled in the United States",
            "fund": "the US share of the whole fund, cash included",
            "listed": "every stock that is listed there counted as American",
        }
    ),
]
Equities = Annotated[
    bool, usual({False: "the issuer's weights in the fund", True: "weights among the equities alone"})
]


def _equities(market: Market, file: int = 0) -> pd.DataFrame:
    """Positions of asset class Equity with a market value, largest first."""
    newest_holdings(market, file)  # taken from the market each time, made once
    return _held(market, file)


@lru_cache(maxsize=KEPT)
def _held(market: Market, file: int) -> pd.DataFrame:
    day, frame = newest_holdings(market, file)
    equities = frame[(frame["asset_class"] == "Equity") & (frame["market_value"] > 0)]
    if equities.empty or not equities["weight"].sum() > 0:
        raise MissingInput("{input} of {since} has no equity position with a weight", input=NAMED, since=day)
    return equities.sort_values("market_value", ascending=False)


@metric("Date of the holdings", "date", 0, source=ISSUER, form="date", dated=FILE)
def holdings_date(market: Market, file: File = 0) -> str:
    """Date of the issuer's newest file."""
    return f"{newest_holdings(market, file)[0]:%Y-%m-%d}"


@metric(
    "Names held",
    "names",
    0,
    source=ISSUER,
    dated=FILE,
    also="constituents companies stocks members positions number of holdings",
)
def equity_names(market: Market, counted: Counted = "equities", file: File = 0) -> float:
    """Rows of asset class Equity with a market value above zero, escrow shares and rights included; cash and futures are left out."""
    if counted == "positions":
        return float(len(newest_holdings(market, file)[1]))
    equities = _equities(market, file)
    return float(len(equities) if counted == "equities" else (equities["weight"] > 0).sum())


@metric("Largest holding", "name", 0, source=ISSUER, dated=FILE, also="top biggest position")
def largest_name(market: Market) -> str:
    """Equity position with the largest market value, as the issuer writes it."""
    return str(_equities(market)["name"].iloc[0])


def largest(market: Market, count: int, file: File = 0) -> float:
    """Weight of the largest positions, percent."""
    weights = _equities(market, file)["weight"].rename(NAMED)
    stats.need(weights, count, "equity positions")
    return float(weights.iloc[:count].sum())


for _count in (1, 10, 50, 100, 500, 1000):
    _words = f"{_count:,} largest holdings" if _count > 1 else "largest holding"
    metric(
        f"Weight of the {_words}",
        "%",
        2 if _count == 1 else 1,
        f"Weight in the fund, as the issuer states it, of the {_words}.",
        ISSUER,
        key=f"top{_count}_weight",
        dated=FILE,
        also="concentration top biggest positions",
        count=_count,
    )(largest)


@metric(
    "Effective number of names",
    "names",
    0,
    source=ISSUER,
    dated=FILE,
    also="concentration Herfindahl diversification",
)
def effective_names(market: Market) -> float:
    """How many equal holdings would be as concentrated: one over the sum of squared shares of the equities' market value."""
    return stats.effective_number(_equities(market)["market_value"])


@metric("Names that make half the fund", "names", 0, source=ISSUER, dated=FILE)
def half_fund_names(market: Market) -> float:
    """Fewest holdings whose weights reach 50 % of the fund."""
    return float(stats.names_for(_equities(market)["weight"].rename("the weight in the issuer's file"), 50.0))


def sector(market: Market, name: str, equities: Equities = False, file: File = 0) -> float:
    """Sum of the issuer's weights over the equity positions of its sector {name}."""
    held = _equities(market, file)
    own = held.loc[held["sector"] == name, "weight"]
    if own.empty:
        raise MissingInput(
            "{input} of {since} has no position of the sector {name}",
            input=NAMED, since=newest_holdings(market, file)[0], name=name,
        )  # fmt: skip
    return float(own.sum()) / (float(held["weight"].sum()) / 100 if equities else 1.0)


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
    metric(
        "Weight of {name}",
        "%",
        1,
        source=ISSUER,
        key=f"sector_{_key}",
        dated=FILE,
        name=_name,
        also="sector industry allocation",
    )(sector)
SECTORS = tuple(key for key in REGISTRY if key.startswith("sector_"))


@metric(
    "Stocks held directly", "%", 1, source=ISSUER, dated=FILE, also="physical replication cash swaps futures"
)
def equity_share(market: Market, file: File = 0) -> float:
    """Market value of the equity positions in the market value of all positions, futures and cash among them."""
    whole = float(newest_holdings(market, file)[1]["market_value"].sum())
    return float(_equities(market, file)["market_value"].sum()) / whole * 100


@metric("United States share", "%", 1, source=ISSUER, dated=FILE, also="country domestic American")
def us_share(market: Market, home: Home = "equities", file: File = 0) -> float:
    """Share of the equity weight whose location the issuer gives as United States."""
    equities = _equities(market, file)
    if home == "listed":
        return float(equities["weight"].sum())
    domiciled = float(equities.loc[equities["location"] == HOME, "weight"].sum())
    whole = equities if home == "equities" else newest_holdings(market, file)[1]
    return domiciled / float(whole["weight"].sum()) * 100
