"""Public reports of what providers do, each with its right outcome: what is written, what is told, the exit code.

The small inputs of some stand in `cases/`. Each stands for a kind: the days round it move forward, whatever it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from loopback.fixtures import Desk
from loopback.world import World, holdings_file

from generator.fetch import kinds
from generator.market import closures, load, sessions

CASES = Path(__file__).parent / "cases"
JULY, AUGUST, JUNE = date(2026, 7, 21), date(2026, 8, 6), date(2026, 6, 22)


def case(name: str) -> Any:
    return json.loads((CASES / name).read_text("utf-8"))


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def until(desk: Desk, last: date, count: int = 43) -> World:
    """The providers as of the evening of a session."""
    desk.loopback.world, desk.loopback.faults = World(last, count), []
    return desk.loopback.world


def table(desk: Desk, file: str) -> dict[str, list[str]]:
    lines = desk.files()[file].decode().splitlines()[1:]
    return {line[:10]: line.split(",")[1:] for line in lines}


def said(desk: Desk, *words: str) -> bool:
    return any(all(word in line for word in words) for line in desk.told)


@pytest.mark.parametrize(("holds", "paid"), [(True, "1"), (False, "1.7")])
def test_a_capital_gain_is_counted_once(empty: Desk, holds: bool, paid: str) -> None:
    """The adjusted close's step tells whether the dividend holds the gain already."""
    events = case("capital-gain-counted-twice/events.json")["events"]
    (day, dividend), (_, gain) = (next(iter(events[name].items())) for name in ("dividends", "capitalGains"))
    bar = next(bar for bar in until(empty, JULY).bars["IWM"] if bar.day.isoformat() == day)
    bar.dividend, bar.gain, bar.paid = dividend, gain, dividend if holds else dividend + gain
    assert empty.refresh(evening(JULY)).code == 0
    assert table(empty, "prices/IWM.csv")[day][5] == paid


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_dividend_moved_or_withdrawn(empty: Desk, withdrawn: bool) -> None:
    """The provider's word replaces ours within what it tells; old and new are told."""
    runs = [run["dividends"] for run in case("dividend-moved-or-withdrawn/events.json").values()]
    runs[1] = {} if withdrawn else runs[1]
    for session, dividends in zip((JULY, date(2026, 7, 22)), runs, strict=True):
        world = until(empty, session, 43 + (session > JULY))
        for bar in world.bars["IWM"]:
            bar.dividend = dividends.get(bar.day.isoformat(), 0.0)
        assert empty.refresh(evening(session)).code == 0
    told = {day: row[5] for day, row in table(empty, "prices/IWM.csv").items() if row[5] != "0"}
    assert told == {day: f"{amount:g}" for day, amount in runs[1].items()}
    assert said(empty, "dividend on 2026-07-20 is now 0, it was 0.72")


def test_a_dividend_weeks_late_gets_in(empty: Desk) -> None:
    until(empty, JULY, 60)
    empty.refresh(evening(JULY))
    until(empty, date(2026, 8, 20), 82).bars["SPY"][50].dividend = 0.66
    day = empty.loopback.world.bars["SPY"][50].day
    assert day < JULY and empty.refresh(evening(date(2026, 8, 20))).code == 0, empty.told
    assert table(empty, "prices/SPY.csv")[day.isoformat()][5] == "0.66"
    assert said(empty, f"dividend on {day} is now 0.66, it was 0")


def test_the_old_address_is_html_and_another_is_asked(empty: Desk) -> None:
    """The page that answers at the old address is no file; where the new one fails, a file there would be taken."""
    body = (CASES / "ishares-ajax-is-html/body.html").read_bytes()
    until(empty, JULY)
    empty.loopback.spoil("ajax", lambda _: (200, "text/csv", body))
    assert empty.refresh(evening(JULY)).code == 0
    assert f"holdings/IWM/{JULY}.csv" in empty.files()
    until(empty, date(2026, 7, 22), 44)
    empty.loopback.spoil("ajax", lambda _: (200, "text/csv", body))
    empty.loopback.spoil("holdings", lambda _: (404, "text/html", b""))
    assert empty.refresh(evening(date(2026, 7, 22))).code == 0
    assert said(empty, "holdings/IWM", "HTTP 404 (not found); HTML in place of the holdings file", "behind")
    empty.loopback.faults[0].spoil = lambda _: (200, "text/csv", holdings_file(date(2026, 7, 22)))
    assert empty.refresh(evening(date(2026, 7, 22))).code == 0
    assert "holdings/IWM/2026-07-22.csv" in empty.files()


def test_an_empty_template_is_no_file_for_that_day(empty: Desk) -> None:
    """The newest day may not be published yet: the day before is taken."""
    world = until(empty, JULY)
    world.holdings = holdings_file(JULY, 0, "-").replace(b"Jul 21, 2026", b"-")
    empty.loopback.spoil("holdings", lambda _: (200, "text/csv", world.holdings), holds="asOfDate=20260721")
    assert empty.refresh(evening(JULY)).code == 0
    assert "holdings/IWM/2026-07-20.csv" in empty.files()


def test_what_two_runs_committed_is_mended(empty: Desk) -> None:
    """A merge's marks in the project's own rows: the rows of both sides stay, the manifest is written anew."""
    until(empty, JULY)
    empty.refresh(evening(JULY))
    own = empty.files()["fund.csv"].decode().splitlines()
    other = f"2026-07-20{own[1][10:]}"
    marked = [own[0], "<<<<<<< HEAD", other, "=======", own[1], ">>>>>>> 1234567 (Keep the rows)", ""]
    (empty.folder / "fund.csv").write_text("\n".join(marked), "utf-8")
    (empty.folder / "manifest.json").write_text('{\n<<<<<<< HEAD\n "as_of"', "utf-8")
    until(empty, date(2026, 7, 22), 44)
    assert empty.refresh(evening(date(2026, 7, 22))).code == 0
    assert list(table(empty, "fund.csv")) == ["2026-07-20", "2026-07-21", "2026-07-22"]
    assert load(empty.folder).as_of == date(2026, 7, 22)


def test_a_newest_row_without_prices(empty: Desk) -> None:
    """It is held back, the good one before it goes in; repeated each evening, the series moves all the same."""
    chart = case("nan-newest-row/chart.json")
    null = {name: values[1] for name, values in chart["quote"].items() if name != "volume"}
    days = [stamp.date() for stamp in sessions(JULY, JULY + timedelta(days=7))]
    for n, day in enumerate(days):
        world = until(empty, day, 43 + n)
        for symbol in ("IWM", "SPY", "^VIX"):
            for name, value in null.items():
                setattr(world.bars[symbol][-1], name, value)
        assert empty.refresh(evening(day)).code == 0, empty.told
        assert said(empty, "prices/SPY.csv", f"left out {day}: it has no prices yet", "behind")
        assert max(table(empty, "prices/SPY.csv")) == world.bars["SPY"][-2].day.isoformat()
    assert load(empty.folder).as_of == days[-2]


def test_a_series_that_stands_still_is_told_after_three_sessions(empty: Desk) -> None:
    until(empty, JULY)
    assert empty.refresh(evening(JULY)).code == 0
    codes = []
    for n, day in enumerate(sessions(date(2026, 7, 22), date(2026, 7, 27)), 1):
        until(empty, day.date(), 43 + n)
        empty.loopback.spoil("chart", lambda _: (200, "text/html", b"<html>"), holds="/SPY?")
        codes.append(empty.refresh(evening(day.date())).code)
    assert codes == [0, 0, 3, 3]
    assert said(empty, "prices/SPY.csv", "HTML in place of JSON", "it is stuck")


def test_a_part_of_a_chain_is_held_back(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monthly expiries have to be there; and a chain of half of yesterday's size is not yesterday's."""
    told = case("options-partial-expiries/options.json")
    whole, served = (
        [JULY + timedelta(days=n) for n in told[key]] for key in ("expirationDates whole", "served")
    )
    monthly = [date(2026, 8, 21), date(2026, 9, 18), date(2026, 10, 16)]

    def expiries(days: list[date]) -> None:
        monkeypatch.setattr(World, "expiries", lambda _: sorted({*days, *monthly}))

    expiries(whole)
    until(empty, JULY)
    assert empty.refresh(evening(JULY)).code == 0
    next_day = date(2026, 7, 22)
    until(empty, next_day, 44)
    monkeypatch.setattr(World, "expiries", lambda _: served)
    assert empty.refresh(evening(next_day)).code == 0
    assert said(empty, "options.csv", "lacks the monthly one of 2026-08-21", "behind")
    monkeypatch.setattr(World, "contracts", half(World.contracts))
    expiries(whole)
    empty.refresh(evening(next_day))
    assert said(empty, "options.csv", "held back its call open interest", "0.5 times that of the last rows")
    assert list(table(empty, "options.csv")) == [JULY.isoformat()]


def half(contracts: Callable[..., list[dict[str, Any]]]) -> Callable[..., list[dict[str, Any]]]:
    def fewer(world: World, side: str, expiry: date) -> list[dict[str, Any]]:
        return [c | {"openInterest": c["openInterest"] // 2} for c in contracts(world, side, expiry)]

    return fewer


@pytest.mark.parametrize("fault", ["another expiry", "twice"])
def test_contracts_of_a_chain(empty: Desk, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Those asked for, and each once."""
    real = World.contracts

    def contracts(world: World, side: str, expiry: date) -> list[dict[str, Any]]:
        if fault == "twice":
            return real(world, side, expiry) * 2
        return real(world, side, world.expiries()[0])

    until(empty, JULY)
    monkeypatch.setattr(World, "contracts", contracts)
    outcome = empty.refresh(evening(JULY))
    if fault == "twice":
        count = len([day for day in empty.loopback.world.expiries() if day < JULY + timedelta(days=90)]) + 1
        assert table(empty, "options.csv")[JULY.isoformat()][0] == str(1000 * count)
    else:
        assert outcome.code == 3 and "options.csv" not in empty.files()
        assert said(empty, "options.csv", "those of 260723 (yymmdd) came")


def test_options_refused_are_not_no_expiries(empty: Desk) -> None:
    until(empty, JULY)
    body = b'{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}'
    empty.loopback.spoil("options", lambda _: (401, "application/json", body))
    empty.refresh(evening(JULY))
    assert said(empty, "options.csv", "HTTP 401 (not authorised)")


CLOSED = date(2026, 8, 5)


def without_the_closure(world: World) -> World:
    """The exchange was closed on 5 August, whatever the calendar says."""
    for bars in world.bars.values():
        bars[:] = [bar for bar in bars if bar.day != CLOSED]
    world.fund[:] = [row for row in world.fund if row[0] != CLOSED]
    return world


def test_a_closure_that_the_calendar_does_not_know(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noted; nothing else gets a row of it; the next session goes in; the calendar may learn it; an answer opens it again."""
    until(empty, date(2026, 8, 4))
    assert empty.refresh(evening(date(2026, 8, 4))).code == 0
    world = without_the_closure(until(empty, CLOSED, 44))
    world.holdings = holdings_file(date(2026, 8, 4))
    assert empty.refresh(evening(CLOSED)).code == 0, empty.told
    assert said(empty, "No symbol has a bar of 2026-08-05: a closure that the calendar does not know")
    assert b"2026-08-05" not in b"".join(
        empty.files()[name] for name in ("fund.csv", "options.csv", "fund/IWM.csv")
    )
    without_the_closure(until(empty, AUGUST, 45))
    assert empty.refresh(evening(AUGUST)).code == 0, empty.told
    market = load(empty.folder)
    assert market.as_of == AUGUST and not market.holes and not said(empty, "hole")
    kept = empty.files()
    with monkeypatch.context() as patch:
        learnt(patch)
        assert load(empty.folder).as_of == AUGUST and empty.refresh(evening(AUGUST)).code == 0
        rest = {name: raw for name, raw in empty.files().items() if name != "manifest.json"}
        assert rest == {name: raw for name, raw in kept.items() if name != "manifest.json"}
    forget_sessions()
    until(empty, AUGUST, 45)  # it was no closure: the bars were late
    assert empty.refresh(evening(AUGUST)).code == 0
    assert CLOSED.isoformat() in table(empty, "prices/SPY.csv") and said(empty, "filled 2026-08-05")


def forget_sessions() -> None:
    kinds._sessions.cache_clear()
    sessions.cache_clear()


def learnt(patch: pytest.MonkeyPatch) -> None:
    """The calendar's next version knows the closure."""
    known = np.append(closures.closed(), np.datetime64(CLOSED))
    patch.setattr(closures, "closed", lambda: known)
    forget_sessions()


def test_rows_of_a_closure_that_the_calendar_learnt_are_taken_out(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a locked door: what stands is judged again."""
    for n, day in enumerate((date(2026, 8, 4), CLOSED)):
        until(empty, day, 43 + n)
        assert empty.refresh(evening(day)).code == 0
    assert CLOSED.isoformat() in table(empty, "fund.csv")
    without_the_closure(until(empty, AUGUST, 45))
    with monkeypatch.context() as patch:
        learnt(patch)
        assert empty.refresh(evening(AUGUST)).code == 0, empty.told
        assert said(empty, "fund.csv is mended: took out 2026-08-05: no session of the NYSE")
        assert load(empty.folder).as_of == AUGUST
        assert (
            CLOSED.isoformat() not in table(empty, "fund.csv").keys() | table(empty, "prices/IWM.csv").keys()
        )
    forget_sessions()


def test_an_index_that_trades_on_a_holiday(empty: Desk) -> None:
    """The row alone is left out, and told; its neighbours go in."""
    text = (CASES / "vix-holiday-row/VIX.csv").read_text("utf-8").splitlines()[1:]
    world = until(empty, JUNE)
    holiday = next(line.split(",") for line in text if line.startswith("2026-06-19"))
    bars = world.bars["^VIX"]
    bars.insert(-1, type(bars[0])(date(2026, 6, 19), *map(float, holiday[1:5])))
    assert empty.refresh(evening(JUNE)).code == 0, empty.told
    assert said(empty, "^VIX", "left out 2026-06-19: no session of the NYSE")
    assert list(table(empty, "prices/VIX.csv"))[-2:] == ["2026-06-18", "2026-06-22"]


def test_months_that_an_article_needs(empty: Desk) -> None:
    """`--since` brings the issuer's files of the months' last sessions."""
    until(empty, JULY, 60)
    assert empty.refresh(evening(JULY), since=date(2026, 5, 1)).code == 0
    days = sorted(name[-14:-4] for name in empty.files() if name.startswith("holdings/"))
    assert days == ["2026-05-29", "2026-06-30", "2026-07-21"]
