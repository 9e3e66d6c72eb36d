"""Simulated files of the fund's issuer in their own layout, its history, and the rows a refresh would have kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from generator import config
from generator.market.rules import HISTORY, OPTIONS
from generator.market.simulate.bars import Bar
from generator.market.simulate.days import on
from generator.market.simulate.weather import Chance

UNIT = 50_000  # shares that are created or redeemed at once
COUNT = 240_000_000
ROWS = on(2025, 9, 2)  # since when there are rows of fund.csv and options.csv
FILES = (on(2025, 10, 31), on(2025, 11, 28), on(2026, 2, 27), on(2026, 3, 27))
NAMES = 1040  # equity positions: a thousand are the most that a number looks at
SECTORS = {  # and each one's part, percent
    "Industrials": 18, "Financials": 18, "Health Care": 16, "Information Technology": 14,
    "Consumer Discretionary": 10, "Real Estate": 6, "Energy": 5, "Materials": 5,
    "Utilities": 3, "Communication": 3, "Consumer Staples": 2,
}  # fmt: skip
ABROAD = ("Bermuda", "Canada", "Israel", "Monaco", "United Kingdom")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # of no locale
COLUMNS = (
    "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity,Price,Location,Exchange,"
    "Currency,FX Rate,Market Currency,Accrual Date"
)
FOOTER = "SIMULATED, NOT MARKET DATA. No name in this file is a company's, and no figure is anybody's."
BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Evening:
    """The fund at the end of a session: USD a share, and the count of shares."""

    nav: float
    count: int


def make(seed: int, walk: Sequence[Bar], since: date) -> dict[str, str]:
    """Text of every file by its path."""
    walk = [bar for bar in walk if bar.day >= since]
    made = {"options.csv": _options(Chance(seed, "options"), walk)} if config.OPTIONS else {}
    if not config.ISSUER_PRODUCT:
        return made
    evenings = _evenings(Chance(seed, "shares"), walk)
    made |= {
        f"fund/{config.FUND}.csv": _history(walk, evenings),
        "fund.csv": _fund(Chance(seed, "fund"), walk, evenings),
    }
    for day in FILES:
        at = max(i for i, bar in enumerate(walk) if bar.day <= day)
        stated = walk[at].day
        made[f"holdings/{config.FUND}/{stated}.csv"] = _holdings(seed, stated, evenings[at])
    return made


def _evenings(chance: Chance, walk: Sequence[Bar]) -> list[Evening]:
    made, count = [], COUNT
    for bar in walk:
        drawn = 0.02 * (COUNT - count) / UNIT + 45 * chance.normal()
        count += round(drawn) * UNIT
        made.append(Evening(round(bar.close * (1 + 0.0004 * chance.normal()), 6), count))
    return made


def _history(walk: Sequence[Bar], evenings: Sequence[Evening]) -> str:
    """The issuer's rows: a day's value of a share, and the count of the evening before."""
    counts = [COUNT, *(evening.count for evening in evenings)]
    rows = [
        f"{bar.day},{evening.nav:.6f},{f'{bar.dividend:.6f}' if bar.dividend else ''},{count}"
        for bar, evening, count in zip(walk, evenings, counts, strict=False)
    ]
    return "\n".join([",".join(HISTORY), *rows, ""])


def _fund(chance: Chance, walk: Sequence[Bar], evenings: Sequence[Evening]) -> str:
    lines = ["date,nav,total_assets,shares_outstanding,pe,pb,yield"]
    for at, (bar, evening) in enumerate(zip(walk, evenings, strict=True)):
        if bar.day >= ROWS:
            count, worth = evenings[at - 1].count, bar.close * (1 + 0.002 * chance.normal())
            paid = math.fsum(other.dividend for other in walk[max(at - 251, 0) : at + 1])
            lines.append(
                f"{bar.day},{evening.nav:.2f},{round(evening.nav * count)},{count},{worth / 14:.2f},{worth / 120:.2f},"
                f"{100 * paid / bar.close:.2f}"
            )
    return "\n".join([*lines, ""])


def _options(chance: Chance, walk: Sequence[Bar]) -> str:
    lines, calls, puts = [",".join(OPTIONS)], 4_000_000.0, 9_000_000.0
    for bar in walk:
        calls += 0.05 * (4e6 - calls) + 1e5 * chance.normal()
        puts += 0.05 * (9e6 - puts) + 2e5 * chance.normal()
        traded = [round(share * max(1 + 0.25 * chance.normal(), 0.2), -2) for share in (4e5, 7e5)]
        if bar.day >= ROWS:
            lines.append(f"{bar.day},{traded[0]:.0f},{traded[1]:.0f},{round(calls)},{round(puts)}")
    return "\n".join([*lines, ""])


def _holdings(seed: int, day: date, evening: Evening) -> str:
    """A file as the issuer writes it: mark of its encoding, nine lines, positions from large to small, a footer."""
    total = evening.nav * evening.count
    still, moving = Chance(seed, "positions"), Chance(seed, f"positions {day}")
    names = []
    for number in range(1, NAMES + 1):
        size = (1 + 0.15 * still.normal()) / (number + 60)
        sector, price = _sector(still.uniform() * 100), round(5 + 200 * still.uniform(), 2)
        home = "United States" if still.uniform() < 0.97 else ABROAD[int(still.uniform() * len(ABROAD))]
        market = "NASDAQ" if still.uniform() < 0.6 else "New York Stock Exchange Inc."
        price = round(price * (1 + 0.05 * moving.normal()), 2)
        names.append((size * (1 + 0.05 * moving.normal()), number, sector, price, home, market))
    whole = math.fsum(name[0] for name in names)
    rows = []
    for size, number, sector, price, home, market in sorted(names, key=lambda name: (-name[0], name[1])):
        quantity = round(0.9965 * total * size / whole / price)
        value = quantity * price
        known = (f"S{number:04}", f"SIMULATED HOLDING {number:04}", sector, "Equity")
        rows.append((*known, value, 100 * value / total, value, quantity, price, home, market))
    kinds = (
        ("CASHF", "SIMULATED CASH FUND", "Money Market", 0.002, 1.0),
        ("USD", "USD CASH", "Cash", 0.0014, 100.0),
    )
    for ticker, name, kind, part, price in kinds:
        value = round(total * part)
        known = (ticker, name, "Cash and/or Derivatives", kind)
        rows.append((*known, value, 100 * part, value, value, price, "United States", "-"))
    future = ("SIMF", "SIMULATED SMALL-CAP FUTURE", "Cash and/or Derivatives", "Futures")
    rows.append((*future, 0.0, 0.0, 0.0034 * total, 1500, 2500.0, "-", "Chicago Mercantile Exchange"))
    stated = f"{MONTHS[day.month - 1]} {day.day:02}, {day.year}"
    head = [
        "\N{ZERO WIDTH NO-BREAK SPACE}SIMULATED SMALL-CAP FUND",
        f'Fund Holdings as of,"{stated}"',
        'Inception Date,"Nov 02, 2015"',
        f'Shares Outstanding,"{evening.count:,.2f}"',
        *(f'{kind},"-"' for kind in ("Stock", "Bond", "Cash", "Other")),
        BLANK,
        COLUMNS,
    ]
    body = [
        ",".join(
            f'"{cell:,.2f}"' if isinstance(cell, int | float) else f'"{cell}"'
            for cell in (*row, "USD", "1.00", "USD", "-")
        )
        for row in rows
    ]
    return "\n".join([*head, *body, BLANK, f'"{FOOTER}"', ""])


def _sector(share: float) -> str:
    return next(
        name for name, upto in zip(SECTORS, accumulate(SECTORS.values()), strict=True) if share < upto
    )
