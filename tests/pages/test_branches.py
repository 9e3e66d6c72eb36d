"""Sentences with branches: which is said, what stands for a missing value, and what the check refuses."""

from __future__ import annotations

import pytest
from world import HEAD, content, page, told

from generator.pages.checks import report
from generator.pages.render import render
from generator.site.feeds import twin


def shown(text: str) -> str:
    """The page's words after its branches are taken: close is 250.77 (250.77 then), change −0.42, put_share missing."""
    return report.shown(page(text), content()).text


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("close < 300", True),
        ("300 < close", False),
        ("not 300 < close and change < 0", True),
        ("put_share < 50", False),  # missing: it cannot be told
        ("not put_share < 50", False),  # nor can its contrary
        ("not known put_share", True),
        ("known put_share and put_share < 50", False),
        ("known close at publication", True),
        ("known close of SPY", False),
        ("put_share < 50 or close < 300", True),
        ("close at 2025-12-05 < 251", True),
        ("said.rsi < rsi_14", False),  # 62 and 60.31
        ("rsi_14 < said.rsi", True),
        ("high_52w_date < 2026-01-01", True),
        ("2026-01-01 < high_52w_date", False),
        ("now.close < 300", True),
    ],
)
def test_a_branch_is_said_where_its_condition_holds(condition: str, truth: bool) -> None:
    text = f"So {{{{ while {condition} }}}}yes{{{{ else }}}}no{{{{ end }}}}.\n"
    assert shown(text) == f"So {'yes' if truth else 'no'}.\n"


def test_the_first_that_holds_is_said_and_the_else_where_none_does() -> None:
    text = "{{ while 300 < close }}high{{ or while 200 < close }}fair{{ or while 100 < close }}low{{ else }}none{{ end }}"
    assert shown(text) == "fair"
    assert shown(text.replace("200", "400").replace("100", "500")) == "none"
    assert shown("{{ while put_share < 5 }}a{{ or while 300 < put_share }}b{{ else }}{{ end }}") == ""


def test_whole_paragraphs_are_branches_and_others_leave_nothing() -> None:
    text = (
        HEAD + "{{ while 300 < close }}\n\nHigh. {{ said.flow }}\n\n{{ else }}\n\n"
        "It closed at {{ now.close }}, {{ said.rsi }}.\n\n{{ end }}\n\nThe rest.\n"
    )
    now = report.shown(page(text), content())
    made = render(now, content())
    assert "High" not in made and "flow" not in made and "$250.77" in made and "The rest." in made
    assert {slot.kind for slot in now.slots} == {"now", "said"}
    assert "High" not in twin(now, content(), {}) and "$250.77" in twin(now, content(), {})


def test_a_lone_while_is_struck_as_before() -> None:
    text = page("{{ while close < 1 }}So.{{ end }} {{ while 300 < close }}High{{ else }}Low{{ end }}\n")
    assert report.shown(text, content()).text == "{{ while close < 1 }}So.{{ end }} Low\n"


MISTAKES = {
    "or while without else": ("{{ while close < 1 }}a{{ or while close < 2 }}b{{ end }}", "8:48: the {{ or while … }} of line 8 has no {{ else }} behind it; write {{ else }} before this {{ end }}, with nothing between them where nothing is to be said."),
    "or while alone": ("{{ or while close < 2 }}b", "8:1: {{ or while … }} without a {{ while … }} before it."),
    "else alone": ("a {{ else }}", "8:3: {{ else }} without a {{ while … }} before it."),
    "two of else": ("{{ while close < 1 }}a{{ else }}b{{ else }}c{{ end }}", "8:34: a second {{ else }} of line 8; the {{ else }} comes last, and once."),
    "or while behind else": ("{{ while close < 1 }}a{{ else }}b{{ or while close < 2 }}c{{ end }}", "8:34: an {{ or while … }} behind the {{ else }} of line 8; the {{ else }} comes last, and once."),
    "nested": ("{{ while close < 1 }}a{{ while close < 2 }}b{{ else }}c{{ end }}", "8:23: a second while inside the one of line 8; write {{ end }} before it."),
    "elif": ("{{ elif close < 2 }}", "8:1: {{ elif close < 2 }} is no slot. Branches are {{ while … }} … {{ or while … }} … {{ else }} … {{ end }}."),
    "constant": ("{{ while 0 < 1 }}a{{ end }}", "8:1: '0 < 1' is the same on every session, so no sentence can depend on it; compare a recomputed number, or write the sentence without a condition."),
    "constant of facts": ("{{ while close < 1 }}a{{ or while close < 9 and said.rsi < 70 }}b{{ else }}{{ end }}", "8:23: 'said.rsi < 70' is the same on every session, so no sentence can depend on it; compare a recomputed number, or write the sentence without a condition."),
    "condition with a sign of its own": ("{{ while close ≤ 3 }}a{{ end }}", "8:1: the condition 'close ≤ 3' has '≤'; write <=."),
    "condition with a unit": ("{{ while change < 3 % }}a{{ end }}", "8:1: the condition 'change < 3 %' has '3 %'; a number stands bare there, as 1000 or 2.5."),
    "condition with a comma": ("{{ while 1,000 < close }}a{{ end }}", "8:1: the condition '1,000 < close' has '1,000'; a number stands bare there, as 1000 or 2.5."),
    "number against itself": ("{{ while close < close }}a{{ end }}", "8:1: 'close < close' compares a number with itself; name two that differ."),
    "unknown fact": ("{{ while said.rsy < rsi_14 }}a{{ end }}", "8:1: no fact 'rsy' in the condition; did you mean 'rsi'?"),
    "end that a fact lacks": ("{{ while said.rsi.low < rsi_14 }}a{{ end }}", "8:1: the fact rsi has no low; write said.rsi."),
    "end that none has": ("{{ while said.rsi.most < rsi_14 }}a{{ end }}", "8:1: a fact has no 'most'; write said.rsi, or it with .low, .high, .due."),
    "day and number": ("{{ while close < 2026-01-01 }}a{{ end }}", "8:1: 2026-01-01 is a day and close a number; compare days with days."),
    "no such day": ("{{ while high_52w_date < 2026-02-30 }}a{{ end }}", "8:1: '2026-02-30' is no day; write one as 2026-01-30."),
    "unknown symbol": ("{{ while close of SPX < 1 }}a{{ end }}", "8:1: no symbol 'SPX'; did you mean 'SPY'?"),
    "number that can be missing": ("At {{ now.close at 2026-01-05 }}.", "8:4: there is no close at 2026-01-05 where no edition of that day stands, and a sentence cannot do without its number; write {{ while known close at 2026-01-05 }} … {{ else }} … {{ end }} around the sentence."),
    "number of a symbol": ("At {{ now.close of HYG }}.", "8:4: there is no close of HYG where an edition is shown, and a sentence cannot do without its number; write {{ while known close of HYG }} … {{ else }} … {{ end }} around the sentence."),
    "number in the wrong branch": ("{{ while known close of HYG }}a{{ else }}{{ now.close of HYG }}{{ end }}", "8:42: there is no close of HYG where an edition is shown, and a sentence cannot do without its number; write {{ while known close of HYG }} … {{ else }} … {{ end }} around the sentence."),
    "number of what has no history": ("Of {{ now.put_share }}.", "8:4: there is no put_share as long as no options data of the session have been collected, and a sentence cannot do without its number; write {{ while known put_share }} … {{ else }} … {{ end }} around the sentence."),
    "number that a branch may lack": ("{{ while known put_share or close < 1 }}{{ now.put_share }}{{ else }}{{ end }}", "8:41: there is no put_share as long as no options data of the session have been collected, and a sentence cannot do without its number; write {{ while known put_share }} … {{ else }} … {{ end }} around the sentence."),
    "number under a lone while": ("{{ while put_share < 60 }}{{ now.put_share }}{{ end }}", "8:27: there is no put_share as long as no options data of the session have been collected, and a sentence cannot do without its number; write {{ while known put_share }} … {{ else }} … {{ end }} around the sentence."),
    "numeral across branches": ("{{ while close < 1 }}20{{ else }}25{{ end }}", '8:22: the numeral 20 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "20" }}.', '8:34: the numeral 25 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "25" }}.'),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_with_branches(tmp_path, name: str) -> None:  # type: ignore[no-untyped-def]
    text, *messages = MISTAKES[name]
    assert told(tmp_path, HEAD + text + "\n") == [f"docs/p.md:{message}" for message in messages]


@pytest.mark.parametrize(
    "text",
    [
        "{{ while known close at 2026-01-05 }}At {{ now.close at 2026-01-05 }}.{{ else }}{{ end }}",
        "{{ while close of HYG < 90 }}Below {{ now.close of HYG }}.{{ or while known close of HYG }}At {{ now.close of HYG }}.{{ else }}{{ end }}",
        "At {{ now.close at publication }} and {{ now.close at 2025-12-05 }}, {{ now.close of ^RUT at 2025-12-05 }}.",
        "- {{ while close < 1 }}a{{ else }}b{{ end }}\n- c",
        "{{ while known put_share and close < 1 }}{{ now.put_share }}{{ or while put_share < 50 }}{{ now.put_share }}{{ else }}{{ end }}",
        "{{ while not known put_share }}a{{ or while close < 1 }}{{ now.put_share }}{{ else }}{{ now.put_share }}{{ end }}",
        "{{ while not (not known put_share or close < 1) }}{{ now.put_share }}{{ else }}{{ end }}",
    ],
)
def test_what_is_no_mistake_with_branches(tmp_path, text: str) -> None:  # type: ignore[no-untyped-def]
    assert told(tmp_path, HEAD + text + "\n") == []


def test_a_reference_of_a_branch_that_is_not_taken_has_no_place() -> None:
    text = page("{{ while 300 < close }}[@26]{{ else }}[@10]{{ end }}\n")
    assert [slot.value for slot in report.shown(text, content()).slots] == ["10"]
