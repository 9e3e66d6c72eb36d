"""The issuer's holdings file, byte for byte as downloaded: preamble, positions, legal footer."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from generator.errors import Problem
from generator.market.table import at_row

# the issuer's column -> ours; further columns of the file are not read
COLUMNS = {
    "Ticker": "ticker",
    "Name": "name",
    "Sector": "sector",
    "Asset Class": "asset_class",
    "Market Value": "market_value",
    "Weight (%)": "weight",
    "Location": "location",
}
ALIASES = {"Market Weight": "Weight (%)"}  # as newer layouts call a column
DAYS = ("%b %d, %Y", "%d/%b/%Y")  # how files write a day
NUMBERS = ("Market Value", "Weight (%)")
NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
WEIGHTS = (90.0, 101.0)  # percent; rounding to two places loses up to some tenths over 2,000 names
EQUITY = "Equity"
SHOWN = 10  # problems told for a file before the rest is summed up in one
AGAIN = "download the issuer's file again"
Say = Callable[..., None]  # row, what was found, the column's name, what to do where it is not AGAIN


@dataclass(frozen=True)
class Positions:
    """`frame` as in Market.holdings; `shares` outstanding where the preamble states them."""

    frame: pd.DataFrame
    shares: float | None


def parse(file: str, raw: bytes, day: date) -> tuple[Positions | None, list[Problem]]:
    """Positions of the file named `file` as of `day`, and every problem found.

    A copy may come without preamble; where one stands, its date has to be `day`.
    """
    problems: list[Problem] = []

    def say(row: int, what: str, column: str = "", mend: str = AGAIN) -> None:
        problems.append(at_row(file, row, what, mend, column))

    try:
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        say(raw.count(b"\n", 0, error.start) + 1, "found a byte that is not UTF-8")
        return None, problems
    head = next((i for i, line in enumerate(lines) if {"Ticker", "Name"} <= set(_cells(line))), None)
    if head is None:
        return None, [Problem(file, 0, 0, "no row holds the column names Ticker, Name …", f"{AGAIN}.")]
    names = [ALIASES.get(name, name) for name in _cells(lines[head])]
    if absent := [name for name in COLUMNS if name not in names]:
        for name in absent:
            say(head + 1, f"the name is absent among {', '.join(names)}", name)
        return None, problems
    shares = _preamble(lines[:head], day, say)
    end = next((i for i in range(head + 1, len(lines)) if not lines[i].strip()), len(lines))
    frame = _positions(lines[head + 1 : end], head + 2, names, say)
    kind = names.index("Asset Class")
    for row, line in enumerate(lines[end:], end + 1):
        if (cells := _cells(line))[kind : kind + 1] == [EQUITY]:
            say(row, f"found the position {cells[0]} below a blank line")
    total = frame["weight"].sum()
    if not problems and not WEIGHTS[0] <= total <= WEIGHTS[1]:
        found = (
            f"the weights down to here add up to {total:.2f} %, expected {WEIGHTS[0]:.0f} to {WEIGHTS[1]:.0f}"
        )
        say(end, found, "Weight (%)", f"the file is cut short or altered: {AGAIN}")
    if not problems and EQUITY not in set(frame["asset_class"]):
        say(head + 2, f"found no position called {EQUITY} down to the end", "Asset Class")
    if (more := len(problems) - SHOWN) > 0:
        problems[SHOWN:] = [Problem(file, 0, 0, f"found {more} more problems of this kind", f"{AGAIN}.")]
    return Positions(frame, shares), problems


def stated_day(text: str) -> date | None:
    """The day that a cell of an issuer's file names, None where it names none."""
    for form in DAYS:
        with suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
    return None


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # a stray carriage return, a cell of megabytes: no row of positions
        return []


def _preamble(lines: list[str], day: date, say: Say) -> float | None:
    shares = None
    for number, line in enumerate(lines, 1):
        label, value = (*_cells(line), "", "")[:2]
        if label == "Fund Holdings as of":
            if stated_day(value) != day:
                found = f"found {value!r}, the file is named {day}"
                say(number, found, label, "name the file by the date it states")
        elif label == "Shares Outstanding" and value != "-":
            if NUMBER.fullmatch(value) and (shares := float(value.replace(",", ""))) > 0:
                continue
            say(number, f"found {value!r}, expected a positive number", label)
    return shares


def _positions(lines: list[str], first_row: int, names: list[str], say: Say) -> pd.DataFrame:
    places = {name: names.index(name) for name in COLUMNS}
    rows = []
    for row, line in enumerate(lines, first_row):
        cells = _cells(line)
        if len(cells) != len(names):
            last = names[min(len(cells), len(names)) - 1]
            say(row, f"found {len(cells)} cells, expected {len(names)}", last)
            continue
        record = {COLUMNS[name]: cells[i] if cells[i] != "-" else "" for name, i in places.items()}
        rows.append(record | _numbers(row, record, say))
    return pd.DataFrame(rows, columns=list(COLUMNS.values())).astype(
        {COLUMNS[name]: float for name in NUMBERS}
    )


def _numbers(row: int, record: dict[str, str], say: Say) -> dict[str, float]:
    """Market value and weight; a blank is 0 for cash and futures, and for the weight of a swap's line, which is worth 0."""
    numbers = {}
    equity = record["asset_class"] == EQUITY
    for name in NUMBERS:
        text = record[COLUMNS[name]]
        numbers[COLUMNS[name]] = 0.0
        swap = name != NUMBERS[0] and numbers.get("market_value") == 0.0
        if not NUMBER.fullmatch(text) and (text or (equity and not swap)):
            wrong = f"found {text!r}, expected a number" if text else "found a blank, expected a number"
        elif text and equity and float(text.replace(",", "")) < 0:
            wrong = f"found {text}, a share cannot weigh less than nothing"
        else:
            numbers[COLUMNS[name]] = float(text.replace(",", "") or 0)
            continue
        say(row, wrong, name)
    return numbers
