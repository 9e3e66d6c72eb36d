"""A small world made by hand: two facts, two references, three numbers; for tests of pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.errors import ABSENT, EditorError, Missing
from generator.expressions import Term
from generator.facts.reader import Book
from generator.facts.record import Fact, Source
from generator.ledger.record import Finding, Results
from generator.ledger.tolerance import allowed
from generator.metrics.record import Definition, Metric
from generator.pages import source
from generator.pages.checks import report
from generator.pages.content import Content
from generator.words import Words

DAY = date(2025, 12, 5)
LATER = date(2026, 3, 31)


def metric(
    key: str,
    value: float | str | None,
    unit: str = "USD",
    as_of: date = LATER,
    missing: str = "",
    form: str = "",
) -> Metric:
    return Metric(
        key,
        key.replace("_", " ").capitalize(),
        value,
        unit,
        2,
        f"What {key} is.",
        "nobody",
        as_of,
        "market",
        "levels",
        form,
        missing,
    )


RSI = Fact(
    "rsi",
    "technical-picture",
    "RSI of IWM",
    "around 62",
    "points",
    DAY,
    (26,),
    value=62,
    hedge="around",
    metric="rsi_14",
    line=3,
)
FLOW = Fact(
    "flow",
    "why-now",
    "week's inflow",
    "about $2.78 billion",
    "USD bn",
    DAY,
    (10, 11),
    value=2.78,
    hedge="about",
    needs="a table",
    line=9,
)
SOURCES = {
    10: Source(10, "www.etf.com", "ETF.com"),
    11: Source(11, "www.benzinga.com", "Benzinga", relays="ETF.com"),
    26: Source(26, "www.gurufocus.com", "GuruFocus"),
}
NUMBERS = {
    "close": metric("close", 250.77),
    "rsi_14": metric("rsi_14", 60.31, "points"),
    "high_52w_date": metric("high_52w_date", "2025-10-15", "date"),
    "change": metric("change", -0.42, "%", form="signed"),
    "put_share": metric("put_share", None, "%", missing=Missing(ABSENT, input="options.csv")),
}
FINDINGS = {
    "rsi": Finding(RSI, allowed(RSI), "differs", 60.31, Definition(Words("Wilder.")), DAY),
    "flow": Finding(FLOW, allowed(FLOW), "unverifiable", note="Would take a table."),
}


def _asked(term: Term, past: dict[str, Metric]) -> Metric:
    """Of another symbol nothing here has a value; at any day its numbers are the past's."""
    entry = past[term.key]
    if not term.symbol:
        return entry
    return replace(entry, label=f"{entry.label}, {term.symbol}", value=None, missing=f"no {term.symbol} here")


def content(then: dict[str, Metric] | None = None) -> Content:
    """Everything that a slot can say in this world."""
    past = {key: metric(key, m.value, m.unit, DAY) for key, m in NUMBERS.items()} | (then or {})
    return Content(
        results=Results(LATER, "market", "", {}, NUMBERS, FINDINGS),
        book=Book({"rsi": RSI, "flow": FLOW}, SOURCES),
        charts={"ladder": "Levels"},
        tables={"averages": lambda prefix: f"<table>{prefix}</table>"},
        table_facts={"averages": ("rsi",)},
        asked=lambda term: _asked(term, past),
        strip=lambda prefix, minutes: f'<p class="strip">{prefix}</p>',
    )


def page(text: str, name: str = "technical-picture.md") -> source.Page:
    return source.page(name, text)


HEAD = "---\ntitle: T\ndescription: D\n---\n\n# T\n\n"  # seven lines
NAV = "nav:\n  - T: p.md\n  - Rest: rest.md\n"


def told(
    folder: Path, text: str, settings: str = NAV, others: tuple[str, ...] = ("assets/a.png",)
) -> list[str]:
    """Everything told about a page p.md with this text, beside a sound one that cites all."""
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    rest = page(HEAD.replace("T", "Rest") + "{{ said.rsi }} {{ said.flow }}\n", "rest.md")
    pages = [page(text, "p.md"), rest]
    finished = report.rendered(pages, content()) | {"ledger/x.md": '<section id="rsi">'}
    try:
        report.check(pages, content(), finished, others, folder / "mkdocs.yml")
    except EditorError as error:
        return error.sentences
    return []
