"""Sentences under a condition: what is said of one that no longer holds, and how it is shown not to be today's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from generator import expressions, formats, metrics
from generator.expressions import PUBLICATION, Term
from generator.pages import wording
from generator.pages.content import Content
from generator.pages.templating import render


@dataclass(frozen=True)
class Note:
    """What is said of a guarded sentence that is not known to hold: it does not, or nobody can tell."""

    text: str
    lapsed: bool


def note(condition: str, content: Content) -> Note | None:
    """None while the condition holds, else what breaks it now and whether it held when the article appeared."""
    tree, names = expressions.parse(condition)
    now = {name: read(name, content) for name in names}
    day = formats.day(content.results.as_of)
    held = expressions.truth(tree, lambda name: now[name].value)
    if held:
        return None
    if held is None:
        gaps = [f"{side.label} is missing: {side.missing}" for side in now.values() if side.value is None]
        return Note(f"Cannot be checked on {day}: {'; '.join(gaps)}", lapsed=False)
    why = " and ".join(
        f"{now[name].label} is {relation}"
        if other == ""
        else f"{now[name].reading} is {relation} {now[other].reading if isinstance(other, str) else now[name].like(other)}"
        for name, relation, other in expressions.broken(tree, lambda name: now[name].value)
    )
    if expressions.truth(tree, lambda name: read(name, content, then=True).value):
        said = read("as_of", content, then=True).written
        return Note(f"No longer so on {day}: {why}; held on {said}", lapsed=True)
    return Note(f"Not so on {day}: {why}", lapsed=True)


def holds(condition: str, content: Content) -> bool:
    """Whether a sound condition holds; it does not where a missing value keeps it from being told."""
    tree, _ = expressions.parse(condition)
    return expressions.truth(tree, lambda name: read(name, content).value) is True


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a name, what it is called, and its value as a number, a day by its ordinal."""

    label: str
    value: float | None
    written: str
    unit: str = ""
    digits: int = 0
    missing: str = ""

    @property
    def reading(self) -> str:
        """Name and value in a sentence."""
        return f"{self.label} ({self.written})" if self.label else self.written

    def like(self, number: float) -> str:
        """A bare number in the unit of this side."""
        return formats.write(number, self.unit, 0 if number == int(number) else self.digits)


def read(name: str, content: Content, then: bool = False) -> Side:
    """What a name of a condition gives today, or `then`, at the article's last close."""
    term = expressions.term(name)
    if term.kind == "day":
        return _day(date.fromisoformat(term.key))
    if term.kind == "said":
        fact = content.book.facts[term.key]
        end = getattr(fact, term.end or "value")
        if isinstance(end, date):
            return _day(end)
        return Side(f"the published {fact.text}", end, fact.printed, fact.unit)
    if then and not term.at:
        if term.key not in metrics.REGISTRY:  # the ledger's own: its day, and counts that are of today alone
            return (
                _day(content.asked(Term("now", "close", at=PUBLICATION)).as_of)
                if term.key == "as_of"
                else Side(name, None, "")
            )
        term = replace(term, at=PUBLICATION)
    entry = content.number(str(term))
    if isinstance(entry.value, str) and entry.unit == "date":
        return replace(_day(date.fromisoformat(entry.value)), label=wording.named(entry.label))
    number = None if isinstance(entry.value, str) else entry.value
    return Side(
        wording.named(entry.label) + (f" on {formats.day(entry.as_of)}" if term.at else ""),
        number, entry.written(), entry.unit, entry.digits, entry.missing,
    )  # fmt: skip


def kind(name: str, content: Content) -> str:
    """What a name of a condition stands for: a number, a day, or a name, which cannot be compared."""
    term = expressions.term(name)
    if term.kind == "day" or term.end == "due":
        return "day"
    if term.kind == "said":
        return "number"
    unit = content.results.numbers[term.key].unit
    return {"date": "day", "name": "name"}.get(unit, "number")


def _day(day: date) -> Side:
    return Side("", day.toordinal(), formats.day(day), "date")


def html(text: str, said: Note) -> str:
    """A guarded text with its note: struck where it does not hold, muted where nobody can tell."""
    shown = around(text, lambda words: render("marks/lapsed.html", note=said, words=Markup(words)))  # noqa: S704
    return f"{shown} {render('marks/guard.html', note=said)}"


def plain(text: str, said: Note) -> str:
    """The same as plain Markdown."""
    return f"{around(text, '~~{}~~'.format) if said.lapsed else text} [{said.text}]"


# a new paragraph, item or quotation: what stands between it and the last, and the mark it begins with
_MARK = r"(?:[-*+>]|\d+[.)])[ \t]+"
_BEGINNING = re.compile(rf"(\n[ \t]*\n|\n(?=[ \t]*{_MARK})|\A)([ \t\n]*(?:{_MARK})?)")
# a tag around one of these would break it: heading, table, code, and what chart and table slots make
_WHOLE = re.compile(r"#|\|| {4}|\t|<(?:details|div|figure|form|p|section|table|ul)\b")


def around(text: str, mark: Callable[[str], str]) -> str:
    """The text with a mark on the words of each paragraph and item; other blocks are left as they are."""
    if re.search(r"^(?:```|~~~)", text, re.MULTILINE):  # in code a line may look like anything
        return text
    parts = _BEGINNING.split(text)
    out = parts[0]
    for between, sign, words in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        inner = words.rstrip()
        fit = inner and not _WHOLE.match(inner)
        out += between + sign + (f"{mark(inner)}{words[len(inner) :]}" if fit else words)
    return out
