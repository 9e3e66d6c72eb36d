"""Tables of the scoreboard: what was foretold and how it stands, and the scenarios by their conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.facts.record import Fact
from generator.ledger import foretold
from generator.ledger.forecasts import STATES, premises
from generator.ledger.foretold import Saying
from generator.ledger.record import Standing
from generator.ledger.rules import REGISTRY as RULES
from generator.pages import explorer, foretelling, marks, sparklines, stood
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables import timeline
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, piece, together

MEANING = "What each state means, and what is counted"
ORDERS = {
    "": "by due day",
    "-day": "last due first",
    "-settled": "last settled first",
    "-usual": "often true first",
    "usual": "seldom true first",
    "name": "A to Z",
}
NONE_SEALED = together("The sealed edition whose figures these pages show was made before there were any.")
NO_DATA = "needs_data"  # the rule of what no data of ours settle
NONE = together("The article has none.")
# shape, word and the verdict whose colour they take
TRUTH = {
    True: ("✓", "holds", "reproduced"),
    False: ("✕", "does not hold", "differs"),
    None: ("?", "cannot be told", "unverifiable"),
}


@dataclass(frozen=True)
class Foretold:
    """A forecast on the line of time: in a row what stands there at once, in its card the rest."""

    key: str
    data: Mapping[str, str]  # what it is found by
    text: str
    state: Piece
    until: str
    usually: str  # at which share of earlier stretches it came true
    bar: timeline.Bar
    card: Piece


def none(known: Known) -> Piece:
    """In the place of a table without a row."""
    return NONE_SEALED if known.results.origin == "edition" else NONE


@table
def scoreboard(known: Known, prefix: str) -> Piece:
    """What was said, by whom, due when, where it stands, by which evidence: on a line of time, to be searched and filtered."""
    standings = sorted(known.results.standings.values(), key=lambda s: (s.forecast.due, s.forecast.said))
    if not standings:
        return none(known)
    scale = timeline.Scale.of(standings, known.results.as_of)
    past = stood.past(known.editions)
    cards = [_card(standing, known, prefix, past) for standing in standings]
    rows = [
        Foretold(
            standing.forecast.key,
            _data(standing, known),
            standing.forecast.text.rstrip("."),
            marks.word(standing.state),
            foretelling.until(standing).removeprefix("open "),
            foretelling.before(standing) if standing.state != "unverifiable" else "",
            scale.bar(standing),
            card,
        )
        for standing, card in zip(standings, cards, strict=True)
    ]
    words = "\n\n".join(card.words for card in cards)
    houses = {explorer.slug(name): upper(name) for name in foretold.by_house(standings, known.book)}
    states = {state: marks.word(state) for state in STATES}
    years = {str(year): str(year) for year in sorted({s.forecast.due.year for s in standings})}
    counts = _counts(known.results.predictions, len(standings))
    return together(
        explorer.explorer(
            piece("tables/foretold", words, scale=scale, rows=rows, prefix=prefix),
            ("prediction", "predictions"),
            explorer.facet("verdict", "State", states, explorer.once(rows), every=True),
            [
                explorer.facet("forecaster", "Said by", houses, rows),
                explorer.facet("due", "Due in", years, rows),
            ],
            ORDERS,
            "Search predictions: cut, bullish, S&P 500 …",
            len(explorer.once(rows)),
        ),
        piece("tables/folded", counts.words, summary=MEANING, block=counts),
        between="\n\n",
    )


def _data(standing: Standing, known: Known) -> dict[str, str]:
    """What a forecast is found by."""
    forecast, rate = standing.forecast, standing.base_rate
    return {
        "verdict": standing.state,
        "forecaster": " ".join(explorer.slug(s.house) for s in foretold.sayings(forecast, known.book)),
        "due": str(forecast.due.year),
        "day": forecast.due.isoformat(),
        "settled": standing.resolved_on.isoformat() if standing.resolved_on else "",
        "usual": f"{rate.share:.4g}" if rate and rate.share is not None else "",
        **(
            {"same": known.results.asked_again[forecast.key]}
            if forecast.key in known.results.asked_again
            else {}
        ),
    }


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
                "all predictions",
                str(counts.total()),
                f"every prediction of the article, whoever repeats it{more}",
            )
        )
    )
    return Table("States", ("State", "Predictions", "Meaning"), rows, (1,), "stack").piece()


def _card(standing: Standing, known: Known, prefix: str, past: stood.Past) -> Piece:
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
        premises=_premises(standing, known),
        first=known.book.forecasts.get(known.results.asked_again.get(forecast.key, "")),
        usually=foretelling.usually(standing),
        skill=foretelling.skill(standing),
        rule=RULES[forecast.rule].words if forecast.rule in RULES else "",
        picture=sparklines.path(standing),
        editions=stood.states(past, forecast.key),
    )


def _premises(standing: Standing, known: Known) -> list[str]:
    """The words of those premises of a forecast that data can ever reach."""
    forecasts = known.book.forecasts
    return [
        each.text
        for each in premises(standing.forecast, forecasts)
        if not each.needs and not (each.forecast and forecasts[each.forecast].rule == NO_DATA)
    ]


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
        hold, fail, unknown = (sum(met.holds is told for met in standing.conditions) for told in TRUTH)
        parts.append(
            both(
                "tables/tally",
                standing=standing,
                key=key,
                hold=hold,
                fail=fail,
                unknown=unknown,
                state=marks.word(standing.state),
            )
        )
        title = standing.forecast.text
        parts.append(Table(title, ("Condition", "State", "By what"), rows, kind="stack").piece())
    return together(*parts, between="\n\n") or none(known)
