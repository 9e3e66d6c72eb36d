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
PANE = '[one]\nform = "gauges"\ntitle = "T"\n'

MISTAKES = {
    "a form that is none": ('[one]\nform = "rebasd"\ntitle = "T"', "2: [one] form is 'rebasd', which is unknown; did you mean 'rebased'?"),
    "no form": ('[one]\ntitle = "T"', "1: [one] lacks form: add form = …, a text in quotes."),
    "no title": ('[one]\nform = "rebased"\n' + GOOD, "1: [one] lacks title: add title = …, a text in quotes."),
    "an argument that is none": (HEAD + GOOD + "sinnce = 1", "6: [one] gives sinnce, which this form does not take; did you mean 'since'?"),
    "an argument that is missing": (HEAD + 'symbols = ["IWM"]', "1: [one] lacks since: add since = …, a date such as 2025-01-31."),
    "a text for a date": (HEAD + 'symbols = ["IWM"]\nsince = "July"', "5: [one] since is 'July'; it has to be a date such as 2025-01-31."),
    "a text for a list": (HEAD + 'symbols = "IWM"\nsince = 2025-07-31', "4: [one] symbols is 'IWM'; it has to be a list of 1 to 3, each the key of a symbol."),
    "a symbol that is none": (HEAD + 'symbols = ["IWN"]\nsince = 2025-07-31', "4: [one] symbols names the symbol 'IWN', which there is not; did you mean 'IWM'?"),
    "a fact that is none": (HEAD + GOOD + 'ring = "autumn_gian"', "6: [one] ring names the fact 'autumn_gian', which there is not; did you mean 'autumn_gain'?"),
    "a field that is none": (HEAD + GOOD + 'alt = "From {sinnce}."', "6: [one] alt says {sinnce}, which this form does not know; did you mean 'since'?"),
    "too many": (HEAD + 'symbols = ["IWM", "SPY", "QQQ", "TLT"]\nsince = 2025-07-31', "4: [one] symbols holds 4; it has to be a list of 1 to 3, each the key of a symbol."),
    "the same twice": (HEAD + 'symbols = ["IWM", "IWM"]\nsince = 2025-07-31', "4: [one] symbols holds 'IWM' twice; name each once."),
    "nothing in a list": (HEAD + "symbols = []\nsince = 2025-07-31", "4: [one] symbols is []; it has to be a list of 1 to 3, each the key of a symbol."),
    "a day that no data reach": (HEAD + 'symbols = ["IWM"]\nsince = 1925-07-31', "5: [one] since is 1925-07-31; it has to be a day from 1990 to 2045."),
    "a fact of another unit": (HEAD + GOOD + 'ring = "week_inflow"', "6: [one] ring names the fact 'week_inflow', in USD bn; it has to be in %."),
    "a number out of reach": ('[one]\nform = "averages"\ntitle = "T"\nsymbol = "SPY"\nwindows = [50, 9999]', "5: [one] windows is 9999; it has to be a whole number from 2 to 2520."),
    "a day for a number": ('[one]\nform = "ladder"\ntitle = "T"\nlevels = ["high_52w_date"]\nclose = "close"\nfacts = { close = "Close" }', "4: [one] levels names the metric 'high_52w_date', in date; it has to be in USD or points."),
    "a name for a number": (PANE + 'panes."%" = { largest_name = "Name" }', "4: [one] panes names the metric 'largest_name', a name; it has to be a number."),
    "none of what may be left out": ('[one]\nform = "ratios"\ntitle = "T"\naxis = "A"\nshort = "S"', "1: [one] has none of facts, discounts: add one of them."),
    "two units on one axis": ('[one]\nform = "bars"\ntitle = "T"\naxis = "A"\nnames = "N"\nfacts = { rsi = "RSI", beta = "Beta" }', "6: [one] facts would draw points and x on one axis; name figures of one unit."),
    "two units in one pane": (PANE + 'panes."%" = { rsi_14 = "RSI", drawdown = "Drawdown" }', "4: [one] % would draw % and points on one axis; name figures of one unit."),
    "two rows of one name": ('[one]\nform = "bars"\ntitle = "T"\naxis = "A"\nnames = "N"\nfacts = { average_20 = "A", average_50 = "A" }', "6: [one] facts holds 'A' twice; name each once."),
    "a row that no list has": (PANE + 'panes."%" = { drawdown = "Drawdown" }\ntold = { rsi_14 = "RSI" }', "5: [one] told names 'rsi_14', which panes has not; known are drawdown."),
    "fewer metrics than rows": ('[one]\nform = "horizons"\ntitle = "T"\nrows = ["1 day", "1 week"]\nmetrics.IWM = ["return_1d"]', "5: [one] metrics.IWM holds 1, rows 2: name one metric a row."),
    "days that run back": ('[one]\nform = "path"\ntitle = "T"\nlower = "DFEDTARL"\nupper = "DFEDTARU"\nsince = 2024-07-01\nfloor = "policy_floor"\nceiling = "policy_ceiling"\ncuts = [2026-06-18, 2025-12-11]\nuntil = 2026-12-31\nwho = "W"', "9: [one] cuts is 2025-12-11, not after cuts (2026-06-18): write days in their order."),
    "a band of one value": ('[one]\nform = "ladder"\ntitle = "T"\nlevels = ["sma_20"]\nclose = "close"\nfacts = { close = "Close" }\nband = "high_52w"', "7: [one] band names the fact 'high_52w', which has one value; it has to be a range, with low and high."),
    "a count of names without a weight": ('[one]\nform = "concentration"\ntitle = "T"\ntops = [10, 20]\nlabelled = [10]', "4: [one] tops is 20; it has to be a whole number, one of 1, 10, 50, 100, 500, 1000."),
    "a name too long": ('[one]\nform = "bars"\ntitle = "T"\naxis = "A"\nnames = "N"\nfacts = { rsi = "' + "x" * 41 + '" }', "6: [one] facts has 41 letters (" + "x" * 20 + "…); write 40 at the most: it stands in the picture."),
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
