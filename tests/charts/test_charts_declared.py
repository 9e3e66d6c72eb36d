"""Charts as an editor declares them: what is wrong is told all at once, with its line and its mend."""

from __future__ import annotations

from pathlib import Path

import places
import pytest

from generator import config
from generator.charts import declared
from generator.errors import EditorError, Problem
from generator.facts import reader
from generator.site import sources

FACTS = reader.load(config.FACTS).facts
HEAD = '[one]\nform = "rebased"\ntitle = "T"\n'
GOOD = 'symbols = ["IWM"]\nsince = 2025-07-31\n'

MISTAKES = {
    "a form that is none": ('[one]\nform = "rebasd"\ntitle = "T"', "2: [one] form is 'rebasd', which is unknown; did you mean 'rebased'?"),
    "no form": ('[one]\ntitle = "T"', "1: [one] lacks form: add form = …, a text in quotes."),
    "no title": ('[one]\nform = "rebased"\n' + GOOD, "1: [one] lacks title: add title = …, a text in quotes."),
    "an argument that is none": (HEAD + GOOD + "sinnce = 1", "6: [one] gives sinnce, which this form does not take; did you mean 'since'?"),
    "an argument that is missing": (HEAD + 'symbols = ["IWM"]', "1: [one] lacks since: add since = …, a date such as 2025-01-31."),
    "a text for a date": (HEAD + 'symbols = ["IWM"]\nsince = "July"', "5: [one] since is 'July'; it has to be a date such as 2025-01-31."),
    "a text for a list": (HEAD + 'symbols = "IWM"\nsince = 2025-07-31', "4: [one] symbols is 'IWM'; it has to be a list, each the key of a symbol."),
    "a symbol that is none": (HEAD + 'symbols = ["IWN"]\nsince = 2025-07-31', "4: [one] symbols names the symbol 'IWN', which there is not; did you mean 'IWM'?"),
    "a fact that is none": (HEAD + GOOD + 'ring = "autumn_gian"', "6: [one] ring names the fact 'autumn_gian', which there is not; did you mean 'autumn_gain'?"),
    "a field that is none": (HEAD + GOOD + 'alt = "From {sinnce}."', "6: [one] alt says {sinnce}, which this form does not know; did you mean 'since'?"),
    "a brace left open": (HEAD + GOOD + 'alt = "From {since."', "6: [one] alt has a brace without its other one: write {name of a field}."),
}  # fmt: skip


def told(folder: Path, text: str) -> list[str]:
    (folder / "charts.toml").write_text(text, "utf-8")
    problems: list[Problem] = []
    declared.read(folder, FACTS, problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told(tmp_path: Path, name: str) -> None:
    text, message = MISTAKES[name]
    assert told(tmp_path, text) == [f"facts/charts.toml:{message}"]


def test_all_mistakes_at_once_and_facts_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in config.FACTS.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / Path(places.facts("rsi")).name).open("a", encoding="utf-8") as file:
        file.write("\n[broken]\n")
    text = HEAD + 'symbols = ["IWN"]\n[two]\nform = "baars"\ntitle = "T"\n'
    (tmp_path / "charts.toml").write_text(text, "utf-8")
    monkeypatch.setattr(config, "FACTS", tmp_path)
    with pytest.raises(EditorError) as error:
        sources.read(None, None)
    told = {sentence.split(": ")[0] for sentence in error.value.sentences}
    assert {"facts/charts.toml:4", "facts/charts.toml:1", "facts/charts.toml:6"} <= told
    assert any(place.startswith(places.facts("rsi")) for place in told)


def test_terms_follow_what_is_drawn(tmp_path: Path) -> None:
    """No editor can say whose series a chart draws, nor leave it out."""
    (tmp_path / "charts.toml").write_text(
        HEAD + GOOD + '[two]\nform = "over"\ntitle = "T"\nrate = "BAMLH0A0HYM2"\nsymbol = "IWM"\nname = "N"\n'
        '[three]\nform = "sensitivity"\ntitle = "T"\nrate = "DGS2"\nsymbol = "IWM"\n',
        "utf-8",
    )
    problems: list[Problem] = []
    charts = declared.read(tmp_path, FACTS, problems)
    assert not problems
    assert {key: set(chart.owners) for key, chart in charts.items()} == {
        "one": {"yahoo"}, "two": {"ice", "yahoo"}, "three": {"fred", "yahoo"},
    }  # fmt: skip


def test_an_article_without_charts(tmp_path: Path) -> None:
    assert declared.read(tmp_path, FACTS, []) == {}
