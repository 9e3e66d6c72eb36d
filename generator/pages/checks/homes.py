"""The pages to which every mark leads: where one is gone or has lost its table, all its marks lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.article import line
from generator.config import ARTICLE, ROOT
from generator.errors import Problem
from generator.facts.record import Fact
from generator.pages.source import Page

# page -> whose marks lead to the rows of its table, which has the same name unless it is in TABLES
HOMES = {
    "ledger": "every published figure's verdict",
    "numbers": "every recomputed number",
    "references": "every mark of a reference",
    "scoreboard": "every forecast's standing",
    "data": "what every page says of its data",
}
TABLES = {"data": "provenance"}


def problems(pages: Iterable[Page], tables: Collection[str]) -> Iterator[Problem]:
    """A problem for each page that is not there, or does not hold its table; `tables` are those that there are."""
    standing = {page.stem: page for page in pages}
    for name, whose in HOMES.items():
        table = TABLES.get(name, name)
        if table not in tables:
            continue
        slot = f"{{{{ table.{table} }}}}"
        if name not in standing:
            what = f"the page is not there, and {whose} leads to it"
            yield Problem(f"docs/{name}.md", 0, 0, what, f"make it, with {slot} on a line of its own.")
        elif not any(s.kind == "table" and s.value == table for s in standing[name].slots):
            what = f"the page does not hold {slot}, and {whose} leads to its rows"
            yield Problem(f"docs/{name}.md", 0, 0, what, "put it on a line of its own.")


def sections(pages: Iterable[Page], finished: Collection[str], facts: Iterable[Fact]) -> Iterator[Problem]:
    """A problem for each file of facts that is named as no page is, to which its page of the ledger would lead; `finished` are all pages."""
    stems = {page.stem for page in pages}
    for name in dict.fromkeys(fact.section for fact in facts):
        if name not in stems and f"ledger/{name}.md" in finished:
            what = f"there is no docs/{name}.md, to which the ledger of these facts leads"
            yield Problem(f"facts/{name}.toml", 0, 0, what, "name the file of facts as its page.")


def choosing(chosen: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """A problem for each table of article.toml that chooses no fact; `chosen` are the facts of each."""
    for name, facts in chosen.items():
        if not facts and (entry := ARTICLE.tables.get(name)):
            by = ", ".join(f'{key} = "{value}"' for key, value in entry.items() if key != "head")
            what = f"there is no fact for tables.{name} ({by})"
            text = (ROOT / "article.toml").read_text("utf-8-sig")
            mend = "name a file of facts, a house or the begin of a metric."
            yield Problem("article.toml", line(text, name), 0, what, mend)
