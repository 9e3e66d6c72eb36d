"""Choices in one place: paths, and what article.toml says. Constants of arithmetic stand beside it instead."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from generator import article
from generator.errors import EditorError

ENGINE = Path(__file__).resolve().parent.parent  # the folder of this package, tasks.py beside it
ROOT = Path(
    os.environ.get("ARTICLE") or ENGINE
).resolve()  # the article's; `--article` of every task says another
DOCS = ROOT / "docs"
FACTS = ROOT / "facts"
EDITIONS = ROOT / "editions"
MARKET = ROOT / "data" / "market"
SAMPLE = ROOT / "data" / "sample"
BUILD = ROOT / "build"
SITE = ROOT / "site"

try:
    ARTICLE = article.read(ROOT / "article.toml")
except EditorError as wrong:
    raise SystemExit(str(wrong)) from None  # nothing can begin without it

FUND = ARTICLE.roles["fund"]
BENCHMARK = ARTICLE.roles["benchmark"]
GROWTH = ARTICLE.roles["growth"]
INDEX = ARTICLE.roles["index"]
BENCHMARK_INDEX = ARTICLE.roles["benchmark_index"]
GROWTH_INDEX = ARTICLE.roles["growth_index"]
PUBLISHED = ARTICLE.published  # the article's own date
LAST_CLOSE = ARTICLE.last_close  # the last close it speaks of
SYMBOLS = ARTICLE.moves  # symbol -> largest believable move from one close to the next, as a ratio
SERIES = ARTICLE.series  # role -> FRED series
RATES = ARTICLE.rates  # FRED series -> what it is; all in percent
INDICES = ARTICLE.indices  # role of a series -> the index that it is of
PROVIDERS = ARTICLE.providers  # what a manifest calls a source -> its name
TERMS = ARTICLE.terms  # whose data -> what their terms let leave: "series", "points" or "picture"

HISTORY = date(2000, 1, 1)  # first day that a refresh asks for

# The vendors' terms do not let us republish their series; true is for who has the right.
PUBLISH_SERIES = False


def site_url() -> str:
    """Where the site will stand, with a slash at its end; "" on a desk."""
    given = os.environ.get("SITE_URL", "").strip()
    return f"{given.rstrip('/')}/" if given else ""
