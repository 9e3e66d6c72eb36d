"""Levels and signals: what was crossed first, whether a band held, where the price went, an option's strike.

All prices are those of the day of saying: a later split is undone.
"""

from __future__ import annotations

from typing import Annotated, Literal

import pandas as pd

from generator import stats
from generator.errors import MissingInput
from generator.ledger.rules import FUND, Case, Level, Reading, Span, Symbol, Takes, rule
from generator.ledger.rules.parts import after, day, inside, percent, price_path, session, usd

Price = Annotated[Level, Takes("USD", "points", sign=1)]
NOTHING = "No session has passed since {}."
FIRST = Level(1)  # session of a signal's stretch


@rule(
    "The first close outside the two levels gives the signal, up or down. It came true if the close so many sessions later "
    "lies further in that direction, and failed otherwise; it stays unverifiable if neither level is crossed early enough. "
    "What was touched first within a session is told beside it.",
    also="breakout breakdown signal",
)
def first_cross(case: Case, upper: Price, lower: Price, symbol: Symbol = FUND, judged: int = 5) -> Reading:
    base, bars = after(case, symbol)
    closes = bars["close"]
    crossed = closes[(closes > upper) | (closes < lower)]
    touched = _touched(bars, upper, lower)
    if crossed.empty:
        words = f"No close of {symbol} lies above {usd(upper)} or below {usd(lower)} yet. {touched}".strip()
        return Reading(
            None, words, f"Watched until {day(case.due)}.", path=price_path(case, symbol, base, bars)
        )
    place, level = int(bars.index.searchsorted(crossed.index[0])), float(crossed.iloc[0])
    up = level > upper
    words = (
        f"{usd(upper if up else lower)} was crossed first: {symbol} closed {'above' if up else 'below'} it "
        f"at {usd(level)} on {day(session(crossed.index[0]))}. {touched}"
    ).strip()
    if place + judged >= len(bars):
        drawn = price_path(case, symbol, base, bars)
        return Reading(None, words, f"Judged {judged} sessions after the crossing.", path=drawn)
    move = stats.change(float(closes.iloc[place + judged]), level)
    later = session(bars.index[place + judged])
    return Reading(
        move > 0 if up else move < 0,
        f"{words} {judged} sessions later, on {day(later)}, it closed {percent(move)} from there.",
        decided=later,
        path=price_path(case, symbol, base, bars.iloc[: place + judged + 1]),
    )


@rule(
    "It came true on the first session after the forecast whose close (or, where the claim is about any price, whose "
    "high or low) reaches the level from the side on which the last close before it lay, and failed if the due day "
    "passes without one.",
    also="goal price objective",
)
def price_target(
    case: Case,
    level: Annotated[Level, Takes("USD", "points", sign=1)],
    symbol: Symbol = FUND,
    by: Literal["close", "intraday"] = "close",
) -> Reading:
    base, bars = after(case, symbol)
    if bars.empty:
        return Reading(None, NOTHING.format(day(case.said)))
    up = level > base
    column = "close" if by == "close" else "high" if up else "low"
    prices = bars[column]
    reached = prices[prices >= level] if up else prices[prices <= level]
    told = "closed at" if by == "close" else "traded at"
    if len(reached):
        first = session(reached.index[0])
        words = f"{usd(level)} was reached on {day(first)}: {symbol} {told} {usd(float(reached.iloc[0]))}."
        return Reading(
            True, words, decided=first, path=price_path(case, symbol, base, bars[: reached.index[0]])
        )
    nearest = float(prices.max() if up else prices.min())
    return Reading(
        False,
        f"The {'highest' if up else 'lowest'} {'close' if by == 'close' else 'price'} of {symbol} since "
        f"{day(case.said)} is {usd(nearest)}, {percent(stats.change(level, nearest))} from {usd(level)}.",
        f"It would take {usd(level)} by {day(case.due)}.",
        path=price_path(case, symbol, base, bars),
    )


def _side(side: str) -> str:
    return "outside" if side == "both" else f"beyond the {side} end of"


def _touched(bars: pd.DataFrame, upper: float, lower: float) -> str:
    """Which level a price inside a session was beyond first; daily bars tell no order within one."""
    beyond = bars[(bars["high"] > upper) | (bars["low"] < lower)]
    if beyond.empty:
        return ""
    row, when = beyond.iloc[0], day(session(beyond.index[0]))
    up, down = bool(row["high"] > upper), bool(row["low"] < lower)
    if up and down and row["open"] > upper:
        return f"Within a session the upper one was passed first, at the opening of {when}."
    if up and down and row["open"] < lower:
        return f"Within a session the lower one was passed first, at the opening of {when}."
    if up and down:
        return f"Within a session both were passed on {when}, in an order that daily bars do not tell."
    extreme = usd(row["high"]) if up else usd(row["low"])
    return f"Within a session the {'upper' if up else 'lower'} one was passed first, at {extreme} on {when}."


KEPT = {
    "both": "inside",
    "upper": "no higher than the upper end of",
    "lower": "no lower than the lower end of",
}


@rule(
    "Every close up to the due day has to lie inside the band that the wording allows (or on the side "
    "named); it failed on "
    "the first that does not, and came true if none does. Prices within a session may leave it and are told.",
    also="trading range support resistance floor ceiling",
)
def band_held(
    case: Case,
    band: Annotated[Span, Takes("USD", "points", sign=1)],
    symbol: Symbol = FUND,
    side: Literal["both", "upper", "lower"] = "both",
) -> Reading:
    base, bars = after(case, symbol)
    if bars.empty:
        return Reading(None, NOTHING.format(day(case.said)))
    low, high = band.allowed
    allowed = (low if side != "upper" else None, high if side != "lower" else None)
    closes = bars["close"]
    out = closes[[not inside(float(value), allowed) for value in closes]]
    if len(out):
        first = session(out.index[0])
        words = f"{symbol} closed at {usd(float(out.iloc[0]))} on {day(first)}, {_side(side)} {band.printed}."
        return Reading(False, words, decided=first, path=price_path(case, symbol, base, bars[: out.index[0]]))
    whole = bars["high"].map(lambda price: inside(price, allowed)) & bars["low"].map(
        lambda price: inside(price, allowed)
    )
    left = bars[~whole]
    inner = f" Within a session it was left first on {day(session(left.index[0]))}." if len(left) else ""
    words = (
        f"All {len(bars)} closes up to {day(session(bars.index[-1]))} lie {KEPT[side]} {band.printed}.{inner}"
    )
    return Reading(
        True, words, f"It has to hold until {day(case.due)}.", path=price_path(case, symbol, base, bars)
    )


@rule(
    "The stretch of sessions of which the signal speaks is looked at, and nothing before or after it: it came true if its "
    "average close lies above the last close before the stretch (for a signal that points down, below), and failed otherwise.",
    also="signal rise fall outlook",
)
def direction(
    case: Case,
    sessions: Annotated[Level, Takes("days", "sessions", "count", sign=1)],
    towards: Literal["up", "down"],
    symbol: Symbol = FUND,
    first: Annotated[Level, Takes("days", "sessions", "count", sign=1)] = FIRST,
) -> Reading:
    base, bars = after(case, symbol)
    begin, count = round(first), round(sessions)
    if bars.empty:
        return Reading(None, NOTHING.format(day(case.said)))
    if case.final and len(bars) < count:
        raise MissingInput(
            f"{symbol} has {len(bars)} sessions from {case.said} to {case.due}, the rule takes {count}"
        )
    seen = bars.iloc[:count]
    left = f"{count - len(seen)} of {count} sessions to go."
    if len(seen) < begin:
        drawn = price_path(case, symbol, base, seen)
        return Reading(None, f"The stretch begins with session {begin}.", left, path=drawn)
    before = base if begin == 1 else float(seen["close"].iloc[begin - 2])
    stretch = seen["close"].iloc[begin - 1 :]
    mean, when = float(stretch.mean()), session(seen.index[-1])
    move = stats.change(mean, before)
    return Reading(
        move > 0 if towards == "up" else move < 0,
        f"From session {begin} to {len(seen)}, {day(session(stretch.index[0]))} to {day(when)}, {symbol} closed at {usd(mean)} "
        f"on average, {percent(move)} against {usd(before)} before.",
        left if len(seen) < count else "",
        when if len(seen) == count else None,
        path=price_path(case, symbol, before, stretch.to_frame()),
    )


@rule(
    "The close on the day of expiry is compared with the strike; it came true if the option ends in the "
    "money, and failed at "
    "the strike or out of the money.",
    also="call put strike",
)
def option_at_expiry(
    case: Case, strike: Price, side: Literal["call", "put"], symbol: Symbol = FUND
) -> Reading:
    base, bars = after(case, symbol)
    close, when = (
        (float(bars["close"].iloc[-1]), session(bars.index[-1])) if len(bars) else (base, case.market.as_of)
    )
    deep = close - strike if side == "call" else strike - close
    place = f"{usd(abs(deep))} {'in' if deep > 0 else 'out of'} the money" if deep else "at the money"
    expired = "expired" if case.final else "stands"
    return Reading(
        deep > 0,
        f"{symbol} closed at {usd(close)} on {day(when)}: the {side} at {usd(strike)} {expired} {place}.",
        f"It expires on {day(case.due)}.",
        path=price_path(case, symbol, base, bars),
    )
