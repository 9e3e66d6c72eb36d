"""Every fault a provider can commit, alone and in pairs: no good row is lost, and the message says what happened."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from loopback.answers import Answer
from loopback.fixtures import NOW, Desk
from loopback.world import Bar, World, holdings_file

from generator.fetch.report import Outcome
from generator.market import load

Row = dict[str, bytes]


def rows_of(body: bytes) -> dict[bytes, bytes]:
    return {line.split(b",", 1)[0]: line for line in body.splitlines()[1:]}


def nothing_lost(before: Row, desk: Desk, but: str = "") -> None:
    """The snapshot loads, and every published row stands as it stood, except in the file `but`."""
    load(desk.folder)
    now = desk.files()
    for name, body in before.items():
        if name == "manifest.json" or name.startswith("holdings/"):
            continue
        assert name in now, f"{name} was lost"
        if name != but:
            old, new = rows_of(body), rows_of(now[name])
            assert not {day for day, line in old.items() if not new.get(day, b"").startswith(line)}, name


def told(outcome: Outcome, desk: Desk, file: str, *words: str) -> None:
    """The file is stale, and a line names provider, symbol and reason."""
    line = next(line for line in outcome.lines if line.file == file and line.stale)
    for word in words:
        assert word in line.stale, line
    assert any(line.provider in said and line.symbol in said and line.stale in said for said in desk.told)
    listed = json.loads((desk.folder / "manifest.json").read_text("utf-8"))["files"]
    newest = max(name for name in listed if name == file or name.startswith(f"{file}/"))
    assert line.stale in listed[newest]["stale"]


# transport: what goes wrong before there is data

ENDPOINTS = {  # short name -> what the target holds, the file it feeds
    "chart": ("/SPY?", "prices/SPY.csv"),
    "fred": ("id=DGS2&", "rates/DGS2.csv"),
    "holdings": ("", "holdings/IWM"),
    "history": ("", "fund/IWM.csv"),
    "summary": ("topHoldings", "fund.csv"),
    "quote": ("", "fund.csv"),
    "options": ("", "options.csv"),
}


def _body(text: bytes, kind: str = "text/html", status: int = 200) -> Callable[[Answer], Answer]:
    return lambda _: (status, kind, text)


def _without_result(answer: Answer) -> Answer:
    body = json.loads(answer[2])
    return replaced(answer, {name: {"result": None, "error": None} for name in body})


def _without_keys(answer: Answer) -> Answer:
    body = json.loads(answer[2])
    return replaced(answer, {name: {"result": [{}], "error": None} for name in body})


def replaced(answer: Answer, body: object) -> Answer:
    return answer[0], answer[1], json.dumps(body).encode()


HTML = b"<!doctype html><html><body>Will be right back</body></html>"
TRANSPORT = {  # fault -> how an answer is spoilt, words of the reason
    "429 for ever": (_body(b"Too Many Requests", status=429), "HTTP 429"),
    "500 HTML": (_body(HTML, status=500), "HTTP 500"),
    "502 JSON": (
        _body(b'{"chart":{"result":null,"error":{"code":"Bad"}}}', "application/json", 502),
        "HTTP 502",
    ),
    "dropped": (lambda _: "drop", "url"),
    "truncated": (lambda _: "truncate", "url"),
    "slow": (lambda _: "slow", "timed out"),
    "empty": (_body(b""), "an empty answer"),
    "HTML with 200": (_body(HTML), "HTML"),
    "result null": (_without_result, ""),
    "missing keys": (_without_keys, ""),
    "401": (
        _body(b'{"finance":{"result":null,"error":{"code":"Unauthorized"}}}', "application/json", 401),
        "HTTP 401",
    ),
}
TEXTS = ("fred", "holdings", "history")  # endpoints that answer no JSON
LAGGING = TEXTS  # whose newest day may trail the session: one evening without them is no news
CASES = [
    (place, fault)
    for place in ENDPOINTS
    for fault in TRANSPORT
    if place not in TEXTS or fault not in ("result null", "missing keys")
    if place != "history" or fault in ("truncated", "HTML with 200", "429 for ever")
    # what reads a fund's figures and its chain is one client; a quote's keys stand in the summary too
    if place not in ("summary", "quote") or fault in ("429 for ever", "slow", "HTML with 200", "result null")
]


@pytest.mark.parametrize(("place", "fault"), CASES, ids=lambda word: word.replace(" ", "-"))
def test_transport(desk: Desk, earlier: Row, place: str, fault: str) -> None:
    """The item's file stays byte for byte, all others go in."""
    holds, file = ENDPOINTS[place]
    spoil, word = TRANSPORT[fault]
    desk.loopback.spoil(place, spoil, holds=holds)  # type: ignore[arg-type]
    outcome = desk.refresh()
    assert outcome.code == (0 if place in LAGGING else 3)
    told(outcome, desk, file, word.replace("url", "curl"))
    nothing_lost(earlier, desk)
    now = desk.files()
    if file != "fund.csv":  # which others fill as well
        assert [n for n in now if n.startswith(file) and n in earlier and now[n] != earlier[n]] == []
    untouched = {
        name for name in ("prices/IWM.csv", "prices/VIX.csv", "rates/DFF.csv") if now[name] == earlier[name]
    }
    assert not untouched
    assert sum(bool(line.stale) for line in outcome.lines) == 1


@pytest.mark.parametrize("place", ENDPOINTS)
@pytest.mark.parametrize("fault", ["429 for ever", "truncated"])
def test_once_is_forgiven(desk: Desk, earlier: Row, place: str, fault: str) -> None:
    """What fails once is asked again, and nothing is stale."""
    desk.loopback.spoil(place, TRANSPORT[fault][0], times=1)  # type: ignore[arg-type]
    outcome = desk.refresh()
    assert outcome.code == 0, desk.told
    assert any("asking again (2 of 3)" in said for said in desk.told)
    nothing_lost(earlier, desk)


@pytest.mark.parametrize("fault", ["429 for ever", "dropped", "slow"])
@pytest.mark.parametrize("place", ["crumb", "cookie"])
def test_without_cookie_or_crumb(desk: Desk, earlier: Row, place: str, fault: str) -> None:
    """Both are errands: the data come without them where the provider allows it."""
    desk.loopback.spoil(place, TRANSPORT[fault][0])  # type: ignore[arg-type]
    outcome = desk.refresh()
    assert outcome.code == 0, desk.told
    assert sum(name == place for name, _ in desk.loopback.asked) <= 3
    nothing_lost(earlier, desk)


# data: what comes well-formed and is wrong


def _bars(world: World, symbol: str = "SPY") -> list[Bar]:
    return world.bars[symbol]


def _each(change: Callable[[Bar], None], where: slice = slice(-1, None)) -> Callable[[World], None]:
    def spoil(world: World) -> None:
        for bar in _bars(world)[where]:
            change(bar)

    return spoil


def _set(**values: object) -> Callable[[Bar], None]:
    def spoil(bar: Bar) -> None:
        for name, value in values.items():
            setattr(bar, name, value)

    return spoil


def _weekend(world: World) -> None:
    bars = _bars(world)
    bars.insert(-2, replace(bars[-3], day=date(2026, 3, 28)))


def _adjusted(world: World) -> None:
    bars = world.served("SPY")
    for bar in bars:
        bar.scale(bar.adjusted / bar.close * 0.99)


def _missing(world: World) -> None:
    del _bars(world)[-2]


def _level(world: World) -> None:
    for bar in _bars(world)[-3:]:
        bar.scale(1.6)


def _unadjusted_split(world: World) -> None:
    _bars(world)[-1].split = 2.0
    _bars(world)[-1].scale(0.5)


NEW = ("2026-03-27", "2026-03-30", "2026-03-31")
NULL = {"open": None, "high": None, "low": None, "close": None, "adjusted": None}
DATA = {  # fault -> what it does to SPY, which of the new days go in, words of what is told
    "all-null row": (_each(_set(**NULL, volume=None)), NEW[:2], "2026-03-31: it has no prices yet"),
    "null close": (_each(_set(close=None, adjusted=None)), NEW[:2], "it has no close"),
    "null row in the overlap": (_each(_set(**NULL), slice(-6, -5)), NEW, "left out 2026-03-24: it has no prices yet"),
    "all null": (_each(_set(**NULL), slice(None)), (), "to 2026-03-31: it has no prices yet"),
    "weekend row": (_weekend, NEW, "left out 2026-03-28: no session of the NYSE"),
    "negative": (_each(_set(low=-1.0)), NEW[:2], "its low is -1"),
    "zero": (_each(_set(open=0.0)), NEW[:2], "its open is 0"),
    "100x": (_each(lambda bar: bar.scale(100)), NEW[:2], "held back 2026-03-31: 477"),
    "0.01x": (_each(lambda bar: bar.scale(0.01)), NEW[:2], "where 1.25 is believable"),
    "100x high": (_each(lambda bar: setattr(bar, "high", bar.high * 100)), NEW[:2], "not believable beside its close"),
    "infinite": (_each(_set(close=math.inf, adjusted=1.0)), NEW[:2], "its close is 'inf'"),
    "string": (_each(_set(close="abc", adjusted=1.0)), (), "another layout than the known one"),
    "high under low": (_each(_set(high=1.0)), NEW[:2], "its high is below its open"),
    "negative volume": (_each(_set(volume=-5)), NEW[:2], "its volume is -5"),
    "far level": (_level, (), "held back 3 rows|held back 2026-03-27"),
    "shorter at the end": (lambda world: _bars(world).__delitem__(slice(-6, None)), (), "its newest date is 2026-03-26"),
    "a session left out": (_missing, (NEW[0], NEW[2]), "prices/SPY.csv has a hole that a later answer may fill: 2026-03-30"),
    "no bars": (lambda world: _bars(world).clear(), (), "no bars came|another layout"),
    "adjusted": (_adjusted, (), "figures that stand came otherwise"),
    "100x for ever": (_each(lambda bar: bar.scale(100), slice(None)), (), "figures that stand came otherwise"),
    "split not carried back": (_unadjusted_split, NEW[:2], "the history before it is not adjusted"),
    "huge dividend": (_each(_set(dividend=90.0)), NEW[:2], "its dividend of 90 is more than 10% of its close"),
}  # fmt: skip


def spoilt(desk: Desk, fault: str) -> None:
    """Make SPY come with the fault."""
    DATA[fault][0](desk.loopback.world)
    if fault == "no bars":
        desk.loopback.spoil("chart", lambda a: replaced(a, _no_bars(json.loads(a[2]))), holds="/SPY?")
        desk.loopback.world = World(desk.loopback.world.last, 43)


@pytest.mark.parametrize("fault", DATA)
def test_data(desk: Desk, earlier: Row, fault: str) -> None:
    """Every sound row goes in, no other; what is told says what happened; and the next evening mends it."""
    days, words = DATA[fault][1:]
    spoilt(desk, fault)
    outcome = desk.refresh()
    now = desk.files()["prices/SPY.csv"]
    assert now.startswith(earlier["prices/SPY.csv"])
    came = [day.decode() for day in rows_of(now) if day not in rows_of(earlier["prices/SPY.csv"])]
    assert tuple(came) == days
    assert any(word in said for word in words.split("|") for said in desk.told), desk.told
    assert outcome.code == (0 if days else 3)
    nothing_lost(earlier, desk)
    desk.loopback.world, desk.loopback.faults = World(desk.loopback.world.last, 43), []
    assert desk.refresh().code == 0
    assert tuple(day.decode() for day in rows_of(desk.files()["prices/SPY.csv"]))[-3:] == NEW


def _no_bars(body: dict[str, object]) -> dict[str, object]:
    result = body["chart"]["result"][0]  # type: ignore[index]
    result["timestamp"] = []
    result["indicators"] = {
        "quote": [{k: [] for k in ("open", "high", "low", "close", "volume")}],
        "adjclose": [{"adjclose": []}],
    }
    return body


def test_a_shorter_history(desk: Desk, earlier: Row) -> None:
    """A restatement asks for the whole series; where that begins later, our own earlier rows stay."""
    desk.loopback.world.bars["SPY"] = desk.loopback.world.bars["SPY"][20:]
    desk.loopback.world.bars["SPY"][-5].scale(1.001)
    assert desk.refresh().code == 0, desk.told
    assert any("close of 2026-03-25 is now" in said for said in desk.told)
    nothing_lost(earlier, desk, but="prices/SPY.csv")
    assert rows_of(earlier["prices/SPY.csv"]).keys() < rows_of(desk.files()["prices/SPY.csv"]).keys()


@pytest.mark.parametrize("order", ["reversed", "twice"])
def test_days_out_of_order(desk: Desk, earlier: Row, order: str) -> None:
    """Rows are put in order, and one that came twice goes in once."""
    bars = desk.loopback.world.served("SPY")
    desk.loopback.world.bars["SPY"] = bars[::-1] if order == "reversed" else [*bars, bars[-2]]
    if order == "reversed":
        rates = desk.loopback.world.rates
        rates["DGS2"] = dict(reversed(list(rates["DGS2"].items())))
    else:
        last = "2026-03-31,4.44\n"  # once more, and otherwise
        desk.loopback.spoil("fred", lambda a: (*a[:2], a[2] + last.encode()), holds="id=DGS2&")
    assert desk.refresh().code == 0, desk.told
    now = desk.files()
    assert now["prices/SPY.csv"].count(b"2026-03-31") == now["rates/DGS2.csv"].count(b"2026-03-31") == 1
    assert order == "reversed" or any("a second row of the day" in said for said in desk.told)
    nothing_lost(earlier, desk)


RATES: dict[str, tuple[Callable[[dict[date, str]], dict[date, str]], str]] = {
    "100x": (
        lambda d: d | {date(2026, 3, 30): "400.00"},
        "left out 2026-03-30: 400.00 is no rate in percent",
    ),
    "far": (
        lambda d: d | {date(2026, 3, 30): "12.00"},
        "held back 2026-03-30: 12 is far from the 4 beside it",
    ),
    "text": (lambda d: d | {date(2026, 3, 30): "n/a"}, "left out 2026-03-30: 'n/a' is no number"),
    "of days to come": (lambda d: d | {date(2027, 1, 4): "4.00"}, "left out 2027-01-04: a day to come"),
}


@pytest.mark.parametrize("fault", RATES)
def test_rates(desk: Desk, earlier: Row, fault: str) -> None:
    """The row stays out, all others go in."""
    change, word = RATES[fault]
    desk.loopback.world.rates["DGS2"] = change(desk.loopback.world.rates["DGS2"])
    assert desk.refresh().code == 0
    assert any(word in said for said in desk.told), desk.told
    now = rows_of(desk.files()["rates/DGS2.csv"])
    assert max(now) == b"2026-03-31" and (b"2026-03-30" in now) == (fault == "of days to come")
    nothing_lost(earlier, desk)


def test_rates_in_another_unit(desk: Desk, earlier: Row) -> None:
    """The whole answer is in doubt."""
    rates = desk.loopback.world.rates
    rates["DGS2"] = {k: v and f"{float(v) / 100:.4f}" for k, v in rates["DGS2"].items()}
    told(desk.refresh(), desk, "rates/DGS2.csv", "figures that stand came otherwise")
    assert desk.files()["rates/DGS2.csv"] == earlier["rates/DGS2.csv"]


def test_blank_values_are_not_fresh(desk: Desk) -> None:
    """A series whose newest values are all blank stands still, whatever dates it has."""
    rates = desk.loopback.world.rates
    rates["DGS2"] = {day: value if day < date(2026, 3, 16) else "." for day, value in rates["DGS2"].items()}
    fresh = Desk(desk.loopback, desk.folder / "elsewhere")
    outcome = fresh.refresh()
    line = next(line for line in outcome.lines if line.file == "rates/DGS2.csv")
    assert (outcome.code, line.newest, line.grade) == (3, "2026-03-13", "stuck")


HOLDINGS: dict[str, tuple[Callable[[World], bytes], str]] = {
    "older": (lambda w: holdings_file(date(2026, 3, 2)), "older than the one of 2026-03-26"),
    "half": (lambda w: w.holdings[: len(w.holdings) // 2], "adds up|add up|cells"),
    "few names": (lambda w: holdings_file(w.last, 10), "equity names"),
    "no date": (lambda w: w.holdings.replace(b'"Mar 31, 2026"', b'"soon"'), "no date"),
    "no shares": (lambda w: holdings_file(w.last, shares="-1"), "Shares Outstanding"),
    "another fund": (lambda w: w.holdings.replace(b'"1,000,', b'"9,000,'), "market value is 9.00 times"),
    "of days to come": (lambda w: holdings_file(date(2026, 5, 5)), "future"),
}


@pytest.mark.parametrize("fault", HOLDINGS)
def test_holdings(desk: Desk, earlier: Row, fault: str) -> None:
    change, word = HOLDINGS[fault]
    desk.loopback.world.holdings = change(desk.loopback.world)
    outcome = desk.refresh()
    line = next(line for line in outcome.lines if line.file == "holdings/IWM")
    assert any(part in line.stale for part in word.split("|")), line
    assert {n: b for n, b in desk.files().items() if n.startswith("holdings/")} == {
        n: b for n, b in earlier.items() if n.startswith("holdings/")
    }
    nothing_lost(earlier, desk)


def test_a_count_that_is_not_believable(desk: Desk, earlier: Row) -> None:
    """The file is sound and goes in; its count of shares is held back."""
    desk.loopback.world.holdings = holdings_file(desk.loopback.world.last, shares="981,950,000.00")
    outcome = desk.refresh()
    assert any("held back its shares outstanding of 2026-03-31: 3.48 times" in said for said in desk.told)
    assert "holdings/IWM/2026-03-31.csv" in desk.files() and outcome.code == 0
    assert b"981950000" not in desk.files()["fund.csv"]
    nothing_lost(earlier, desk)


# pairs: two faults at once, on two endpoints

PAIRS = random.Random(3).sample([(a, b) for a in CASES for b in CASES if a[0] < b[0]], 12)


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda case: "-".join(case).replace(" ", "-"))
def test_pairs(desk: Desk, earlier: Row, one: tuple[str, str], other: tuple[str, str]) -> None:
    for place, fault in (one, other):
        desk.loopback.spoil(place, TRANSPORT[fault][0], holds=ENDPOINTS[place][0])  # type: ignore[arg-type]
    outcome = desk.refresh()
    assert outcome.code == (0 if {one[0], other[0]} <= {*LAGGING} else 3)
    for place, _ in (one, other):
        told(outcome, desk, ENDPOINTS[place][1])
    nothing_lost(earlier, desk)


@pytest.mark.parametrize("fault", random.Random(5).sample(sorted(DATA), 4))
@pytest.mark.parametrize("place", ["fred", "holdings"])
def test_pairs_of_kinds(desk: Desk, earlier: Row, fault: str, place: str) -> None:
    """Nonsense from one endpoint, no answer from another."""
    spoilt(desk, fault)
    desk.loopback.spoil(place, lambda _: "drop", holds=ENDPOINTS[place][0])
    outcome = desk.refresh()
    told(outcome, desk, ENDPOINTS[place][1])
    nothing_lost(earlier, desk)
    came = rows_of(desk.files()["prices/SPY.csv"]).keys() - rows_of(earlier["prices/SPY.csv"]).keys()
    assert {day.decode() for day in came} == {*DATA[fault][1]}


def test_clock_behind(desk: Desk, earlier: Row) -> None:
    """A clock eight days behind: bars it takes for those of the future stay out, and it is told."""
    desk.loopback.skew = timedelta(days=8)
    try:
        outcome = desk.refresh(now=NOW - timedelta(days=8))
    finally:
        desk.loopback.skew = timedelta(0)
    assert outcome.code == 3
    assert any("clock is" in said and "behind" in said for said in desk.told)
    nothing_lost(earlier, desk)
