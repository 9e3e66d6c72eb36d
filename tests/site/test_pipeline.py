"""Each stage is a function of what stands before it: nothing is made twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from generator.pages import render
from generator.pages.checks import report
from generator.pages.content import Content
from generator.pages.source import Page
from generator.pages.tables import registry
from generator.site import ground, pipeline


def test_each_table_is_made_once_and_each_page_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[str, str]] = Counter()
    rendered: Counter[str] = Counter()

    def counted(name: str, maker: registry.Maker) -> registry.Maker:
        def make(known: registry.Known, prefix: str) -> Any:
            made[name, prefix] += 1
            return maker(known, prefix)

        return make

    def rendering(page: Page, content: Content) -> str:
        rendered[page.name] += 1
        return render.render(page, content)

    makers = {name: counted(name, maker) for name, maker in registry.tables().items()}
    monkeypatch.setattr(ground, "tables", lambda: makers)
    monkeypatch.setattr(report, "render", rendering)
    there, written = pipeline.prepare(None, None), pipeline.narrative()
    for _ in range(2):  # a save after which only pages are rendered anew
        rendered.clear()
        content, _uses = pipeline.tabulate(there, written.pages)
        pages = pipeline.check(there, content, written)
    assert set(made.values()) == {1} and len({name for name, _ in made}) >= 15
    assert set(rendered.values()) == {1} and set(rendered) == set(pages) == {p.name for p in written.pages}
