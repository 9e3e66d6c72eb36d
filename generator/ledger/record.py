"""What the ledger finds: findings, standings of forecasts, relations between claims, and all results of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.facts.record import Equation, Fact, Forecast
from generator.ledger.pass_rates import ALWAYS, PassRate
from generator.metrics.record import UNDEFINED, Definition, Metric

TERM = ""  # in a verdict's place: a parameter of a statement is shown as published, and is in no tally


@dataclass(frozen=True)
class Tried:
    """One definition that was tried for a fact."""

    definition: str  # Words of the choice; from an edition, its text
    value: float
    hit: bool


@dataclass(frozen=True)
class Finding:
    """A fact held against the data."""

    fact: Fact
    allowed: tuple[float | None, float | None]
    verdict: str
    recomputed: float | None = None
    definition: Definition = UNDEFINED
    as_of: date | None = None  # session of the recomputation
    tried: tuple[Tried, ...] = ()
    closest: Tried | None = None
    conflicts_with: tuple[str, ...] = ()
    note: str = ""
    survives: bool | None = (
        None  # whether the sentence's conclusion stands all the same; None where it is not asked
    )
    pass_rate: PassRate | None = None  # None where no metric gave a number
    margin: float | None = None  # as generator/ledger/margins.py counts it
    at_edge: bool = False  # whether its verdict hangs on a hair
    luck: float | None = (
        None  # share of figures as far off that some tried choice would have met; None untried
    )

    @property
    def always(self) -> bool:
        """Whether it is reproduced, as at every earlier date: true, and no achievement."""
        return self.verdict == "reproduced" and self.pass_rate is not None and self.pass_rate.share == ALWAYS


@dataclass(frozen=True)
class Met:
    """A condition as it stands; `holds` is None where no data of ours can tell."""

    text: str
    holds: bool | None
    note: str


@dataclass(frozen=True)
class Path:
    """What a small chart of a forecast draws: a dozen points, no series."""

    points: tuple[tuple[date, float], ...]
    unit: str
    words: str  # what moves, and since when
    level: bool = False  # a level that moves in steps; otherwise a change, whose beginning is 0
    aim: tuple[float | None, float | None] | None = (
        None  # what was foretold of it, an end None where it is open
    )
    course: float | None = (
        None  # of a change that was foretold as a rate: where it would have to be by the last point
    )


@dataclass(frozen=True)
class BaseRate:
    """What usually happens: the share of earlier stretches over which a forecast would have come true; None, and why."""

    share: float | None
    count: int  # stretches that do not overlap
    why: str = ""
    tried: int = 0  # stretches in all


@dataclass(frozen=True)
class Standing:
    """How a forecast stands. Once resolved it is a function of the bars up to `resolved_on` alone."""

    forecast: Forecast
    state: str  # open | came-true | failed | unverifiable
    as_of: date  # the last session it saw
    evidence: str  # what settles it, or what stands so far, with numbers and dates
    progress: str = ""  # of an open one: what it would still take
    resolved_on: date | None = None
    holds: bool | None = None  # whether it would come true if it were due at `as_of`
    path: Path | None = None
    score: float | None = None  # Brier: (probability - outcome) squared, 0 is best
    values: Mapping[str, float] = field(default_factory=dict)  # fact -> number, in the fact's unit
    conditions: tuple[Met, ...] = ()
    base_rate: BaseRate | None = None  # None where none was worked out
    parted: str = ""  # of one that stays unverifiable though data reach it: readings | scenario

    @property
    def skill(self) -> float | None:
        """By how much the score beats that of the base rate: 1 is perfect, 0 no better, below 0 worse."""
        if self.score is None or self.base_rate is None or self.base_rate.share is None:
            return None
        usual = (self.base_rate.share - float(self.state == "came-true")) ** 2
        return 1 - self.score / usual if usual else None


@dataclass(frozen=True)
class Relation:
    """An equation worked out on what the wording of its facts allows; an end is None where it is open."""

    equation: Equation
    facts: tuple[str, ...]  # in the order of their first appearance
    left: tuple[float | None, float | None]
    right: tuple[float | None, float | None]
    verdict: str  # holds | violated | at the edge | not comparable


def counted(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Of several forecasts on one question the first that is declared."""
    each = {standing.forecast.key: standing for standing in standings}
    again = _repeated((key, standing.forecast.question) for key, standing in each.items())
    return tuple(standing for key, standing in each.items() if key not in again)


def _repeated(said: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Each key whose saying an earlier one has, with the key of the first."""
    first: dict[object, str] = {}
    found = ((key, first.setdefault(same, key)) for key, same in said)
    return {key: before for key, before in found if key != before}


def _same(fact: Fact) -> object:
    """What two claims share that say the same: how it is checked, else what it is of, as of when, and the number."""
    figure = (fact.value, fact.low, fact.high)
    return (
        fact.metric or (fact.text, fact.unit),
        repr(sorted(fact.args.items())),
        fact.seen,
        figure,
        fact.kind,
    )


@dataclass(frozen=True)
class Results:
    """Every number and finding of a build on real data: what an edition seals, and what pages show."""

    as_of: date
    origin: str  # "market", "simulated", or "edition" where the pages show a sealed one
    note: str  # what the snapshot's manifest says of its own making
    inputs: Mapping[str, str]  # file -> sha256
    numbers: Mapping[str, Metric]
    findings: Mapping[str, Finding]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()

    @property
    def claims(self) -> Mapping[str, Finding]:
        """The findings that have a verdict: all but those of terms."""
        return {key: finding for key, finding in self.findings.items() if finding.verdict != TERM}

    @cached_property
    def distinct(self) -> tuple[Finding, ...]:
        """The claims that a tally counts: of several that say the same number of the same thing the first."""
        return tuple(finding for key, finding in self.claims.items() if key not in self.said_again)

    @cached_property
    def said_again(self) -> Mapping[str, str]:
        """Claims that no tally counts, each with the one that it counts with."""
        return _repeated((key, _same(finding.fact)) for key, finding in self.claims.items())

    @cached_property
    def asked_again(self) -> Mapping[str, str]:
        """Forecasts that no tally counts, each with the one that it counts with."""
        return _repeated((key, standing.forecast.question) for key, standing in self.standings.items())

    @cached_property
    def predictions(self) -> tuple[Standing, ...]:
        """The forecasts that a tally counts: of several on one question the first."""
        return counted(self.standings.values())
