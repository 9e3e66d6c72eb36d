"""How numbers are written: known answers by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import metric

from generator import formats


@pytest.mark.parametrize(
    ("value", "unit", "digits", "form", "text"),
    [
        (250.77, "USD", 2, "", "$250.77"),
        (-0.4169, "%", 2, "signed", "−0.42\u202f%"),
        (-4.82, "%", 2, "unsigned", "4.82\u202f%"),
        (2.0, "forecasts", 0, "words", "two"),
        (1.0, "weeks", 0, "words", "one week"),
        (13.0, "weeks", 0, "words", "13 weeks"),
        (0.0, "forecasts", 0, "words", "0"),
        (-4.82, "%", 2, "unsigned whole", "5\u202f%"),
        (-72.94, "USD bn", 1, "compact unsigned", "$72.9\u202fbn"),
        (13.49, "%", 1, "signed", "+13.5\u202f%"),
        (-0.001, "%", 2, "signed", "0.00\u202f%"),
        (72.85, "USD bn", 2, "", "$72.85 billion"),
        (-1.5, "USD", 2, "", "−$1.50"),
        (1962.0, "names", 0, "", "1,962"),
        (5.5, "pp", 1, "", "5.5 percentage points"),
        (0.0, "pp", 1, "compact", "0.0\u202fpp"),
        (-1.0, "pp", 1, "compact", "\u22121.0\u202fpp"),
        (1.0, "pp", 0, "", "1 percentage point"),
        (1.0, "sessions", 0, "", "1 session"),
        (24.0, "sessions", 0, "", "24 sessions"),
        (0.7204, "x", 2, "", "0.72×"),
        (250.77, "USD", 2, "plain", "250.77"),
        (250.77, "USD", 2, "whole", "$251"),
        ("2025-10-15", "date", 0, "", "15 October 2025"),
        ("2025-10-15", "date", 0, "compact", "15 Oct 2025"),
        ("BLOOM ENERGY", "name", 0, "", "Bloom Energy"),
    ],
)
def test_written(value: float | str, unit: str, digits: int, form: str, text: str) -> None:
    assert formats.write(value, unit, digits, form) == text


@pytest.mark.parametrize("form", ["", "one", "plain", "compact"])
def test_a_metric_that_asks_for_its_sign_keeps_it(form: str) -> None:
    entry = metric("gap", 5.26, "pp", form="signed")
    assert entry.written(form).startswith("+5.")


@given(st.text())
def test_text_from_outside_is_inert(text: str) -> None:
    """Neither HTML nor Markdown nor a slot can come out of an escaped text."""
    assert not set(formats.escape(text)) & set("<>\"'`*_{}[]|@")


def test_a_tie_is_rounded_as_a_reader_rounds_it() -> None:
    """The double nearest to 5.85 lies below it; a sum of weights that should give it lies above. Both read alike."""
    assert (
        formats.number(5.85, 1) == formats.number(5.85 + 1e-15, 1) == formats.number(5.85 - 1e-15, 1) == "5.9"
    )
    assert formats.number(-0.125, 2) == "\u22120.13"
    assert formats.number(1234567.5, 0) == "1,234,568"


def test_rounded_reaches_every_float_and_leaves_all_else() -> None:
    @dataclass(frozen=True)
    class Row:
        value: float
        more: Mapping[str, Any]

    row = Row(0.1 + 0.2, {"a": [1 / 3, "1.23456789012345", 7, None, True], "b": (date(2025, 12, 5), 2e-300)})
    assert formats.rounded(row) == Row(
        0.3, {"a": [0.333333333333, "1.23456789012345", 7, None, True], "b": (date(2025, 12, 5), 2e-300)}
    )


def test_one_thing_is_counted_as_one() -> None:
    assert [formats.counted(n, "recomputed numbers") for n in (0, 1, 2)] == [
        "0 recomputed numbers", "1 recomputed number", "2 recomputed numbers",
    ]  # fmt: skip
    assert formats.counted(1, "parts of names") == "1 part of names"
