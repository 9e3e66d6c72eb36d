"""A page that arrives in pieces, as over a thin line: what is already read does not move when more comes.

A browser draws what it has. A style that asks what follows (`:has`) moves it then; a page that comes at once shows
that only where the browser happens to part it there, in one opening of six.
"""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import DRAWN

from generator.ops import audit
from generator.pages.tables.registry import sections

pytestmark = pytest.mark.skipif(
    audit.executable() is None, reason="no Chromium on this machine: install the package chromium"
)

FIRST = 1500  # bytes of an article in its first piece; each cut lies three times as far
FOLDERS = (
    "ledger/",
    "numbers/",
    "sources/",
    "houses/",
)  # of pages made alike, as the article's are: one stands for all


class Piecewise(audit.Handler):
    """A host that sends a page in pieces, each further one when `more` lets it."""

    more = threading.Semaphore(0)

    def do_GET(self) -> None:  # noqa: N802 (the library's name)
        """Pages in pieces; all else as it is sent otherwise."""
        path = Path(self.translate_path(self.path)) / "index.html"
        if not path.is_file():
            super().do_GET()
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for begin, end in pairwise(cuts(body)):
            if begin:
                self.more.acquire(timeout=10)
            self.wfile.write(body[begin:end])
            self.wfile.flush()


def cuts(body: bytes) -> list[int]:
    """Where a page is cut: within its article, each time three times as far."""
    begin, end = body.index(b"<article"), body.index(b"</article>")
    sizes = (FIRST * 3**n for n in range(8))
    return [0, *(begin + size for size in sizes if begin + size < end), len(body)]


def moved(context: Any, address: str, pieces: int) -> float:
    """The layout shift of a page, each of whose pieces was drawn before the next was sent."""
    page = context.new_page()
    page.add_init_script(audit.WATCH)
    page.goto(address, wait_until="commit")
    for _ in range(pieces - 1):
        page.wait_for_timeout(30)  # for what was sent to arrive
        page.evaluate(DRAWN)
        Piecewise.more.release()
    page.wait_for_load_state("load")
    page.wait_for_timeout(audit.SETTLE)
    shift = float(page.evaluate(DRAWN))
    page.close()
    return shift


@pytest.mark.parametrize("width", [320, 1440])
def test_a_page_that_comes_in_pieces_does_not_move(chromium: Any, edition_checkout: Path, width: int) -> None:
    root = edition_checkout / "site"
    found = {
        address: (root / address / "index.html").read_bytes()
        for address in audit.addresses(root)
        if not audit.sealed(address)
    }
    pages = {address: len(cuts(body)) - 1 for address, body in found.items() if b"<article" in body}
    alike = [[a for a in pages if a.startswith(folder) and a != folder] for folder in FOLDERS]
    alike.append([f"{stem}/" for stem in sections() if stem != "index"])
    opened = [a for a in pages if all(a not in kind[1:] for kind in alike)]
    with audit.served(root, handler=Piecewise) as base:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        shifts = {a: moved(context, base + a, pages[a]) for a in opened}
        context.close()
    assert {address: shift for address, shift in shifts.items() if shift > audit.SHIFT} == {}
