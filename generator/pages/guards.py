"""Sentences under a condition: what is said of one that no longer holds, and how it is shown not to be today's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator import expressions, formats
from generator.ledger.record import Results
from generator.metrics.record import Metric
from generator.pages.templating import render


@dataclass(frozen=True)
class Note:
    """What is said of a guarded sentence that is not known to hold: it does not, or nobody can tell."""

    text: str
    lapsed: bool


def note(condition: str, results: Results, then: Callable[[str], Metric]) -> Note | None:
    """None while the condition holds, else what breaks it now and whether it held when the article appeared."""
    tree, names = expressions.parse(condition)
    now, past = results.numbers, {name: then(name) for name in names}
    day = formats.day(results.as_of)
    gaps = [f"{now[n].label} is missing: {now[n].missing}" for n in names if now[n].value is None]
    if gaps:
        return Note(f"Cannot be checked on {day}: {'; '.join(gaps)}", lapsed=False)
    values = {name: float(now[name].value or 0) for name in names}
    if expressions.holds(tree, values.__getitem__):
        return None
    why = " and ".join(
        f"{_reading(now[name])} is {relation} {_side(side, now[name], now)}"
        for name, relation, side in expressions.broken(tree, values.__getitem__)
    )
    held = all(m.value is not None for m in past.values()) and expressions.holds(
        tree, lambda name: float(past[name].value or 0)
    )
    if held and past:
        said = formats.day(next(iter(past.values())).as_of)
        return Note(f"No longer so on {day}: {why}; held on {said}", lapsed=True)
    return Note(f"Not so on {day}: {why}", lapsed=True)


def _reading(entry: Metric) -> str:
    return f"{entry.label} ({entry.written()})"


def _side(side: expressions.Side, entry: Metric, known: Mapping[str, Metric]) -> str:
    """The other side of a comparison: a metric with its value, or a number in the unit of the first."""
    if isinstance(side, str):
        return _reading(known[side])
    return formats.write(side, entry.unit, 0 if side == int(side) else entry.digits)


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
