"""A snapshot's folder, read and checked whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import pandas as pd

from generator import config
from generator.errors import Problem, SnapshotError, UsageError
from generator.market import holdings, manifest, record, rules, swap, table
from generator.market.closures import EARLIEST, LATEST, sessions
from generator.market.record import Market

FUND_FILE = f"prices/{config.FUND}.csv"
HISTORY_FILE = f"fund/{config.FUND}.csv"
ROWS = {"fund.csv": ("date",), "options.csv": rules.OPTIONS}  # and the columns that they have at the least
BARS = {f"{symbol.removeprefix('^')}.csv": symbol for symbol in config.SYMBOLS}
RATES = {f"{series}.csv": series for series in config.RATES}


def load(folder: Path, as_of: date | None = None) -> Market:
    """The snapshot in `folder`, cut at the session `as_of` (the last one on or before that day).

    Raises SnapshotError with every problem of every file, and UsageError where `as_of`
    is before or after what the data cover. Units and columns: model.Market.
    """
    problems: list[Problem] = []
    swap.settle(folder)
    entries = manifest.read(folder, problems)
    files = manifest.contents(folder, entries, problems)
    reader = _Reader(entries, problems)
    for file, raw in files.items():
        reader.take(file, raw)
    if FUND_FILE not in files and FUND_FILE not in entries.get("files", {}):
        what, mend = "the file is missing, nothing can be computed without it", f"{manifest.AGAIN}."
        problems.append(Problem(FUND_FILE, 0, 0, what, mend))
    if not problems:  # what a spoilt table holds is held against nothing
        reader.compare_as_of()
        reader.compare_nav()
        reader.compare_dividends()
        reader.compare_counts()
    if problems:
        raise SnapshotError(problems)
    return reader.market(as_of)


def problems_of(file: str, raw: bytes, latest: date) -> list[Problem]:
    """Every problem of one file of a snapshot, whose dates may run to `latest`."""
    problems: list[Problem] = []
    _Reader({"as_of": latest.isoformat()}, problems).take(file, raw)
    return problems


@dataclass
class _Reader:
    """Holds what has been read until it is known that all of it is sound."""

    entries: Mapping[str, Any]
    problems: list[Problem]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)  # by file, indexed by date
    holdings: dict[date, pd.DataFrame] = field(default_factory=dict)
    shares: dict[date, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.as_of = manifest.iso_date(self.entries.get("as_of"))
        # a rate of a Saturday, or a bar of a day on which the fund's own could not be fetched, is no error
        known = [day for day in (self.as_of, manifest.retrieved(self.entries)) if day]
        self.latest = max(known) if known else None
        self.sessions = sessions(EARLIEST, self.latest or LATEST)

    def take(self, file: str, raw: bytes) -> None:
        """Read and judge one file, by where it stands."""
        match PurePosixPath(file).parts:
            case ("prices", name) if name in BARS:
                judge = partial(rules.prices, bound=config.SYMBOLS[BARS[name]])
                self._table(file, raw, BARS[name], rules.PRICES, judge, self.sessions, daily=True)
            case ("rates", name) if name in RATES:
                wanted = ("observation_date", RATES[name])
                self._table(file, raw, RATES[name], wanted, rules.rates, blanks=("", "."))
            case ("holdings", config.FUND, name) if name.endswith(".csv"):
                self._holdings(file, raw, name.removesuffix(".csv"))
            case ("fund", _) if file == HISTORY_FILE:
                judge = partial(rules.history, bound=config.SYMBOLS[config.FUND])
                self._table(file, raw, config.FUND, rules.HISTORY, judge)
            case ("fund.csv",) | ("options.csv",):
                judge = partial(rules.rows, required=ROWS[file])
                self._table(file, raw, config.FUND, ROWS[file], judge, self.sessions, more=True)
            case ("prices", name):
                self._unknown(file, name, "symbols", BARS)
            case ("rates", name):
                self._unknown(file, name, "series", RATES)
            case _:
                self._say(file, "a snapshot has no such file", "delete it and its entry in the manifest")

    def _unknown(self, file: str, name: str, kind: str, known: Iterable[str]) -> None:
        words = ", ".join(each.removesuffix(".csv") for each in known)
        self._say(
            file,
            f"found {name.removesuffix('.csv')!r}, expected one of the {kind} {words}, as a .csv",
            "delete the file and its entry, or enter it in article.toml",
        )

    def _say(self, file: str, what: str, mend: str) -> None:
        self.problems.append(Problem(file, 0, 0, what, f"{mend}."))

    def _table(
        self,
        file: str,
        raw: bytes,
        symbol: str,
        wanted: tuple[str, ...],
        judge: Callable[[table.Table], None],
        sessions: pd.DatetimeIndex | None = None,
        *,
        daily: bool = False,
        **layout: Any,
    ) -> None:
        """Read a table of the `layout`; its dates are judged, where there are `sessions` as theirs, and then its numbers."""
        self._symbol(file, symbol)
        if read := table.read(file, raw, wanted, self.problems, **layout):
            days = rules.dates(read, self.latest, sessions, daily)
            judge(read)
            text = read.frame.iloc[:, 0]
            self._agree(file, len(text), str(text.iloc[0]), str(text.iloc[-1]))
            self.tables[file] = read.frame.drop(columns=text.name).set_index(days.rename("date"))

    def _holdings(self, file: str, raw: bytes, name: str) -> None:
        self._symbol(file, config.FUND)
        day = manifest.iso_date(name)
        if day is None:
            self._say(file, f"found the name {name!r}, expected a date such as 2026-01-30", "rename the file")
            return
        if self.latest and day > self.latest:
            found = f"found a date in the future of {self.latest}, where the snapshot ends"
            self._say(file, found, manifest.AGAIN)
        read, wrong = holdings.parse(file, raw, day)
        self.problems += wrong
        if read:
            self.holdings[day] = read.frame
            if read.shares:
                self.shares[day] = read.shares
            self._agree(file, len(read.frame), name, name)

    def _agree(self, file: str, rows: int, first: str, last: str) -> None:
        self.problems += manifest.agree(file, self.entries.get("files", {}).get(file), rows, first, last)

    def _symbol(self, file: str, symbol: str) -> None:
        entry = self.entries.get("files", {}).get(file)
        if isinstance(entry, dict) and isinstance(found := entry.get("symbol"), str) and found != symbol:
            self.problems.append(manifest.at_key("symbol", f"found {found!r}, expected {symbol!r}", file))

    def compare_as_of(self) -> None:
        """The manifest's date and the fund's last bar have to be of the same session."""
        fund = self.tables.get(FUND_FILE)
        if fund is None or self.as_of is None:
            return
        last = fund.index[-1].date()
        if last != (session := self._session(self.as_of)):
            what = f"found {self.as_of} (session {session}), {FUND_FILE} ends on {last}"
            self.problems.append(manifest.at_key("as_of", what, mend=f"write {last} or {manifest.AGAIN}"))

    def compare_nav(self) -> None:
        """The issuer's NAV and the fund's close have to be of the same fund, in the same unit."""
        fund = self.tables.get(FUND_FILE)
        if fund is None or HISTORY_FILE not in self.tables:
            return
        apart = rules.distant(self._history()["nav"], fund["close"])
        if len(apart):
            day, worst = f"{apart.index[-1]:%Y-%m-%d}", apart.iloc[-1]
            more = f" and on {len(apart) - 1} more days" if len(apart) > 1 else ""
            what = (
                f"found {worst['nav']:g}, {worst['share']:+.0%} from the close of {worst['close']:g}{more}, where at most "
                f"{rules.DISTANCE:.0%} is believable"
            )
            within = f"row of {day}, column nav"
            self.problems.append(Problem(HISTORY_FILE, 0, 0, what, f"{manifest.AGAIN}.", within))

    def compare_dividends(self) -> None:
        """A column of dividends that was zeroed, whole or from some day on, makes total returns of prices."""
        paid = self._history().get("distribution")
        for name in BARS:
            frame = self.tables.get(f"prices/{name}")
            if frame is None:
                continue
            own = paid if BARS[name] == config.FUND else None
            if told := rules.unpaid(frame, own):
                self.problems.append(
                    Problem(f"prices/{name}", 0, 0, told, f"{manifest.AGAIN}.", "column dividend")
                )

    def compare_counts(self) -> None:
        """A split that is entered and not carried into the prices before it, or the reverse, shows at the issuer's files."""
        fund = self.tables.get(FUND_FILE)
        if fund is None:
            return
        for day, count in self.shares.items():
            value = float(self.holdings[day]["market_value"].sum()) / count
            if told := rules.unsplit(fund, day, value):
                self.problems.append(Problem(FUND_FILE, 0, 0, told, f"{manifest.AGAIN}.", "column split"))
                return

    def _history(self) -> pd.DataFrame:
        """The issuer's history of the fund; its rows of days without a session are not read."""
        whole = self.tables.get(HISTORY_FILE, pd.DataFrame())
        if whole.empty:
            return whole
        frame = whole[whole.index.isin(self.sessions)]
        return frame.assign(shares=rules.counted(frame["shares"]))

    def _session(self, day: date) -> date:
        before: date = self.sessions[self.sessions <= pd.Timestamp(day)][-1].date()
        return before

    def market(self, as_of: date | None) -> Market:
        nothing = pd.DataFrame(index=pd.DatetimeIndex([], name="date"))
        index = self.tables[FUND_FILE].index
        first, last = index[0].date(), index[-1].date()
        if as_of and (as_of < first or _session_after(last, as_of)):
            side = "before" if as_of < first else "later than"
            raise UsageError(
                f"{as_of} is {side} the data, which run from {first} to {last}; choose a day among them."
            )
        tables = self.tables
        bars = {
            symbol: tables[f"prices/{name}"] for name, symbol in BARS.items() if f"prices/{name}" in tables
        }
        whole = Market(
            as_of=last,
            origin=str(self.entries["origin"]),
            bars=bars,
            rates={
                series: tables[f"rates/{name}"][series].dropna()
                for name, series in RATES.items()
                if f"rates/{name}" in tables
            },
            holdings=dict(sorted(self.holdings.items())),
            fund=tables.get("fund.csv", nothing),
            options=tables.get("options.csv", nothing),
            shares=self.shares,
            history=self._history(),
            holes=rules.holes(bars),
            manifest=MappingProxyType(dict(self.entries)),
        )
        return record.slice_at(whole, record.last_session(whole, as_of or last))


def _session_after(last: date, day: date) -> bool:
    """Whether the exchange was open after `last`, up to and with `day`: a weekend after the data is none."""
    return day > last and len(sessions(last, min(day, last + timedelta(days=14)))) > 1
