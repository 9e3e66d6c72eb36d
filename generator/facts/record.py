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
    needs: str = ""  # the data it would take, where no metric can check it
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
    """One condition of a scenario: exactly one of a guard over metrics, another forecast, or missing data."""

    text: str
    holds: str = ""  # in the grammar of generator/expressions.py
    forecast: str = ""  # key of the forecast that settles it
    needs: str = ""  # the data it would take


@dataclass(frozen=True)
class Forecast:
    """A dated prediction with the rule that settles it, as declared in facts/forecasts.toml."""

    key: str
    text: str  # what was said, in our words
    facts: tuple[str, ...]  # published figures behind it; those of kind forecast take their verdict from here
    said: date
    due: date
    rule: str  # a resolver of generator/ledger/rules
    args: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    reading: str = ""  # what we had to read into the words
    probability: str = ""  # the fact that gives one, in percent
    conditions: tuple[Condition, ...] = ()  # of a scenario
    cites: tuple[int, ...] = ()  # references beside those of its facts
    line: int = 0


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
