"""Editions held against themselves, and against data where they are given: a sentence for each thing that does not fit.

Without data: the sums; every figure and verdict of the page against the results; every verdict against its numbers, by the
rule that made it; and, under the engine and the text that made it, the page made again byte for byte. With data: everything
computed again. What the engine that stands here cannot judge is said and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from generator import config
from generator.charts import sealed as pictures
from generator.charts import workers
from generator.errors import EditionError, Problems, UsageError
from generator.ledger import editions, follows, sealed, sealing, versions
from generator.site import edition, pipeline, recorded, shelf, snapshot

Say = Callable[[str], None]


def verify(name: str = "", data: str | None = None, say: Say = print) -> int:
    """Verify one edition, or all; 1 where anything does not fit."""
    paths = [path for path in editions.editions(config.EDITIONS) if not name or sealed.name(path) == name]
    if not paths:
        standing = ", ".join(map(sealed.name, editions.editions(config.EDITIONS))) or "none"
        raise UsageError(
            f"No edition {name or 'at all'} stands in {snapshot.shown(config.EDITIONS)}/; there are: {standing}."
        )
    held = True
    with workers.Studio() as studio:
        for path in paths:
            told = Told(snapshot.shown(path))
            look(path, snapshot.folder(data) if data else None, studio, told)
            held = held and not told.wrong
            for line in [*told.wrong, *told.left_out]:
                say(line)
            if not told.wrong:
                say(f"{told.place} holds: {'; '.join(told.held)}.")
    return 0 if held else 1


@dataclass
class Told:
    """What was found of an edition: what is wrong, what could not be judged, what holds."""

    place: str
    wrong: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def all(self, file: str, found: Iterator[str]) -> bool:
        """Add what is wrong with a file; whether nothing is."""
        before = len(self.wrong)
        self.wrong += [f"{self.place}/{file + ': ' if file else ''}{what}." for what in found]
        return len(self.wrong) == before


def look(path: Path, data: Path | None, studio: workers.Studio, told: Told) -> None:
    """Everything that can be held against an edition; where its files are not those that were sealed, that alone."""
    if not told.all("", shelf.problems(path)):
        return
    told.held.append(f"{len(shelf.files(path))} files as they were sealed")
    try:
        record = sealed.read(path)
        told.all(sealed.RESULTS, _verdicts(record, told))
        page = (path / sealed.ARTICLE).read_text("utf-8")
        told.all(sealed.ARTICLE, _page(record, page, path, told))
        if told.wrong:
            return
        _again(path, record, studio, told)
        if data:
            told.all("", _recomputed(path, record, data, told))
    except Problems as found:
        told.wrong += found.sentences


def _verdicts(record: Mapping[str, Any], told: Told) -> Iterator[str]:
    judged = [entry for entry in record["findings"] if follows.known(entry)]
    if other := len(record["findings"]) - len(judged):
        told.left_out.append(
            f"{told.place}: {other} verdicts are by rules of another version, and were not judged again."
        )
    for entry in judged:
        if why := follows.wrong(entry):
            yield f"the verdict of {entry['fact']['key']} does not follow: {why}"
    told.held.append(f"{len(judged)} verdicts follow from their numbers")


class _Shown(HTMLParser):
    """What a page of an edition shows: figures with their attributes, marks and rows with their verdicts."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[dict[str, str]] = []
        self.verdicts: list[tuple[str, str]] = []  # id of a row, verdict
        self._row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A figure, a mark, a row, or the verdict in a row."""
        given = {name: value or "" for name, value in attrs}
        kind, _, word = given.get("class", "").partition(" ")
        if tag == "data":
            self.figures.append(given)
        elif tag == "tr":
            self._row = given.get("id", "")
        elif tag == "a" and kind == "mark":
            self.verdicts.append((given.get("href", "").removeprefix("#"), word))
        elif kind == "word" and self._row.startswith(("claim-", "forecast-")):
            self.verdicts.append((self._row, word))


def _page(record: Mapping[str, Any], page: str, path: Path, told: Told) -> Iterator[str]:
    shown = _Shown()
    shown.feed(page)
    numbers = [*record["numbers"], *(entry["number"] for entry in record["asked"])]
    values = {(n["key"], n["as_of"]["day"], str(n["value"])) for n in numbers}
    facts = {entry["fact"]["key"]: entry["fact"] for entry in record["findings"]}
    found = {entry["fact"]["key"]: entry["recomputed"] for entry in record["findings"]}
    allowed = {entry["fact"]["key"]: entry["allowed"] for entry in record["findings"]}
    for given in shown.figures:
        if key := given.get("data-key"):
            if (key, given.get("data-as-of"), given.get("value")) not in values:
                yield f"it shows {given.get('value')} for {key} of {given.get('data-as-of')}, which the results do not have"
        elif key := given.get("data-found"):
            if given.get("value") != str(found.get(key)):
                yield f"it shows {given.get('value')} as what comes out for {key}, which the results do not have"
        elif key := given.get("data-limit"):
            if given.get("value", "") not in [str(end) for end in allowed.get(key, ())]:
                yield f"it shows {given.get('value')} as what would be right for {key}, which the results do not have"
        elif (key := given.get("data-fact")) and _published(facts.get(key)) != given.get("value"):
            yield f"it shows {given.get('value')} as published for {key}, which the results do not have"
    verdicts = {f"claim-{entry['fact']['key']}": entry["verdict"] for entry in record["findings"]}
    verdicts |= {f"forecast-{entry['forecast']['key']}": entry["state"] for entry in record["standings"]}
    for row, word in shown.verdicts:
        if verdicts.get(row) != word:
            yield f"it says {word} at {row}, and the results {verdicts.get(row) or 'nothing'}"
    for file in sorted((path / pictures.FOLDER).glob("*.svg")):
        key = file.name.rpartition("-")[0]
        if f'id="chart-{key}"' in page and file.read_text("utf-8").strip() not in page:
            yield f"it does not show {pictures.FOLDER}/{file.name} as it was drawn"
    told.held.append(
        f"{len(shown.figures)} figures and {len(shown.verdicts)} verdicts of the page as in the results"
    )


def _published(fact: Mapping[str, Any] | None) -> str | None:
    if fact is None:
        return None
    ends = [fact["value"]] if fact.get("value") is not None else [fact.get("low"), fact.get("high")]
    return "/".join("" if end is None else f"{end:.12g}" for end in ends)


def _again(path: Path, record: Mapping[str, Any], studio: workers.Studio, told: Told) -> None:
    if record["engine"] != versions.engine():
        told.left_out.append(
            f"{told.place}: made by engine {record['engine']}, and this is {versions.engine()}; its page was not made again."
        )
    elif record["article"] != recorded.fingerprint():
        told.left_out.append(
            f"{told.place}: the article's text has been edited since; its page was not made again."
        )
    elif edition.again(path, pipeline.narrative(), studio) != (path / sealed.ARTICLE).read_bytes():
        told.wrong.append(f"{told.place}/{sealed.ARTICLE}: made again it comes out otherwise.")
    else:
        told.held.append("the page comes out again byte for byte")


def _recomputed(path: Path, record: Mapping[str, Any], data: Path, told: Told) -> Iterator[str]:
    """What the same session gives on a snapshot now; where the data of the session before are told, those too."""
    ground = pipeline.prepare(data, date.fromisoformat(record["as_of"]))
    if ground.results.origin != "market":
        raise EditionError(f"{snapshot.shown(data)} is simulated, and editions are of market data.")
    written = pipeline.narrative()
    content, _ = pipeline.tabulate(ground, written.pages)
    earlier = [p for p in editions.editions(path.parent) if sealed.name(p)[:10] < record["as_of"]]
    again = recorded.record(ground, written.pages, content, earlier[-1] if earlier else None, usual=False)
    if record["article"] != recorded.fingerprint():
        told.left_out.append(
            f"{told.place}: the article's text has been edited since; its sentences were not compared."
        )
        again |= {name: record[name] for name in ("text", "sentences", "asked")}
    found = sealing.differences(record, again)
    yield from (f"recomputed, {line}" for line in found)
    if not found:
        told.held.append(
            f"{len(record['numbers'])} numbers and {len(record['findings'])} findings recomputed equal"
        )
