"""Pages that no editor writes: the ledger's rows in full, one page a section, one page a source and one a forecaster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator import formats
from generator.facts.record import Source
from generator.ledger import foretold, joint, notes
from generator.ledger.foretold import Saying
from generator.ledger.record import Finding, Standing
from generator.pages import (
    citations,
    explorer,
    foretelling,
    marks,
    number_pages,
    sparklines,
    stood,
    teeth,
    wording,
)
from generator.pages.environment import upper
from generator.pages.table import Row, Table
from generator.pages.tables import scoreboard
from generator.pages.tables.forecasters import scored
from generator.pages.tables.ledger import OWN, claim
from generator.pages.tables.registry import Known, titles
from generator.pages.templating import Piece, piece, render, together

UP = "../../"  # from a page of these to the site's root


def pages(known: Known) -> Iterator[tuple[str, str]]:
    """(name below docs/, Markdown) of every generated page, without the strip under its title."""
    past = stood.past(known.editions)
    for section, title in titles(known.book).items():
        found = [f for f in known.results.claims.values() if f.fact.section == section]
        if found:
            cards = [_card(finding, known, past) for finding in found]
            name = "lead" if section == "index" else section
            yield f"ledger/{name}.md", render("ledger/section.md", section=section, title=title, cards=cards)
    yield from number_pages.pages(known)
    for source in known.book.sources.values():
        yield f"sources/{source.number}.md", _source(source, known)
    for house, said in foretold.by_house(known.results.standings.values(), known.book).items():
        yield f"houses/{foretold.slug(house)}.md", _house(house, said, known)


def _house(house: str, said: Sequence[tuple[Standing, Saying]], known: Known) -> str:
    """What a house foretold, by its own words, and what came of it."""
    rows = [
        Row(
            (
                together(
                    marks.link(
                        standing.forecast.text.rstrip("."), f"{UP}scoreboard/#{standing.forecast.key}"
                    ),
                    scoreboard.said(saying, known, UP),
                    between=": " if saying.facts else ", in ",
                ),
                marks.lines(
                    marks.word(standing.state),
                    f"said {formats.day(standing.forecast.said, short=True)}, {foretelling.until(standing)}",
                ),
                wording.named(standing.evidence),
                foretelling.short(standing),
            )
        )
        for standing, saying in said
    ]
    head = ("What it said", "State", "What came", "True in the past")
    return render(
        "ledger/house.md",
        house=house,
        name=upper(house),
        record=foretelling.record([standing for standing, _ in said]),
        references=foretold.houses(known.book.sources).get(house, ()),
        scores=[foretelling.skill(s) for s, saying in said if s.score is not None and scored(s, saying)],
        scoreboard=explorer.address(f"{UP}scoreboard/", forecaster=explorer.slug(house)),
        ledger=explorer.address(f"{UP}ledger/", forecaster=explorer.slug(house)),
        table=Table(f"Forecasts of {house}", head, rows, (), "stack standings", searched=False).piece(),
    )


def _card(finding: Finding, known: Known, past: stood.Past) -> Piece:
    """All that is known of a claim: what it said, what comes out, by which definition, and what else was tried."""
    fact = finding.fact
    findings = known.results.findings
    return piece(
        "ledger/claim",
        finding=finding,
        fact=fact,
        verdict=marks.word(finding.verdict),
        published=marks.cited(fact, known.book.sources, UP),
        allowed=teeth.allowed(finding),
        moves=teeth.moves(finding),
        recomputed=teeth.recomputed(finding),
        definition=wording.definition(finding) if finding.recomputed is not None else "",
        row=f"{UP}numbers/#{fact.metric}" if fact.metric in known.results.numbers else "",
        note=wording.named(finding.note),
        margin=teeth.margin(finding),
        rate=teeth.rate(finding),
        at_odds=[(key, findings.get(key)) for key in finding.conflicts_with],
        address=lambda other: marks.row(other, UP),
        editions=stood.verdicts(past, fact.key),
        foretold=next((s for s in known.results.standings.values() if fact.key in s.forecast.facts), None),
        usually=foretelling.usually,
        picture=sparklines.svg(finding),
        tried=_tried(finding),
        hits=sum(t.hit for t in finding.tried),
    )


def _tried(finding: Finding) -> Piece:
    rows = [
        Row(
            (
                wording.named(tried.definition),
                notes.figure(tried.value, finding.fact, 2, short=True),
                "inside" if tried.hit else "outside",
            )
        )
        for tried in sorted(finding.tried, key=lambda tried: not tried.hit)
    ]
    head = ("Changed from the stated definition", "Gives", "What the wording allows")
    return Table("Definitions tried", head, rows, (1,), searched=False).piece() if rows else Piece()


def _source(source: Source, known: Known) -> str:
    sources = known.book.sources
    claims = [f for f in known.results.claims.values() if source.number in f.fact.cites]
    counts = Counter(finding.verdict for finding in claims)
    rows = [Row(claim(finding, known, UP, cited=False)) for finding in claims]
    listed = Table("Claims of this reference", OWN, rows, (1, 2, 4), "stack claims", searched=False)
    return render(
        "ledger/source.md",
        source=source,
        second=citations.dependence(source, sources, lambda number: Piece(f"[{number}]({number}.md)")),
        same=[s.number for s in sources.values() if s.host == source.host and s.number != source.number],
        claims=len(claims),
        told=[f"{n} {marks.name(verdict, n)}" for verdict, n in counts.most_common()],
        table=listed.piece(),
        ledger=explorer.address(f"{UP}ledger/", source=explorer.slug(source.publisher)),
        why=joint.explained(known.results.findings.values(), source.number),
        house=source.house,
        slug=foretold.slug(source.house),
        before=sources.get(source.number - 1),
        after=sources.get(source.number + 1),
    )
