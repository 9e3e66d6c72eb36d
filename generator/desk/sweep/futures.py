"""Futures for `check` alone: two years of returns and rate changes as they came after an earlier month end, from publication on.

They are simulated, and nothing that is published is made of them. Each shows the pages days that may come: records and
falls, inversions, cuts and rises of rates, splits. What a series has no past for follows its fund, or its own beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pandas as pd

from generator import config
from generator.market import sessions
from generator.market.record import Market

F = TypeVar("F", pd.DataFrame, pd.Series)
V = TypeVar("V")

COUNT, LENGTH = 40, 504  # so many futures, of so many sessions each
SPLIT = 5, 100  # in every fifth the fund splits, two for one, after so many sessions
# indices that data reach for fewer years go with the funds that follow them
FOLLOWED = {
    config.INDEX: config.FUND,
    config.BENCHMARK_INDEX: config.BENCHMARK,
    config.GROWTH_INDEX: config.GROWTH,
}
FLOOR = 0.02  # percent: below it our series of rates do not go
QUARTER = 0.25
STEPPED = {config.SERIES["policy_lower"]: 0.0, config.SERIES["policy_upper"]: QUARTER}  # and their lowest
EFFECTIVE = config.SERIES["effective"]


def beginnings(market: Market, count: int = COUNT) -> list[date]:
    """Month ends that two years of the fund's own past follow before publication, evenly spread."""
    days = market.upto(config.LAST_CLOSE).bars[config.FUND].index
    usable = days[: max(len(days) - LENGTH, 0)]
    ends = [day.date() for day, after in pairwise(usable) if day.month != after.month]
    return [ends[int(n)] for n in np.linspace(0, len(ends) - 1, min(count, len(ends)))] if ends else []


def future(market: Market, begin: date, splits: bool = False) -> Market:
    """The market as known at publication, and behind it what followed `begin`."""
    known = market.upto(config.LAST_CLOSE)
    days = sessions(known.as_of + timedelta(days=1), known.as_of + timedelta(days=3 * 366))[:LENGTH]
    own = {symbol: _behind(frame, begin) for symbol, frame in known.bars.items()}
    bars = {
        symbol: _bars(frame, own[FOLLOWED.get(symbol, symbol)], days) for symbol, frame in known.bars.items()
    }
    if splits:
        bars[config.FUND] = _split(bars[config.FUND], days[SPLIT[1]])
    rates = {name: _rate(name, series, known.rates, begin, days) for name, series in known.rates.items()}
    ended = {
        name: entry | {"last": days[-1].date().isoformat()}
        if name.startswith(("prices/", "rates/"))
        else entry
        for name, entry in known.manifest.get("files", {}).items()
    }
    manifest = {**known.manifest, "files": ended}
    return replace(
        known, as_of=days[-1].date(), origin="simulated", bars=bars, rates=rates, manifest=manifest
    )


def lacking(market: Market) -> Mapping[str, Market]:
    """The market without each of its inputs, by the input's name; without the fund's own bars there is none."""
    found: dict[str, Market] = {}
    for symbol in market.bars:
        if symbol != config.FUND:
            found[f"prices of {symbol}"] = replace(market, bars=_without(market.bars, symbol))
    for series in market.rates:
        found[f"rates of {series}"] = replace(market, rates=_without(market.rates, series))
    found["all rates"] = replace(market, rates={})
    found["holdings"] = replace(market, holdings={}, shares={})
    found["fund.csv"] = replace(market, fund=market.fund.iloc[:0])
    found["options.csv"] = replace(market, options=market.options.iloc[:0])
    found["the fund's history"] = replace(market, history=market.history.iloc[:0])
    return found


def _without(entries: Mapping[str, V], name: str) -> dict[str, V]:
    return {key: entry for key, entry in entries.items() if key != name}


def _behind(past: F, begin: date) -> F:
    """What a series shows from `begin` on, its own beginning where it is younger; long enough for a future."""
    place = max(int(past.index.searchsorted(pd.Timestamp(begin), side="right")) - 1, 0)
    return past.iloc[max(min(place, len(past) - LENGTH - 1), 0) :][: LENGTH + 1]


def _bars(known: pd.DataFrame, past: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Known bars, and the past's in the proportion of the two closes that meet."""
    ratio = float(known["close"].iloc[-1] / past["close"].iloc[0])
    behind = past.iloc[1:].set_axis(days[: len(past) - 1])
    prices = ["open", "high", "low", "close", "dividend"]
    behind = behind.assign(**{name: behind[name] * ratio for name in prices}, split=0.0)
    return pd.concat([known, behind])


def _history(known: pd.DataFrame, begin: date, days: pd.DatetimeIndex) -> pd.DataFrame:
    """The issuer's history, and the past's in the proportion of the two rows that meet."""
    if len(known) <= LENGTH:
        return known
    past = _behind(known.dropna(subset=["nav", "shares"]), begin)
    price = float(known["nav"].iloc[-1] / past["nav"].iloc[0])
    count = float(known["shares"].dropna().iloc[-1] / past["shares"].iloc[0])
    behind = past.iloc[1:].set_axis(days[: len(past) - 1])
    money = {name: behind[name] * price for name in ("nav", "distribution")}
    return pd.concat([known, behind.assign(**money, shares=behind["shares"] * count)])


MONEY = ("open", "high", "low", "close", "dividend")


def _split(
    rows: pd.DataFrame, day: pd.Timestamp, count: str = "volume", money: tuple[str, ...] = MONEY
) -> pd.DataFrame:
    """As a provider states rows once the fund has been split: money halved throughout, counts doubled."""
    split = rows.assign(**{name: rows[name] / 2 for name in money}, **{count: rows[count] * 2})
    if "split" in split:
        split.loc[day, "split"] = 2.0
    return split


def _rate(
    name: str, known: pd.Series, rates: Mapping[str, pd.Series], begin: date, days: pd.DatetimeIndex
) -> pd.Series:
    """Known values, and behind them the changes of the past; before there was a target range, steps of the effective rate."""
    past = known
    if name in STEPPED and begin < known.index[0].date() and EFFECTIVE in rates:
        past = (rates[EFFECTIVE].rolling(31, min_periods=1).median() / QUARTER).round() * QUARTER
    behind = past.iloc[int(past.index.searchsorted(pd.Timestamp(begin), side="right")) - 1 :]
    if begin < past.index[0].date():
        behind = past
    # an observation a session: of a series with weekends the sessions alone
    on_sessions = behind[pd.DatetimeIndex(behind.index).day_of_week < 5][: LENGTH + 1]
    moved = known.iloc[-1] + on_sessions.iloc[1:] - on_sessions.iloc[0]
    values = moved.clip(lower=STEPPED.get(name, FLOOR)).to_numpy()
    values = np.pad(values, (0, LENGTH - len(values)), mode="edge") if len(values) < LENGTH else values
    made: pd.Series = pd.concat([known, pd.Series(values, days, name=known.name)])
    return made
