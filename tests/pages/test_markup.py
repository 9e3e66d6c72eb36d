"""What a page's Markdown becomes: slots where they land, and what of HTML and addresses a page may hold.

More mistakes of an editor's stand in test_editor_mistakes.py.
"""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from world import HEAD, page, told

from generator import config
from generator.pages import front, reading

MISTAKES = {
    "code that an escaped backtick does not begin": ("\\`{{ now.zzz }}\\`", "8:3: no metric 'zzz'."),
    "indented code in a list": ("- a\n\n        {{ now.close }}", "10:9: the line begins with a tab or four spaces, which makes it code, and {{ now.close }} is left alone there; take the indent away."),
    "slot in a reference that no link takes": ("[y]: {{ now.close }}", "8:6: {{ now.close }} stands where no reader sees it; write it into a sentence."),
    "slot in the title of a reference": ("[a][y]\n\n[y]: rest.md '{{ now.close }}'", "10:15: {{ now.close }} stands in the address of a link, which can hold no slot; write it into the text beside it."),
    "reference to a page that is not there": ("[a][y]\n\n[y]: rset.md", "8:1: the link leads to rset.md, and no such file stands in docs/; did you mean rest.md?"),
    "slot alone in an image's alt text": ("![{{ now.close }}](assets/a.png)", "8:3: {{ now.close }} stands in the image, which can hold no slot; write it into the text beside it."),
    "slot in a cell of a table": ("|a|b|\n|--|--|\n|{{ now.zzz }}|x|", "10:2: no metric 'zzz'."),
    "backslash before a slot": ("\\{{ now.close }}", "8:2: the backslash before {{ now.close }} does not keep it from being filled; take it away, or put code in backticks."),
    "braces escaped": ("{\\{ now.close }\\}", "8:1: a reader would see {{ here, which is neither slot nor code; a slot is written {{ now.close }} on one line, and code stands in backticks.", "8:15: a reader would see }} here, which is neither slot nor code; a slot is written {{ now.close }} on one line, and code stands in backticks."),
    "braces spelt as entities": ("&lbrace;&lbrace; now.close &#125;&#125;", "8:1: a reader would see {{ here, which is neither slot nor code; a slot is written {{ now.close }} on one line, and code stands in backticks.", "8:28: a reader would see }} here, which is neither slot nor code; a slot is written {{ now.close }} on one line, and code stands in backticks."),
    "slot in a list of attributes": ('## A {: title="{{ now.close }}" }', "8:16: {{ now.close }} stands inside a tag, which can hold no slot; write it into the text beside the tag."),
    "slot in a link written as HTML": ('<a href="https://x.example">{{ now.close }}</a>', "8:29: {{ now.close }} is a link itself and cannot stand in the text of another; put it beside the link."),
    "slot in a heading written as HTML": ("<h2>{{ now.close }}</h2>", "8:5: {{ now.close }} stands in a heading, whose address would change with it; say it in the sentence below."),
    "slot in a block's tag": ('<div title="{{ now.close }}">x</div>', "8:13: {{ now.close }} stands inside a tag, which can hold no slot; write it into the text beside the tag."),
    "event in a tag": ('<b onclick="alert(1)">x</b>', "8:4: <b> has the attribute onclick, which a page may not hold; take it out."),
    "event in a list of attributes": ('[x](rest.md){: onclick="alert(1)" }', "8:16: <a> has the attribute onclick, which a page may not hold; take it out."),
    "event on a paragraph": ('Some words\n{: onclick="alert(1)" }', "9:4: <p> has the attribute onclick, which a page may not hold; take it out."),
    "event after a slash": ("<b/onclick=alert(1)>x</b>", "8:4: <b> has the attribute onclick, which a page may not hold; take it out."),
    "event in capitals": ("<B ONCLICK=x>x</B>", "8:4: <b> has the attribute onclick, which a page may not hold; take it out."),
    "style in a tag": ('<b style="color:red">x</b>', "8:4: <b> has the attribute style, which a page may not hold; take it out."),
    "script": ("<script>alert(1)</script>", "8:1: <script> is no element that a page may hold; scripts and styles are the site's own, and no page brings more."),
    "script as a block": ("x\n\n<script>\nalert(1)\n</script>\n", "10:1: <script> is no element that a page may hold; scripts and styles are the site's own, and no page brings more."),
    "drawing": ("<svg><script>1</script></svg>", "8:1: <svg> is no element that a page may hold; put a picture into docs/ and show it with ![what it shows](picture.png).", "8:6: <script> is no element that a page may hold; scripts and styles are the site's own, and no page brings more."),
    "frame": ('<iframe src="https://example.com"></iframe>', "8:1: <iframe> is no element that a page may hold; put a picture into docs/ and show it with ![what it shows](picture.png)."),
    "form": ("<form action=x><button>a</button></form>", "8:1: <form> is no element that a page may hold; write it in Markdown, or take it out.", "8:16: <button> is no element that a page may hold; write it in Markdown, or take it out."),
    "meta": ("<meta http-equiv=refresh content=0>", "8:1: <meta> is no element that a page may hold; write it in Markdown, or take it out."),
    "HTML heading of the first order": ("<h1>x</h1>", "8:1: <h1> is no element that a page may hold; write a line such as “# Title”."),
    "tag that never ends": ("<div>x <img src=x onerror=alert(1)\n", "8:1: <div> is opened and never closed; write </div> after its text.", "8:8: <img … is a tag that is never finished; write > at its end."),
    "comment that ends early": ("<!--> <script>alert(1)</script> -->", "8:1: a browser ends this comment before its -->; write words between <!-- and -->."),
    "instruction": ("<?php x ?>", "8:1: <?php … is no element that a page may hold; take it out."),
    "declaration": ("<!DOCTYPE html>", "8:1: <!DOCTYPE … is no element that a page may hold; take it out."),
    "CDATA": ("a <![CDATA[x]]>", "8:3: <![CDATA[x … is no element that a page may hold; take it out."),
    "marked section": ("<p><![x](a</p>", "8:1: <p> is opened and never closed; write </p> after its text.", "8:4: <![ … is no element that a page may hold; take it out."),
    "link that runs": ("[x](javascript:alert(1))", "8:1: the link leads to javascript:alert(1), which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "link that runs, spelt in entities": ("[x](javascript&#58;alert(1))", "8:1: the link leads to javascript:alert(1), which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "link that runs, with a tab": ("[x](<java\tscript:alert(1)>)", "8:1: the link leads to java   script:alert(1), which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "link that runs, in angle brackets": ("<javascript://x>", "8:2: the link leads to javascript://x, which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "link that runs, as HTML": ('<a href="javascript:alert(1)">x</a>', "8:1: the link leads to javascript:alert(1), which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "image in its own address": ("![x](data:image/png;base64,AAA)", "8:1: the image leads to data:image/png;base64,AAA, which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "image from elsewhere": ("![x](https://example.com/a.png)", "8:1: the image https://example.com/a.png would be fetched from elsewhere by every reader; put the file into docs/ and name it there."),
    "image from elsewhere without a scheme": ("![x](//example.com/a.png)", "8:1: the image //example.com/a.png would be fetched from elsewhere by every reader; put the file into docs/ and name it there."),
    "link without a scheme": ("[x](//example.com/a)", "8:1: the link //example.com/a names no scheme; begin it with https://."),
    "link of another scheme": ("[x](ftp://a.example)", "8:1: the link leads to ftp://a.example, which is no address of a page; an address begins with http:, https:, mailto: or is a file of docs/."),
    "relative link as HTML": ('<a href="rest.md">x</a>', "8:1: the HTML leads to rest.md, and only Markdown's links follow a page to its address; write [words](page.md)."),
    "anchor of a third heading of two": ("## A\n\n## A\n\n[x](#a_1) [y](#a_2)", "12:11: the link leads to #a_2, and docs/p.md has no such heading; did you mean #a_1?"),
    "anchor of a heading with an address of its own": ("## A {#b}\n\n[x](#b) [y](#a)", "10:9: the link leads to #a, and docs/p.md has no such heading."),
    "anchor near a heading with letters beyond ASCII": ("## Größe `c` *e* \\* x\n\n[x](#groe-c-e-x) [y](#groe-c-e-x2)", "10:18: the link leads to #groe-c-e-x2, and docs/p.md has no such heading; did you mean #groe-c-e-x?"),
    "anchor of a heading without its waived words": ('## The {{ plain "S&P 500" }} so\n\n[x](#the-sp-500-so) [y](#the-so)', "10:21: the link leads to #the-so, and docs/p.md has no such heading; did you mean #the-sp-500-so?"),
    "turned direction": ("a\u202eb", "8:2: the character '\\u202e' is one that no reader sees; type the words again."),
    "character for private use": ("a\U000f0000b", "8:2: the character '\\U000f0000' is one that no reader sees; type the words again."),
    "numeral in a link's title": ('[a](rest.md "at 77")', '8:17: the numeral 77 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "77" }}.'),
    "numeral that is read out": ('<b aria-label="at 77">x</b>', '8:19: the numeral 77 is bound to nothing; add it to facts/ and write {{ said.… }}, or where it is a name, {{ plain "77" }}.'),
    "link with brackets in its text": ("[a [b] c](rset.md)", "8:1: the link leads to rset.md, and no such file stands in docs/; did you mean rest.md?"),
    "link around an image": ("[![A](assets/a.png)](rset.md)", "8:1: the link leads to rset.md, and no such file stands in docs/; did you mean rest.md?"),
    "fence that never ends": ("```\nx", "8:1: code is opened and never closed; write ``` on a line of its own after it."),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_on_a_page(tmp_path: Path, name: str) -> None:
    text, *messages = MISTAKES[name]
    assert told(tmp_path, HEAD + text + "\n") == [f"docs/p.md:{message}" for message in messages]


SOUND = {
    "slot after an escaped backtick": "\\`{{ now.close }}\\`",
    "slot in a quoted fence": "> ```\n> {{ now.close }}\n> ```",
    "slot in a fence of a list": "- a\n\n    ```\n    {{ now.close }}\n    ```",
    "slots in cells": "|a|b|\n|--|--|\n|{{ now.close }}|`{{ now.zzz }}`|",
    "address elsewhere": "[x](https://example.com/a)",
    "address of mail": "[x](mailto:a@b.example) <a@b.example>",
    "comment": "<!-- later -->",
    "aligned column": "|a|\n|-:|\n|x|",
    "anchor as HTML": '<a id="here"></a> [x](#here)',
    "anchor of an underlined heading": "A_b_c  \n---\n\n[x](#a_b_c)",
    "slot in code written as HTML": "<code>{{ now.zzz }}</code>",
    "slot in a block": "<div>{{ now.close }}</div>",
    "list of contents": "[TOC]\n\n## A",
    "list under a condition": "{{ while close < 300 }}\n- a {{ now.close }}\n- b\n{{ end }}",
    "heading under a condition": "{{ while close < 300 }}\n## A\n\ntext\n{{ end }}\n\n[x](#a)",
    "braces in code": "use `{{` and `}}` here",
    "details": "<details><summary>A</summary>b</details>",
    "bold over paragraphs": "<b>\n\nx\n\n</b>",
    "chart in a fence": "```\n{{ chart.ladder }}\n```",
    "chart between paragraphs": "text\n\n{{ chart.ladder }}\n\ntext",
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_is_no_mistake(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, HEAD + SOUND[name] + "\n") == []


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ("title: [T\ndescription: D", ["2:1: the title holds a character that YAML reads as its own; put the whole title in double quotes."]),
        ("title: T\ndescription: D\nhide: [toc", ["5:1: the front matter is not valid YAML: expected ',' or ']', but got '<stream end>'. Often a quote, a colon or an indent is wrong on that line or the one above."]),
        ("- T", ["2:1: the front matter is no list of fields; write a line such as title: … for each."]),
        ("title: T # one\ndescription: D", ["2:1: the title holds a character that YAML reads as its own; put the whole title in double quotes."]),
        ("title: 2025\ndescription: D", ["2:1: the title holds a character that YAML reads as its own; put the whole title in double quotes."]),
        ("title: T\ndescription: @home", ["3:1: the description holds a character that YAML reads as its own; put the whole description in double quotes."]),
        ("title: T\ndescription: D\ntemplate: redirect.html", ["4:1: the front matter has an unknown field 'template'; known are title, description, hide, search, dataset."]),
        ("title: T\ndescripton: D", ["1:1: the front matter has no description; add description: … to it.", "3:1: the front matter has an unknown field 'descripton'; did you mean 'description'?"]),
        ('title: "Of 62"\ndescription: D', ['2:12: the numeral 62 is bound to nothing: fact rsi (around 62)? Write {{ said.rsi }}; where it is a name, {{ plain "62" }}.']),
    ],
)  # fmt: skip
def test_a_mistake_in_the_front_matter(tmp_path: Path, fields: str, messages: list[str]) -> None:
    assert told(tmp_path, f"---\n{fields}\n---\n\n# T\n") == [f"docs/p.md:{one}" for one in messages]


def test_a_title_cannot_break_a_tag() -> None:
    text = front.dressed(
        '---\ntitle: \'A "b" <i> & c\'\ndescription: "D"\nhide: [toc]\n---\n# T\n', as_of="2025-12-05"
    )
    fields = yaml.safe_load(front.split(text).text)
    assert fields == {
        "title": "A &quot;b&quot; &lt;i&gt; &amp; c",
        "description": "D",
        "hide": ["toc"],
        "as_of": "2025-12-05",
    }
    assert text[front.split(text).end :] == "# T\n"


def test_pages_are_read_with_the_extensions_that_publish_them() -> None:
    root = yaml.compose((config.ENGINE / "generator" / "site" / "mkdocs.yml").read_text("utf-8"))
    assert isinstance(root, yaml.MappingNode)
    listed = next(value for key, value in root.value if key.value == "markdown_extensions")
    named = {one.value if isinstance(one, yaml.ScalarNode) else one.value[0][0].value for one in listed.value}
    assert named | {"toc", "tables", "fenced_code"} == set(reading.EXTENSIONS)


@settings(deadline=None)  # the first reading makes the parser
@given(st.lists(st.text(alphabet="Aä中 b1_-*`[](){}#.!&;:<>/\\'\"+~²", min_size=1, max_size=12), max_size=5))
def test_anchors_are_those_that_markdown_gives(headings: list[str]) -> None:
    text = "\n\n".join(f"## {words}" for words in headings)
    made = markdown.markdown(text, extensions=list(reading.EXTENSIONS))
    found = {value for one in reading._html(made) for key, value in one[2] if key == "id"} - {""}
    assert reading.anchors(text) == found


@settings(deadline=None)  # the first reading makes the parser
@given(st.text(alphabet="aä 12.*_`[]()<>!#&;:|\\\n-=\"'{}", max_size=80))
def test_words_and_elements_are_those_of_the_html(text: str) -> None:
    """The reading of a text, and of the HTML that Markdown makes of it, name the same elements and words."""
    made = markdown.markdown(text, extensions=list(reading.EXTENSIONS))
    theirs = [one for one in reading._html(made) if one[0] in ("open", "close")]
    ours = reading.read(text)
    skipped = {"p"}  # a paragraph of one raw block is none in HTML
    assert [p.text for p in ours if p.kind == "open" and p.text not in skipped] == [
        name for kind, name, _ in theirs if kind == "open" and name not in skipped
    ]
    assert (
        "".join(p.text for p in ours if p.kind == "text").split()
        == "".join(words for kind, words, _ in reading._html(made) if kind == "text").split()
    )


def test_a_page_is_read_once_for_its_text() -> None:
    assert page("# T\n") is page("# T\n")
