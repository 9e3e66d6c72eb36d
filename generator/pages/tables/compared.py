"""Tables of a section: published figures beside what their metrics give, for the published day and today."""

from __future__ import annotations

from datetime import date
from functools import partial

from generator import formats
from generator.config import ARTICLE
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.metrics.record import Metric
from generator.pages import marks
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, register
from generator.pages.templating import Piece


def facts_of(name: str, book: Book) -> tuple[str, ...]:
    """Keys of the facts that a table of the article shows."""
    chosen = ARTICLE.tables.get(name)
    if chosen is None:
        return ()
    return tuple(
        fact.key
        for fact in book.facts.values()
        if fact.kind == "figure"
        and chosen.get("section", fact.section) == fact.section
        and chosen.get("who", fact.who) == fact.who
        and fact.metric.startswith(chosen.get("metric", ""))
    )


def _compared(known: Known, prefix: str, name: str, first: str) -> Piece:
    facts = [known.book.facts[key] for key in facts_of(name, known.book)]
    today = {fact.key: now for fact in facts if (now := _today(fact, known))}
    days = {now.as_of for now in today.values()}
    day = days.pop() if len(days) == 1 else known.results.as_of
    # what every row's name ends in stands once, in the head
    ends = {fact.text.rpartition(", ")[2] for fact in facts}
    shared = ends.pop() if len(ends) == 1 else ""
    rows = []
    for fact in facts:
        finding = known.results.findings[fact.key]
        now = today.get(fact.key)
        cells = (
            upper(fact.text.removesuffix(f", {shared}")),
            marks.cited(fact, known.book.sources, prefix, f"{name}-{fact.key}"),
            marks.again(finding),
            marks.verdict(finding, prefix),
            marks.noted(marks.number(now, prefix), *dated(now, day), *_since(now, fact)) if now else "–",
        )
        rows.append(Row(cells))
    what = f"{first}, {shared}" if shared else first
    head = (what, "Published", "Recomputed for its date", "Verdict", formats.day(day, short=True))
    return Table(first, head, rows, numeric=(1, 2, 4), kind="stack compared").piece()


def _today(fact: Fact, known: Known) -> Metric | None:
    """The newest value of the metric that checks a fact, unless the fact sets a definition of its own."""
    entry = None if fact.args else known.results.numbers.get(fact.metric)
    return entry if entry and entry.value is not None else None


def dated(entry: Metric, day: date) -> list[str]:
    """The day of a number that is not of the day its column's head gives."""
    if entry.as_of == day or entry.value is None or entry.unit == "date":
        return []
    return [f"file of {formats.day(entry.as_of, short=True)}"]


def _since(entry: Metric, fact: Fact) -> list[str]:
    """Of a return since the start of the year: which year that is, where it is no longer the published one."""
    if "_ytd" not in entry.key or entry.as_of.year == fact.as_of.year:
        return []
    return [f"since the start of {entry.as_of.year}"]


for _name, _chosen in ARTICLE.tables.items():
    register(_name, partial(_compared, name=_name, first=_chosen["head"]))
