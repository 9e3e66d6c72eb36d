"""Nothing from outside reaches HTML raw.

Every text of facts, sources, an edition, a manifest and a chart is spoilt, and what is made of them is read as a
browser reads it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import markdown
import pandas
import pytest
import yaml
from markets import seeded
from sealing import put, results

from generator import config
from generator.charts.record import Figure
from generator.facts.reader import Book
from generator.ledger import declared, editions, sealed
from generator.pages import figures, front, guards, ledger_pages, marks
from generator.pages.tables import catalogue
from generator.pages.tables.references import references
from generator.pages.tables.registry import Known, tables
from generator.pages.templating import Piece
from generator.site import feeds

NASTY = "<script>alert(1)</script>\"'& onload=x [a](javascript:b) `{{ now.close }}` *b*\n\n# c <b"
# what is no text: names that something is looked up by, and what decides how a number is written
NAMES = frozenset(
    [
        "key",
        "section",
        "unit",
        "verdict",
        "state",
        "metric",
        "hedge",
        "kind",
        "rule",
        "form",
        "relation",
        "left",
        "right",
        "probability",
        "forecast",
        "origin",
        "facts",
        "conflicts_with",
        "survives",
        "holds",
        "group",
        "inputs",
        "house",
    ]
)


def spoilt(record: Any) -> Any:
    """A record in which every text says something nasty after what it said."""
    if isinstance(record, str):
        return record + NASTY
    if isinstance(record, dict):
        return {key: spoilt(value) if not isinstance(value, str) else value for key, value in record.items()}
    if isinstance(record, tuple):
        return tuple(spoilt(each) for each in record)
    if is_dataclass(record) and not isinstance(record, type):
        texts = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in NAMES}
        return replace(record, **{name: spoilt(value) for name, value in texts.items() if name != "value"})
    return record


class Reading(HTMLParser):
    """What a browser would make of it: the elements, their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Text."""
        self.words += data


def held(page: str, shown: str = "<script>alert(1)</script>") -> Reading:
    """A page that shows the nasty words, and does nothing of what they say."""
    reading = Reading(page)
    for tag, attrs in reading.elements:
        assert tag not in ("script", "b", "em"), (tag, attrs)
        assert not any(name.startswith("on") for name in attrs), (tag, attrs)
        assert not str(attrs.get("href", "")).startswith("javascript"), (tag, attrs)
    assert shown in reading.words and "{{" not in page
    return reading


def through_markdown(text: str) -> str:
    return str(markdown.markdown(text, extensions=["attr_list", "tables", "toc"]))


@pytest.fixture(scope="module")
def known() -> Known:
    book = declared.load(config.FACTS, date(2026, 12, 31))
    results = editions.load(editions.newest(config.EDITIONS), book)
    findings = {
        # one table chooses its facts by who said them
        key: replace(
            spoilt(found),
            fact=replace(spoilt(found.fact), who=found.fact.who + NASTY * (found.fact.who != "GuruFocus")),
        )
        for key, found in results.findings.items()
    }
    results = replace(
        results,
        numbers={key: spoilt(number) for key, number in results.numbers.items()},
        findings=findings,
        standings={key: spoilt(standing) for key, standing in results.standings.items()},
        relations=tuple(spoilt(relation) for relation in results.relations),
    )
    facts = {key: found.fact for key, found in findings.items()}
    sources = {number: spoilt(source) for number, source in book.sources.items()}
    files = {
        "prices/IWM.csv": {"source": NASTY, "first": "2025-01-02", "last": None, "rows": 3, "sha256": NASTY}
    }
    return Known(results, Book(facts, sources), (), files, NASTY)


@pytest.mark.parametrize("name", sorted(tables()))
def test_tables(known: Known, name: str) -> None:
    made = tables()[name](known, "../")
    if name in (
        "luck",
        "definitions",
        "tolerance",
        "editions",
        "verdicts",
        "timeline",
        "forecasters",
    ):
        # words of our own alone, and names that something is looked up by, which are not spoilt here
        assert "<script" not in made
        return
    held(through_markdown(f"# x\n\n{made}\n\nend"))


def test_the_list_of_references(known: Known) -> None:
    uses = {1: {"index": ["cite-1"], "own" + NASTY: ["cite-1", "cite-1-2"]}}
    held(through_markdown(f"# x\n\n{references(known.book, uses, '../')}\n\nend"))


def test_the_catalogue(known: Known) -> None:
    entries = catalogue.entries(known.book, known.results.numbers, {"ladder": "Levels"}, tables())
    reading = Reading(through_markdown(catalogue.table(entries, "../")))
    assert "script" not in {tag for tag, _ in reading.elements} and "alert(1)" in reading.words


def test_pages_that_no_editor_writes(known: Known) -> None:
    for _, text in ledger_pages.pages(known):
        front, body = text.removeprefix("---\n").split("\n---\n", 1)
        assert isinstance(yaml.safe_load(front)["title"], str)
        held(through_markdown(body))


def test_marks_in_a_sentence(known: Known) -> None:
    sources = known.book.sources
    for finding in known.results.findings.values():
        said = marks.said(finding.fact, finding, sources, "../")
        reading = held(through_markdown(f"It was {said}, and *so* on.".replace("*so*", "so")))
        assert not any(tag in ("h1", "pre") for tag, _ in reading.elements)
    for number in known.results.numbers.values():
        if number.value is None:
            held(through_markdown(f"It is {marks.number(number, '../')} now."))
    stale = next(n for n in known.results.numbers.values() if n.value is not None)
    held(through_markdown(f"It is {marks.number(replace(stale, stale=NASTY), '../')} now."))
    held(through_markdown(guards.html("It was so.", guards.Note(NASTY, lapsed=True))))


def test_a_chart_and_its_own_page(known: Known) -> None:
    table = pandas.DataFrame({NASTY: [NASTY, "b"], "Value": [1.0, 2.0]})
    figure = Figure("ladder", NASTY, f"{NASTY} [@1]", NASTY, {}, simulated=False, table=table)
    drawn = {"wide": '<svg viewBox="0 0 2 1"></svg>', "narrow": '<svg viewBox="0 0 1 1"></svg>'}
    held(through_markdown(figures.html(figure, drawn, known.book.sources, "../")))
    held(figures.html(replace(figure, missing=NASTY), {}, known.book.sources, "../"))
    page = figures.page(figure, drawn, known.book.sources, Piece())["charts/ladder/index.html"].decode()
    scripts = [attrs for tag, attrs in Reading(page).elements if tag == "script"]
    assert len(scripts) == 3 and all(attrs.get("src", "") for attrs in scripts)
    assert not any(name.startswith("on") for _, attrs in Reading(page).elements for name in attrs)


def test_the_feeds(tmp_path: Path) -> None:
    """An edition whose every text is spoilt, after one that is sound."""
    market = seeded(1)
    found = results(market, declared.load(config.FACTS, date(2026, 12, 31)))
    first = put(tmp_path, found, market)
    record = json.loads((first / sealed.RESULTS).read_text("utf-8"))
    for entry in record["findings"]:
        entry["fact"] |= {"text": NASTY, "printed": NASTY}
        entry["verdict"] = "failed"
    for entry in record["numbers"]:
        entry |= {"label": NASTY, "definition": NASTY, "usual": 1e-9}
        entry["value"] = entry["value"] + 1 if isinstance(entry["value"], float) else entry["value"]
    record |= {"as_of": "2026-03-02", "note": NASTY}
    later = tmp_path / "2026-03-02"
    later.mkdir()
    (later / sealed.RESULTS).write_text(json.dumps(record), "utf-8")
    (later / sealed.SUMS).write_text(NASTY, "utf-8")
    for text in (feeds.feed([first, later]), feeds.changed([first, later])):
        tree = ElementTree.fromstring(text.encode())
        assert tree.find(".//{*}script") is None and len(tree.findall(".//{*}entry")) >= 2
    titles = "".join(feeds.changed([first, later]).split("<title>")[1:])
    assert "alert(1)" in titles and "<script" not in titles


def test_front_matter_on_its_way_through_mkdocs(tmp_path: Path) -> None:
    """The theme prints titles and descriptions as they are: they come to it escaped."""
    settings: dict[str, Any] = {
        "INHERIT": str(config.ENGINE / "generator/site/mkdocs.yml"),
        "site_name": "A site",
    }
    settings |= {
        "docs_dir": "docs",
        "theme": {"custom_dir": str(config.ENGINE / "generator/site/theme")},
        "nav": [{"One": "index.md"}, {"Two": "other.md"}],
        "not_in_nav": None,
        "extra_css": [],
        "extra_javascript": [],
    }
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    for name, more in (("index", {}), ("other", {"dataset": True})):
        given = {"title": NASTY, "description": NASTY, "as_of": "2025-12-05"}
        page = front.dressed(f"---\n{json.dumps(given)}\n---\n\n# A page\n", **more)
        (tmp_path / f"docs/{name}.md").write_text(page, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"], cwd=tmp_path, check=True, timeout=60
    )
    for name in ("index.html", "other/index.html"):
        text = (tmp_path / "site" / name).read_text("utf-8")
        reading = Reading(text)
        assert "<script>alert" not in text
        assert not any(name.startswith("on") for _, attrs in reading.elements for name in attrs)
        described = [attrs["content"] for _, attrs in reading.elements if attrs.get("name") == "description"]
        assert [" ".join(str(words).split()) for words in described] == [" ".join(NASTY.split())]
        data = next(body for body in text.split('<script type="application/ld+json">')[1:])
        told = json.loads(data.split("</script>")[0])
        assert " ".join(NASTY.split()) in (told.get("headline"), told.get("name"))
