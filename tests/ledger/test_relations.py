"""Arithmetic between claims: what holds, what cannot, what is not compared, and what that makes of the findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.facts.record import Equation, Fact
from generator.ledger import relations
from generator.ledger.intervals import point
from generator.ledger.record import Finding
from generator.ledger.relations import ExpressionError, apply, evaluate, parse, relation, words, work_out
from generator.ledger.tolerance import allowed
from generator.site import sources

DAY = date(2025, 12, 5)


def fact(
    key: str,
    printed: str,
    unit: str = "%",
    hedge: str = "",
    kind: str = "figure",
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Fact:
    return Fact(key, "page", key, printed, unit, DAY, (1,), value, low, high, hedge, kind=kind)


FACTS = {
    f.key: f
    for f in (
        fact("puts", "about 55.6 %", hedge="about", value=55.6),
        fact("calls", "44.4 %", value=44.4),
        fact("few_calls", "44.1 %", value=44.1),
        fact("band", "$236–256", "USD", low=236, high=256),
        fact("two", "two more", "cuts", value=2),
        fact("three", "three", "cuts", value=3),
        fact("ahead", "ahead", "pp", kind="comparison", low=0),
        fact("zero", "0", "x", hedge="up to", high=0),
    )
}


def equation(left: str, right: str, sign: str = "=", **more: object) -> Equation:
    return replace(Equation("e", "one against the other", left, sign, right, unit="%"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "sign", "right", "verdict"),
    [
        ("puts + calls", "=", "100", "holds"),
        ("puts + few_calls", "=", "100", "violated"),
        ("puts + few_calls", "<=", "100", "holds"),
        ("puts + few_calls", ">=", "100", "violated"),
        ("puts", ">=", "calls", "holds"),
        ("calls", ">=", "puts", "violated"),
        ("two", "=", "three", "violated"),
        ("two + 1", "=", "three", "holds"),
        ("band.high", ">=", "band.low", "holds"),
        ("band.high * (1 - 0.2)", ">=", "band.low", "violated"),
        ("ahead", ">=", "-5", "holds"),
        ("ahead", "=", "-5", "violated"),
        ("1 / ahead", ">=", "1000000", "holds"),
        ("(1 + puts / 100) ** 10", "<=", "3 ** 4", "violated"),
        ("(puts / calls) ** 0.5", "=", "1.119", "holds"),
    ],
)
def test_a_relation_holds_where_some_choice_inside_the_wordings_makes_it_true(
    left: str, sign: str, right: str, verdict: str
) -> None:
    assert relation(equation(left, right, sign), FACTS).verdict == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (fact("a", "about 16", hedge="about", value=16), fact("b", "high teens", hedge="high teens", low=17, high=19), "violated"),
        (fact("a", "about 17", hedge="about", value=17), fact("b", "high teens", hedge="high teens", low=17, high=19), "holds"),
        (fact("a", "around 70–72", hedge="around", low=70, high=72), fact("b", "about 72.7–74.0", hedge="about", low=72.7, high=74), "violated"),
        (fact("a", "about 70–72", hedge="about", low=70, high=72), fact("b", "71.95–80", low=71.95, high=80), "at the edge"),
        (fact("a", "about 70–72", hedge="about", low=70, high=72), fact("b", "72.1–80", low=72.1, high=80), "at the edge"),
        (fact("a", "just under 290–295", hedge="just under", low=290, high=295), fact("b", "285", value=285), "violated"),
        (fact("a", "1.3", value=1.3), fact("b", "about 1.3", hedge="about", value=1.3), "holds"),
    ],
)  # fmt: skip
def test_a_relation_is_read_on_what_the_wordings_centre_on(one: Fact, other: Fact, verdict: str) -> None:
    """Whatever the hedges would let pass at their last hair; either way round."""
    held = {one.key: one, other.key: other}
    assert relation(equation("a", "b"), held).verdict == relation(equation("b", "a"), held).verdict == verdict
    assert not apply({}, [relation(equation("a", "b"), held)])


def test_both_intervals_are_told() -> None:
    found = relation(equation("puts + few_calls", "100"), FACTS)
    assert found.left[0] == pytest.approx(99.6) and found.left[1] == pytest.approx(99.8)
    assert found.right == (100, 100)
    assert found.facts == ("puts", "few_calls")
    assert "99.6–99.8\u202f% would have to equal 100\u202f%" in relations.sentence(found)


def test_a_counted_number_is_itself_and_a_rounded_one_is_not() -> None:
    assert evaluate(parse("two")[0], FACTS) == point(2)
    rounded = evaluate(parse("calls")[0], FACTS)
    assert rounded.low < 44.4 < rounded.high


@pytest.mark.parametrize(
    ("interval", "unit", "text"),
    [
        ((69.25, 72.75), "USD bn", "$69.25–72.75 billion"),
        ((250.765, 250.775), "USD", "$250.765–250.775"),
        ((2, 2), "cuts", "2 cuts"),
        ((100, 100), "%", "100\u202f%"),
        ((2, None), "USD bn", "at least $2 billion"),
        ((None, -10), "%", "at most −10\u202f%"),
        ((None, None), "%", "any number"),
        ((-3.5, -2.5), "USD", "−$3.5–−2.5"),
    ],
)
def test_an_interval_in_words(interval: tuple[float | None, float | None], unit: str, text: str) -> None:
    assert words(interval, unit) == text


@pytest.mark.parametrize(
    "text",
    ["", "puts +", "puts < calls", "f(puts)", "puts.value", "puts.low.high", "[puts]", "'puts'", "True", "puts // 2",
     "puts % 2", "1e999", "lambda: 1", "puts if puts else 1", "+puts", "puts and calls", "__import__('os')"],
)  # fmt: skip
def test_whatever_else_it_could_mean_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_a_contradiction_stands_at_every_fact_and_only_what_no_data_reach_takes_the_verdict() -> None:
    findings = {
        key: Finding(FACTS[key], allowed(FACTS[key]), verdict, note="Said before.")
        for key, verdict in (
            ("puts", "unverifiable"),
            ("few_calls", "reproduced"),
            ("calls", "unverifiable"),
            ("two", "open"),
            ("three", "open"),
        )
    }
    found = work_out(
        [equation("puts + few_calls", "100"), equation("two", "three"), equation("puts + calls", "100")],
        FACTS,
    )
    told = apply(findings, found)
    assert {key: f.verdict for key, f in told.items()} == {
        "puts": "conflict", "few_calls": "reproduced", "calls": "unverifiable", "two": "open", "three": "open",
    }  # fmt: skip
    assert told["puts"].conflicts_with == ("few_calls",) and told["few_calls"].conflicts_with == ("puts",)
    assert told["two"].conflicts_with == ("three",) and told["calls"] == findings["calls"]
    assert told["puts"].note.startswith(
        "Said before. Contradicted within the article: one against the other;"
    )
    assert findings["puts"].verdict == "unverifiable"  # what was given is not altered


def test_what_is_not_comparable_is_told_and_contradicts_nobody() -> None:
    found = work_out(
        [equation("puts + few_calls", "100", comparable=False, reason="another universe")], FACTS
    )
    assert found[0].verdict == "not comparable" and found[0].left != found[0].right
    findings = {"puts": Finding(FACTS["puts"], allowed(FACTS["puts"]), "unverifiable")}
    assert apply(findings, found) == findings


def test_the_same_fact_in_two_violated_relations_names_each_other_once() -> None:
    twice = work_out([equation("two", "three"), equation("three", "two")], FACTS)
    findings = {key: Finding(FACTS[key], allowed(FACTS[key]), "unverifiable") for key in ("two", "three")}
    assert apply(findings, twice)["two"].conflicts_with == ("three",)


def test_the_article() -> None:
    """A changed wording changes the verdict: nothing is typed in."""
    book = sources.book()
    found = {each.equation.key: each.verdict for each in work_out(book.equations, book.facts)}
    assert found["puts_and_calls"] == "holds" and found["reward_over_risk"] == "holds"
    assert found["cuts_of_two_forecasts"] == "violated"
    assert found["discount_of_two_sources"] == "not comparable"
    mended = {**book.facts, "cuts_2026": replace(book.facts["cuts_2026"], value=2)}
    again = {each.equation.key: each.verdict for each in work_out(book.equations, mended)}
    assert again["cuts_of_two_forecasts"] == "holds"
    more_calls = replace(book.facts["option_calls"], value=46.4, printed="46.4 %")
    spoilt = {**book.facts, "option_calls": more_calls}
    once_more = {each.equation.key: each.verdict for each in work_out(book.equations, spoilt)}
    assert once_more["puts_and_calls"] == "violated"
