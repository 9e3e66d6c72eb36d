"""Run for the article of ARTICLE: which verdicts flip when a bar is restated by two cents, and what moves when later bars do.

Prints JSON: `flips` lists claims that change sides without the mark of an edge, `tried` how many were looked at, `marked`
those that change with it; `moved` what another future changes.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

from generator import config
from generator.config import FUND
from generator.ledger.base_rates import base_rate
from generator.ledger.check import check, check_all
from generator.ledger.pass_rates import pass_rate
from generator.ledger.tolerance import step
from generator.market.load import load
from generator.market.record import Market
from generator.site import sources

LEVELS = ["open", "high", "low", "close"]
SPLIT = 2  # that follows: two cents as they were quoted are one as the file has them


def restated(market: Market, day: str, cents: float) -> Market:
    frame = market.bars[FUND].copy()
    frame.loc[day, LEVELS] += cents / SPLIT
    return replace(market, bars={**market.bars, FUND: frame})


def main(data: Path) -> dict[str, object]:
    market, book, last = load(data), sources.book(), pd.Timestamp(config.LAST_CLOSE)
    facts = {
        key: fact for key, fact in book.facts.items() if fact.metric and fact.kind in ("figure", "comparison")
    }
    before = check_all(facts.values(), market)
    flips, marked, tried = [], [], 0
    for day in ("2024-06-14", "2024-06-13", "2024-05-24", "2024-03-14"):
        for cents in (0.02, -0.02):
            other = restated(market, day, cents)
            for key, fact in facts.items():
                first, second = before[key], check(fact, other)
                tried += 1
                if (first.verdict == "reproduced") != (second.verdict == "reproduced"):
                    moved = abs((second.recomputed or 0) - (first.recomputed or 0))
                    if first.at_edge:
                        marked.append(key)
                    elif moved < step(fact.printed, fact.unit) - 1e-9:  # less than its last printed digit
                        flips.append(key)
    frames = {name: frame.copy() for name, frame in market.bars.items()}
    for frame in frames.values():
        frame.loc[frame.index > last, LEVELS] *= 1.3
    rates = {name: series.where(series.index <= last, series + 1) for name, series in market.rates.items()}
    future = replace(market, bars=frames, rates=rates)
    known = {key: fact for key, fact in facts.items() if fact.seen <= config.LAST_CLOSE}
    moved_ = [key for key, fact in known.items() if check(fact, future) != check(fact, market)]
    moved_ += [
        key
        for key in ("cannot_fail", "near_enough", "since_a_day")
        if pass_rate(known[key], future) != pass_rate(known[key], market)
    ]
    for key in ("july_cut", "signal_near"):
        if base_rate(book.forecasts[key], book.facts, future) != base_rate(
            book.forecasts[key], book.facts, market
        ):
            moved_.append(key)
    return {"flips": flips, "marked": sorted({*marked}), "tried": tried, "moved": moved_, "known": len(known)}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
