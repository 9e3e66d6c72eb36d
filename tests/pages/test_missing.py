"""What is missing, in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from world import content, metric

from generator.metrics.record import Metric
from generator.pages import missing
from generator.pages.tables import numbers as numbers_table
from generator.pages.tables import registry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("options.csv is not in the snapshot", "no options data have been collected yet"),
        ("prices/VIX.csv is not in the snapshot", "no daily prices of VIX have been collected yet"),
        ("rates/DGS2.csv is not in the snapshot", "no values of FRED's series DGS2 have been collected yet"),
        ("holdings/IWM/ has nothing on or before 2025-11-26", "no holdings files of the issuer had been collected by 26 November 2025"),
        ("fund.csv has nothing on or before 2025-12-05", "no daily figures of the fund had been collected by 5 December 2025"),
        ("prices/SPY.csv ends on 2026-03-30, before 2026-03-31", "our record of SPY's daily prices ends on 30 March 2026, before 31 March 2026"),
        ("Missing input: options.csv is not in the snapshot.", "Missing input: no options data have been collected yet."),
        ("Would take the issuer's P/E as of early December 2025.", "Would take the issuer's P/E as of early December 2025."),
    ],
)  # fmt: skip
def test_a_reason_names_data_and_no_file(text: str, told: str) -> None:
    assert missing.words(text) == told


def test_every_reason_of_the_results_is_told() -> None:
    given = content().results
    finding = replace(given.findings["flow"], note="Missing input: fund.csv is not in the snapshot.")
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
        known = registry.Known(replace(given.results, numbers=numbers), given.book, {}, (), {}, "")
        return re.sub("<[^>]+>", "", numbers_table.options(known, ""))

    assert (
        shown(dict(none)) == "Our own record has no figure to show: no options data have been collected yet."
    )
    some = shown(none | {"option_volume": metric("option_volume", 1.2, "contracts mn")})
    assert "1.2" in some and some.count("no figure (no options data") == 5
