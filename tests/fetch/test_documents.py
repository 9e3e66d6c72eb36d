"""The issuer's documents: layouts of the holdings file, and the workbook as it comes."""

from __future__ import annotations

from datetime import date

import pytest
from loopback.world import holdings_file, workbook

from generator.errors import Unavailable
from generator.fetch.providers import ishares
from generator.market import holdings

DAY = date(2026, 7, 20)
TOLD = [(date(2024, 3, 29), "210.564169", "--", "--"), (date(2025, 12, 5), "250.739227", "--", "286,900,000"),
        (date(2025, 12, 16), "249.1", "0.842454", "289,450,000.00")]  # fmt: skip


def sister() -> bytes:
    """A sister fund's layout: Market Weight, a swap's line of value 0.00 without a weight, an asset class Other."""
    text = (
        holdings_file(DAY)
        .decode()
        .replace("Weight (%)", "Market Weight")
        .replace("Jul 20, 2026", "20/Jul/2026")
    )
    swap = '"-","SWAP ON AN INDEX","-","Equity","0.00","-","1","1","1","-","-","USD","1","USD","-"\n'
    other = '"-","RIGHT","-","Other","1.00","0.00","1","1","1","-","-","USD","1","USD","-"\n'
    at = text.index('"FUT"')
    return (text[:at] + swap + other + text[at:]).encode()


def test_a_sister_funds_layout_is_read() -> None:
    read, problems = holdings.parse("holdings/IWM/2026-07-20.csv", sister(), DAY)
    assert not problems and read is not None
    swap = read.frame[read.frame["name"] == "SWAP ON AN INDEX"]
    assert swap["weight"].to_list() == swap["market_value"].to_list() == [0]
    assert round(float(read.frame["weight"].sum()), 2) == 99.9 and len(read.frame) == 33


def test_a_share_without_a_weight_is_no_swap() -> None:
    raw = holdings_file(DAY).replace(b'"3.33"', b'"-"', 1)
    _, problems = holdings.parse("holdings/IWM/2026-07-20.csv", raw, DAY)
    assert [problem.within for problem in problems] == ["row 11, column Weight (%)"]


def test_the_workbook_as_it_comes() -> None:
    """Loose ampersands, one BOM or two, newest rows first, dashes for blanks; a count is a whole number."""
    for mark in ("", "\ufeff"):
        assert ishares.history(mark.encode() + workbook(TOLD)) == [
            ("2025-12-16", "249.1", "0.842454", "289450000"),
            ("2025-12-05", "250.739227", "", "286900000"),
            ("2024-03-29", "210.564169", "", ""),
        ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (workbook(TOLD)[:-200], "cut short or broken"),
        (workbook(TOLD).replace(b'"Historical"', b'"History"'), "no sheet 'Historical'"),
        (workbook(TOLD).replace(b"NAV per Share", b"NAV"), "no columns As Of, NAV per Share"),
        (b"<!DOCTYPE html><html></html>", "HTML in place of the workbook"),
        (b"\xff\xfe", "no workbook came"),
    ],
)
def test_what_is_no_workbook_says_so(raw: bytes, words: str) -> None:
    with pytest.raises(Unavailable, match=words):
        ishares.history(raw)
