"""What a published wording allows: its digits and its hedge word make an interval.

`step` is the place of the last digit that was printed ("62": 1, "250.77": 0.01), in the fact's unit. In a
whole number, zeros at the end beyond two significant digits are rounding ("2,000": 100), unless the other end
of a range shows the digit ("250–252": 1). Every width is below one step, so that a neighbouring figure ("61"
for "around 62") fails; a word such as "nearly" names a round figure that was not reached, and allows a share
of it on that side alone. A forecast's interval says what was foretold; data meet it when it is due.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from generator.facts.record import Fact

Interval = tuple[float | None, float | None]  # None: open on that side


@dataclass(frozen=True)
class Rule:
    """Allowed distance below and above the printed figure: in steps, plus a share of the figure itself."""

    below: float | None
    above: float | None
    share_below: float
    reason: str


EXACT = Rule(0.5, 0.5, 0, "rounding to the printed digits")
HEDGED = Rule(
    0.75, 0.75, 0, "rounding, and half as much again for the hedge; a neighbouring figure still fails"
)
BELOW = Rule(0.0, 0.0, 0.05, "the figure itself or up to 5 % less: the word names what was not quite reached")
RULES: dict[str, Rule] = {
    "": EXACT,
    "about": HEDGED,
    "around": HEDGED,
    "roughly": HEDGED,
    "approximately": HEDGED,
    "near": HEDGED,
    "nearly": BELOW,
    "almost": BELOW,
    "just under": Rule(0.0, 0.0, 0.02, "the figure itself or up to 2 % less"),
    "just over": Rule(0.0, 0.75, 0, "the figure itself or three quarters of a step more"),
    "over": Rule(0.0, None, 0, "anything above"),
    "at least": Rule(0.0, None, 0, "the figure or anything above"),
    "up to": Rule(None, 0.0, 0, "the figure or anything below"),
    "only": HEDGED,
    "mid-teens": Rule(0.5, 0.5, 0, "14 to 16, rounded to whole percent"),
    "mid single digits": Rule(0.5, 0.5, 0, "4 to 6, rounded to whole percent"),
    "high teens": Rule(0.5, 0.5, 0, "17 to 19, rounded to whole percent"),
    "low teens": Rule(0.5, 0.5, 0, "11 to 13, rounded to whole percent"),
}
WHOLE = ("names", "payouts", "weeks", "cuts", "rank", "count", "days", "quarters")  # counts have no decimals
NUMERAL = r"\d[\d,]*(?:\.\d+)?"
# the first figure, the other end of its range where it has one, and the word that scales both
FIGURE = re.compile(rf"({NUMERAL})(?:[–-][^\d\s]?({NUMERAL}))?(?:\s+(thousand|million|billion|trillion)\b)?")
MAGNITUDES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # powers of ten
UNITS = {"USD mn": 6, "shares mn": 6, "contracts mn": 6, "USD bn": 9}  # likewise; others count ones


def step(printed: str, unit: str = "") -> float:
    """Place of the last digit of the figure as printed, in `unit`; 1 where it is printed in words.

    "$601 million" is printed to the million: 0.001 in USD bn.
    """
    match = FIGURE.search(printed)
    if not match:
        return 1.0
    place = min(_place(numeral) for numeral in match.group(1, 2) if numeral)
    scale = MAGNITUDES[match[3]] - UNITS.get(unit, 0) if match[3] else 0
    return float(10.0 ** (place + scale))


def digits(value: float, fact: Fact) -> int:
    """Decimals for a recomputed figure: one more than was printed, unless it is a zero, and of dollars always cents.

    More where it takes them to show on which side of the allowed interval's ends the figure lies.
    """
    printed = max(0, -round(math.log10(step(fact.printed, fact.unit))))
    count, interval = 2 if fact.unit == "USD" else min(printed + 1, 3), allowed(fact)
    if fact.unit in WHOLE and value.is_integer():
        count = 0
    elif printed and fact.unit != "USD" and math.isclose(value, round(value, printed), abs_tol=1e-9):
        count = printed
    while count < 6 and inside(round(value, count), interval) != inside(value, interval):
        count += 1
    return count


def _place(numeral: str) -> int:
    """Power of ten of the last significant digit."""
    whole, _, decimals = numeral.replace(",", "").partition(".")
    if decimals:
        return -len(decimals)
    return min(len(whole) - len(whole.rstrip("0")), max(len(whole) - 2, 0))


def allowed(fact: Fact) -> Interval:
    """The values of a recomputation that the fact's wording covers, in its unit; ends included."""
    low = fact.low if fact.value is None else fact.value
    high = fact.high if fact.value is None else fact.value
    if fact.kind == "comparison" and fact.value is None:
        return low, high  # a comparison is the bound itself
    rule, size = RULES[fact.hedge], step(fact.printed, fact.unit)
    bottom = top = None
    if low is not None and rule.below is not None:
        bottom = low - rule.below * size - rule.share_below * abs(low)
    if high is not None and rule.above is not None:
        top = high + rule.above * size
    return bottom, top


def inside(value: float, interval: Interval) -> bool:
    """Whether a value lies in an interval, its ends included (to a billionth, for binary fractions)."""
    low, high = interval
    slack = 1e-9 * max(1.0, abs(value))
    return (low is None or value >= low - slack) and (high is None or value <= high + slack)
