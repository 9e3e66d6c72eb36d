"""What changed from one edition to another, and why: told by what each result rests on, not by how it moved.

new data: its own day is a later one. revised data: the same past reads otherwise. another definition: the version of its
arithmetic or rule is another. edited text: what was declared or written is. Whatever applies is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.ledger.editions import WORDING
from generator.ledger.sealing import keyed

NEW, REVISED, DEFINITION, TEXT = "new data", "revised data", "another definition", "edited text"
CAUSES = (NEW, REVISED, DEFINITION, TEXT)
KINDS = ("verdict", "forecast", "number", "sentence", "definition", "text")  # by weight
FAR = 2.0  # times what a number usually moves in as many sessions: from there on it is told
MONTH = 30.4  # days, over which `usual` was counted
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise. `before` and `after` are what it said; None where there was or is none."""

    kind: str
    key: str
    before: Any
    after: Any
    causes: tuple[str, ...]
    far: float | None = None  # of a number, how many times what is usual


@dataclass(frozen=True)
class Changes:
    """All of it, by weight, and every cause that is at work between the two."""

    changes: tuple[Change, ...]
    causes: tuple[str, ...]

    def of(self, kind: str) -> list[Change]:
        """Those of one kind."""
        return [change for change in self.changes if change.kind == kind]


@dataclass(frozen=True)
class _Pair:
    before: Entry
    after: Entry

    @property
    def later(self) -> bool:
        return bool(self.after["as_of"] > self.before["as_of"])

    @property
    def revised(self) -> frozenset[str]:
        """The files whose past reads otherwise in the later snapshot."""
        then = self.before["content"]
        if self.later:
            now = (self.after["before"] or {}).get("content", {})
            if (self.after["before"] or {}).get("as_of") != self.before["as_of"]:
                return frozenset()
        else:
            now = self.after["content"]
        if not then or not now:
            old, new = self.before["inputs"], self.after["inputs"]
            return (
                frozenset()
                if self.later
                else frozenset(n for n in {**old, **new} if old.get(n) != new.get(n))
            )
        return frozenset(name for name in {**then, **now} if then.get(name) != now.get(name))


def between(before: Entry, after: Entry) -> Changes:
    """The changes from one record to another of the same or a later session."""
    pair = _Pair(before, after)
    moved = _numbers(pair)
    found = [
        *_verdicts(pair),
        *_standings(pair),
        *moved,
        *_sentences(pair, moved),
        *_definitions(pair),
        *_text(pair),
    ]
    found.sort(key=lambda c: (KINDS.index(c.kind), -(c.far or 0)))
    at_work = {cause for change in found for cause in change.causes}
    at_work |= ({NEW} if pair.later else set()) | ({REVISED} if pair.revised else set())
    return Changes(tuple(found), tuple(cause for cause in CAUSES if cause in at_work))


def _causes(pair: _Pair, *, day: bool, revised: bool, version: bool, text: bool) -> tuple[str, ...]:
    named = tuple(c for c, holds in zip(CAUSES, (day, revised, version, text), strict=True) if holds)
    # nothing of its own is otherwise: it rests on more than it names, which can only be the later session or the engine
    return named or ((NEW,) if pair.later else (DEFINITION,))


def _numbers(pair: _Pair) -> list[Change]:
    found, revised = [], pair.revised
    old, new = (keyed(side, "numbers", "key") for side in (pair.before, pair.after))
    for key in old.keys() & new.keys():
        was, now = old[key], new[key]
        if was["value"] == now["value"] or now.get("group") == "ledger":  # counts of what is told by itself
            continue
        files = {*was["inputs"], *now["inputs"]}
        causes = _causes(
            pair,
            day=was["as_of"] != now["as_of"],
            revised=bool(files & revised),
            version=_other(was, now),
            text=False,
        )
        found.append(Change("number", key, was["value"], now["value"], causes, _far(pair, was, now)))
    return sorted(found, key=lambda change: change.key)


def _far(pair: _Pair, was: Entry, now: Entry) -> float | None:
    """How many times what is usual for as many days it moved; by the root of time, as changes add up that know nothing of each other."""
    usual = was["usual"] or now["usual"]
    if not usual or isinstance(was["value"], str | None) or isinstance(now["value"], str | None):
        return None
    days = (date.fromisoformat(pair.after["as_of"]) - date.fromisoformat(pair.before["as_of"])).days
    return float(abs(now["value"] - was["value"]) / (usual * max(days / MONTH, 1 / MONTH) ** 0.5))


def _other(was: Entry, now: Entry) -> bool:
    return bool(was["version"] and now["version"] and was["version"] != now["version"])


def _worded(was: Entry, now: Entry, without: Collection[str] = ("line",)) -> bool:
    """Whether what was declared reads otherwise, in what both records say of it."""
    return any(was[name] != now[name] for name in was.keys() & now.keys() if name not in without)


def _verdicts(pair: _Pair) -> Iterator[Change]:
    old, new = (keyed(side, "findings", "fact") for side in (pair.before, pair.after))
    for key, now in new.items():
        was = old.get(key)
        if was and was["verdict"] and now["verdict"] and was["verdict"] != now["verdict"]:
            yield Change("verdict", key, was["verdict"], now["verdict"], _resting(pair, was, now, "fact"))


def _resting(pair: _Pair, was: Entry, now: Entry, declared: str) -> tuple[str, ...]:
    same_day = was["as_of"] == now["as_of"]
    return _causes(
        pair,
        day=pair.later and not same_day,
        revised=same_day and bool(was["rests"] and now["rests"]) and was["rests"] != now["rests"],
        version=_other(was, now),
        text=_worded(was[declared], now[declared], WORDING),
    )


def _standings(pair: _Pair) -> Iterator[Change]:
    old, new = (keyed(side, "standings", "forecast") for side in (pair.before, pair.after))
    for key, now in new.items():
        was = old.get(key)
        if was and was["state"] != now["state"]:
            yield Change("forecast", key, was["state"], now["state"], _resting(pair, was, now, "forecast"))


def _sentences(pair: _Pair, moved: list[Change]) -> Iterator[Change]:
    """Those that both have, word for word in what is written, and of which another branch is taken."""
    causes = {change.key: change.causes for change in moved}
    facts = [keyed(side, "findings", "fact") for side in (pair.before, pair.after)]
    shared = facts[0].keys() & facts[1].keys()
    edited = [key for key in shared if _worded(facts[0][key]["fact"], facts[1][key]["fact"], WORDING)]
    causes |= {f"said.{key}": (TEXT,) for key in edited}
    old, new = (keyed(side, "sentences", "id") for side in (pair.before, pair.after))
    for key, now in new.items():
        was = old.get(key)
        if was and was["taken"] != now["taken"]:
            named = {cause for name in now["reads"] for cause in causes.get(_read(name), ())}
            told = tuple(c for c in CAUSES if c in named) or _causes(
                pair, day=pair.later, revised=False, version=False, text=False
            )
            yield Change("sentence", key, was["words"], now["words"], told)


def _read(name: str) -> str:
    """What a condition names, without of, at and an end: `close`, `said.rsi`."""
    bare = name.partition(" ")[0]
    return ".".join(bare.split(".")[:2])


def _definitions(pair: _Pair) -> Iterator[Change]:
    for part, by in (("numbers", "key"), ("standings", "forecast")):
        old, new = (keyed(side, part, by) for side in (pair.before, pair.after))
        for key in sorted(old.keys() & new.keys()):
            if _other(old[key], new[key]):
                yield Change(
                    "definition", key, old[key].get("definition"), new[key].get("definition"), (DEFINITION,)
                )


def _text(pair: _Pair) -> Iterator[Change]:
    old, new = pair.before["text"], pair.after["text"]
    for page in sorted(old.keys() | new.keys()) if old and new else ():
        if old.get(page) != new.get(page):
            yield Change("text", page, page if page in old else None, page if page in new else None, (TEXT,))
    for part, by in (("findings", "fact"), ("standings", "forecast")):
        left, right = (keyed(side, part, by) for side in (pair.before, pair.after))
        for key in sorted(left.keys() | right.keys()):
            was, now = (side[key][by] if key in side else None for side in (left, right))
            if was is None or now is None or _worded(was, now):
                yield Change(
                    "text",
                    key,
                    was and was.get("printed", was["text"]),
                    now and now.get("printed", now["text"]),
                    (TEXT,),
                )
