"""Small snapshots for tests, written by hand from DESIGN's layout and not by the code under test."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

# Thanksgiving, 27 November, has no session; the 28th is a short one
SESSIONS = ["11-24", "11-25", "11-26", "11-28", "12-01", "12-02", "12-03", "12-04", "12-05"]
CLOSES = (240.0, 242.0, 241.0, 244.0, 243.0, 245.0, 247.0, 250.0, 251.0)
HEADER = "date,open,high,low,close,volume,dividend,split"
HOLDINGS = (
    '\ufeffiShares Russell 2000 ETF\nFund Holdings as of,"Nov 28, 2025"\nInception Date,"May 22, 2000"\n'
    'Shares Outstanding,"280,000,000.00"\nStock,"-"\nBond,"-"\nCash,"-"\nOther,"-"\n\u00a0\n'
    "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity,Price,Location,Exchange,"
    "Currency,FX Rate,Market Currency,Accrual Date\n"
    '"AA","ALPHA, INC","Industrials","Equity","600,000.50","60.00",'
    '"1","1","1","United States","X","USD","1","USD","-"\n'
    '"-","BETA","Health Care","Equity","399,000.00","39.90","1","1","1","Canada","X","USD","1","USD","-"\n'
    '"USD","USD CASH","Cash and/or Derivatives","Cash","-500.00","-0.05",'
    '"1","1","1","-","-","USD","1","USD","-"\n'
    '"FUT","FUTURE","Cash and/or Derivatives","Futures","-","-","1","1","1","-","-","USD","1","USD","-"\n'
    '\u00a0\n"The content, as such, is owned, licensed or, else, protected"\nHoldings subject to change.\n'
)


class Snapshot:
    """A folder with a sound snapshot, and the ways to spoil it."""

    def __init__(self, folder: Path) -> None:
        """Write the sound snapshot."""
        self.folder = folder
        for symbol, factor in (("IWM", 1.0), ("SPY", 2.5), ("VIX", 0.1)):
            rows = [self.bar(day, close * factor) for day, close in zip(SESSIONS, CLOSES, strict=True)]
            self.write(f"prices/{symbol}.csv", "\n".join([HEADER, *rows, ""]))
        days = [f"2025-11-{day}" for day in range(24, 31)] + [f"2025-12-0{day}" for day in range(1, 6)]
        self.write("rates/DFF.csv", "\n".join(["observation_date,DFF", *(f"{day},3.89" for day in days), ""]))
        self.write(
            "rates/DGS2.csv",
            "observation_date,DGS2\n2025-11-26,3.45\n2025-11-27,.\n2025-11-28,\n2025-12-01,3.5\n",
        )
        self.write("holdings/IWM/2025-11-28.csv", HOLDINGS)
        navs = [
            f"2025-{day},{close - 0.1:.4f},,280000000" for day, close in zip(SESSIONS, CLOSES, strict=True)
        ]
        # the issuer's own rows: one of a holiday without a count, one of an ex-day
        navs[3:3] = ["2025-11-27,240.9000,,"]
        navs[-1] = navs[-1].replace(",,", ",0.84,")
        self.write("fund/IWM.csv", "\n".join(["date,nav,distribution,shares", *navs, ""]))
        self.write(
            "fund.csv", "date,shares_outstanding,pe\n2025-12-01,280000000,\n2025-12-04,281000000,18.1\n"
        )
        self.write(
            "options.csv",
            "date,call_volume,put_volume,call_open_interest,put_open_interest\n"
            "2025-12-01,100,200,3000,5000\n2025-12-05,110,210,3100,5100\n",
        )
        self.manifest: dict[str, Any] = {
            "origin": "market",
            "as_of": "2025-12-05",
            "retrieved_at": None,
            "files": {},
        }
        self.stamp()

    @staticmethod
    def bar(day: str, close: float) -> str:
        """A line of a price file; `day` as month and day of 2025."""
        return f"2025-{day},{close - 1:.2f},{close + 2:.2f},{close - 2:.2f},{close:.2f},1000,0,0"

    def write(self, file: str, text: str | bytes) -> None:
        """Put a file there, whole."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def text(self, file: str) -> str:
        """What a file says."""
        return (self.folder / file).read_bytes().decode()

    def replace(self, file: str, old: str, new: str) -> None:
        """Write `new` where `old` stands, which has to be in one place."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def cell(self, file: str, row: int, column: str, value: str) -> None:
        """Write `value` into the cell at line `row` (the header is 1)."""
        lines = self.text(file).split("\n")
        cells = lines[row - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        lines[row - 1] = ",".join(cells)
        self.write(file, "\n".join(lines))

    def line(self, file: str, row: int, *lines: str, span: int = 1) -> None:
        """Put `lines` in the place of `span` lines from `row` on."""
        old = self.text(file).split("\n")
        self.write(file, "\n".join([*old[: row - 1], *lines, *old[row - 1 + span :]]))

    def stamp(self) -> None:
        """Make the manifest say what stands there now."""
        files = self.manifest["files"]
        for path in sorted(self.folder.rglob("*.csv")):
            name = path.relative_to(self.folder).as_posix()
            raw = path.read_bytes()
            symbol = "^VIX" if path.stem == "VIX" else path.stem if "/" in name else "IWM"
            entry: dict[str, Any] = {"source": "hand", "symbol": symbol, "sha256": sha256(raw).hexdigest()}
            if name.startswith("holdings"):
                entry |= {"symbol": "IWM", "first": path.stem, "last": path.stem, "rows": 4}
            else:
                text = raw.decode(errors="replace").replace("\r\n", "\n").rstrip("\n")
                days = [line.split(",")[0] for line in text.split("\n")[1:]] or [""]
                entry |= {"first": days[0], "last": days[-1], "rows": len(days)}
            files[name] = entry
        self.save()

    def save(self) -> None:
        """Write the manifest as it is."""
        self.write("manifest.json", json.dumps(self.manifest, indent=1))
