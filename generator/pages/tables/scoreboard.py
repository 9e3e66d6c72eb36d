"""Tables of the scoreboard: what was foretold and how it stands, and the scenarios by their conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.facts.record import Fact
from generator.ledger import foretold
from generator.ledger.forecasts import STATES
from generator.ledger.foretold import Saying
from generator.ledger.record import Standing
from generator.ledger.rules import REGISTRY as RULES
from generator.pages import foretelling, marks, number_pages, sparklines
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
    parts = [_counts(known.results.predictions, len(standings))]
    for state, meaning in STATES.items():
        cards = [_card(s, known, prefix) for s in standings if s.state == state]
        if cards:
            parts.append(under(upper(marks.name(state)), together(f"{upper(meaning)}."), *cards))
    return together(*parts, between="\n\n")


def _counts(counted: Iterable[Standing], entries: int) -> Piece:
    counts = Counter(standing.state for standing in counted)
    rows = [Row((marks.word(s), str(counts[s]), meaning)) for s, meaning in STATES.items() if counts[s]]
    more = (
        f"; {entries} entries, of which those on one span of two funds count once"
        if entries > counts.total()
        else ""
    )
    rows.append(
        Row(
            (
                "all forecasts",
                str(counts.total()),
                f"every prediction of the article, whoever repeats it{more}",
            )
        )
    )
    return Table("States", ("State", "Forecasts", "Meaning"), rows, (1,), "stack").piece()


def _card(standing: Standing, known: Known, prefix: str) -> Piece:
    """Everything of one forecast: what was said, when it is judged, by which rule, and what the data say."""
    forecast = standing.forecast
    same, some = foretold.overlapping(forecast, known.book.forecasts.values())
    given = known.book.forecasts.get(forecast.given)
    return both(
        "tables/forecast",
        standing=standing,
        forecast=forecast,
        state=marks.word(standing.state),
        sayings=[
            (house(saying.house, prefix), said(saying, known, prefix))
            for saying in foretold.sayings(forecast, known.book)
        ],
        given=given,
        same=same,
        some=some,
        usually=foretelling.usually(standing),
        skill=foretelling.skill(standing),
        rule=RULES[forecast.rule].words if forecast.rule in RULES else "",
        picture=sparklines.path(standing),
        editions=number_pages.states(known, forecast.key),
    )


def said(saying: Saying, known: Known, prefix: str) -> Piece:
    """A house's own words: the figures that it gave, with their references."""
    figures = together(*(_figure(fact, prefix) for fact in saying.facts), between=", ")
    return together(figures, marks.citations(saying.cites, known.book.sources, prefix))


def house(name: str, prefix: str) -> Piece:
    """A house's name, which leads to its record."""
    return marks.link(together(name), f"{prefix}houses/{foretold.slug(name)}/")


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
