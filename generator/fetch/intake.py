"""One item from its provider into the snapshot in the making: ask, compare, judge, put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath

from generator import config
from generator.fetch import judge, merge
from generator.fetch.http import Http
from generator.fetch.merge import Merged, Nonsense
from generator.fetch.providers import Ask, Document, Item, Provider, Rows, Unavailable
from generator.fetch.published import Published
from generator.fetch.report import Line
from generator.market import hours, rules

MARGIN = timedelta(minutes=30)  # after the close, until a bar counts as final
OVERLAP = 10  # sessions fetched again and compared
ENOUGH = 11  # years of a series that are worth having without what is older: ten, and the year before them
SKEW = timedelta(minutes=5)  # by which clocks may differ before it is told


@dataclass
class Intake:
    """The files of the snapshot in the making, and who filled them."""

    published: Published
    now: datetime
    http: Http
    say: Callable[[str], None]
    files: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = dict(self.published.files)

    @property
    def clock(self) -> datetime:
        """The machine's, or the providers' where the machine's runs ahead: an open session must not look closed."""
        return self.now + self.http.skew if self.http.skew < -SKEW else self.now

    @property
    def session(self) -> date:
        """The last session that is over."""
        return hours.last_closed(self.clock, MARGIN)

    def take(self, provider: Provider, item: Item) -> Line:
        """Bring one item in, or leave its file as it was and say why."""
        line = partial(Line, provider.SOURCE.key, item.symbol, item.file)
        if item.columns and (told := self._needless(item)):
            return line(told, came=False)
        try:
            told, newest = self._put(provider, item)
        except (Unavailable, Nonsense) as why:
            stands = self._newest(item)
            if stands >= self.session.isoformat() and not item.columns:  # nothing newer could have come
                return line(f"stands as of {stands} already ({why})", came=False)
            return line(f"kept as of {stands}" if stands else "not there", str(why), came=False)
        if newest < self.session - timedelta(days=item.lag):
            return line(told, f"its newest date is {newest}, the calendar expects {self.session}")
        return line(told)

    def _needless(self, item: Item) -> str:
        """Why a row of the session is not asked for, "" where it is."""
        if hours.trading(self.clock, MARGIN):
            return "a session is running: its figures are taken after the close"
        header, rows = merge.split_lines(self.files[item.file]) if item.file in self.files else ((), {})
        cells = dict(zip(header, rows.get(self.session.isoformat(), ()), strict=False))
        return f"has its row of {self.session}" if all(cells.get(name) for name in item.columns) else ""

    def _put(self, provider: Provider, item: Item) -> tuple[str, date]:
        """Fetch and put in all parts or none; what is told, and the newest date."""
        ask = Ask(item, self.session, self._since(item.file))
        placed: dict[str, bytes | None] = {}  # None takes a file out
        told: list[str] = [item.what] if item.what else []
        newest = date.min
        for part in provider.fetch(ask, self.http):
            if isinstance(part, Rows):
                merged = self._rows(provider, ask, part)
                newest = date.fromisoformat(merge.newest(merged.raw))
                told.append(f"{merged.added} new, to {newest}")
                told += [f"{len(merged.restated)} restated, from {day}" for day in merged.restated[:1]]
                told += [*merged.notes, *filter(None, [part.note])]
                placed[part.file] = merged.raw
            elif isinstance(part, Document):
                newest = part.day
                told.append(self._document(part, placed))
            else:
                newest = max(newest, part.day)
                merged = merge.row(self.files.get(part.file), part)
                judge.day(part, self.files.get(part.file), merged.raw, self.clock.date())
                told.append(
                    f"{', '.join(part.values)} of {part.day}" if not item.columns else f"row of {part.day}"
                )
                told += filter(None, [part.note])
                placed[part.file] = merged.raw
        for name, raw in placed.items():
            if raw is None:
                del self.files[name]
                continue
            self.files[name] = raw
            self.sources.setdefault(name, []).append(provider.SOURCE.key)
        return ", ".join(told), newest

    def _rows(self, provider: Provider, ask: Ask, part: Rows) -> Merged:
        """The part in its file; a contradiction to what is published makes it be fetched whole."""
        old = self.files.get(part.file)
        part = self._finished(part, ask)
        if old is None:
            return self._first(part)
        if part.file in self.published.altered:
            merged = merge.reload(old, part)
        else:
            merged = merge.append(old, part)
            if merged.restated:
                self.say(
                    f"    {part.symbol}: {merged.restated[0]} came otherwise than published; fetching the whole series"
                )
                again = Ask(ask.item, ask.session, date.fromisoformat(merge.oldest(old)))
                (came,) = (p for p in provider.fetch(again, self.http) if isinstance(p, Rows))
                merged = merge.reload(old, part := self._finished(came, again))
        judge.rows(part, merged.raw, self.clock.date())
        return merged

    def _first(self, part: Rows) -> Merged:
        """A series where none stands; the vendors' oldest rows may break the rules, and are then left out."""
        merged = merge.fresh(part)
        try:
            judge.rows(part, merged.raw, self.clock.date())
        except Nonsense as why:
            enough = date(self.session.year - ENOUGH, 1, 1)
            rows = [cells for cells in part.rows if cells[0] >= enough.isoformat()]
            if len(rows) in (0, len(part.rows)):
                raise
            merged = merge.fresh(replace(part, rows=rows))
            judge.rows(part, merged.raw, self.clock.date())
            merged.notes.append(f"left out what is before {enough}, where {why}")
        return merged

    def _finished(self, part: Rows, ask: Ask) -> Rows:
        """Bars without the running session's; Nonsense for bars of days to come."""
        rows = [cells for cells in part.rows if cells[0] >= ask.since.isoformat()]
        if part.header == rules.PRICES:
            session = self.session.isoformat()
            running = hours.following(self.session) if hours.trading(self.clock, MARGIN) else None
            rows = [cells for cells in rows if cells[0] != str(running)]
            if rows and rows[-1][0] > session:
                raise Nonsense(
                    f"it has a bar of {rows[-1][0]}, though the last session that is over is {session}"
                )
        if not rows:
            raise Nonsense("no finished row came")
        return Rows(part.file, part.symbol, part.header, rows, part.note)

    def _document(self, part: Document, placed: dict[str, bytes | None]) -> str:
        """The issuer's file beside those that stand: the newest is kept, and the last one of every month before."""
        folder = PurePosixPath(part.file).parent
        dated = {day: name for name in self.files if (day := _dated(name, folder))}
        before = max((day for day in dated if day != part.day), default=None)
        if dated and part.day < max(dated):
            raise Nonsense(f"it is of {part.day}, older than the published one of {max(dated)}")
        judge.document(part, (before, self.files[dated[before]]) if before else None, self.clock.date())
        if part.day in dated:
            return f"file of {part.day} stands already"
        month = [day for day in dated if (day.year, day.month) == (part.day.year, part.day.month)]
        placed.update({dated[day]: None for day in month})
        placed[part.file] = part.raw
        return f"file of {part.day}"

    def _newest(self, item: Item) -> str:
        days = [day for name in self.files if (day := _dated(name, PurePosixPath(item.file)))]
        if days:
            return max(days).isoformat()
        return merge.newest(self.files[item.file]) if item.file in self.files else ""

    def _since(self, file: str) -> date:
        """First day to ask for: of the overlap, or of the whole series where it has to come anew."""
        if file not in self.files:
            return config.HISTORY
        raw = self.files[file]
        if file in self.published.altered:
            return date.fromisoformat(merge.oldest(raw))
        _, rows = merge.split_lines(raw)
        return date.fromisoformat(sorted(rows)[-OVERLAP:][0])


def _dated(name: str, folder: PurePosixPath) -> date | None:
    """The date that a file of a folder of dated files is named by."""
    path = PurePosixPath(name)
    return date.fromisoformat(path.stem) if path.parent == folder and len(path.stem) == 10 else None
