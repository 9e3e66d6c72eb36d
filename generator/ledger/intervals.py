"""Interval arithmetic: what a sum, a ratio or a power of imprecise figures can be.

An interval is closed; an end that is open in the wording is infinite here. Every operation contains each
result that some choice inside its operands gives (Moore, Interval Analysis, 1966), and none is narrower than
that; where a divisor reaches across zero the result is the whole line.
"""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SLACK = 1e-9  # of the size of the numbers, for binary fractions
LARGEST = sys.float_info.max


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, both included; `-inf` and `inf` where a side is open."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"no interval runs from {self.low} to {self.high}")

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return _hull((self.low + other.low,), (self.high + other.high,))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = [_product(x, y) for x, y in _corners(self, other)]
        return _hull(corners, corners)

    def __truediv__(self, other: Interval) -> Interval:
        return self * other.reciprocal()

    def reciprocal(self) -> Interval:
        """One over it; ZeroDivisionError where it is zero and nothing else."""
        if self.low == self.high == 0:
            raise ZeroDivisionError("division by zero")
        if self.low < 0 < self.high:
            return Interval(-math.inf, math.inf)
        # an end at zero is approached from inside the interval
        low = -math.inf if self.high == 0 else _quotient(self.high)
        high = math.inf if self.low == 0 else _quotient(self.low)
        return _hull((low,), (high,))

    def __pow__(self, other: Interval) -> Interval:
        """To a power: any base to a whole number, a base of zero and more to any exponent."""
        if other.low == other.high and float(other.low).is_integer():
            return self._whole_power(int(other.low))
        if self.low < 0:
            raise ValueError("a number below zero has no power that is not whole")
        # for a base of zero and more a power is monotone in base and exponent, each by itself
        corners = [_power(x, y) for x, y in _corners(self, other)]
        return _hull(corners, corners)

    def _whole_power(self, exponent: int) -> Interval:
        if exponent < 0:
            return self._whole_power(-exponent).reciprocal()
        if exponent == 0:
            return Interval(1.0, 1.0)
        corners = [_power(x, exponent) for x in (self.low, self.high)]
        if exponent % 2 == 0 and self.low < 0 < self.high:
            corners.append(0.0)
        return _hull(corners, corners)

    def meets(self, other: Interval) -> bool:
        """Whether one number lies in both."""
        return self.may_be_below(other) and other.may_be_below(self)

    def may_be_below(self, other: Interval) -> bool:
        """Whether some number of this one is at or below some number of the other."""
        size = max((abs(end) for end in (self.low, other.high) if math.isfinite(end)), default=0.0)
        return self.low <= other.high + SLACK * max(1.0, size)


def point(value: float) -> Interval:
    """The interval of one number."""
    return Interval(float(value), float(value))


def between(low: float | None, high: float | None) -> Interval:
    """From ends as the tolerances write them, None being open."""
    return Interval(-math.inf if low is None else low, math.inf if high is None else high)


def ends(interval: Interval) -> tuple[float | None, float | None]:
    """Its ends as the tolerances write them."""
    return (
        None if interval.low == -math.inf else interval.low,
        None if interval.high == math.inf else interval.high,
    )


def _corners(one: Interval, other: Interval) -> Iterable[tuple[float, float]]:
    return itertools.product((one.low, one.high), (other.low, other.high))


def _product(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y  # zero times an open end: every product inside is zero


def _quotient(x: float) -> float:
    return 1 / x


def _power(x: float, y: float) -> float:
    """With what overflows, or divides by zero, as infinite."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return math.copysign(math.inf, x) if float(y).is_integer() and y % 2 else math.inf
    except ValueError:  # zero to a power below zero
        return math.inf


def _hull(lows: Iterable[float], highs: Iterable[float]) -> Interval:
    """The interval of computed ends: one that is no number is open, one that overflowed is the largest."""
    low, high = _end(min, lows, -math.inf), _end(max, highs, math.inf)
    return Interval(min(low, LARGEST), max(high, -LARGEST))


def _end(pick: Callable[[Iterable[float]], float], ends_: Iterable[float], open_: float) -> float:
    values = list(ends_)
    return open_ if any(math.isnan(value) for value in values) else pick(values)
