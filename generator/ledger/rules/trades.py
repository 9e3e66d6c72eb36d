"""A short position with a target and a stop: which of them the price reached first."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pandas as pd

from generator.ledger.rules import FUND, Case, Level, Reading, Symbol, Takes, rule
from generator.ledger.rules.parts import after, day, price_path, session, usd

Share = Annotated[Level, Takes("%", sign=1)]  # of the entry
Touch = Literal["stop", "target", "either"]


@rule(
    "A short position from the entry, at once or when the price first rises to it: prices within the "
    "sessions decide. It came "
    "true if the target was reached before the stop, and failed if the stop was, or if the due day passes "
    "with neither. "
    "Where one session reached both and its opening does not tell the order, it stays unverifiable.",
    also="stop loss target trade hedge",
)
def short_setup(
    case: Case,
    entry: Annotated[Level, Takes("USD", "points", sign=1)],
    reward: Share,
    risk: Share,
    enter: Literal["at once", "when reached"] = "at once",
    symbol: Symbol = FUND,
) -> Reading:
    base, bars = after(case, symbol)
    stop, target = entry * (1 + risk / 100), entry * (1 - reward / 100)
    plan = f"Short from {usd(entry)}, stop {usd(stop)}, target {usd(target)}"
    entered, hit = _follow(bars, entry, stop, target, enter == "at once")
    if bars.empty:
        return Reading(None, f"{plan}: no session has passed since {day(case.said)}.")
    seen = bars[: pd.Timestamp(hit[0])] if hit else bars
    drawn = price_path(case, symbol, base, seen)
    if hit is None:
        if enter == "when reached" and entered is None:
            return Reading(
                None,
                f"{plan}: the entry has not been reached.",
                f"Watched until {day(case.due)}.",
                path=drawn,
            )
        words = f"{plan}: neither was reached up to {day(case.market.as_of)}."
        return Reading(False, words, f"Watched until {day(case.due)}.", path=drawn)
    when, touch = hit
    since = "" if enter == "at once" else f" after an entry on {day(entered)}" if entered else ""
    low, high = (float(bars[name].loc[: pd.Timestamp(when)].iloc[-1]) for name in ("low", "high"))
    span = f"the session ran from {usd(low)} to {usd(high)}"
    if touch == "either":
        untold = "and daily bars do not tell which came first"
        words = f"{plan}: both lay within {day(when)}{since}; {span}, {untold}."
        return Reading(None, words, decided=when, path=drawn)
    words = f"{plan}: the {touch} was reached first, on {day(when)}{since}; {span}."
    return Reading(touch == "target", words, decided=when, path=drawn)


def _follow(
    bars: pd.DataFrame, entry: float, stop: float, target: float, at_once: bool
) -> tuple[date | None, tuple[date, Touch] | None]:
    """The day of the entry, and the first day with the stop or the target in it."""
    entered: date | None = None
    for when, row in bars.iterrows():
        first = entered is None and not at_once
        if first and row["high"] < entry:
            continue
        today = session(pd.Timestamp(str(when)))
        entered = entered or today
        # up from below the entry, the stop lies behind it; a low of that day may lie before it
        touch = _touch(row, stop, target, unsure=first and row["open"] < entry)
        if touch:
            return entered, (today, touch)
    return entered, None


def _touch(row: pd.Series, stop: float, target: float, unsure: bool) -> Touch | None:
    if not unsure and row["open"] >= stop:
        return "stop"
    if not unsure and row["open"] <= target:
        return "target"
    up, down = bool(row["high"] >= stop), bool(row["low"] <= target)
    if down and (up or unsure):
        return "either"
    return "stop" if up else "target" if down else None
