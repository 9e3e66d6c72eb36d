"""A site of a day before the article's last close has nothing to hold its claims against."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from generator import config, formats
from generator.errors import UsageError
from generator.ledger import editions
from generator.pages.tables.registry import tables
from generator.site import pipeline, sources


def test_a_site_before_the_articles_last_close_is_refused() -> None:
    with pytest.raises(
        UsageError, match=f"lies before {config.LAST_CLOSE}, the article's last close: .* Choose that day"
    ):
        sources.read(Path(config.SAMPLE), config.LAST_CLOSE - timedelta(days=1))
    assert sources.read(Path(config.SAMPLE), config.LAST_CLOSE).market.as_of == config.LAST_CLOSE


def test_the_pages_of_a_day_tell_of_no_later_edition() -> None:
    """What a later edition settled is no news of the day; its own address stays."""
    every = editions.editions(config.EDITIONS)
    days = [date.fromisoformat(path.name[:10]) for path in every]
    assert len({*days}) > 1
    for day in days:
        prepared = pipeline.prepare(None, day)
        told = prepared.known.editions
        assert told == tuple(path for path, sealed in zip(every, days, strict=True) if sealed <= day)
        written = [str(tables()[name](prepared.known, "")) for name in ("timeline", "editions")]
        later = [formats.day(other) for other in days if other > day]
        assert not [when for when in later for text in written if when in text]
        assert {*prepared.kept} == {f"editions/{path.name}/index.html" for path in every}
