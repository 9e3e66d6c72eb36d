"""What a refresh does when providers behave: first, later, on dividends, splits and restatements, and what it says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from conftest import invoke
from loopback.fixtures import LAST, NOW, OVERLAP, QUICK, Desk
from loopback.world import World, holdings_file

from generator import config
from generator.fetch import refresh
from generator.fetch.providers import providers
from generator.market import hours, load

Files = dict[str, bytes]


def manifest(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((desk.folder / "manifest.json").read_text("utf-8"))
    return found


def lines(desk: Desk, file: str) -> list[str]:
    return desk.files()[file].decode().splitlines()


def test_a_first_refresh_takes_the_whole_history(empty: Desk) -> None:
    """Every file of every provider, as of the last session that is over; and a build can load it."""
    outcome = empty.refresh(whole=True)
    assert outcome.code == 0, empty.told
    market = load(empty.folder)
    assert (market.origin, market.as_of) == ("market", LAST)
    assert set(market.bars) == set(config.SYMBOLS) and set(market.rates) == set(config.RATES)
    served = empty.loopback.world.bars["SPY"]
    assert market.bars["SPY"]["close"].to_list() == [bar.close for bar in served]
    assert market.bars["SPY"]["dividend"].sum() == pytest.approx(sum(bar.dividend for bar in served))
    assert market.options.iloc[-1].to_dict() == {
        # four expiries inside 90 days and the first beyond; only contracts that traded in the session count
        "call_volume": 5 * 1000, "put_volume": 5 * 1500, "call_open_interest": 5 * 4500, "put_open_interest": 5 * 4500,
    }  # fmt: skip
    assert market.fund.iloc[-1].to_dict() == pytest.approx(
        {"shares_outstanding": 281_950_000, "total_assets": 7.0e10, "nav": market.bars["IWM"]["close"].iloc[-1], "yield": 1.02,
         "expense_ratio": 0.19, "pe": 18.3, "pb": 1.9, "ps": 1.2, "pcf": 9.0}, rel=1e-6,
    )  # fmt: skip
    assert market.shares == {LAST: 281_950_000.0}
    told = market.history.iloc[-1]
    assert (told["nav"], told["shares"]) == (round(served_last(empty) * 0.9995, 4), 281_950_000)
    since = {t.split("cosd=")[1] for name, t in empty.loopback.asked if name == "fred"}
    assert since == {config.HISTORY.isoformat()}


def served_last(desk: Desk) -> float:
    return float(desk.loopback.world.bars["IWM"][-1].close)


def test_unsound_bars_of_long_ago_are_left_out(empty: Desk) -> None:
    """A bar with a zero for its open is left out; where most are, they must not keep the last eleven years away."""
    world = empty.loopback.world = World(LAST, 3200)
    world.bars["SPY"][20].open = 0.0
    for bar in world.bars["^VIX"][20:220:2]:
        bar.open = 0.0
    assert empty.refresh().code == 0, empty.told
    assert lines(empty, "prices/VIX.csv")[1].startswith("2015-01-02")
    assert any("left out what is before 2015-01-01: " in said and "^VIX" in said for said in empty.told)
    assert len(lines(empty, "prices/SPY.csv")) == 3200
    assert any(f"left out {world.bars['SPY'][20].day}: its open is 0" in said for said in empty.told)


def test_a_later_refresh_asks_for_the_last_rows_and_keeps_every_byte(desk: Desk, earlier: Files) -> None:
    assert desk.refresh().code == 0, desk.told
    now = desk.files()
    for name, body in earlier.items():
        if name.startswith(("prices/", "rates/", "options")):
            assert now[name].startswith(body), name
    days = [line.split(",")[0] for line in earlier["prices/SPY.csv"].decode().splitlines()[1:]]
    asked = [t for name, t in desk.loopback.asked if name == "chart" and "/SPY?period1" in t]
    assert len(asked) == 1  # nothing is asked for twice
    start = datetime.fromtimestamp(int(asked[0].split("period1=")[1].split("&")[0]), UTC).date()
    assert start.isoformat() == days[-OVERLAP:][0]


def test_the_same_session_again_changes_nothing(desk: Desk) -> None:
    """Files stay as they are; rows of fund.csv and options.csv are not even asked for."""
    desk.refresh()
    first = desk.files()
    assert desk.refresh(now=NOW + timedelta(hours=12)).code == 0
    second = desk.files()
    assert {n: b for n, b in first.items() if n != "manifest.json"} == {
        n: b for n, b in second.items() if n != "manifest.json"
    }
    assert {name for name, _ in desk.loopback.asked} <= {
        "fred",
        "holdings",
        "history",
        "chart",
        "crumb",
        "cookie",
    }
    assert manifest(desk)["files"]["prices/SPY.csv"]["last_good"] == "2026-04-01T10:00:00Z"


def test_one_row_a_session(desk: Desk) -> None:
    desk.refresh()
    for name in ("fund.csv", "options.csv"):
        assert [line.split(",")[0] for line in lines(desk, name)[1:]] == ["2026-03-26", "2026-03-31"]


def test_a_dividend_rewrites_no_price(desk: Desk, earlier: Files) -> None:
    """Neither a new one nor one told late."""
    bars = desk.loopback.world.bars["SPY"]
    bars[-1].dividend, bars[-6].dividend = 1.5, 0.7
    assert desk.refresh().code == 0
    now = lines(desk, "prices/SPY.csv")
    before = earlier["prices/SPY.csv"].decode().splitlines()
    assert now[-1].endswith(",1.5,0")
    changed = [(a, b) for a, b in zip(before, now, strict=False) if a != b]
    assert [(a.removesuffix(",0,0"), b.removesuffix(",0.7,0")) for a, b in changed] == [
        (changed[0][0].removesuffix(",0,0"),) * 2
    ]
    assert any("dividend on 2026-03-24 is now 0.7, it was 0" in said for said in desk.told)


def test_a_split_overnight(desk: Desk, earlier: Files) -> None:
    """The vendor carries it back through the whole history: reported, reloaded, and the past stays what was quoted."""
    before = load(desk.folder).bars["SPY"]["close"]
    bars = desk.loopback.world.bars["SPY"]
    for bar in bars:
        bar.scale(0.5)
    bars[-1].split = 2.0
    assert desk.refresh().code == 0, desk.told
    assert any(
        "SPY: what came differs from what stands; fetching the whole series" in said for said in desk.told
    )
    market = load(desk.folder)
    assert market.bars["SPY"]["close"].iloc[:40].to_list() == pytest.approx(
        (before / 2).to_list(), abs=0.0001
    )
    assert market.upto(date(2026, 3, 26)).bars["SPY"]["close"].to_list() == pytest.approx(
        before.to_list(), abs=0.0002
    )


def test_a_restatement_is_told_and_taken(desk: Desk, earlier: Files) -> None:
    """One corrected row is believable; it makes the symbol be fetched whole, once."""
    desk.loopback.world.bars["SPY"][-6].scale(1.002)
    outcome = desk.refresh()
    assert outcome.code == 0
    assert any("close of 2026-03-24 is now " in said and "SPY" in said for said in desk.told)
    changed = [
        a
        for a, b in zip(
            earlier["prices/SPY.csv"].decode().splitlines(), lines(desk, "prices/SPY.csv"), strict=False
        )
        if a != b
    ]
    assert [line[:10] for line in changed] == ["2026-03-24"]
    assert sum(name == "chart" and "/SPY?period1" in target for name, target in desk.loopback.asked) == 2


def test_a_blank_rate_is_filled_and_old_ones_outlive_the_provider(desk: Desk) -> None:
    """FRED tells late, and serves ICE's spreads for three years only."""
    series = desk.loopback.world.rates["BAMLH0A0HYM2"]
    days = sorted(series)
    series[days[-8]] = "3.61"  # restated, so that the whole series is fetched
    for day in days[:20]:
        del series[day]
    held = lines(desk, "rates/BAMLH0A0HYM2.csv")
    assert desk.refresh().code == 0, desk.told
    assert lines(desk, "rates/BAMLH0A0HYM2.csv")[:21] == held[:21]
    assert f"{days[-8]},3.61" in lines(desk, "rates/BAMLH0A0HYM2.csv")


def test_a_running_session_is_left_out(desk: Desk) -> None:
    """At half past three the day's bar and rows still move; at noon of a Sunday they do not."""
    outcome = desk.refresh(now=datetime(2026, 3, 31, 19, 30, tzinfo=UTC))
    assert load(desk.folder).as_of == date(2026, 3, 30)
    assert {line.told for line in outcome.lines if line.file in ("options.csv",)} == {
        "a session is running: its figures are taken after the close"
    }
    assert b"2026-03-31" not in desk.files()["prices/SPY.csv"]
    assert outcome.code == 0


def test_a_clock_ahead_is_judged_by_the_providers(desk: Desk) -> None:
    """It is half past three in New York, this machine believes it to be the evening."""
    desk.loopback.skew = datetime(2026, 3, 31, 19, 30, tzinfo=UTC) - NOW
    try:
        outcome = desk.refresh()
    finally:
        desk.loopback.skew = timedelta(0)
    assert any("clock is 2:" in said and "ahead of" in said for said in desk.told)
    assert load(desk.folder).as_of == date(2026, 3, 30) and outcome.code == 0


def test_older_than_the_calendar_expects(desk: Desk) -> None:
    """Good data that end early go in, and the manifest says what is missing."""
    desk.loopback.world = World(date(2026, 3, 27), 41)
    outcome = desk.refresh()
    assert outcome.code == 3 and load(desk.folder).as_of == date(2026, 3, 27)
    assert (
        manifest(desk)["files"]["prices/IWM.csv"]["stale"]
        == "its newest date is 2026-03-27, the calendar expects 2026-03-31"
    )


def test_last_good_stands_in_the_manifest(desk: Desk) -> None:
    desk.loopback.spoil("fred", lambda _: (500, "text/html", b"<html>"), holds="id=DGS2&")
    desk.refresh()
    files = manifest(desk)["files"]
    assert (
        files["rates/DGS2.csv"]["last_good"] == "2026-03-26T22:00:00Z"
        and "HTTP 500" in files["rates/DGS2.csv"]["stale"]
    )
    assert (
        files["rates/DFF.csv"]["last_good"] == "2026-03-31T22:00:00Z"
        and "stale" not in files["rates/DFF.csv"]
    )
    desk.loopback.faults.clear()
    desk.refresh()
    assert "stale" not in manifest(desk)["files"]["rates/DGS2.csv"]


def test_one_provider_is_down(desk: Desk, earlier: Files) -> None:
    """Its files stay, the others' go in; a host that keeps failing is left alone."""
    for place in ("chart", "summary", "quote", "options", "crumb"):
        desk.loopback.spoil(place, lambda _: (429, "text/plain", b"Too Many Requests"))
    outcome = desk.refresh()
    assert outcome.code == 3
    assert {n for n, b in desk.files().items() if n.startswith("prices/") and b != earlier[n]} == set()
    assert "rates/DFF.csv" in {n for n, b in desk.files().items() if b != earlier.get(n)}
    assert sum(name == "chart" for name, _ in desk.loopback.asked) == 2 * QUICK.attempts
    assert any("left alone for this run" in line.stale for line in outcome.lines)


def test_everything_is_down(desk: Desk, earlier: Files, empty: Desk) -> None:
    """With a snapshot it stands, without one none is made; both are told by the exit code."""
    for place in ("chart", "summary", "quote", "options", "fred", "holdings", "history"):
        desk.loopback.spoil(place, lambda _: "drop")
    assert desk.refresh().code == 1
    assert {n: b for n, b in desk.files().items() if n != "manifest.json"} == {
        n: b for n, b in earlier.items() if n != "manifest.json"
    }
    fresh = Desk(desk.loopback, desk.folder / "elsewhere")
    assert fresh.refresh().code == 1
    assert not fresh.folder.exists()


def test_it_never_takes_longer_than_it_may(desk: Desk) -> None:
    """The time of a run is bounded, whatever the providers do."""
    desk.loopback.spoil("fred", lambda _: "slow")
    started = datetime.now(UTC)
    outcome = desk.refresh(
        patience=type(QUICK)(attempts=50, wait=0.01, longest=0.02, timeout=0.2, total=1.0, pause=0)
    )
    assert datetime.now(UTC) - started < timedelta(seconds=30)  # without a bound it would be minutes
    assert any("of this refresh are up" in line.stale for line in outcome.lines)


@pytest.mark.parametrize("name", ["prices/SPY.csv", "rates/DGS2.csv"])
def test_a_file_that_was_altered_is_fetched_anew(desk: Desk, earlier: Files, name: str) -> None:
    """An older cache, or a hand in it: where the rules hold it stands until the whole series has come."""
    body = earlier[name].splitlines(keepends=True)
    (desk.folder / name).write_bytes(b"".join(body[:-3]))
    assert desk.refresh().code == 0, desk.told
    assert desk.files()[name].startswith(earlier[name])


def test_a_file_that_is_damaged_or_gone_is_fetched_anew(desk: Desk, earlier: Files) -> None:
    (desk.folder / "prices/SPY.csv").write_text("nonsense\n", "utf-8")
    (desk.folder / "rates/DGS2.csv").unlink()
    assert desk.refresh().code == 0, desk.told
    assert any("prices/SPY.csv cannot be used and is fetched anew" in said for said in desk.told)
    assert desk.files()["prices/SPY.csv"].startswith(earlier["prices/SPY.csv"])


def test_a_damaged_row_of_ours_is_taken_out(desk: Desk) -> None:
    """fund.csv has no history to download: what is sound in it stays, whatever a merge left between the rows."""
    held = lines(desk, "fund.csv")
    spoilt = [
        held[0],
        "<<<<<<< HEAD",
        held[1],
        "2026-03-25,none" + "," * (held[0].count(",") - 1),
        ">>>>>>> theirs",
        "",
    ]
    (desk.folder / "fund.csv").write_text("\n".join(spoilt), "utf-8")
    assert desk.refresh().code == 0, desk.told
    assert lines(desk, "fund.csv")[1] == held[1] and len(lines(desk, "fund.csv")) == 3
    assert any("fund.csv is mended: took out" in said for said in desk.told)


def test_a_file_that_is_lost_is_told_and_keeps_nothing_else_back(desk: Desk) -> None:
    (desk.folder / "rates/DGS2.csv").write_text("nonsense\n", "utf-8")
    desk.loopback.spoil("fred", lambda _: (500, "text/html", b"<html>"), holds="id=DGS2&")
    assert desk.refresh().code == 1
    assert any("Lost, and nothing came in their place: rates/DGS2.csv" in said for said in desk.told)
    assert load(desk.folder).as_of == LAST


def test_a_sample_is_replaced_wholly(empty: Desk) -> None:
    """Where a simulated snapshot stands, nothing of it is left."""
    sample = {
        p.relative_to(config.SAMPLE).as_posix(): p.read_bytes()
        for p in config.SAMPLE.rglob("*.*")
        if p.is_file()
    }
    for name, body in sample.items():
        (empty.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (empty.folder / name).write_bytes(body)
    assert empty.refresh().code == 0
    assert load(empty.folder).origin == "market"
    assert not [n for n, b in empty.files().items() if b == sample.get(n)]


def test_a_holdings_file_a_month(desk: Desk) -> None:
    """The newest stands, and the last one of every month before."""
    shown = []
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)):
        desk.loopback.world.holdings = holdings_file(day)
        desk.refresh(now=datetime(2026, 4, 2, 22, tzinfo=UTC))
        shown.append([n[-14:-4] for n in sorted(desk.files()) if n.startswith("holdings/")])
    assert shown == [["2026-03-31"], ["2026-03-31", "2026-04-01"], ["2026-03-31", "2026-04-02"]]


def test_due(desk: Desk) -> None:
    """A push asks the providers only where the snapshot is missing, unusable, or older than the last session."""
    assert refresh.due(desk.folder, NOW)
    desk.refresh()
    assert not refresh.due(desk.folder, NOW)
    assert not refresh.due(
        desk.folder, datetime(2026, 4, 1, 20, 10, tzinfo=UTC)
    )  # ten minutes after the close
    assert refresh.due(desk.folder, datetime(2026, 4, 1, 21, tzinfo=UTC))
    (desk.folder / "prices/IWM.csv").unlink()
    assert refresh.due(desk.folder, NOW)


def test_providers_are_found_and_fill_every_file() -> None:
    """Adding a provider is adding a file; together they bring what the config names."""
    found = list(providers())
    assert [room.SOURCE.key for room in found] == ["fred", "ishares", "yahoo"]
    files = {item.file for room in found for item in room.ITEMS}
    assert files == {
        *(f"prices/{symbol.removeprefix('^')}.csv" for symbol in config.SYMBOLS), *(f"rates/{series}.csv" for series in config.RATES),
        "holdings/IWM", "fund/IWM.csv", "fund.csv", "options.csv",
    }  # fmt: skip


def test_the_menu_says_what_the_exit_code_means() -> None:
    run = invoke(config.ROOT, "--help", "refresh")
    assert "0 all" in run.stdout.replace("\n", " ") and "if-due" in run.stdout


def test_the_exchanges_hours() -> None:
    """Early closes and holidays, and half an hour until a close counts."""
    assert hours.closing(date(2025, 11, 28)) == datetime(2025, 11, 28, 18, tzinfo=UTC)
    assert hours.closing(date(2025, 12, 5)) == datetime(2025, 12, 5, 21, tzinfo=UTC)
    half = timedelta(minutes=30)
    assert hours.last_closed(datetime(2025, 11, 28, 18, 29, tzinfo=UTC), half) == date(2025, 11, 26)
    assert hours.last_closed(datetime(2025, 11, 28, 18, 30, tzinfo=UTC), half) == date(2025, 11, 28)
    assert hours.following(date(2025, 12, 24)) == date(2025, 12, 26)
    assert not hours.trading(datetime(2025, 11, 27, 17, tzinfo=UTC), half)
    assert hours.trading(datetime(2025, 11, 28, 18, 10, tzinfo=UTC), half)
