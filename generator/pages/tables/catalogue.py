"""Every slot that an editor can write, with what it gives today: for a page, and for a search in the terminal."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator import config, formats
from generator.charts.declaration import FORMS
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.ledger.record import Results
from generator.metrics.record import Metric
from generator.pages import marks, wording
from generator.pages.table import Row, Table
from generator.pages.tables.registry import titles
from generator.pages.templating import Piece, piece, together, under

COUNTS = {"one": "1", "two": "2", "three": "3", "five": "5", "six": "6", "ten": "10"}  # as labels write them
FORMED = (
    f"A number takes of SYMBOL ({', '.join(config.SYMBOLS)}), at DAY (2026-01-30 or publication), "
    f"and formats: {'; '.join(f'| {name}, {says}' for name, says in formats.FORMS.items())}."
)
WHERE = {"now": "numbers/", "said": "ledger/"}  # the page on which a kind of slot is told in full


@dataclass(frozen=True)
class Entry:
    """A slot, and what an editor has to know to choose it."""

    kind: str  # said | now | chart | table; form of facts/charts.toml
    key: str
    today: str
    label: str  # what it is
    section: str  # heading of the catalogue
    unit: str = ""
    about: str = ""  # its definition

    @property
    def slot(self) -> str:
        """As it is written."""
        if self.kind == "form":
            return f'form = "{self.key}"'
        return f"{{{{ {self.kind}.{self.key} }}}}"

    @property
    def words(self) -> str:
        """Label and definition."""
        return f"{self.label}. {self.about}" if self.about else self.label


def entries(book: Book, results: Results, charts: Mapping[str, str], names: Iterable[str]) -> list[Entry]:
    """Facts by section of the article, metrics by group, then charts and tables."""
    sections = titles(book)
    facts = sorted(book.facts.values(), key=lambda fact: [*sections].index(fact.section))
    found = [_fact(fact, sections) for fact in facts]
    found += [_metric(metric) for metric in sorted(results.numbers.values(), key=lambda m: m.group)]
    found += [Entry("chart", key, "a picture", title, "Charts") for key, title in charts.items()]
    found += [
        Entry("form", key, "a form of chart", form.does, "Forms of charts", about=form.told)
        for key, form in FORMS.items()
    ]
    found += [Entry("table", name, "a table", name.replace("_", " "), "Tables") for name in sorted(names)]
    return found


def _fact(fact: Fact, titles: dict[str, str]) -> Entry:
    who = f", {fact.who}" if fact.who and fact.who not in fact.text else ""
    cites = "".join(f"[{n}]" for n in fact.cites)
    label = f"{fact.text}{who}, as of {formats.day(fact.as_of, short=True)} {cites}"
    return Entry("said", fact.key, fact.printed, label, f"Published: {titles[fact.section]}", fact.unit)


def _metric(metric: Metric) -> Entry:
    label, about = (wording.named(words) for words in (metric.label, metric.definition))
    today = metric.written() or f"no figure: {metric.missing}"
    return Entry("now", metric.key, today, label, f"Recomputed: {metric.group}", metric.unit, about)


def table(found: Sequence[Entry], prefix: str) -> Piece:
    """The catalogue as tables under headings. The slots stand in code, so that nothing fills them."""
    sections: dict[str, list[Row]] = {}
    for entry in found:
        sections.setdefault(entry.section, []).append(_row(entry, prefix))
    forms = [Row((marks.code(f"{{{{ now.close | {name} }}}}"), says)) for name, says in formats.FORMS.items()]
    listed = [
        under(title, Table(title, ("Slot", "Gives", "What it is"), rows, kind="stack slots").piece())
        for title, rows in sections.items()
    ]
    written = Table("Formats of a recomputed number", ("Slot", "Gives"), forms, kind="stack slots").piece()
    return together(*listed, under("Formats", written), between="\n\n")


def _row(entry: Entry, prefix: str) -> Row:
    where = WHERE.get(entry.kind)
    named = marks.link(entry.label, f"{prefix}{where}#{entry.key}") if where else entry.label
    about = f". {entry.about}" if entry.about else ""
    slot = piece("tables/slot", slot=entry.slot)
    return Row((slot, entry.today, together(named, about)))


def find(words: Sequence[str], found: Iterable[Entry]) -> list[Entry]:
    """Entries that hold every word, those whose key or label has them first."""
    wanted = [re.sub(r"[a-z]+", lambda m: COUNTS.get(m[0], m[0]), word.lower()) for word in words]
    scored = []
    for index, entry in enumerate(found):
        short = f"{entry.key} {entry.label}".lower().replace("_", " ")
        full = f"{entry.slot} {short} {entry.words} {entry.today} {entry.unit} {entry.section}".lower()
        if all(word in full or word in entry.key for word in wanted):
            scored.append((-sum((word in short) + (word == entry.key) for word in wanted), index, entry))
    return [entry for _, _, entry in sorted(scored, key=lambda row: row[:2])]


def told(words: Sequence[str], found: Sequence[Entry]) -> list[str]:
    """A search's answer, a line or two for each slot."""
    hits = find(words, found)
    if not hits:
        vocabulary = {word for e in found for word in f"{e.key.replace('_', ' ')} {e.words}".lower().split()}
        close = [hit for word in words for hit in difflib.get_close_matches(word.lower(), vocabulary, 1)]
        return [
            f"No slot holds {' '.join(words)!r}" + (f"; did you mean {' '.join(close)!r}?" if close else ".")
        ]
    wide = max(len(entry.slot) for entry in hits)
    return [
        f"{entry.slot:{wide}}  {entry.today}{f' ({entry.unit})' if entry.unit and entry.unit not in entry.today else ''}\n{'':{wide}}  {entry.words}"
        for entry in hits
    ] + [FORMED] * any(entry.kind == "now" for entry in hits)
