"""The two feeds, as a reader's program takes them."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest

from generator import config
from generator.ledger import editions

EDITIONS = editions.editions(config.EDITIONS)


@pytest.fixture(scope="module", params=["feed", "changes"])
def feed(request: pytest.FixtureRequest, edition_checkout: Path) -> feedparser.FeedParserDict:
    found = feedparser.parse((edition_checkout / "site" / f"{request.param}.xml").read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_each_entry_is_one_by_its_id_has_its_day_and_leads_to_what_stands(
    feed: feedparser.FeedParserDict, edition_checkout: Path
) -> None:
    assert feed.version == "atom10" and feed.feed.id.startswith("urn:") and feed.feed.title
    assert feed.entries and len({entry.id for entry in feed.entries}) == len(feed.entries)
    days = {path.name[:10] for path in EDITIONS}
    for entry in feed.entries:
        assert date(*entry.updated_parsed[:3]).isoformat() in days and entry.updated <= feed.feed.updated
        assert entry.title and entry.summary, entry.id
        page = entry.link.partition("#")[0]
        assert (edition_checkout / "site" / page / "index.html").is_file(), entry.link


def settled(edition: Path) -> set[str]:
    """The forecasts that were settled by an edition's session."""
    standings = json.loads((edition / "results.json").read_text("utf-8"))["standings"]
    return {one["forecast"]["key"] for one in standings if one["state"] in ("came-true", "failed")}


def test_a_settled_forecast_is_told_with_its_day(edition_checkout: Path) -> None:
    """Once, in a sentence, under an id of its edition and its key, which no later build alters."""
    found = feedparser.parse((edition_checkout / "site" / "changes.xml").read_bytes())
    told = {entry.id: entry.title for entry in found.entries}
    pairs = list(pairwise(EDITIONS))
    assert pairs and any(settled(after) - settled(before) for before, after in pairs)
    for before, after in pairs:
        for key in settled(after) - settled(before):
            (words,) = [told[name] for name in told if name.endswith(f":{after.name}:forecast:{key}")]
            assert " came true on " in words or " failed on " in words
