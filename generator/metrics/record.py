"""A recomputed number as a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator import formats

Value = float | str  # a number, or an ISO date or a name where the unit says so


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

    def written(self, form: str = "") -> str:
        """The value in its own format, or in another by name; "" where there is none."""
        if self.value is None:
            return ""
        # a form that only changes digits or the unit's length keeps the sign its metric asks for
        signed = self.form == "signed" and form in ("whole", "one", "two", "plain", "compact")
        return formats.write(self.value, self.unit, self.digits, form or self.form, signed)

    def unfit(self, form: str) -> str:
        """Why a format cannot be used, with the mend; "" where it can."""
        if self.unit == "date" and form not in ("date", "compact", "plain"):
            return f"{self.key} is a day, which has no format {form!r}; write | compact, or no format."
        if self.unit != "date" and form == "date":
            return f"{self.key} is no day, so it has no format 'date'; write whole, one, two, signed, plain or compact, or no format."
        if isinstance(self.value, str) and self.unit != "date":
            return f"{self.key} is a name, which has no format; take | {form} out."
        return ""
