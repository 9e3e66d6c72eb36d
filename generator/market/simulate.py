"""Makes data/sample: simulated bars and rates, so that pictures of series can be drawn without a network.

    python -m generator.market.simulate

The right order of magnitude and nothing more: round start values and a seed that was not chosen for what
comes out. Fitted neither to the article nor to any market; no figure may be checked against it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator import config, disk
from generator.market.rules import PRICES
from generator.market.sessions import sessions

FIRST, LAST = date(2024, 3, 1), date(2026, 3, 31)  # about 25 months: a year of pictures, a year before it
SEED = 1
COMMAND = "python -m generator.market.simulate"
FACTOR = 0.009  # daily standard deviation of the factor that all funds share
DRIFT = 0.0003  # a day

Series = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fund:
    """What the walk of a fund is made of."""

    start: float  # USD
    loading: float  # on the common factor
    own: float  # daily standard deviation of its own part
    payout: float  # USD a share each quarter
    volume: float  # shares a day


FUNDS = {
    "IWM": Fund(200, 1.25, 0.006, 0.6, 30e6),
    "SPY": Fund(500, 1.0, 0.002, 1.7, 60e6),
    "QQQ": Fund(450, 1.25, 0.005, 0.7, 40e6),
    "HYG": Fund(77, 0.3, 0.002, 1.1, 40e6),
    "IEF": Fund(95, -0.1, 0.004, 0.8, 8e6),
}
YIELDS = {"DGS2": (4.0, 0.05), "BAMLH0A0HYM2": (3.5, 0.06)}  # percent at the start, deviation a day
POLICY, STEP, MEETING, CUT = 5.0, 0.25, 45, 0.4  # upper end, percent; days between meetings; chance of a cut
FLOOR = 0.5  # percent; no rate falls below


def write_sample(folder: Path, seed: int = SEED) -> None:
    """Write the sample's prices/, rates/ and manifest.json into `folder`; same seed, same bytes."""
    chance = np.random.default_rng(seed)
    days = sessions(FIRST, LAST)
    factor = chance.normal(0, FACTOR, len(days))
    files = {
        f"prices/{symbol}.csv": (symbol, _bars(chance, days, factor, fund)) for symbol, fund in FUNDS.items()
    }
    for series, (start, deviation) in YIELDS.items():
        walk = np.maximum(start + chance.normal(0, deviation, len(days)).cumsum(), FLOOR)
        files[f"rates/{series}.csv"] = (series, _rate(series, days, walk))
    calendar = pd.date_range(FIRST, LAST, name="date")
    cuts = (np.arange(len(calendar)) % MEETING == MEETING - 1) & (chance.random(len(calendar)) < CUT)
    upper = np.maximum(POLICY - STEP * cuts.cumsum(), FLOOR)
    files["rates/DFEDTARU.csv"] = ("DFEDTARU", _rate("DFEDTARU", calendar, upper))
    files["rates/DFEDTARL.csv"] = ("DFEDTARL", _rate("DFEDTARL", calendar, upper - STEP))
    entries = {name: _write(folder, name, symbol, table) for name, (symbol, table) in sorted(files.items())}
    manifest = {
        "origin": "sample",
        "as_of": LAST.isoformat(),
        "retrieved_at": None,
        "files": entries,
        "note": "simulated, not market data: no figure may be read from it or checked against it",
        "seed": seed,
        "command": COMMAND,
    }
    disk.write(folder / "manifest.json", json.dumps(manifest, indent=1) + "\n")


def _bars(chance: np.random.Generator, days: pd.DatetimeIndex, factor: Series, fund: Fund) -> pd.DataFrame:
    """Daily bars of a geometric random walk: opens near the close before, extremes outside both."""
    moves = DRIFT * fund.loading + fund.loading * factor + chance.normal(0, fund.own, len(days))
    close = (fund.start * np.exp(moves.cumsum())).round(2)
    before = np.r_[fund.start, close[:-1]]
    spread = np.abs(moves).mean() / 2
    opened = (before * np.exp(chance.normal(0, spread, len(days)))).round(2)
    high = (np.maximum(opened, close) * np.exp(np.abs(chance.normal(0, spread, len(days))))).round(2)
    low = (np.minimum(opened, close) * np.exp(-np.abs(chance.normal(0, spread, len(days))))).round(2)
    volume = (fund.volume * np.exp(chance.normal(0, 0.3, len(days)))).round(-2).astype(int)
    pays = np.r_[False, (days.month[1:] != days.month[:-1]) & (days.month[1:] % 3 == 0)]
    dividend = np.where(pays, fund.payout, 0.0)
    text = days.strftime("%Y-%m-%d")
    columns = (text, opened, high, low, close, volume, dividend, np.zeros(len(days), dtype=int))
    return pd.DataFrame(dict(zip(PRICES, columns, strict=True)))


def _rate(series: str, days: pd.DatetimeIndex, percent: Series) -> pd.DataFrame:
    return pd.DataFrame({"observation_date": days.strftime("%Y-%m-%d"), series: percent.round(2)})


def _write(folder: Path, name: str, symbol: str, table: pd.DataFrame) -> dict[str, str | int]:
    raw = table.to_csv(index=False, float_format="%.2f", lineterminator="\n").encode()
    disk.write(folder / name, raw)
    days = table.iloc[:, 0]
    return {
        "source": "simulated",
        "symbol": symbol,
        "first": str(days.iloc[0]),
        "last": str(days.iloc[-1]),
        "rows": len(table),
        "sha256": sha256(raw).hexdigest(),
    }


if __name__ == "__main__":
    write_sample(config.SAMPLE)
