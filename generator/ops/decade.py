"""What ten years of months cost: this article with its editions, and with that many months more, built in turn."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

from generator import config, disk
from generator.ledger import editions, sealed
from generator.site import shelf, state

MONTHS = 120


def copies(into: Path) -> tuple[Path, Path]:
    """Two copies of the article: one with its editions, one with ten years of months after them, made of the newest."""
    few, many = into / "few", into / "many"
    for folder in (few, many):
        for name in (*state.SOURCES, state.EDITIONS):
            source = config.ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy
            folder.mkdir(parents=True, exist_ok=True)
            copy(source, folder / name)
        settings = (folder / "mkdocs.yml").read_text("utf-8")
        engine = config.ENGINE / "generator" / "site" / "mkdocs.yml"
        disk.write(
            folder / "mkdocs.yml",
            settings.replace("INHERIT: generator/site/mkdocs.yml", f"INHERIT: {engine}"),
        )
    newest = editions.newest(many / "editions")
    for month in range(1, MONTHS + 1):
        _later(newest, month)
    return few, many


def _later(newest: Path, month: int) -> None:
    """The edition of a later month: every fifth number is another than the month before."""
    record = json.loads((newest / sealed.RESULTS).read_text("utf-8"))
    since = date.fromisoformat(record["as_of"])
    years, later = divmod(since.month - 1 + month, 12)
    day = date(since.year + years, later + 1, 28)
    for place, entry in enumerate(record["numbers"]):
        if isinstance(entry["value"], float) and (place + month) % 5 == 0:
            entry["value"] *= 1.01
        entry["as_of"] = {"day": day.isoformat()}
    record |= {"as_of": day.isoformat(), "before": None}
    path = newest.with_name(day.isoformat())
    shutil.copytree(newest, path)
    disk.write(path / sealed.RESULTS, json.dumps(record, ensure_ascii=False, indent=1), lasting=False)
    disk.write(path / sealed.SUMS, shelf.sums(path), lasting=False)
