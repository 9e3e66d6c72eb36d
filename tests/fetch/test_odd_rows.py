"""Odd rows of kinds that the public reports did not have: what is sound goes in, what is not is left out and told."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime

import pytest
from loopback.fixtures import Desk
from loopback.world import World

from generator.market import load

Files = dict[str, bytes]


def table(desk: Desk, file: str) -> dict[str, list[str]]:
    return {line[:10]: line.split(",")[1:] for line in desk.files()[file].decode().splitlines()[1:]}


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def all_days(desk: Desk, symbol: str = "SPY") -> set[str]:
    return {bar.day.isoformat() for bar in desk.loopback.world.bars[symbol]}


def said(desk: Desk, *words: str) -> bool:
    return any(all(word in line for word in words) for line in desk.told)


def test_two_nulls_in_the_middle(desk: Desk) -> None:
    """Holes with dates; the series goes on after them, and the next sound answer fills them."""
    sound = copy.deepcopy(desk.loopback.world)
    lacking = [desk.loopback.world.bars["SPY"][-place] for place in (3, 2)]
    for bar in lacking:
        bar.open = bar.high = bar.low = bar.close = None
    assert desk.refresh().code == 0, desk.told
    days = {bar.day.isoformat() for bar in lacking}
    assert table(desk, "prices/SPY.csv").keys() == all_days(desk) - days
    assert said(desk, "prices/SPY.csv", "it has no prices yet"), desk.told
    assert {f"{day:%Y-%m-%d}" for day in load(desk.folder).holes["SPY"]} == days
    desk.loopback.world = sound
    assert desk.refresh().code == 0
    assert table(desk, "prices/SPY.csv").keys() == all_days(desk) and not load(desk.folder).holes


@pytest.mark.parametrize("first", [True, False])
def test_a_newest_day_twice_with_other_values(desk: Desk, first: bool) -> None:
    """Which of the two holds nobody knows: one is kept at most, it is told, and a later answer decides."""
    world = desk.loopback.world
    sound = copy.deepcopy(world)
    bars = world.bars["SPY"]
    other = copy.copy(bars[-1])
    other.scale(1.004)
    other.adjusted = None
    bars.insert(len(bars) - first, other)
    assert desk.refresh().code == 0, desk.told
    assert said(desk, "prices/SPY.csv", "2026-03-31"), desk.told
    load(desk.folder)
    desk.loopback.world = sound
    assert desk.refresh().code == 0, desk.told
    assert float(table(desk, "prices/SPY.csv")["2026-03-31"][3]) == sound.bars["SPY"][-1].close


def test_a_dividend_moved_twice(desk: Desk) -> None:
    """Each evening's answer has it a day on: one stands at last."""
    days = []
    for place in (5, 4, 3):
        world = World(date(2026, 3, 31), 43)
        world.bars["SPY"][-place].dividend = 1.7
        days.append(world.bars["SPY"][-place].day.isoformat())
        desk.loopback.world = world
        assert desk.refresh().code == 0, desk.told
    paid = [day for day, row in table(desk, "prices/SPY.csv").items() if row[5] == "1.7"]
    assert paid == days[-1:]
    assert said(desk, f"dividend on {days[1]} is now 0, it was 1.7"), desk.told


def test_a_rate_of_fifteen_blanks(desk: Desk, earlier: Files) -> None:
    """Rows of "." are no news and write over nothing that stands."""
    rates = desk.loopback.world.rates
    newest = sorted(rates["DGS2"])[-15:]
    rates["DGS2"] |= dict.fromkeys(newest, ".")
    desk.refresh()
    before = dict(line.split(",") for line in earlier["rates/DGS2.csv"].decode().splitlines()[1:])
    now = {day: row[0] for day, row in table(desk, "rates/DGS2.csv").items()}
    assert {day: value for day, value in before.items() if value} == {
        d: v for d, v in now.items() if v and v != "."
    }
    assert said(desk, "rates/DGS2.csv", "2026-03-26"), desk.told


def test_a_chain_of_calls_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a chain is no chain: no row, and the reason."""
    real = World.contracts
    monkeypatch.setattr(World, "contracts", lambda w, side, day: real(w, side, day) if side == "call" else [])
    outcome = desk.refresh()
    assert "2026-03-31" not in table(desk, "options.csv")
    line = next(line for line in outcome.lines if line.file == "options.csv")
    assert line.stale and "layout" not in line.stale, line


def test_a_page_in_place_of_the_workbook_and_of_the_file(desk: Desk, earlier: Files) -> None:
    """HTML with 200, called CSV or a workbook: nothing of it is kept."""
    page = b"<!DOCTYPE html>\n<html><head><title>x</title></head></html>"
    desk.loopback.spoil("holdings", lambda _: (200, "text/csv", page))
    desk.loopback.spoil("history", lambda _: (200, "application/vnd.ms-excel", page))
    assert desk.refresh().code == 0, desk.told
    assert desk.files()["fund/IWM.csv"] == earlier["fund/IWM.csv"]
    assert said(desk, "fund/IWM.csv", "HTML in place of the workbook")
    assert said(desk, "holdings/IWM", "HTML in place of the holdings file")


def test_a_holiday_row_of_the_fund_itself(desk: Desk) -> None:
    """A row of Good Friday, before a sound one: left out, told, its neighbours in."""
    world = desk.loopback.world = World(date(2026, 4, 6), 46)
    bars = world.bars["IWM"]
    extra = copy.copy(bars[-1])
    extra.day = date(2026, 4, 3)
    bars.insert(-1, extra)
    assert desk.refresh(evening(date(2026, 4, 6))).code == 0, desk.told
    assert said(desk, "left out 2026-04-03: no session of the NYSE"), desk.told
    assert list(table(desk, "prices/IWM.csv"))[-2:] == ["2026-04-02", "2026-04-06"]
