"""Lighthouse's mobile scores of every page, as medians: one run on a shared machine says little."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from generator.errors import UsageError
from generator.pages.tables.registry import sections

RUNS = 5
BLOCKING = 100  # ms
PERFECT = ("accessibility", "best-practices", "seo")  # each 100, the same in any run
SECTION, OTHER = 98, 90  # performance of the front page and the sections, and of the rest


@dataclass(frozen=True)
class Scores:
    """What Lighthouse says of one page. Scores run from 0 to 100, times are ms."""

    address: str
    performance: float
    blocking: float
    painted: float  # the largest contentful paint, on the simulated slow line
    perfect: Mapping[str, float]

    @property
    def least(self) -> int:
        """The performance that this page owes."""
        return SECTION if (self.address.strip("/") or "index") in sections() else OTHER

    @property
    def held(self) -> bool:
        """Whether every limit holds."""
        return (
            self.performance >= self.least
            and self.blocking <= BLOCKING
            and all(score == 100 for score in self.perfect.values())
        )

    def __str__(self) -> str:
        rest = "  ".join(f"{score:3.0f}" for score in self.perfect.values())
        return (
            f"{self.address or '/':44} {self.performance:5.0f} {self.least:5} {self.blocking:9.0f} {self.painted:6.0f}  {rest}"
            f"{'' if self.held else '  does NOT hold'}"
        )


HEAD = f"{'page':44} {'perf.':>5} {'least':>5} {'blocking':>9} {'LCP':>6}  a11y, best practices, SEO"


def measure(
    command: str, chromium: str, flags: Sequence[str], base: str, address: str, without: Sequence[str] = ()
) -> Scores:
    """The medians of five runs on one page, `without` some audits by name; UsageError where Lighthouse gives no result."""
    ran = [
        _run(command, chromium, flags, f"{base}{address}", without, whole=turn == 0) for turn in range(RUNS)
    ]

    def times(name: str) -> float:
        return median(float(found["audits"][name]["numericValue"]) for found in ran)

    return Scores(
        address,
        performance=median(_score(found, "performance") for found in ran),
        blocking=times("total-blocking-time"),
        painted=times("largest-contentful-paint"),
        perfect={name: _score(ran[0], name) for name in PERFECT},
    )


def _score(found: Mapping[str, Any], category: str) -> float:
    return round(100 * (found["categories"][category]["score"] or 0))


def _run(
    command: str, chromium: str, flags: Sequence[str], url: str, without: Sequence[str], whole: bool
) -> dict[str, Any]:
    """One run: every category, or performance alone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [
                command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--only-categories={','.join(('performance', *PERFECT) if whole else ('performance',))}",
                "--disable-full-page-screenshot",
                *(f"--skip-audits={name}" for name in without),
                f"--chrome-flags=--headless {' '.join(flags)}",
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "CHROME_PATH": chromium, "HOME": folder},
        )
        found = json.loads(report.read_text("utf-8")) if report.exists() else {}
    if done.returncode or not found or found.get("runtimeError"):
        why = found.get("runtimeError", {}).get("message") or done.stderr.strip()
        raise UsageError(f"Lighthouse gives no result for {url}: {why[-300:]}")
    return found
