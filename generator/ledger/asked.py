"""Numbers that a page asks for by name: a metric of another symbol, or as of another day.

Both ways sees an asker nothing later than the day it is asked for. A day that is no session stands for the session
before it; one that the data or the editions do not reach gives a missing number that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from generator import config, expressions, metrics
from generator.errors import Missing, UsageError
from generator.expressions import Term
from generator.facts.reader import Book
from generator.formats import rounded
from generator.ledger import editions
from generator.ledger import sealed as record
from generator.ledger.plain import made
from generator.ledger.record import Results
from generator.market import sessions
from generator.market.record import Market
from generator.metrics.record import Metric

Asked = Callable[[Term], Metric]
LONGEST = timedelta(days=14)  # that the exchange was ever closed, and some more


def session_of(term: Term) -> date | None:
    """The session that a term speaks of, None for the site's own."""
    if not term.at:
        return None
    day = config.LAST_CLOSE if term.at == expressions.PUBLICATION else expressions.day(term.at)
    assert day, f"the check lets no {term.at!r} through"
    known = sessions(day - LONGEST, day)
    return known[-1].date() if len(known) else day


def computed(market: Market, results: Results) -> Asked:
    """Answers from a market, of which `results` are the numbers of its own session."""

    @cache
    def asked(term: Term) -> Metric:
        day, key, args = session_of(term), *_registered(term)
        if not day or day == market.as_of:
            return rounded(metrics.one(key, market, **args)) if args else results.numbers[key]
        if day > market.as_of:
            return _absent(term, day, results, "the data end on {since}, before {day}")
        try:
            then = market.upto(day)
        except UsageError:
            return _absent(term, day, results, "the data begin after {day}")
        return rounded(metrics.one(key, then, **args))  # type: ignore[no-any-return]

    return asked


def sealed(path: Path, book: Book, results: Results) -> Asked:
    """Answers from the edition at a path, whose `results` are shown: what it was sealed with, else the edition of the day."""
    kept = {
        entry["term"]: made(Metric, entry["number"], f"asked ({entry['term']})")
        for entry in record.read(path)["asked"]
    }

    @cache
    def edition(day: date) -> Results | None:
        if day == results.as_of:
            return results
        paths = editions.editions(path.parent, day)
        return editions.load(paths[-1], book) if paths else None

    def asked(term: Term) -> Metric:
        if str(term) in kept:
            return replace(kept[str(term)], origin=results.origin)
        day, key, args = session_of(term) or results.as_of, *_registered(term)
        if day > results.as_of:
            return _absent(term, day, results, "the edition shown ends on {since}, before {day}")
        if not (found := edition(day)):
            return _absent(term, day, results, "no edition of {day} was sealed")
        if args:
            return _absent(term, day, results, "the sealed edition of {day} does not have it")
        return found.numbers[key]

    return asked


def _registered(term: Term) -> tuple[str, dict[str, str]]:
    """The metric, and the symbol where no metric of its own gives that one's: `return_1y of SPY` is a metric already."""
    if not term.symbol:
        return term.key, {}
    own = metrics.listed(term.key, term.symbol)
    return (own, {}) if own else (term.key, {"symbol": term.symbol})


def _absent(term: Term, day: date, results: Results, why: str) -> Metric:
    key, args = _registered(term)
    spec = metrics.REGISTRY[key]
    return Metric(
        spec.key, spec.labelled(args), None, spec.measured(args), spec.digits, spec.defined(args).words, spec.source,
        day, results.origin, spec.group, spec.form, Missing(why, since=results.as_of, day=day),
    )  # fmt: skip
