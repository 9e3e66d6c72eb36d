"""Who foretold what, and which forecasts ask the same of the future."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.facts.reader import Book
from generator.facts.record import Fact, Forecast, Source
from generator.ledger.record import Standing

ARTICLE = "the article"  # the house of what no other one is named for


@dataclass(frozen=True)
class Saying:
    """What one house said of a prediction: the figures it gave, and the references that carry it."""

    house: str
    facts: tuple[Fact, ...]
    cites: tuple[int, ...]


def houses(sources: Mapping[int, Source]) -> dict[str, tuple[int, ...]]:
    """Each house with its references, as sources.toml declares them."""
    found: dict[str, list[int]] = {}
    for number, source in sources.items():
        if source.house:
            found.setdefault(source.house, []).append(number)
    return {house: tuple(numbers) for house, numbers in found.items()}


def slug(house: str) -> str:
    """Its page's name."""
    return re.sub(r"[^a-z0-9]+", "-", house.lower()).strip("-")


def sayings(forecast: Forecast, book: Book) -> tuple[Saying, ...]:
    """One for each house that made or repeated a prediction, the first to say it first."""
    known = houses(book.sources)
    first = forecast.who or ARTICLE
    facts: dict[str, list[Fact]] = {first: []}
    for fact in (book.facts[key] for key in forecast.facts if key in book.facts):
        own = ARTICLE if fact.kind == "forecast" and not fact.who else fact.who
        facts.setdefault(own if own in known or own == ARTICLE else first, []).append(fact)
    return tuple(
        Saying(
            house,
            tuple(said),
            tuple(
                dict.fromkeys(
                    [*(n for fact in said for n in fact.cites), *(forecast.cites if house == first else ())]
                )
            ),
        )
        for house, said in facts.items()
        if said or house == first
    )


def by_house(standings: Iterable[Standing], book: Book) -> dict[str, list[tuple[Standing, Saying]]]:
    """The forecasts of each house with what it said of them: those of sources.toml in its order, then the article's own."""
    found: dict[str, list[tuple[Standing, Saying]]] = {
        house: [] for house in (*houses(book.sources), ARTICLE)
    }
    for standing in standings:
        for saying in sayings(standing.forecast, book):
            found[saying.house].append((standing, saying))
    return {house: said for house, said in found.items() if said}


def overlapping(forecast: Forecast, others: Iterable[Forecast]) -> tuple[list[Forecast], list[Forecast]]:
    """Of one fund against another: the forecasts on the same days, which count as one with it, and those that share some."""
    same, some = [], []
    for other in others:
        if (
            other.key == forecast.key
            or not (forecast.span and other.span)
            or forecast.span[:2] != other.span[:2]
        ):
            continue
        if other.question == forecast.question:
            same.append(other)
        elif other.rule == forecast.rule and other.span[2] < forecast.due and forecast.span[2] < other.due:
            some.append(other)
    return same, some
