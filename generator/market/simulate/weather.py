"""What all symbols share on a day: how rough it is, and the moves that they have in common."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FACTOR = 0.009  # daily standard deviation of the market's move on a quiet day
ROUGHNESS = (0.55, 3.5)  # bounds of `heat`


class Chance:
    """A stream of random numbers of its own for each series, so that a new one leaves the others as they are."""

    def __init__(self, seed: int, name: str) -> None:
        self.uniform = random.Random(f"{seed} {name}").random

    def normal(self) -> float:
        """Close to a standard normal: twelve uniforms less six, exact to the last bit on any machine."""
        return math.fsum(self.uniform() for _ in range(12)) - 6


@dataclass(frozen=True)
class Sky:
    """One value a session. The moves are about standard normal; times `heat`, which is 1 on an ordinary day."""

    days: Sequence[date]
    heat: Sequence[float]
    fear: Sequence[float]  # the heat that the day's own move leaves
    market: Sequence[float]
    size: Sequence[float]  # of small companies against large ones
    growth: Sequence[float]
    rates: Sequence[float]


def make(seed: int, days: Sequence[date]) -> Sky:
    """The weather of all sessions. A fall makes the next days rougher, as falls do."""
    chance = Chance(seed, "weather")
    heat, fear, level = [], [], 1.0
    market, size, growth, rates = ([chance.normal() for _ in days] for _ in range(4))
    for move in market:
        heat.append(level)
        level += 0.03 * (1 - level) + level * (0.04 * chance.normal() - 0.05 * move)
        level = min(max(level, ROUGHNESS[0]), ROUGHNESS[1])
        fear.append(level)
    rates = [0.25 * up + 0.97 * own for up, own in zip(market, rates, strict=True)]
    return Sky(days, heat, fear, market, size, growth, rates)
