"""Tables of a page, as HTML: registered by name, each a function of what the build knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import formats
from generator.facts.reader import Book
from generator.facts.record import Fact
from generator.formats import escape
from generator.ledger.check import WORDS
from generator.ledger.record import Results
from generator.metrics.record import Metric
from generator.pages import citations, marks, wording
from generator.pages.citations import Uses

TITLES = {  # sections in the article's order
    "index": "In short",
    "price-and-key-facts": "Price and key facts",
    "why-now": "Why now",
    "fed-pivot": "The Fed pivot",
    "valuations": "Valuations and forecasts",
    "holdings": "What the fund owns",
    "technical-picture": "Technical picture",
    "options-and-sentiment": "Options and sentiment",
    "outlook-2026": "Outlook for 2026",
    "key-risks": "Key risks",
    "bottom-line": "Bottom line",
}


LONG = 40  # letters that a cell holds beside its head on a phone


def titles(book: Book) -> dict[str, str]:
    """Sections and their names: the article's, then those that have facts of their own."""
    more = {
        fact.section: fact.section.replace("-", " ").capitalize()
        for fact in book.facts.values()
        if fact.section not in TITLES
    }
    return TITLES | more


@dataclass(frozen=True)
class Known:
    """What a table may read."""

    results: Results
    book: Book
    uses: Uses  # of each reference; filled while pages are rendered, that of the references last
    editions: Sequence[Path]
    files: Mapping[str, Mapping[str, object]]  # the manifest's entries of the snapshot in use
    snapshot: str  # a sentence on the snapshot in use
    series: frozenset[str] = frozenset()  # full series that the site offers, by path below it


Table = Callable[[Known, str], str]
REGISTRY: dict[str, Table] = {}


def table(function: Table) -> Table:
    """Register a table under its function's name."""
    REGISTRY[function.__name__] = function
    return function


def html(
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str]]],
    label: str,
    numeric: Sequence[int] = (),
    kind: str = "",
    verdicts: Mapping[str, str] | None = None,
    searched: bool = True,
) -> str:
    """A table that scrolls inside itself. Rows are (id, cells); `numeric` columns stand right. Cells are HTML.

    `verdicts` gives rows, by id, the word that a filter looks for; one that is not `searched` repeats what a
    search finds elsewhere.

    `kind` is a class of the table: "stack" makes each row a small card on a phone, where a cell then bears its head.
    """
    stack = "stack" in kind
    # a column whose cells are sentences stands left on a phone, all of it
    long = {i for _, cells in rows for i, text in enumerate(cells) if i and len(_bare(text)) > LONG}

    def cell(index: int, text: str) -> str:
        tag = "th scope=row" if index == 0 else "td"
        kind = "num" if index in numeric else "long" if stack and index in long else ""
        named = f' data-head="{_bare(heads[index])}"' if stack and index else ""
        return f"<{tag}{f' class={kind}' if kind else ''}{named}>{text}</{tag[:2]}>"

    # spaces between cells and rows keep their words apart in a search
    head = " ".join(
        f"<th scope=col{' class=num' if i in numeric else ''}>{h}</th>" for i, h in enumerate(heads)
    )
    body = " ".join(
        f"<tr{marks.attributes(id=key, data_verdict=(verdicts or {}).get(key, ''))}>{' '.join(cell(i, text) for i, text in enumerate(cells))}</tr>"
        for key, cells in rows
    )
    hidden = "" if searched else " data-search-exclude"
    return (
        f'<div class="scroll" role="region" tabindex="0"{marks.attributes(aria_label=label)}{hidden}><table class="data{" " * bool(kind)}{kind}">'
        f"<thead><tr>{head}</tr></thead> <tbody>{body}</tbody></table></div>"
    )


def _bare(text: str) -> str:
    return re.sub("<[^>]*>", "", text)


def facts_of(name: str, book: Book) -> tuple[str, ...]:
    """Keys of the facts that a table of the article shows."""
    facts = book.facts.values()
    chosen: dict[str, Callable[[Fact], bool]] = {
        "key_facts": lambda f: f.section == "price-and-key-facts" and f.kind == "figure",
        "sectors": lambda f: f.metric.startswith("sector_"),
        "averages": lambda f: f.section == "technical-picture" and f.who == "GuruFocus",
    }
    return tuple(f.key for f in facts if name in chosen and chosen[name](f))


def _compared(known: Known, prefix: str, name: str, first: str) -> str:
    """Published figures beside what their metrics give for the published day, and today."""
    facts = [known.book.facts[key] for key in facts_of(name, known.book)]
    today = {fact.key: now for fact in facts if (now := _today(fact, known))}
    days = {now.as_of for now in today.values()}
    day = days.pop() if len(days) == 1 else known.results.as_of
    # what every row's name ends in stands once, in the head
    ends = {fact.text.rpartition(", ")[2] for fact in facts}
    shared = ends.pop() if len(ends) == 1 else ""
    rows = []
    for fact in facts:
        finding = known.results.findings[fact.key]
        cites = "".join(marks.citation(n, known.book.sources, prefix) for n in fact.cites)
        now = today.get(fact.key)
        cells = (
            escape(upper(fact.text.removesuffix(f", {shared}"))),
            marks.figure(fact) + cites,
            marks.again(finding),
            marks.verdict(finding, prefix),
            marks.number(now, prefix) + _dated(now, day) + _since(now, fact) if now else "–",
        )
        rows.append(("", cells))
    what = f"{first}, {escape(shared)}" if shared else first
    heads = (what, "Published", "Recomputed for its date", "Verdict", formats.day(day, short=True))
    return html(heads, rows, first, numeric=(1, 2, 4), kind="stack compared")


def _today(fact: Fact, known: Known) -> Metric | None:
    """The newest value of the metric that checks a fact, unless the fact sets a definition of its own."""
    entry = None if fact.args else known.results.numbers.get(fact.metric)
    return entry if entry and entry.value is not None else None


def _dated(entry: Metric, day: date) -> str:
    """The day of a number that is not of the day its column's head gives."""
    if entry.as_of == day or entry.value is None or entry.unit == "date":
        return ""
    return f"<br><small class=origin>file of {formats.day(entry.as_of, short=True)}</small>"


def _since(entry: Metric, fact: Fact) -> str:
    """Of a return since the start of the year: which year that is, where it is no longer the published one."""
    if "_ytd" not in entry.key or entry.as_of.year == fact.as_of.year:
        return ""
    return f"<br><small class=origin>since the start of {entry.as_of.year}</small>"


def upper(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]


@table
def key_facts(known: Known, prefix: str) -> str:
    return _compared(known, prefix, "key_facts", "Key fact")


@table
def sectors(known: Known, prefix: str) -> str:
    return _compared(known, prefix, "sectors", "Sector")


@table
def averages(known: Known, prefix: str) -> str:
    return _compared(known, prefix, "averages", "Reading")


@table
def options(known: Known, prefix: str) -> str:
    """What our own record of the options market holds; one sentence while it holds nothing."""
    keys = {
        "option_volume": "Volume",
        "put_share": "Puts in that volume",
        "put_call_volume": "Puts to calls by volume",
        "put_call_oi": "Puts to calls by open interest",
        "open_interest": "Open interest",
        "open_interest_30d": "Open interest against its mean of thirty sessions",
    }
    entries = [known.results.numbers[key] for key in keys]
    reasons = {entry.missing for entry in entries}
    if len(reasons) == 1 and all(entry.value is None for entry in entries):
        return f"<p>Our own record has no figure to show: {escape(*reasons)}.</p>"
    rows = [
        ("", (name, marks.number(entry, prefix))) for name, entry in zip(keys.values(), entries, strict=True)
    ]
    return html(("Our own record, newest session", "Figure"), rows, "Options, our own record", numeric=(1,))


@table
def references(known: Known, prefix: str) -> str:
    """Every reference with its own number and the way back to each use; only what the article gives is there."""
    rows = []
    for source in known.book.sources.values():
        second = citations.dependence(
            source, known.book.sources, lambda number: f'<a href="#ref-{number}">{number}</a>'
        )
        status = f" <span class=origin>Second-hand: {second}.</span>" if second else ""
        about = f"{escape(upper(source.about))}.{' ' + escape(source.note) if source.note else ''}"
        name = f'<a href="{prefix}sources/{source.number}/">{escape(source.publisher)}</a><br> <code>{escape(source.host)}</code>'
        rows.append(
            (
                f"ref-{source.number}",
                (
                    str(source.number),
                    name,
                    f"{about}{status}",
                    _uses(known.uses.get(source.number, {}), prefix),
                ),
            )
        )
    return html(
        ("No.", "Source", "Used for", "Cited on"),
        rows,
        "References",
        numeric=(0,),
        kind="stack sortable",
    )


def _uses(uses: Mapping[str, Sequence[str]], prefix: str) -> str:
    """Each page with a link to the first mark there; further marks follow as small numbers."""
    told = []
    for stem, anchors in citations.ordered(uses, list(TITLES)):
        title, base = escape(TITLES.get(stem, stem)), f"{prefix}{_address(stem)}"
        more = "".join(
            f' <a class=again href="{base}#{anchor}" aria-label="{title}, use {n}">{n}</a>'
            for n, anchor in enumerate(anchors[1:], 2)
        )
        told.append(f'<span class=use><a href="{base}#{anchors[0]}">{title}</a>{more}</span>')
    return " · ".join(told)


def _address(stem: str) -> str:
    return "" if stem == "index" else f"{stem}/"


@table
def numbers(known: Known, prefix: str) -> str:
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entry in known.results.numbers.values():
        value = f"<data{marks.attributes(value=str(entry.value), data_unit=entry.unit)}>{escape(_short(entry))}</data>{_dated(entry, known.results.as_of)}"
        if entry.value is None:
            value = f'<span class="missing">{escape(entry.missing)}</span>'
        used = f" Inputs: {escape(marks.inputs(entry))}." if entry.inputs else ""
        late = f' <small class="late">Not up to date: {escape(entry.stale)}.</small>' if entry.stale else ""
        row = (
            f"{escape(wording.named(entry.label))}<br> <code>{entry.key}</code>",
            value,
            f"{escape(wording.named(entry.definition))} <span class=origin>{escape(entry.source)}.{used}</span>{late}",
        )
        groups.setdefault(entry.group, []).append((entry.key, row))
    day = formats.day(known.results.as_of, short=True)
    return "\n\n".join(
        f"## {group.capitalize()}\n\n"
        + html(("Number", f"As of {day}", "Definition and source"), rows, group, numeric=(1,), kind="stack")
        for group, rows in groups.items()
    )


def _short(entry: Metric) -> str:
    """A number as a column has room for it."""
    return (replace(entry, unit="pp_short") if entry.unit == "pp" else entry).written()


@table
def ledger(known: Known, prefix: str) -> str:
    """Every claim in a light row, with filters that need no script: each choice hides the rows of the others."""
    words = [word for word in WORDS if any(f.verdict == word for f in known.results.findings.values())]
    choices = "".join(
        f'<label><input type=radio name=verdict id="only-{word}"><span class="word {word}">{marks.SHAPES[word]} {marks.name(word)}</span></label>'
        for word in words
    )
    parts = [
        verdicts(known, prefix),
        f'<form class="filter" data-search-exclude><label><input type=radio name=verdict id=only-all checked>all</label>{choices}</form>',
    ]
    for section, title in titles(known.book).items():
        found = [f for f in known.results.findings.values() if f.fact.section == section]
        rows = []
        for finding in found:
            fact = finding.fact
            cites = "".join(marks.citation(n, known.book.sources, prefix) for n in fact.cites)
            link = f'<a href="{marks.row(finding, prefix)}">{escape(upper(fact.text))}</a>'
            published, again = marks.figure(fact) + cites, marks.again(finding)
            rows.append((fact.key, (link, published, again, marks.word(finding.verdict))))
        if rows:
            heads = ("Claim", "Published", "Recomputed", "Verdict")
            parts.append(
                f"## {title}\n\n"
                + html(
                    heads,
                    rows,
                    f"Claims of the section {title}",
                    numeric=(1, 2),
                    kind="stack claims",
                    verdicts={f.fact.key: f.verdict for f in found},
                )
            )
    return "\n\n".join(parts)


@table
def verdicts(known: Known, prefix: str) -> str:
    """How many claims have each verdict, and what the word means."""
    counts = {word: sum(f.verdict == word for f in known.results.findings.values()) for word in WORDS}
    rows = [
        ("", (marks.word(word), str(counts[word]), meaning))
        for word, meaning in WORDS.items()
        if counts[word]
    ]
    rows.append(
        (
            "",
            (
                "all claims",
                str(len(known.results.findings)),
                "every figure and checkable comparison of the article",
            ),
        )
    )
    return html(("Verdict", "Claims", "Meaning"), rows, "Verdicts", numeric=(1,), kind="stack")
