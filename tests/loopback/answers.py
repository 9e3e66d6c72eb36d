"""What each endpoint answers about a world, in the vendors' own shapes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from loopback.world import Bar, World, holdings_file, opening, workbook

# names a status, a content type and a body
Answer = tuple[int, str, bytes]
JSON, CSV = "application/json", "text/csv"


def endpoint(host: str, target: str) -> str:
    """The short name of what is asked for: chart, summary, quote, options, crumb, cookie, fred, ishares and so on."""
    path = urlsplit(target).path
    for start, name in {
        "/v8/finance/chart/": "chart", "/v10/finance/quoteSummary": "summary", "/v7/finance/quote": "quote",
        "/v7/finance/options": "options", "/v1/test/getcrumb": "crumb", "/graph/fredgraph.csv": "fred",
        "/ws/": "timeseries",
    }.items():  # fmt: skip
        if path.startswith(start):
            return name
    if path.endswith("/get-fund-document"):
        return "history" if "component=fundDownload" in target else "holdings"
    return {"www.ishares.com": "ajax", "fc.yahoo.com": "cookie"}.get(host, "other")


def answer(world: World, host: str, target: str) -> Answer:
    """The faultless answer."""
    parts, query = urlsplit(target), {k: v[0] for k, v in parse_qs(urlsplit(target).query).items()}
    name, last = endpoint(host, target), parts.path.rsplit("/", 1)[-1]
    symbol = last.replace("%5E", "^")
    match name:
        case "chart":
            return (
                _json(chart(world, symbol, query))
                if symbol in world.bars
                else (
                    404,
                    JSON,
                    b'{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}',
                )
            )
        case "summary":
            return _json(summary(world, query.get("modules", "")))
        case "quote":
            return _json({"quoteResponse": {"result": [world.info()], "error": None}})
        case "options":
            return _json(options(world, query.get("date")))
        case "crumb":
            return 200, "text/plain", b"crumb.of/loopback"
        case "fred":
            return 200, CSV, fred(world, query["id"], query.get("cosd", "1900-01-01"))
        case "holdings":
            return 200, CSV, holdings(world, query.get("asOfDate"))
        case "history":
            return 200, "application/vnd.ms-excel", workbook(world.fund)
        case "ajax":  # since July 2026: the product page, called a CSV
            return (
                200,
                CSV,
                b"<!DOCTYPE html>\n<html><head><title>fund page</title></head><body>x</body></html>",
            )
        case "timeseries":
            return _json({"timeseries": {"result": [{}], "error": None}})
        case _:
            return 404, "text/html", b"<html>not here</html>"


def holdings(world: World, stamp: str | None) -> bytes:
    """The newest file, or that of a day; of a day without one the template with nothing in it."""
    if stamp is None:
        return world.holdings
    day = datetime.strptime(stamp, "%Y%m%d").replace(tzinfo=UTC).date()
    if day in {bar.day for bar in world.bars["IWM"]}:
        return holdings_file(day)
    return holdings_file(day, 0, "-").replace(f"{day:%b %d, %Y}".encode(), b"-")


def chart(world: World, symbol: str, query: dict[str, str]) -> dict[str, Any]:
    """Daily bars between period1 and period2."""
    low, high = int(query.get("period1", 0)), int(query.get("period2", 1 << 40))
    bars = [bar for bar in world.served(symbol) if low - 86400 < opening(bar.day) < high]
    if query.get("range") == "1d":
        bars = bars[-1:]
    quote = {
        name: [getattr(bar, name) for bar in bars] for name in ("open", "high", "low", "close", "volume")
    }
    return {"chart": {"error": None, "result": [{
        "meta": {
            "currency": "USD", "symbol": symbol, "exchangeName": "PCX", "instrumentType": "INDEX" if symbol.startswith("^") else "ETF",
            "firstTradeDate": opening(world.bars[symbol][0].day), "regularMarketTime": opening(world.last), "gmtoffset": -14400,
            "timezone": "EDT", "exchangeTimezoneName": "America/New_York", "priceHint": 2, "dataGranularity": "1d", "range": "",
            "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
        },
        "timestamp": [opening(bar.day) for bar in bars],
        "events": events(bars),
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": [bar.adjusted for bar in bars]}]},
    }]}}  # fmt: skip


def events(bars: list[Bar]) -> dict[str, Any]:
    """Dividends and splits, each under its epoch."""
    paid = {str(opening(b.day)): {"amount": b.dividend, "date": opening(b.day)} for b in bars if b.dividend}
    split = {
        str(opening(b.day)): {
            "date": opening(b.day),
            "numerator": b.split,
            "denominator": 1,
            "splitRatio": f"{b.split:g}:1",
        }
        for b in bars
        if b.split
    }
    gain = {str(opening(b.day)): {"amount": b.gain, "date": opening(b.day)} for b in bars if b.gain}
    told = (("dividends", paid), ("splits", split), ("capitalGains", gain))
    return {name: found for name, found in told if found}


def summary(world: World, modules: str) -> dict[str, Any]:
    """quoteSummary: the fund's module of averages (reciprocals), or its quote."""
    body: dict[str, Any] = {"quoteType": {"quoteType": "ETF", "symbol": "IWM"}, "summaryDetail": world.info()}
    if "topHoldings" in modules:
        body = {
            "quoteType": {"quoteType": "ETF"}, "summaryProfile": {"longBusinessSummary": "A fund."},
            "topHoldings": {
                "holdings": [], "sectorWeightings": [{"industrials": 0.18}],
                "equityHoldings": {"priceToEarnings": 1 / 18.3, "priceToBook": 1 / 1.9, "priceToSales": 1 / 1.2, "priceToCashflow": 1 / 9.0},
            },
            "fundProfile": {"categoryName": "Small Blend", "family": "iShares"},
        }  # fmt: skip
    return {"quoteSummary": {"result": [body], "error": None}}


def options(world: World, stamp: str | None) -> dict[str, Any]:
    """The chain of one expiry, and the list of all."""
    stamps = [_midnight(day) for day in world.expiries()]
    expiry = datetime.fromtimestamp(int(stamp or stamps[0]), UTC).date()
    chain = {
        "expirationDate": int(stamp or stamps[0]),
        "calls": world.contracts("call", expiry),
        "puts": world.contracts("put", expiry),
    }
    return {
        "optionChain": {
            "result": [
                {"underlyingSymbol": "IWM", "expirationDates": stamps, "quote": {}, "options": [chain]}
            ],
            "error": None,
        }
    }


def fred(world: World, series: str, start: str) -> bytes:
    """FRED's own layout."""
    rows = "".join(
        f"{day},{value}\n" for day, value in world.rates[series].items() if day.isoformat() >= start
    )
    return f"observation_date,{series}\n{rows}".encode()


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp() // 1)


def _json(body: dict[str, Any]) -> Answer:
    return 200, JSON, json.dumps(body).encode()  # NaN and Infinity as the vendor writes them
