"""Tables of the ledger: every claim in a light row, and how many have each verdict."""

from __future__ import annotations

from generator.ledger.check import WORDS
from generator.ledger.record import TERM, Finding
from generator.pages import marks, teeth
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables.registry import Known, table, titles
from generator.pages.templating import Piece, piece, together, under

TERMS = "Terms, which claim nothing"
HEAD = ("Claim", "Published", "Recomputed", "Verdict", "Passes before")


@table
def ledger(known: Known, prefix: str) -> Piece:
    """Every claim, with filters that need no script: each choice hides the rows of the others."""
    findings = known.results.claims.values()
    shown = [word for word in WORDS if any(finding.verdict == word for finding in findings)]
    parts = [
        verdicts(known, prefix),
        piece("ledger/filter", "", verdicts=[(w, marks.word(w)) for w in shown]),
    ]
    for section, title in titles(known.book).items():
        rows = [
            Row(claim(finding, known, prefix), finding.fact.key, finding.verdict)
            for finding in findings
            if finding.fact.section == section
        ]
        if rows:
            caption = f"Claims of the section {title}"
            parts.append(under(title, Table(caption, HEAD, rows, (1, 2, 4), "stack claims").piece()))
    if terms := [f.fact for f in known.results.findings.values() if f.verdict == TERM]:
        said = [Row((upper(t.text), marks.cited(t, known.book.sources, prefix)), t.key) for t in terms]
        parts.append(under(TERMS, Table(TERMS, ("Term", "Published"), said, (1,), "stack").piece()))
    return together(*parts, between="\n\n")


def claim(finding: Finding, known: Known, prefix: str, cited: bool = True) -> tuple[Piece, ...]:
    """The cells of a claim's row, under HEAD; not `cited` where all rows are of one reference."""
    fact = finding.fact
    return (
        marks.link(upper(fact.text), marks.row(finding, prefix)),
        marks.cited(fact, known.book.sources, prefix) if cited else marks.figure(fact),
        marks.again(finding),
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
