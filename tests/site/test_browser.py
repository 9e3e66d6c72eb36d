"""The built site in a real browser: nothing fails, nothing leaves the site, nothing sticks out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import places
import pytest
from browsing import DRAWN

from generator.ops.audit import SHIFT, WATCH, executable, served

pytestmark = pytest.mark.skipif(
    executable() is None, reason="no Chromium on this machine: install the package chromium"
)


def addresses(root: Path) -> list[str]:
    """Every page of a site, as its address below the root."""
    return sorted(p.parent.relative_to(root).as_posix().removeprefix(".") for p in root.rglob("index.html"))


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_sound(chromium: Any, edition_checkout: Path, width: int) -> None:
    """No console error, no failed request, none off the site, no shift, no sideways scroll, one picture of each pair shown."""
    root = edition_checkout / "site"
    with served(root) as base:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.add_init_script(WATCH)
        wrong: list[str] = []
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(f"script: {e}"))
        # a request that the next page's opening cut short has not failed
        page.on(
            "requestfailed",
            lambda r: wrong.append(f"failed: {r.url}") if r.failure != "net::ERR_ABORTED" else None,
        )
        page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        page.on(
            "request",
            lambda r: (
                wrong.append(f"off the site: {r.url}") if not r.url.startswith((base, "data:")) else None
            ),
        )
        for address in addresses(root):
            page.goto(f"{base}{address}/" if address else base)
            assert page.evaluate(DRAWN) <= SHIFT, f"{address} moves while it opens at {width} px"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{address} scrolls sideways at {width} px"
            )
            shown = page.evaluate(
                "[...document.querySelectorAll('figure.chart')].map(f => [...f.querySelectorAll('.pic')].filter(p => p.offsetHeight > 40).length)"
            )
            drawn = page.evaluate(
                "[...document.querySelectorAll('figure.chart')].map(f => f.querySelectorAll('.pic').length)"
            )
            assert [min(n, 1) for n in drawn] == shown, (
                f"{address}: of each chart's two pictures one has to be seen"
            )
        page.close()
        assert wrong == []


@pytest.mark.parametrize("width", [620, 1280])  # 620: a desk at twice the size, a small tablet
def test_no_word_of_a_table_lies_over_its_neighbour(
    chromium: Any, edition_checkout: Path, width: int
) -> None:
    root = edition_checkout / "site"
    wide = "[...document.querySelectorAll('table.data :is(td, th)')].filter(c => c.offsetParent && c.scrollWidth > c.clientWidth + 1).map(c => c.textContent.trim())"
    with served(root) as base:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        seen = {}
        for address in addresses(root):
            if address.startswith("houses/") or "/" not in address:
                page.goto(f"{base}{address}/" if address else base)
                seen[address] = page.evaluate(wide)
        page.close()
    assert {address: found for address, found in seen.items() if found} == {}


def test_a_chart_follows_the_palette(chromium: Any, edition_checkout: Path) -> None:
    """The same inline picture has other colours in the dark, with no JavaScript at work."""
    with served(edition_checkout / "site") as base:
        seen = []
        for scheme in ("default", "slate"):
            page = chromium.new_page()
            page.goto(f"{base}{places.drawn('ladder')}/")
            page.evaluate("s => document.body.setAttribute('data-md-color-scheme', s)", scheme)
            seen.append(
                page.evaluate(
                    f"getComputedStyle(document.querySelector('#chart-{places.chart('ladder')} svg text')).fill"
                )
            )
            page.close()
        assert seen[0] != seen[1]
