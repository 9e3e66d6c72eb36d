"""Facts in TOML: what is wrong is told with file, line, table and field, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import GOOD, REFS

from generator.errors import EditorError
from generator.facts import reader


def read(folder: Path, text: str | bytes, refs: str = REFS) -> reader.Book:
    folder.joinpath("sources.toml").write_text(refs, "utf-8")
    folder.joinpath("page.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return reader.load(folder, ("", "around"), ("rsi_14", "close"))


def test_a_sound_file(tmp_path: Path) -> None:
    fact = read(tmp_path, GOOD).facts["rsi"]
    assert (fact.section, fact.value, fact.cites, fact.line) == ("page", 62, (26,), 1)


@pytest.mark.parametrize(
    "twist", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("=", "\t=")]
)
def test_marks_of_other_editors_are_no_mistake(tmp_path: Path, twist) -> None:  # type: ignore[no-untyped-def]
    assert read(tmp_path, twist(GOOD).encode()).facts["rsi"].value == 62


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("printed =", "pritned =", "facts/page.toml:3: [rsi] has an unknown field 'pritned'; did you mean 'printed'?"),
        ('unit = "points"', 'unit = "point"', "facts/page.toml:5: [rsi] unit is 'point', which is unknown; did you mean 'points'?"),
        ('hedge = "around"', 'hedge = "arond"', "facts/page.toml:6: [rsi] hedge is 'arond', which is unknown; did you mean 'around'?"),
        ('metric = "rsi_14"', 'metric = "rsi_41"', "facts/page.toml:9: [rsi] metric is 'rsi_41', which is unknown; did you mean 'rsi_14'?"),
        ("value = 62", 'value = "62"', "facts/page.toml:4: [rsi] value is '62'; it has to be a number."),
        ("value = 62", "value = true", "facts/page.toml:4: [rsi] value is True; it has to be a number."),
        ("value = 62", "value = nan", "facts/page.toml:4: [rsi] value is nan; it has to be a number."),
        ("value = 62\n", "", "facts/page.toml:1: [rsi] has neither value nor low or high: add the figure as a number."),
        ("value = 62", "low = 63\nhigh = 62", "facts/page.toml:4: [rsi] low 63 is above high 62: swap them."),
        ("value = 62", "value = 62\nlow = 1", "facts/page.toml:4: [rsi] has both a value and a range: keep one of them."),
        ("as_of = 2025-12-05", 'as_of = "5 December"', "facts/page.toml:7: [rsi] as_of is '5 December'; it has to be a date such as 2026-01-30."),
        ("cites = [26]", "cites = 26", "facts/page.toml:8: [rsi] cites is 26; it has to be a list such as [26]."),
        ("cites = [26]", "cites = [44]", "facts/page.toml:1: [rsi] cites reference 44, which sources.toml does not have; references run from 1 to 43."),
        ('text = "RSI of IWM"\n', "", "facts/page.toml:1: [rsi] lacks text: add text = …, a text in quotes."),
        ('metric = "rsi_14"\n', "", "facts/page.toml:1: [rsi] names neither a metric that checks it nor, as needs = …, the data it would take."),
        ('metric = "rsi_14"', 'metric = "rsi_14"\nkind = "forecast"', "facts/page.toml:10: [rsi] is a forecast without a horizon: add due = a date."),
        ("[rsi]", "[RSI]", "facts/page.toml:1: [RSI] is no key: use lower-case letters, digits and _, a letter first."),
        ('text = "RSI', 'text = "\\u202eRSI', "facts/page.toml:2: [rsi] text holds the character '\\u202e', which no reader sees; type the text again."),
        ("[rsi]", "x = 1\n[rsi]", "facts/page.toml:1: 'x' stands outside a table. Put it under a heading such as [x]."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_fact(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(EditorError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert caught.value.sentences == [message]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (GOOD.replace('"points"', '"points'), "facts/page.toml:5:15: not valid TOML"),
        (GOOD.encode("utf-16"), "is not UTF-8"),
        (GOOD + GOOD, "facts/page.toml:10: [rsi] stands a second time"),
    ],
)
def test_a_broken_file(tmp_path: Path, text: str | bytes, part: str) -> None:
    with pytest.raises(EditorError) as caught:
        read(tmp_path, text)
    assert part in caught.value.sentences[0]


@pytest.mark.parametrize(
    "host", ["javascript:alert(1)", "https://www.example.com", 'x.example" onclick="x', "example"]
)
def test_a_host_that_is_none(tmp_path: Path, host: str) -> None:
    with pytest.raises(EditorError) as caught:
        read(tmp_path, GOOD, REFS.replace('[7]\nhost = "www.example.com"', f"[7]\nhost = '{host}'"))
    assert caught.value.sentences == [
        f"facts/sources.toml:20: [7] host is {host!r}, which is no host's name; "
        "write it as www.example.com, without https:// and without a path."
    ]


def test_one_key_in_two_files_and_a_missing_reference(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(GOOD, "utf-8")
    with pytest.raises(EditorError) as caught:
        read(
            tmp_path, GOOD, REFS.replace('[7]\nhost = "www.example.com"\n', '[7]\nhsot = "www.example.com"\n')
        )
    assert [p.split(":")[0] for p in caught.value.sentences] == ["facts/page.toml", "facts/sources.toml"]
