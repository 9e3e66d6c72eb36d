"""What both files' readers share."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from generator.facts.lines import Place
from generator.facts.reader import KEY, check_fields
from generator.facts.record import Fact

Facts = Mapping[str, Fact] | None  # None where the facts could not be read


class Say(Protocol):
    """Adds a problem of one table, at the line of the field where one is named."""

    def __call__(self, what: str, field: str = "") -> None:
        """Tell `what` is wrong."""


def sound(
    place: Place,
    key: str,
    table: dict[str, Any],
    known: dict[str, str],
    required: tuple[str, ...],
    problems: list[str],
) -> bool:
    """Key, fields, types and what has to be there."""
    say, before = teller(problems, place, key), len(problems)
    if not KEY.fullmatch(key):
        say("is no key: use lower-case letters, digits and _, a letter first.")
    if check_fields(place, key, table, known, problems):
        for name in required:
            if not table.get(name):
                say(f"lacks {name}: add {name} = …, {known[name]}.", name)
    return len(problems) == before


def teller(problems: list[str], place: Place, key: str) -> Say:
    """Says what is wrong with one table."""

    def say(what: str, field: str = "") -> None:
        problems.append(f"{place.at(field)}: [{key}] {what}")

    return say


def hint(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or the known ones."""
    words = list(known)
    close = difflib.get_close_matches(word, words, 1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(words[:30])}."
