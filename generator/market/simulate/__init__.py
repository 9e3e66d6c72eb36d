"""Makes data/sample: a whole small market of random bars, so that everything can be tried without a network.

    python -m generator.market.simulate

Every role has its series: bars of all symbols, rates, the issuer's files and history, the project's own rows. The
walks are led through round levels (`bars.FUNDS`) that are nobody's; a single one is meant: the fund passes the
250 and the 252 dollars of which the article speaks, without which some numbers would have nothing to tell. No
figure may be read from it or checked against it.

The same bytes on every machine: only additions, multiplications and roots of doubles, and the one stream of random
numbers that Python promises to keep.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator import config, disk
from generator.market.closures import sessions
from generator.market.manifest import extent
from generator.market.simulate import bars, issuer, rates, weather
from generator.market.simulate.days import on

LONG = on(2015, 11, 2)  # ten years before the article and a month: the funds that are compared over ten years
SHORT = on(2020, 11, 2)  # five years before it and a month: everything else
LAST = on(2026, 3, 31)
SEED = 1
COMMAND = "python -m generator.market.simulate"
NOTE = "simulated, not market data: no figure may be read from it or checked against it"

Files = dict[str, tuple[str, str]]  # path in the snapshot -> symbol, text


def write_sample(folder: Path, seed: int = SEED) -> None:
    """Write the whole snapshot into `folder`; same seed, same bytes."""
    entries = {}
    for name, (symbol, text) in sorted(files(seed).items()):
        raw = text.encode()
        disk.write(folder / name, raw)
        first, last, rows = extent(name, raw)
        entries[name] = {
            "source": "simulated",
            "symbol": symbol,
            "first": first,
            "last": last,
            "rows": rows,
            "sha256": sha256(raw).hexdigest(),
        }
    manifest = {
        "origin": "simulated",
        "as_of": sessions(LONG, LAST)[-1].date().isoformat(),
        "retrieved_at": None,
        "files": entries,
        "note": NOTE,
        "seed": seed,
        "command": COMMAND,
    }
    disk.write(folder / "manifest.json", json.dumps(manifest, indent=1) + "\n")


def sample() -> Path:
    """The article's simulated market: the one that it ships, else one made below build/, anew where article.toml is younger."""
    if (config.SAMPLE / "manifest.json").exists():
        return config.SAMPLE
    made, said = config.BUILD / "sample", config.ROOT / "article.toml"
    kept = made / "manifest.json"
    if not kept.exists() or kept.stat().st_mtime_ns < said.stat().st_mtime_ns:
        shutil.rmtree(made, ignore_errors=True)
        write_sample(made)
    return made


def files(seed: int) -> Files:
    """Every file but the manifest."""
    days = [day.date() for day in sessions(LONG, LAST)]
    sky = weather.make(seed, days)
    young = next(i for i, day in enumerate(days) if day >= SHORT)
    ten, texts = rates.make(seed, sky, young)
    walks = bars.make(seed, sky, young, ten)
    made: Files = {
        f"prices/{symbol.removeprefix('^')}.csv": (symbol, bars.text(walk)) for symbol, walk in walks.items()
    }
    made |= {f"rates/{series}.csv": (series, text) for series, text in texts.items()}
    made |= {name: (config.FUND, text) for name, text in issuer.make(seed, walks[config.FUND], SHORT).items()}
    return made
