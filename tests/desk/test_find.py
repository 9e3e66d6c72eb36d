"""`invoke find` answers while something is broken, and says what is."""

from __future__ import annotations

import shutil
from pathlib import Path

import places
import pytest
from conftest import ROOT, copy

from generator import config, formats
from generator.desk.find import find

OTHER = next(file for key in places.BOOK.facts if (file := places.facts(key)) != places.facts("rsi"))


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What editors write, in a folder of its own."""
    folder = copy(tmp_path / "checkout")
    for name, path in (
        ("ROOT", ""),
        ("DOCS", "docs"),
        ("FACTS", "facts"),
        ("EDITIONS", "editions"),
        ("MARKET", "data/market"),
    ):
        monkeypatch.setattr(config, name, folder / path)
    return folder


def found(*words: str) -> str:
    told: list[str] = []
    find(list(words), say=told.append)
    return "\n".join(told)


def test_it_answers_on_what_ships() -> None:
    assert "{{ now.rsi_14 }}" in found("rsi", "14") and "Broken meanwhile" not in found("rsi")


def test_it_answers_while_facts_charts_and_pages_are_broken(article: Path) -> None:
    facts = article / "facts"
    with (article / places.facts("rsi")).open("a", encoding="utf-8") as file:
        file.write('\n[half]\ntext = "half a fact"\nprinted = "5 %"\n')
    (article / OTHER).write_text("[risk\n", "utf-8")
    with (facts / "charts.toml").open("a", encoding="utf-8") as file:
        file.write('\n[two]\nform = "baars"\ntitle = "T"\n')
    (article / "docs" / f"{places.LAST}.md").write_bytes(b"\xff")
    text = found("rsi")
    assert (
        "{{ said.rsi }}" in text
        and "{{ now.rsi_14 }}" in text
        and f"{{{{ chart.{places.chart('oscillators')} }}}}" in text
    )
    assert "Broken meanwhile, and left out above" in text
    for place in (
        f"{places.facts('rsi')}:",
        f"{OTHER}:1",
        "facts/charts.toml:",
        f"docs/{places.LAST}.md:1",
    ):
        assert f"  {place}" in text
    assert "{{ said.half }}" not in found("half")


def test_it_answers_without_any_data(article: Path) -> None:
    shutil.rmtree(article / "editions")
    text = found("two-year", "yield")
    assert (
        "{{ now.rate_2y }}" in text
        and "no figure: no data can be read" in text
        and "no sealed edition stands here" in text
    )


def test_contributing_lists_the_formats() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    listed = text.split("| format | gives |\n|---|---|\n")[1].split("\n\n")[0]
    assert listed == "\n".join(f"| `{name}` | {says} |" for name, says in formats.FORMS.items())
