"""Choices in one place: paths, and what article.toml says. Constants of arithmetic stand beside it instead."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator import article, palette
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

FUND: str = ARTICLE.roles["fund"]
# an article may lack any other role, and any series: what stands here is then Absent
BENCHMARK: str = ARTICLE.roles["benchmark"]
GROWTH: str = ARTICLE.roles["growth"]
INDEX: str = ARTICLE.roles["index"]
BENCHMARK_INDEX: str = ARTICLE.roles["benchmark_index"]
GROWTH_INDEX: str = ARTICLE.roles["growth_index"]
HIGH_YIELD: str = ARTICLE.roles["high_yield"]
RATES_SHORT: str = ARTICLE.roles["rates_short"]
VOLATILITY: str = ARTICLE.roles["volatility"]
ISSUER_PRODUCT = ARTICLE.entries["issuer_product"]  # the fund's number and page at its issuer
OPTIONS = ARTICLE.entries["options"]  # whether a row of its options is kept
COLOURS = palette.of(ARTICLE.accent)
PUBLISHED = ARTICLE.published  # the article's own date
LAST_CLOSE = ARTICLE.last_close  # the last close it speaks of
SYMBOLS = ARTICLE.moves  # symbol -> largest believable move from one close to the next, as a ratio
SERIES = ARTICLE.series  # role -> FRED series
RATES = ARTICLE.rates  # FRED series -> what it is; all in percent
INDICES = ARTICLE.indices  # role of a series -> the index that it is of
PROVIDERS = ARTICLE.providers  # what a manifest calls a source -> its name
TERMS = ARTICLE.terms  # whose data -> what their terms let leave: "series", "points" or "picture"

LACKED: dict[str, str] = {}  # key of what is left out here -> what article.toml would have to have for it

HISTORY = date(2000, 1, 1)  # first day that a refresh asks for

# The vendors' terms do not let us republish their series; true is for who has the right.
PUBLISH_SERIES = False


def lacks(key: str, takes: Iterable[object]) -> bool:
    """Whether any of what something takes is Absent; it is noted under its key, so that who asks for it is told."""
    absent = [one for one in takes if isinstance(one, article.Absent)]
    if absent:
        LACKED[key] = absent[0].told
    return bool(absent)


def stem(symbol: str) -> str:
    """A symbol as keys begin with it: in small letters, without the mark of an index."""
    return re.sub(r"\W", "_", symbol.lower().removeprefix("^"))


def site_url() -> str:
    """Where the site will stand, with a slash at its end; "" on a desk."""
    given = os.environ.get("SITE_URL", "").strip()
    return f"{given.rstrip('/')}/" if given else ""
