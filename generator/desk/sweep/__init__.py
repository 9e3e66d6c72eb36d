"""`check --sweep`: every page's prose as of every session since publication, on futures, and without each input.

Nothing is drawn and nothing written: numbers are worked out once a session, where a page asks for them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator import config, metrics
from generator.desk.sweep import faults, futures
from generator.desk.sweep.sentences import guessed, sentences, struck
from generator.errors import EditorError, Problem
from generator.facts.reader import Book
from generator.formats import rounded
from generator.ledger import asked, check, forecasts, tally
from generator.ledger.record import Finding, Results, Standing
from generator.market import load
from generator.market.record import Market
from generator.metrics.record import Metric
from generator.pages import headlines, source
from generator.pages.content import Content
from generator.pages.source import Page
from generator.site import sources

Past = Callable[[], Mapping[str, Finding]]
STRIDE = 21  # sessions, a month, between two that a future is read on
Say = Callable[[str], None]
Found = dict[tuple[str, int, str], tuple[str, list[str]]]  # file, line, fault -> a sentence, and when


def sweep(folder: Path, say: Say = print, quick: bool = False) -> None:
    """EditorError with each sentence that a reader would mark, by where it is written; all that holds is said."""
    market = load(folder)
    tasks = list(_tasks(market, quick))
    found: Found = {}
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), initializer=_begin, initargs=(folder,)) as pool:
        for part in pool.map(_work, tasks, chunksize=1 if quick else 4):
            for place, (text, when) in part.items():
                found.setdefault(place, (text, []))[1].extend(when)
    if found:
        raise EditorError([_problem(place, *seen) for place, seen in sorted(found.items())])
    say(f"Every sentence reads well on {len(tasks)} sets of days: sessions, futures, and each input missing.")


def _problem(place: tuple[str, int, str], text: str, when: list[str]) -> Problem:
    file, line, fault = place
    more = f" and {len(when) - 1} more" if len(when) > 1 else ""
    return Problem(file, line, 0, f"{fault} ({when[0]}{more}): {text}")


@dataclass(frozen=True)
class Task:
    """What one worker reads at a stretch: a kind, and the days or the beginning of it."""

    kind: str  # sessions | future | lacking
    days: tuple[date, ...]
    splits: bool = False


def _tasks(market: Market, quick: bool) -> Iterator[Task]:
    index = market.bars[config.FUND].index
    days = [day.date() for day in index if day.date() >= config.LAST_CLOSE]
    if not days:
        return
    thirds = tuple(dict.fromkeys((days[0], days[len(days) // 2], days[-1])))
    yield from (Task("lacking", (day,)) for day in (thirds[-1:] if quick else thirds))
    for at in range(0, len(days), 8):
        yield Task("sessions", tuple(days[at : at + 8][: 2 if quick else 8]))
    begun = futures.beginnings(market, 4 if quick else futures.COUNT)
    yield from (Task("future", (day,), n % futures.SPLIT[0] == 2) for n, day in enumerate(begun))


_ground: dict[str, Any] = {}  # what a worker reads once


def _begin(folder: Path) -> None:
    market = load(folder)
    book, charts = sources.declarations([])
    above = headlines.pages({key: (chart.headline, chart.line) for key, chart in charts.items()})
    written = [*source.read(config.DOCS), *above.values()]
    pages = [page for page in written if any(s.kind in ("now", "said", "while") for s in page.slots)]
    # of claims about the past the same comes on every later session
    past = cache(lambda: check.check_all(book.facts.values(), market))
    _ground.update(market=market, book=book, pages=pages, past=past)


def _work(task: Task) -> Found:
    market: Market = _ground["market"]
    found: Found = {}
    settled: dict[str, Standing] = {}
    for when, seen in _markets(task, market):
        if task.kind == "lacking":  # without an input a forecast may be settled otherwise, or not at all
            settled = {}
        content = as_of(seen, _ground["book"], _ground["past"], settled)
        for file, line, fault, text in marked(_ground["pages"], content):
            found.setdefault((file, line, fault), (text, []))[1].append(when)
    return found


def _markets(task: Task, market: Market) -> Iterator[tuple[str, Market]]:
    """Each session of a task, with what it is called."""
    if task.kind == "sessions":
        for day in task.days:
            yield str(day), market.upto(day)
    elif task.kind == "lacking":
        cut = market.upto(task.days[0])
        for name, without in futures.lacking(cut).items():
            yield f"{task.days[0]} without {name}", without
    else:
        future = futures.future(market, task.days[0], task.splits)
        index = future.bars[config.FUND].index
        begun = int(index.searchsorted(str(config.LAST_CLOSE), side="right"))
        for place in range(begun, len(index), STRIDE):
            day = index[place].date()
            yield f"{day} as after {task.days[0]}", future.upto(day)


def marked(pages: Iterable[Page], content: Content) -> Iterator[tuple[str, int, str, str]]:
    """File, line, fault and sentence of everything that a reader would mark on the session of `content`."""
    for page in pages:
        for line, text in struck(page, content):
            yield page.file, line, "is struck", text
        for line, condition, text in guessed(page, content):
            yield page.file, line, f"is said though nobody can tell of “{condition}”", text
        for sentence in sentences(page, content):
            for fault in faults.told(sentence, content):
                yield page.file, sentence.line, fault, sentence.text


def as_of(
    market: Market, book: Book, past: Past = dict, settled: dict[str, Standing] | None = None
) -> Content:
    """What slots say on a market's session, numbers worked out when a page asks for them; `past` gives the claims' findings.

    `settled` keeps the forecasts that earlier sessions of the same bars have settled: nothing later moves them.
    """
    numbers = _Numbers(market, book, past, {} if settled is None else settled)
    results = Results(market.as_of, market.origin, "", {}, numbers, {})
    return Content(results, book, {}, {}, {}, asked.computed(market, results), lambda prefix, minutes: "")


class _Numbers(dict[str, Metric]):
    """Every number by key, worked out when it is asked for; the ledger's counts with the forecasts behind them."""

    def __init__(self, market: Market, book: Book, past: Past, settled: dict[str, Standing]) -> None:
        super().__init__()
        self.market, self.book, self.past, self.settled = market, book, past, settled

    def __missing__(self, key: str) -> Metric:
        if key in metrics.REGISTRY:
            self[key] = rounded(metrics.one(key, self.market))
            return self[key]
        market = self.market
        results = Results(market.as_of, market.origin, "", {}, {}, {})
        if key == "as_of":  # asked by most pages, the rest by few
            self[key] = tally.numbers(results)[key]
        else:
            standings = dict(self._standings())
            findings = forecasts.apply(self.past(), self.book.forecasts, standings)
            self.update(tally.numbers(replace(results, findings=findings, standings=standings)))
        if key not in self:
            raise KeyError(key)
        return self[key]

    def _standings(self) -> Iterator[tuple[str, Standing]]:
        known = self.book.forecasts
        for key, forecast in known.items():
            found = self.settled.get(key) or forecasts.stand(forecast, known, self.book.facts, self.market)
            if found.resolved_on:
                self.settled[key] = found
            yield key, found
