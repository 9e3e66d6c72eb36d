"""One function writes: only what differs, and exactly what it is given."""

from __future__ import annotations

import hashlib
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import invoke

from generator.site import writer


def test_write_touches_only_what_differs_and_removes_what_is_stale(tmp_path: Path) -> None:
    files = {"a.md": b"1", "api/b.json": b"2"}
    assert writer.write(tmp_path, files) == 2
    kept = (tmp_path / "a.md").stat().st_mtime_ns
    (tmp_path / "api" / "b.json").write_bytes(b"altered")
    (tmp_path / "old" / "c").mkdir(parents=True)
    (tmp_path / "old" / "c" / "d.txt").write_bytes(b"stale")
    assert writer.write(tmp_path, files) == 2
    assert (tmp_path / "a.md").stat().st_mtime_ns == kept
    assert (tmp_path / "api" / "b.json").read_bytes() == b"2"
    assert not (tmp_path / "old").exists()


class Links(HTMLParser):
    """Ids, links and pictures of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "img":
            self.images.append(found)
        for name in ("href", "src"):
            if tag in ("a", "link", "script", "img") and found.get(name):
                self.links.append(found[name] or "")


def broken(root: Path) -> list[str]:
    """Every link of a built site that leads nowhere inside it."""
    pages = {path: Links(path.read_text("utf-8")) for path in root.rglob("*.html")}
    found = []
    for path, page in pages.items():
        if path.name == "404.html":  # its links are absolute: it is served at any depth
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                found += (
                    [f"{path.relative_to(root)}: {link} leaves the site"]
                    if parts.scheme in ("http", "https") and "squidfunk" not in link
                    else []
                )
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                found.append(f"{path.relative_to(root)}: {link} leads to no file")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                found.append(f"{path.relative_to(root)}: {link} leads to no anchor")
    return found


@pytest.mark.parametrize("checkout", ["sample_checkout", "market_checkout"])
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


def hashed(root: Path) -> dict[str, str]:
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*")
        if p.is_file()
    }


def test_same_inputs_same_bytes_and_what_was_altered_or_lost_comes_back(
    sample_checkout: Path, tmp_path: Path
) -> None:
    """Build, spoil, build: the site is the same again, and a second look finds nothing to do."""
    folder = tmp_path / "checkout"
    shutil.copytree(sample_checkout, folder, symlinks=True)
    first = hashed(folder / "site")
    again = invoke(folder, "build")
    assert (
        "Nothing has changed" not in again.stdout
    )  # a new place is a new input: it built, from the same sources
    assert hashed(folder / "site") == first
    assert "Nothing has changed" in invoke(folder, "build").stdout
    (folder / "site" / "index.html").write_text("altered", "utf-8")
    (folder / "site" / "ledger" / "index.html").unlink()
    (folder / "build" / "docs" / "about.md").unlink()
    assert invoke(folder, "build").returncode == 0
    assert hashed(folder / "site") == first


def test_a_mistake_leaves_everything_as_it_was(sample_checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(sample_checkout, folder)
    first, docs = hashed(folder / "site"), hashed(folder / "build" / "docs")
    page = folder / "docs" / "technical-picture.md"
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
    page = (market_checkout / "site" / "price-and-key-facts" / "index.html").read_text("utf-8")
    for key, text in texts.items():
        assert text in numbers[key]["text"]
        assert numbers[key]["as_of"] == "2025-12-05" and numbers[key]["origin"] == "market"
        assert f'data-key="{key}"' in page and text in page


def test_what_a_build_leaves_for_programs(sample_checkout: Path) -> None:
    api = sample_checkout / "site" / "api"
    numbers = json.loads((api / "numbers.json").read_text("utf-8"))
    for key, entry in numbers.items():
        assert {"key", "label", "value", "unit", "text", "as_of", "definition", "source", "origin"} <= set(
            entry
        )
        assert entry["key"] == key and entry["origin"].startswith("edition ")
        assert (entry["value"] is None) == bool(entry.get("missing"))
    claims = json.loads((api / "claims.json").read_text("utf-8"))
    assert len(claims) >= 100
    for claim in claims:
        assert set(claim) >= {"id", "section", "text", "published", "allowed", "as_of", "cites", "metric", "recomputed",
                              "verdict", "tried", "closest", "conflicts_with", "note"}  # fmt: skip
    assert len(json.loads((api / "sources.json").read_text("utf-8"))) >= 43
    manifest = json.loads((api / "manifest.json").read_text("utf-8"))
    for name, value in manifest["outputs"].items():
        assert hashlib.sha256((sample_checkout / "build" / "docs" / name).read_bytes()).hexdigest() == value


def test_no_simulated_number_is_offered(sample_checkout: Path) -> None:
    """Of a picture drawn from random bars only the picture is there, and it says so."""
    charts = sample_checkout / "site" / "charts"
    simulated = [p for p in charts.glob("*.svg") if "simulated sample" in p.read_text("utf-8")]
    assert simulated
    for path in simulated:
        assert not path.with_suffix(".csv").exists() and not path.with_suffix(".json").exists()
    for path in (sample_checkout / "site").rglob("index.html"):
        assert "simulated sample" in path.read_text("utf-8"), f"{path}: no banner"
