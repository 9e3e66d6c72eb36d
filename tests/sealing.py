"""Editions sealed for tests: of markets made from a seed, never of real data, and never into the article's own folder."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.facts.reader import Book
from generator.ledger import editions, sealed, sealing
from generator.ledger.record import Results
from generator.market.record import Market

ROOT = Path(__file__).resolve().parent.parent


def results(market: Market, book: Book) -> Results:
    """Everything of a market as if it were the market's own."""
    return replace(editions.compute(market, book), origin="market", note="made for a test")


def put(folder: Path, found: Results, market: Market, turn: int = 1, before: date | None = None) -> Path:
    """An edition's record alone, where it would stand."""
    path = folder / sealing.folder_name(found.as_of, turn)
    path.mkdir(parents=True)
    record = sealing.record(found, market, before, usual=False)
    (path / sealed.RESULTS).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    (path / sealed.SUMS).write_text("made for a test\n", "utf-8")
    return path


def as_market(target: Path) -> Path:
    """The simulated sample under another origin: what a seal takes for the market's."""
    shutil.copytree(ROOT / "data" / "sample", target)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    manifest |= {"origin": "market", "note": "made for a test"}
    for entry in manifest["files"].values():
        entry["source"] = "yahoo"
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
    return target


def rehashed(folder: Path) -> None:
    """A manifest whose sums are those of the files that stand: one was changed."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name, entry in manifest["files"].items():
        entry["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
