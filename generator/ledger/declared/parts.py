"""What both files' readers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from generator.errors import Problem
from generator.facts.lines import Place
from generator.facts.record import Fact
from generator.facts.tables import KEY, check_fields

Facts = Mapping[str, Fact] | None  # None where the facts could not be read


class Say(Protocol):
    """Adds a problem of one table, at the line of the field where one is named."""

    def __call__(self, what: str, mend: str = "", field: str = "") -> None:
        """Tell what is wrong, and what mends it."""


def sound(
    place: Place,
    table: dict[str, Any],
    known: dict[str, str],
    required: tuple[str, ...],
    problems: list[Problem],
) -> bool:
    """Key, fields, types and what has to be there."""
    say, before = teller(problems, place), len(problems)
    if not KEY.fullmatch(place.key):
        say("is no key:", "use lower-case letters, digits and _, a letter first.")
    if check_fields(place, table, known, problems):
        for name in required:
            if not table.get(name):
                say(f"lacks {name}:", f"add {name} = …, {known[name]}.", name)
    return len(problems) == before


def teller(problems: list[Problem], place: Place) -> Say:
    """Says what is wrong with one table."""

    def say(what: str, mend: str = "", field: str = "") -> None:
        problems.append(place.problem(what, mend, field))

    return say
