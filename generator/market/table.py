"""A CSV file of the snapshot as columns, and the problems of rows that break a rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.errors import Problem

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

SHOWN = 3  # problems told for a rule and file before the rest is summed up in one
AGAIN = "fetch the file again"


@dataclass(frozen=True)
class Table:
    """A file as read: row i of `frame` is line i + 2; its first column is text, the others are floats."""

    file: str
    raw: bytes
    frame: pd.DataFrame
    problems: list[Problem]

    def column(self, name: str) -> Numbers:
        """The numbers of a column, NaN where there is none."""
        return self.frame[name].to_numpy(dtype=float)

    def cells(self, name: str) -> list[str]:
        """The texts of a column as they stand in the file."""
        place = list(self.frame.columns).index(name)
        lines = self.raw.decode().split("\n")[1 : len(self.frame) + 1]
        return [line.rstrip("\r").split(",")[place] for line in lines]

    def blame(self, bad: Mask, column: str, wrong: str | Callable[[int], str], mend: str = AGAIN) -> None:
        """Add a problem for each of the first rows of `bad`, and a single one for the others."""
        rows = [int(row) for row in np.flatnonzero(bad)]
        if not rows:
            return
        cells = self.cells(column)
        for row in rows[:SHOWN]:
            cell = cells[row]
            found = repr(cell) if cell.strip() else "a blank"
            why = wrong if isinstance(wrong, str) else wrong(row)
            self.problems.append(at_row(self.file, row + 2, f"found {found}, {why}", mend, column))
        if rest := rows[SHOWN:]:
            more = f"found {len(rest)} more like row {rows[0] + 2}"
            self.problems.append(at_row(self.file, rest[0] + 2, more, mend, column, rest[-1] + 2))


def at_row(
    file: str, row: int, what: str, mend: str = AGAIN, column: str = "", last: int | None = None
) -> Problem:
    """A problem of a row, or of the rows from it to the `last`; the first row is that of the column names."""
    rows = f"row {row}" if last is None else f"rows {row} to {last}"
    return Problem(file, row, 0, what, f"{mend}.", f"{rows}, column {column}" if column else rows)


def read(
    file: str,
    raw: bytes,
    wanted: Sequence[str],
    problems: list[Problem],
    *,
    more: bool = False,
    blanks: Sequence[str] = ("",),
) -> Table | None:
    """The table in `raw`, or None where nothing can be said of its rows.

    `wanted` are the columns in their order; with `more`, others may follow. Cells in `blanks` are NaN,
    for the caller to judge; so are cells that are no finite number, and these have their sentence.
    """
    lines = _lines(file, raw, problems)
    if lines is None:
        return None
    header = lines[0].split(",")
    if header[: len(wanted)] != list(wanted) or (len(header) > len(wanted) and not more):
        found = f"the columns {lines[0]!r}" if lines[0] else "no column names"
        problems.append(at_row(file, 1, f"found {found}, expected {','.join(wanted)!r}"))
        return None
    if len(lines) == 1:
        problems.append(at_row(file, 2, "found no row below the column names"))
        return None
    commas = len(header) - 1
    if ragged := [row for row, line in enumerate(lines, 1) if line.count(",") != commas]:
        for row in ragged[:SHOWN]:
            found = f"{lines[row - 1].count(',') + 1} cells" if lines[row - 1].strip() else "a blank line"
            problems.append(at_row(file, row, f"found {found}, expected {commas + 1} cells"))
        if rest := ragged[SHOWN:]:
            problems.append(at_row(file, rest[0], f"found {len(rest)} more such rows", last=rest[-1]))
        return None
    options: dict[str, Any] = {"quoting": csv.QUOTE_NONE, "na_values": list(blanks), "keep_default_na": False}
    try:
        frame = pd.read_csv(io.BytesIO(raw), dtype=dict.fromkeys(header, float) | {header[0]: str}, **options)
    except ValueError:
        return _mend(file, raw, pd.read_csv(io.BytesIO(raw), dtype=str, **options), problems)
    table = Table(file, raw, frame, problems)
    infinite = np.isinf(frame[header[1:]].to_numpy())
    return _mend(file, raw, frame.astype(str), problems) if infinite.any() else table


def _lines(file: str, raw: bytes, problems: list[Problem]) -> list[str] | None:
    try:
        lines = raw.decode().rstrip("\r\n").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        problems.append(at_row(file, row, "found a byte that is not UTF-8"))
        return None
    if b"\r" in raw and (stray := [row for row, line in enumerate(lines, 1) if "\r" in line]):
        problems.append(at_row(file, stray[0], "found a carriage return within the row"))
        return None
    return lines


def _mend(file: str, raw: bytes, text: pd.DataFrame, problems: list[Problem]) -> Table:
    """The table of a file with cells that are no numbers: a problem for each, NaN in its place."""
    names = list(text.columns[1:])
    numbers = text[names].apply(pd.to_numeric, errors="coerce").astype(float)
    numbers = numbers.mask(np.isinf(numbers))
    table = Table(file, raw, text[[text.columns[0]]].join(numbers), problems)
    for name in names:
        wrong = numbers[name].isna() & text[name].notna()
        table.blame(wrong.to_numpy(), name, "expected a number such as 250.77")
    return table
