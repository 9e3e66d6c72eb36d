"""How forecasts stand: nothing later is seen, resolved ones stay, and facts take their verdicts from them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from foretold import FACTS, SAID, forecast, market, standing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markets import LAST, later_altered, seeded
from sealing import put

from generator.ledger import editions, forecasts, relations, sealing, serialize
from generator.ledger.check import check_all
from generator.ledger.forecasts import settled, standings, unsettled
from generator.ledger.record import Finding, Results, Standing
from generator.ledger.tolerance import allowed
from generator.market import load
from generator.market.record import Market
from generator.site import sources

BOOK = sources.book()
RESOLVED = ("came-true", "failed")
EXAMPLES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def all_of(given_market: Market) -> dict[str, Standing]:
    return standings(BOOK.forecasts, BOOK.facts, given_market)


def told(found: Standing) -> object:
    return serialize.forecast(found, {})


@EXAMPLES
@given(seed=st.integers(0, 1000), back=st.integers(0, 60), chance=st.integers(0, 10_000))
def test_whatever_comes_later_moves_nothing(seed: int, back: int, chance: int) -> None:
    """Standings as of an earlier session are the same whatever the later bars are."""
    whole = seeded(seed % 5)
    day = whole.bars["IWM"].index[-1 - back].date()
    before = {key: told(found) for key, found in all_of(whole.upto(day)).items()}
    altered = later_altered(whole, day, chance)
    assert {key: told(found) for key, found in all_of(altered.upto(day)).items()} == before


@EXAMPLES
@given(seed=st.integers(0, 4), back=st.integers(1, 56), chance=st.integers(0, 10_000))
def test_a_resolved_standing_keeps_its_date_and_its_evidence(seed: int, back: int, chance: int) -> None:
    whole = seeded(seed)
    day = whole.bars["IWM"].index[-1 - back].date()
    before = {key: found for key, found in all_of(whole.upto(day)).items() if found.resolved_on}
    altered = later_altered(whole, day, chance)
    for later in (whole, altered):
        after = all_of(later)
        assert {key: told(after[key]) for key in before} == {
            key: told(found) for key, found in before.items()
        }


DUE = sorted({f.due for f in BOOK.forecasts.values() if f.due <= date(2026, 3, 5)})


@EXAMPLES
@given(due=st.sampled_from(DUE), chance=st.integers(0, 10_000))
def test_what_is_due_is_judged_on_its_day_and_nothing_later(due: date, chance: int) -> None:
    """Bars after a due day are other numbers: no standing of what was due by then changes."""
    whole = seeded(3)
    altered = later_altered(whole, due, chance)
    for key, made in BOOK.forecasts.items():
        if made.due <= due:
            one, *others = (
                told(forecasts.stand(made, BOOK.forecasts, BOOK.facts, each))
                for each in (whole, altered, whole.upto(due))
            )
            assert others == [one, one], key


def test_every_state_has_its_form() -> None:
    for day in (SAID, date(2025, 12, 19), date(2026, 1, 30), LAST):
        for found in all_of(seeded(1).upto(day)).values():
            assert found.state in forecasts.STATES and found.evidence.endswith(".") and found.as_of <= day
            assert (found.resolved_on is not None) == (found.state in RESOLVED)
            assert found.state != "open" or found.as_of < found.forecast.due
            points = found.path.points if found.path else ()
            assert len(points) <= 12 and all(when <= found.as_of for when, _ in points)
            assert "nan" not in found.evidence and "None" not in found.evidence


def test_before_it_was_said_nothing_stands() -> None:
    early = all_of(seeded(1).upto(date(2025, 6, 30)))
    assert {found.state for found in early.values()} == {"open"}
    assert early["signal_near"].evidence == "Said on 6 December 2025, after the end of the data."
    made = forecast("direction", date(2025, 12, 12), said=date(2025, 12, 6), sessions=5, towards="up")
    assert standing(made, market()).evidence == "No session has passed since 6 December 2025."  # a Saturday


def test_data_that_begin_after_the_due_day_settle_nothing() -> None:
    late = market([100.0] * 30)
    cut = replace(late, bars={"IWM": late.bars["IWM"].loc["2026-01-02":]})
    found = standing(forecast("band_held", date(2025, 12, 12), band="band"), cut)
    assert found.state == "unverifiable" and found.evidence.startswith(
        "Missing input: 2025-12-12 is before the first"
    )


def test_every_forecast_fact_takes_its_verdict_from_a_standing() -> None:
    given_market = seeded(2)
    found = all_of(given_market)
    findings = forecasts.apply(check_all(BOOK.facts.values(), given_market), BOOK.forecasts, found)
    owned = {name: key for key, made in BOOK.forecasts.items() for name in made.facts}
    for key, finding in findings.items():
        if finding.fact.kind == "forecast":
            state = found[owned[key]].state
            assert finding.verdict == state or {finding.verdict, state} <= set(RESOLVED)
            assert finding.note.startswith(found[owned[key]].evidence)
        else:
            assert finding.verdict not in ("open", *RESOLVED)


def test_each_fact_is_judged_by_its_own_wording() -> None:
    """Of a range one end may come true: the forecast failed, one of its facts did not."""
    made = forecast(
        "cut_at_meetings", date(2025, 12, 12), ["floor", "ceiling"],
        meetings=[date(2025, 12, 10)], lower="floor", upper="ceiling",
    )  # fmt: skip
    given_market = market(last=date(2025, 12, 15), rates={"2025-01-01": 4.0, "2025-12-11": 3.75})
    wide = replace(
        given_market, rates={**given_market.rates, "DFEDTARL": given_market.rates["DFEDTARL"] - 0.25}
    )
    found = standing(made, wide)
    assert found.state == "failed"
    verdicts = [settled(FACTS[key], found).verdict for key in ("floor", "ceiling")]
    assert verdicts == ["failed", "came-true"]


def test_a_fact_that_no_forecast_lists_asks_for_a_rule_when_it_is_due() -> None:
    fact = replace(FACTS["one_cut"], due=date(2025, 12, 9))
    before, after = unsettled(fact, market([100])), unsettled(fact, market([100, 100, 120]))
    assert (before.verdict, before.note) == ("open", "Due 9 December 2025.")
    assert (after.verdict, after.note) == (
        "unverifiable",
        "Would take a rule in facts/forecasts.toml that settles it.",
    )


def test_a_bar_that_changes_changes_the_verdict() -> None:
    whole = seeded(0)
    before = all_of(whole)["signal_near"]
    frame = whole.bars["IWM"].copy()
    base = float(frame.loc["2025-12-05":"2025-12-05", "close"].iloc[0])
    levels = ["open", "high", "low", "close"]
    frame.loc[frame.index == "2025-12-12", levels] = base * (0.5 if before.state == "came-true" else 2.0)
    after = all_of(replace(whole, bars={**whole.bars, "IWM": frame}))["signal_near"]
    assert {before.state, after.state} == set(RESOLVED)


def results(given_market: Market) -> Results:
    findings = {key: Finding(fact, allowed(fact), "open") for key, fact in BOOK.facts.items()}
    worked_out = relations.work_out(BOOK.equations, BOOK.facts)
    return Results(given_market.as_of, "market", "", {}, {}, findings, all_of(given_market), worked_out)


def test_an_edition_gives_standings_and_relations_back(tmp_path: Path) -> None:
    market = seeded(1)
    sealed = results(market)
    again = editions.load(put(tmp_path, sealed, market), BOOK)
    assert editions.outlook(replace(again, findings=sealed.findings)) == editions.outlook(sealed)
    moved = {**sealed.standings, "pivots": replace(sealed.standings["pivots"], evidence="Another.")}
    one, other = (
        sealing.record(each, market, None, usual=False) for each in (sealed, replace(sealed, standings=moved))
    )
    assert sealing.differences(one, other)[0].startswith("standings: pivots: evidence was ")


def test_a_changed_declaration_has_no_standing(tmp_path: Path) -> None:
    path = put(tmp_path, results(seeded(1)), seeded(1))
    changed = replace(BOOK.forecasts["pivots"], due=date(2026, 2, 5))
    fewer = replace(
        BOOK.forecasts["scenario_bull"], conditions=BOOK.forecasts["scenario_bull"].conditions[1:]
    )
    book = replace(BOOK, forecasts={**BOOK.forecasts, "pivots": changed, "scenario_bull": fewer})
    again = editions.load(path, book)
    assert (again.standings["pivots"].state, again.standings["signal_near"].state) != ("open", "open")
    for key in ("pivots", "scenario_bull"):
        standing = again.standings[key]
        assert "after the edition of" in standing.evidence
        # as its fact's verdict says it
        assert standing.state == ("open" if again.as_of < standing.forecast.due else "unverifiable")


def test_a_record_is_plain_json() -> None:
    for found in all_of(seeded(1)).values():
        assert json.loads(json.dumps(told(found))) == told(found)
        assert asdict(found)


# --- the article on real data


def test_on_real_data_everything_due_is_settled_or_says_what_it_takes(real: Path) -> None:
    given_market = load(real)
    for found in all_of(given_market).values():
        if found.forecast.due <= given_market.as_of:
            assert found.state != "open"
            if found.state == "unverifiable":
                assert (
                    found.evidence.startswith("Would take")
                    or "The source does not say which it means" in found.evidence
                )


@pytest.mark.parametrize(
    ("key", "state", "day"),
    [
        ("december_cut", "came-true", "2025-12-11"), ("signal_near", "came-true", "2025-12-12"),
        ("short_hedge", "failed", "2025-12-11"),
    ],
)  # fmt: skip
def test_on_real_data_what_happened(real: Path, key: str, state: str, day: str) -> None:
    """As a reader of a price table would settle them."""
    given_market = load(real)
    if given_market.as_of <= date(2025, 12, 12):
        pytest.skip("the data end before the first of these is settled")
    found = all_of(given_market)[key]
    assert (found.state, found.resolved_on) == (state, date.fromisoformat(day))
