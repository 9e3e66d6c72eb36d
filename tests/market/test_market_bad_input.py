"""A spoiled snapshot is refused, one sentence a fault: file, row, column, what was found, the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from snapshots import HOLDINGS, Snapshot

from generator import market
from generator.errors import SnapshotError

P, R, H, F, O = "prices/IWM.csv", "rates/DFF.csv", "holdings/IWM/2025-11-28.csv", "fund.csv", "options.csv"  # noqa: E741
N = "fund/IWM.csv"
AGAIN = "fetch the file again"
REFRESH = "run the refresh again"
DOWNLOAD = "download the issuer's file again"
Spoil = Callable[[Snapshot], None]


def cell(file: str, row: int, column: str, value: str) -> Spoil:
    """Write `value` into a cell."""
    return lambda s: s.cell(file, row, column, value)


def line(file: str, row: int, *lines: str, span: int = 1) -> Spoil:
    """Put `lines` in the place of `span` lines from `row` on."""
    return lambda s: s.line(file, row, *lines, span=span)


def swap(file: str, old: str, new: str) -> Spoil:
    """Write `new` where `old` stands."""
    return lambda s: s.replace(file, old, new)


# what was done · to the file · the parts that the sentence has to have
CASES: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    # cells of a price file
    "text": (cell(P, 4, "close", "n/a"), (P, "row 4", "column close", "'n/a'", "expected a number", AGAIN)),
    "text in volume": (cell(P, 4, "volume", "1k"), (P, "row 4", "column volume", "'1k'", "number", AGAIN)),
    "blank": (cell(P, 5, "open", ""), (P, "row 5", "column open", "a blank", "expected a number", AGAIN)),
    "nan": (cell(P, 5, "high", "nan"), (P, "row 5", "column high", "'nan'", "expected a number", AGAIN)),
    "infinite": (cell(P, 3, "high", "inf"), (P, "row 3", "column high", "'inf'", "expected a number", AGAIN)),
    "overflow": (cell(P, 3, "volume", "1e999"), (P, "row 3", "column volume", "'1e999'", "number", AGAIN)),
    "zero price": (cell(P, 6, "low", "0"), (P, "row 6", "column low", "'0'", "zero or less", AGAIN)),
    "negative price": (cell(P, 6, "close", "-243"), (P, "row 6", "column close", "'-243'", "zero", AGAIN)),
    "negative volume": (
        cell(P, 6, "volume", "-1"),
        (P, "row 6", "column volume", "'-1'", "less than zero", AGAIN),
    ),
    "negative dividend": (
        cell(P, 6, "dividend", "-0.5"),
        (P, "row 6", "column dividend", "less than zero", AGAIN),
    ),
    "negative split": (cell(P, 6, "split", "-2"), (P, "row 6", "column split", "less than zero", AGAIN)),
    "dividend in cents": (
        cell(P, 6, "dividend", "57.6"),
        (P, "row 6", "column dividend", "'57.6'", "10%", "dollars"),
    ),
    "low above close": (
        cell(P, 7, "low", "245.01"),
        (P, "row 7", "column low", "'245.01'", "above", "245.0", AGAIN),
    ),
    "high below open": (
        cell(P, 7, "high", "244.99"),
        (P, "row 7", "column high", "'244.99'", "below", "245.0", AGAIN),
    ),
    "low a tenth": (cell(P, 7, "low", "24.3"), (P, "row 7", "column low", "'24.3'", "factor 1.25", AGAIN)),
    "high tenfold": (cell(P, 7, "high", "2470"), (P, "row 7", "column high", "'2470'", "factor 1.25", AGAIN)),
    "jump and back": (
        line(P, 7, "2025-12-02,24400,24700,24300,24500,1000,0,0"),
        (P, "row 7", "column close", "'24500'", "100.8 times", "1.25", "enter the split"),
    ),
    "jump to stay": (
        line(P, 7, *(Snapshot.bar(f"12-0{day}", 500.0) for day in (2, 3, 4, 5)), span=4),
        (P, "row 7", "column close", "'500.00'", "2.058 times", "without a split"),
    ),
    # dates
    "no date": (
        cell(P, 4, "date", "26/11/2025"),
        (P, "row 4", "column date", "'26/11/2025'", "such as", AGAIN),
    ),
    "short date": (
        cell(P, 6, "date", "2025-12-1"),
        (P, "row 6", "column date", "'2025-12-1'", "such as", AGAIN),
    ),
    "no day": (
        cell(P, 4, "date", "2025-11-31"),
        (P, "row 4", "column date", "'2025-11-31'", "such as", AGAIN),
    ),
    "Saturday": (
        line(P, 5, Snapshot.bar("11-28", 244.0), Snapshot.bar("11-29", 244.0)),
        (P, "row 6", "column date", "'2025-11-29'", "without a session", "delete the row"),
    ),
    "holiday": (
        line(P, 4, Snapshot.bar("11-26", 241.0), Snapshot.bar("11-27", 241.0)),
        (P, "row 5", "column date", "'2025-11-27'", "without a session", "delete the row"),
    ),
    "twice": (
        line(P, 5, Snapshot.bar("11-28", 244.0), Snapshot.bar("11-28", 244.0)),
        (P, "row 6", "column date", "'2025-11-28'", "in the row before already", "delete one"),
    ),
    "not ascending": (
        line(P, 5, Snapshot.bar("12-01", 243.0), Snapshot.bar("11-28", 244.0), span=2),
        (P, "row 6", "column date", "'2025-11-28'", "before 2025-12-01", "ascending"),
    ),
    "no daily series": (
        line("prices/SPY.csv", 2, Snapshot.bar("10-01", 600.0), Snapshot.bar("11-24", 600.0)),
        ("prices/SPY.csv", "row 3", "column date", "session 2025-10-02", "36 more of 47", AGAIN),
    ),
    "future": (
        lambda s: s.write("prices/SPY.csv", s.text("prices/SPY.csv") + s.bar("12-08", 627.5) + "\n"),
        ("prices/SPY.csv", "row 11", "column date", "'2025-12-08'", "future of 2025-12-05", AGAIN),
    ),
    # the issuer's history of the fund
    "NAV of another fund": (
        cell(N, 4, "nav", "290"),
        (N, "row of 2025-11-26", "column nav", "290", "+20% from the close of 241", "at most 15%", REFRESH),
    ),
    "NAV of nothing": (cell(N, 4, "nav", "0"), (N, "row 4", "column nav", "'0'", "zero or less", AGAIN)),
    "no NAV": (cell(N, 4, "nav", ""), (N, "row 4", "column nav", "a blank", "expected a number")),
    "NAV in cents": (cell(N, 4, "nav", "24100"), (N, "row 4", "column nav", "times the nav before", "1.25")),
    "count below nothing": (
        cell(N, 4, "shares", "-5"),
        (N, "row 4", "column shares", "'-5'", "zero or less"),
    ),
    "distribution in percent": (
        cell(N, 4, "distribution", "84"),
        (N, "row 4", "column distribution", "'84'", "more than 10% of the NAV"),
    ),
    # a file's shape
    "another column": (
        swap(P, "volume,dividend", "Volume,dividend"),
        (P, "row 1", "Volume", "expected 'date,open"),
    ),
    "adjusted close": (
        lambda s: s.write(
            P, "\n".join(line + ",1" for line in s.text(P).split("\n")[:-1]).replace("split,1", "split,adj")
        ),
        (P, "row 1", "split,adj'", "expected 'date,open", AGAIN),
    ),
    "cells missing": (
        line(P, 4, "2025-11-26,240"),
        (P, "row 4", "2 cells", "expected 8 cells", AGAIN),
    ),
    "carriage return": (cell(P, 4, "close", "24\r1.00"), (P, "row 4", "a carriage return", AGAIN)),
    "cell too many": (
        line(P, 2, Snapshot.bar("11-24", 240.0) + ",9"),
        (P, "row 2", "9 cells", "expected 8", AGAIN),
    ),
    "blank line": (line(P, 4, "", Snapshot.bar("11-26", 241.0)), (P, "row 4", "a blank line", AGAIN)),
    "no text": (
        lambda s: s.write(P, s.text(P).encode().replace(b"2025-11-26,240.00", b"2025-11-26,24\xff0")),
        (P, "row 4", "not UTF-8", AGAIN),
    ),
    "web page": (
        lambda s: s.write(R, "<!DOCTYPE html>\n<p>Sorry</p>\n"),
        (R, "row 1", "DOCTYPE", "expected 'observation"),
    ),
    "quoted thousands": (
        cell(P, 4, "volume", '"1000"'),
        (P, "row 4", "column volume", "'\"1000\"'", "number", AGAIN),
    ),
    # rates
    "rate text": (
        cell(R, 4, "DFF", "n.d."),
        (R, "row 4", "column DFF", "'n.d.'", "expected a number", AGAIN),
    ),
    "rate in points": (
        cell(R, 4, "DFF", "389"),
        (R, "row 4", "column DFF", "'389'", "percent from -5 to 100", AGAIN),
    ),
    "rate twice": (
        cell(R, 4, "observation_date", "2025-11-25"),
        (R, "row 4", "observation_date", "already", "delete"),
    ),
    "rate of another": (
        swap(R, "observation_date,DFF", "observation_date,EFFR"),
        (R, "row 1", "EFFR", "'observation_date,DFF'"),
    ),
    # holdings
    "no header": (swap(H, "Ticker,Name", "Symbol,Title"), (H, "no row holds the column names", DOWNLOAD)),
    "column absent": (swap(H, "Location", "Place"), (H, "row 10", "column Location", "absent", DOWNLOAD)),
    "weight text": (swap(H, '"39.90"', '"x"'), (H, "row 12", "column Weight (%)", "'x'", "number", DOWNLOAD)),
    "weight blank": (swap(H, '"39.90"', '"-"'), (H, "row 12", "column Weight (%)", "a blank", DOWNLOAD)),
    "weight below 0": (
        swap(H, '"39.90"', '"-39.90"'),
        (H, "row 12", "Weight (%)", "-39.90", "less than nothing"),
    ),
    "value text": (
        swap(H, "600,000.50", "600,00.50"),
        (H, "row 11", "Market Value", "'600,00.50'", DOWNLOAD),
    ),
    "weights short": (
        swap(H, '"60.00"', '"6.00"'),
        (H, "row 14", "Weight (%)", "45.85 %", "90 to 101", DOWNLOAD),
    ),
    "cells short": (
        swap(H, '"USD","-"\n"-","BETA"', '"USD"\n"-","BETA"'),
        (H, "row 11", "14 cells", "expected 15"),
    ),
    "no shares": (
        lambda s: s.write(H, s.text(H).replace('"Equity"', '"Fund"')),
        (H, "row 11", "Asset Class", "no position called Equity", DOWNLOAD),
    ),
    "another date": (
        swap(H, "Nov 28, 2025", "Nov 26, 2025"),
        (H, "row 2", "'Nov 26, 2025'", "2025-11-28", "name the file"),
    ),
    "shares text": (
        swap(H, "280,000,000.00", "soon"),
        (H, "row 4", "Shares Outstanding", "'soon'", "positive", DOWNLOAD),
    ),
    "blank line between": (
        swap(H, '"-","BETA"', '\n"-","BETA"'),
        (H, "row 13", "the position -", "below a blank line", DOWNLOAD),
    ),
    "no text in holdings": (
        lambda s: s.write(H, HOLDINGS.encode().replace(b"BETA", b"B\xe9TA")),
        (H, "row 12", "UTF-8"),
    ),
    # rows a refresh
    "fund below 0": (cell(F, 3, "pe", "-18"), (F, "row 3", "column pe", "'-18'", "less than zero", AGAIN)),
    "fund no session": (
        cell(F, 2, "date", "2025-11-30"),
        (F, "row 2", "column date", "'2025-11-30'", "session"),
    ),
    "options blank": (
        cell(O, 3, "put_volume", ""),
        (O, "row 3", "column put_volume", "a blank", "number", AGAIN),
    ),
    "options columns": (
        swap(O, "put_volume", "puts"),
        (O, "row 1", "puts", "expected 'date,call_volume", AGAIN),
    ),
    # what has no place
    "unknown symbol": (
        lambda s: s.write("prices/GME.csv", s.text(P)),
        ("prices/GME.csv", "'GME'", "expected one of", "IWM", "article.toml"),
    ),
    "unknown series": (
        lambda s: s.write("rates/CPI.csv", s.text(R)),
        ("rates/CPI.csv", "'CPI'", "DFEDTARU", "article.toml"),
    ),
    "unknown file": (lambda s: s.write("news.csv", s.text(R)), ("news.csv", "no such file", "delete it")),
    "holdings undated": (
        lambda s: s.write("holdings/IWM/today.csv", HOLDINGS),
        ("holdings/IWM/today.csv", "'today'", "expected a date", "rename"),
    ),
}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """A sound snapshot to spoil."""
    return Snapshot(tmp_path)


def problems(snapshot: Snapshot) -> list[str]:
    """Load, and return the sentences of the refusal."""
    with pytest.raises(SnapshotError) as caught:
        market.load(snapshot.folder)
    for sentence in caught.value.sentences:
        assert sentence.endswith("."), sentence
        assert "\n" not in sentence, sentence
    return caught.value.sentences


@pytest.mark.parametrize("case", CASES)
def test_one_fault_is_one_sentence(snapshot: Snapshot, case: str) -> None:
    """Each fault alone, the manifest agreeing with the spoiled file: one sentence, with all its parts."""
    spoil, parts = CASES[case]
    spoil(snapshot)
    snapshot.stamp()
    # what the manifest says of an undatable row is not the fault looked for
    found = [p for p in problems(snapshot) if not p.startswith("manifest.json")]
    assert len(found) == 1, found
    assert [part for part in parts if part not in found[0]] == [], found[0]


def entry(key: str, value: object) -> Spoil:
    """Write `value` into the entry of the price file."""

    def spoil(s: Snapshot) -> None:
        s.manifest["files"][P][key] = value
        s.save()

    return spoil


def key(name: str, value: object) -> Spoil:
    """Write `value` into the manifest."""

    def spoil(s: Snapshot) -> None:
        s.manifest[name] = value
        s.save()

    return spoil


def without(file: str) -> Spoil:
    """Take the entry of `file` out of the manifest."""

    def spoil(s: Snapshot) -> None:
        del s.manifest["files"][file]
        s.save()

    return spoil


def unlink(file: str) -> Spoil:
    """Delete a file."""
    return lambda s: (s.folder / file).unlink()


def both(one: Spoil, other: Spoil) -> Spoil:
    """Do one after the other."""

    def spoil(s: Snapshot) -> None:
        one(s)
        other(s)

    return spoil


M = "manifest.json"
MANIFEST_CASES: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "absent": (unlink(M), (M, "is missing", REFRESH)),
    "cut short": (lambda s: s.write(M, '{"origin":\n "mar'), (M, "row 2", "found no JSON", REFRESH)),
    "a list": (lambda s: s.write(M, "[]"), (M, "a list", "expected a JSON object", REFRESH)),
    "no origin": (key("origin", None), (M, "key origin", "found nothing", "market or simulated", REFRESH)),
    "other origin": (key("origin", "mine"), (M, "key origin", "'mine'", "market or simulated", REFRESH)),
    "as_of no date": (key("as_of", "today"), (M, "key as_of", "'today'", "a date such as", REFRESH)),
    "as_of far away": (key("as_of", "9999-12-31"), (M, "key as_of", "'9999-12-31'", REFRESH)),
    "retrieved never": (key("retrieved_at", "noon"), (M, "key retrieved_at", "'noon'", "UTC", REFRESH)),
    "rows": (entry("rows", 8), (M, f"entry {P}", "key rows", "found 8", "has 9", REFRESH)),
    "rows as text": (entry("rows", "9"), (M, f"entry {P}", "key rows", "'9'", "whole number", REFRESH)),
    "first": (entry("first", "2025-11-25"), (M, f"entry {P}", "key first", "'2025-11-25'", "'2025-11-24'")),
    "last": (entry("last", "2025-12-04"), (M, f"entry {P}", "key last", "'2025-12-04'", "'2025-12-05'")),
    "symbol": (entry("symbol", "SPY"), (M, f"entry {P}", "key symbol", "'SPY'", "expected 'IWM'", REFRESH)),
    "no source": (entry("source", ""), (M, f"entry {P}", "key source", "''", "provider", REFRESH)),
    "no hash": (entry("sha256", "abc"), (M, f"entry {P}", "key sha256", "'abc'", "64", REFRESH)),
    "hash": (entry("sha256", "0" * 64), (P, "sha256", "000000000000…", "altered", "restore it", REFRESH)),
    "altered": (lambda s: s.cell(P, 4, "close", "241.01"), (P, "sha256", "altered", "restore it", REFRESH)),
    "not listed": (without(R), (R, "the manifest does not list it", "delete the file")),
    "listed only": (unlink(R), (R, "the file is missing", "delete its entry")),
    "the fund's file": (
        both(unlink(P), without(P)),
        (P, "is missing", "nothing", REFRESH),
    ),
    "as_of later": (
        key("as_of", "2025-12-08"),
        (M, "as_of", "2025-12-08", P, "ends on 2025-12-05", "write 2025-12-05"),
    ),
}


@pytest.mark.parametrize("case", MANIFEST_CASES)
def test_the_manifest_and_its_files_agree(snapshot: Snapshot, case: str) -> None:
    """What the manifest says against what stands there."""
    spoil, parts = MANIFEST_CASES[case]
    spoil(snapshot)
    found = problems(snapshot)
    assert len(found) == 1, found
    assert [part for part in parts if part not in found[0]] == [], found[0]


def test_all_faults_are_told_at_once(snapshot: Snapshot) -> None:
    """Faults in different files, columns and rules: none hides another."""
    snapshot.cell(P, 4, "close", "oops")
    snapshot.cell(P, 6, "volume", "-5")
    snapshot.cell("prices/SPY.csv", 7, "high", "1")
    snapshot.cell(R, 4, "DFF", "400")
    snapshot.replace(H, '"39.90"', '"x"')
    snapshot.stamp()
    snapshot.write("news.csv", "a\n")
    snapshot.manifest["origin"] = "rumour"
    snapshot.save()
    text = "\n".join(problems(snapshot))
    for part in ("'oops'", "'-5'", "SPY.csv, row 7", "'400'", "'x'", "news.csv", "'rumour'"):
        assert part in text
    assert len(text.splitlines()) == 8  # the stray file is neither listed nor known


def test_many_rows_of_one_kind_are_summed_up(snapshot: Snapshot) -> None:
    """Three rows one by one, the rest in a single sentence."""
    for row in range(2, 11):
        snapshot.cell(P, row, "volume", "-1")
    snapshot.stamp()
    found = problems(snapshot)
    assert len(found) == 4
    assert "rows 5 to 10, column volume: found 6 more like row 2" in found[-1]


def test_a_rate_may_be_of_the_day_it_was_fetched(snapshot: Snapshot) -> None:
    """A refresh on a Sunday gets Saturday's rate: no future date, and not seen as of Friday."""
    snapshot.write(R, snapshot.text(R) + "2025-12-06,9.99\n")
    snapshot.manifest["retrieved_at"] = "2025-12-07T15:00:00Z"
    snapshot.stamp()
    assert market.rate(market.load(snapshot.folder), "DFF").iloc[-1] == 3.89


def test_the_helper_stamps_json(snapshot: Snapshot) -> None:
    """The sound snapshot is sound, or every case above would prove nothing."""
    assert json.loads(snapshot.text(M))["files"].keys() == {
        P, "prices/SPY.csv", "prices/VIX.csv", R, "rates/DGS2.csv", H, N, F, O,
    }  # fmt: skip
    assert market.load(snapshot.folder).origin == "market"
