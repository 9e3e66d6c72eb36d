"""What building costs, as ratios taken pair by pair in one run, what pictures weigh, and how soon a save is seen. Prints JSON."""

from __future__ import annotations

import compileall
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generator import config
from generator.ledger import editions
from generator.ops import decade, saves
from generator.site import builder, shelf, snapshot
from generator.site.build import build

LIMITS = {
    "cold_build_vs_mkdocs": 2.8,
    "unchanged_build_vs_version": 1.3,
    "ten_years_of_months_vs_now": 1.2,
    "series_pictures_gzip_kb": 95.0,
    "edition_kb": {"packed": 700, "site": 900},
    "saved_to_seen_seconds": {"sentence": 1.0, "fact": 2.0, "new page": 2.0, "style": 0.3},
}
PICTURE = re.compile(r'<figure class="chart[^"]*" id="chart-(\w+)".*?</figure>', re.DOTALL)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def bench(data: str | None, pairs: int) -> None:
    """Time a cold build against bare MkDocs, and an unchanged one against `invoke --version`."""
    folder = snapshot.folder(data)
    for place in (sysconfig.get_path("purelib"), str(config.ENGINE / "generator")):
        compileall.compile_dir(place, quiet=2)
    invoke = [sys.executable, "-m", "invoke"]
    ours = [*invoke, "build", "--data", str(folder or config.EDITIONS)]
    summary = build(data, say=lambda _: None)
    environment = builder.environment(date.fromisoformat(summary["as_of"]))
    target = config.BUILD / "bench"
    bare = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]

    cold = _pairs(ours, bare, pairs, environment, _forget)
    _time(ours, environment)
    unchanged = _pairs(ours, [*invoke, "--version"], max(pairs, 9), environment, lambda: None)
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        few, many = decade.copies(Path(place))
        now, then = ([*invoke, "build", "--article", str(folder)] for folder in (few, many))
        for command in (now, then):
            _time(command, environment)
        lasting = _pairs(then, now, pairs, environment, lambda: _forget(few, many))
    report = {
        "snapshot": f"{summary['origin']} as of {summary['as_of']}",
        "cold_build_vs_mkdocs": cold,
        "unchanged_build_vs_version": unchanged,
        "ten_years_of_months_vs_now": lasting,
        "series_pictures_gzip_kb": weight(config.BUILD / "docs"),
        "edition_kb": editions_kb(),
        "saved_to_seen_seconds": saves.seconds(folder),
        "limits": LIMITS,
    }
    print(json.dumps(report, indent=1))


def editions_kb() -> dict[str, dict[str, float]]:
    """What each edition costs: packed as git packs it, each file by itself, and on the site."""
    found = {}
    for path in editions.editions(config.EDITIONS):
        packed = sum(len(zlib.compress(file.read_bytes())) for file in path.rglob("*") if file.is_file())
        site = sum(file.stat().st_size for file in shelf.served(path).values())
        found[path.name] = {"packed": round(packed / 1000, 1), "site": round(site / 1000, 1)}
    return found


def weight(docs: Path) -> float:
    """Kilobytes, gzip, of every series picture of the finished pages, both widths, as one text."""
    from generator.site.sources import declarations

    _, charts = declarations([])
    drawn = []
    for page in sorted(docs.glob("*.md")):
        for figure in PICTURE.finditer(page.read_text("utf-8")):
            if charts[figure[1]].series:
                drawn += SVG.findall(figure[0])
    return round(len(gzip.compress("".join(drawn).encode(), mtime=0)) / 1000, 1)


def _forget(*articles: Path) -> None:
    for article in articles or (config.ROOT,):
        for name in ("build/docs", "site"):
            shutil.rmtree(article / name, ignore_errors=True)


def _pairs(
    left: list[str], right: list[str], pairs: int, environment: dict[str, str], before: Callable[[], None]
) -> dict[str, float]:
    """Medians over pairs run in turn; a build comes first, so that what it finishes is there for the other."""
    lefts, rights = [], []
    for _ in range(pairs):
        before()
        lefts.append(_time(left, environment))
        rights.append(_time(right, environment))
    ratios = [a / b for a, b in zip(lefts, rights, strict=True)]
    return {
        "ratio": round(statistics.median(ratios), 2),
        "seconds": round(statistics.median(lefts), 3),
        "against_seconds": round(statistics.median(rights), 3),
        "pairs": pairs,
    }


def _time(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        command, cwd=config.ROOT, env={**os.environ, **environment}, capture_output=True, check=True
    )
    return time.perf_counter() - started
