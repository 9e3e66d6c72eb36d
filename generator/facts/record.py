"""What an editor declares: references, published figures, forecasts and arithmetic between claims, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Source:
    """A numbered reference. Only what is known is filled in: the article gives no address, title or date."""

    number: int
    host: str
    publisher: str
    url: str = ""  # the piece's own address, https
    title: str = ""  # as its publisher gives it
    date: date | None = None  # of its publication
    about: str = ""  # what the article cites it for, in our words
    relays: str = ""  # whose data a second-hand source passes on
    house: str = ""  # the forecaster whose predictions it gives, by the name that `who` has
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """A figure or a checkable comparison as it was published."""

    key: str
    section: str  # stem of its page and of its file
    text: str  # what the figure says, in a few words of ours
    printed: str  # as printed, with our typography
    unit: str
    as_of: date
    cites: tuple[int, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    hedge: str = ""  # a word of the table in ledger/tolerance.py
    who: str = ""  # who said it, where not the article itself
    kind: str = (
        "figure"  # figure | comparison | forecast | term: a parameter of a statement, which claims nothing
    )
    metric: str = ""  # the metric that checks it
    args: Mapping[str, Any] = field(default_factory=dict)
    known: date | None = None  # the session whose data tell of `as_of`, where that is a later one
    needs: str = ""  # the data it would take, where no metric can check it, or a part of it alone
    taxonomy: str = ""  # whose division into sectors a weight is by
    due: date | None = None  # a forecast's horizon
    conclusion: str = ""  # what the sentence draws from the figure, in our words
    survives: str = (
        ""  # condition over `value` (grammar of generator/expressions.py) under which it still stands
    )
    line: int = 0  # in its file, for messages

    @property
    def seen(self) -> date:
        """The day as of which it is checked: nothing later is looked at."""
        return self.known or self.as_of


@dataclass(frozen=True)
class Condition:
    """One condition of a scenario: exactly one of a guard over metrics, another forecast, or missing data.

    A guard, in the grammar of generator/expressions.py, is read on the last day, or over every session since the
    scenario was said.
    """

    text: str
    holds: str = ""  # on the last day
    stays: str = ""  # on every session
    once: str = ""  # on one session at least
    forecast: str = ""  # key of the forecast that settles it
    needs: str = ""  # the data it would take


@dataclass(frozen=True)
class Way:
    """One of the ways to read what a source leaves open, by the arguments that it sets."""

    text: str
    args: Mapping[str, Any]


@dataclass(frozen=True)
class Forecast:
    """A dated prediction with the rule that settles it, as declared in facts/forecasts.toml.

    Whoever repeats it stands in the same one: each of its facts has its own words, references and sayer.
    """

    key: str
    text: str  # what was said, in our words
    facts: tuple[str, ...]  # published figures behind it; those of kind forecast take their verdict from here
    said: date
    due: date
    rule: str  # a resolver of generator/ledger/rules
    args: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""  # the first to say it; "" where the article itself does
    reading: str = ""  # what we had to read into the words
    probability: str = ""  # the fact that gives one, in percent
    conditions: tuple[Condition, ...] = ()  # of a scenario
    given: str = ""  # the scenario within which alone it is foretold
    ways: tuple[Way, ...] = ()  # it is settled once all of them agree
    cites: tuple[int, ...] = ()  # references beside those of its facts
    line: int = 0

    @property
    def span(self) -> tuple[str, str, date, date] | None:
        """Of one fund held against another: both, and the days between which; of others None."""
        symbol, other, start = (self.args.get(name) for name in ("symbol", "other", "start"))
        return (symbol, other, start, self.due) if symbol and other and start else None

    @property
    def question(self) -> object:
        """What it asks of the future, whatever its answer is: forecasts that share it count once in a tally."""
        if self.span and self.rule != "needs_data":
            return self.rule, self.span
        asked = (sorted(self.args.items()), [(way.text, sorted(way.args.items())) for way in self.ways])
        return repr((self.rule, self.due, self.given, asked, self.conditions))


@dataclass(frozen=True)
class Equation:
    """Arithmetic between claims, as declared in facts/relations.toml: both sides are over keys of facts."""

    key: str
    text: str
    left: str
    relation: str  # = | <= | >=
    right: str
    comparable: bool = True
    reason: str = ""  # why the sides are not comparable
    unit: str = ""  # of both sides, for words
    line: int = 0
