"""The marks of a page: numbers, published figures, citations, verdicts. How each looks stands in `templates/marks/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator import formats
from generator.facts.record import Fact, Source
from generator.ledger import notes
from generator.ledger.record import Finding
from generator.metrics.record import Metric, Value
from generator.pages import teeth, wording
from generator.pages.citations import anchors
from generator.pages.templating import Piece, piece, together, words_of

# shape and word, never colour alone
SHAPES = {
    "reproduced": "✓",
    "reproduced-otherwise": "≈",
    "differs": "≠",
    "inconclusive": "±",
    "conflict": "⇄",
    "open": "○",
    "came-true": "●",
    "failed": "✕",
    "unverifiable": "?",
}

MOVED = "moved"  # the class of what a number was
LINE = 16  # letters of a published figure that stay together, also on a phone


def name(verdict: str, count: int = 1) -> str:
    """A verdict as readers see it; the identifier itself stays in classes, addresses and for programs."""
    return "differ" if verdict == "differs" and count != 1 else verdict.replace("-", " ")


def word(verdict: str) -> Piece:
    """A verdict with its shape, never by colour alone."""
    return shaped(SHAPES[verdict], name(verdict), verdict)


def shaped(shape: str, text: str, style: str) -> Piece:
    """A word with a shape before it, in the colour of a verdict."""
    return piece("marks/word", shape=shape, word=text, style=style)


def number(
    entry: Metric, prefix: str, form: str = "", beside: Finding | None = None, symbol: str = ""
) -> Piece:
    """A recomputed number that knows its value, unit, date, definition and origin, and leads to its row.

    `beside` is the published figure that the same metric checks, `symbol` another than the metric's own.
    """
    return piece(
        "marks/number",
        entry=entry,
        symbol=symbol,
        prefix=prefix,
        written=entry.written(form),
        since=entry.stale.split(":")[0],
        definition=wording.named(entry.definition),
        label=wording.named(entry.label),
        inputs=inputs(entry),
        said=f"{beside.fact.printed} for {formats.day(beside.fact.as_of)}: {name(beside.verdict)}"
        if beside
        else "",
    )


def moved(entry: Metric, then: Value | None) -> Piece:
    """What a number was at publication, and its change since: out of sight until a reader asks for it."""
    if then is None or entry.value is None:
        return Piece()
    was, change = replace(entry, value=then), ""
    if was.written() == entry.written():
        return Piece()
    if not (isinstance(then, str) or isinstance(entry.value, str)):
        unit = "pp" if entry.unit == "%" else entry.unit
        change = formats.write(entry.value - then, unit, entry.digits, f"{entry.form} signed compact")
    told = was.written(f"{entry.form} compact" if change else "compact")
    return piece("marks/moved", "", then=told, change=change, style=MOVED)


def inputs(entry: Metric) -> str:
    """The files that a number was made from, in words."""
    named = [path.removesuffix(".csv").split("/") for path in entry.inputs]
    told = []
    for kind, before in (("prices", "daily bars of"), ("rates", "FRED series")):
        if names := [name[-1] for name in named if name[0] == kind]:
            told.append(f"{before} {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}")
    told += [
        f"the issuer's file of {formats.day(date.fromisoformat(n[-1]))}" for n in named if n[0] == "holdings"
    ]
    told += [f"the rows of {name[0]}.csv" for name in named if len(name) == 1]
    return "; ".join(told)


def citation(
    number: int,
    sources: Mapping[int, Source],
    prefix: str,
    anchor: str = "",
    stop: bool = True,
    short: bool = False,
) -> Piece:
    """A reference mark, with the article's own number, that says who it is and leads to the list.

    Without `stop` the Tab key passes it by: a figure is one stop, its verdict, which leads to its references as well.
    `short`: it says the name alone, in a list of hundreds.
    """
    source = sources[number]
    title = source.publisher
    if not short:
        title += f", {source.host}" + (f", passing on {source.relays}" if source.relays else "")
        title += f": {source.about}" if source.about else ""
    return piece(
        "marks/citation", f" [{number}]", source=source, title=title, prefix=prefix, anchor=anchor, stop=stop
    )


def citations(
    numbers: Sequence[int],
    sources: Mapping[int, Source],
    prefix: str,
    place: str | None = None,
    stop: bool = True,
    short: bool = False,
) -> Piece:
    """Reference marks in a row, with addresses where they have a `place` on their page."""
    named = zip(numbers, anchors(numbers, place), strict=True)
    return together(*(citation(number, sources, prefix, anchor, stop, short) for number, anchor in named))


def figure(fact: Fact, headed: bool = False, text: str = "") -> Piece:
    """The published figure as printed, or as `text`, with its bare value behind it; `headed` where its row's head says what it is."""
    text = text or fact.printed
    ends = [fact.value] if fact.value is not None else [fact.low, fact.high]
    value = "/".join("" if end is None else f"{end:.12g}" for end in ends)
    return piece("marks/figure", fact=fact, value=value, text=text, long=len(text) > LINE, headed=headed)


def cited(fact: Fact, sources: Mapping[int, Source], prefix: str, place: str | None = None) -> Piece:
    """A published figure with its hedge and its reference marks."""
    return together(figure(fact, text=wording.published(fact)), citations(fact.cites, sources, prefix, place))


def listed(fact: Fact, sources: Mapping[int, Source], prefix: str) -> Piece:
    """The same in a row of a long list, whose head says what it is: no word of it twice."""
    shown = figure(fact, headed=True, text=wording.published(fact))
    return together(shown, citations(fact.cites, sources, prefix, short=True))


def said(
    fact: Fact, finding: Finding, sources: Mapping[int, Source], prefix: str, place: str | None = None
) -> Piece:
    """A published figure with its reference marks and its verdict; a term has none."""
    marked = citations(fact.cites, sources, prefix, place, stop=not finding.verdict)
    mark = verdict(finding, prefix, told=finding.verdict == "differs") if finding.verdict else ""
    return piece("marks/said", figure=together(figure(fact), marked), verdict=mark)


def verdict(finding: Finding, prefix: str, told: bool = False) -> Piece:
    """The verdict's shape, its word for who cannot see it, and the way to the ledger's row; `told`: what comes out as well."""
    key, word = finding.verdict, name(finding.verdict)
    found = teeth.recomputed(finding) if told and finding.recomputed is not None else ""
    way, end, limit = teeth.limit(finding) if found and finding.at_edge else ("", 0.0, "")
    outside = f" ({way} {limit} counts as right)" if limit else ""
    edge = finding.at_edge and not outside
    said = f"{word}{', at the edge' * edge}{f': {found}{outside}' if found else ''}"
    return piece(
        "marks/verdict",
        f"{SHAPES[key]} {said}",
        verdict=key,
        shape=SHAPES[key],
        word=word,
        found=found,
        value=finding.recomputed,
        edge=finding.at_edge,
        way=way,
        end=end,
        limit=limit,
        title=title(finding),
        key=finding.fact.key,
        prefix=prefix,
    )


def title(finding: Finding) -> str:
    """A verdict in a few words: with the recomputed figure, or with what it would take."""
    if finding.recomputed is None:
        return f"{name(finding.verdict)}. {wording.named(finding.note)}"
    edge = ", at the edge" if finding.at_edge else ""
    return f"{name(finding.verdict)}{edge}: recomputed {teeth.recomputed(finding)}; right if {teeth.allowed(finding)}"


def again(finding: Finding) -> Piece:
    """The same for a table: where another definition hits, its figure stands below."""
    shown, otherwise = teeth.recomputed(finding), ""
    if finding.verdict == "reproduced-otherwise" and finding.closest is not None:
        otherwise = notes.figure(finding.closest.value, finding.fact, short=True)
    return piece("marks/again", shown=shown, otherwise=otherwise)


def code(text: str) -> Piece:
    """A name as a program or an editor writes it."""
    return piece("marks/code", text=text)


def link(text: str, href: str, title: str = "") -> Piece:
    """Words that lead somewhere; `title` is told where a pointer rests."""
    return piece("marks/link", text=text, href=href, title=title)


def lines(*parts: str, said: str = " ") -> Piece:
    """A line each, within a cell; `said` stands between their words."""
    return piece("marks/lines", said.join(map(words_of, parts)), lines=parts)


def noted(value: str, *notes: str) -> Piece:
    """A value of a cell with what has to be said of it in small print below."""
    return piece("marks/noted", value=value, notes=notes)


def strong(text: str) -> Piece:
    """Words of weight."""
    return piece("marks/strong", text=text)


def more(summary: str, text: str) -> Piece:
    """What is there for who asks, under a line that opens it."""
    return piece("marks/more", f"{summary}: {words_of(text)}", summary=summary, text=text)


def row(finding: Finding, prefix: str) -> str:
    """The address of a claim's card, where everything is told of it."""
    section = finding.fact.section
    return f"{prefix}ledger/{'lead' if section == 'index' else section}/#{finding.fact.key}"
