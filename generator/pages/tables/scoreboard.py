"""Tables of the scoreboard: what was foretold and how it stands, and the scenarios by their conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.facts.record import Fact
from generator.ledger.forecasts import STATES
from generator.ledger.record import Standing
from generator.ledger.rules import REGISTRY as RULES
from generator.pages import marks, number_pages, sparklines
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, together, under

NONE_SEALED = together("The sealed edition whose figures these pages show was made before there were any.")
NONE = together("The article has none.")
# shape, word and the verdict whose colour they take
TRUTH = {
    True: ("✓", "holds", "reproduced"),
    False: ("✕", "does not hold", "differs"),
    None: ("?", "cannot be told", "unverifiable"),
}


def none(known: Known) -> Piece:
    """In the place of a table without a row."""
    return NONE_SEALED if known.results.origin == "edition" else NONE


@table
def scoreboard(known: Known, prefix: str) -> Piece:
    """What was said, by whom, due when, where it stands, by which evidence; grouped by state."""
    standings = known.results.standings.values()
    if not standings:
        return none(known)
    parts = [_counts(standings)]
    for state, meaning in STATES.items():
        cards = [_card(s, known, prefix) for s in standings if s.state == state]
        if cards:
            parts.append(under(upper(marks.name(state)), together(f"{upper(meaning)}."), *cards))
    return together(*parts, between="\n\n")


def _counts(standings: Iterable[Standing]) -> Piece:
    counts = Counter(standing.state for standing in standings)
    rows = [Row((marks.word(s), str(counts[s]), meaning)) for s, meaning in STATES.items() if counts[s]]
    every = "every forecast, level and scenario of the article"
    rows.append(Row(("all forecasts", str(counts.total()), every)))
    return Table("States", ("State", "Forecasts", "Meaning"), rows, (1,), "stack").piece()


def _card(standing: Standing, known: Known, prefix: str) -> Piece:
    """Everything of one forecast: what was said, when it is judged, by which rule, and what the data say."""
    forecast = standing.forecast
    facts = [known.results.findings[key].fact for key in forecast.facts if key in known.results.findings]
    cites = dict.fromkeys([*(n for fact in facts for n in fact.cites), *forecast.cites])
    return both(
        "tables/forecast",
        standing=standing,
        forecast=forecast,
        state=marks.word(standing.state),
        citations=marks.citations([*cites], known.book.sources, prefix),
        figures=together(*(_figure(fact, prefix) for fact in facts), between=", "),
        rule=RULES[forecast.rule].words if forecast.rule in RULES else "",
        picture=sparklines.path(standing),
        editions=number_pages.states(known, forecast.key),
    )


def _figure(fact: Fact, prefix: str) -> Piece:
    return marks.link(marks.figure(fact), f"{prefix}ledger/#{fact.key}", fact.text)


@table
def scenarios(known: Known, prefix: str) -> Piece:
    """Each scenario's conditions, and whether each holds."""
    parts = []
    for key, standing in known.results.standings.items():
        if not standing.conditions:
            continue
        rows = [
            Row((met.text, marks.shaped(*TRUTH[met.holds]), met.note), f"{key}-{number}")
            for number, met in enumerate(standing.conditions, 1)
        ]
        hold = sum(met.holds is True for met in standing.conditions)
        parts.append(
            both("tables/tally", standing=standing, key=key, hold=hold, state=marks.word(standing.state))
        )
        title = standing.forecast.text
        parts.append(Table(title, ("Condition", "State", "By what"), rows, kind="stack").piece())
    return together(*parts, between="\n\n") or none(known)
