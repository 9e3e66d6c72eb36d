"""What the past says of a claim and of a forecast, kept from build to build: it ends before the day of either.

An entry is found by the hash of the wording, of the arithmetic and of every bar up to that day, so that it is worked out
again when one of these changes and not when a new session comes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from generator import config, disk
from generator.facts.record import Fact, Forecast
from generator.ledger.base_rates import base_rate
from generator.ledger.margins import daily_move, hair
from generator.ledger.pass_rates import PassRate, pass_rate
from generator.ledger.record import BaseRate
from generator.ledger.tolerance import allowed
from generator.market import sessions
from generator.market.record import Market

ENGINE = ("market", "stats", "metrics", "ledger")  # rooms whose arithmetic an entry rests on
PASTS = "pasts.json"  # below build/
MOST = 2000  # entries that are kept
T = TypeVar("T")


@dataclass(frozen=True)
class Past:
    """How easily a claim holds, how much its quantity moves in a session (None: it does not), and by two cents of a bar."""

    rate: PassRate
    move: float | None
    hair: float


def pasts(facts: Iterable[Fact], market: Market) -> dict[str, Past]:
    """The past of each fact that a metric checks, by key."""
    asked = {
        fact.key: (_key(_wording(fact), fact.seen, market), partial(_past, fact, market)) for fact in facts
    }
    return _kept(asked, lambda entry: Past(PassRate(**entry["rate"]), entry["move"], entry["hair"]))


def usual(forecasts: Iterable[Forecast], facts: Mapping[str, Fact], market: Market) -> dict[str, BaseRate]:
    """How often each forecast would have come true before it was said, by key; none where the data end before that."""
    known = [each for each in forecasts if not len(sessions(market.as_of + timedelta(days=1), each.said))]
    asked = {
        each.key: (_key(_foretold(each, facts), each.said, market), partial(base_rate, each, facts, market))
        for each in known
    }
    return _kept(asked, lambda entry: BaseRate(**entry))


def _kept(asked: Mapping[str, tuple[str, Callable[[], Any]]], made: Callable[[Any], T]) -> dict[str, T]:
    """What stands by each key, and where nothing sound does what is worked out."""
    path = config.BUILD / PASTS
    stands = _read(path)
    found: dict[str, T] = {}
    fresh: dict[str, Any] = {}
    for name, (key, work) in asked.items():
        with contextlib.suppress(KeyError, TypeError):  # not there, or not as it was written
            found[name] = made(stands[key])
        if name not in found:
            stands[key] = asdict(work())
            found[name] = made(stands[key])
            fresh[key] = stands[key]
    if fresh:
        others = {key: entry for key, entry in stands.items() if key not in fresh}
        disk.write(path, json.dumps(dict(list(others.items())[-MOST:]) | fresh), lasting=False)
    return found


def _past(fact: Fact, market: Market) -> Past:
    move = daily_move(fact, market)
    return Past(pass_rate(fact, market), move, hair(fact, market, move))


def _wording(fact: Fact) -> object:
    return fact.metric, sorted(fact.args.items()), allowed(fact), fact.kind, fact.seen


def _foretold(forecast: Forecast, facts: Mapping[str, Fact]) -> object:
    """All that a forecast's rule takes, published figures among it."""
    given = [*forecast.args.values(), *(each for way in forecast.ways for each in way.args.values())]
    named = [facts[key] for each in given if (key := str(each).partition(".")[0]) in facts]
    figures = [(fact.key, fact.value, fact.low, fact.high, allowed(fact)) for fact in named]
    return (
        forecast.rule,
        forecast.question,
        sorted(forecast.args),
        forecast.said,
        forecast.due,
        figures,
        config.ARTICLE.meetings,
    )


def _key(wording: object, day: date, market: Market) -> str:
    return hashlib.sha256(f"{wording}{_engine()}{_bars(market.upto(day))}".encode()).hexdigest()


@cache
def _engine() -> str:
    """sha256 of the arithmetic itself."""
    top = Path(config.__file__).parent
    files = [Path(config.__file__), *(path for room in ENGINE for path in sorted((top / room).rglob("*.py")))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@lru_cache(maxsize=8)
def _bars(market: Market) -> str:
    """sha256 of everything that a market holds."""
    tables: list[pd.Series | pd.DataFrame] = [market.fund, market.options, market.history]
    tables += [*market.bars.values(), *market.rates.values(), *market.holdings.values()]
    named = (market.as_of, market.origin, list(market.bars), list(market.rates), list(market.shares.items()))
    digest = hashlib.sha256(repr((named, list(market.holdings), sorted(market.holes))).encode())
    for table in tables:
        digest.update(pd.util.hash_pandas_object(table).to_numpy().tobytes())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """What was kept; nothing where the file is damaged, and all is worked out again."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
