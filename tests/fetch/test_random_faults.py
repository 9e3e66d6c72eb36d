"""Two hundred faults at random, alone and in pairs, over the evenings after each: nothing sound is lost, nothing stands still.

In process the providers are a world's own rows; a few go through the real clients over the wire.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from loopback.fixtures import Desk, few
from loopback.world import Bar, World

from generator.errors import Unavailable
from generator.fetch import refresh as room
from generator.fetch.http import Http
from generator.fetch.providers import Ask, Part, Provider, Rows
from generator.market import load, rules, sessions

START = date(2026, 3, 26)
EVENINGS = [stamp.date() for stamp in sessions(START, START + timedelta(days=9))][:4]
WHOLE = World(EVENINGS[-1], 60)
FAULTS, WIRED = 200, 20
FILES = {"prices/IWM.csv": "IWM", "prices/SPY.csv": "SPY", "prices/VIX.csv": "^VIX"}
Fault = Callable[[random.Random, list[Bar]], None]


def drop(chance: random.Random, bars: list[Bar]) -> None:
    del bars[-chance.randint(1, 8)]


def shift(chance: random.Random, bars: list[Bar]) -> None:
    bar = bars[-chance.randint(1, 8)]
    bar.day += timedelta(days=chance.choice([-1, 1]))


def scale(chance: random.Random, bars: list[Bar]) -> None:
    bars[-chance.randint(1, 8)].scale(chance.choice([0.01, 0.5, 0.9, 1.1, 2.0, 100.0]))


def null(chance: random.Random, bars: list[Bar]) -> None:
    bar = bars[-chance.randint(1, 8)]
    for name in chance.sample(["open", "high", "low", "close"], chance.randint(1, 4)):
        setattr(bar, name, None)


def duplicate(chance: random.Random, bars: list[Bar]) -> None:
    place = len(bars) - chance.randint(1, 8)
    bars.insert(place, copy.copy(bars[place]))
    bars[place].scale(chance.choice([1.0, 1.01]))


def swap(chance: random.Random, bars: list[Bar]) -> None:
    one, other = bars[-chance.randint(1, 4)], bars[-chance.randint(5, 8)]
    one.day, other.day = other.day, one.day


KINDS: tuple[Fault, ...] = (drop, shift, scale, null, duplicate, swap)


def world(last: date) -> World:
    """The bars that are asked for, as they were known on an evening; a fault in them is in no other world."""
    then = copy.copy(WHOLE)
    then.last = last
    then.bars = {
        symbol: [copy.copy(bar) for bar in WHOLE.bars[symbol] if bar.day <= last] for symbol in FILES.values()
    }
    return then


def spoil(seed: int, then: World) -> None:
    """One fault or two, in one series or two."""
    chance = random.Random(seed)
    for fault in chance.choices(KINDS, k=1 + seed % 2):
        fault(chance, then.bars[chance.choice(list(FILES.values()))])


def cell(value: Any) -> str:
    return "" if value is None else f"{value:.7g}"


class Direct:
    """The providers without clients: a world's rows as they are handed over."""

    def __init__(self) -> None:
        self.world = WHOLE

    def fetch(self, ask: Ask, _: Http) -> list[Part]:
        """Bars of a symbol; nothing else is asked for."""
        bars = [bar for bar in self.world.bars[ask.item.symbol] if bar.day >= ask.since]
        if not bars:
            raise Unavailable("no bars came")
        told = [
            (bar.day.isoformat(), *(cell(getattr(bar, name)) for name in ("open", "high", "low", "close")),
             str(bar.volume), f"{bar.dividend:g}", f"{bar.split:g}")
            for bar in bars
        ]  # fmt: skip
        return [Rows(ask.item.file, ask.item.symbol, rules.PRICES, told)]

    def providers(self) -> list[Provider]:
        yahoo = few()[-1]
        items = tuple(item for item in yahoo.ITEMS if item.file in FILES)
        return [cast(Provider, SimpleNamespace(SOURCE=yahoo.SOURCE, ITEMS=items, fetch=self.fetch))]


@contextmanager
def direct(patch: pytest.MonkeyPatch) -> Iterator[Direct]:
    served = Direct()
    patch.setattr(room, "providers", served.providers)
    patch.setattr("generator.fetch.intake.OVERLAP", 10)
    patch.setattr("generator.disk.write", quickly)  # what is tested is what is written, not that it lasts
    yield served


def quickly(path: Path, body: bytes | str, **_: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body if isinstance(body, bytes) else body.encode())


def days(folder: Path, file: str) -> dict[str, str]:
    lines = (folder / file).read_text("utf-8").splitlines()[1:]
    return {line[:10]: line for line in lines}


def sound(folder: Path) -> dict[str, dict[str, str]]:
    return {file: days(folder, file) for file in FILES}


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def served(last: date) -> dict[str, set[str]]:
    return {
        file: {bar.day.isoformat() for bar in WHOLE.bars[symbol] if bar.day <= last}
        for file, symbol in FILES.items()
    }


def test_two_hundred_faults_in_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each on the second evening; on the third it is gone, and on the last all is as if it had never been."""
    http = SimpleNamespace(skew=timedelta(0))
    with direct(monkeypatch) as providers:
        first = tmp_path / "first"
        providers.world = world(EVENINGS[0])
        assert room.refresh(first, evening(EVENINGS[0]), cast(Http, http), lambda _: None).code == 0
        sane = {day: world(day) for day in EVENINGS[2:]}
        loaded = set[tuple[bytes, ...]]()  # what healed is the same each time
        for seed in range(FAULTS):
            folder = tmp_path / str(seed)
            for path in first.rglob("*.*"):
                quickly(folder / path.relative_to(first), path.read_bytes())
            for n, day in enumerate(EVENINGS[1:], 1):
                before = sound(folder)
                providers.world = world(day) if n == 1 else sane[day]
                if n == 1:
                    spoil(seed, providers.world)
                told: list[str] = []
                outcome = room.refresh(folder, evening(day), cast(Http, http), told.append)
                state = tuple(path.read_bytes() for path in sorted(folder.rglob("*.*")))
                if state not in loaded:
                    load(folder)
                    loaded.add(state)
                after = sound(folder)
                for file, rows in before.items():
                    lost = rows.keys() - after[file].keys()
                    assert not (lost & served(EVENINGS[-1])[file]), (seed, file, lost, told)
                if n > 1:
                    assert outcome.code == 0, (seed, told)
            for file, symbol in FILES.items():
                closes = [f"{bar.close:.7g}" for bar in WHOLE.bars[symbol] if bar.day <= EVENINGS[-1]]
                assert [row.split(",")[4] for row in after[file].values()] == closes, (seed, file)
                assert after[file].keys() == served(EVENINGS[-1])[file], (seed, file)


@pytest.mark.parametrize("seed", range(WIRED))
def test_faults_over_the_wire(desk: Desk, seed: int) -> None:
    """The same through the real clients: the snapshot loads, and the evening after all rows are there."""
    then = desk.loopback.world
    before = sound(desk.folder)
    pristine = copy.deepcopy(then)
    spoil(1000 + seed, then)
    desk.refresh()
    load(desk.folder)
    after = sound(desk.folder)
    for file, rows in before.items():
        assert rows.keys() <= after[file].keys(), desk.told
    desk.loopback.world = pristine
    assert desk.refresh().code == 0, desk.told
    for file, symbol in FILES.items():
        assert days(desk.folder, file).keys() == {bar.day.isoformat() for bar in pristine.bars[symbol]}
