"""How far inside or outside its claim a recomputed figure lies.

Of a figure it is counted in widths of what the wording allows; of a comparison, and of a wording that is open on one
side, in the quantity's own moves from one session to the next, as of the claim's date.
"""

from __future__ import annotations

import math

import numpy as np

from generator.config import FUND
from generator.facts.record import Fact
from generator.ledger.pass_rates import values
from generator.ledger.tolerance import Interval
from generator.market import bars
from generator.market.record import Market

EDGE = 0.1  # of a width, or of a move: nearer to an end than this a verdict hangs on a hair
SESSIONS = 60  # whose moves are looked at
LEAST = 20  # moves below which none is told


def margin(fact: Fact, value: float, interval: Interval, move: float | None) -> float | None:
    """Above zero inside, below zero outside; None where nothing measures it. `move` is that of `daily_move`."""
    low, high = interval
    nearest = min(
        math.inf if low is None else value - low,
        math.inf if high is None else high - value,
    )
    if low is not None and high is not None and not in_moves(fact, interval):
        return nearest / (high - low)
    return nearest / move if move and math.isfinite(nearest) else None


def at_edge(margin: float | None) -> bool:
    """Whether a verdict hangs on a hair."""
    return margin is not None and abs(margin) < EDGE


def in_moves(fact: Fact, interval: Interval) -> bool:
    """Whether the margin of a fact is counted in moves."""
    low, high = interval
    return fact.kind == "comparison" or low is None or high is None or low == high


def daily_move(fact: Fact, market: Market) -> float | None:
    """The standard deviation of the change of a fact's quantity over a session, in its unit; None where it does not move."""
    then = market.upto(fact.seen)
    sessions = (stamp.date() for stamp in bars(then, FUND).index[-SESSIONS - 1 :])
    found = list(values(fact, then, sessions))
    if len(found) <= LEAST:
        return None
    return float(np.std(np.diff(found), ddof=1)) or None
