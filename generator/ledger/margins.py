"""How far inside or outside its claim a recomputed figure lies, and whether its verdict hangs on a hair.

The margin of a figure is counted in widths of what the wording allows; of a comparison, and of a wording that is open
on one side, in the quantity's own moves from one session to the next, as of the claim's date.
"""

from __future__ import annotations

import math

import numpy as np

from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger import moves
from generator.ledger.explorer import distance
from generator.ledger.pass_rates import values
from generator.ledger.tolerance import Interval, inside, step
from generator.market import bars
from generator.market.record import Market

EDGE = 0.1  # of a width, or of a move: nearer to an end than this a verdict hangs on a hair
CENTS = 0.02  # USD, by which vendors restate a bar
REACH = 3  # times a quantity's usual share of such a restatement: that of one bar far back may weigh more
LEAST = 20  # moves below which none is told


def margin(fact: Fact, value: float, interval: Interval, move: float | None) -> float | None:
    """Above zero inside, below zero outside; None where nothing measures it. `move` is that of `daily_move`."""
    low, high = interval
    nearest = to_end(value, interval) if inside(value, interval) else -distance(value, interval)
    if low is not None and high is not None and not in_moves(fact, interval):
        return nearest / (high - low)
    return nearest / move if move and math.isfinite(nearest) else None


def to_end(value: float, interval: Interval) -> float:
    """How far a value is from the nearest end, in its unit; infinite where both are open."""
    return min((abs(value - end) for end in interval if end is not None), default=math.inf)


def at_edge(fact: Fact, value: float, interval: Interval, margin: float | None, hair: float) -> bool:
    """Whether a tenth of a width, or a bar restated by two cents, would give the other verdict.

    `hair` is that of `hair`. A price printed to the cent has nothing below its last digit to hang on.
    """
    if margin is not None and abs(margin) < EDGE:
        return True
    last = step(fact.printed, fact.unit)
    quoted = (
        fact.unit == "USD" and last <= 0.01 and math.isclose(value * 100, round(value * 100), abs_tol=1e-6)
    )
    return not quoted and to_end(value, interval) < min(hair, last)


def in_moves(fact: Fact, interval: Interval) -> bool:
    """Whether the margin of a fact is counted in moves."""
    low, high = interval
    return fact.kind == "comparison" or low is None or high is None or low == high


def daily_move(fact: Fact, market: Market) -> float | None:
    """The standard deviation of the change of a fact's quantity over a session, in its unit; None where it does not move."""
    then = market.upto(fact.seen)
    try:
        sessions = [stamp.date() for stamp in bars(then, moves.symbol_of(fact)).index[-moves.SESSIONS - 1 :]]
    except MissingInput:
        return None
    found = [value for _, value in values(fact, then, sessions)]
    if len(found) <= LEAST:
        return None
    return float(np.std(np.diff(found), ddof=1)) or None


def hair(fact: Fact, market: Market, move: float | None) -> float:
    """By how much a bar restated by two cents may change a fact's figure, in its unit, from what both move by in a session."""
    then, symbol = market.upto(fact.seen), moves.symbol_of(fact)
    try:
        dollars = moves.usual(then, symbol) / 100 * float(bars(then, symbol)["close"].iloc[-1])
    except MissingInput:
        return 0.0
    return REACH * move * CENTS / dollars if move and dollars else 0.0
