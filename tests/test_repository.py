"""The real docs/ and facts/ hold together, and nothing of the market's is in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import config, metrics
from generator.charts import registry
from generator.desk.check import check
from generator.facts.reader import Book
from generator.facts.sources import REFERENCES
from generator.pages import source
from generator.pages.tables import registry as tables_registry
from generator.site import sources

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def book() -> Book:
    return sources.book()


@pytest.fixture(scope="module")
def narrative() -> list[source.Page]:
    return source.read(config.DOCS)


def test_check_passes_on_what_ships() -> None:
    told: list[str] = []
    check(say=told.append)
    assert told and not any(line.startswith("Note:") for line in told), told


def test_every_section_of_the_article_has_its_page_and_its_facts(
    book: Book, narrative: list[source.Page]
) -> None:
    stems = {page.stem for page in narrative}
    assert set(tables_registry.TITLES) <= stems
    assert {fact.section for fact in book.facts.values()} <= stems
    assert len(book.facts) >= 100 and len(book.sources) >= REFERENCES


def test_a_fact_stands_on_its_own_sections_page(book: Book, narrative: list[source.Page]) -> None:
    said = source.uses(narrative, "said")
    for fact in book.facts.values():
        assert fact.section in {page.stem for page in said[fact.key]}, fact.key


def test_the_printed_numerals_are_the_value(book: Book) -> None:
    """A fact's printed form and its numbers cannot part: each numeral in one is in the other."""
    for fact in book.facts.values():
        ends = {abs(end) for end in (fact.value, fact.low, fact.high) if end is not None}
        printed = [float(n.replace(",", "")) for n in NUMERAL.findall(fact.printed)]
        if printed and fact.kind == "figure":
            if "million" in fact.printed and fact.unit == "USD bn":
                ends = {round(end * 1000, 9) for end in ends}
            assert ends <= set(printed), f"{fact.key}: {fact.printed} against {ends}"


def test_every_metric_is_used_or_listed_and_every_chart_shown(narrative: list[source.Page]) -> None:
    assert "numbers" in source.uses(narrative, "table")  # the page that lists every metric
    assert set(source.uses(narrative, "chart")) == set(registry.REGISTRY)
    assert len(registry.REGISTRY) >= 21
    assert set(source.uses(narrative, "now")) <= set(metrics.REGISTRY)


def test_an_address_is_never_more_than_a_host(book: Book) -> None:
    """The article gives hosts only, so nothing here may look like a link to a page of theirs."""
    for each in book.sources.values():
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", each.host), each.host
    for page in config.DOCS.rglob("*.md"):
        assert "http" not in page.read_text("utf-8"), page


@pytest.mark.parametrize("path", sorted((config.SAMPLE / "prices").glob("*.csv")), ids=lambda p: p.name)
def test_the_shipped_series_are_not_the_markets(path: Path, real: Path) -> None:
    """No line of the sample is a line of the real file of the same name."""
    theirs = real / path.relative_to(config.SAMPLE)
    assert not set(path.read_text("utf-8").splitlines()[1:]) & set(theirs.read_text("utf-8").splitlines())


def pins(name: str) -> dict[str, str]:
    """Package -> version of a lock."""
    text = (config.ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_the_tests_run_on_what_the_site_runs_on() -> None:
    site, tests = pins("requirements.txt"), pins("requirements-dev.txt")
    assert len(site) > 40 and site.items() <= tests.items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_host_and_no_machine(name: str) -> None:
    text = (config.ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|file:|/tmp|/home", text)
