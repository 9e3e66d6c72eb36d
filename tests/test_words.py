"""Words are text for a program and keep their parts for a reader."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

from generator.errors import ABSENT, Missing, MissingInput
from generator.pages.wording import named
from generator.words import Name, Words, joined, say

DAY = date(2025, 12, 5)


def test_a_template_keeps_what_was_put_into_it() -> None:
    words = say("close of {symbol:the} on {day}, {change:+.1f}", symbol=Name("^RUT"), day=DAY, change=1.25)
    assert words == "close of ^RUT on 2025-12-05, +1.2"
    assert named(words) == "close of the Russell 2000 on 5 December 2025, +1.2"
    assert json.loads(json.dumps({"words": words})) == {"words": str(words)}
    assert named(pickle.loads(pickle.dumps(words))) == named(words)  # noqa: S301 - made here


@pytest.mark.parametrize("symbol", ["IWM", "SPY"])
def test_a_fund_takes_no_article(symbol: str) -> None:
    assert named(say("close of {symbol:the}", symbol=symbol)) == f"close of {symbol}"


def test_what_is_put_together_keeps_its_parts() -> None:
    gap = Missing(ABSENT, input="rates/DGS2.csv")
    both = (
        joined((say("First {symbol}.", symbol=Name("^VIX")), "", Words("Missing input: ", gap, ".")))
        + " End."
    )
    assert both == "First ^VIX. Missing input: rates/DGS2.csv is not in the snapshot. End."
    assert named(both) == (
        "First VIX. Missing input: no values of FRED's series DGS2 have been collected yet. End."
    )


def test_a_text_that_came_from_elsewhere_is_left_alone() -> None:
    """Braces in a gap without parts are text, and a day in plain text is nobody's record."""
    assert MissingInput("it says {this}").missing == "it says {this}"
    assert named("prices/IWM.csv on 2025-12-05") == "prices/IWM.csv on 2025-12-05"
    assert joined([]) == "" and not Words()
