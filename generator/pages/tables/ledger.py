"""Tables of the ledger: every claim in a light row, and how many have each verdict."""

from __future__ import annotations

from collections.abc import Iterable

from generator import formats
from generator.facts.record import Fact
from generator.ledger import foretold
from generator.ledger.check import WORDS
from generator.ledger.record import TERM, Finding
from generator.pages import explorer, marks, teeth
from generator.pages.environment import upper
from generator.pages.table import Group, Row, Table
from generator.pages.tables.registry import Known, table, titles
from generator.pages.templating import Piece, piece, together, under

TERMS = "Terms, which claim nothing"
OWN = ("Claim", "Published", "Recomputed", "Verdict", "True earlier")  # where all rows are of one reference
HEAD = ("Claim", "Published", "Recomputed", "Margin", "Verdict", "True earlier")
MEANING = "What each verdict means, and what is counted"
KINDS = {"figure": "figures", "comparison": "comparisons", "forecast": "forecasts"}
SORTED = {0: "name", 3: "margin", 4: "rank", 5: "rate"}
ORDERS = {
    "": "as in the article",
    "margin": "biggest miss first",
    "-margin": "furthest inside first",
    "rate": "seldom true first",
    "-rate": "often true first",
    "date": "earliest day first",
    "-date": "latest day first",
    "rank": "by verdict",
    "name": "A to Z",
    "-name": "Z to A",
}


@table
def ledger(known: Known, prefix: str) -> Piece:
    """Every claim, to be searched, filtered and sorted; without a script each verdict has a link that hides the others."""
    findings, sections = known.results.claims.values(), titles(known.book)
    groups = []
    for section, title in sections.items():
        rows = [
            Row(_cells(finding, known, prefix, title), finding.fact.key, _data(finding, known))
            for finding in findings
            if finding.fact.section == section
        ]
        groups.append(Group(title, explorer.slug(title), rows))
    groups = [group for group in groups if group.rows]
    data = [row.data for group in groups for row in group.rows]
    sources, sayers = (
        known.book.sources.values(),
        dict.fromkeys(s for f in findings for s in said_by(f.fact, known)),
    )
    listed = Table("Claims", HEAD, groups, (1, 2, 3, 5), "stack claims", searched=False, sorts=SORTED)
    parts = [
        explorer.explorer(
            listed.piece(),
            ("row", "rows"),
            explorer.facet("verdict", "Verdict", {word: marks.word(word) for word in WORDS}, data),
            [
                explorer.facet("section", "Section", sections, data),
                explorer.facet("source", "Source", _slugs(source.publisher for source in sources), data),
                explorer.facet("forecaster", "Said by", _slugs(map(upper, sayers)), data),
                explorer.facet("kind", "Kind", KINDS, data),
            ],
            ORDERS,
            "Search claims: yield, RSI, 9 % …",
            len(data),
        ),
        piece("tables/folded", (meaning := verdicts(known, prefix)).words, summary=MEANING, block=meaning),
    ]
    if terms := [f.fact for f in known.results.findings.values() if f.verdict == TERM]:
        said = [Row((upper(t.text), marks.listed(t, known.book.sources, prefix)), t.key) for t in terms]
        parts.append(under(TERMS, Table(TERMS, ("Term", "Published"), said, (1,), "stack").piece()))
    return together(*parts, between="\n\n")


def _slugs(names: Iterable[str]) -> dict[str, str]:
    return {explorer.slug(name): name for name in sorted(names, key=str.casefold)}


def said_by(fact: Fact, known: Known) -> list[str]:
    """Who made a claim: the houses and publishers that its `who` names, else that as it stands; else the article."""
    names = {
        *foretold.houses(known.book.sources),
        *(source.publisher for source in known.book.sources.values()),
    }
    found = sorted(name for name in names if name in fact.who)
    return found or [fact.who or foretold.ARTICLE]


def _cells(finding: Finding, known: Known, prefix: str, section: str) -> tuple[Piece, ...]:
    """A claim's row; where it stands and what day it speaks of are told once another order tears sections apart."""
    first, *others = claim(finding, known, prefix)
    where = f"{section} · {formats.day(finding.fact.as_of, short=True)}"
    return (together(first, piece("tables/where", "", where=where)), *others)


def _data(finding: Finding, known: Known) -> dict[str, str]:
    """What a claim is found by, and in order by where no cell of its row says it."""
    fact, sources = finding.fact, known.book.sources
    return {
        "verdict": finding.verdict,
        "section": fact.section,
        "source": " ".join(dict.fromkeys(explorer.slug(sources[n].publisher) for n in fact.cites)),
        "forecaster": " ".join(explorer.slug(name) for name in said_by(fact, known)),
        "kind": fact.kind,
        "margin": "" if finding.margin is None else f"{finding.margin:.3g}",
        "date": fact.as_of.isoformat(),
    }


def claim(finding: Finding, known: Known, prefix: str, cited: bool = True) -> tuple[Piece, ...]:
    """The cells of a claim's row, under HEAD; under OWN, and not `cited`, where all rows are of one reference."""
    fact = finding.fact
    return (
        marks.link(upper(fact.text), marks.row(finding, prefix)),
        marks.listed(fact, known.book.sources, prefix) if cited else marks.figure(fact),
        marks.again(finding),
        *([together(teeth.far(finding))] if cited else []),
        marks.noted(marks.word(finding.verdict), *teeth.notes(finding)),
        together(teeth.short(finding)),
    )


@table
def verdicts(known: Known, prefix: str) -> Piece:
    """How many claims have each verdict, and what the word means."""
    claims, distinct = known.results.claims, known.results.distinct
    counts = {word: sum(f.verdict == word for f in distinct) for word in WORDS}
    rows = [Row((marks.word(w), str(counts[w]), meaning)) for w, meaning in WORDS.items() if counts[w]]
    always = sum(finding.always for finding in distinct)
    if always:
        place = next(i for i, row in enumerate(rows) if "reproduced" in row.cells[0]) + 1
        rows.insert(place, Row(("of these always true", str(always), teeth.ALWAYS)))
    every = "every figure and checkable comparison of the article"
    again, terms = len(claims) - len(distinct), len(known.results.findings) - len(claims)
    every += f"; {again} that say again what another says count once with it" if again else ""
    every += (
        f"; {terms} terms of somebody's statement are shown as published and claim nothing" if terms else ""
    )
    rows.append(Row(("all claims", str(len(distinct)), every)))
    return Table("Verdicts", ("Verdict", "Claims", "Meaning"), rows, (1,), "stack").piece()
