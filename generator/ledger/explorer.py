"""The definitions explorer: where the stated definition misses a figure, the usual other ones are tried.

One dimension is changed at a time. Every choice tried is kept, hit or miss, and so is the share of figures
that would have found a match by luck: with many choices, or with a wide wording, a match proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator import config, formats, metrics
from generator.config import FUND
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger.record import Tried
from generator.ledger.tolerance import Interval, inside
from generator.market import bars
from generator.market.record import Market
from generator.words import Words

EARLIER = ("one session earlier", "two sessions earlier", "three sessions earlier")
LUCKY = 0.2
# The rule of luck in words, for the methods page.
REASON = (
    "Where a figure misses, other usual ways to reckon it are tried: another window, another smoothing, the session "
    "before. Whoever tries many ways will find some match to almost any figure. So we ask what pure chance would have "
    "done: of all numbers as near to ours as the published one, how many would match one of the ways tried? "
    "Where it is more than one in five, chance may explain the match: it is told and does not count, and the claim differs. A way that fits "
    "several figures of one source is judged on all of them together. A day or a number of sessions that a claim "
    "names is part of it and is never changed."
)


@dataclass(frozen=True)
class Explored:
    """Choices that gave a number, choices that gave none (with the reason), and the chance of a lucky match.

    `luck` is None where the wording is open on one side: half of all figures would then be met.
    """

    tried: tuple[Tried, ...]
    left_out: tuple[Words, ...]
    luck: float | None

    @property
    def hits(self) -> tuple[Tried, ...]:
        """The choices that the published wording covers."""
        return tuple(t for t in self.tried if t.hit)

    @property
    def telling(self) -> bool:
        """Whether a hit says more than luck would."""
        return self.luck is not None and self.luck <= LUCKY


def explore(fact: Fact, market: Market, stated: float, interval: Interval) -> Explored:
    """Every usual choice but the stated ones, for a fact whose stated definition gives `stated`."""
    tried: list[Tried] = []
    left_out: list[Words] = []
    for label, compute in _choices(fact, market, left_out):
        try:
            value = compute()
        except MissingInput as gap:
            left_out.append(Words(label, " (", gap.missing, ")"))
            continue
        if math.isfinite(value):
            tried.append(Tried(label, value, inside(value, interval)))
        else:
            left_out.append(Words(label, " (it gives no number)"))
    return Explored(tuple(tried), tuple(left_out), luck(interval, stated, [t.value for t in tried]))


def _choices(
    fact: Fact, market: Market, left_out: list[Words]
) -> Iterator[tuple[Words, Callable[[], float]]]:
    """Label and computation of each choice; never anything later than the fact's date.

    Of a span that ends on a day which the claim names, later ends are tried as far as the article's last close knew them.
    """
    spec, then = metrics.REGISTRY[fact.metric], market.upto(fact.seen)
    if "end" in fact.args:
        then = market.upto(max(fact.seen, config.LAST_CLOSE))
    try:
        # a day or a number of sessions that a claim names is part of it
        named = {name for name, given in fact.args.items() if not isinstance(given, str | bool)}
        others = list(spec.others(then, spec.stated(fact.args), named))
    except MissingInput as gap:
        left_out.append(Words("other choices (", gap.missing, ")"))
        others = []
    for choice, parameters in others:
        yield choice.words, lambda chosen=parameters: float(spec.function(then, **chosen))  # type: ignore[misc]
    if not spec.pinned:
        days = bars(then, FUND).index[-2 : -2 - len(EARLIER) : -1]
        for words, session in zip(EARLIER, days, strict=False):
            # cut from the whole market, so that facts of one date share their cuts
            earlier = market.upto(session.date())
            label = Words(f"the data to {formats.day(earlier.as_of)}, {words}")
            yield label, lambda cut=earlier: float(metrics.evaluate(fact.metric, cut, fact.args))  # type: ignore[misc]


def distance(value: float, interval: Interval) -> float:
    """How far a value lies outside an interval; 0 inside."""
    low, high = interval
    return max(0.0, low - value if low is not None else 0.0, value - high if high is not None else 0.0)


def luck(interval: Interval, stated: float, tried: list[float]) -> float | None:
    """How likely a match is by luck, 0 to 1.

    Of the figures that miss the stated definition by as much as this one or less, it is the share that would
    have found a match among the tried values, had they been printed instead. A figure (the middle of an
    allowed interval) matches a value no further off than half the interval's width.
    """
    low, high = interval
    if low is None or high is None:
        return None
    half, reach = (high - low) / 2, abs((low + high) / 2 - stated)
    if reach <= half:
        return 1.0  # the stated definition meets it: nothing is left to explain
    met = 0.0
    for start, end in ((stated - reach, stated - half), (stated + half, stated + reach)):
        done = start
        for value in sorted(tried):
            first, last = max(done, value - half), min(end, value + half)
            if last > first:
                met, done = met + last - first, last
    return min(1.0, met / (2 * (reach - half)))
