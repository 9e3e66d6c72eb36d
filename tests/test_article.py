"""article.toml: what is wrong in it is told at once, each at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import article, config
from generator.errors import EditorError

TEXT = (config.ROOT / "article.toml").read_text("utf-8")


def told(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "article.toml").write_text(text, "utf-8")
    with pytest.raises(EditorError) as found:
        article.read(tmp_path / "article.toml")
    return found.value.sentences


def line(start: str) -> int:
    return next(n for n, one in enumerate(TEXT.splitlines(), 1) if one.startswith(start))


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    sentences = told(
        tmp_path,
        ("published = 2025-12-07", "publishd = 2025-12-07"),
        ('terms = "series"', 'terms = "serie"'),
        ("growth = {", "grwth = {"),
        ("move = 3.00", "move = 0"),
    )
    assert sentences == [
        "article.toml:3: published is missing; add published = …, a day such as 2024-01-31.",
        f"article.toml:{line('published')}: no such key: publishd; did you mean 'published'?",
        f"article.toml:{line('[roles]')}: roles.growth is missing; add growth = …, a table.",
        f"article.toml:{line('growth =')}: no such key: roles.grwth; did you mean 'growth'?",
        f"article.toml:{line('fred')}: providers.fred.terms is 'serie'; did you mean 'series'?",
    ]
    assert told(tmp_path, ("move = 3.00", "move = 0")) == [
        f"article.toml:{line('volatility')}: roles.volatility.move is 0; write a number above 1."
    ]


def test_no_file_and_no_toml_are_told(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match=r"article\.toml is missing"):
        article.read(tmp_path / "article.toml")
    assert "article.toml: cannot be read: " in told(tmp_path, ('name = "IWM', "name = IWM"))[0]


def test_the_engine_knows_no_article() -> None:
    """No word of this repository's own article stands in what is to keep any."""
    own = re.compile(r"iwm|russell|bofa|goldman|gurufocus|2025-12", re.IGNORECASE)
    named = [
        f"{path.relative_to(config.ROOT)}:{number}"
        for path in [*(config.ROOT / "generator").rglob("*"), config.ROOT / "tasks.py"]
        if path.suffix in (".py", ".toml", ".html", ".md", ".txt", ".xml", ".css", ".js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if own.search(line)
    ]
    assert named == []
