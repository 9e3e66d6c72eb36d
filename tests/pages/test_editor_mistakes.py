"""Wrong on purpose: what an editor does by mistake is told in one sentence, with its place and its mend.

More of these stand in test_pages.py (slots) and test_facts.py (facts).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from published import GOOD, REFS
from world import HEAD, NAV, RSI, content, page, told

from generator import article
from generator.config import ARTICLE, ROOT
from generator.errors import EditorError
from generator.facts import reader
from generator.pages import source
from generator.pages.checks import coverage, homes

MISTAKES = {
    # slots where they cannot stand
    "slot in a heading": ("## RSI {{ now.rsi_14 }}", "8:8: {{ now.rsi_14 }} stands in a heading, whose address would change with it; say it in the sentence below."),
    "citation in a heading": ("## RSI [@26]", "8:8: [@26] stands in a heading, whose address would change with it; say it in the sentence below."),
    "slot in an underlined heading": ("RSI {{ now.rsi_14 }}\n---", "8:5: {{ now.rsi_14 }} stands in a heading, whose address would change with it; say it in the sentence below."),
    "slot in the text of a link": ("[at {{ now.close }}](rest.md)", "8:5: {{ now.close }} is a link itself and cannot stand in the text of another; put it beside the link."),
    "slot in the address of a link": ("[there](x{{ now.close }})", "8:10: {{ now.close }} stands in the address of a link, which can hold no slot; write it into the text beside it."),
    "slot in an image": ("![at {{ now.close }}](assets/a.png)", "8:6: {{ now.close }} stands in the image, which can hold no slot; write it into the text beside it."),
    "slot in a tag": ('<b title="{{ now.close }}">x</b>', "8:11: {{ now.close }} stands inside a tag, which can hold no slot; write it into the text beside the tag."),
    "slot in a comment": ("<!-- {{ now.close }} -->", "8:6: {{ now.close }} stands in a comment, where no reader sees it; take it out of <!-- -->."),
    "chart inside a sentence": ("See {{ chart.ladder }}", "8:5: {{ chart.ladder }} needs a line of its own, without an indent; put it between two blank lines."),
    "table in a list": ("- {{ table.averages }}", "8:3: {{ table.averages }} needs a line of its own, without an indent; put it between two blank lines."),
    "tab before a slot": ("\tAt {{ now.close }}", "8:5: the line begins with a tab or four spaces, which makes it code, and {{ now.close }} is left alone there; take the indent away."),
    "four spaces before a slot": ("    At {{ now.close }}", "8:8: the line begins with a tab or four spaces, which makes it code, and {{ now.close }} is left alone there; take the indent away."),
    # formats
    "format of a day for a number": ("{{ now.close | date }}", "8:1: close is no day, so it has no format 'date'; write whole, one, two, signed, unsigned, plain, words or compact, or no format."),
    "format of a number for a day": ("{{ now.high_52w_date | whole }}", "8:1: high_52w_date is a day, which has no format 'whole'; write | compact, or no format."),
    # HTML and images
    "HTML left open": ("<div>\n\ntext", "8:1: <div> is opened and never closed; write </div> after its text."),
    "HTML closed in the wrong order": ("<b><i>x</b></i>", "8:4: <i> is opened and never closed; write </i> before </b>.", "8:12: </i> closes what was never opened; take it out, or write <i> before it."),
    "HTML closed and never opened": ("x</div>", "8:2: </div> closes what was never opened; take it out, or write <div> before it."),
    "comment left open": ("<!-- later", "8:1: a comment is opened and never closed; write --> at its end."),
    "image without alt text": ("![](assets/a.png)", "8:1: the image assets/a.png has no alt text; say between [ and ] what it shows."),
    "HTML image without alt text": ('<img src="assets/a.png">', '8:1: the image has no alt text; say in alt="…" what it shows.'),
    "image that is not there": ("![A](assets/b.png)", "8:1: the link leads to assets/b.png, and no such file stands in docs/; did you mean assets/a.png?"),
    # links
    "link to a page that is not there": ("[x](rset.md)", "8:1: the link leads to rset.md, and no such file stands in docs/; did you mean rest.md?"),
    "link without an address": ("[x]()", "8:1: the link has no address; write it between ( and )."),
    "link without its scheme": ("[x](www.a.example)", "8:1: the link www.a.example names no scheme; begin it with https://."),
    "two headings of one address": ("## A {#x}\n\na\n\n## B {#x}", "12:1: a second heading has the address #x, like that of line 8; give one another, or none."),
    "several references in one": ("So [@26, @10].", "8:4: no reference '26, @10'; write [@26] [@10]."),
    "link without .md": ("[x](rest)", "8:1: the link leads to rest, and no such file stands in docs/; did you mean rest.md?"),
    "link to a missing anchor": ("[x](rest.md#rets)", "8:1: the link leads to #rets, and docs/rest.md has no such heading; did you mean #rest?"),
    "link to a missing anchor of the page": ("[x](#zzz)", "8:1: the link leads to #zzz, and docs/p.md has no such heading."),
    "link from the server's root": ("[x](/rest/)", "8:1: the link /rest/ begins at the root of the server, where the site may not stand; begin it at this page."),
    # headings
    "second heading of the first order": ("# Again", "8:1: a second heading of the first order; write ## here."),
    # numerals
    "numeral of a fact": ("The RSI was 62.", '8:13: the numeral 62 is bound to nothing: fact rsi (around 62)? Write {{ said.rsi }}; where it is a name, {{ plain "62" }}.'),
    "numeral of a metric": ("It closed at 250.77.", '8:14: the numeral 250.77 is bound to nothing: metric close ($250.77 today)? Write {{ now.close }}; where it is a name, {{ plain "250.77" }}.'),
    "numeral of nothing": ("It has 9,999 legs.", '8:8: the numeral 9,999 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "9,999" }}.'),
    "reference as a bare number": ("As said [26].", "8:10: the numeral 26 is bound to nothing; where it is a reference, write [@26]."),
    "numeral spelt as an entity": ("It is &#54;&#50;.", '8:7: the numeral 62 is bound to nothing: fact rsi (around 62)? Write {{ said.rsi }}; where it is a name, {{ plain "62" }}.'),
    # what other programs know, and what git leaves
    "slot in single braces": ("At { said.rsi }", "8:4: a reader would see { said.rsi } here; a slot stands in two braces on each side: {{ now.close }}."),
    "struck text": ("It ~~fell~~ rose", "8:4: a reader would see ~~fell~~ here; no text is struck; take away what no longer holds, or guard it with {{ while … }}."),
    "marked text": ("It ==rose==", "8:4: a reader would see ==rose== here; write **words** for weight."),
    # footnotes
    "footnote without its text": ("It rose[^a].", "8:8: no footnote [^a] stands on this page; write [^a]: … on a line of its own below."),
    "footnote misspelt": ("It rose[^reason].\n\n[^raeson]: So.", "8:8: no footnote [^reason] stands on this page; did you mean [^raeson]?", "10:1: nothing leads to the footnote [^raeson]; write [^raeson] behind the word that it is about, or take it out."),
    "footnote that nothing leads to": ("It rose.\n\n[^a]: https://a.example", "10:1: nothing leads to the footnote [^a]; write [^a] behind the word that it is about, or take it out."),
    "footnote that only code leads to": ("It `rose[^a]`.\n\n[^a]: So.", "10:1: nothing leads to the footnote [^a]; write [^a] behind the word that it is about, or take it out."),
    "footnote twice": ("It rose[^a].\n\n[^a]: So.\n\n[^a]: Or so.", "12:1: the footnote [^a] stands a second time, after line 10; take one out, or give it another name."),
    "footnote without words": ("It rose[^a].\n\n[^a]:\n\nSo.", "10:1: the footnote [^a] says nothing; write its text behind the colon."),
    "footnote in a footnote": ("It rose[^a].\n\n[^a]: So[^b].\n[^b]: Or so.", "10:9: a mark inside the footnote [^a]; say it there, in its own words."),
    "footnote in a branch": ("{{ while close < 300 }}\nIt rose[^a].\n\n[^a]: So.\n\n{{ else }}{{ end }}", "11:1: the footnote [^a] stands in a branch; put it below the {{ end }}; it is left out where no mark leads to it."),
    "footnote with an indent": ("It rose[^a].\n\n    [^a]: So.", "8:8: no footnote [^a] stands on this page; write [^a]: … on a line of its own below.", "10:5: the line begins with a tab or four spaces, which makes it code, and [^a] is left alone there; take the indent away."),
    "footnote of a heading": ("## Rise[^a]\n\n[^a]: So.", "8:8: [^a] stands in a heading, whose address would change with it; say it in the sentence below."),
    "footnote of a link": ("[rose[^a]](rest.md)\n\n[^a]: So.", "8:6: [^a] is a link itself and cannot stand in the text of another; put it beside the link."),
    "numeral in a footnote": ("It rose[^1].\n\n[^1]: So,\n\n    of 9,999.", '12:8: the numeral 9,999 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "9,999" }}.'),
    "slot in a footnote": ("It rose[^a].\n\n[^a]: {{ now.zzz }}", "10:7: no metric 'zzz'."),
    "box without a kind": ("!!!\n    text", "8:1: a reader would see !!! here; a box begins with a line such as !!! note, and its text stands below, indented by four spaces."),
    "box without an indent": ("!!! note\ntext", "8:1: the box holds no text; indent every line of its text by four spaces."),
    "details without an indent": ('??? note "More"\ntext', "8:1: the box holds no text; indent every line of its text by four spaces."),
    "abbreviation without its words": ("*[RSI]:\n", "8:1: a reader would see *[RSI]: here; write what it is short for on the same line: *[RSI]: Relative strength index."),
    "box to tick": ("- [ ] later", "8:3: a reader would see [ ] here; there are no boxes to tick; write a list."),
    "link of a wiki": ("See [[Rest]]", "8:5: a reader would see [[Rest]] here; a link is written [words](page.md)."),
    "template of another program": ("{% if a %}", "8:1: a reader would see {% if a %} here; nothing is worked out on a page; write words and slots."),
    "picture by name": ("Good :smile:", "8:6: a reader would see :smile: here; there are no pictures by name; write words."),
    "merge": ("<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> b", *(f"{n}:1: {mark} is left of a merge: keep one of the two versions, and take the three marks out." for n, mark in ((8, "<<<<<<<"), (10, "======="), (12, ">>>>>>>")))),
    "merge after a blank line": ("one\n\n=======\n\ntwo", "10:1: ======= is left of a merge: keep one of the two versions, and take the three marks out."),
    "merge in code": ("```\n>>>>>>> b\n```", "9:1: >>>>>>> is left of a merge: keep one of the two versions, and take the three marks out."),
    "numeral in a box": ("!!! note\n\n    Of 9,999.", '10:8: the numeral 9,999 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "9,999" }}.'),
    "numeral in the title of a box": ('??? note "Of 9,999"\n\n    Text.', '8:14: the numeral 9,999 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "9,999" }}.'),
    "numeral in a definition": ("Legs\n:   Of 9,999.", '9:8: the numeral 9,999 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "9,999" }}.'),
    "year too far ahead": ("It has 2043 legs.", '8:8: the numeral 2043 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "2043" }}.'),
    "numeral in words": ("It rose twelve percent.", '8:9: the numeral twelve is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "twelve" }}.'),
    "share in words": ("It lost two thirds of it.", '8:9: the numeral two thirds is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "two thirds" }}.'),
    "half with a unit": ("It lost half a percent.", '8:9: the numeral half is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "half" }}.'),
    "nothing in plain": ('{{ plain "" }}', '8:1: {{ plain "" }} waives nothing; write the name between the quotes, or take it out.'),
    "figures in plain": ('{{ plain "price rose 12 % to 290 dollars" }}', "8:1: 'price rose 12 % to 290 dollars' holds a figure, and plain is for what is a name; write the figure as {{ said.… }} or {{ now.… }}."),
    "share of ten in words": ("Nine out of ten fell.", '8:1: the numeral Nine out of ten is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "Nine out of ten" }}.'),
    "multiple in words": ("It rose threefold.", '8:9: the numeral threefold is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "threefold" }}.'),
    # what would be lost, or pass for the site's own
    "row wider than its table": ("| a | b |\n|---|---|\n| x | {{ now.close | whole }} | z |", "10:1: the row has 3 cells, and the table's head 2: a reader would not see the last; give the head one more, or write \\| for a bar in a cell."),
    "attributes behind no element": ("word{: .small }", "8:5: a reader would see {: .small } here; what is given to a word stands right behind it, as *word*{: #address }, and to a paragraph on the line below."),
    "look of a verdict": ("It holds.\n{: .word .differs }", "8:4: <p> has the class word, by which the site marks what it has worked out; take it out, or give it another."),
    "look of a verdict in HTML": ('<span class="mark differs">x</span>', "8:7: <span> has the class mark, by which the site marks what it has worked out; take it out, or give it another."),
    "list counted with brackets": ("1) one\n2) two", "8:1: a reader would see 1) here; a list is counted with points: 1. one."),
    "heading without words": ("##", "8:1: ## begins no heading: one has words, and six # at most; write “## Words”."),
    "heading of seven": ("####### Seven", "8:1: a heading of 6 # stands below one of 1; write ## here.", "8:1: ####### begins no heading: one has words, and six # at most; write “## Words”."),
    "heading that skips an order": ("#### Deep", "8:1: a heading of 4 # stands below one of 1; write ## here."),
    # formats and conditions that say two things
    "two numbers of decimals": ("{{ now.close | whole | one }}", "8:1: whole and one cannot both be had; write one of them."),
    "with and without its sign": ("{{ now.close | signed | unsigned }}", "8:1: signed and unsigned cannot both be had; write one of them."),
    "nothing between": ("{{ while 70 < rsi_14 < 30 }}x{{ else }}{{ end }}", "8:1: nothing lies between 70 and 30, as '70 < rsi_14 < 30' asks; turn them round."),
    "stray brace": ("At {{ now.close }", "8:4: a stray {{; a slot is written {{ now.close }} on one line, and code stands in backticks."),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_on_a_page(tmp_path: Path, name: str) -> None:
    text, *messages = MISTAKES[name]
    assert told(tmp_path, HEAD + text + "\n") == [f"docs/p.md:{message}" for message in messages]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("# T\n", ["docs/p.md:1:1: the page has no front matter; begin it with ---, title: …, description: … and --- on a line each."]),
        ("---\ntitle: T\ndescription: D\n\n# T\n", ["docs/p.md:1:1: the front matter is opened and never closed; write --- on a line of its own after its last field."]),
        ("---\ntitle: T\ndescription: D\n----\n\n# T\n", ["docs/p.md:1:1: the front matter is opened and never closed; write --- on a line of its own after its last field."]),
        ("\n---\ntitle: T\ndescription: D\n---\n\n# T\n", ["docs/p.md:2:1: the front matter does not begin the page; take away what stands before its ---."]),
        (" ---\ntitle: T\ndescription: D\n---\n\n# T\n", ["docs/p.md:1:1: the front matter does not begin the page; take away what stands before its ---."]),
        ("---\ntitle: T\n---\n# T\n", ["docs/p.md:1:1: the front matter has no description; add description: … to it."]),
        ("---\ntitle: The Fed: a turn\ndescription: D\n---\n# T\n", ["docs/p.md:2:1: the title holds a character that YAML reads as its own; put the whole title in double quotes."]),
        ("---\ntitle: T\ndescription: D\n---\ntext\n", ["docs/p.md:1:1: the page has no heading of the first order; begin its text with a line such as “# Title”."]),
        ("---\ntitle: Rest\ndescription: D\n---\n# T\n", ["docs/rest.md:2: the title “Rest” is already that of docs/p.md; give one of them another."]),
    ],
)  # fmt: skip
def test_a_mistake_at_the_head_of_a_page(tmp_path: Path, text: str, messages: list[str]) -> None:
    assert told(tmp_path, text) == messages


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("nav:\n  - Rest: rest.md\n", "docs/p.md: no entry of the navigation leads to this page; add “- Title: p.md” under nav in mkdocs.yml."),
        (NAV + "  - More: pp.md\n", "mkdocs.yml:4:11: the navigation names pp.md, and no such page stands in docs/; did you mean p.md?"),
        (NAV + "  - More: p.md\n", "mkdocs.yml:4:11: the navigation names p.md a second time, after line 2; take one out."),
        (NAV + "  - T: ledger/x.md\n", "mkdocs.yml:4:8: a second entry is called 'T', like that of line 2; give one another title."),
        (NAV + "extra_javascript: [https://third.example/a.js]\n", "mkdocs.yml:4:1: extra_javascript is a setting of the engine's; take it out."),
        (NAV + "extra_css:\n  - a.css\n", "mkdocs.yml:4:1: extra_css is a setting of the engine's; take it out."),
        (NAV + "copyrigth: C\n", "mkdocs.yml:4:1: copyrigth is a setting of the engine's; did you mean copyright?"),
        (NAV + "theme:\n  custom_dir: own\n", "mkdocs.yml:5:3: theme.custom_dir is a setting of the engine's; take it out."),
        (NAV + "theme:\n  logo: https://third.example/a.png\n", "mkdocs.yml:5:3: theme.logo is loaded from https://third.example/a.png; put the picture into docs/ and name it here."),
        (NAV + "x: [\n", "mkdocs.yml:5:1: not valid YAML: expected the node content, but found '<stream end>'. Often a quote, a colon or an indent is wrong on that line or the one above."),
        (NAV + "\t- More: q.md\n", "mkdocs.yml:4:1: not valid YAML: found character '\\t' that cannot start any token; indent with spaces, not with a tab. Often a quote, a colon or an indent is wrong on that line or the one above."),
        ("", "mkdocs.yml: the file is empty or no table of settings; restore it from git."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_navigation(tmp_path: Path, settings: str, message: str) -> None:
    assert message in told(tmp_path, HEAD + "text\n", settings)


SOUND = {
    "slot in code": "`{{ now.zzz }}`",
    "slot in a fence": "```\n{{ now.zzz }} <div>\n```",
    "slot in a table": "| RSI | close |\n|---|---|\n| {{ now.rsi_14 | whole }} | {{ said.rsi }} |",
    "slot in a list": "- at {{ now.close }}\n\n    and on {{ now.high_52w_date }}\n- [@26]",
    "waived name in a heading": '## The {{ plain "S&P 500" }}',
    "waived name in a link": '[The {{ plain "S&P 500" }}](rest.md)',
    "dates": "On 5 December 2025, in December 2025 and in 2025; 1\u20135 December 2025.",
    "ordinals": "1. first\n2. second\n\n## 3. Third",
    "HTML closed": "<div>\n\n<b>text</b><br>\n\n</div>",
    "identifiers in code": "`rsi_14` and `sma_200`",
    "links": "[a](rest.md#rest) [b](#t) [c](ledger/x.md#rsi) [d](assets/a.png)",
    "box": '!!! note "A word"\n\n    At {{ now.close }}. [@26]\n\n??? tip\n    More.',
    "definitions": "RSI\n:   At {{ now.rsi_14 }}.",
    "abbreviation": "The RSI is {{ now.rsi_14 }}.\n\n*[RSI]: Relative strength index",
    "footnotes": "It rose[^1] and fell[^why], `x[^z]`.\n[^why]: So, [@26]\nand so.\n\n    At {{ now.close }}.\n[^1]: Or [so](rest.md).\n\nText.",
    "footnote of a branch": "It {{ while close < 300 }}rose[^a]{{ else }}fell{{ end }}.\n\n[^a]: {{ while close < 300 }}So.{{ else }}{{ end }}",
    "what other programs know, in code": "`~~a~~ [^a] { said.rsi } {% x %}`",
    "underlined title of seven": "Seven..\n=======".replace("=", "-"),
    "loud": "Wow!!! Really??? a: b :c d",
    "years and manners of speaking": 'In 1999 and 2030 one of two rose a hundred times, half of them in a quarter of a year; a third one, {{ plain "a tenth" }} of it.',
    "less than": "a < b and b > c",
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_no_mistake(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, HEAD + SOUND[name] + "\n") == []


@pytest.mark.parametrize(
    "twist",
    [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("\n", "\r")],
    ids=["BOM", "CRLF", "CR"],
)
def test_marks_of_other_editors_are_no_mistake(tmp_path: Path, twist) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "p.md").write_bytes(twist(HEAD + "At {{ now.close }}\n").encode())
    (found,) = source.read(tmp_path)
    assert found.text == HEAD + "At {{ now.close }}\n" and found.slots[0].line == 8


def test_a_page_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_bytes(HEAD.encode() + "Größe\n".encode("latin-1"))
    with pytest.raises(EditorError) as caught:
        source.read(tmp_path)
    assert caught.value.sentences == ["docs/p.md:8: byte 41 is not UTF-8. Save the file as UTF-8."]


FACTS = {
    "duplicate key in one file": (GOOD + GOOD, "facts/page.toml:10: [rsi] stands a second time, after line 1; take one out, or give it another name."),
    "duplicate field": (GOOD + 'unit = "%"\n', "facts/page.toml:10: unit of [rsi] stands a second time, after line 5; take one out, or give it another name."),
    "broken TOML": (GOOD.replace('"points"', '"points'), "facts/page.toml:5:15: not valid TOML: Illegal character '\\n'. Often a quote or a bracket is missing on that line or the one above."),
    "date of another order": (GOOD.replace("2025-12-05", "12/05/2025"), "facts/page.toml:7:9: as_of is 12/05/2025, which is no date here; write year, month and day: as_of = 2026-01-30"),
    "date short of a digit": (GOOD.replace("2025-12-05", "2025-12-5"), "facts/page.toml:7:9: as_of is 2025-12-5, which is no date here; write as_of = 2025-12-05"),
    "day that no calendar has": (GOOD.replace("2025-12-05", "2025-02-30"), "facts/page.toml:7:9: as_of is 2025-02-30, a day that there is not; write as_of = 2026-01-30, for one."),
    "number with a comma": (GOOD.replace("= 62", "= 1,980"), "facts/page.toml:4:9: value is 1,980, which is no number here; write value = 1980"),
    "number with a decimal comma": (GOOD.replace("= 62", "= 1.980,5"), "facts/page.toml:4:9: value is 1.980,5, which is no number here; write value = 1980.5"),
    "number with its unit": (GOOD.replace("= 62", "= 60%"), "facts/page.toml:4:9: value is 60%, which is no number here; write value = 60"),
    "number with a typographic minus": (GOOD.replace("= 62", "= \u221260"), "facts/page.toml:4:9: value is \u221260, which is no number here; write value = -60"),
    "curly quotes": (GOOD.replace('"points"', "\u201cpoints\u201d"), 'facts/page.toml:5:8: unit stands in curly quotes; write it in straight ones: unit = "points"'),
    "no quotes": (GOOD.replace('"points"', "points"), 'facts/page.toml:5:8: unit is points, a text without quotes; write unit = "points"'),
    "round brackets": (GOOD.replace("[26]", "(26)"), "facts/page.toml:8:9: cites is (26), and a list stands in square brackets; write cites = [26]"),
    "no brackets": (GOOD.replace("[26]", "26, 27"), "facts/page.toml:8:9: cites is 26, 27, and a list stands in square brackets; write cites = [26, 27]"),
    "half a bracket": (GOOD.replace("[26]", "[26"), "facts/page.toml:8:9: cites is [26, a list that nothing closes; write cites = [26]"),
    "half a heading": (GOOD.replace("[rsi]", "[rsi"), "facts/page.toml:1:1: [rsi is no heading; write [rsi]."),
    "half a second heading": (GOOD + GOOD.replace("[rsi]", "[two"), f"facts/page.toml:{GOOD.count(chr(10)) + 1}:1: [two is no heading; write [two]."),
    "colon for an equals sign": (GOOD.replace("unit =", "unit:"), "facts/page.toml:5:1: unit is followed by a colon; write unit = …"),
    "space in a name": (GOOD.replace("as_of", "as of"), "facts/page.toml:7:1: as of is no name of a field; write as_of = …"),
    "range in one field": (GOOD.replace("= 62", "= 60–62"), "facts/page.toml:4:9: value is 60–62, a range; write low = 60 and high = 62 in the place of it."),
    "number with a mark for about": (GOOD.replace("= 62", "= ~62"), "facts/page.toml:4:9: value is ~62, which is no number here; write value = 62"),
    "number in other digits": (GOOD.replace("= 62", "= ٦٢"), "facts/page.toml:4:9: value is ٦٢, in other digits than 0 to 9; write value = 62"),
    "list as a citation": (GOOD.replace("[26]", "[@26]"), "facts/page.toml:8:9: cites is [@26], which is no list here; write cites = [26]"),
    "backticks": (GOOD.replace('"points"', "`points`"), 'facts/page.toml:5:8: unit stands in backticks; write it in straight quotes: unit = "points"'),
    "quotes inside a text": (GOOD.replace('"points"', '"the "points" of it"'), "facts/page.toml:5:8: unit is a text with quotes inside it; write others there: unit = \"the 'points' of it\""),
    "two brackets": (GOOD.replace("[rsi]", "[[rsi]]"), "facts/page.toml:1: [[rsi]] stands in two brackets on each side; write [rsi]."),
    "point in a heading": (GOOD.replace("[rsi]", "[rsi.one]"), "facts/page.toml:1: [rsi.…] is a heading inside [rsi]; a heading is one name, without a point."),
    "reference twice": (GOOD.replace("[26]", "[26, 26]"), "facts/page.toml:8: [rsi] cites reference 26 twice: name it once."),
    "mark of a merge": ("<<<<<<< HEAD\n" + GOOD, "facts/page.toml:1:1: <<<<<<< is left of a merge: keep one of the two versions, and take the three marks out."),
    "as-of in the future": (GOOD.replace("2025-12-05", "2031-01-01"), "facts/page.toml:7: [rsi] as_of 2031-01-01 lies in the future: give the day that the figure speaks of; a forecast's horizon is due."),
    "name misspelt": (GOOD + 'who = "Example Hause"\n', "facts/page.toml:1: [rsi] who is 'Example Hause'; did you mean 'Example House'?"),
    "text of blanks": (GOOD.replace("RSI of IWM", "  "), "facts/page.toml:2: [rsi] lacks text: add text = …, a text in quotes."),
    "day of a list that no calendar has": (GOOD + "args = { }\nx = [2025-01-30, 2025-01-33]\n", "facts/page.toml:11:18: 2025-01-33 is a day that there is not; write one as 2026-01-30."),
    "printed and value part": (GOOD.replace("value = 62", "value = 26"), "facts/page.toml:3: [rsi] printed is 'around 62', and value is 26: the numeral of the one has to be the other."),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_a_mistake_in_a_fact(tmp_path: Path, name: str) -> None:
    text, message = FACTS[name]
    (tmp_path / "sources.toml").write_text(REFS.replace('"P"', '"Example House"', 1), "utf-8")
    (tmp_path / "page.toml").write_text(text, "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path, ("", "around"), ("rsi_14",), date(2026, 12, 31))
    assert caught.value.sentences == [message]


@pytest.mark.parametrize("name", ["more.TOML", "old/more.toml"])
def test_a_file_of_facts_that_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "sources.toml").write_text(REFS, "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(GOOD, "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path)
    assert caught.value.sentences == [
        f"facts/{name}: the file is not read: facts stand in facts/ itself, in files whose names end in .toml; move or rename it."
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("[46]", "facts/sources.toml:130: [46] does not follow on: the number after 43 is 44."),
        (
            "[x]",
            "facts/sources.toml:130: [x] is no reference number; they run from 1 on.",
        ),
    ],
)
def test_a_mistake_in_a_source(tmp_path: Path, more: str, message: str) -> None:
    (tmp_path / "sources.toml").write_text(f'{REFS}{more}\nhost = "a.example"\npublisher = "A"\n', "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path)
    assert caught.value.sentences == [message]


def test_everything_is_told_at_once_and_in_order(tmp_path: Path) -> None:
    text = HEAD + "Of 9,999 and {{ now.zzz }}\n\n![](assets/a.png) [x](rest.md#zzz)\n\n<div>\n"
    found = told(tmp_path, text, "nav:\n  - Rest: rest.md\n")
    assert [line.split(": ")[0] for line in found] == [
        "docs/p.md",
        "docs/p.md:8:4",
        "docs/p.md:8:14",
        "docs/p.md:10:1",
        "docs/p.md:10:19",
        "docs/p.md:12:1",
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('url = "http://a.example/x"', "url is 'http://a.example/x'; write it whole, as https://www.example.com/piece, without spaces."),
        ('url = "a.example/x"', "url is 'a.example/x'; write it whole, as https://www.example.com/piece, without spaces."),
        ('url = "https://a.example/x y"', "url is 'https://a.example/x y'; write it whole, as https://www.example.com/piece, without spaces."),
        ("url = 'https://a.example/\"><script>'", "url is 'https://a.example/\"><script>'; write it whole, as https://www.example.com/piece, without spaces."),
        ('url = "javascript:alert(1)"', "url is 'javascript:alert(1)'; write it whole, as https://www.example.com/piece, without spaces."),
        ('url = "https://b.example/x"', "url is 'https://b.example/x'; it leads to b.example, and host is a.example: write the host of the address."),
        ('url = "https://me@a.example/x"', "url is 'https://me@a.example/x'; it leads to me@a.example, and host is a.example: write the host of the address."),
        ('date = "4 December"', "date is '4 December'; it has to be a date such as 2026-01-30."),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_known_of_a_source(tmp_path: Path, more: str, message: str) -> None:
    text = f'{REFS}["44"]\nhost = "a.example"\npublisher = "A"\n{more}\n'
    (tmp_path / "sources.toml").write_text(text, "utf-8")
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path)
    assert caught.value.sentences == [f"facts/sources.toml:133: [44] {message}"]


def test_an_address_of_a_source(tmp_path: Path) -> None:
    text = f'{REFS}["44"]\nhost = "a.example"\npublisher = "A"\nurl = "https://A.example/x?y=1&z=%20#(1)"\n'
    (tmp_path / "sources.toml").write_text(text, "utf-8")
    assert reader.load(tmp_path).sources[44].url == "https://A.example/x?y=1&z=%20#(1)"


def test_a_page_that_every_mark_leads_to(tmp_path: Path) -> None:
    """Gone with its file or with its table, it would leave each mark without a place to lead to."""
    tables = ("references", "numbers", "averages")
    whole = [
        page(HEAD + "{{ table.references }}\n", "references.md"),
        page(HEAD + "{{ table.numbers }}\n", "numbers.md"),
    ]
    assert not list(homes.problems(whole, tables))
    bare = [page(HEAD + "`{{ table.references }}`\n", "references.md")]
    assert [str(problem) for problem in homes.problems(bare, tables)] == [
        "docs/numbers.md: the page is not there, and every recomputed number leads to it; make it, with {{ table.numbers }} on a line of its own.",
        "docs/references.md: the page does not hold {{ table.references }}, and every mark of a reference leads to its rows; put it on a line of its own.",
    ]


def test_a_page_renamed_without_its_file_of_facts() -> None:
    """The ledger of those facts would lead to a page that is not there."""
    found = homes.sections(
        [page(HEAD, "technicals.md")], ["technicals.md", f"ledger/{RSI.section}.md"], [RSI]
    )
    assert [str(problem) for problem in found] == [
        "facts/technical-picture.toml: there is no docs/technical-picture.md, to which the ledger of these facts leads; "
        "name the file of facts as its page."
    ]
    assert not list(homes.sections([page(HEAD)], [f"ledger/{RSI.section}.md"], [RSI]))


def test_a_table_of_the_article_without_a_fact() -> None:
    """Its file of facts has another name now."""
    name, entry = next((name, entry) for name, entry in ARTICLE.tables.items() if "section" in entry)
    (found,) = homes.choosing({name: (), "numbers": (), "elsewhere": ("rsi",)})
    assert str(found).startswith(
        f'article.toml:{article.line((ROOT / "article.toml").read_text("utf-8"), name)}: there is no fact for tables.{name} (section = "{entry["section"]}"'
    )
    assert not list(homes.choosing({name: ("rsi",)}))


def test_a_numeral_in_the_words_of_a_chart() -> None:
    """It says no window, and no page names it: nothing would keep it true."""
    words = {"title": "The 52-week range of the S&P 500", "caption": "It fell 12 % in 2025."}
    page_of_it = page(HEAD + '{{ plain "S&P 500" }}')
    found = coverage.of_charts(replace(content(), worded={"range": (7, words)}), [page_of_it])
    assert [str(problem) for problem in found] == [
        "facts/charts.toml:7: the numeral 12 in the caption of [range] is bound to nothing; say it in the headline, with a slot, or leave it out."
    ]
