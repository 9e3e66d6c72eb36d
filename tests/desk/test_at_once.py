"""`check` tells all of it at once: what is wrong with facts and files hides nothing of the pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from places import BOOK, ORDER, REFERENCES, page

from generator import config
from generator.desk.check import check
from generator.errors import EditorError

FACT = next(key for key, fact in BOOK.facts.items() if fact.metric)
FILE, OTHER = (
    f"{name}.toml"
    for name in (
        BOOK.facts[FACT].section,
        next(f.section for f in BOOK.facts.values() if f.section != BOOK.facts[FACT].section),
    )
)
ON_PAGE = f"\nIt is {{{{ now.neverheard }}}}, [there](neverthere.md), with [@{REFERENCES + 1}].\n"
Write = Callable[[str, str], int]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Adds a text to the end of a file of a copy of the pages and facts; the line that it begins on."""
    for name in ("DOCS", "FACTS"):
        shutil.copytree(getattr(config, name), tmp_path / name.lower())
        monkeypatch.setattr(config, name, tmp_path / name.lower())

    def add(name: str, text: str) -> int:
        before = (tmp_path / name).read_text("utf-8")
        (tmp_path / name).write_text(before + text, "utf-8")
        return before.count("\n") + 1

    return add


def told() -> list[str]:
    with pytest.raises(EditorError) as error:
        check()
    return [str(problem) for problem in error.value.problems]


def of_page(line: int, name: str = f"docs/{ORDER[0]}.md") -> list[str]:
    """What is told of ON_PAGE, from the place of each on; its beginning alone, as the article goes on with what is near."""
    column = len("It is {{ now.neverheard }}, ") + 1
    return [
        f"{name}:{line + 1}:7: no metric 'neverheard'",
        f"{name}:{line + 1}:{column}: the link leads to neverthere.md, and no such file stands in docs/",
        f"{name}:{line + 1}:{column + len('[there](neverthere.md), with ')}: no reference '{REFERENCES + 1}'",
    ]


def hold(found: list[str], *begins: str) -> None:
    assert len(found) == len(begins), found
    assert all(any(one.startswith(begin) for one in found) for begin in begins), found


def test_wrong_facts_beside_wrong_pages(write: Write) -> None:
    """One table with an unknown field, one file that is no TOML; pages, forecasts and charts name their facts."""
    on_page = of_page(write(f"docs/{ORDER[0]}.md", ON_PAGE))
    text = (config.FACTS / FILE).read_text("utf-8")
    (config.FACTS / FILE).write_text(text.replace(f"[{FACT}]\n", f"[{FACT}]\nnote = 1\n"), "utf-8")
    line = write(f"facts/{OTHER}", "\nvalue = 1,5\n") + 1
    hold(
        told(),
        *on_page,
        f"facts/{FILE}:{BOOK.facts[FACT].line + 1}: [{FACT}] has an unknown field 'note'",
        f"facts/{OTHER}:{line}:9: value is 1,5, which is no number here; write value = 1.5",
    )


def test_other_files_that_are_no_toml(write: Write) -> None:
    on_page = of_page(write(f"docs/{ORDER[0]}.md", ON_PAGE))
    files = [f"facts/{name}.toml" for name in ("sources", "charts", "forecasts", "relations")]
    lines = {name: write(name, "\nodd = 12/05/2025\n") + 1 for name in files}  # a key that no last table has
    what = "odd is 12/05/2025, which is no date here; write year, month and day: odd = 2026-01-30"
    hold(told(), *on_page, *(f"{name}:{line}:7: {what}" for name, line in lines.items()))


def test_what_is_wrong_itself_is_not_told_where_it_is_named(write: Write) -> None:
    """A reference whose table is wrong, and a page whose bytes are no text."""
    line = write("facts/sources.toml", f'\n["{REFERENCES + 1}"]\nhost = "a b"\npublisher = "A"\n') + 2
    write(f"docs/{page(f'said.{FACT}')}.md", f"\nSo it goes. [@{REFERENCES + 1}]\n")
    path = config.DOCS / f"{ORDER[1]}.md"
    raw = path.read_bytes()
    path.write_bytes(raw + b"\nCaf\xe9.\n")
    last = raw.count(b"\n") + 2
    hold(
        told(),
        f"facts/sources.toml:{line}: [{REFERENCES + 1}] host is 'a b', which is no host's name",
        f"docs/{ORDER[1]}.md:{last}: byte {len(raw) + 5} is not UTF-8.",
    )
