"""A site of a day before the article's last close has nothing to hold its claims against."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from generator import config
from generator.errors import UsageError
from generator.site import sources


def test_a_site_before_the_articles_last_close_is_refused() -> None:
    with pytest.raises(
        UsageError, match=f"lies before {config.LAST_CLOSE}, the article's last close: .* Choose that day"
    ):
        sources.read(Path(config.SAMPLE), config.LAST_CLOSE - timedelta(days=1))
    assert sources.read(Path(config.SAMPLE), config.LAST_CLOSE).market.as_of == config.LAST_CLOSE
