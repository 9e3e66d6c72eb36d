"""A market for the made-up article: simulated up to its last close, and from there on as these tables have it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

Row = dict[str, str]
LAST_CLOSE = "2024-06-14"  # 282.00
# Quoted closes of the fund by sessions after it, with straight lines between them
FUND = {
    0: 282.0, 4: 274.0, 5: 286.0, 18: 282.0, 19: 272.0, 20: 270.0, 21: 262.0, 26: 270.0, 35: 250.0, 41: 252.0, 62: 290.0, 79: 300.0,
}  # fmt: skip
BENCHMARK = {0: 1.0, 35: 1.0, 62: 1.01, 79: 1.02}  # of its own last close
SPLIT = "2024-09-03"  # two for one; the issuer's rows and file state the old count up to and with the sixth
LAGS = "2024-09-06"
UNCOUNTED = ("2024-03-19", "2024-04-12")  # no count of shares stands in between
STOPPED = "2024-08-30"  # last row of the issuer's history
BEGUN = "2018-07-02"  # first bar: six years tell what usually happens as well as ten, in half the time
# Steps of the policy rate, in basis points, at the four meetings of each year from 2018 on, and after the last close
EASING = (25, -25, 0, 0)
DECIDED = {"2024-06-26": 0, "2024-07-31": -50, "2024-08-21": 25, "2024-09-18": -25}
YIELD = {"2024-07-10": 5.05, "2024-07-11": 5.1}  # the 10-year one on two days; 4.20 on all others
STALE = "2024-09-20"  # its last day


def write(folder: Path, meetings: Iterable[date]) -> None:
    """Alter the simulated market in `folder`."""
    for name in ("HRBR", "SEAS"):
        _each(folder / f"prices/{name}.csv", lambda rows: [row for row in rows if row["date"] >= BEGUN])
    _each(folder / "prices/HRBR.csv", _led(FUND, 1.0))
    _each(folder / "prices/HRBR.csv", _halved)
    rows = _rows(folder / "prices/SEAS.csv")
    _each(
        folder / "prices/SEAS.csv",
        _led(BENCHMARK, float(next(r["close"] for r in rows if r["date"] == LAST_CLOSE))),
    )
    _write(folder / "prices/SEAS.csv", _rows(folder / "prices/SEAS.csv")[:-1])  # one session late
    closes = {row["date"]: row["close"] for row in _rows(folder / "prices/HRBR.csv")}
    _each(folder / "fund/HRBR.csv", lambda rows: _history(rows, closes))
    _each(folder / "fund.csv", _counted)
    steps = dict(zip(sorted(meetings), [*EASING] * 6 + [0, 0, *DECIDED.values()], strict=True))
    _policy(folder, steps)
    _each(folder / "rates/DGS10.csv", lambda rows: [
        {**row, "DGS10": f"{YIELD.get(row['observation_date'], 4.2)}"} for row in rows if row["observation_date"] <= STALE
    ])  # fmt: skip
    _each(folder / "rates/DGS2.csv", lambda rows: rows[:-1])
    stamp(folder)


def spoil(folder: Path) -> None:
    """Dividends of the benchmark zeroed from a day on; prices of the fund before its split as they were paid, the split flagged."""
    _each(folder / "prices/SEAS.csv", lambda rows: [
        {**row, "dividend": row["dividend"] if row["date"] < "2023-01-01" else "0"} for row in rows
    ])  # fmt: skip
    prices = ("open", "high", "low", "close", "dividend")
    _each(folder / "prices/HRBR.csv", lambda rows: [
        {**row, **({name: f"{2 * float(row[name])}" for name in prices} if row["date"] < SPLIT else {})} for row in rows
    ])  # fmt: skip
    stamp(folder)


def stamp(folder: Path) -> None:
    """Write each file's extent and sum into the manifest."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name, entry in manifest["files"].items():
        raw = (folder / name).read_bytes()
        entry["sha256"] = sha256(raw).hexdigest()
        if not name.startswith("holdings"):
            rows = _rows(folder / name)
            days = [next(iter(row.values())) for row in rows]
            entry |= {"first": days[0], "last": days[-1], "rows": len(rows)}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def _led(levels: Mapping[int, float], times: float) -> Callable[[list[Row]], list[Row]]:
    """Closes by sessions after the last one known; each bar opens where the one before it closed."""

    def made(rows: list[Row]) -> list[Row]:
        begin = next(at for at, row in enumerate(rows) if row["date"] == LAST_CLOSE)
        turns = sorted(levels)
        for at in range(begin + 1, len(rows)):
            place = at - begin
            after = min(next((turn for turn in turns if turn >= place), turns[-1]), turns[-1])
            before = max(turn for turn in turns if turn < max(after, 1))
            part = min((place - before) / (after - before), 1.0)
            close = round(times * (levels[before] + part * (levels[after] - levels[before])), 2)
            opened = float(rows[at - 1]["close"])
            rows[at] |= {
                "open": f"{opened:.2f}", "close": f"{close:.2f}", "high": f"{max(opened, close) + 0.2:.2f}", "low": f"{min(opened, close) - 0.2:.2f}",
            }  # fmt: skip
        return rows

    return made


def _halved(rows: list[Row]) -> list[Row]:
    """The split, carried into every bar: before it a price is half of what was paid."""
    for row in rows:
        for name in ("open", "high", "low", "close", "dividend"):
            row[name] = f"{float(row[name]) / 2:.4f}"
        row["split"] = "2" if row["date"] == SPLIT else "0"
        if row["date"] < SPLIT:
            row["volume"] = f"{2 * int(row['volume'])}"
    return rows


def _history(rows: list[Row], closes: Mapping[str, str]) -> list[Row]:
    """The issuer's history on the shares of today, with NAVs that are the closes, and without some counts."""
    kept = [row for row in rows if row["date"] <= STOPPED]
    for row in kept:
        row["nav"] = closes[row["date"]]
        row["distribution"] = f"{float(row['distribution']) / 2:.6f}" if row["distribution"] else ""
        row["shares"] = "" if UNCOUNTED[0] <= row["date"] <= UNCOUNTED[1] else f"{2 * int(row['shares'])}"
    return kept


def _counted(rows: list[Row]) -> list[Row]:
    """The project's own rows: twice the shares from the split on, told some sessions late."""
    for row in rows:
        if row["date"] > LAGS:
            row["shares_outstanding"] = f"{2 * int(row['shares_outstanding'])}"
    return [row for row in rows if not UNCOUNTED[0] <= row["date"] <= UNCOUNTED[1]]


def _policy(folder: Path, steps: Mapping[date, int]) -> None:
    """Both ends of the target range a day: a decision is in force from the day after."""
    first, last = date(2018, 1, 2), date(2024, 10, 8)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    upper = list(accumulate((steps.get(day - timedelta(1), 0) / 100 for day in days), initial=5.5))[1:]
    for series, below in (("DFEDTARU", 0.0), ("DFEDTARL", 0.25)):
        rows = [
            {"observation_date": str(day), series: f"{high - below:.2f}"}
            for day, high in zip(days, upper, strict=True)
        ]
        _write(folder / f"rates/{series}.csv", rows)


def _each(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    _write(path, change(_rows(path)))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
