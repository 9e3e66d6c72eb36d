"""Markets made from a seed, in memory: every input stands, none of it is real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from generator import config
from generator.errors import MissingInput
from generator.market import sessions
from generator.market.record import Market
from generator.metrics import evaluate

FIRST, LAST = date(2012, 1, 3), date(2026, 2, 27)
SECTORS = (
    "Industrials",
    "Financials",
    "Health Care",
    "Information Technology",
    "Consumer Discretionary",
    "Real Estate",
    "Energy",
    "Consumer Staples",
    "Materials",
    "Utilities",
    "Communication",
)


def bars(rng: np.random.Generator, days: pd.DatetimeIndex, start: float) -> pd.DataFrame:
    """A random walk with a dividend every 63 sessions."""
    close = start * np.exp(np.cumsum(rng.normal(0.0003, 0.012, len(days))))
    opened = close * (1 + rng.normal(0, 0.004, len(days)))
    frame = pd.DataFrame({"open": opened, "close": close}, days)
    frame["high"] = frame[["open", "close"]].max(axis=1) * 1.004
    frame["low"] = frame[["open", "close"]].min(axis=1) * 0.996
    frame["volume"], frame["split"] = 1e6, 0.0
    frame["dividend"] = np.where(np.arange(len(days)) % 63 == 62, close * 0.003, 0.0)
    return frame[["open", "high", "low", "close", "volume", "dividend", "split"]]


def holdings(rng: np.random.Generator, names: int = 1200) -> pd.DataFrame:
    """Positions of an issuer's file, cash among them."""
    weight = np.sort(rng.pareto(2.0, names))[::-1]
    weight = weight / weight.sum() * 99.5
    frame = pd.DataFrame(
        {
            "ticker": [f"T{i}" for i in range(names)],
            "name": [f"NAME {i}" for i in range(names)],
            "sector": [SECTORS[i % len(SECTORS)] for i in range(names)],
            "asset_class": "Equity",
            "market_value": weight * 7e8,
            "weight": weight,
            "location": ["Canada" if i % 50 == 49 else "United States" for i in range(names)],
        }
    )
    cash = ["USD", "USD CASH", "Cash and/or Derivatives", "Cash", 3.5e8, 0.5, ""]
    return pd.concat([frame, pd.DataFrame([cash], columns=frame.columns)], ignore_index=True)


def history(rng: np.random.Generator, fund: pd.DataFrame) -> pd.DataFrame:
    """The issuer's history: a NAV near the close, and a count that creations and redemptions move."""
    moves = np.exp(np.cumsum(rng.normal(0, 0.006, len(fund))))
    return pd.DataFrame(
        {
            "nav": fund["close"] * (1 + rng.normal(0, 0.0005, len(fund))),
            "distribution": fund["dividend"].where(fund["dividend"] > 0),
            "shares": (2.8e8 * moves / 50_000).round() * 50_000,
        }
    )


@cache
def seeded(seed: int = 0, first: date = FIRST, last: date = LAST) -> Market:
    """A market in which every metric has a value."""
    rng = np.random.default_rng(seed)
    days = sessions(first, last)
    kept = days[-90:]
    walks = {name: 4 + np.cumsum(rng.normal(0, 0.02, len(days))) for name in config.RATES}
    upper = np.clip(np.round(np.linspace(0, 10, len(days)) % 4) / 4 + 3, 0, None)  # rises, and falls back
    upper[days > pd.Timestamp("2026-01-05")] -= 0.5
    walks |= {"DFEDTARU": upper, "DFEDTARL": upper - 0.25}
    counts = pd.DataFrame(
        {f"{side}_{kind}": rng.integers(10_000, 90_000, len(kept)) for kind in ("volume", "open_interest")
         for side in ("call", "put")}, kept, dtype=float,
    )  # fmt: skip
    prices = {
        name: bars(rng, days, start) for name, start in zip(config.SYMBOLS, range(180, 700), strict=False)
    }
    return Market(
        as_of=last,
        origin="market",
        bars=prices,
        rates={name: pd.Series(walk, days) for name, walk in walks.items()},
        holdings={date(2025, 12, 1): holdings(rng), date(2026, 2, 20): holdings(rng)},
        fund=pd.DataFrame({"shares_outstanding": rng.integers(270, 300, len(kept)) * 1e6}, kept),
        options=counts,
        shares={date(2025, 12, 1): 2.8e8, date(2026, 2, 20): 2.9e8},
        history=history(np.random.default_rng(seed + 1), prices[config.FUND]),
    )


def later_altered(market: Market, day: date, seed: int) -> Market:
    """The same market up to `day`, everything dated later being other numbers."""
    rng = np.random.default_rng(seed)

    def shaken(frame: pd.DataFrame) -> pd.DataFrame:
        late = frame.index > pd.Timestamp(day)
        factor = np.where(late, rng.uniform(0.2, 5, len(frame)), 1.0)
        return frame.mul(pd.Series(factor, frame.index), axis=0)

    other: Mapping[str, Any] = {
        "bars": {name: shaken(frame) for name, frame in market.bars.items()},
        "rates": {name: shaken(series.to_frame()).iloc[:, 0] for name, series in market.rates.items()},
        "holdings": {d: holdings(rng) if d > day else frame for d, frame in market.holdings.items()},
        "fund": shaken(market.fund),
        "options": shaken(market.options),
        "history": shaken(market.history),
        "shares": {d: count * (rng.uniform(0.2, 5) if d > day else 1) for d, count in market.shares.items()},
    }
    return replace(market, **other)


def without(market: Market, name: str) -> Market:
    """The same market lacking one input: a symbol, a rate, holdings, fund, options, history or shares."""
    kind = "bars" if name in market.bars else "rates" if name in market.rates else name
    if kind in ("fund", "options", "history"):
        rest: Any = pd.DataFrame()
    else:
        rest = {key: value for key, value in getattr(market, kind).items() if name not in (key, kind)}
    other: Mapping[str, Any] = {kind: rest}
    return replace(market, **other)


def flat(first: date, last: date, **levels: float) -> Market:
    """All symbols at 100 on every session, no dividends; `levels` by day as d20251205 = 110 from then on."""
    base = seeded(0, first, last)
    frames = {}
    for name, frame in base.bars.items():
        frame = frame.assign(open=100.0, high=101.0, low=99.0, close=100.0, dividend=0.0)
        if name == config.FUND:
            for day, level in levels.items():
                moved = frame.index >= pd.Timestamp(day[1:])
                for column, ratio in {"open": 1, "high": 1.01, "low": 0.99, "close": 1}.items():
                    frame.loc[moved, column] = level * ratio
        frames[name] = frame
    return replace(base, bars=frames, history=pd.DataFrame())


def why(key: str, market: Market) -> str:
    """The sentence a metric gives instead of a number."""
    with pytest.raises(MissingInput) as gap:
        evaluate(key, market)
    return str(gap.value)
