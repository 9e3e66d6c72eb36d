"""What the providers know: simulated bars, rates, a holdings file, figures of the fund, option chains."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from generator.market import sessions

NEW_YORK = ZoneInfo("America/New_York")
START = {"IWM": 200.0, "SPY": 500.0, "QQQ": 450.0, "HYG": 77.0, "LQD": 110.0, "IEF": 95.0, "TLT": 90.0}
START |= {"^RUT": 2000.0, "^GSPC": 5000.0, "^IXIC": 16000.0, "^VIX": 17.0}
RATE = {"DFF": 4.33, "DFEDTARL": 4.25, "DFEDTARU": 4.5, "DGS3MO": 4.3, "DGS2": 4.0, "DGS10": 4.2}
RATE |= {"BAMLH0A0HYM2": 3.5, "BAMLC0A0CM": 1.0}


@dataclass
class Bar:
    """One session of one symbol; None is the vendor's null. Prices may be spoilt into anything."""

    day: date
    open: Any
    high: Any
    low: Any
    close: Any
    volume: Any = 1_000_000
    adjusted: Any = None
    dividend: float = 0.0
    split: float = 0.0
    gain: float = 0.0  # a capital gain, told beside the dividend
    paid: float | None = None  # what left the fund that day, where it is not the dividend

    def scale(self, factor: float) -> None:
        """Multiply the four prices."""
        for name in ("open", "high", "low", "close"):
            setattr(self, name, getattr(self, name) * factor)


@dataclass
class World:
    """Everything a provider serves up to the session `last`. Percent, USD, contracts."""

    last: date
    count: int = 40
    seed: int = 7
    bars: dict[str, list[Bar]] = field(default_factory=dict)
    rates: dict[str, dict[date, str]] = field(default_factory=dict)
    holdings: bytes = b""
    ahead: set[date] = field(default_factory=set)  # sessions to come
    fund: list[tuple[date, str, str, str]] = field(default_factory=list)  # the workbook's rows, oldest first

    def __post_init__(self) -> None:
        days = [
            stamp.date() for stamp in sessions(self.last - timedelta(days=self.count * 2 + 20), self.last)
        ][-self.count :]
        for number, (symbol, start) in enumerate(START.items()):
            random = np.random.default_rng((self.seed, number))  # a longer world begins like a shorter one
            closes = start * np.exp(np.cumsum(random.normal(0, 0.006, self.count)))
            self.bars[symbol] = [_bar(day, float(close)) for day, close in zip(days, closes, strict=True)]
            if not symbol.startswith("^"):
                for bar in self.bars[symbol][10::63]:
                    bar.dividend = round(start * 0.003, 3)
        calendar = [days[0] + timedelta(days=n) for n in range((self.last - days[0]).days + 1)]
        for series, value in RATE.items():
            self.rates[series] = {
                day: f"{value:.2f}" if day.weekday() < 5 or series.startswith("DF") else ""
                for day in calendar
            }
        self.ahead = {stamp.date() for stamp in sessions(self.last, self.last + timedelta(days=250))}
        self.holdings = holdings_file(days[-1])
        self.fund = [
            (
                bar.day,
                f"{bar.close * 0.9995:.4f}",
                f"{bar.dividend}" if bar.dividend else "--",
                f"{281_950_000 + 50_000 * ((bar.day - date(2026, 3, 31)).days % 30):,}",
            )
            for bar in self.bars["IWM"]
        ]

    def served(self, symbol: str) -> list[Bar]:
        """Bars with the dividend-adjusted close filled in, as the vendor computes it."""
        factor, bars = 1.0, self.bars[symbol]
        for place in range(len(bars) - 1, -1, -1):
            bar = bars[place]
            if bar.adjusted is None and isinstance(bar.close, float):
                bar.adjusted = bar.close * factor
            paid = bar.dividend if bar.paid is None else bar.paid
            if paid and place and isinstance(bars[place - 1].close, float):
                factor *= 1 - paid / bars[place - 1].close
        return bars

    def info(self) -> dict[str, Any]:
        """The fund's figures in the vendor's own mixture of units."""
        return {
            "quoteType": "ETF", "symbol": "IWM", "totalAssets": 7.0e10, "navPrice": self.bars["IWM"][-1].close,
            "yield": 0.0102, "netExpenseRatio": 0.19, "ytdReturn": 3.1, "priceToBook": 1.1,
        }  # fmt: skip

    def expiries(self) -> list[date]:
        """A weekly one, the monthly ones up to and beyond 90 days, and one more that is not asked for."""
        firsts = [(self.last.replace(day=1) + timedelta(days=31 * n)).replace(day=1) for n in range(7)]
        fridays = [first + timedelta(days=(4 - first.weekday()) % 7 + 14) for first in firsts]
        # a holiday's contracts expire the day before
        days = [day if day in self.ahead else day - timedelta(days=1) for day in fridays]
        monthly = [day for day in days if day > self.last]
        near = sum((day - self.last).days < 90 for day in monthly)
        return sorted({self.last + timedelta(days=2), *monthly[: near + 2]})

    def contracts(self, side: str, expiry: date) -> list[dict[str, Any]]:
        """Three contracts: traded today, traded long ago, never traded. What counts: volume 1000 (puts 1500)."""
        today = int(datetime.combine(self.last, time(15, 30), NEW_YORK).timestamp())
        base = {
            "currency": "USD",
            "contractSize": "REGULAR",
            "lastPrice": 1.0,
            "bid": 0.9,
            "ask": 1.1,
            "inTheMoney": False,
        }
        volume = 1500 if side == "put" else 1000
        return [
            base
            | {
                "contractSymbol": symbol(side, expiry, 200),
                "strike": 200.0,
                "lastTradeDate": today,
                "volume": volume,
                "openInterest": 4000,
            },
            base
            | {
                "contractSymbol": symbol(side, expiry, 210),
                "strike": 210.0,
                "lastTradeDate": today - 10 * 86400,
                "volume": 77,
                "openInterest": 500,
            },
            base
            | {
                "contractSymbol": symbol(side, expiry, 220),
                "strike": 220.0,
                "lastTradeDate": today - 20 * 86400,
                "openInterest": 0,
            },
        ]


def symbol(side: str, expiry: date, strike: int) -> str:
    """A contract's symbol: underlying, expiry, side, strike."""
    return f"IWM{expiry:%y%m%d}{side[0].upper()}{strike * 1000:08}"


def workbook(rows: list[tuple[date, str, str, str]]) -> bytes:
    """The issuer's workbook as it looks: BOM, loose ampersands, newest rows first, a sheet before and one after."""

    def line(*cells: str) -> str:
        data = "".join(f'<ss:Cell><ss:Data ss:Type="String">{cell}</ss:Data></ss:Cell>' for cell in cells)
        return f"<ss:Row>{data}</ss:Row>\n"

    def sheet(name: str, *lines: str) -> str:
        return f'<ss:Worksheet ss:Name="{name}"><ss:Table>{"".join(lines)}</ss:Table></ss:Worksheet>\n'

    told = [line(f"{day:%b %d, %Y}", nav, paid, shares) for day, nav, paid, shares in reversed(rows)]
    head = line("As Of", "NAV per Share", "Ex-Dividends", "Shares Outstanding")
    return (
        '\ufeff<?xml version="1.0"?>\n<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
        + sheet("Holdings", line("See https://example.invalid/?a=1&b=2"), line("Ticker", "Name"))
        + sheet("Historical", head, *told)
        + sheet("Performance", line("S&P 500", "1"))
        + "</ss:Workbook>\n"
    ).encode()


def _bar(day: date, close: float) -> Bar:
    close = round(close, 2)
    return Bar(day, round(close * 0.998, 2), round(close * 1.006, 2), round(close * 0.994, 2), close)


def opening(day: date) -> int:
    """Epoch seconds of the opening, by which the vendor stamps a daily bar."""
    return int(datetime.combine(day, time(9, 30), NEW_YORK).astimezone(UTC).timestamp())


def holdings_file(day: date, names: int = 30, shares: str = "281,950,000.00") -> bytes:
    """The issuer's file as it looks: BOM, nine lines before the names, a futures row, a legal footer."""
    head = (
        f'\ufeffiShares Russell 2000 ETF\nFund Holdings as of,"{day:%b %d, %Y}"\nInception Date,"May 22, 2000"\n'
        f'Shares Outstanding,"{shares}"\nStock,"-"\nBond,"-"\nCash,"-"\nOther,"-"\n\u00a0\n'
        "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity,Price,Location,Exchange,"
        "Currency,FX Rate,Market Currency,Accrual Date\n"
    )
    weight = math.floor(9990 / max(names, 1)) / 100
    rows = "".join(
        f'"T{n}","NAME {n}, INC","Industrials","Equity","1,000,{n:03}.50","{weight:.2f}","1","1","1","United States","X","USD","1","USD","-"\n'
        for n in range(names)
    )
    foot = '"FUT","FUTURE","Cash and/or Derivatives","Futures","-","-","1","1","1","-","-","USD","1","USD","-"\n\u00a0\n"Legal, text"\n'
    return (head + rows + foot).encode()
