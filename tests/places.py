"""Where the article that stands here has what a test looks for: no test names its pages, their order or their counts."""

from __future__ import annotations

import tomllib
from functools import cache

from generator import config
from generator.facts import reader
from generator.facts.record import Fact
from generator.pages import nav, source

TITLES = {entry.page.removesuffix(".md"): entry.title for entry in nav.read(config.ROOT / "mkdocs.yml", [])}
ORDER = list(TITLES)  # stems of the pages, as the navigation has them
LAST = ORDER[-1]
BOOK = reader.load(config.FACTS)
REFERENCES = len(BOOK.sources)


@cache
def _slots() -> dict[str, str]:
    """Slot as it is written -> the stem of the first page that has it."""
    # a page that no menu leads to comes last
    order = {stem: place for place, stem in enumerate(ORDER)}
    pages = sorted(source.read(config.DOCS), key=lambda page: order.get(page.stem, len(order)))
    return {
        f"{slot.kind}.{slot.value}": page.stem for page in reversed(pages) for slot in reversed(page.slots)
    }


def page(slot: str) -> str:
    """The page that has a slot, such as said.rsi."""
    return _slots()[slot]


def chart(form: str) -> str:
    """The article's first chart of a form."""
    charts = tomllib.loads((config.FACTS / "charts.toml").read_text("utf-8"))
    return next(key for key, table in charts.items() if table["form"] == form)


def drawn(form: str) -> str:
    """The page with the article's first chart of a form."""
    return page(f"chart.{chart(form)}")


def facts(key: str) -> str:
    """The file that a fact stands in."""
    return f"facts/{BOOK.facts[key].section}.toml"


def checked(metric: str) -> Fact:
    """The first fact that a metric checks."""
    return next(fact for fact in BOOK.facts.values() if fact.metric == metric and fact.value is not None)
