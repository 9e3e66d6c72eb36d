"""One function writes: only what differs, and exactly what it is given."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import places
import pytest
from conftest import hashed, invoke
from site_links import Links, broken

from generator import config, formats
from generator.ledger import editions
from generator.ops import audit
from generator.site import writer


def test_write_touches_only_what_differs_and_removes_what_is_stale(tmp_path: Path) -> None:
    files = {"a.md": b"1", "api/b.json": b"2"}
    assert writer.write(tmp_path, files) == 2
    kept = (tmp_path / "a.md").stat().st_mtime_ns
    (tmp_path / "api" / "b.json").write_bytes(b"altered")
    (tmp_path / "old" / "c").mkdir(parents=True)
    (tmp_path / "old" / "c" / "d.txt").write_bytes(b"stale")
    assert writer.write(tmp_path, files) == 1
    assert (tmp_path / "a.md").stat().st_mtime_ns == kept
    assert (tmp_path / "api" / "b.json").read_bytes() == b"2"
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("checkout", ["edition_checkout", "market_checkout"])
def test_every_link_leads_somewhere_and_no_id_stands_twice(
    checkout: str, request: pytest.FixtureRequest
) -> None:
    root: Path = request.getfixturevalue(checkout) / "site"
    assert broken(root) == []
    for path in root.rglob("*.html"):
        page = Links(path.read_text("utf-8"))
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert not twice - {"__search", "__drawer", "__toc"}, f"{path.relative_to(root)}: {twice}"
        assert all(image.get("alt") for image in page.images)


def test_same_inputs_same_bytes_and_what_was_altered_or_lost_comes_back(
    edition_checkout: Path, tmp_path: Path
) -> None:
    """Build, spoil, build: the site is the same again, and a second look finds nothing to do."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder, symlinks=True)
    first = hashed(folder / "site")
    (folder / "build" / "state.json").unlink()
    assert "Wrote 0 of" in invoke(folder, "build").stdout
    assert hashed(folder / "site") == first
    assert "Nothing has changed" in invoke(folder, "build").stdout
    (folder / "site" / "index.html").write_text("altered", "utf-8")
    (folder / "site" / "ledger" / "index.html").unlink()
    (folder / "build" / "docs" / f"{places.LAST}.md").unlink()
    assert invoke(folder, "build").returncode == 0
    assert hashed(folder / "site") == first


def test_a_mistake_leaves_everything_as_it_was(edition_checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    first, docs = hashed(folder / "site"), hashed(folder / "build" / "docs")
    page = folder / "docs" / f"{places.LAST}.md"
    page.write_text(page.read_text("utf-8") + "\n{{ now.rsi_41 }} and {{ said.zzz }}\n", "utf-8")
    run = invoke(folder, "build")
    assert run.returncode == 1
    assert "no metric 'rsi_41'; did you mean 'rsi_14' (" in run.stderr and "no fact 'zzz'" in run.stderr
    assert "Traceback" not in run.stderr
    assert hashed(folder / "site") == first and hashed(folder / "build" / "docs") == docs


def test_the_numbers_of_the_articles_day(market_checkout: Path) -> None:
    """The published figures come out of the real data of that day, on a page and for programs."""
    numbers = json.loads((market_checkout / "site" / "api" / "numbers.json").read_text("utf-8"))
    texts = {
        "close": "250.77",
        "day_change": "−0.42\u202f%",
        "day_low": "250.28",
        "day_high": "252.66",
        "low_52w": "171.73",
        "high_52w": "252.77",
    }
    page = (market_checkout / "site" / places.page("table.key_facts") / "index.html").read_text("utf-8")
    for key, text in texts.items():
        assert text in numbers[key]["text"]
        assert numbers[key]["as_of"] == "2025-12-05" and numbers[key]["origin"] == "market"
        assert f'data-key="{key}"' in page and text in page


def test_what_a_build_leaves_for_programs(edition_checkout: Path) -> None:
    api = edition_checkout / "site" / "api"
    numbers = json.loads((api / "numbers.json").read_text("utf-8"))
    for key, entry in numbers.items():
        assert {"key", "label", "value", "unit", "text", "as_of", "definition", "source", "origin"} <= set(
            entry
        )
        assert entry["key"] == key and entry["origin"] == "edition"
        assert (entry["value"] is None) == bool(entry.get("missing"))
    claims = json.loads((api / "claims.json").read_text("utf-8"))
    assert len(claims) == len(places.BOOK.facts)
    for claim in claims:
        assert set(claim) >= {"id", "section", "text", "published", "allowed", "as_of", "cites", "metric", "recomputed",
                              "verdict", "tried", "closest", "conflicts_with", "note"}  # fmt: skip
    assert len(json.loads((api / "sources.json").read_text("utf-8"))) == places.REFERENCES
    manifest = json.loads((api / "manifest.json").read_text("utf-8"))
    finished = hashed(edition_checkout / "site")
    del finished["api/manifest.json"]
    assert manifest["outputs"] == finished, "of the files as they are served, not as MkDocs got them"


def test_a_first_build_shows_an_edition_and_nothing_simulated(edition_checkout: Path) -> None:
    """One origin: the numbers of the newest edition, and its pictures."""
    site = edition_checkout / "site"
    newest = editions.newest(config.EDITIONS)
    day = formats.day(date.fromisoformat(newest.name[:10]))
    for path in (p for p in site.rglob("index.html") if not p.parent.parent.samefile(site / "editions")):
        text = path.read_text("utf-8")
        assert "no newer data have been read" in text and day in text, path
        assert "simulated" not in text.lower(), path
    status = json.loads((site / "api" / "status.json").read_text("utf-8"))
    assert status["origin"] == "edition" and status["retrieved_at"] is None and not status["files"]
    assert (site / "charts" / f"{places.chart('averages')}.svg").exists()
    assert (site / "charts" / f"{places.chart('position')}.svg").exists()


def test_simulated_data_say_so_everywhere_and_are_offered_nowhere(simulated_checkout: Path) -> None:
    """Every page, picture and text; no number of a picture to take along, and no edition beside it."""
    site = simulated_checkout / "site"
    pages = [*site.rglob("index.html"), *site.rglob("*.txt")]
    for path in [*pages, *(site / "charts").glob("*.svg"), site / "feed.xml"]:
        if path.name not in ("robots.txt",):
            assert "imulated data" in path.read_text("utf-8"), path
    assert {p.suffix for p in (site / "charts").iterdir() if p.is_file()} == {".svg"}
    numbers = json.loads((site / "api" / "numbers.json").read_text("utf-8"))
    assert {entry["origin"] for entry in numbers.values()} == {"simulated"}
    assert "<entry>" not in (site / "feed.xml").read_text("utf-8")


def test_every_page_carries_the_policy(edition_checkout: Path) -> None:
    """Pages sends no header: what the audit serves the site under stands in each page, before its first script."""
    site = edition_checkout / "site"
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        text = page.read_text("utf-8")
        policy = (
            audit.EDITION.replace("'", "&#39;")
            if audit.sealed(page.relative_to(site).as_posix())
            else audit.POLICY
        )
        at = text.find(f'<meta http-equiv="Content-Security-Policy" content="{policy}')
        assert 0 < at < min(text.find("<script"), text.find("<link")), page
