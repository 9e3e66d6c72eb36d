"""FRED of the Federal Reserve Bank of St. Louis: policy rates, Treasury yields, credit spreads; percent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import config
from generator.errors import Unavailable
from generator.fetch.providers import Ask, Item, Part, Rows, Source

if TYPE_CHECKING:
    from generator.fetch.http import Http

SOURCE = Source(
    "fred", "FRED, Federal Reserve Bank of St. Louis", "ICE's spreads may not be passed on; the others may."
)
ADDRESS = "https://fred.stlouisfed.org/graph/fredgraph.csv"
# yields come a business day later, spreads two; a long weekend lies between
ITEMS = tuple(Item(f"rates/{series}.csv", series, lag=7) for series in config.RATES)


def fetch(ask: Ask, http: Http) -> list[Part]:
    """Observations from `since` on, in FRED's own layout."""
    series = ask.item.symbol
    body = http.text(ADDRESS, id=series, cosd=ask.since.isoformat())
    try:
        lines = body.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Unavailable("bytes that are no text") from None
    header = ("observation_date", series)
    if lines[0] != ",".join(header):
        kind = "HTML" if lines[0].startswith("<") else repr(lines[0][:40])
        raise Unavailable(f"{kind} in place of the columns {','.join(header)}")
    return [Rows(ask.item.file, series, header, [tuple(line.split(",")) for line in lines[1:]])]
