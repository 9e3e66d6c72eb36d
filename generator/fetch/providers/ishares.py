"""iShares, the fund's issuer: its holdings file, which also states the shares outstanding."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import TYPE_CHECKING

from generator import config
from generator.fetch.providers import Ask, Day, Document, Item, Part, Source, Unavailable
from generator.market import holdings

if TYPE_CHECKING:
    from generator.fetch.http import Http

SOURCE = Source("ishares", "iShares by BlackRock", "For personal use; the file may not be passed on.")
ADDRESS = "https://www.ishares.com/us/products/239710/ishares-russell-2000-etf/1467271812596.ajax"
FOLDER = f"holdings/{config.FUND}"
ITEMS = (Item(FOLDER, config.FUND, lag=7),)
STATES = "Fund Holdings as of"


def fetch(ask: Ask, http: Http) -> list[Part]:
    """The newest file byte for byte, and its count of shares as that day's figure."""
    raw = http.text(ADDRESS, fileType="csv", fileName=f"{config.FUND}_holdings", dataType="fund")
    day = _stated(raw)
    file = f"{FOLDER}/{day}.csv"
    read, problems = holdings.parse(file, raw, day)
    parts: list[Part] = [Document(file, ask.item.symbol, day, raw)]
    if read and read.shares and not problems:
        parts.append(Day("fund.csv", ask.item.symbol, day, {"shares_outstanding": read.shares}))
    return parts


def _stated(raw: bytes) -> date:
    """The date in the preamble."""
    if raw.lstrip()[:1] == b"<":
        raise Unavailable("HTML in place of the holdings file")
    for line in raw.decode("utf-8-sig", errors="replace").splitlines()[:12]:
        label, value = (*next(csv.reader([line]), []), "", "")[:2]
        if label == STATES:
            try:
                return datetime.strptime(value, "%b %d, %Y").date()  # noqa: DTZ007 - a day, no instant
            except ValueError:
                raise Unavailable(f"{STATES} {value!r} is no date") from None
    raise Unavailable(f"no line says {STATES!r}")
