"""Every link of a built site, and those that lead nowhere; whatever builder made it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Links(HTMLParser):
    """Ids, links and pictures of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.leaving: set[str] = set()  # what a reader may follow, as to a source; nothing is loaded from it
        self.images: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "img":
            self.images.append(found)
        for name in ("href", "src"):
            if tag == "a" and found.get(name):
                self.leaving.add(found[name] or "")
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
                    if parts.scheme in ("http", "https") and link not in page.leaving
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
