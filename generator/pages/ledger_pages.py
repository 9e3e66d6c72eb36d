"""Pages that no editor writes: the ledger's rows in full, one page a section, and one page a source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator import formats
from generator.facts.record import Fact, Source
from generator.formats import escape
from generator.ledger import notes, sealed
from generator.ledger.record import Finding
from generator.pages import citations, marks, sparklines, wording
from generator.pages.tables.registry import Known, html, titles, upper

BEHIND = 0.001  # a word of a title counts a thousand times one of a text; here it counts as one
History = Mapping[str, Sequence[tuple[str, str]]]  # fact -> (edition, verdict), oldest first


def history(editions: Sequence[Path]) -> dict[str, list[tuple[str, str]]]:
    """The verdict of each claim in the last seal of each session."""
    last = {path.name[:10]: path for path in editions}
    told: dict[str, list[tuple[str, str]]] = {}
    for session, path in sorted(last.items()):
        for entry in sealed.read(path)["findings"]:
            told.setdefault(entry["id"], []).append((session, entry["verdict"]))
    return told


def pages(known: Known, past: History) -> Iterator[tuple[str, str]]:
    """(name below docs/, Markdown) of every generated page, without the strip under its title."""
    for section, title in titles(known.book).items():
        found = [f for f in known.results.findings.values() if f.fact.section == section]
        if found:
            yield (
                f"ledger/{'lead' if section == 'index' else section}.md",
                _section(section, title, found, known, past),
            )
    for source in known.book.sources.values():
        yield f"sources/{source.number}.md", _source(source, known)


def _head(title: str, description: str, up: tuple[str, str], boost: float = 1) -> str:
    """Front matter, the way back to the list that the page belongs to, and the title.

    `boost` below 1 lets a search find the pages first that this one repeats.
    """
    lines = [f"title: {json.dumps(title)}", f"description: {json.dumps(description)}", "generated: true"]
    lines += [f"search:\n  boost: {boost}"] if boost != 1 else []
    back = f'<p class="up" data-search-exclude><a href="{up[0]}">{up[1]}</a></p>'
    return "\n".join(["---", *lines, "---", "", back, "", f"# {title}", "", ""])


def _section(section: str, title: str, found: Sequence[Finding], known: Known, past: History) -> str:
    body = "\n\n".join(_claim(finding, known, past) for finding in found)
    intro = (
        f"Every claim of [{title}](../{section}.md), held against the data: what was published, what comes out, by which "
        f"definition, and what else was tried. In the small pictures the band is what the wording allows, the diamond is the stated "
        f"definition, and each dot another one, filled where it falls inside.\n\n"
    )
    return (
        _head(
            f"Ledger: {title}",
            f"The claims of the section {title}, one by one, against the data.",
            ("../", "Ledger, all sections"),
        )
        + intro
        + body
        + "\n"
    )


def _claim(finding: Finding, known: Known, past: History) -> str:
    fact, prefix = finding.fact, "../../"
    cites = "".join(marks.citation(n, known.book.sources, prefix) for n in fact.cites)
    who = f", {escape(fact.who)}" if fact.who else ""
    metric = known.results.numbers.get(fact.metric)
    rows = [
        ("Published", f"{marks.figure(fact)}{cites}{who}; speaks of {formats.day(fact.as_of)}"),
        ("Wording allows", escape(allowed(finding, wording.unit(fact)))),
    ]
    if finding.recomputed is not None:
        seen = f", as of {formats.day(finding.as_of)}" if finding.as_of else ""
        used = wording.definition(finding)
        by = f' <span class="origin">{escape(used)}</span>' if used else ""
        row = f' <a href="{prefix}numbers/#{fact.metric}"><code>{fact.metric}</code></a>' if metric else ""
        rows.append(("Recomputed", f"<strong>{marks.recomputed(finding)}</strong>{seen}.{by}{row}"))
    if finding.note:
        rows.append(("Finding", escape(wording.named(finding.note))))
    if finding.conflicts_with:
        links = ", ".join(_to(key, known) for key in finding.conflicts_with)
        rows.append(("At odds with", links))
    told = past.get(fact.key, ())
    if told:
        rows.append(
            (
                "Verdict by edition",
                "; ".join(
                    f"{formats.day(date.fromisoformat(s))}: {marks.name(verdict)}" for s, verdict in told
                ),
            )
        )
    items = " ".join(f"<dt>{name}</dt> <dd>{text}</dd>" for name, text in rows)
    return (
        f'<section class="claim-card" id="{fact.key}"><h2>{escape(upper(fact.text))}</h2> {marks.word(finding.verdict)} '
        f"<dl>{items}</dl> {_tried(finding)}</section>"
    )


def allowed(finding: Finding, counts: str) -> str:
    """The interval in the fact's unit, in words where it is open; `counts` is what a bare number counts."""
    low, high = (
        None if end is None else notes.figure(end, finding.fact, _digits(end), short=True)
        for end in finding.allowed
    )
    told = f"{low} to {high}" if low and high else low or high
    if not told:
        return "anything"
    return wording.counted(told, counts) + ("" if low and high else " or more" if low else " or less")


def _digits(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return min(len(text.split(".")[1]), 4)


def _to(key: str, known: Known) -> str:
    other = known.results.findings.get(key)
    if other is None:
        return escape(key)
    return (
        f'<a href="{marks.row(other, "../../")}">{escape(other.fact.text)} ({escape(other.fact.printed)})</a>'
    )


def _tried(finding: Finding) -> str:
    if not finding.tried:
        return ""
    rows = [
        (
            "",
            (
                escape(wording.named(t.definition)),
                notes.figure(t.value, finding.fact, 2, short=True),
                "inside" if t.hit else "outside",
            ),
        )
        for t in sorted(finding.tried, key=lambda t: not t.hit)
    ]
    hits = sum(t.hit for t in finding.tried)
    table = html(
        ("Changed from the stated definition", "Gives", "What the wording allows"),
        rows,
        "Definitions tried",
        numeric=(1,),
    )
    return f"{sparklines.svg(finding)}<details class=more><summary>{_hits(hits, len(finding.tried))}</summary>{table}</details>"


def _hits(hits: int, tried: int) -> str:
    if tried == 1:
        return f"The one other definition tried falls {'inside' if hits else 'outside'}"
    return f"{hits} of {tried} other definitions {'falls' if hits == 1 else 'fall'} inside"


def _source(source: Source, known: Known) -> str:
    claims = [f for f in known.results.findings.values() if source.number in f.fact.cites]
    counts: dict[str, int] = {}
    for finding in claims:
        counts[finding.verdict] = counts.get(finding.verdict, 0) + 1
    told = ", ".join(
        f"{n} {marks.name(verdict, n)}" for verdict, n in sorted(counts.items(), key=lambda item: -item[1])
    )
    second = citations.dependence(source, known.book.sources, lambda n: f"[{n}]({n}.md)")
    relays = f" It is second-hand: it {second}." if second else ""
    about = f" The article leans on it for this: {source.about.replace(': ', ', ')}." if source.about else ""
    same = [
        s.number for s in known.book.sources.values() if s.host == source.host and s.number != source.number
    ]
    also = f" The same host stands behind {_numbers(same)}." if same else ""
    title = f"Reference {source.number}: {source.publisher}"
    intro = f"Host {escape(source.host)}. The article gives no title, author, date or address of the piece.{relays}{escape(about)}{also}\n\n"
    if not claims:
        body = "No figure that could be checked hangs on this reference: the article cites it for a statement in words.\n"
    else:
        rows = [("", _row(finding)) for finding in claims]
        many = f"{len(claims)} claims" if len(claims) != 1 else "One claim"
        body = (
            f"{many}: {told}.\n\n"
            + html(
                ("Claim", "Published", "Recomputed", "Verdict"),
                rows,
                "Claims of this reference",
                (1, 2),
                "stack claims",
                searched=False,
            )
            + "\n"
        )
    return (
        _head(
            title,
            f"What reference {source.number} of the article claimed, and how that held.",
            (f"../../references/#ref-{source.number}", "All references"),
            boost=BEHIND,
        )
        + intro
        + body
        + _neighbours(source.number, known.book.sources)
    )


def _neighbours(number: int, sources: Mapping[int, Source]) -> str:
    before, after = (
        f"[{escape(sources[n].publisher)}, reference {n}]({n}.md)" if n in sources else ""
        for n in (number - 1, number + 1)
    )
    return (
        "\n"
        + ". ".join(filter(None, (before and f"Before it: {before}", after and f"After it: {after}")))
        + ".\n"
    )


def _numbers(numbers: Sequence[int]) -> str:
    return ("references " if len(numbers) > 1 else "reference ") + ", ".join(
        f"[{n}]({n}.md)" for n in numbers
    )


def _row(finding: Finding) -> tuple[str, ...]:
    fact: Fact = finding.fact
    link = f'<a href="{marks.row(finding, "../../")}">{escape(upper(fact.text))}</a>'
    return link, marks.figure(fact), marks.again(finding), marks.word(finding.verdict)
