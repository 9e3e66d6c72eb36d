"""Findings: each verdict by a hand-made case; nothing typed in, nothing looked ahead, no order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markets import later_altered, seeded, without
from published import REFS

from generator import metrics
from generator.errors import EditorError, MissingInput
from generator.facts import reader
from generator.facts.record import Fact
from generator.ledger import editions, tally
from generator.ledger.check import check, check_all
from generator.ledger.evidence import FOUND
from generator.ledger.plain import made, plain
from generator.ledger.record import Finding, Results
from generator.ledger.tolerance import RULES
from generator.market import load, sessions
from generator.market.record import Market
from generator.site import sources

DAY = date(2025, 12, 5)
BOOK = sources.book()


def market(closes: list[float] | np.ndarray, **more: Any) -> Market:
    """Flat bars of IWM that end on DAY, one for each close."""
    days = sessions(date(2020, 1, 2), DAY)[-len(closes) :]
    close = pd.Series(closes, days, dtype=float)
    frame = pd.DataFrame(
        {
            "open": close,
            "high": close,
            "low": close,
            "close": close,
            "volume": 1.0,
            "dividend": 0.0,
            "split": 0.0,
        }
    )
    nothing = pd.DataFrame()
    return Market(DAY, "market", {"IWM": frame}, {}, {}, nothing, nothing, **more)


def fact(metric: str, printed: str, key: str = "k", **more: Any) -> Fact:
    given: dict[str, Any] = {"unit": "USD", **more}
    if not {"value", "low", "high"} & given.keys():
        given["value"] = float(printed)
    return Fact(
        key, "s", "what it says", printed, as_of=given.pop("as_of", DAY), cites=(7,), metric=metric, **given
    )


FLAT = market([100.0] * 300)
STEP = market([100.0] * 299 + [110.0])


def test_reproduced() -> None:
    finding = check(fact("close", "100.00"), FLAT)
    assert (finding.verdict, finding.recomputed, finding.as_of) == ("reproduced", 100, DAY)
    assert not finding.tried and finding.closest is None and finding.survives is None


def test_reproduced_otherwise_where_luck_would_have_missed() -> None:
    """Of ten dollars off on either side, one dollar's width about one value is little."""
    bars = FLAT.bars["IWM"].copy()
    bars.loc[bars.index[-50], "high"] = 110.0
    spiked = replace(FLAT, bars={"IWM": bars})
    finding = check(fact("high_52w", "100.0"), spiked)
    assert (finding.verdict, finding.recomputed) == ("reproduced-otherwise", 110)
    assert [t.definition for t in finding.tried if t.hit] == ["closing prices alone"]
    assert finding.closest and finding.closest.value == 100 and finding.closest.hit
    assert finding.note.startswith(
        "1 of the 7 other ways tried gives it: with closing prices alone ($100.00). That counts: of all numbers within $10 of ours "
        "(so far off is the published one), less than 1\u202f% would match at least one of these 7 ways by pure chance (we accept a match up to 20\u202f%)."
    )


def test_reproduced_otherwise_by_luck_is_no_proof() -> None:
    finding = check(fact("sma_20", "about 50", value=50, hedge="about"), market([50.0] * 299 + [66.0]))
    assert (finding.verdict, finding.recomputed, finding.luck) == ("differs", 50.8, 1.0)
    assert finding.note.startswith("3 of the 5 other ways tried give it: with the data to ")
    assert (
        "That does not count, though several match: of all numbers within $0.80 of ours (so far off is the published one), all would match "
        "at least one of these 5 ways by pure chance (we accept a match only up to 20\u202f%)."
        in finding.note
    )


def test_an_open_wording_is_met_by_half_of_all_figures() -> None:
    claim = fact("distance_sma_20", "above", low=0, kind="comparison", unit="%")
    finding = check(claim, market([100.0] * 298 + [101.0, 99.0]))
    assert finding.verdict == "differs"
    assert "That does not count" in finding.note and "half of all numbers" in finding.note


def test_differs_names_the_closest() -> None:
    finding = check(fact("sma_20", "120.00"), STEP)
    assert (finding.verdict, finding.recomputed) == ("differs", 100.5)
    assert len(finding.tried) == 5 and not any(t.hit for t in finding.tried)
    assert finding.closest and finding.closest.definition == "an exponential average"
    assert (
        finding.note
        == "None of the 5 other definitions tried gives it; the closest is with an exponential average ($100.95)."
    )


def test_differs_says_where_nothing_comes_closer_than_the_stated_definition() -> None:
    finding = check(fact("sma_20", "100.51"), STEP)
    assert finding.closest and finding.closest.definition == finding.definition.words
    assert finding.note == "None of the 5 other definitions tried gives it or comes closer."


@pytest.mark.parametrize(
    ("metric", "printed"), [("close", "100.00"), ("day_high", "100.00"), ("day_low", "100.00")]
)
def test_the_day_before_does_not_make_a_dated_figure_pass(metric: str, printed: str) -> None:
    finding = check(fact(metric, printed), STEP)
    assert (finding.verdict, finding.tried) == ("differs", ())
    assert finding.note.startswith("No other definition was tried: the figure names its day")


@pytest.mark.parametrize(
    ("claim", "note"),
    [
        (fact("", "1.00", needs="a table"), "Would take a table."),
        (
            fact("close", "100.00", as_of=date(2025, 12, 8)),
            "Speaks of 8 December 2025; the data end on 5 December 2025.",
        ),
        (
            fact("close", "100.00", as_of=date(2005, 5, 31)),
            "Speaks of 31 May 2005; the data begin on 17 July 2025.",
        ),
        (fact("policy_upper", "4.00", unit="%"), "Missing input: rates/DFEDTARU.csv is not in the snapshot."),
        (fact("sma_200", "1.00"), "Missing input: IWM has 100 sessions, the number takes 200."),
    ],
)
def test_unverifiable_says_what_is_missing(claim: Fact, note: str) -> None:
    finding = check(claim, market([100.0] * 100))
    assert (finding.verdict, finding.recomputed, finding.note) == ("unverifiable", None, note)


def test_a_metric_that_gives_a_date_checks_no_figure() -> None:
    with pytest.raises(TypeError, match="'high_52w_date', which gives a date"):
        check(fact("high_52w_date", "1.00"), FLAT)


@pytest.mark.parametrize(
    ("condition", "survives", "words"),
    [("99 < value", True, "holds"), ("105 < value", False, "does not hold")],
)
def test_whether_it_matters(condition: str, survives: bool, words: str) -> None:
    claim = fact("close", "120.00", conclusion="a high price", survives=condition)
    finding = check(claim, FLAT)
    assert (finding.verdict, finding.survives) == ("differs", survives)
    assert finding.note.endswith(f"What was concluded from it (a high price) {words}.")
    assert editions.claim(finding)["survives"] is survives
    assert made(Finding, plain(finding), fact=claim) == finding


CLAIM = """[rsi]
text = "RSI of IWM"
printed = "around 62"
value = 62
unit = "points"
hedge = "around"
as_of = 2025-12-05
cites = [26]
metric = "rsi_14"
conclusion = "bullish"
survives = "50 < value"
"""


@pytest.mark.parametrize("word", ["well above", "close to", "clearly more"])
def test_a_comparing_word_that_is_not_named_as_hedge_is_refused(tmp_path: Path, word: str) -> None:
    """Whoever writes one gets its threshold, and not a bound of zero that anything passes."""
    claim = CLAIM.replace('printed = "around 62"', f'printed = "{word} it"').replace('hedge = "around"\n', "")
    (tmp_path / "page.toml").write_text(claim, "utf-8")
    (tmp_path / "sources.toml").write_text(REFS, "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path, tuple(RULES))
    assert f'no hedge is named: add hedge = "{word}".' in caught.value.sentences[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('survives = "50 < value"\n', "", "[rsi] has conclusion without survives: add survives = …"),
        ('conclusion = "bullish"\n', "", "[rsi] has survives without conclusion: add conclusion = …"),
        ("50 < value", "50 < close", "[rsi] survives reads 'close'; it has to read 'value', the recomputed"),
        ("50 < value", "50 < 60", "[rsi] survives reads 'no name'; it has to read 'value'"),
        (
            "50 < value",
            "70 < value",
            "[rsi] survives is '70 < value', which the published value 62 itself does not",
        ),
        ("50 < value", "value > 50", "[rsi] survives: the condition 'value > 50' has '>'; turn it round"),
        ("50 < value", "50 <", "[rsi] survives: the condition '50 <' cannot be read"),
        ('"bullish"', "3", "[rsi] conclusion is 3; it has to be a text in quotes."),
    ],
)
def test_a_mistake_in_a_conclusion(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "page.toml").write_text(CLAIM.replace(old, new), "utf-8")
    (tmp_path / "sources.toml").write_text(REFS, "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path)
    (problem,) = caught.value.sentences
    assert problem.startswith("facts/page.toml:") and message in problem


def test_data_left_out_are_told() -> None:
    finding = check(fact("beta_36m", "9.99", unit="x"), without(seeded(), "^GSPC"))
    assert (
        "Left out for lack of data: ^GSPC as the market in place of SPY (prices/GSPC.csv is not in"
        in finding.note
    )


def test_what_was_found_is_named() -> None:
    """A note for every fact whose metric finds a day, a week or a file, on a market where all of it stands."""
    found = check_all(BOOK.facts.values(), seeded())
    for key, finding in found.items():
        if (
            finding.fact.metric in FOUND
            and finding.recomputed is not None
            and finding.fact.kind != "forecast"
        ):
            assert any(str(year) in finding.note for year in range(2000, 2027)), key


def test_days_and_weeks_by_hand() -> None:
    closes = [100.0] * 40
    closes[-3:] = [100.0, 102.0, 101.0]  # Wednesday, Thursday, Friday
    finding = check(fact("best_day", "2.0", unit="%"), market(closes))
    assert finding.note == "The day is 4 December 2025 (+2.00\u202f%)."
    closes[15] = 150.0  # Friday, 31 October: up by half over the week, and down again the week after
    finding = check(fact("weeks_since_stronger", "5", unit="weeks"), market(closes))
    assert finding.verdict == "reproduced"
    assert finding.note == (
        "The week ended on 5 December 2025 (+1.00\u202f%); "
        "the last stronger one ended on 31 October 2025 (+50.00\u202f%)."
    )


def test_no_verdict_is_typed_in() -> None:
    """Change a bar, or the fact, and the verdict follows."""
    claim = fact("close", "100.00")
    assert check(claim, FLAT).verdict == "reproduced"
    assert check(claim, STEP).verdict == "differs"
    assert check(replace(claim, printed="110.00", value=110), STEP).verdict == "reproduced"


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**31), back=st.integers(0, 60))
def test_no_finding_sees_a_later_bar(seed: int, back: int) -> None:
    """Everything dated after a day is altered at random: no finding of a fact dated up to it moves."""
    whole = seeded()
    day = (pd.Timestamp(DAY) - pd.Timedelta(days=back)).date()
    told = [f for f in BOOK.facts.values() if f.seen <= day and f.kind != "forecast"]
    assert check_all(told, later_altered(whole, day, seed)) == check_all(told, whole)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_shuffling_the_facts_changes_nothing(seed: int) -> None:
    shuffled = list(BOOK.facts.values())
    random.Random(seed).shuffle(shuffled)
    assert check_all(shuffled, seeded()) == check_all(BOOK.facts.values(), seeded())


def test_the_article_on_real_data(real: Any) -> None:
    """No fact whose data stand is left without a verdict; the notes name what was found."""
    whole = load(real, DAY)
    found = {k: f for k, f in check_all(BOOK.facts.values(), whole).items() if f.fact.kind != "forecast"}
    for finding in found.values():
        if finding.verdict == "unverifiable" and finding.fact.metric:
            with pytest.raises(MissingInput):
                metrics.evaluate(finding.fact.metric, whole.upto(finding.fact.as_of), finding.fact.args)
    words = {
        "strongest_week": "28 November 2025 (+5.52\u202f%); the last stronger one ended on 8 November 2024",
        "record_gap": "8 November 2021 and 18 September 2025",
        "russell_day": "3 December 2025 (+1.91\u202f%)",
        "fund_names": "the issuer's file of 11 November 2025",
        "rsi": "1 of the 8 other ways tried gives it: with the data to 4 December 2025, one session earlier (62.0).",
        "since_november_24": "None of the 4 other definitions tried gives it",  # its base is part of the claim
        "after_easing": "4 cases, 2 of them as claimed",
    }
    for key, told in words.items():
        assert told in found[key].note


def test_a_term_is_shown_and_claims_nothing() -> None:
    """A parameter of somebody's statement has no verdict, in no tally, and none in claims.json."""
    term = replace(fact("", "1–5 days", "term", low=1, high=5, unit="days", kind="term"), metric="")
    claims = [term, fact("sma_20", "100.50", "one")]
    results = Results(DAY, "market", "", {}, {}, check_all(claims, STEP))
    assert list(results.claims) == ["one"] and [f.fact.key for f in results.distinct] == ["one"]
    entry = editions.claim(results.findings["term"])
    assert (entry["kind"], entry["verdict"], entry["note"]) == ("term", None, "")


@given(again=st.data())
def test_the_same_claim_again_changes_no_tally(again: st.DataObject) -> None:
    """Under whatever key, on whatever page and by whom it stands a second time."""
    facts = {key: fact for key, fact in BOOK.facts.items() if fact.kind != "term"}
    found = {key: Finding(fact, (None, None), "differs") for key, fact in facts.items()}
    fact = facts[again.draw(st.sampled_from(sorted(facts)))]
    other = replace(fact, key="again", section="elsewhere", who="Somebody", cites=(8,), line=1)
    other = replace(other, text="in other words") if fact.metric else other
    twice = {**found, "again": Finding(other, (None, None), "differs")}
    told = [tally.numbers(Results(DAY, "market", "", {}, {}, each)) for each in (found, twice)]
    assert {key: entry.value for key, entry in told[0].items()} == {
        key: entry.value for key, entry in told[1].items()
    }


def test_the_same_claim_twice_changes_no_tally() -> None:
    claims = [
        fact("sma_20", "100.50", "one"),
        replace(fact("sma_20", "100.50", "again"), cites=(8,)),
        fact("sma_20", "100.51", "other"),  # another number
        replace(fact("sma_20", "100.50", "earlier"), as_of=date(2025, 12, 4)),  # of another day
    ]
    results = Results(DAY, "market", "", {}, {}, check_all(claims, STEP))
    assert [f.fact.key for f in results.distinct] == ["one", "other", "earlier"] and len(results.claims) == 4
