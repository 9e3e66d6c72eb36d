"""Tables of the ledger: every claim in a light row, and how many have each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import formats
from generator.facts.record import Fact
from generator.ledger import foretold, notes
from generator.ledger.check import WORDS
from generator.ledger.record import TERM, Finding
from generator.pages import explorer, marks, teeth, wording
from generator.pages.environment import upper
from generator.pages.table import Group, Row, Table
from generator.pages.tables.registry import Known, table, titles
from generator.pages.templating import Piece, piece, together, under

TERMS = "Terms, which claim nothing"
OWN = (
    "Claim",
    "Published",
    "Recomputed",
    "Verdict",
    "True in earlier months",
)  # where all rows are of one reference
HEAD = ("Claim", "Published", "Recomputed", "Right if", "Verdict", "True in earlier months")
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
    rows = [row for group in groups for row in group.rows]
    sources, sayers = (
        known.book.sources.values(),
        dict.fromkeys(s for f in findings for s in said_by(f.fact, known)),
    )
    listed = Table("Claims", HEAD, groups, (1, 2, 3, 5), "stack claims", searched=False, sorts=SORTED)
    meaning = verdicts(known, prefix)
    parts = [
        piece("tables/folded", meaning.words, summary=MEANING, block=meaning),
        explorer.explorer(
            listed.piece(),
            ("claim", "claims"),
            explorer.facet(
                "verdict", "Verdict", {word: marks.word(word) for word in WORDS}, explorer.once(rows)
            ),
            [
                explorer.facet("section", "Section", sections, rows),
                explorer.facet("source", "Source", _slugs(source.publisher for source in sources), rows),
                explorer.facet("forecaster", "Said by", _slugs(map(upper, sayers)), rows),
                explorer.facet("kind", "Kind", KINDS, rows),
            ],
            ORDERS,
            "Search claims: yield, RSI, 9 % …",
            len(explorer.once(rows)),
        ),
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
    fact, rate, sources = finding.fact, finding.pass_rate, known.book.sources
    return {
        "verdict": finding.verdict,
        "section": fact.section,
        "source": " ".join(dict.fromkeys(explorer.slug(sources[n].publisher) for n in fact.cites)),
        "forecaster": " ".join(explorer.slug(name) for name in said_by(fact, known)),
        "kind": fact.kind,
        "margin": "" if finding.margin is None else f"{finding.margin:.3g}",
        "rate": "" if rate is None or rate.share is None else f"{rate.share:.3g}",
        "date": fact.as_of.isoformat(),
        **({"same": known.results.said_again[fact.key]} if fact.key in known.results.said_again else {}),
    }


def claim(finding: Finding, known: Known, prefix: str, cited: bool = True) -> tuple[Piece, ...]:
    """The cells of a claim's row, under HEAD; under OWN, and not `cited`, where all rows are of one reference."""
    fact = finding.fact
    first = known.results.said_again.get(fact.key) if cited else None
    again = [f"same as: {known.results.findings[first].fact.text}"] if first else []
    return (
        marks.link(upper(fact.text), marks.row(finding, prefix)),
        marks.listed(fact, known.book.sources, prefix)
        if cited
        else marks.figure(fact, text=wording.published(fact)),
        marks.again(finding),
        *(
            [marks.noted(teeth.room(finding), *filter(None, [teeth.moves(finding, short=True)]))]
            if cited
            else []
        ),
        marks.noted(marks.word(finding.verdict), *teeth.notes(finding), *again),
        together(teeth.earlier(finding)),
    )


@table
def verdicts(known: Known, prefix: str) -> Piece:
    """How many claims have each verdict, what the word means, and one of them as an example."""
    claims, distinct = known.results.claims, known.results.distinct
    rows = []
    for verdict, meaning in WORDS.items():
        found = [finding for finding in distinct if finding.verdict == verdict]
        always = [finding for finding in found if finding.always]
        if found:
            rows.append(_explained(marks.word(verdict), found, meaning, known, prefix))
        if always:
            rows.append(_explained("of these always true", always, teeth.ALWAYS, known, prefix))
    every = "every figure and checkable comparison of the article"
    again, terms = len(claims) - len(distinct), len(known.results.findings) - len(claims)
    every += f"; {again} that say again what another says count once with it" if again else ""
    every += (
        f"; {terms} terms of somebody's statement are shown as published and claim nothing" if terms else ""
    )
    rows.append(Row(("all claims", str(len(distinct)), every, "")))
    head = ("Verdict", "Claims", "Meaning", "For example")
    return Table("Verdicts", head, rows, (1,), "stack").piece()


def _explained(word: str, found: Sequence[Finding], meaning: str, known: Known, prefix: str) -> Row:
    """A verdict's row; its example is a figure in few words, if it has one."""
    return Row((word, str(len(found)), meaning, _example(min(found, key=_plainness), known, prefix)))


def _plainness(finding: Finding) -> tuple[bool, bool, int]:
    fact = finding.fact
    return (finding.recomputed is None, fact.kind != "figure", len(fact.text) + len(fact.printed))


def _example(finding: Finding, known: Known, prefix: str) -> Piece:
    """A claim with what its verdict turns on: the room of its wording and what comes out, or why nothing does."""
    fact, why = finding.fact, wording.named(finding.note).partition(". ")[0].rstrip(".")
    told = f"“{wording.published(fact)}”"
    match finding.verdict:
        case "open":
            pass
        case "conflict":
            others = (known.results.findings[key].fact for key in finding.conflicts_with)
            told += "; against it " + " and ".join(
                f"{other.text} (“{wording.published(other)}”)" for other in others
            )
        case _ if finding.recomputed is None:
            told += f"; {formats.inside(why)}"
        case _:
            told += f", right if {teeth.allowed(finding)}; found: {teeth.recomputed(finding)}"
            if finding.verdict == "reproduced-otherwise" and finding.closest is not None:
                value = notes.figure(finding.closest.value, fact, short=True)
                told += f"; {value} with {wording.named(finding.closest.definition)}"
            told += f". {why}" * (finding.verdict == "inconclusive")
    return together(marks.link(upper(fact.text), marks.row(finding, prefix)), f": {told}.")
