"""Who foretold what: one entry whoever repeats it, and a count that a second entry of the same does not move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from generator.ledger import foretold, tally
from generator.ledger.record import Results, Standing
from generator.site import sources

BOOK = sources.book()
STATES = st.sampled_from(["came-true", "failed", "open", "unverifiable"])


def results(standings: dict[str, Standing]) -> Results:
    return Results(date(2026, 3, 31), "market", "", {}, {}, {}, standings)


def standing(key: str, state: str = "open") -> Standing:
    return Standing(BOOK.forecasts[key], state, date(2026, 3, 31), "")


def test_all_who_say_it_stand_under_one_prediction() -> None:
    said = {each.house: each for each in foretold.sayings(BOOK.forecasts["december_cut"], BOOK)}
    assert list(said) == ["BofA", "futures markets", foretold.ARTICLE]
    assert [fact.printed for fact in said["BofA"].facts] == ["25 bp"] and said["BofA"].cites == (14,)
    assert said["futures markets"].cites == (15,) and said[foretold.ARTICLE].cites == (30,)


def test_every_figure_of_a_prediction_is_somebodys() -> None:
    for made in BOOK.forecasts.values():
        said = foretold.sayings(made, BOOK)
        assert sorted(fact.key for each in said for fact in each.facts) == sorted(made.facts)
        assert {each.house for each in said} <= {*foretold.houses(BOOK.sources), foretold.ARTICLE}
        numbers = {n for key in made.facts for n in BOOK.facts[key].cites} | set(made.cites)
        assert {n for each in said for n in each.cites} == numbers


def test_the_references_of_a_house_are_together() -> None:
    assert foretold.houses(BOOK.sources)["BofA"] == (14, 16, 18)
    moved = {**BOOK.sources, 1: replace(BOOK.sources[1], house="Another & Co")}
    assert foretold.houses(moved)["Another & Co"] == (1,) and foretold.slug("Another & Co") == "another-co"


def test_those_on_one_span_say_so() -> None:
    same, some = foretold.overlapping(BOOK.forecasts["small_caps_2026"], BOOK.forecasts.values())
    assert {each.key for each in same} == {"bull_outperforms", "bear_underperforms"}
    assert {each.key for each in some} == {"goldman_cycle", "silvercrest_cycle", "base_outperforms"}
    assert foretold.overlapping(BOOK.forecasts["pivots"], BOOK.forecasts.values()) == ([], [])


@given(states=st.lists(STATES, min_size=len(BOOK.forecasts), max_size=len(BOOK.forecasts)), again=st.data())
def test_the_same_twice_changes_no_count(states: list[str], again: st.DataObject) -> None:
    """Under whatever key, by whomever and in whatever words it stands a second time."""
    found = {key: standing(key, state) for key, state in zip(BOOK.forecasts, states, strict=True)}
    key = again.draw(st.sampled_from(sorted(found)))
    other = replace(found[key].forecast, key="again", text="In other words.", who="BofA", line=1)
    twice = {**found, "again": replace(found[key], forecast=other)}
    before, after = (tally.numbers(results(each)) for each in (found, twice))
    assert {name: number.value for name, number in after.items()} == {
        name: number.value for name, number in before.items()
    }
    assert len(results(found).predictions) < len(
        found
    )  # three ask how the one fund does against the other in one year
