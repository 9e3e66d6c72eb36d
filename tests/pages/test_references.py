"""What is known of a source is shown and linked, and nothing of it is Markdown or HTML of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from world import content

from generator.facts.reader import Book
from generator.facts.record import Source
from generator.pages.tables.references import references
from generator.pages.templating import render

SOURCE = Source(
    44,
    "a.example",
    "A",
    "https://a.example/x?y=1&z=(2)",
    "<b>*Up*</b> [1]",
    date(2025, 12, 4),
    about="a piece",
)
TITLE = "&#60;b&#62;&#42;Up&#42;&#60;/b&#62; &#91;1&#93;"
ADDRESS = 'href="https://a.example/x?y=1&#38;z=(2)"'


def _page(source: Source) -> str:
    empty: dict[str, Any] = {
        "same": [],
        "told": [],
        "before": None,
        "after": None,
        "why": None,
        "second": "",
        "table": "",
        "house": "",
        "slug": "",
    }
    return render("ledger/source.md", source=source, claims=0, **empty)


def test_address_title_and_day_are_shown() -> None:
    table = references(Book({}, {44: SOURCE}), {}, "../")
    for text in (str(table), _page(SOURCE)):
        assert ADDRESS in text and TITLE in text and "4 December 2025" in text
        assert "<b>" not in text and "no title" not in text


def test_what_is_not_known_is_not_shown() -> None:
    bare = content().book.sources[26]
    assert "a.example" not in str(references(Book({}, {26: bare}), {}, "../"))
    assert "Host www.gurufocus.com. The article gives no title" in " ".join(
        _page(bare).replace("&#46;", ".").split()
    )
