"""What a published wording allows: its digits and its hedge word make an interval, before the data are looked at.

`step` is the place of the last digit that was printed ("62": 1, "250": 1, "250.77": 0.01), in the fact's unit; zeros
count as printed. A hedge on a whole number of four digits and more says that those beyond the third are not meant
("about 2,000": 10). An allowed distance is a part of a step, and never more than a fifth of that part of the figure
itself, so that one digit is no licence ("around 1 %" is not 0.3 %). Every width is below one step, so that a
neighbouring figure ("61" for "around 62") fails; a word such as "nearly" names a round figure that was not reached,
and allows a share of it on that side alone. Words that compare a price with a level are judged in the moves that the
price makes in a session. A forecast's interval says what was foretold; data meet it when it is due.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from generator.facts.record import Fact

Interval = tuple[float | None, float | None]  # None: open on that side
COARSEST = 0.2  # of the figure, a whole step at most: of 1.4 nobody says 1
ORDINARY = 1.0  # percent in a session, where no price stands to take a usual move from


@dataclass(frozen=True)
class Reach:
    """How far a value may lie beyond the printed one; below zero: by how much it has to lie inside."""

    steps: float = 0.0  # of the last printed digit, COARSEST of the figure for each at most
    share: float = 0.0  # of the figure
    moves: float = 0.0  # usual moves in a session, of a price or its index

    def of(self, figure: float, step: float, move: float, unit: str) -> float:
        """In the unit of the figure; `move` is in percent."""
        moved = move * abs(figure) / 100 if unit == "USD" else move
        digits = self.steps * min(step, COARSEST * abs(figure) or step)
        return digits + self.share * abs(figure) + self.moves * moved


@dataclass(frozen=True)
class Rule:
    """Allowed distance below and above the printed figure or bound; None: open. `bound`: it moves a comparison's bound."""

    below: Reach | None
    above: Reach | None
    reason: str
    bound: bool = False


NONE = Reach()
EXACT = Rule(
    Reach(0.5),
    Reach(0.5),
    "rounding to the printed digits, and at most a tenth of the figure: 1 does not stand for 1.4",
)
HEDGED = Rule(
    Reach(0.75), Reach(0.75),
    "rounding, and half as much again for the hedge, at most 15 % of the figure; a neighbouring figure still fails",
)  # fmt: skip
BELOW = Rule(
    Reach(share=0.05), NONE, "the figure itself or up to 5 % less: the word names what was not quite reached"
)
WELL = "further than ten typical daily moves: as ups and downs cancel, a price usually takes a hundred days for that"
RULES: dict[str, Rule] = {
    "": EXACT,
    "about": HEDGED,
    "around": HEDGED,
    "roughly": HEDGED,
    "approximately": HEDGED,
    "near": HEDGED,
    "nearly": BELOW,
    "almost": BELOW,
    "just under": Rule(Reach(share=0.02), NONE, "the figure itself or up to 2 % less"),
    "just over": Rule(NONE, Reach(0.75), "the figure itself or three quarters of a step more"),
    "over": Rule(NONE, None, "anything above, and the figure itself, as it may have been rounded down"),
    "at least": Rule(NONE, None, "the figure or anything above"),
    "up to": Rule(None, NONE, "the figure or anything below"),
    "only": HEDGED,
    "mid-teens": Rule(Reach(0.5), Reach(0.5), "14 to 16, rounded to whole percent"),
    "mid single digits": Rule(Reach(0.5), Reach(0.5), "4 to 6, rounded to whole percent, and at most a tenth of the figure"),
    "high teens": Rule(Reach(0.5), Reach(0.5), "17 to 19, rounded to whole percent"),
    "low teens": Rule(Reach(0.5), Reach(0.5), "11 to 13, rounded to whole percent"),
    "close to": Rule(
        Reach(moves=2), Reach(moves=2),
        "no further off than two typical daily moves of the 60 sessions before: the level can be reached in a day or two",
        True,
    ),
    "well above": Rule(Reach(moves=-10), None, WELL, True),
    "surge": Rule(Reach(moves=-10), None, WELL, True),
    "well below": Rule(None, Reach(moves=-10), WELL, True),
    "well ahead": Rule(Reach(moves=-10), None, WELL, True),
    "modestly ahead": Rule(
        NONE, Reach(moves=5), "ahead, and by no more than five typical daily moves: half of what “well” begins at", True
    ),
    "clearly more": Rule(Reach(share=-0.1), None, "a tenth more, or beyond: less than that is not clear", True),
    "clearly less": Rule(None, Reach(share=-0.1), "a tenth less, or beyond: less than that is not clear", True),
}  # fmt: skip
WHOLE = ("names", "payouts", "weeks", "cuts", "rank", "count", "days", "quarters")  # counts have no decimals
NUMERAL = r"\d[\d,]*(?:\.\d+)?"
# the first figure, the other end of its range where it has one, and the word that scales both
FIGURE = re.compile(rf"({NUMERAL})(?:[–-][^\d\s]?({NUMERAL}))?(?:\s+(thousand|million|billion|trillion)\b)?")
MEANT = 3  # digits of a hedged whole number that are meant
MAGNITUDES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # powers of ten
UNITS = {"USD mn": 6, "shares mn": 6, "contracts mn": 6, "USD bn": 9}  # likewise; others count ones


def step(printed: str, unit: str = "", hedged: bool = False) -> float:
    """Place of the last digit of the figure as printed, in `unit`; 1 where it is printed in words.

    "$601 million" is printed to the million: 0.001 in USD bn.
    """
    match = FIGURE.search(printed)
    if not match:
        return 1.0
    place = min(_place(numeral, hedged) for numeral in match.group(1, 2) if numeral)
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


def _place(numeral: str, hedged: bool) -> int:
    """Power of ten of the last digit that is meant."""
    whole, _, decimals = numeral.replace(",", "").partition(".")
    return -len(decimals) if decimals else max(len(whole) - MEANT, 0) if hedged else 0


def allowed(fact: Fact, move: float | None = None) -> Interval:
    """The values of a recomputation that the fact's wording covers, in its unit; ends included.

    `move` is what the price usually moves in a session, in percent, for wordings that are judged by it (`by_moves`).
    """
    low = fact.low if fact.value is None else fact.value
    high = fact.high if fact.value is None else fact.value
    rule = RULES[fact.hedge]
    if fact.kind == "comparison" and fact.value is None and not rule.bound:
        return low, high  # a comparison is the bound itself
    size = step(fact.printed, fact.unit, rule is HEDGED)
    usual = ORDINARY if move is None else move
    bottom = top = None
    if low is not None and rule.below is not None:
        bottom = low - rule.below.of(low, size, usual, fact.unit)
    if high is not None and rule.above is not None:
        top = high + rule.above.of(high, size, usual, fact.unit)
    return bottom, top


def by_moves(fact: Fact) -> bool:
    """Whether what its wording allows depends on how much the price moves."""
    rule = RULES[fact.hedge]
    return any(reach is not None and reach.moves for reach in (rule.below, rule.above))


def inside(value: float, interval: Interval) -> bool:
    """Whether a value lies in an interval, its ends included (to a billionth, for binary fractions)."""
    low, high = interval
    slack = 1e-9 * max(1.0, abs(value))
    return (low is None or value >= low - slack) and (high is None or value <= high + slack)
