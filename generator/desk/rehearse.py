"""Everything that facts and pages ask for, worked out once on the small simulated market, whatever data the site shows.

An edition works nothing out, and the market's data stand where a workflow runs: what would stop it there is told
before the merge. No figure of it is shown.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from generator import config, expressions, metrics
from generator.charts import registry
from generator.charts.registry import Data, Entry
from generator.errors import EditorError, MissingInput, Problem, UsageError
from generator.expressions import ConditionError, Term
from generator.facts import reader
from generator.facts.reader import Book
from generator.facts.record import Fact, Forecast
from generator.ledger import check, forecasts
from generator.ledger.record import Finding
from generator.market import load, simulate
from generator.market.record import Market, slice_at
from generator.metrics.record import Metric
from generator.pages.source import Page

SPAN = timedelta(
    days=365
)  # a forecast that was said later than the simulated market ends is moved so far into it


def rehearse(
    book: Book,
    charts: Mapping[str, Entry],
    pages: Iterable[Page],
    folder: Path | None = None,
    before: Collection[Problem] = (),
) -> None:
    """EditorError with each fact, forecast, chart and slot that cannot be worked out; MissingInput is no mistake.

    `before` is what is wrong already, and told with it: of such pages, and of charts where it is facts, nothing more is said.
    """
    market = load(folder or simulate.sample())
    findings: dict[str, Finding] = {}
    files = {problem.file for problem in before}
    asking = [page for page in pages if page.file not in files]
    told = [*before, *_facts(book, market, findings), *_forecasts(book, market), *_asked(asking, market)]
    charts = {} if any(name.startswith("facts/") for name in files) else charts
    for seen in (market, slice_at(market, config.LAST_CLOSE)):
        told += _charts(charts, Data(seen, _Numbers(seen), book.facts, findings, seen.as_of))
    if told:
        ordered: list[Problem] = sorted(dict.fromkeys(told), key=lambda problem: problem.order)
        raise EditorError(ordered)


def _facts(book: Book, market: Market, findings: dict[str, Finding]) -> Iterator[Problem]:
    for fact in book.facts.values():
        if fact.metric:
            file = f"facts/{fact.section}.toml"
            yield from _tried(partial(_figure, fact, market, findings), file, fact.line, 0, f"[{fact.key}]")


def _figure(fact: Fact, market: Market, findings: dict[str, Finding]) -> None:
    """Its check, and where the simulated market does not reach its day, the number alone."""
    finding = findings[fact.key] = check.check(fact, market)
    if finding.recomputed is None:
        metrics.evaluate(fact.metric, market, fact.args)


def _forecasts(book: Book, market: Market) -> Iterator[Problem]:
    last = market.as_of - SPAN

    def standing(forecast: Forecast) -> None:
        moved = replace(forecast, said=min(forecast.said, last))
        forecasts.stand(moved, book.forecasts, book.facts, market)

    for forecast in book.forecasts.values():
        file = f"facts/{reader.FORECASTS}"
        yield from _tried(partial(standing, forecast), file, forecast.line, 0, f"[{forecast.key}]")


class _Numbers(dict[str, Metric]):
    """Every number by key, worked out when a chart asks for it."""

    def __init__(self, market: Market) -> None:
        super().__init__()
        self.market = market

    def __missing__(self, key: str) -> Metric:
        self[key] = metrics.one(key, self.market)
        return self[key]


def _charts(charts: Mapping[str, Entry], data: Data) -> Iterator[Problem]:
    """Each chart thought out at both widths; nothing is drawn."""
    for key, entry in charts.items():
        yield from _tried(
            partial(registry.figure, entry, data), f"facts/{reader.CHARTS}", entry.line, 0, f"[{key}]"
        )


def _asked(pages: Iterable[Page], market: Market) -> Iterator[Problem]:
    """Each number that a slot or a condition asks for, of its symbol."""
    for page in pages:
        for slot in page.slots:
            for term in _terms(slot.kind, slot.value):
                args = {"symbol": term.symbol} if term.symbol else {}
                if term.key in metrics.REGISTRY:
                    work = partial(metrics.one, term.key, market, **args)
                    yield from _tried(work, page.file, slot.line, slot.column, slot.raw)


def _terms(kind: str, value: str) -> Iterator[Term]:
    with contextlib.suppress(ConditionError):  # told as such
        if kind == "now":
            yield expressions.term(value)
        elif kind in ("while", "or"):
            yield from map(expressions.term, expressions.parse(value)[1])


def _tried(work: Callable[[], object], file: str, line: int, column: int, name: str) -> Iterator[Problem]:
    try:
        work()
    except (MissingInput, UsageError):
        return
    except Exception as error:  # whatever stops a build on data is what this is for
        what = f"{name} cannot be worked out on data ({type(error).__name__}: {error})"
        mend = "look at its arguments; where they are right, the program is wrong, and a programmer has to see it."
        yield Problem(file, line, column, what, mend)
