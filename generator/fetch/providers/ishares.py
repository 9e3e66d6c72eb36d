"""iShares, the fund's issuer: its holdings file of any session, and its own history of the fund since inception.

One table of addresses: the first that answers with the document is taken. The history is a workbook in Excel's XML
of 2003, whose sheet `Historical` has a row a business day: NAV, distribution on ex-days, and a count of shares.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from generator import config
from generator.errors import Unavailable
from generator.fetch.providers import Ask, Day, Document, Item, Part, Rows, Source
from generator.fetch.workbook import Table, sheet
from generator.market import holdings, rules, sessions

if TYPE_CHECKING:
    from generator.fetch.http import Http

SOURCE = Source("ishares", "iShares by BlackRock", "For personal use; the file may not be passed on.")
FOLDER, HISTORY = f"holdings/{config.FUND}", f"fund/{config.FUND}.csv"
PRODUCT = config.ISSUER_PRODUCT or {}  # an article on a share, or on another issuer's fund, has none
ITEMS = tuple(Item(file, config.FUND, lag=7) for file in (FOLDER, HISTORY) if PRODUCT)


@dataclass(frozen=True)
class Address:
    """Where a document is had, and under which name a day is asked for, "" where only the newest can be."""

    url: str
    query: dict[str, str]
    day: str = ""


def _document(component: str) -> Address:
    query = {"appType": "PRODUCT_PAGE", "appSubType": "ISHARES", "targetSite": "us-ishares", "locale": "en_US",
             "portfolioId": str(PRODUCT.get("number")), "userType": "individual", "component": component}  # fmt: skip
    root = "https://www.blackrock.com/varnish-api/blk-one01-product-data/product-data/api/v1"
    return Address(f"{root}/get-fund-document", query, "asOfDate")


ADDRESSES: dict[str, tuple[Address, ...]] = {
    FOLDER: (
        _document("holdings"),
        Address(  # answers with a page since July 2026
            f"https://www.ishares.com/us/products/{PRODUCT.get('number')}/{PRODUCT.get('page')}/1467271812596.ajax",
            {"fileType": "csv", "fileName": f"{config.FUND}_holdings", "dataType": "fund"},
        ),
    ),
    HISTORY: (_document("fundDownload"),),
}
Read = TypeVar("Read")
NO_FILE = "no file for that day"
STATES = "Fund Holdings as of"
EARLIER = 5  # sessions before the last one that are asked for by date, where no newest file is had
COLUMNS = {  # the sheet's name of a column -> ours
    "As Of": "date",
    "NAV per Share": "nav",
    "Ex-Dividends": "distribution",
    "Shares Outstanding": "shares",
}


def fetch(ask: Ask, http: Http) -> list[Part]:
    """The newest file byte for byte with its count of shares as that day's figure, and those of the days asked for; or the history."""
    if ask.item.file == HISTORY:
        return [Rows(HISTORY, ask.item.symbol, rules.HISTORY, _first(HISTORY, http, history))]
    newest, raw = _newest(ask, http)
    parts: list[Part] = [Document(f"{FOLDER}/{newest}.csv", ask.item.symbol, newest, raw)]
    read, problems = holdings.parse(FOLDER, raw, newest)
    if read and read.shares and not problems:
        parts.append(Day("fund.csv", ask.item.symbol, newest, {"shares_outstanding": read.shares}))
    for day in ask.days:
        try:
            stated, raw = _of(day, http)
        except Unavailable:  # told by what is not there
            continue
        parts.append(Document(f"{FOLDER}/{stated}.csv", ask.item.symbol, stated, raw))
    return parts


def _newest(ask: Ask, http: Http) -> tuple[date, bytes]:
    """The newest file; where its address has none yet, that of one of the sessions before."""
    try:
        return _first(FOLDER, http, _stated)
    except Unavailable as why:
        if NO_FILE not in str(why):
            raise
        last = sessions(ask.session - timedelta(days=2 * EARLIER), ask.session)[-EARLIER:]
        for stamp in reversed(last):
            try:
                return _of(stamp.date(), http)
            except Unavailable:
                continue
        raise


def _of(day: date, http: Http) -> tuple[date, bytes]:
    stated, raw = _first(FOLDER, http, _stated, day)
    if stated != day:
        raise Unavailable(f"asked for {day}, the file of {stated} came")
    return stated, raw


def _first(document: str, http: Http, read: Callable[[bytes], Read], day: date | None = None) -> Read:
    """What the first address gives that has the document; Unavailable with the reason of each."""
    reasons = []
    for address in ADDRESSES[document]:
        if day and not address.day:
            continue
        try:
            return read(
                http.text(address.url, **address.query, **({address.day: f"{day:%Y%m%d}"} if day else {}))
            )
        except Unavailable as why:
            reasons.append(str(why))
    raise Unavailable("; ".join(dict.fromkeys(reasons)))


def _stated(raw: bytes) -> tuple[date, bytes]:
    """The date in the preamble, with the file."""
    if raw.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        raise Unavailable("HTML in place of the holdings file")
    for line in raw.decode("utf-8-sig", errors="replace").splitlines()[:12]:
        label, value = (*next(csv.reader([line]), []), "", "")[:2]
        if label == STATES:
            if value == "-":
                raise Unavailable(NO_FILE)
            if day := holdings.stated_day(value):
                return day, raw
            raise Unavailable(f"{STATES} {value!r} is no date")
    raise Unavailable(f"no line says {STATES!r}")


def history(raw: bytes) -> list[tuple[str, ...]]:
    """Date, NAV, distribution and shares of each row of the workbook's sheet, blanks where it has `--`."""
    table = sheet(raw, "Historical", tuple(COLUMNS))
    return [_row(cells) for cells in table]


def _row(cells: Table) -> tuple[str, ...]:
    day = holdings.stated_day(cells["As Of"])
    numbers = (cells[name].replace(",", "") for name in tuple(COLUMNS)[1:])
    return (str(day or cells["As Of"]), *("" if cell in ("--", "-") else _plain(cell) for cell in numbers))


def _plain(cell: str) -> str:
    """A count as a whole number: the workbook writes some with a point."""
    return cell.removesuffix(".0").removesuffix(".00") if "." in cell else cell
