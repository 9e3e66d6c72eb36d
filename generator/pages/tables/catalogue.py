"""Every slot that an editor can write, with what it gives today: for a page, and for a search in the terminal."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import config, formats, metrics
from generator.charts.declaration import FORMS
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.ledger import rules
from generator.metrics.record import Metric
from generator.pages import marks, wording
from generator.pages.table import Row, Table
from generator.pages.tables.registry import titles
from generator.pages.templating import Piece, piece, together, under

COUNTS = {"one": "1", "two": "2", "three": "3", "five": "5", "six": "6", "ten": "10"}  # as labels write them
FORMED = (
    f"A number takes of SYMBOL ({', '.join(config.SYMBOLS)}), at DAY (publication, or a session such as 2026-01-30), "
    f"and formats: {'; '.join(f'| {name}, {says}' for name, says in formats.FORMS.items())}."
)
DAYS = {
    "at 2026-01-30": "the same number as of another session, or the one before that day",
    "at publication": f"the same number as of {formats.day(config.LAST_CLOSE)}, the article's last close",
}
OF_PAGES = ("catalogue", "changes", "coverage", "references")  # tables that tell of the pages themselves
WIDE = 40  # letters of the column of slots
WHERE = {"now": "numbers/", "said": "ledger/"}  # the page on which a kind of slot is told in full


@dataclass(frozen=True)
class Entry:
    """A slot, and what an editor has to know to choose it."""

    kind: str  # said | now | chart | table; form of facts/charts.toml, rule of facts/forecasts.toml; format, of and at of a number
    key: str
    today: str
    label: str  # what it is
    section: str  # heading of the catalogue
    unit: str = ""
    about: str = ""  # its definition
    takes: str = ""  # for a search: what a fact's args may choose
    also: str = ""  # for a search: what people call it besides

    @property
    def slot(self) -> str:
        """As it is written."""
        if self.kind in ("form", "rule"):
            return f'{self.kind} = "{self.key}"'
        if self.kind in ("format", "of", "at"):
            return self.key
        return f"{{{{ {self.kind}.{self.key} }}}}"

    @property
    def words(self) -> str:
        """Label and definition."""
        return f"{self.label}. {self.about}" if self.about else self.label


def entries(
    book: Book, numbers: Mapping[str, Metric], charts: Mapping[str, str], names: Iterable[str]
) -> list[Entry]:
    """Facts by section of the article, metrics by group, then charts, tables, rules, and what a number takes."""
    sections = titles(book)
    facts = sorted(book.facts.values(), key=lambda fact: [*sections].index(fact.section))
    found = [_fact(fact, sections) for fact in facts]
    found += [_metric(metric) for metric in sorted(numbers.values(), key=lambda m: m.group)]
    found += [Entry("chart", key, "a picture", title, "Charts") for key, title in charts.items()]
    found += [
        Entry("form", key, "a form of chart", form.does, "Forms of charts", about=form.told)
        for key, form in FORMS.items()
    ]
    found += [Entry("table", name, "a table", name.replace("_", " "), "Tables") for name in sorted(names)]
    found += [
        Entry(
            "rule",
            key,
            "a rule for forecasts",
            rule.words.removesuffix("."),
            "Rules of forecasts",
            about=rule.told,
            also=rule.also,
        )
        for key, rule in rules.REGISTRY.items()
    ]
    found += [
        Entry("format", f"| {name}", "a format", says, "Formats of a number")
        for name, says in formats.FORMS.items()
    ]
    found += [
        Entry(
            "of",
            f"of {symbol}",
            "another symbol",
            config.ARTICLE.names.get(symbol, symbol),
            "A number of another symbol",
        )
        for symbol in config.SYMBOLS
    ]
    return found + [
        Entry("at", key, "another day", says, "A number at another day") for key, says in DAYS.items()
    ]


def _fact(fact: Fact, titles: dict[str, str]) -> Entry:
    who = f", {fact.who}" if fact.who and fact.who not in fact.text else ""
    cites = "".join(f"[{n}]" for n in fact.cites)
    label = f"{fact.text}{who}, as of {formats.day(fact.as_of, short=True)} {cites}"
    return Entry("said", fact.key, fact.printed, label, f"Published: {titles[fact.section]}", fact.unit)


def _metric(metric: Metric) -> Entry:
    label, about = (wording.named(words) for words in (metric.label, metric.definition))
    today = metric.written() or f"no figure: {metric.missing}"
    spec = metrics.REGISTRY.get(metric.key)
    takes, also = (spec.takes, spec.also) if spec else ("", "")
    return Entry(
        "now", metric.key, today, label, f"Recomputed: {metric.group}", metric.unit, about, takes, also
    )


def table(found: Sequence[Entry], prefix: str) -> Piece:
    """The catalogue as tables under headings. The slots stand in code, so that nothing fills them."""
    sections: dict[str, list[Row]] = {}
    for entry in found:
        sections.setdefault(entry.section, []).append(_row(entry, prefix))
    listed = [
        under(title, Table(title, ("Slot", "Gives", "What it is"), rows, kind="stack slots").piece())
        for title, rows in sections.items()
    ]
    return together(*listed, between="\n\n")


def _row(entry: Entry, prefix: str) -> Row:
    where = WHERE.get(entry.kind)
    named = marks.link(entry.label, f"{prefix}{where}#{entry.key}") if where else entry.label
    about = f". {entry.about}" if entry.about else ""
    slot = piece("tables/slot", slot=entry.slot)
    return Row((slot, entry.today, together(named, about)))


def find(words: Sequence[str], found: Iterable[Entry]) -> list[Entry]:
    """Entries that hold every word, those whose key, label or other names have them first."""
    wanted = [f" {_plain(word)}" for word in words]  # as a word begins
    whole = "".join(wanted)
    scored = []
    for index, entry in enumerate(found):
        label = f" {_plain(entry.label)}"
        short = f"{label} {_plain(f'{entry.key} {entry.also}')}"
        full = f"{short} {_plain(f'{entry.slot} {entry.words} {entry.today} {entry.unit} {entry.section}')} {entry.slot}"
        if all(word in full for word in wanted):
            told = (
                sum(word in short for word in wanted)
                + (whole in short)
                + 2 * (whole in (label, f" {_plain(entry.key)}"))
            )
            scored.append((-told, index, entry))
    return [entry for _, _, entry in sorted(scored, key=lambda row: row[:2])]


def _plain(text: str) -> str:
    """Words as a search compares them: small, without marks between them, a count by its digit."""
    words = re.sub(r"[-_/,;.()]+", " ", text.lower()).split() or [text.lower()]
    return " ".join(COUNTS.get(word, word) for word in words)


def told(words: Sequence[str], found: Sequence[Entry]) -> list[str]:
    """A search's answer, a line or two for each slot."""
    hits = find(words, found)
    if not hits:
        vocabulary = {w for e in found for w in _plain(f"{e.key} {e.words} {e.also}").split()}
        close = [hit for word in words for hit in difflib.get_close_matches(word.lower(), vocabulary, 1)]
        return [
            f"No slot holds {' '.join(words)!r}" + (f"; did you mean {' '.join(close)!r}?" if close else ".")
        ]
    wide = min(max(len(entry.slot) for entry in hits), WIDE)
    return [line for entry in hits for line in _lines(entry, wide)] + [FORMED] * any(
        e.kind == "now" for e in hits
    )


def _lines(entry: Entry, wide: int) -> Iterator[str]:
    unit = f" ({entry.unit})" if entry.unit and entry.unit not in entry.today else ""
    yield f"{entry.slot:{wide}}  {entry.today}{unit}"
    yield f"{'':{wide}}  {entry.words}"
    if entry.takes:
        yield f"{'':{wide}}  A fact's args may choose {entry.takes}."
