"""Simulated daily bars: walks with moves in common, led through round levels, with dividends and splits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator.config import ARTICLE, VOLATILITY
from generator.market.rules import PRICES
from generator.market.simulate.days import on
from generator.market.simulate.weather import FACTOR, Chance, Sky

TURNS = (  # days between which the funds of shares are led from level to level
    on(2015, 11, 2), on(2018, 8, 31), on(2020, 3, 20), on(2021, 11, 5), on(2022, 10, 14),
    on(2024, 7, 16), on(2025, 4, 8), on(2025, 8, 29), on(2025, 10, 10), on(2025, 12, 5), on(2026, 2, 10), on(2026, 2, 18), on(2026, 3, 31),
)  # fmt: skip
EX_DAY = 16  # of a quarter's last month, or the session after it


@dataclass(frozen=True)
class Fund:
    """What the walk of a fund is made of; loadings are on the moves of `Sky`."""

    levels: tuple[float, ...]  # USD, one a turn; a single one is where a walk begins that nothing leads
    market: float
    own: float  # daily standard deviation of its own part
    payout: float  # percent of the price a year
    volume: float  # shares a day
    size: float = 0.0
    growth: float = 0.0
    duration: float = 0.0  # years; its price falls by so many percent for a point of the 10-year yield
    splits: tuple[tuple[date, int], ...] = ()


FUNDS = {
    ARTICLE.roles["fund"]: Fund(
        (70, 112, 74, 205, 150, 238, 207, 226, 250.5, 282, 248.5, 250.8, 266), 1.15, 0.002, 1.2, 26e6, size=0.006,
        splits=((on(2019, 6, 12), 2),),
    ),
    ARTICLE.roles["benchmark"]: Fund((120, 180, 135, 270, 215, 320, 300, 338, 364, 402, 372, 376, 390), 1.0, 0.001, 1.5, 55e6),
    ARTICLE.roles["growth"]: Fund(
        (60, 105, 90, 210, 140, 240, 225, 262, 290, 330, 298, 303, 318), 1.1, 0.002, 0.7, 35e6, growth=0.005,
        splits=((on(2022, 3, 9), 3),),
    ),
    ARTICLE.roles["high_yield"]: Fund((64,), 0.28, 0.0012, 5.8, 32e6, duration=1.5),
    ARTICLE.roles["investment_grade"]: Fund((96,), 0.12, 0.0010, 4.4, 22e6, duration=8),
    ARTICLE.roles["rates_short"]: Fund((82,), 0.0, 0.0006, 3.6, 7e6, duration=7.3),
    ARTICLE.roles["rates_long"]: Fund((74,), 0.0, 0.0020, 4.0, 30e6, duration=16),
}  # fmt: skip
INDICES = {
    ARTICLE.roles["index"]: (ARTICLE.roles["fund"], 6.6),
    ARTICLE.roles["benchmark_index"]: (ARTICLE.roles["benchmark"], 9.7),
    ARTICLE.roles["growth_index"]: (ARTICLE.roles["growth"], 37.0),
}  # a fund's level, so many times
VIX = 15.5  # points on an ordinary day


@dataclass(frozen=True)
class Bar:
    """A row of a file of prices."""

    day: date
    open: float
    high: float
    low: float
    close: float
    volume: int = 0
    dividend: float = 0.0
    split: int = 0


def make(seed: int, sky: Sky, young: int, ten: Sequence[float]) -> dict[str, list[Bar]]:
    """Bars of every symbol; those that nothing leads begin with session `young`, as does the 10-year yield `ten`."""
    walks = {}
    for symbol, fund in FUNDS.items():
        chance = Chance(seed, symbol)
        moves = [
            heat
            * (
                FACTOR * fund.market * market
                + fund.own * chance.normal()
                + fund.size * size
                + fund.growth * growth
            )
            for heat, market, size, growth in zip(sky.heat, sky.market, sky.size, sky.growth, strict=True)
        ]
        if len(fund.levels) > 1:
            days, heat, closes = sky.days, sky.heat, _led(sky.days, fund.levels, moves)
        else:
            days, heat = sky.days[young:], sky.heat[young:]
            yields = [0.0, *(now - before for before, now in pairwise(ten))]
            closes, level = [], fund.levels[0]
            for move, step in zip(moves[young:], yields, strict=True):
                level *= 1 + move - fund.duration * step / 100
                closes.append(level)
        walks[symbol] = _bars(chance, fund, days, heat, closes)
    for symbol, (fund_of, times) in INDICES.items():
        walks[symbol] = _index(Chance(seed, symbol), walks[fund_of][young:], times)
    walks[VOLATILITY] = _vix(Chance(seed, VOLATILITY), sky, young)
    return {symbol: walk for symbol, walk in walks.items() if symbol}


def _led(days: Sequence[date], levels: tuple[float, ...], moves: Sequence[float]) -> list[float]:
    """Closes of a walk that reaches each level on its day: a bridge, whose moves die down towards the pier."""
    turns = [next((i for i, day in enumerate(days) if day >= turn), len(days) - 1) for turn in TURNS]
    closes = [levels[0]]
    for (start, end), target in zip(pairwise(turns), levels[1:], strict=True):
        for at in range(start + 1, end + 1):
            left, level = end - at + 1, closes[-1]
            drift = (target / level - 1) / left
            closes.append(level * (1 + drift + moves[at] * math.sqrt((left - 1) / left)))
    return closes


def _bars(
    chance: Chance, fund: Fund, days: Sequence[date], heat: Sequence[float], closes: Sequence[float]
) -> list[Bar]:
    splits = dict(fund.splits)
    typical = FACTOR * fund.market + fund.own + fund.duration * 0.0004
    made, before = [], closes[0]
    for at, (day, hot, level) in enumerate(zip(days, heat, closes, strict=True)):
        reach, close = typical * hot * 0.5, round(level, 2)
        opened = round(before * (1 + reach * chance.normal()), 2)
        high = round(max(opened, close) * (1 + reach * abs(chance.normal())), 2)
        low = round(min(opened, close) / (1 + reach * abs(chance.normal())), 2)
        volume = round(fund.volume * hot * max(1 + 0.25 * chance.normal(), 0.3), -4)
        monthly = bool(fund.duration)
        pays = at > 0 and _ex_day(days[at - 1], day, monthly)
        share = fund.payout / 100 / (12 if monthly else 4) * (1 + 0.1 * chance.normal())
        dividend = round(close * share, 3) if pays else 0.0
        made.append(Bar(day, opened, high, low, close, int(volume), dividend, splits.get(day, 0)))
        before = level
    return made


def _ex_day(before: date, day: date, monthly: bool) -> bool:
    """The first session of a month; or of the days from the 16th on of a quarter's last month."""
    if monthly:
        return before.month != day.month
    return day.month % 3 == 0 and before.day < EX_DAY <= day.day


def _index(chance: Chance, fund: Sequence[Bar], times: float) -> list[Bar]:
    made = []
    for bar in fund:
        scale = times * (1 + 0.0003 * chance.normal())
        opened, high, low, close = (
            round(level * scale, 2) for level in (bar.open, bar.high, bar.low, bar.close)
        )
        made.append(Bar(bar.day, opened, high, low, close))
    return made


def _vix(chance: Chance, sky: Sky, young: int) -> list[Bar]:
    made, before = [], VIX * sky.heat[young]
    for day, fear in zip(sky.days[young:], sky.fear[young:], strict=True):
        close = round(VIX * fear * (1 + 0.03 * chance.normal()), 2)
        opened = round(before * (1 + 0.02 * chance.normal()), 2)
        high = round(max(opened, close) * (1 + 0.03 * abs(chance.normal())), 2)
        low = round(min(opened, close) / (1 + 0.03 * abs(chance.normal())), 2)
        made.append(Bar(day, opened, high, low, close))
        before = close
    return made


def text(walk: Sequence[Bar]) -> str:
    """The file of a symbol."""
    rows = [
        f"{bar.day},{bar.open:.2f},{bar.high:.2f},{bar.low:.2f},{bar.close:.2f},"
        f"{bar.volume},{bar.dividend or 0:g},{bar.split}"
        for bar in walk
    ]
    return "\n".join([",".join(PRICES), *rows, ""])
