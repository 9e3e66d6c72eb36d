"""Providers one by one, their real clients against the loopback: units, layouts, politeness, and the words of a failure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from loopback import Loopback, World
from loopback.fixtures import LAST, QUICK, forget_yahoo

from generator import config
from generator.errors import Unavailable
from generator.fetch import units
from generator.fetch.http import Http
from generator.fetch.providers import Ask, Day, Document, Item, Part, Rows, fred, ishares, providers, yahoo

SINCE = date(2026, 1, 2)


@pytest.fixture
def http(loopback: Loopback, tmp_path: Path) -> Iterator[Http]:
    loopback.world, loopback.faults, loopback.asked = World(LAST, 43), [], []
    forget_yahoo(tmp_path)
    with Http(QUICK, lambda _: None, **loopback.options()) as session:
        yield session


def ask(item: Item, since: date = SINCE) -> Ask:
    return Ask(item, LAST, since)


def one(file: str, what: str = "") -> Item:
    """The item of a file."""
    return next(
        item for room in providers() for item in room.ITEMS if item.file == file and item.what == what
    )


def fetched(room: object, file: str, http: Http, what: str = "", since: date = SINCE) -> Part:
    return room.fetch(ask(one(file, what), since), http)[0]  # type: ignore[attr-defined,no-any-return]


def test_bars_are_unadjusted_and_as_printed(loopback: Loopback, http: Http) -> None:
    """Adjusted for splits, never for dividends; single-precision noise is rounded off."""
    bars = loopback.world.bars["IWM"]
    bars[-1].close, bars[-1].dividend, bars[3].split = 181.90000915527344, 0.75, 2.0
    part = fetched(yahoo, "prices/IWM.csv", http)
    assert isinstance(part, Rows) and part.header == (
        "date",
        "open",
        "high",
        "low",
        "close",
        "volume",
        "dividend",
        "split",
    )
    assert part.rows[-1] == (
        "2026-03-31",
        f"{bars[-1].open:g}",
        f"{bars[-1].high:g}",
        f"{bars[-1].low:g}",
        "181.9",
        "1000000",
        "0.75",
        "0",
    )
    assert part.rows[3][-1] == "2" and not part.note
    assert [row[4] for row in part.rows[:-1]] == [f"{bar.close:g}" for bar in bars[:-1]]


def test_closes_that_look_adjusted_are_told(loopback: Loopback, http: Http) -> None:
    for bar in loopback.world.bars["IWM"]:
        bar.adjusted = bar.close
    part = fetched(yahoo, "prices/IWM.csv", http)
    assert isinstance(part, Rows) and "closes equal its dividend-adjusted ones" in part.note


def test_a_null_row_is_handed_over_to_be_judged(loopback: Loopback, http: Http) -> None:
    """The client would drop it silently, unless asked not to."""
    bar = loopback.world.bars["^RUT"][-2]
    bar.open = bar.high = bar.low = bar.close = bar.volume = bar.adjusted = None
    part = fetched(yahoo, "prices/RUT.csv", http)
    assert isinstance(part, Rows) and part.rows[-2][:5] == ("2026-03-30", "", "", "", "")


GIVEN = {  # column -> the vendor's figure, in its unit, and ours
    "total_assets": (70_123_456_789, 70_123_460_000.0),
    "nav": (250.7712, 250.7712),
    "yield": (0.0102, 1.02),
    "expense_ratio": (0.19, 0.19),
    "pe": (0.0546, 18.31502),
    "pb": (0.5263, 1.900057),
    "ps": (0.8333, 1.200048),
    "pcf": (0.1111, 9.0009),
}


@pytest.mark.parametrize("name", units.FIELDS)
def test_units_field_by_field(name: str) -> None:
    """Fractions, percent and reciprocals come mixed; a figure in another unit than ever is left out and told."""
    field = units.FIELDS[name]
    given, ours = GIVEN[name]
    assert units.figures(field.where, {field.key: given}) == ({name: ours}, [])
    for wrong in (given * 1e6, given / 1e6, -given, float("inf"), "n/a", [given]):
        values, notes = units.figures(field.where, {field.key: wrong})
        assert not values and len(notes) == 1 and field.key in notes[0] and field.given in notes[0], wrong
    for absent in ({}, {field.key: None}, {field.key: float("nan")}):
        assert units.figures(field.where, absent) == ({}, [])


def test_figures_of_the_fund(http: Http) -> None:
    quote = fetched(yahoo, "fund.csv", http, "quote")
    averages = fetched(yahoo, "fund.csv", http, "averages")
    assert isinstance(quote, Day) and isinstance(averages, Day)
    assert quote.values["yield"] == 1.02 and quote.values["expense_ratio"] == 0.19
    assert averages.values == pytest.approx({"pe": 18.3, "pb": 1.9, "ps": 1.2, "pcf": 9.0}, rel=1e-6)


def test_options_reach_ninety_days(loopback: Loopback, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request an expiry; the first at or beyond 90 days is the last."""
    fetched(yahoo, "options.csv", http)
    dates = [
        t.split("date=")[1].split("&")[0] for name, t in loopback.asked if name == "options" and "date=" in t
    ]
    assert len(dates) == len(set(dates)) == 5
    whole = loopback.world.expiries()
    monkeypatch.setattr(
        loopback.world, "expiries", lambda: [day for day in whole if day < LAST + timedelta(days=90)]
    )
    part = fetched(yahoo, "options.csv", http)
    assert isinstance(part, Day) and "short of 90 days" in part.note
    monkeypatch.setattr(loopback.world, "expiries", lambda: [LAST - timedelta(days=30)])
    with pytest.raises(Unavailable, match="no expiries"):
        fetched(yahoo, "options.csv", http)


def test_yesterdays_chain_is_not_todays(
    loopback: Loopback, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the session's trades arrive the vendor shows the volume of the day before."""
    stale = {"strike": 1.0, "lastTradeDate": 1774900000, "volume": 5, "openInterest": 5}
    monkeypatch.setattr(loopback.world, "contracts", lambda side, _: [stale | {"contractSymbol": side}])
    with pytest.raises(Unavailable, match="no trades of 2026-03-31"):
        fetched(yahoo, "options.csv", http)


def test_fred(loopback: Loopback, http: Http) -> None:
    part = fetched(fred, "rates/DGS2.csv", http, since=date(2026, 3, 27))
    assert isinstance(part, Rows) and part.header == ("observation_date", "DGS2")
    assert part.rows == [
        ("2026-03-27", "4.00"),
        ("2026-03-28", ""),
        ("2026-03-29", ""),
        ("2026-03-30", "4.00"),
        ("2026-03-31", "4.00"),
    ]
    assert loopback.asked[-1][1] == "/graph/fredgraph.csv?id=DGS2&cosd=2026-03-27"
    assert {item.symbol for item in fred.ITEMS} == set(config.RATES)


def test_ishares_byte_for_byte(loopback: Loopback, http: Http) -> None:
    parts = ishares.fetch(ask(one("holdings/IWM")), http)
    assert parts == [
        Document("holdings/IWM/2026-03-31.csv", "IWM", LAST, loopback.world.holdings),
        Day("fund.csv", "IWM", LAST, {"shares_outstanding": 281_950_000.0}),
    ]


REFUSALS = {
    "429": ((429, "text/plain", b"slow down"), "HTTP 429 (too many requests)"),
    "404": ((404, "text/html", b"<html>"), "HTTP 404"),
    "HTML": ((200, "text/html", b"<html></html>"), "HTML in place of"),
    "empty": ((200, "text/csv", b" \n"), "an empty answer"),
    "binary": ((200, "text/csv", b"\xff\xfe\x00"), ""),
}


@pytest.mark.parametrize("place", ["fred", "holdings", "history"])
@pytest.mark.parametrize("refusal", REFUSALS)
def test_the_words_of_a_refusal(loopback: Loopback, http: Http, place: str, refusal: str) -> None:
    answer, words = REFUSALS[refusal]
    loopback.spoil(place, lambda _: answer)
    room, file = {
        "fred": (fred, "rates/DGS2.csv"),
        "holdings": (ishares, "holdings/IWM"),
        "history": (ishares, "fund/IWM.csv"),
    }[place]
    with pytest.raises(Unavailable) as why:
        fetched(room, file, http)
    assert words in str(why.value)


def test_only_what_may_pass_is_asked_again(loopback: Loopback, http: Http) -> None:
    """404 is an answer; 503 is not; Retry-After counts."""
    loopback.spoil("fred", lambda _: (404, "text/html", b""), times=1)
    with pytest.raises(Unavailable, match="HTTP 404"):
        fetched(fred, "rates/DGS2.csv", http)
    assert len(loopback.asked) == 1
    loopback.spoil("fred", lambda _: (503, "text/html", b""), times=2)
    fetched(fred, "rates/DGS2.csv", http)
    assert len(loopback.asked) == 4


def test_a_host_that_keeps_failing_is_left_alone(loopback: Loopback, http: Http) -> None:
    loopback.spoil("fred", lambda _: "drop")
    reasons = []
    for series in ("DFF", "DGS2", "DGS10"):
        with pytest.raises(Unavailable) as why:
            fetched(fred, f"rates/{series}.csv", http)
        reasons.append(str(why.value))
    assert len(loopback.asked) == 2 * QUICK.attempts
    assert "failed 2 times in a row and is left alone for this run" in reasons[2]
    fetched(ishares, "holdings/IWM", http)


def test_the_terms_are_told() -> None:
    """Every provider says what may be done with its data."""
    for room in providers():
        assert room.SOURCE.name and room.SOURCE.terms.endswith(".")
