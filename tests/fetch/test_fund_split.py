"""What touches every file of the fund at once, and answers that are of something else, through the real clients."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from loopback.answers import Answer
from loopback.fixtures import Desk
from loopback.world import World, holdings_file

from generator.market import load, sessions


def table(raw: bytes) -> dict[str, list[str]]:
    return {line[:10]: line.split(",")[1:] for line in raw.decode().splitlines()[1:]}


@pytest.mark.parametrize("issuer", ["split", "not yet", "no answer"])
def test_a_split_of_the_fund(desk: Desk, earlier: dict[str, bytes], issuer: str) -> None:
    """Prices, NAV and counts move onto one basis, which is told; nothing is lost, and the past stays as quoted."""
    before, world = load(desk.folder), desk.loopback.world
    for bar in world.bars["IWM"]:
        bar.scale(0.25)
        bar.dividend /= 4
    world.bars["IWM"][-1].split = 4.0
    split = [
        (
            day,
            f"{float(nav) / 4:.4f}",
            paid if paid == "--" else f"{float(paid) / 4}",
            f"{int(shares.replace(',', '')) * 4:,}",
        )
        for day, nav, paid, shares in world.fund
    ]
    world.fund = [*world.fund[:-1], split[-1]] if issuer == "not yet" else split
    if issuer == "no answer":
        desk.loopback.spoil("history", lambda _: "drop")
    world.holdings = holdings_file(world.last, shares=f"{281_950_000 * 4:,}.00")
    outcome = desk.refresh()
    assert outcome.code == 0, desk.told
    assert any("split" in said for said in desk.told), "\n".join(desk.told)
    market = load(desk.folder)
    assert market.bars["IWM"].index[-1].date() == world.last
    for name, body in earlier.items():
        if name.endswith(".csv") and not name.startswith("holdings/"):
            assert table(body).keys() <= table(desk.files()[name]).keys(), name
    history, closes = market.history, market.bars["IWM"]["close"]
    assert (history["nav"] / closes.reindex(history.index)).to_list() == pytest.approx(
        [0.9995] * len(history), abs=1e-3
    )
    then = market.upto(before.as_of)
    assert then.bars["IWM"]["close"].to_list() == pytest.approx(
        before.bars["IWM"]["close"].to_list(), abs=0.001
    )
    assert then.history["shares"].to_list() == before.history["shares"].to_list()
    assert then.history["nav"].to_list() == pytest.approx(before.history["nav"].to_list(), abs=0.001)
    own = table(desk.files()["fund.csv"])[world.last.isoformat()]
    assert str(281_950_000 * 4) in own or f"{281_950_000 * 4}.0" in own, (own, desk.told)


def other(**told: str) -> Callable[[Answer], Answer]:
    """A chart whose meta says something else."""

    def spoil(sound: Answer) -> Answer:
        body: dict[str, Any] = json.loads(sound[2])
        body["chart"]["result"][0]["meta"] |= told
        return sound[0], sound[1], json.dumps(body).encode()

    return spoil


@pytest.mark.parametrize(
    ("told", "why"),
    [({"currency": "GBp"}, "bars of the currency GBp came, not of USD"),
     ({"symbol": "SPYD"}, "bars of the symbol SPYD came, not of SPY")],
    ids=["currency", "symbol"],
)  # fmt: skip
def test_bars_of_something_else(
    desk: Desk, earlier: dict[str, bytes], told: dict[str, str], why: str
) -> None:
    """Nothing of that series is written and all others are; from the third session on it is stuck."""
    codes = []
    for n, stamp in enumerate(sessions(date(2026, 3, 27), date(2026, 3, 31))):
        day = stamp.date()
        desk.loopback.world, desk.loopback.faults = World(day, 41 + n), []
        desk.loopback.spoil("chart", other(**told), holds="/SPY?")
        codes.append(desk.refresh(datetime(day.year, day.month, day.day, 22, tzinfo=UTC)).code)
        assert any("prices/SPY.csv" in said and why in said for said in desk.told), desk.told
        files = desk.files()
        assert files["prices/SPY.csv"] == earlier["prices/SPY.csv"]
        assert max(table(files["prices/IWM.csv"])) == max(table(files["prices/VIX.csv"])) == day.isoformat()
    assert codes == [0, 0, 3]
