"""A browser on the site that a module's `root` names, for tests of what readers do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.ops import audit

# the layout shift, once what changed has been drawn
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shift))))"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with audit.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def base(root: Path) -> Iterator[str]:
    with audit.served(root) as address:
        yield address


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A desktop page that fails the test on any script error or refusal of the policy."""
    yield from opened(chromium, viewport={"width": 1280, "height": 900})


def opened(chromium: Any, **settings: Any) -> Iterator[Any]:
    context = chromium.new_context(**settings)
    page = context.new_page()
    page.add_init_script(audit.WATCH)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    refused = page.evaluate("window.refused || []")  # none on a page that no test opened
    context.close()
    assert wrong == [] and refused == []
