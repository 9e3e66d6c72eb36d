"""The exchange's calendar: known days, and what is kept of it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from generator import config
from generator.market import closures, sessions


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what is kept, and a calendar that nobody asked yet."""
    monkeypatch.setattr(config, "BUILD", tmp_path)
    for known in (closures._kept, closures.closed, closures.early, sessions):
        known.cache_clear()
    return tmp_path / "kept"


def is_session(day: date) -> bool:
    return len(sessions(day, day)) == 1


def test_days_that_everybody_knows() -> None:
    """Holidays by rule, mournings by decree, and the storm, from the exchange's own announcements."""
    for day in ("2025-12-25", "2025-01-09", "2012-10-29", "2001-09-11", "2026-04-03", "2026-06-19"):
        assert not is_session(date.fromisoformat(day)), day
    for day in ("2025-12-24", "2001-09-17", "2026-04-02", "2021-06-18"):
        assert is_session(date.fromisoformat(day)), day
    assert {
        day: at
        for day, at in closures.early().items()
        if (day.year, day.month) >= (2025, 11) and day.year < 2026
    } == {
        date(2025, 11, 28): time(13),
        date(2025, 12, 24): time(13),
    }


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "{}", '{"closed": [], "early": {}}'])
def test_what_is_kept_is_the_same_and_made_again_where_it_is_damaged(kept: Path, damage: str) -> None:
    span = date(2020, 1, 1), date(2030, 12, 31)
    first = list(sessions(*span)), closures.early()
    (file,) = kept.iterdir()
    whole = file.read_text("utf-8")
    file.write_text(damage, "utf-8")
    for known in (closures._kept, closures.closed, closures.early, sessions):
        known.cache_clear()
    assert (list(sessions(*span)), closures.early()) == first
    assert file.read_text("utf-8") == whole
