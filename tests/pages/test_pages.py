"""Pages: the grammar, what slots give, and everything wrong told at once with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import DAY, HEAD, content, metric, page

from generator.pages import front, guards, reading
from generator.pages.checks import links, markup, slots
from generator.pages.render import render

ALL_CITED = "{{ said.rsi }} {{ said.flow }}\n"


def problems(text: str, name: str = "p.md") -> list[str]:
    return [str(p) for p in slots.problems([page(text, name), page(ALL_CITED, "rest.md")], content())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ now.rsi_41 }}", "docs/p.md:1:1: no metric 'rsi_41'; did you mean 'rsi_14' (60.31 today)?"),
        ("a\nbc {{ said.rsy }}", "docs/p.md:2:4: no fact 'rsy'; did you mean 'rsi' (around 62)?"),
        ("{{ chart.lader }}", "docs/p.md:1:1: no chart 'lader'; did you mean 'ladder'?"),
        ("{{ table.zzz }}", "docs/p.md:1:1: no table 'zzz'."),
        ("{{ now.close | hole }}", "docs/p.md:1:1: no format 'hole'; did you mean 'whole'? Formats of a {{ now.… }} are whole, one, two, signed, unsigned, plain, words, date, compact."),
        ("{{ said.rsi | whole }}", "docs/p.md:1:1: said.rsi takes no format; take | whole out."),
        ("{{ close }}", "docs/p.md:1:1: {{ close }} is no slot. Slots are {{ said.… }}, {{ now.… }}, {{ chart.… }}, {{ table.… }}, {{ while … }} … {{ end }} and {{ plain \"…\" }}."),
        ("{{ now.close of SPX }}", "docs/p.md:1:1: no symbol 'SPX'; did you mean 'SPY'?"),
        ("a {{ now.close of ^rut at 2025-12-05 | whole }}", "docs/p.md:1:3: no symbol '^rut'; did you mean '^RUT'?"),
        ("{{ now.put_share of SPY }}", "docs/p.md:1:1: put_share is of no symbol; take 'of SPY' out."),
        ("{{ now.close of SPY of QQQ }}", "docs/p.md:1:1: 'close of SPY of QQQ' names two symbols or two days; write one symbol behind of, one day behind at."),
        ("{{ now.close at yesterday }}", "docs/p.md:1:1: 'yesterday' is no day; write one as 2026-01-30, or publication."),
        ("{{ now.close at 2025-02-30 }}", "docs/p.md:1:1: '2025-02-30' is no day; write one as 2026-01-30, or publication."),
        ("{{ now.closs at 2025-12-05 }}", "docs/p.md:1:1: no metric 'closs'; did you mean 'close' ($250.77 today)?"),
        ("{{ now.close at 2025-12-05 | unsinged }}", "docs/p.md:1:1: no format 'unsinged'; did you mean 'unsigned'? Formats of a {{ now.… }} are whole, one, two, signed, unsigned, plain, words, date, compact."),
        ("{{ now.close at }}", "docs/p.md:1:1: {{ now.close at }} is no slot. Slots are {{ said.… }}, {{ now.… }}, {{ chart.… }}, {{ table.… }}, {{ while … }} … {{ end }} and {{ plain \"…\" }}."),
        ("{{ said.rsi at 2025-12-05 }}", "docs/p.md:1:1: no fact 'rsi at 2025-12-05'; did you mean 'rsi' (around 62)?"),
        ("x {{ now.close }", "docs/p.md:1:3: a stray {{; a slot is written {{ now.close }} on one line, and code stands in backticks."),
        ("now.close }}", "docs/p.md:1:11: a stray }}; a slot is written {{ now.close }} on one line, and code stands in backticks."),
        ("[@44]", "docs/p.md:1:1: no reference '44'; references run from 1 to 26."),
        ("[@x]", "docs/p.md:1:1: no reference 'x'; references run from 1 to 26."),
        ("{{ while close < 300 }} a", "docs/p.md:1:1: this {{ while … }} has no {{ end }}."),
        ("a {{ end }}", "docs/p.md:1:3: {{ end }} without a {{ while … }} before it."),
        ("{{ while clos < 300 }} a {{ end }}", "docs/p.md:1:1: no metric 'clos' in the condition; did you mean 'close' ($250.77 today)?"),
        ("{{ while close > 300 }} a {{ end }}", "docs/p.md:1:1: the condition 'close > 300' has '>'; turn it round: 70 < rsi_14 is said of an RSI above 70."),
        ("{{ while high_52w_date < 3 }} a {{ end }}", "docs/p.md:1:1: high_52w_date is a day and 3 a number; compare days with days."),
        ("---\ntitle: {{ now.close }}\n---\n", "docs/p.md:2:8: {{ now.close }} stands in the page's front matter, where slots are not filled. Write words there."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_its_mend(text: str, message: str) -> None:
    assert problems(text) == [message]


def test_everything_wrong_is_told_at_once() -> None:
    assert len(problems("{{ now.a }}\n{{ said.b }}\n[@99]\n{{ zzz }}\n")) == 4


def test_a_fact_and_a_reference_that_nobody_cites() -> None:
    assert [str(p) for p in slots.problems([page("{{ table.averages }}")], content())] == [
        "facts/why-now.toml:9: nobody cites [flow] (about $2.78 billion); write {{ said.flow }} on a page, or take the fact out.",
        "facts/sources.toml: nobody cites reference 10; write [@10] where it is leaned on.",
        "facts/sources.toml: nobody cites reference 11; write [@11] where it is leaned on.",
    ]


def test_a_sentence_finished() -> None:
    """The golden sentence: a published figure with marks and verdict, a recomputed one with all it knows."""
    done = render(page("# T\n\nIt was {{ said.rsi }}, it is {{ now.rsi_14 | whole }} [@10]."), content())
    assert done == (
        '# T\n\n<p class="strip">../</p>\n\n'
        'It was <span class="claim"><data class="said" value="62" data-fact="rsi" data-unit="points" data-as-of="2025-12-05"'
        ' data-origin="published" data-definition="RSI of IWM">around 62</data>'
        '<sup class="ref" id="cite-26-rsi"><a href="../references/#ref-26" title="GuruFocus, www.gurufocus.com" tabindex="-1">&#91;26&#93;</a></sup>'
        '<a class="mark differs" href="../ledger/#rsi" title="differs: recomputed 60.3; right if 61.25 to 62.75">'
        '<span aria-hidden="true">≠</span><span class="sr">differs</span>&nbsp;<data value="60.31" data-found="rsi">60.3</data></a></span>, '
        'it is <a class="now" href="../numbers/#rsi_14"><data value="60.31" data-key="rsi_14" data-unit="points"'
        ' data-as-of="2026-03-31" data-origin="market" data-definition="What rsi_14 is." data-label="Rsi 14" data-source="nobody"'
        ' data-said="around 62 for 5 December 2025: differs">60</data></a> '
        '<sup class="ref" id="cite-10"><a href="../references/#ref-10" title="ETF.com, www.etf.com">&#91;10&#93;</a></sup>.'
    )


def test_a_number_of_another_day_bears_its_day() -> None:
    shown = render(page("{{ now.close at publication | whole }} {{ now.close of SPY }}\n"), content())
    assert 'data-as-of="2025-12-05"' in shown and ">$251</data>" in shown
    assert "no figure" in shown and "no SPY here" in shown


def test_formats_are_taken_together() -> None:
    shown = render(page("down {{ now.change | unsigned | one }}\n"), content())
    assert ">0.4\u202f%</data>" in shown


def test_a_missing_number_says_why() -> None:
    done = render(page("{{ now.put_share }}"), content())
    assert "no figure" in done and "options.csv is not in the snapshot" in done and "nan" not in done.lower()


@pytest.mark.parametrize(
    "code",
    ["`{{ now.zzz }} [@99]`", "```\n{{ now.zzz }}\n```", "~~~ text\n}} {{\n[@99]\n~~~", "``a ` {{ zzz }}``"],
)
def test_code_is_left_alone(code: str) -> None:
    text = f"{code}\n\n{ALL_CITED}"
    assert slots.problems([page(text)], content()) == []
    assert code in render(page(text), content())


@pytest.mark.parametrize("name", ["index.md", "a.md", "deep/a.md", "deep/index.md"])
def test_links_lead_to_the_root_from_any_depth(name: str) -> None:
    depth = {"index.md": "", "a.md": "../", "deep/a.md": "../../", "deep/index.md": "../"}[name]
    assert f'href="{depth}ledger/#rsi"' in render(page(ALL_CITED, name), content())


GUARDED = "{{ while close < 260 }}It stands below.{{ end }}"


def test_a_guard_that_holds_leaves_its_sentence_alone() -> None:
    assert render(page(GUARDED), content()).endswith("It stands below.")


def test_a_guard_that_stopped_holding_strikes_its_sentence_and_says_what_broke_it() -> None:
    text = "{{ while close < 240 }}It stands below.{{ end }}"
    done = render(page(text), content({"close": metric("close", 231.0, as_of=DAY)}))
    assert done.endswith(
        '<s class="lapsed"><span class="sr">No longer true: </span>It stands below.</s> '
        '<span class="guard">No longer so on 31 March 2026: Close ($250.77) is not below $240; held on 5 December 2025</span>'
    )


def test_a_guard_that_never_held_does_not_say_it_did() -> None:
    done = render(page("{{ while close < 240 }}It stands below.{{ end }}"), content())
    assert "held on" not in done and "Not so on 31 March 2026:" in done


def test_a_guard_on_a_missing_number_says_what_is_missing() -> None:
    done = render(page("{{ while put_share < 50 }}Calls lead.{{ end }}"), content())
    assert "Cannot be checked" in done and "options.csv is not in the snapshot" in done
    assert '<span class="lapsed">Calls lead.</span>' in done


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("One *two*.", "(One *two*.)"),
        ("\nOne\ntwo.\n", "\n(One\ntwo.)\n"),
        ("One.\n\nTwo.\n", "(One.)\n\n(Two.)\n"),
        ("- one\n- two\n  more\n", "- (one)\n- (two\n  more)\n"),
        ("1. one\n2. two", "1. (one)\n2. (two)"),
        ("> one", "> (one)"),
        ("## One\n\nTwo.", "## One\n\n(Two.)"),
        ('<figure class="chart"></figure>', '<figure class="chart"></figure>'),
        ('<div class="scroll"><table></table></div>\n\n<a>1</a> is.', '<div class="scroll"><table></table></div>\n\n(<a>1</a> is.)'),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("```\n- one\n```", "```\n- one\n```"),
        ("", ""),
        (" ", " "),
    ],
)  # fmt: skip
def test_marks_go_around_words_and_never_around_a_block(inner: str, shown: str) -> None:
    assert guards.around(inner, "({})".format) == shown


def test_a_page_of_many_made_sections_leads_to_each() -> None:
    made = "".join(f"## Part: {word}\n\nx\n\n" for word in ("one", "two", "three", "four", "five"))
    written = "# T\n\nLead.\n\n{{ table.parts }}\n\n## Last\n"
    done = links.with_jumps(written.replace("{{ table.parts }}\n\n", made), page(written))
    assert done.index("[Part: one](#part-one) · [Part: two](#part-two)") < done.index("## Part: one")
    assert "[Last](#last)" in done and links.with_jumps(written, page(written)) == written


def test_words_are_waived_and_escaped() -> None:
    assert "S&amp;P" not in render(page('{{ plain "S&P 500" }}'), content())  # one escape, not two
    assert "S&#38;P 500" in render(page('{{ plain "S&P 500" }}'), content())
    assert "<b>" not in render(page('{{ plain "<b>" }}'), content())


TYPED = [
    *"{}[]()@`~\\|*_!&;<>-#\n ", "{{ now.close }}", "{{ now.zzz }}", "[@26]", '{{ plain "a" }}', "{{ while close < 300 }}", "{{ end }}",
    "```\n", "\n\n", "> ", "- ", "    ", "\t", "<b>", "</b>", "<div>", "</div>", "<code>", "</code>", "<!--", "-->", "](rest.md)", "[x]: ",
    "&#123;", "|a|\n|--|\n|", "word", "{: title=",
]  # fmt: skip


@given(st.lists(st.sampled_from(TYPED), max_size=16).map("".join))
def test_no_brace_and_no_tag_reaches_a_reader(text: str) -> None:
    """Whatever an editor types: it is refused, or no double brace is left outside code, and no mark is printed inside."""
    candidate = page(HEAD + text)
    if slots.problems([candidate, page(ALL_CITED, "rest.md")], content()) or markup.problems(candidate):
        return
    done = render(candidate, content())
    shown = reading.read(done[front.split(done).end :])
    words = "".join("·" if part.is_code else part.text for part in shown if part.kind == "text")
    code = "".join(part.text for part in shown if part.kind == "text" and part.is_code)
    assert "{{" not in words and "}}" not in words
    assert "data-key" not in words + code


def test_a_number_says_what_it_was_at_publication_to_who_asks() -> None:
    text = "# T\n\nIt is {{ now.rsi_14 }}, it was {{ now.rsi_14 at 2025-12-05 }}, closed at {{ now.close }}."
    then = replace(content(), then={"rsi_14": 55.0, "close": 250.77})
    done = render(page(text), then)
    assert done.count('<small class="moved"') == 1, (
        "a number that has not moved and one of another day say nothing"
    )
    assert "(then 55.00, +5.31)</small>, it was" in done
    assert "moved" not in render(page(text), content())
