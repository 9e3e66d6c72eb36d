"""Tables of editions: the list of them with what each brought, a line of time, and what changed from one to the next."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import formats
from generator.ledger import sealed, versions
from generator.ledger.briefs import brief, kept, key
from generator.ledger.changes import Changes, between
from generator.ledger.check import WORDS
from generator.pages import changes as words
from generator.pages import marks
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, piece, together, under

ONE = "There is one edition yet: nothing stands before it."
FEW, SAME = 5, 4  # changes that the front page tells, and of one kind as long as there are others
WHOLE = 4  # pairs of neighbours that the page of changes tells in full; of the others the list has the counts


def pairs(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Each edition with the one before it, newest first: of seals of one session the last stands for it."""
    last = list({path.name[:10]: path for path in paths}.values())
    return list(itertools.pairwise(last))[::-1]


def compared(before: Path, after: Path) -> Changes:
    """What the later edition says otherwise."""
    return _compared(before, after, sealed.digest(before), sealed.digest(after))


@lru_cache(maxsize=256)  # the list, the page of changes and both feeds ask for the same
def _compared(before: Path, after: Path, *_sums: str) -> Changes:
    return between(sealed.read(before), sealed.read(after))


def brought_by(before: Path, after: Path) -> str:
    """What the later edition brought, in a line."""
    both = before, after
    told: str = kept(
        "-".join((versions.engine(), *map(key, both))),
        lambda: words.counts(compared(*both), *map(sealed.read, both)),
        lambda line: isinstance(line, str),
    )
    return told


def _standing(known: Known) -> Path:
    """The newest edition that is not of a later session than the site's: what `since` was held against."""
    until = known.results.as_of.isoformat()
    return next((path for path in reversed(known.editions) if path.name[:10] <= until), known.editions[-1])


def _none(known: Known) -> Piece:
    simulated = known.results.origin == "simulated"
    return together("No edition is sealed from simulated data." if simulated else "No edition is sealed yet.")


@table
def editions(known: Known, prefix: str) -> Piece:
    """Every sealed edition, the newest first: where it is read, what it brought, what it counts, its sum."""
    if not known.editions:
        return _none(known)
    brought = {after: brought_by(before, after) for before, after in pairs(known.editions)}
    first = known.editions[0]
    rows = []
    for path in reversed(known.editions):
        told, name = brief(path), sealed.name(path)
        verdicts = Counter(told["verdicts"].values())
        day = formats.day(date.fromisoformat(told["as_of"])) + (f", seal {name[11:]}" if name[11:] else "")
        changed = told["changed"]
        why = (
            f"sealed again: {', '.join(changed['why'])}"
            if changed
            else brought.get(path, "the first" if path == first else "–")
        )
        rows.append(
            Row(
                (
                    marks.link(day, f"{prefix}editions/{name}/"),
                    why,
                    marks.lines(
                        *(f"{n} {marks.name(word, n)}" for word in WORDS if (n := verdicts[word])), said=", "
                    ),
                    told["note"] or "–",
                    marks.code(sealed.digest(path)[:12]),
                ),
                f"edition-{name}",
            )
        )
    head = ("Edition", "What it brought", "Verdicts", "Made from", "SHA-256")
    return Table("Sealed editions", head, rows, (), "stack seals").piece()


@table
def timeline(known: Known, prefix: str) -> Piece:
    """A line of time on which every edition stands."""
    last = {date.fromisoformat(path.name[:10]): path for path in known.editions}
    days = sorted(last)
    if len(days) < 2:
        return Piece()
    first, length = days[0], (days[-1] - days[0]).days
    points = [(f"{4 + 92 * (day - first).days / length:.2f}", day, last[day].name) for day in days]
    told = f"{len(days)} editions from {formats.day(days[0])} to {formats.day(days[-1])}"
    return piece("editions/timeline", told, points=points, told=told, prefix=prefix)


def changes(known: Known, since: Changes | None, now: Mapping[str, Any] | None, prefix: str) -> Piece:
    """What changed since the newest edition, and between the newest ones, by weight, each with its cause."""
    if not known.editions:
        return _none(known)
    parts: list[str] = []
    if since is not None and now is not None:
        newest = sealed.read(_standing(known))
        counted = words.counts(since, newest, now)
        parts.append(
            _part("Since the newest edition", since, counted, words.told(since, newest, now), prefix)
        )
    for before, after in pairs(known.editions)[:WHOLE]:
        found = compared(before, after)
        one, other = (formats.day(date.fromisoformat(path.name[:10])) for path in (before, after))
        told = words.told(found, sealed.read(before), sealed.read(after))
        parts.append(_part(f"From {one} to {other}", found, brought_by(before, after), told, prefix))
    return together(*parts, between="\n\n") or together(ONE)


def latest(known: Known, since: Changes | None, now: Mapping[str, Any] | None, prefix: str) -> Piece:
    """The weightiest few changes: since the newest edition, else those that it brought."""
    found = None
    if since is not None and now is not None:
        newest = _standing(known)
        found = (since, sealed.read(newest), now, newest)
    if (not found or not found[0].changes) and (last := pairs(known.editions)[:1]):
        before, after = last[0]
        found = (compared(before, after), sealed.read(before), sealed.read(after), before)
    told_of = words.told(*found[:3]) if found else {}
    first = [one for group in told_of.values() for one in group[:SAME]]
    said = first + [one for group in told_of.values() for one in group[SAME:]]
    if not found:
        return together(ONE) if known.editions else _none(known)
    day = formats.day(date.fromisoformat(found[3].name[:10]))
    if not said:
        return together(f"Nothing that is held against the data reads otherwise since the edition of {day}.")
    lines = [(one.words, one.causes, prefix + one.way) for one in said[:FEW]]
    more = len(said) - len(lines)
    told = f"Since the edition of {day}: {words.counts(*found[:3])}."
    return both("editions/latest", told=told, lines=lines, more=more, prefix=prefix)


def _part(title: str, found: Changes, counts: str, told: dict[str, list[words.Said]], prefix: str) -> Piece:
    groups = [
        (
            words.HEADS[kind],
            [(s.words, s.causes, prefix + s.way) for s in said[: words.most(kind)]],
            max(len(said) - words.most(kind), 0),
        )
        for kind, said in told.items()
    ]
    causes = ", ".join(found.causes)
    return under(title, both("editions/changes", counts=counts, causes=causes, groups=groups))


def neighbours(paths: Iterable[Path], stem: str) -> list[tuple[str, date]]:
    """The editions that have a section, by name, newest first, one a session: where it can be read as it stood."""
    last = {path.name[:10]: path for path in paths}
    return [
        (path.name, date.fromisoformat(day))
        for day, path in sorted(last.items(), reverse=True)
        if stem in brief(path)["text"]
    ]
