"""A loopback for a test module, a session of the real clients on it, and what a fault must not do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from generator.fetch.http import Http, Patience
from generator.fetch.providers import Provider, providers
from generator.fetch.refresh import refresh
from generator.fetch.report import Outcome
from loopback import Loopback, World

EARLIER, LAST = date(2026, 3, 26), date(2026, 3, 31)  # a Thursday, and the Tuesday three sessions on
NOW = datetime(2026, 3, 31, 22, tzinfo=UTC)
OVERLAP = 10  # rows asked for again; the small world has hardly more than the real overlap
QUICK = Patience(attempts=3, wait=0.001, longest=0.002, timeout=0.5, total=20, pause=0)


def forget_yahoo(folder: Path) -> None:
    """A new process' state for yfinance: no session, crumb, cookie or answer kept."""
    import yfinance as yf  # type: ignore[import-untyped]
    from yfinance import cache, data

    data.SingletonMeta._instances.clear()
    data.YfData.cache_get.cache_clear()
    cache._TzCacheManager._tz_cache = cache._CookieCacheManager._Cookie_cache = (
        cache._ISINCacheManager._isin_cache
    ) = None
    yf.set_tz_cache_location(str(folder))


FEW = (
    "IWM",
    "SPY",
    "^VIX",
    "DFF",
    "DGS2",
    "BAMLH0A0HYM2",
)  # one symbol of a kind: the others are asked for alike


def few() -> list[Provider]:
    """The providers, with fewer symbols to ask for."""
    return [
        cast(
            Provider,
            SimpleNamespace(
                SOURCE=room.SOURCE, ITEMS=tuple(i for i in room.ITEMS if i.symbol in FEW), fetch=room.fetch
            ),
        )
        for room in providers()
    ]


class Desk:
    """A snapshot folder, the loopback, and a refresh of the one from the other."""

    def __init__(self, loopback: Loopback, folder: Path) -> None:
        self.loopback, self.folder, self.told = loopback, folder / "market", list[str]()
        self.cache = folder / "cache"

    def refresh(
        self, now: datetime = NOW, patience: Patience = QUICK, whole: bool = False, since: date | None = None
    ) -> Outcome:
        """Refresh as a new process would, few symbols unless `whole`; `told` is what it said."""
        forget_yahoo(self.cache)
        self.told.clear()
        self.loopback.asked.clear()
        session = Http(patience, self.told.append, **self.loopback.options())
        with session as http, pytest.MonkeyPatch.context() as patch:
            patch.setattr("generator.fetch.intake.OVERLAP", OVERLAP)
            if not whole:
                patch.setattr("generator.fetch.refresh.providers", few)
            return refresh(self.folder, now, http, self.told.append, since)

    def files(self) -> dict[str, bytes]:
        """Every file of the snapshot."""
        return {
            p.relative_to(self.folder).as_posix(): p.read_bytes()
            for p in self.folder.rglob("*")
            if p.is_file()
        }


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """One server for a module."""
    server = Loopback(World(LAST, 43), tmp_path_factory.mktemp("loopback"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def earlier(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a snapshot refreshed three sessions before."""
    desk = Desk(loopback, tmp_path_factory.mktemp("earlier"))
    loopback.world, loopback.faults = World(EARLIER, 40), []
    assert desk.refresh(datetime(2026, 3, 26, 22, tzinfo=UTC)).code == 0, desk.told
    return desk.files()


@pytest.fixture
def empty(loopback: Loopback, tmp_path: Path) -> Desk:
    """A desk without a snapshot, the loopback sound and at the last session."""
    loopback.world, loopback.faults = World(LAST, 43), []
    return Desk(loopback, tmp_path)


@pytest.fixture
def desk(empty: Desk, earlier: dict[str, bytes]) -> Desk:
    """A desk with the earlier snapshot."""
    for name, body in earlier.items():
        path = empty.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return empty
