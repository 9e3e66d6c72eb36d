"""The record of each house that foretold something, in one table."""

from __future__ import annotations

from collections.abc import Sequence

from generator import formats
from generator.ledger import foretold
from generator.ledger.foretold import Saying
from generator.ledger.record import Standing, counted
from generator.pages import foretelling, marks
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, together

HEAD = (
    "House",
    "Predictions",
    "Came true",
    "Would usually have come true",
    "Failed",
    "Open",
    "Unverifiable",
    "Brier score, 0 is best",
)


@table
def forecasters(known: Known, prefix: str) -> Piece:
    """How many of its predictions came true, and how many of those settled would usually have."""
    houses = foretold.by_house(known.results.standings.values(), known.book)
    rows = [_row(house, said, prefix) for house, said in houses.items()]
    return (
        Table("Record of the forecasters", HEAD, rows, range(1, len(HEAD)), "stack").piece()
        if rows
        else Piece()
    )


def _row(house: str, said: Sequence[tuple[Standing, Saying]], prefix: str) -> Row:
    each = counted(standing for standing, _ in said)
    states = (*foretelling.SETTLED, "open", "unverifiable")
    came, *others = (sum(s.state == state for s in each) for state in states)
    rated = [
        s.base_rate.share
        for s in each
        if s.state in foretelling.SETTLED and s.base_rate and s.base_rate.share is not None
    ]
    own = [s.score for s, saying in said if s.score is not None and scored(s, saying)]
    return Row(
        (
            marks.link(together(upper(house)), f"{prefix}houses/{foretold.slug(house)}/"),
            str(len(each)),
            str(came),
            _expected(rated),
            *map(str, others),
            formats.number(sum(own) / len(own), 3) if own else formats.EN_DASH,
        ),
        f"house-{foretold.slug(house)}",
    )


def _expected(rated: Sequence[float]) -> str:
    """How many would have come true at the rates of the past, of how many, and these rates."""
    if not rated:
        return formats.EN_DASH
    each = " + ".join(map(formats.share, rated))
    return marks.noted(f"{formats.number(sum(rated), 2)} of {len(rated)}", each)


def scored(standing: Standing, saying: Saying) -> bool:
    """Whether it was this house that gave the probability."""
    return standing.forecast.probability in {fact.key for fact in saying.facts}
