"""What a claim's past says of it, kept from build to build: it looks only at what was before the claim's own date.

An entry is found by the hash of the wording, of the arithmetic and of every bar up to the claim's date, so that it is
worked out again when one of these changes and not when a new session comes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from generator import config, disk
from generator.facts.record import Fact
from generator.ledger.margins import daily_move, hair
from generator.ledger.pass_rates import PassRate, pass_rate
from generator.ledger.tolerance import allowed
from generator.market.record import Market

ENGINE = ("market", "stats", "metrics", "ledger")  # rooms whose arithmetic an entry rests on
MOST = 2000  # entries that are kept


@dataclass(frozen=True)
class Past:
    """How easily a claim holds, how much its quantity moves in a session (None: it does not), and by two cents of a bar."""

    rate: PassRate
    move: float | None
    hair: float


def pasts(facts: Iterable[Fact], market: Market) -> dict[str, Past]:
    """The past of each fact that a metric checks, by key."""
    path = config.BUILD / "pasts.json"
    stands = _read(path)
    found: dict[str, Past] = {}
    fresh: dict[str, Any] = {}
    for fact in facts:
        key = _key(fact, market)
        entry = stands.get(key) or asdict(_past(fact, market))
        found[fact.key] = Past(PassRate(**entry["rate"]), entry["move"], entry["hair"])
        fresh[key] = entry
    if fresh.keys() - stands.keys():
        others = {key: entry for key, entry in stands.items() if key not in fresh}
        kept = dict(list(others.items())[-MOST:]) | fresh
        disk.write(path, json.dumps(kept), lasting=False)
    return found


def _past(fact: Fact, market: Market) -> Past:
    move = daily_move(fact, market)
    return Past(pass_rate(fact, market), move, hair(fact, market, move))


def _key(fact: Fact, market: Market) -> str:
    wording = (fact.metric, sorted(fact.args.items()), allowed(fact), fact.kind, fact.seen)
    return hashlib.sha256(f"{wording}{_engine()}{_bars(market.upto(fact.seen))}".encode()).hexdigest()


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
        kept = json.loads(path.read_text(encoding="utf-8"))
        for entry in kept.values():
            Past(PassRate(**entry["rate"]), entry["move"], entry["hair"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return dict(kept)
