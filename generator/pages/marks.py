"""The small HTML of a page: numbers, published figures, citations, verdict marks. All text is escaped here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator import formats
from generator.facts.record import Fact, Source
from generator.formats import escape
from generator.ledger import notes
from generator.ledger.record import Finding
from generator.metrics.record import Metric
from generator.pages import wording

# shape and word, never colour alone
SHAPES = {
    "reproduced": "✓",
    "reproduced-otherwise": "≈",
    "differs": "≠",
    "conflict": "⇄",
    "open": "○",
    "came-true": "●",
    "failed": "✕",
    "unverifiable": "?",
}

LINE = 16  # letters of a published figure that stay together, also on a phone


def name(verdict: str, count: int = 1) -> str:
    """A verdict as readers see it; the identifier itself stays in classes, addresses and for programs."""
    return "differ" if verdict == "differs" and count != 1 else verdict.replace("-", " ")


def word(verdict: str) -> str:
    """A verdict with its shape, never by colour alone."""
    return shaped(SHAPES[verdict], name(verdict), verdict)


def shaped(shape: str, text: str, style: str) -> str:
    """A word with a shape before it, in the colour of a verdict."""
    return f'<span class="word {style}"><span aria-hidden="true">{shape}</span> {text}</span>'


def attributes(**values: str) -> str:
    """HTML attributes, `data_as_of` as data-as-of; empty ones left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{formats.attribute(value)}"'
        for name, value in values.items()
        if value
    )


def number(entry: Metric, prefix: str, form: str = "", beside: Finding | None = None) -> str:
    """A recomputed number that knows its value, unit, date, definition and origin, and leads to its row.

    `beside` is the published figure that the same metric checks.
    """
    href = f"{prefix}numbers/#{entry.key}"
    if entry.value is None:
        return (
            f'<span class="missing">no figure <a href="{href}"{attributes(title=entry.missing)}>'
            f'<span class="why">({escape(entry.missing)})</span></a></span>'
        )
    data = attributes(
        value=str(entry.value),
        data_key=entry.key,
        data_unit=entry.unit,
        data_as_of=entry.as_of.isoformat(),
        data_origin=entry.origin,
        data_definition=wording.named(entry.definition),
        data_label=wording.named(entry.label),
        data_source=entry.source,
        data_inputs=inputs(entry),
        data_said=f"{beside.fact.printed} for {formats.day(beside.fact.as_of)}: {name(beside.verdict)}"
        if beside
        else "",
    )
    # the date in the open, the reason at a touch
    late = (
        f' <small class="late"{attributes(title=entry.stale)}>({escape(entry.stale.split(":")[0])})</small>'
        if entry.stale
        else ""
    )
    return f'<a class="now" href="{href}"><data{data}>{escape(entry.written(form))}</data></a>{late}'


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


def citation(number: int, sources: Mapping[int, Source], prefix: str) -> str:
    """A reference mark, with the article's own number, that says who it is and leads to the list."""
    source = sources[number]
    title = f"{source.publisher}, {source.host}" + (f", passing on {source.relays}" if source.relays else "")
    title += f": {source.about}" if source.about else ""
    return (
        f'<sup class="ref"><a href="{prefix}references/#ref-{number}"{attributes(title=title)}>'
        f"&#91;{number}&#93;</a></sup>"
    )


def figure(fact: Fact) -> str:
    """The published figure as printed, with its bare value behind it."""
    ends = [fact.value] if fact.value is not None else [fact.low, fact.high]
    data = attributes(
        value="/".join("" if end is None else f"{end:.12g}" for end in ends),
        data_fact=fact.key,
        data_unit=fact.unit,
        data_as_of=fact.as_of.isoformat(),
        data_origin="published",
        data_definition=fact.text,
    )
    if len(fact.printed) <= LINE:
        return f'<data class="said"{data}>{escape(fact.printed)}</data>'
    # a range stays whole where a long wording breaks
    words = (
        f"<span>{escape(word)}</span>" if "–" in word else escape(word) for word in fact.printed.split(" ")
    )
    return f'<data class="said long"{data}>{" ".join(words)}</data>'


def said(fact: Fact, finding: Finding, sources: Mapping[int, Source], prefix: str) -> str:
    """A published figure with its reference marks and its verdict."""
    marks = "".join(citation(n, sources, prefix) for n in fact.cites)
    # the figure and what hangs on it stay on one line
    return f'<span class="claim">{figure(fact)}{marks}{verdict(finding, prefix)}</span>'


def verdict(finding: Finding, prefix: str) -> str:
    """The verdict's shape, its word for who cannot see it, and the way to the ledger's row."""
    key = finding.verdict
    return (
        f'<a class="mark {key}" href="{prefix}ledger/#{finding.fact.key}"{attributes(title=title(finding))}>'
        f'<span aria-hidden="true">{SHAPES[key]}</span><span class="sr">{name(key)}</span></a>'
    )


def title(finding: Finding) -> str:
    """A verdict in a few words: with the recomputed figure, or with what it would take."""
    if finding.recomputed is None:
        return f"{name(finding.verdict)}. {finding.note}"
    return f"{name(finding.verdict)}: recomputed {recomputed(finding)}"


def recomputed(finding: Finding) -> str:
    """The recomputed figure in the fact's unit, a count with what it counts."""
    if finding.recomputed is None:
        return "–"
    return wording.counted(
        notes.figure(finding.recomputed, finding.fact, short=True), wording.unit(finding.fact)
    )


def again(finding: Finding) -> str:
    """The same for a table: where another definition hits, its figure stands below."""
    shown = recomputed(finding)
    if finding.verdict != "reproduced-otherwise" or finding.closest is None:
        return shown
    other = notes.figure(finding.closest.value, finding.fact, short=True)
    return f"{shown}<br> <small class=origin>otherwise {other}</small>"


def row(finding: Finding, prefix: str) -> str:
    """The address of a claim's card, where everything is told of it."""
    section = finding.fact.section
    return f"{prefix}ledger/{'lead' if section == 'index' else section}/#{finding.fact.key}"
