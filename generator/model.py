"""What flows through the house: frozen records, no behaviour beyond look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # records are read by rooms that must start without pandas
    import pandas as pd

Value = float | str  # a number, or an ISO date or a name where the unit says so


@dataclass(frozen=True, eq=False)
class Market:
    """The snapshot as it was known at the close of the session `as_of`.

    bars      symbol -> frame indexed by session (naive midnight), columns
              open high low close (USD or points, split-adjusted as of `as_of`,
              never dividend-adjusted) volume dividend (USD a share) split (ratio, 0 = none)
    rates     FRED series id -> Series of percent, indexed by observation date, no blanks
    holdings  file date -> frame: ticker name sector asset_class market_value (USD)
              weight (percent) location; one row a position
    fund      frame indexed by session, columns as in fund.csv (may be empty)
    options   frame indexed by session, columns as in options.csv (may be empty)
    shares    file date -> shares outstanding that a holdings file stated
    """

    as_of: date
    origin: str  # "market" | "sample"
    bars: Mapping[str, pd.DataFrame]
    rates: Mapping[str, pd.Series]
    holdings: Mapping[date, pd.DataFrame]
    fund: pd.DataFrame
    options: pd.DataFrame
    shares: Mapping[date, float] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def upto(self, day: date) -> Market:
        """The market as it was known at the last session on or before `day`."""
        from generator import market  # floor 1 cuts; a record only hands the call on

        return market.cut(self, day)


@dataclass(frozen=True)
class Metric:
    """A recomputed number. `value` is None exactly where `missing` says why."""

    key: str
    label: str
    value: Value | None
    unit: str
    digits: int
    definition: str
    source: str
    as_of: date  # the last session the number saw, or the day of the file it was read from
    origin: str  # "market" | "edition <date>"
    group: str
    form: str = ""  # named format, "" for the unit's own
    missing: str = ""
    inputs: tuple[str, ...] = ()  # the snapshot's files it was made from, by path there
    stale: str = ""  # since when and why a file that it rests on could not be brought up to date


@dataclass(frozen=True)
class Source:
    """A numbered reference of the article. Only what the article gives is filled in."""

    number: int
    host: str
    publisher: str
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
    kind: str = "figure"  # figure | comparison | forecast
    metric: str = ""  # the metric that checks it
    args: Mapping[str, Any] = field(default_factory=dict)
    needs: str = ""  # the data it would take, where no metric can check it
    due: date | None = None  # a forecast's horizon
    conclusion: str = ""  # what the sentence draws from the figure, in our words
    survives: str = (
        ""  # condition over `value` (grammar of generator/conditions.py) under which it still stands
    )
    line: int = 0  # in its file, for messages


@dataclass(frozen=True)
class Tried:
    """One definition that was tried for a fact."""

    definition: str
    value: float
    hit: bool


@dataclass(frozen=True)
class Finding:
    """A fact held against the data."""

    fact: Fact
    allowed: tuple[float | None, float | None]
    verdict: str
    recomputed: float | None = None
    definition: str = ""
    as_of: date | None = None  # session of the recomputation
    tried: tuple[Tried, ...] = ()
    closest: Tried | None = None
    conflicts_with: tuple[str, ...] = ()
    note: str = ""
    survives: bool | None = (
        None  # whether the sentence's conclusion stands all the same; None where it is not asked
    )


@dataclass(frozen=True)
class Figure:
    """A drawn chart: specs for the two widths, and its words."""

    key: str
    title: str
    caption: str
    alt: str
    specs: Mapping[str, Any]  # "wide" | "narrow" -> Vega-Lite spec
    simulated: bool
    table: Any = None  # DataFrame of what the picture shows, or None
    missing: str = ""  # what the picture lacks, instead of a picture


@dataclass(frozen=True)
class Condition:
    """One condition of a scenario: exactly one of a guard over metrics, another forecast, or missing data."""

    text: str
    holds: str = ""  # in the grammar of generator/conditions.py
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


@dataclass(frozen=True)
class Relation:
    """An equation worked out on what the wording of its facts allows; an end is None where it is open."""

    equation: Equation
    facts: tuple[str, ...]  # in the order of their first appearance
    left: tuple[float | None, float | None]
    right: tuple[float | None, float | None]
    verdict: str  # holds | violated | not comparable


@dataclass(frozen=True)
class Results:
    """Every number and finding of a build on real data: what an edition seals, and what pages show."""

    as_of: date
    origin: str  # "market", or "edition <name>" where the pages show a sealed one
    note: str  # what the snapshot's manifest says of its own making
    inputs: Mapping[str, str]  # file -> sha256
    numbers: Mapping[str, Metric]
    findings: Mapping[str, Finding]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
