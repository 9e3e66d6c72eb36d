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
        f"{path.relative_to(config.ENGINE)}:{number}"
        for path in [*(config.ENGINE / "generator").rglob("*"), config.ENGINE / "tasks.py"]
        if path.is_file()
        and path.suffix not in (".pyc", ".woff2")  # templates, styles, scripts and settings too
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if own.search(line) or own.search(path.name)
    ]
    assert named == []
    assert (config.ENGINE / "generator/site/mkdocs.yml").is_file() and (
        config.ENGINE / "generator/site/theme"
    ).is_dir()


def test_symbols_are_told_where_they_are_no_tickers_or_stand_twice(tmp_path: Path) -> None:
    """A symbol is the name of a file; two roles of one symbol would be one number twice."""
    assert told(
        tmp_path,
        ('symbol = "SPY"', 'symbol = "../x"'),
        ('symbol = "^GSPC"', 'symbol = "GSPC"'),
        ('symbol = "QQQ"', 'symbol = "^GSPC"'),
    ) == [
        f"article.toml:{line('benchmark =')}: roles.benchmark.symbol is '../x'; write a ticker as Yahoo Finance writes it, such as SPY or ^VIX.",
        f"article.toml:{line('benchmark_index')}: roles.benchmark_index.symbol is 'GSPC', as is that of growth; leave one of them out.",
    ]


def test_a_provider_whose_data_are_asked_for_is_not_left_out(tmp_path: Path) -> None:
    without = [row + "\n" for row in TEXT.splitlines() if row.startswith(("ice =", "fred =", "ishares ="))]
    assert [sentence.split(": ", 1)[1] for sentence in told(tmp_path, *((row, "") for row in without))] == [
        "providers.ishares is missing: issuer_product is read from it; add ishares = { name = …, terms = … }.",
        "providers.fred is missing: rates.effective is its data; add fred = { name = …, terms = … }.",
        "providers.ice is missing: rates.spread_hy is its data; add ice = { name = …, terms = … }.",
    ]
