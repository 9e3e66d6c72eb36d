"""Choices in one place: paths, symbols, dates. Constants of arithmetic stand beside it instead."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FACTS = ROOT / "facts"
EDITIONS = ROOT / "editions"
MARKET = ROOT / "data" / "market"
SAMPLE = ROOT / "data" / "sample"
BUILD = ROOT / "build"
SITE = ROOT / "site"

FUND = "IWM"
PUBLISHED = date(2025, 12, 7)  # the article's own date
LAST_CLOSE = date(2025, 12, 5)  # the last close it speaks of

# symbol -> largest believable move from one close to the next, as a ratio.
# VIX rose 116 % on 2018-02-05; broad funds lost or won up to 15 % in 2008 and 2020.
SYMBOLS: dict[str, float] = {
    "IWM": 1.25,
    "SPY": 1.25,
    "QQQ": 1.30,
    "HYG": 1.25,
    "LQD": 1.25,
    "IEF": 1.15,
    "TLT": 1.20,
    "^RUT": 1.25,
    "^GSPC": 1.25,
    "^IXIC": 1.25,
    "^VIX": 3.00,
}

HISTORY = date(2000, 1, 1)  # first day that a refresh asks for

# FRED series -> what it is; all in percent
RATES: dict[str, str] = {
    "DFF": "effective federal funds rate",
    "DFEDTARL": "federal funds target range, lower end",
    "DFEDTARU": "federal funds target range, upper end",
    "DGS3MO": "3-month Treasury yield",
    "DGS2": "2-year Treasury yield",
    "DGS10": "10-year Treasury yield",
    "BAMLH0A0HYM2": "ICE BofA US high-yield option-adjusted spread",
    "BAMLC0A0CM": "ICE BofA US corporate option-adjusted spread",
}

# what a manifest calls a source -> its name
PROVIDERS = {
    "yahoo": "Yahoo Finance",
    "fred": "FRED",
    "ishares": "iShares",
    "ibkr": "Interactive Brokers",
}

# whose data -> what their terms let leave: "series" all of it; "points" what a picture shows, rounded to a thousandth of
# its axis; "picture" a drawing alone, of at most one point a week
TERMS = {
    "yahoo": "points",
    "ibkr": "points",
    "ishares": "points",
    "fred": "series",  # the Fed's and the Treasury's own rates
    "ice": "picture",  # its spreads, which FRED passes on
}

# The vendors' terms do not let us republish their series; true is for who has the right.
PUBLISH_SERIES = False


def site_url() -> str:
    """Where the site will stand, with a slash at its end; "" on a desk."""
    given = os.environ.get("SITE_URL", "").strip()
    return f"{given.rstrip('/')}/" if given else ""
