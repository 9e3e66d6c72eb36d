"""What became of rallies that met a level: resistance by a rule that can fail."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import pandas as pd

from generator import stats
from generator.config import FUND
from generator.market import bars
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Dimension, Symbol, usual
from generator.metrics.series import closes

SIDE = 5  # sessions on each side, none of which is higher than a local high
MOVES = 60  # sessions whose changes tell a usual move
Window = Annotated[int, usual({n: f"{n} sessions" for n in (20, 60, 120, 252)})]
After = Annotated[int, usual({n: f"the {n} sessions after it" for n in (5, 10, 20)})]
Low = Annotated[float, Dimension(told="from ${}")]
High = Annotated[float, Dimension(told="to ${}")]


class Rally(NamedTuple):
    """A local high that reached a level, and whether the price stopped there."""

    day: pd.Timestamp
    high: float
    stalled: bool


def rallies(
    market: Market, low: float, high: float, window: int, following: int, symbol: str = FUND
) -> list[Rally]:
    """Local highs of the last `window` sessions that came within a usual move of the band or beyond it.

    A local high is known SIDE sessions later. It stalled if it lies no more than a usual move above the band, and no
    close of the sessions that follow does. The usual move is the standard deviation of the last MOVES changes.
    """
    stats.need(closes(market, symbol), max(window, MOVES) + SIDE + 1)
    frame = bars(market, symbol).iloc[-max(window, MOVES) - SIDE - 1 :]
    close = frame["close"]
    if not low and not high:
        low = high = float(close.iloc[-window:].max())
    move = float(close.pct_change().iloc[-MOVES:].std())
    floor, ceiling = low * (1 - move), high * (1 + move)
    found = []
    for place in stats.local_highs(frame["high"], SIDE):
        top = float(frame["high"].iloc[place])
        if place >= len(close) - window and top >= floor:
            later = close.iloc[place + 1 : place + 1 + following]
            found.append(Rally(close.index[place], top, top <= ceiling and not bool((later > ceiling).any())))
    return found


@metric("Rallies stalled at the highest close", "count", 0, sign=0, pinned=True, usual=("; the level is the highest close of these sessions", "another"))  # fmt: skip
def rallies_stalled(
    market: Market, low: Low = 0.0, high: High = 0.0, window: Window = 60, following: After = 10, symbol: Symbol = FUND
) -> float:  # fmt: skip
    """Of the local highs of the last 60 sessions (no higher one in the five before and after) that came within a usual daily move of a level or beyond, how many stalled there (none of the next ten closes further above than such a move), less those that went through{usual}."""
    found = rallies(market, low, high, window, following, symbol)
    return float(sum(1 if rally.stalled else -1 for rally in found))
