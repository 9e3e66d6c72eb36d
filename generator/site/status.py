"""How old the data are: for a reader without a script, for one with, for a monitor, and at the single number.

A build cannot know how old its site will be when it is read, least of all when no build runs any more. It
gives the date, and the exchange's calendar; the reader's browser counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from generator import config, formats, metrics
from generator.ledger.record import Results
from generator.market import hours
from generator.market.record import Market
from generator.metrics.record import Metric

CALENDAR, STATUS = "assets/nyse.json", "api/status.json"
AHEAD = 3  # years of the calendar that go out with a site; a browser goes on by weekdays after that
GRACE = timedelta(
    hours=3
)  # from the close to the day's site: the providers' delay, the run's, the publisher's
FUND_FILE = f"prices/{config.FUND}.csv"


def files(market: Market, results: Results) -> dict[str, bytes]:
    """The calendar and the status of a site, by path."""
    year = results.as_of.year
    known = hours.calendar(date(year, 1, 1), date(year + AHEAD, 12, 31)) | {
        "grace_minutes": int(GRACE.total_seconds() // 60)
    }
    return {CALENDAR: _dump(known), STATUS: _dump(status(market, results))}


def status(market: Market, results: Results) -> dict[str, Any]:
    """For monitors: the data's date, until when that is current, and what is stale within it."""
    following = hours.following(results.as_of)
    entries = market.manifest.get("files", {}) if market.origin == "market" else {}
    return {
        "as_of": results.as_of.isoformat(),
        "origin": results.origin,
        "retrieved_at": market.manifest.get("retrieved_at") if market.origin == "market" else None,
        "next_session": following.isoformat(),
        "behind_after": (hours.closing(following) + GRACE).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "calendar": CALENDAR,
        "files": {
            name: {
                "last": entry.get("last"),
                "last_good": entry.get("last_good"),
                "stale": entry.get("stale"),
            }
            for name, entry in sorted(entries.items())
        },
        "absent": market.manifest.get("absent", {}) if market.origin == "market" else {},
    }


def marked(market: Market, results: Results) -> Results:
    """The results with a word at each number that rests on a file which could not be brought up to date.

    A number rests on a file if it comes out otherwise without it. The fund's own bars are left out: they give the
    date of the whole site.
    """
    late = {name: why for name, why in stale(market).items() if name != FUND_FILE}
    if not late:
        return results
    suspects = _moved(results.numbers, without(market, late))
    numbers = dict(results.numbers)
    for name, why in late.items():
        for key in _moved({key: results.numbers[key] for key in suspects}, without(market, [name])):
            numbers[key] = replace(numbers[key], stale="; ".join(filter(None, (numbers[key].stale, why))))
    return replace(results, numbers=numbers)


def stale(market: Market) -> dict[str, str]:
    """File -> since when and why, of the files that a refresh could not bring up to the market's date."""
    return {
        name: f"data to {formats.day(date.fromisoformat(entry['last']))}: {entry['stale']}"
        for name, entry in market.manifest.get("files", {}).items()
        if entry.get("stale") and entry["last"] < market.as_of.isoformat()
    }


def without(market: Market, names: Iterable[str]) -> Market:
    """The market as if these files had not been there."""
    gone = set(names)
    dated = any(name.startswith("holdings/") for name in gone)
    return replace(
        market,
        bars={
            symbol: frame
            for symbol, frame in market.bars.items()
            if f"prices/{symbol.removeprefix('^')}.csv" not in gone
        },
        rates={name: series for name, series in market.rates.items() if f"rates/{name}.csv" not in gone},
        holdings={} if dated else market.holdings,
        shares={} if dated else market.shares,
        fund=market.fund.iloc[:0] if "fund.csv" in gone else market.fund,
        options=market.options.iloc[:0] if "options.csv" in gone else market.options,
        history=market.history.iloc[:0] if f"fund/{config.FUND}.csv" in gone else market.history,
    )


def _moved(numbers: dict[str, Metric] | Any, other: Market) -> list[str]:
    """Keys of the numbers that come out otherwise on another market."""
    again = {key: metrics.one(key, other) for key in numbers}
    return [
        key
        for key, entry in numbers.items()
        if (entry.value, entry.missing) != (again[key].value, again[key].missing)
    ]


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
