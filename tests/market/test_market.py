"""The market layer: known answers, looking back, what is missing, and the exchange's sessions."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import random
import weakref
from datetime import date, timedelta
from pathlib import Path

import exchange_calendars  # type: ignore[import-untyped]
import holidays
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import Snapshot

from generator import config, market
from generator.errors import MissingInput, SnapshotError, UsageError
from generator.market import rules
from generator.market.record import Market


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """A small sound snapshot."""
    return Snapshot(tmp_path)


def same(one: Market, other: Market) -> bool:
    """Whether two records hold the same series, row by row."""
    assert one.as_of == other.as_of
    for name in ("bars", "rates", "holdings"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.keys() == right.keys()
        for key in left:
            pd.testing.assert_frame_equal(pd.DataFrame(left[key]), pd.DataFrame(right[key]), rtol=1e-12)
    pd.testing.assert_frame_equal(one.fund, other.fund)
    pd.testing.assert_frame_equal(one.options, other.options)
    return one.shares == other.shares


SEED = 7  # of the damage


# reading


def test_what_is_read(snapshot: Snapshot) -> None:
    """Every file arrives, in the columns and units that Market promises."""
    loaded = market.load(snapshot.folder)
    assert (loaded.as_of, loaded.origin) == (date(2025, 12, 5), "market")
    assert set(loaded.bars) == {"IWM", "SPY", "^VIX"}
    bars = market.bars(loaded, "IWM")
    assert list(bars.columns) == ["open", "high", "low", "close", "volume", "dividend", "split"]
    assert bars["close"].to_dict()[pd.Timestamp("2025-12-05")] == 251.0
    assert {str(kind) for kind in bars.dtypes} == {"float64"}
    assert market.rate(loaded, "DGS2").to_list() == [3.45, 3.5]  # a point and a blank are no value
    assert market.fund_column(loaded, "pe").to_dict() == {pd.Timestamp("2025-12-04"): 18.1}
    assert market.option_column(loaded, "put_volume").to_list() == [200, 210]
    assert market.shares_stated(loaded) == (date(2025, 11, 28), 280_000_000.0)


def test_the_issuers_file(snapshot: Snapshot) -> None:
    """BOM, preamble, quoted thousands, `-` for a blank, cash and futures, and the legal footer."""
    day, positions = market.newest_holdings(market.load(snapshot.folder))
    assert day == date(2025, 11, 28)
    assert positions.to_dict("records") == [
        {"ticker": "AA", "name": "ALPHA, INC", "sector": "Industrials", "asset_class": "Equity",
         "market_value": 600_000.5, "weight": 60.0, "location": "United States"},
        {"ticker": "", "name": "BETA", "sector": "Health Care", "asset_class": "Equity",
         "market_value": 399_000.0, "weight": 39.9, "location": "Canada"},
        {"ticker": "USD", "name": "USD CASH", "sector": "Cash and/or Derivatives", "asset_class": "Cash",
         "market_value": -500.0, "weight": -0.05, "location": ""},
        {"ticker": "FUT", "name": "FUTURE", "sector": "Cash and/or Derivatives", "asset_class": "Futures",
         "market_value": 0.0, "weight": 0.0, "location": ""},
    ]  # fmt: skip


def test_a_holdings_file_without_preamble(snapshot: Snapshot) -> None:
    """Its date is its name's; it states no shares."""
    file = "holdings/IWM/2025-11-28.csv"
    lines = snapshot.text(file).split("\n")
    snapshot.write(file, "\ufeff" + "\n".join(lines[9:14]))
    snapshot.stamp()
    loaded = market.load(snapshot.folder)
    assert len(market.newest_holdings(loaded)[1]) == 4
    with pytest.raises(MissingInput, match="states the shares outstanding"):
        market.shares_stated(loaded)


def test_line_ends_of_windows_are_read(snapshot: Snapshot) -> None:
    """CRLF is the same file to a reader."""
    plain = market.load(snapshot.folder)
    for file in snapshot.manifest["files"]:
        snapshot.write(file, snapshot.text(file).replace("\n", "\r\n"))
    snapshot.stamp()
    assert same(market.load(snapshot.folder), plain)


def test_files_that_may_be_absent(snapshot: Snapshot) -> None:
    """Only the fund's bars are needed; whoever asks for another file learns its name."""
    for file in [file for file in snapshot.manifest["files"] if file != "prices/IWM.csv"]:
        (snapshot.folder / file).unlink()
        del snapshot.manifest["files"][file]
    snapshot.save()
    loaded = market.load(snapshot.folder)
    for ask, file in (
        (lambda: market.bars(loaded, "^VIX"), "prices/VIX.csv is not in the snapshot"),
        (lambda: market.rate(loaded, "DFF"), "rates/DFF.csv is not in the snapshot"),
        (lambda: market.newest_holdings(loaded), "holdings/IWM/ is not in the snapshot"),
        (lambda: market.fund_column(loaded, "pe"), "fund.csv is not in the snapshot"),
        (lambda: market.option_column(loaded, "put_volume"), "options.csv is not in the snapshot"),
    ):
        with pytest.raises(MissingInput, match=f"^{file}$"):
            ask()


def test_what_is_missing_on_a_day(snapshot: Snapshot) -> None:
    """A file that stands there, but says nothing of the day or stopped before it."""
    snapshot.write("prices/SPY.csv", "\n".join(snapshot.text("prices/SPY.csv").split("\n")[:9]) + "\n")
    snapshot.stamp()
    loaded = market.load(snapshot.folder)
    with pytest.raises(MissingInput, match=r"^prices/SPY.csv ends on 2025-12-04, before 2025-12-05$"):
        market.bars(loaded, "SPY")
    assert len(market.bars(loaded.upto(date(2025, 12, 4)), "SPY")) == 8
    early = loaded.upto(date(2025, 11, 26))
    with pytest.raises(MissingInput, match=r"^fund.csv has nothing on or before 2025-11-26$"):
        market.fund_column(early, "pe")
    with pytest.raises(MissingInput, match=r"^holdings/IWM/ has nothing on or before 2025-11-26$"):
        market.newest_holdings(early)
    with pytest.raises(MissingInput, match=r"^fund.csv has no pe on or before 2025-12-01$"):
        market.fund_column(loaded.upto(date(2025, 12, 1)), "pe")


def test_random_damage_is_never_a_crash(snapshot: Snapshot) -> None:
    """Bytes overwritten, dropped or doubled anywhere: the snapshot loads or is refused in sentences."""
    chance = random.Random(SEED)
    files = [*snapshot.manifest["files"], "manifest.json"]
    whole = {file: (snapshot.folder / file).read_bytes() for file in files}
    for _ in range(150):
        file = chance.choice(files)
        raw = bytearray(whole[file])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randint(0, 3)] = chance.choice(
                [
                    b"",
                    b",",
                    b"\n",
                    b'"',
                    b"-",
                    b"\xff",
                    b"9e9",
                    b"2",
                    b"nan",
                    b"\r",
                    b"\x00",
                    b"{",
                    b"null",
                    b" ",
                ]
            )
        snapshot.write(file, bytes(raw))
        if file != "manifest.json":
            snapshot.stamp()
        with contextlib.suppress(SnapshotError):
            market.load(snapshot.folder)
        for name, data in whole.items():
            snapshot.write(name, data)


# looking back


def test_the_session_of_a_day(snapshot: Snapshot) -> None:
    """A weekend or holiday is the session before it; the end of the data is the end."""
    loaded = market.load(snapshot.folder)
    assert loaded.upto(date(2025, 11, 30)).as_of == date(2025, 11, 28)
    assert loaded.upto(date(2025, 11, 27)).as_of == date(2025, 11, 26)
    assert loaded.upto(date(2025, 12, 5)) is loaded
    assert loaded.upto(date(2030, 1, 1)) is loaded
    with pytest.raises(UsageError, match=r"2025-11-23 is before the first session of the data, 2025-11-24"):
        loaded.upto(date(2025, 11, 23))


@pytest.mark.parametrize(
    ("day", "session"),
    [
        (date(2025, 12, 2), date(2025, 12, 2)),
        (date(2025, 11, 29), date(2025, 11, 28)),
        (date(2025, 12, 7), date(2025, 12, 5)),
    ],
)
def test_loading_as_of_a_day_is_loading_and_looking_back(
    snapshot: Snapshot, day: date, session: date
) -> None:
    """`--as-of` and Market.upto are one thing; the Sunday after the last close is no later than the data."""
    loaded = market.load(snapshot.folder, day)
    assert loaded.as_of == session
    assert same(loaded, market.load(snapshot.folder).upto(day))


@pytest.mark.parametrize("day", [date(2025, 12, 8), date(2025, 11, 21), date.min, date.max])
def test_a_day_outside_the_data_is_refused(snapshot: Snapshot, day: date) -> None:
    """One sentence with the days that can be asked for."""
    with pytest.raises(UsageError, match=r"the data, which run from 2025-11-24 to 2025-12-05; choose"):
        market.load(snapshot.folder, day)


def test_nothing_later_is_seen(snapshot: Snapshot) -> None:
    """Bars, rates, holdings, shares and rows end at the session."""
    early = market.load(snapshot.folder).upto(date(2025, 11, 30))
    assert {frame.index[-1].date() for frame in early.bars.values()} == {date(2025, 11, 28)}
    assert early.rates["DFF"].index[-1].date() == date(2025, 11, 28)  # the file has the weekend's rates too
    assert list(early.holdings) == list(early.shares) == [date(2025, 11, 28)]
    assert early.fund.empty
    assert early.options.empty
    before = early.upto(date(2025, 11, 26))
    assert not before.holdings
    assert not before.shares


def test_looking_back_again_is_free(snapshot: Snapshot) -> None:
    """The same session of the same record is the same record, and is freed with it."""
    loaded = market.load(snapshot.folder)
    early = loaded.upto(date(2025, 11, 28))
    assert loaded.upto(date(2025, 11, 30)) is early
    assert early.upto(date(2025, 11, 26)) is loaded.upto(date(2025, 11, 26)), (
        "a cut of a cut is one of the whole"
    )
    assert market.load(snapshot.folder).upto(date(2025, 11, 28)) is not early
    gone = weakref.ref(loaded)
    del loaded
    gc.collect()
    assert gone() is None


def test_a_split_is_undone(snapshot: Snapshot) -> None:
    """2 for 1 on 3 December: before it, the level, the dividend and the volume are those of the day."""
    file = "prices/IWM.csv"
    halved = ["2025-11-24,119,121,118,120,2000,0.25,0", *(snapshot.bar(d, c) for d, c in (
        ("11-25", 121.0), ("11-26", 120.5), ("11-28", 122.0), ("12-01", 121.5), ("12-02", 122.5),
    ))]  # fmt: skip
    after = [
        "2025-12-03,123,124,122,123.5,2000,0,2",
        snapshot.bar("12-04", 125.0),
        snapshot.bar("12-05", 125.5),
    ]
    snapshot.write(file, "\n".join([snapshot.text(file).split("\n")[0], *halved, *after, ""]))
    navs = [(line[:10], float(line.split(",")[4])) for line in (*halved, *after)]
    snapshot.write(
        "fund/IWM.csv", "".join(["date,nav,distribution,shares\n", *(f"{d},{c},,4000000\n" for d, c in navs)])
    )
    snapshot.stamp()
    loaded = market.load(snapshot.folder)
    told = market.fund_history(loaded.upto(date(2025, 12, 2)))
    assert (told["nav"].iloc[-1], told["shares"].iloc[-1]) == (245, 2_000_000)
    assert market.fund_history(loaded)["shares"].iloc[-1] == 4_000_000
    assert loaded.bars["IWM"].iloc[0].to_list() == [119, 121, 118, 120, 2000, 0.25, 0]
    early = loaded.upto(date(2025, 12, 2)).bars["IWM"]
    assert early.iloc[0].to_list() == [238, 242, 236, 240, 1000, 0.5, 0]
    assert early["close"].iloc[-1] == 245
    on_the_day = loaded.upto(date(2025, 12, 3)).bars["IWM"]
    assert on_the_day["close"].to_list() == [120, 121, 120.5, 122, 121.5, 122.5, 123.5]
    assert same(loaded.upto(date(2025, 12, 4)).upto(date(2025, 12, 1)), loaded.upto(date(2025, 12, 1)))


@pytest.fixture(scope="module")
def sample() -> Market:
    """The committed sample after the last split of its own: a test draws others."""
    whole = market.load(config.SAMPLE)
    split = max(
        frame.index[frame["split"] > 0].max() for frame in whole.bars.values() if frame["split"].any()
    )
    after = {symbol: frame[frame.index > split] for symbol, frame in whole.bars.items()}
    return dataclasses.replace(whole, bars=after)


def altered_after(
    frame: pd.DataFrame, at: int, chance: np.random.Generator, split: int, ratio: float
) -> pd.DataFrame:
    """The bars with every row after `at` at random, and a split in row `split` unless `ratio` is 0."""
    columns = {name: frame[name].to_numpy(copy=True) for name in frame}
    for name, column in columns.items():
        column[at + 1 :] *= chance.uniform(0.1, 10, len(column) - at - 1)
        if ratio and name == "volume":
            column[:split] *= ratio
        elif ratio:
            column[:split] /= ratio
    columns["split"][:] = 0
    columns["split"][split] = ratio
    return pd.DataFrame(columns, index=frame.index)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_look_ahead(sample: Market, data: st.DataObject) -> None:
    """Whatever later bars, rates and rows are, and whichever splits follow: nothing before them moves.

    A split restates the file's earlier rows, as the vendor does; what was quoted then comes back.
    """
    days = sample.bars["IWM"].index
    at = data.draw(st.integers(1, len(days) - 2))
    day = days[at].date()
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    ratio = data.draw(st.sampled_from([0, 2, 3, 0.1]))
    bars = {}
    for symbol, frame in sample.bars.items():
        split = int(chance.integers(at + 1, len(frame)))
        bars[symbol] = altered_after(frame, at, chance, split, ratio)
    rates = {
        name: series.where(series.index <= pd.Timestamp(day), chance.uniform(0, 20))
        for name, series in sample.rates.items()
    }
    later_day = day + timedelta(days=1)
    positions = pd.DataFrame({"weight": [1.0]})
    altered = Market(
        as_of=sample.as_of,
        origin="market",
        bars=bars,
        rates=rates,
        holdings={later_day: positions},
        fund=pd.DataFrame({"pe": [1.0]}, index=pd.DatetimeIndex([later_day])),
        options=pd.DataFrame({"put_volume": [1.0]}, index=pd.DatetimeIndex([later_day])),
        shares={later_day: 1.0},
        history=pd.DataFrame(
            {"nav": [1.0], "distribution": 0.0, "shares": 1.0}, index=pd.DatetimeIndex([later_day])
        ),
    )
    one, other = sample.upto(day), altered.upto(day)
    assert one.as_of == other.as_of == day
    for symbol in bars:
        pd.testing.assert_frame_equal(one.bars[symbol], other.bars[symbol], rtol=1e-12)
    for name in rates:
        pd.testing.assert_series_equal(one.rates[name], other.rates[name])
    kept = (other.holdings, other.shares, other.fund, other.options, other.history)
    assert [len(each) for each in kept] == [0] * 5


# the exchange


def test_sessions_against_holidays() -> None:
    """Outside oracle: the NYSE closings of the package `holidays`, Mondays to Fridays."""
    first, last = date(1995, 1, 1), date(2027, 12, 31)
    closed = holidays.financial_holidays("NYSE", years=range(first.year, last.year + 1))
    weekdays = pd.bdate_range(first, last).date
    assert [day for day in weekdays if day not in closed] == market.sessions(first, last).date.tolist()


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")  # its own, of building the calendar
def test_sessions_against_the_whole_calendar() -> None:
    """The short way to the sessions is exchange_calendars' own answer."""
    whole = exchange_calendars.get_calendar("XNYS", start="1970-01-01", end="2026-12-31").sessions
    assert market.sessions(date(1970, 1, 1), date(2026, 12, 31)).equals(whole.as_unit("us"))


# the real snapshot


def test_the_real_snapshot_loads(real: Path) -> None:
    """Clean, and with the levels that were quoted on the article's last close (issue, "Done when")."""
    then = market.load(real).upto(config.PUBLISHED)
    bars = market.bars(then, "IWM")
    assert then.as_of == config.LAST_CLOSE
    last, before = bars.iloc[-1], bars.iloc[-2]
    assert last["close"] == 250.77
    assert round((last["close"] / before["close"] - 1) * 100, 2) == -0.42
    assert (last["low"], last["high"]) == (250.28, 252.66)
    year = bars.loc["2024-12-06":]
    assert (year["low"].min(), year["high"].max()) == (171.73, 252.77)
    assert market.newest_holdings(then)[0] == date(2025, 11, 11)


def test_the_real_holdings(real: Path) -> None:
    """Positions as the manifest counts them; every sector and place is named."""
    loaded = market.load(real)
    assert {day.isoformat(): len(frame) for day, frame in loaded.holdings.items()} == {
        "2025-11-11": 1967,
        "2026-01-21": 1957,
    }
    assert loaded.shares == {date(2026, 1, 21): 291_350_000.0}
    for frame in loaded.holdings.values():
        assert not frame.isna().any().any()
        assert (frame.loc[frame["asset_class"] == "Equity", ["sector", "location"]] != "").all().all()


# the issuer's history of the fund


def test_the_history_of_the_fund(snapshot: Snapshot) -> None:
    """Its rows of days without a session are not read; nothing later is seen; blanks are no figure."""
    loaded = market.load(snapshot.folder)
    history = market.fund_history(loaded)
    assert list(history.columns) == ["nav", "distribution", "shares"] and len(history) == 9
    assert pd.Timestamp("2025-11-27") not in history.index
    assert history["distribution"].dropna().to_dict() == {pd.Timestamp("2025-12-05"): 0.84}
    assert market.fund_history(loaded.upto(date(2025, 12, 1))).index[-1] == pd.Timestamp("2025-12-01")


def test_counts_that_no_creation_explains_are_blank() -> None:
    """A slip is left out whichever way it goes; what comes after it is believed; no later row decides."""
    days = pd.date_range("2025-11-03", periods=14, freq="B")
    counts = pd.Series([100e6] * 10 + [1e6, 98e6, 1e9, 101e6], days, name="shares")
    believed = rules.counted(counts)
    assert list(believed[believed.isna()].index) == [days[10], days[12]]
    for end in range(1, len(counts)):
        pd.testing.assert_series_equal(rules.counted(counts.iloc[:end]), believed.iloc[:end])


def test_a_session_that_one_symbol_lacks_is_a_hole(snapshot: Snapshot) -> None:
    """With its date; one that none has is a closure that the calendar does not know yet."""
    for symbol in ("IWM", "SPY", "VIX"):
        closes = [
            line for line in snapshot.text(f"prices/{symbol}.csv").split("\n") if "2025-12-02" not in line
        ]
        gone = [line for line in closes if symbol != "SPY" or "2025-12-03" not in line]
        snapshot.write(f"prices/{symbol}.csv", "\n".join(gone))
    snapshot.stamp()
    loaded = market.load(snapshot.folder)
    assert {name: [f"{day:%m-%d}" for day in days] for name, days in loaded.holes.items()} == {
        "SPY": ["12-03"]
    }
    assert not loaded.upto(date(2025, 12, 3)).holes


def test_the_real_history_of_the_fund(real_history: Path) -> None:
    """The issuer's own rows since 2000: seven counts in them are slips, four rows are of days without a session."""
    history = market.load(real_history).history
    assert len(history) == 6503 and history["nav"].notna().all()
    assert [f"{day:%Y-%m-%d}" for day in history.index[history["shares"].isna()]] == [
        "2001-03-16", "2001-09-21", "2004-04-30", "2007-06-21", "2007-06-22", "2007-06-25", "2007-06-28",
    ]  # fmt: skip


def bars_of(days: int, paid: list[int], split: float = 0.0) -> pd.DataFrame:
    index = market.sessions(date(2020, 1, 2), date(2025, 12, 5))[-days:]
    dividend = [0.5 if n in paid else 0.0 for n in range(days)]
    splits = [0.0] * (days - 3) + [split, 0.0, 0.0]
    return pd.DataFrame({"close": 100.0, "dividend": dividend, "split": splits}, index)


def test_a_column_of_dividends_that_stops_is_told() -> None:
    steady, stopped = bars_of(900, list(range(10, 900, 60))), bars_of(900, list(range(10, 500, 60)))
    assert rules.unpaid(steady, None) == ""
    assert rules.unpaid(stopped, None).startswith("found no dividend since 20")
    nothing = bars_of(900, [])
    assert rules.unpaid(nothing, None) == ""  # a fund may pay nothing
    history = steady["dividend"].rename("distribution")
    assert "found no dividend at all, where the issuer's history has 14" in rules.unpaid(nothing, history)
    assert rules.unpaid(steady, history) == ""


def test_a_split_that_is_entered_and_not_carried_into_the_prices_is_told() -> None:
    """A close of 100 in the file, before a split of two: it was quoted at 200, unless nobody restated it."""
    frame = bars_of(100, [], split=2.0)
    day = frame.index[50].date()
    assert rules.unsplit(frame, day, 200.3) == ""
    told = rules.unsplit(frame, day, 100.2)
    assert "by which the close of " in told and "was 200.00" in told and "are not restated" in told
    assert rules.unsplit(bars_of(100, []), day, 100.2) == ""
