"""What changed between two editions, in sentences: made once, for the page of changes, the list of editions and the feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import config, formats
from generator.ledger.changes import FAR, Change, Changes
from generator.ledger.plain import made
from generator.ledger.sealing import keyed
from generator.ledger.tally import SETTLED
from generator.metrics.record import Metric
from generator.pages import foretelling, marks, wording
from generator.pages.environment import upper
from generator.pages.tables.registry import sections

HEADS = {
    "verdict": "Verdicts that changed",
    "forecast": "Forecasts",
    "number": "Figures that moved more than they usually do",
    "sentence": "Sentences that say something else",
    "definition": "Definitions and rules",
    "text": "Text",
}
COUNTED = {
    "verdict": ("verdict changed", "verdicts changed"),
    "forecast": ("forecast settled", "forecasts settled"),
    "unsettled": ("forecast unverifiable", "forecasts unverifiable"),
    "number": ("figure moved further than usual", "figures moved further than usual"),
    "sentence": ("sentence here says something else", "sentences here say something else"),
    "definition": ("definition changed", "definitions changed"),
    "text": ("text edited", "texts edited"),
}
LITTLE = 0.05  # of a number: a smaller move is none that a reader cares about
MOST = {"number": 12}  # of one kind that are told, of others SOME; the rest are counted
SOME = 40


Part = dict[str, Any]  # numbers, findings and standings of a record, each by key, and its session
Sides = tuple[Part, Part]


@dataclass(frozen=True)
class Said:
    """A change in words, with where it is told of."""

    change: Change
    words: str
    way: str  # below the site's root

    @property
    def causes(self) -> str:
        """Why, in words."""
        return " and ".join(self.change.causes)


def told(changes: Changes, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Said]]:
    """The changes that a reader cares about, by kind and weight; of numbers those that moved far."""
    found: dict[str, list[Said]] = {}
    sides, seen = _sides(before, after), set[str]()
    for change in _cared_for(changes, sides):
        words, way = _said(change, sides)
        same = words.partition(": ")[2] if change.kind == "number" else words
        if same not in seen:  # two parts of one sentence tell it twice, and so do two names of one number
            seen.add(same)
            found.setdefault(change.kind, []).append(Said(change, words, way))
    found.get("forecast", []).sort(key=lambda one: one.change.after not in SETTLED)
    return {kind: found[kind] for kind in HEADS if kind in found}


def counts(changes: Changes, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """How much of each, in a line."""
    found = Counter(
        "unsettled" if kind == "forecast" and one.change.after not in SETTLED else kind
        for kind, said in told(changes, before, after).items()
        for one in said
    )
    each = ((found[kind], *words) for kind, words in COUNTED.items())
    parts = [f"{n} {one if n == 1 else many}" for n, one, many in each if n]
    if not found.keys() - {"text"}:  # of what a reader came for nothing
        parts.insert(0, "no verdict, forecast or figure changed")
    return ", ".join(parts)


def _cared_for(changes: Changes, sides: Sides) -> Iterator[Change]:
    """Without figures that moved as they do, and without verdicts that say again what the forecast behind them says."""
    _, now = sides
    settled = {
        fact
        for change in changes.of("forecast")
        for fact in now["standings"][change.key]["forecast"].get("facts", ())
    }
    for change in changes.changes:
        if change.kind == "number":
            if not change.far or change.far < FAR or _little(change):
                continue
            if len({made(Metric, side["numbers"][change.key]).written() for side in sides}) == 1:
                continue
        if change.kind == "verdict" and change.key in settled:
            continue
        yield change


def _little(change: Change) -> bool:
    """Whether a number is much what it was, however seldom it moves."""
    return bool(abs(change.after - change.before) < LITTLE * max(abs(change.after), abs(change.before)))


def _sides(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sides:
    parts = (("numbers", "key"), ("findings", "fact"), ("standings", "forecast"))
    one, other = (
        {"as_of": side.get("as_of"), **{part: keyed(side, part, by) for part, by in parts}}
        for side in (before, after)
    )
    return one, other


def _dated(number: Metric, side: Part) -> str:
    """A number as it is written, with its day where that is not the edition's."""
    late = side["as_of"] != number.as_of.isoformat()
    return number.written() + (f" ({formats.day(number.as_of, short=True)})" if late else "")


def _typical(change: Change, number: Metric) -> str:
    """What the number of a change usually moves by in as many days, to two figures."""
    size = abs(change.after - change.before) / (change.far or 1.0)
    unit = {"%": "pp_short", "pp": "pp_short"}.get(number.unit, number.unit)
    return formats.write(
        size, unit, formats.two_figures(size, number.unit), number.form.replace("signed", "").strip()
    )


def _said(change: Change, sides: Sides) -> tuple[str, str]:
    was, now = sides
    key = change.key
    match change.kind:
        case "verdict":
            fact = now["findings"][key]["fact"]
            words = f"{upper(fact['text'])}, published as {fact['printed']}: {marks.name(change.before)} before, {marks.name(change.after)} now"
            return words, _claim(fact)
        case "forecast":
            standing = now["standings"][key]
            day = standing["resolved_on"]
            when = f" on {formats.day(date.fromisoformat(day['day']))}" if day else ""
            why = f"{_over(standing)}, as {foretelling.UNSETTLED.get(standing.get('parted', ''), '')}" * (
                change.after == "unverifiable"
            )
            return f"{_foretold(standing)}: {_state(change.after)}{when}{why}", f"scoreboard/#{key}"
        case "number":
            one, other = (made(Metric, side["numbers"][key]) for side in sides)
            words = f"{wording.named(other.label)}: from {_dated(one, was)} to {_dated(other, now)}; typical for that time is a move of {_typical(change, other)}"
            return words, f"numbers/{other.group}/#{key}"
        case "sentence":
            page = key.partition(":")[0]
            return f"{_titled(page)}: {_turned(change.before, change.after)}", _page(page)
        case "definition":
            if key in now["numbers"]:
                entry = made(Metric, now["numbers"][key])
                return f"{wording.named(entry.label)} is reckoned otherwise", f"numbers/{entry.group}/#{key}"
            return f"{_foretold(now['standings'][key])} is settled by another rule", f"scoreboard/#{key}"
    return _edited(change, was, now)


def _over(standing: Mapping[str, Any]) -> str:
    """Since when a forecast stays unsettled."""
    due, closed = (date.fromisoformat(day["day"]) for day in (standing["forecast"]["due"], standing["as_of"]))
    return f" since {'its due day, ' * (due <= closed)}{formats.day(min(due, closed))}"


def _foretold(standing: Mapping[str, Any]) -> str:
    """A forecast in its own words, and whose it is."""
    forecast = standing["forecast"]
    words, who = forecast["text"].rstrip("."), forecast.get("who", "")
    return f"{words}{f' ({who})' if who else ''}"


def _titled(page: str) -> str:
    """A page's name in the navigation."""
    return sections().get(page, upper(page.replace("-", " ")))


def _turned(before: str, after: str) -> str:
    before, after = (part.strip(" ,;.") for part in (before, after))  # of a sentence, some are its end alone
    if not before or not after:
        return f"no longer says: “{before}”" if before else f"now says: “{after}”"
    return f"“{before}” became “{after}”"


def most(kind: str) -> int:
    """How many of a kind are told one by one."""
    return MOST.get(kind, SOME)


def _edited(change: Change, was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, str]:
    key = change.key
    what = "is new" if change.before is None else "was taken out" if change.after is None else "was edited"
    fact = now["findings"].get(key) or was["findings"].get(key)
    if fact:
        fact = fact["fact"]
        return f"The claim “{fact['text']}” {what}", _claim(fact) if change.after is not None else "ledger/"
    if standing := now["standings"].get(key) or was["standings"].get(key):
        return f"The forecast {_foretold(standing)} {what}", f"scoreboard/#{key}"
    return f"The page “{_titled(key)}” {what}", _page(key) if change.after is not None else ""


def _page(stem: str) -> str:
    """Where a page stands; the front page where it has another name by now, or is gone."""
    return f"{stem}/" if stem != "index" and (config.DOCS / f"{stem}.md").is_file() else ""


def _claim(fact: Mapping[str, Any]) -> str:
    """Its row in the list of all, which it keeps when it is moved to another page."""
    return f"ledger/#{fact['key']}"


def _state(state: str) -> str:
    return {"open": "open again"}.get(state, marks.name(state))
