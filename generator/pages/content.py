"""What the slots of a page can say, as one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator import expressions
from generator.expressions import Term
from generator.facts.reader import Book
from generator.ledger.record import Finding, Results
from generator.metrics.record import Metric, Value
from generator.pages.source import Page

Writer = Callable[[str], str]  # prefix of relative links -> HTML


@dataclass(frozen=True)
class Content:
    """Everything that a slot can say."""

    results: Results
    book: Book
    charts: Mapping[str, str]  # their titles by key
    tables: Mapping[str, Writer]
    table_facts: Mapping[str, tuple[str, ...]]  # facts that a table shows
    asked: Callable[[Term], Metric]  # a metric of another symbol, or as of another day
    # under a page's title, by its prefix and the minutes that it takes to read
    strip: Callable[[str, int], str]
    headlines: Mapping[str, Page] = field(default_factory=dict)  # what charts show, by their keys
    then: Mapping[str, Value] = field(default_factory=dict)  # numbers as they stood at publication, by key

    # the other words of charts by their keys: the line they stand on, and each by its field
    worded: Mapping[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)

    def number(self, text: str) -> Metric:
        """What a slot or a condition names: `close`, `close of SPY at 2026-01-30`; KeyError where there is none."""
        term = expressions.term(text)
        return self.results.numbers[term.key] if term.is_bare else self.asked(term)

    @cached_property
    def published(self) -> Mapping[str, Finding]:
        """For a metric, the first published figure that it checks as it is, without arguments."""
        found: dict[str, Finding] = {}
        for finding in self.results.findings.values():
            if finding.fact.metric and not finding.fact.args:
                found.setdefault(finding.fact.metric, finding)
        return found
