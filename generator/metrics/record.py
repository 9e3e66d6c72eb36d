"""A recomputed number as a record, and how it was reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator import formats
from generator.words import Words

Value = float | str  # a number, or an ISO date or a name where the unit says so


NOTHING = Words()


@dataclass(frozen=True)
class Definition:
    """How a number is reckoned: in general, and what a claim or a caller sets in place of the defaults.

    The general sentence is `before` and `after`; between them stand the defaults in words, and what may be named
    in their place. `chosen` are values by dimension, `told` each in words.
    """

    before: Words
    usual: str = ""
    others: str = ""
    after: Words = NOTHING
    chosen: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def general(self) -> Words:
        """The sentence with its defaults, and that others may be named."""
        unless = f"{self.usual} unless a claim names {self.others}" if self.others else ""
        return Words(self.before, unless, self.after)

    @property
    def used(self) -> Words:
        """The sentence as it was used: its defaults stand where nothing is chosen."""
        return Words(self.before, "" if self.chosen else self.usual, self.after)

    @property
    def words(self) -> Words:
        """General sentence and choices, each choice by the name of its dimension."""
        here = ", ".join(f"{name} {_plain(value)}" for name, value in self.chosen.items())
        return self.general + (f" Here: {here}." if here else "")


UNDEFINED = Definition(NOTHING)


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_plain, value))
    return formats.day(value) if isinstance(value, date) else str(value)


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
    origin: str  # "market" | "simulated" | "edition"
    group: str
    form: str = ""  # named format, "" for the unit's own
    missing: str = ""
    inputs: tuple[str, ...] = ()  # the snapshot's files it was made from, by path there
    stale: str = ""  # since when and why a file that it rests on could not be brought up to date

    def written(self, form: str = "") -> str:
        """The value in its own format, or in another by name; "" where there is none."""
        if self.value is None:
            return ""
        # a form that only changes digits or the unit's length keeps the sign its metric asks for
        signed = self.form == "signed" and "unsigned" not in form.split()
        return formats.write(self.value, self.unit, self.digits, form or self.form, signed)

    def unfit(self, form: str) -> str:
        """Why a format cannot be used, with the mend; "" where it can. `form` is one name."""
        if self.unit == "date" and form not in ("date", "compact", "plain"):
            return f"{self.key} is a day, which has no format {form!r}; write | compact, or no format."
        if self.unit != "date" and form == "date":
            return f"{self.key} is no day, so it has no format 'date'; write whole, one, two, signed, unsigned, plain, words or compact, or no format."
        if isinstance(self.value, str) and self.unit != "date":
            return f"{self.key} is a name, which has no format; take | {form} out."
        return ""
