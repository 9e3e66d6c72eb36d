"""What a wording covers where it is judged in the moves that a price usually makes in a session, as of that session."""

from __future__ import annotations

from generator import metrics
from generator.config import FUND
from generator.errors import MissingInput
from generator.facts.record import Fact
from generator.ledger.tolerance import Interval, allowed, by_moves
from generator.market import bars
from generator.market.record import Market

SESSIONS = 60  # whose moves are looked at


def usual(market: Market, symbol: str) -> float:
    """Standard deviation of the last changes from close to close, percent; MissingInput where there are too few."""
    closes = bars(market, symbol)["close"].iloc[-SESSIONS - 1 :]
    if len(closes) <= SESSIONS:
        raise MissingInput(
            "{input} has {count} sessions, a usual move takes {least}",
            input=symbol,
            count=len(closes),
            least=SESSIONS + 1,
        )
    return float(closes.pct_change().std()) * 100


def symbol_of(fact: Fact) -> str:
    """The symbol whose price a fact speaks of."""
    stated = metrics.REGISTRY[fact.metric].stated(fact.args) if fact.metric else {}
    return str(stated.get("symbol", FUND))


def covered(fact: Fact, market: Market) -> Interval:
    """The values that a fact's wording covers as of the market's session."""
    return allowed(fact, usual(market, symbol_of(fact)) if by_moves(fact) else None)
