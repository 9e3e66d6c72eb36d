"""The proof that every numeral of the prose is bound: to a fact, a metric, a reference, a date, an order, or waived by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator import config, expressions, formats
from generator.errors import Problem
from generator.facts.reader import CHARTS, Book
from generator.ledger.record import Results
from generator.pages import marks
from generator.pages.checks import numerals
from generator.pages.checks.numerals import NUMERAL, Numeral
from generator.pages.content import Content
from generator.pages.source import Page
from generator.pages.table import Row, Table
from generator.pages.templating import Piece, together

NEAR = 0.03  # a stale copy of a moving number lies about this close, as a share
WINDOW = re.compile(
    r"\b\d+-(?:day|session|week|month|year)\b"
)  # part of what is drawn, as of a metric's name
KINDS = {
    "said": "published figures",
    "now": "recomputed numbers",
    "cite": "references cited alone",
    "date": "dates and years",
    "ordinal": "numbers of list items and headings",
    "plain": "parts of names",
    "name": "names inside code",
}


@dataclass(frozen=True)
class Coverage:
    """Counts of a proof that held."""

    kinds: Mapping[str, int]  # a word of KINDS -> places in the prose
    facts: tuple[int, int]  # shown, of all
    metrics: tuple[int, int]  # named on a page or by a fact, of all
    guards: int
    waived: Mapping[str, int]  # words -> how often

    @property
    def bound(self) -> int:
        return sum(self.kinds.values())


def count(pages: Iterable[Page], book: Book, results: Results, shown: Iterable[str]) -> Coverage:
    """Count what the prose binds its numerals to; `shown` are the keys of facts on a page, in a sentence or a table."""
    pages = list(pages)
    kinds: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    used = {fact.metric for fact in book.facts.values()} & set(results.numbers)
    guards = 0
    waived: Counter[str] = Counter()
    for page in pages:
        kinds.update(one.kind for one, _ in numerals.on(page) if one.kind in KINDS)
        kinds["ordinal"] += numerals.items(page)
        for token in page.slots:
            kinds.update([token.kind] if token.kind in KINDS else [])
            if token.kind == "now":
                used.update({token.value.split(" ")[0]} & set(results.numbers))
            elif token.kind in ("while", "or"):
                guards += 1
                used.update(_read_by(token.value) & set(results.numbers))
            elif token.kind == "plain":
                waived[token.value] += 1
    here = set(shown) & set(book.facts)
    return Coverage(
        dict(kinds),
        (len(here), len(book.facts)),
        (len(used), len(results.numbers)),
        guards,
        dict(sorted(waived.items())),
    )


def _read_by(condition: str) -> set[str]:
    try:
        return {expressions.term(name).key for name in expressions.parse(condition)[1]}
    except expressions.ConditionError:
        return set()


def of_charts(content: Content, pages: Iterable[Page]) -> Iterator[Problem]:
    """A problem for each numeral in the words of a chart that is no window ("52-week") and in no name that a page waives."""
    names = {slot.value for page in pages for slot in page.slots if slot.kind == "plain"}
    for key, (line, words) in content.worded.items():
        for name, text in words.items():
            bare = WINDOW.sub("", text)
            for waived in names:
                bare = bare.replace(waived, "")
            for found in numerals.of(bare):
                if found.kind == "loose":
                    what = f"the numeral {found.text} in the {name} of [{key}] is bound to nothing"
                    mend = "say it in the headline, with a slot, or leave it out."
                    yield Problem(f"facts/{CHARTS}", line, 0, what, mend)


def problems(pages: Iterable[Page], book: Book, results: Results) -> list[Problem]:
    """A problem for each numeral that is bound to nothing, with what it most likely is."""
    return [
        Problem(page.file, *place, *_told(page, found, book, results))
        for page in pages
        for found, place in numerals.on(page)
        if found.kind == "loose"
    ]


def _told(page: Page, found: Numeral, book: Book, results: Results) -> tuple[str, str]:
    numeral, at = found.text, found.start
    what = f"the numeral {numeral} is bound to nothing"
    if found.words[:at].rstrip().endswith("[") and found.words[at + len(numeral) :].startswith("]"):
        return what, f"where it is a reference, write [@{numeral}]."
    if slot := guess(page, found, book, results):
        return f"{what}:", f'{slot}; where it is a name, {{{{ plain "{numeral}" }}}}.'
    return (
        what,
        f'add it to facts/ and write {{{{ said.… }}}}, or where it is a name, {{{{ plain "{numeral}" }}}}.',
    )


def guess(page: Page, found: Numeral, book: Book, results: Results) -> str:
    """The fact or metric that a loose numeral most likely is, as a question with the slot to write; "" where none is like it."""
    value, at = _value(found.text), found.start
    if value is None:
        return ""
    around = _words(found.words[max(0, at - 90) : at + 60])
    likely: list[tuple[float, str]] = [(0.0, "")]
    for fact in book.facts.values():
        # of one that was printed in words, nobody writes the number
        spelt = not NUMERAL.search(fact.printed)
        ends = {abs(end) for end in (fact.value, fact.low, fact.high) if end is not None and not spelt}
        score = _score(value, ends, around, fact.printed, f"{fact.text} {fact.who} {fact.key}")
        told = f"fact {fact.key} ({fact.printed})? Write {{{{ said.{fact.key} }}}}"
        likely.append((score + 0.5 * (fact.section == page.stem), told))
    for metric in results.numbers.values():
        if metric.unit == "date":
            continue
        today = metric.written()
        score = _score(value, set(), around, today, f"{metric.label} {metric.key}")
        likely.append((score, f"metric {metric.key} ({today} today)? Write {{{{ now.{metric.key} }}}}"))
    score, told = max(likely, key=lambda one: one[0])
    return told if score >= 1 else ""


def _score(value: float, ends: set[float], around: set[str], written: str, words: str) -> float:
    """At least 1 where it may be this one: the same number, or one close by that speaks of the same thing."""
    found = (_value(match[0]) for match in NUMERAL.finditer(written))
    candidates = ends.union(number for number in found if number is not None)
    shared = len(around & _words(words))
    if value in candidates:
        return 1 + shared
    near = any(abs(value - other) <= NEAR * abs(other) for other in candidates)
    return 0.4 + 0.4 * shared if near and shared > 1 else 0.0


def _value(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _words(text: str) -> set[str]:
    return {
        word
        for word in re.findall(r"[a-z]{3,}", text.lower().replace("_", " "))
        if word not in ("the", "and", "for", "was", "its", config.FUND.lower())
    }


def summary(found: Coverage) -> str:
    """The proof in a line, for the terminal."""
    kinds = ", ".join(formats.counted(number, KINDS[kind]) for kind, number in found.kinds.items() if number)
    return (
        f"Coverage: 100{formats.NARROW}% of {formats.counted(found.bound, 'places')} with a numeral {'is' if found.bound == 1 else 'are'} bound ({kinds}); {found.facts[0]} of {found.facts[1]} facts "
        f"and {found.metrics[0]} of {found.metrics[1]} metrics used; {formats.counted(found.guards, 'guarded sentences')}."
    )


def table(found: Coverage) -> Piece:
    """The proof as a table for a page."""
    rows = [
        *((name.capitalize(), str(found.kinds[kind])) for kind, name in KINDS.items()),
        ("Bound to nothing", "0"),
        (
            marks.strong("All numerals of the prose, bound"),
            marks.strong(f"{found.bound}, 100{formats.NARROW}%"),
        ),
        ("Published figures on a page", f"{found.facts[0]} of {found.facts[1]}"),
        (
            "Recomputed numbers that a sentence, a condition or a claim uses",
            f"{found.metrics[0]} of {found.metrics[1]}",
        ),
        ("Sentences under a condition", str(found.guards)),
    ]
    proof = Table(
        "What the numerals of the prose are bound to",
        ("Numerals in the prose", "Places"),
        [Row(cells) for cells in rows],
        (1,),
    ).piece()
    waived = ", ".join(words + (f" ({n}×)" if n > 1 else "") for words, n in found.waived.items())
    return together(proof, marks.more("Parts of names, by name", waived), between="\n")
