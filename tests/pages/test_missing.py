"""What is missing, in a reader's words."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from world import content, metric

from generator.errors import ABSENT, EARLY, Missing
from generator.metrics.record import Metric
from generator.pages import missing, wording
from generator.pages.tables import numbers as numbers_table
from generator.pages.tables import registry
from generator.words import Words


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (Missing(ABSENT, input="options.csv"), "no options data have been collected yet"),
        (Missing(ABSENT, input="prices/VIX.csv"), "no daily prices of VIX have been collected yet"),
        (Missing(ABSENT, input="rates/DGS2.csv"), "no values of FRED's series DGS2 have been collected yet"),
        (Missing(EARLY, input="holdings/IWM/", since=date(2025, 11, 26)), "no holdings files of the issuer had been collected by 26 November 2025"),
        (Missing(EARLY, input="fund.csv", since=date(2025, 12, 5)), "no daily figures of the fund had been collected by 5 December 2025"),
        (Missing("{input} ends on {since}, before {day}", input="prices/SPY.csv", since=date(2026, 3, 30), day=date(2026, 3, 31)), "our record of SPY's daily prices ends on 30 March 2026, before 31 March 2026"),
        (Missing("{input} has 3 sessions, the number takes {count}", input="^RUT", count=200), "Russell 2000 has 3 sessions, the number takes 200"),
        (Words("Missing input: ", Missing(ABSENT, input="options.csv"), "."), "Missing input: no options data have been collected yet."),
        ("Would take the issuer's P/E as of early December 2025.", "Would take the issuer's P/E as of early December 2025."),
    ],
)  # fmt: skip
def test_a_reason_names_data_and_no_file(gap: str, told: str) -> None:
    assert wording.named(gap) == told


def test_a_gap_names_its_file_for_who_works_on_it() -> None:
    """The record, its text with file and ISO day, and the same record again from a pickle (drawing is other processes' work)."""
    gap = Missing(EARLY, input="fund.csv", since=date(2025, 12, 5))
    assert gap == "fund.csv has nothing on or before 2025-12-05"
    assert (gap.input, gap.since, gap.why) == ("fund.csv", date(2025, 12, 5), EARLY)
    again = pickle.loads(pickle.dumps(Words("It says: ", gap)))  # noqa: S301 - made here
    assert again == f"It says: {gap}" and wording.named(again).endswith("collected by 5 December 2025")


def test_every_reason_of_the_results_is_told() -> None:
    given = content().results
    finding = replace(
        given.findings["flow"], note=Words("Missing input: ", Missing(ABSENT, input="fund.csv"), ".")
    )
    done = missing.told(replace(given, findings={"flow": finding}))
    assert done.numbers["put_share"].missing == "no options data have been collected yet"
    assert done.numbers["close"] == given.numbers["close"]
    assert (
        done.findings["flow"].note == "Missing input: no daily figures of the fund have been collected yet."
    )


OPTIONS = (
    "option_volume",
    "put_share",
    "put_call_volume",
    "put_call_oi",
    "open_interest",
    "open_interest_30d",
)


def test_options_are_told_in_one_sentence_while_there_are_none() -> None:
    given = content()
    none = {key: metric(key, None, missing="no options data have been collected yet") for key in OPTIONS}

    def shown(numbers: Mapping[str, Metric]) -> str:
        known = registry.Known(replace(given.results, numbers=numbers), given.book, (), {}, "")
        return re.sub("<[^>]+>", "", numbers_table.options(known, ""))

    assert shown(dict(none)) == "Our own record is still empty: no options data have been collected yet."
    some = shown(none | {"option_volume": metric("option_volume", 1.2, "contracts mn")})
    assert "1.2" in some and some.count("no figure (no options data") == 5
