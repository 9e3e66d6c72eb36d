"""Numbers of another symbol and as of another day: the metrics' own arithmetic, and nothing that was not known then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator import config, formats, metrics
from generator.expressions import Term, term
from generator.facts.reader import Book
from generator.formats import rounded
from generator.ledger import asked, declared, editions, tally
from generator.ledger.record import Results
from generator.market import bars, load
from generator.market.record import Market

NOBODY = Book({}, {})


@pytest.fixture(scope="module")
def market() -> Market:
    return load(config.SAMPLE)


@pytest.fixture(scope="module")
def results(market: Market) -> Results:
    return editions.compute(market, NOBODY)


def day_of(market: Market, back: int) -> date:
    found: date = bars(market, config.FUND).index[-1 - back].date()
    return found


@pytest.mark.parametrize(
    ("text", "key"), [("close of SPY at {}", "close"), ("rsi_14 of QQQ at {}", "rsi_14"), ("sma_50 at {}", "sma_50")]
)  # fmt: skip
def test_a_number_of_another_day_is_that_of_a_market_which_ends_there(
    market: Market, results: Results, text: str, key: str
) -> None:
    day = day_of(market, 40)
    found = asked.computed(market, results)(term(text.format(day)))
    symbol = term(text.format(day)).symbol
    args = {"symbol": symbol} if symbol else {}
    alone = rounded(metrics.one(key, load(config.SAMPLE, day), **args))
    assert found.value == alone.value is not None and found.as_of == day
    assert found.value != metrics.one(key, market, **args).value
    assert symbol in found.label


def test_a_day_without_a_session_is_the_session_before(market: Market, results: Results) -> None:
    friday = next(day for day in (day_of(market, back) for back in range(20, 30)) if day.weekday() == 4)
    give = asked.computed(market, results)
    saturday = give(Term("now", "close", at=str(friday + timedelta(1))))
    assert saturday.as_of == friday and saturday.value == give(Term("now", "close", at=str(friday))).value


def test_a_symbol_with_a_metric_of_its_own_is_that_metric(market: Market, results: Results) -> None:
    give = asked.computed(market, results)
    assert give(term("return_1y_total of SPY")) is results.numbers["spy_return_1y_total"]
    assert give(term("close of ^RUT")) is results.numbers["rut_close"]


def test_a_day_that_no_data_reach_is_a_missing_number(market: Market, results: Results) -> None:
    give = asked.computed(market, results)
    later, before = give(term("close at 2099-01-05")), give(term("close at 1990-01-05"))
    assert later.value is None and later.missing == f"the data end on {market.as_of}, before 2099-01-05"
    assert before.value is None and before.missing == "the data begin after 1990-01-05"


def test_an_edition_answers_for_its_day_and_for_no_other() -> None:
    shown = editions.load(editions.newest(config.EDITIONS), NOBODY)
    first = editions.load(editions.newest(config.EDITIONS, config.LAST_CLOSE), NOBODY)
    give = asked.sealed(editions.newest(config.EDITIONS), NOBODY, shown)
    assert give(term("close at publication")).value == first.numbers["close"].value
    assert give(term("close at 2025-12-06")).value == first.numbers["close"].value  # a Saturday
    assert give(term("return_1y_total of SPY")).value == shown.numbers["spy_return_1y_total"].value
    none = give(term("close at 2025-12-11"))
    assert none.value is None and none.missing == "no edition of 2025-12-11 was sealed"
    other = give(term("atr_14 of HYG"))
    assert other.value is None and other.missing == f"the sealed edition of {shown.as_of} does not have it"
    assert "before 2099-01-05" in give(term("close at 2099-01-05")).missing


def test_the_counts_are_those_of_the_ledger() -> None:
    book = declared.load(config.FACTS, date(2099, 12, 31))
    shown = editions.load(editions.newest(config.EDITIONS), book)
    found = tally.numbers(shown)
    verdicts = [finding.verdict for finding in shown.distinct]
    said = [(fact.metric, fact.value) for fact in book.facts.values() if fact.kind != "term"]
    claims = float(found["count_claims"].value or 0)
    assert len(set(said)) <= len(verdicts) == claims < len(said)  # what is said twice counts once
    otherwise = float(found["count_reproduced_otherwise"].value or 0)
    assert otherwise == verdicts.count("reproduced-otherwise") > 0
    states = [metric.value for key, metric in found.items() if key.startswith("count_forecasts_")]
    assert (
        sum(float(state or 0) for state in states)
        == float(found["count_forecasts"].value or 0)
        < len(shown.standings)
    )
    assert found["as_of"].written() == formats.day(shown.as_of)
