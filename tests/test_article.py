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


def test_what_is_no_toml_is_told_as_in_any_other_file(tmp_path: Path) -> None:
    """At its line, in an editor's terms; each of these once stood as the parser's own words."""
    name = next(row for row in TEXT.splitlines() if row.startswith("name = "))
    fund = next(row for row in TEXT.splitlines() if row.startswith("fund = "))
    at = f"article.toml:{line('published')}:13:"
    for old, new, sentence in (
        (f"{config.PUBLISHED}", "12/07/2025", f"{at} published is 12/07/2025, which is no date here; write year, month and day: published = 2026-01-30"),
        (name, name.replace('"', "\u201c"), f"article.toml:{line('name')}:8: name stands in curly quotes; write it in straight ones: {name}"),
        ("options = true", "options = True", f"article.toml:{line('options')}:11: options is True; write options = true"),
        (fund, f"{fund}\n{fund}", f"article.toml:{line('fund') + 1}: fund of [roles] stands a second time, after line {line('fund')}; take one out, or give it another name."),
        (fund, f"<<<<<<< HEAD\n{fund}", f"article.toml:{line('fund')}:1: <<<<<<< is left of a merge: keep one of the two versions, and take the three marks out."),
    ):  # fmt: skip
        assert told(tmp_path, (old, new)) == [sentence]
    (tmp_path / "article.toml").write_bytes(f"{name} # ".encode() + b"\xe9\n")
    with pytest.raises(EditorError, match=rf"article\.toml:1: byte {len(name) + 4} is not UTF-8"):
        article.read(tmp_path / "article.toml")


def test_entries_that_cannot_be_meant(tmp_path: Path) -> None:
    close, first = f"last_close = {config.LAST_CLOSE}", f"decisions = [{config.ARTICLE.decisions[0]}"
    for old, new, sentence in (
        (close, "last_close = 2030-01-02", f"{line('last_close')}: last_close is 2030-01-02, and the article appeared on {config.PUBLISHED}: write the last session before it."),
        ("[roles]", "[role]", f"{line('[roles]')}: no such key: role; did you mean 'roles'?"),
        (first, first.replace("[", '["').replace("01-03", '01-03"'), f"{line('decisions')}: decisions holds '{config.ARTICLE.decisions[0]}'; write a list of days such as [2024-01-31]."),
        (first, f"{first}, {config.ARTICLE.decisions[0]}", f"{line('decisions')}: decisions has {config.ARTICLE.decisions[0]} behind {config.ARTICLE.decisions[0]}; write the days in their order, each once."),
        ('owner = "ice"', 'owner = "icee"', f"{line('spread_hy')}: rates.spread_hy.owner is 'icee'; did you mean 'ice'?"),
        ('growth = { symbol = "QQQ", move = 1.30 }', 'growth = "QQQ"', f"{line('growth =')}: roles.growth is 'QQQ'; write a table such as {{ symbol = \"SPY\", move = 1.25 }}."),
        ("options = true", 'options = true\naccent = ["#5fd0b4", "#5fd0b4"]', f"{line('options') + 1}: accent has #5fd0b4, whose contrast with the page is 1.7; words take 4.5: the first is dark, on white, and the second light, on black."),
        ("options = true", 'options = true\naccent = "green"', f"{line('options') + 1}: accent is 'green'; write two colours, light and dark, such as [\"#0b6b57\", \"#5fd0b4\"]."),
        (', metric = "sector_" }', " }", f"{line('sectors')}: tables.sectors says only what a row is called: add section = …, who = … or metric = …, by which its facts are chosen."),
    ):  # fmt: skip
        assert told(tmp_path, (old, new)) == [f"article.toml:{sentence}"]


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
