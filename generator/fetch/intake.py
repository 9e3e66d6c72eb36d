"""One item from its provider into the snapshot in the making: ask, judge row by row, compare, put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from generator import config
from generator.errors import Unavailable
from generator.fetch import documents, judge, merge, rows, standing
from generator.fetch.http import Http
from generator.fetch.kinds import CLOSE, DIVIDEND, NO_PRICES, VOLUME, Calendar, Kind, number
from generator.fetch.merge import Merged
from generator.fetch.providers import Ask, Day, Document, Item, Provider, Rows
from generator.fetch.report import Line
from generator.fetch.rows import Cells, Doubt, Table
from generator.fetch.standing import Standing
from generator.market import hours, rules, sessions
from generator.market.load import problems_of

MARGIN = timedelta(minutes=30)  # after the close, until a bar counts as final
OVERLAP = (
    45  # rows fetched again and compared: a dividend may be told weeks late, a session be missing for weeks
)
ENOUGH = 11  # years of a series that are worth having without what is older: ten, and the year before them
SKEW = timedelta(minutes=5)  # by which clocks may differ before it is told
TOTALS = 0.01  # share by which a year's dividends may differ from the issuer's distributions
FUND_PRICES = f"prices/{config.FUND.removeprefix('^')}.csv"
FUND_HISTORY = f"fund/{config.FUND}.csv"


@dataclass
class Intake:
    """The files of the snapshot in the making, and who filled them."""

    standing: Standing
    now: datetime
    http: Http
    say: Callable[[str], None]
    since: date | None = None  # from which on history and month-end files are wanted
    files: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)
    compared: dict[str, str] = field(default_factory=dict)  # series that were asked for whole
    answered: bool = False  # whether any answer of bars came
    open_days: set[str] = field(
        default_factory=set
    )  # of which a bar came that has a volume and no prices yet
    held: list[str] = field(
        default_factory=list
    )  # of the item in hand: what was held back or left out, and why

    def __post_init__(self) -> None:
        self.files = dict(self.standing.files)

    @property
    def clock(self) -> datetime:
        """The machine's, or the providers' where the machine's runs ahead: an open session must not look closed."""
        return self.now + self.http.skew if self.http.skew < -SKEW else self.now

    @property
    def session(self) -> date:
        """The last session that is over."""
        return hours.last_closed(self.clock, MARGIN)

    @property
    def traded(self) -> set[str]:
        """The days of which any symbol has a bar, or will have one."""
        return self.open_days | {
            day for name, raw in self.files.items() if name.startswith("prices/") for day in rows.table(raw)
        }

    def missed(self, newest: str) -> list[str]:
        """Sessions after a day, up to the last one, without those that no symbol has though it has later ones."""
        if not newest:
            return []
        traded = self.traded
        last = max(traded, default="")
        after = date.fromisoformat(newest) + timedelta(days=1)
        expected = sessions(after, self.session).strftime("%Y-%m-%d") if after <= self.session else ()
        return [day for day in expected if day in traded or day > last]

    def take(self, provider: Provider, item: Item) -> Line:
        """Bring one item in, or leave its file as it was and say why."""
        told, why, came = self._needless(item), "", False
        self.held = []
        if not told:
            try:
                told, came = ", ".join(self._put(provider, item)), True
                why = "; ".join(rows.unique(self.held))
            except (Unavailable, Doubt) as reason:
                why = str(reason)
        return Line(provider.SOURCE.key, item.symbol, item.file, told, why, came, self.newest(item), item.lag)

    def newest(self, item: Item) -> str:
        """The last day that an item has."""
        days = [day.isoformat() for day in documents.dated(self.files, PurePosixPath(item.file))]
        if days or item.file not in self.files:
            return max(days, default="")
        if not item.columns:
            return rows.newest(self.files[item.file])
        header, lines = rows.parse(self.files[item.file])
        places = [header.index(name) for name in item.columns if name in header]
        return max((cells[0] for cells in lines if any(cells[place] for place in places)), default="")

    def _needless(self, item: Item) -> str:
        """Why a row of the session is not asked for, "" where it is."""
        if not item.columns:
            return ""
        if hours.trading(self.clock, MARGIN):
            return "a session is running: its figures are taken after the close"
        session = self.session.isoformat()
        if self.answered and session not in self.traded:
            return f"no symbol has a bar of {session}, and nothing else gets a row of it"
        header, table = self._own(item.file)
        cells = dict(zip(header, table.get(session, ()), strict=False))
        return f"has its row of {session}" if all(cells.get(name) for name in item.columns) else ""

    def _own(self, file: str) -> tuple[Cells, Table]:
        raw = self.files.get(file)
        return (rows.parse(raw)[0], rows.table(raw)) if raw else (("date",), {})

    def _put(self, provider: Provider, item: Item) -> list[str]:
        """Fetch and put in all parts that are sound; what is told. Doubt where none of them is."""
        since = self._since(item.file)
        ask = Ask(
            item, self.session, since, documents.wanted(self.files, item.file, self.since, self.session)
        )
        told: list[str] = []
        unsound: set[date] = set()  # days whose document is in doubt: no figure of it is taken either
        for part in provider.fetch(ask, self.http):
            try:
                if isinstance(part, Rows):
                    told += self._series(provider, ask, part)
                elif isinstance(part, Document):
                    told.append(documents.put(part, self.files, self.clock.date()))
                elif part.day not in unsound:
                    told += self._day(part)
            except Doubt as why:
                self.held.append(str(why))
                unsound |= {part.day} if isinstance(part, Document) else set()
                continue
            self.sources.setdefault(part.file, []).append(provider.SOURCE.key)
        if not told:
            raise Doubt("; ".join(rows.unique(self.held)))
        return [*filter(None, [item.what]), *told]

    def _since(self, file: str) -> date:
        """First day to ask for: of the overlap, or of the whole series where it is compared or comes anew."""
        if file not in self.files or not file.startswith(("prices/", "rates/")):
            return config.HISTORY
        days = sorted(rows.table(self.files[file]))
        first = date.fromisoformat(days[0])
        month = self.standing.entries.get(file, {}).get("compared", "")[:7]
        if (
            file in self.standing.altered
            or file in self.standing.mended
            or month != f"{self.session:%Y-%m}"
            or (file == FUND_PRICES and self._totals_differ())
        ):
            return min(first, self.since or first)
        return min(date.fromisoformat(days[-OVERLAP:][0]), self.since or date.max)

    def _totals_differ(self) -> bool:
        """Whether a year's dividends are other than the issuer's own distributions."""
        if FUND_HISTORY not in self.files:
            return False
        year = (self.session - timedelta(days=365)).isoformat()
        bars, told = rows.table(self.files[FUND_PRICES]), rows.table(self.files[FUND_HISTORY])
        both = [day for day in bars if day >= year and day in told]
        paid, issued = (
            sum(number(t[d][i]) for d in both if t[d][i]) for t, i in ((bars, DIVIDEND), (told, 2))
        )
        return abs(paid - issued) > TOTALS * issued

    def _series(self, provider: Provider, ask: Ask, part: Rows) -> list[str]:
        """A series in its file; what is told. A contradiction to what stands makes it be fetched whole."""
        raw = self.files.get(part.file)
        old = rows.table(raw) if raw else {}
        self.answered |= part.header == rules.PRICES
        kind = self._kind(part)
        answer, left, notes = self._sound(kind, ask, part)
        if old and ask.since.isoformat() > min(old) and merge.contradicts(kind, old, answer):
            self.say(f"    {part.symbol}: what came differs from what stands; fetching the whole series")
            again = Ask(ask.item, ask.session, date.fromisoformat(min(old)))
            (part,) = (p for p in provider.fetch(again, self.http) if isinstance(p, Rows))
            answer, left, notes = self._sound(kind, again, part)
            ask = again
        if not old:
            answer, cut = self._believable(kind, part, answer)
            notes += [cut]
        merged = merge.series(kind, old, answer)
        self.files[part.file] = rows.join(part.header, merged.rows)
        if old and part.header == rules.PRICES:
            new = {day: factor for day, factor in merge.splits(merged.rows).items() if day not in old}
            notes += [f"a split of {factor:g} for 1 on {day}" for day, factor in new.items()]
        if part.file == FUND_PRICES and FUND_HISTORY in self.files:  # count and price are of one basis
            header, history = self._own(FUND_HISTORY)
            history, split = merge.split_history(history, merged.rows)
            self.files[FUND_HISTORY] = rows.join(header, history)
            notes += [split and f"{FUND_HISTORY}: {split}"]
        if not old or ask.since.isoformat() <= min(old):
            self.compared[part.file] = self.session.isoformat()
        return self._told(merged, left, notes, part)

    def _believable(self, kind: Kind, part: Rows, answer: Table) -> tuple[Table, str]:
        """A series where none stands; the vendors' oldest rows may be full of holes, and are then left out, and told."""
        if part.adjusted:
            raise Doubt(part.note)
        enough = f"{self.session.year - ENOUGH}-01-01"
        recent = {day: cells for day, cells in answer.items() if day >= enough}
        problems = problems_of(part.file, rows.join(kind.header, answer), self.clock.date())
        if not problems or not recent or len(recent) == len(answer):
            return answer, ""
        return recent, f"left out what is before {enough}: {problems[0].what}"

    def _told(self, merged: Merged, left: Mapping[str, str], notes: list[str], part: Rows) -> list[str]:
        first = min(merged.rows)
        recent = {day: why for day, why in left.items() if day >= first}
        self.held += [*rows.gathered(merged.left, "held back"), *rows.gathered(recent)]
        old = len(left) - len(recent)
        return [
            f"{merged.added} new, to {rows.newest(self.files[part.file])}",
            *merged.notes,
            *([f"left out {old} rows before {first}"] if old else ()),
            *filter(None, [*notes, part.note]),
        ]

    def _kind(self, part: Rows) -> Kind:
        # bars and the issuer's rows are of sessions that are over; a rate may be of a holiday
        last = self.clock.date() if part.file.startswith("rates/") else self.session
        closes: dict[str, float] = {}
        if part.header == rules.HISTORY:
            closes = {day: number(cells[CLOSE]) for day, cells in self._own(FUND_PRICES)[1].items()}
        kind = standing.kind_of(part.file, b"", Calendar(last.isoformat()), closes)
        assert kind is not None, part.file
        return kind

    def _sound(self, kind: Kind, ask: Ask, part: Rows) -> tuple[Table, dict[str, str], list[str]]:
        """The sound rows that were asked for, why others are left out, and notes; Doubt where there is none."""
        if part.header != kind.header:
            raise Doubt(f"its columns are {','.join(part.header)}")
        running = str(hours.following(self.session)) if hours.trading(self.clock, MARGIN) else ""
        asked = [cells for cells in part.rows if cells[0] >= ask.since.isoformat() and cells[0] != running]
        note = ""
        if part.header == rules.HISTORY:
            told = {cells[0]: cells for cells in asked}
            moved, note = merge.split_history(told, self._own(FUND_PRICES)[1])
            asked = [moved[cells[0]] if cells is told[cells[0]] else cells for cells in asked]
        sifted = kind.sift(asked)
        if part.header == rules.PRICES:
            waiting = (cells for cells in asked if cells[0] in sifted.left and number(cells[VOLUME]) > 0)
            self.open_days |= {cells[0] for cells in waiting if sifted.left[cells[0]] == NO_PRICES}
        if not sifted.rows:
            raise Doubt("; ".join(rows.gathered(sifted.left)) or "no finished row came")
        return sifted.rows, sifted.left, [note]

    def _day(self, part: Day) -> list[str]:
        """A row of a day; what is told."""
        if self.traded and part.day.isoformat() not in self.traded:
            raise Doubt(f"no symbol has a bar of {part.day}: no row of it is kept")
        header, table = self._own(part.file)
        splits = merge.splits(self._own(FUND_PRICES)[1]) if FUND_PRICES in self.files else {}
        kept, notes = judge.day(part, header, table, splits)
        if not judge.whole(part, kept):
            raise Doubt("; ".join(notes))
        header, table = merge.dated(table, header, part.day.isoformat(), kept)
        self.files[part.file] = rows.join(header, table)
        self.held += notes
        return [f"row of {part.day}", *filter(None, [part.note])]
