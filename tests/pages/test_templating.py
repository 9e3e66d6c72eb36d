"""Templates: whatever they are given is inert, wherever it stands, and their layout leaves no blank line."""

from __future__ import annotations

import html
from collections.abc import Callable
from xml.etree import ElementTree

import jinja2
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SiteError
from generator.pages import environment, templating
from generator.pages.templating import Piece

NASTY = "<script>alert(1)</script>\"'&*_[x](y)|`{{ now.close }}\n\n# no heading ~~~ [@3] \\"
Make = Callable[..., str]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Make:
    """Render a template given as text, of a kind."""

    def made(source: str, kind: str = "html", **context: object) -> str:
        lines = kind in ("md", "txt")
        room = (environment.LINES if lines else environment.HTML).overlay(
            loader=jinja2.DictLoader({f"x.{kind}": source})
        )
        monkeypatch.setattr(templating, "_template", room.get_template)
        return templating._made(f"x.{kind}", context)

    return made


def test_text_between_tags_is_inert_in_html_markdown_and_slots(make: Make) -> None:
    made = make("<p><b>{{ x }}</b></p>", x=NASTY)
    assert html.unescape(made) == f"<p><b>{NASTY}</b></p>"
    through = ElementTree.fromstring(markdown.markdown(made.replace("<p>", "").replace("</p>", "")))
    assert [child.tag for child in through.iter()] == ["p", "b"]
    assert (through[0].text or "").split() == NASTY.split()


@given(st.text())
def test_a_value_in_a_tag_stays_that_attributes_value(value: str) -> None:
    tree = (
        ElementTree.fromstring(f'<a title="{environment.attribute("a" + value.strip())}"/>')
        if value.isprintable()
        else None
    )
    assert tree is None or tree.get("title") == "a" + value.strip()


def test_a_value_in_a_tag_is_escaped_even_where_it_is_markup(make: Make) -> None:
    made = make(
        '<a title="{{ x if yes else y }}"{{ attributes(id=x, class_="") }}>z</a>',
        x=NASTY,
        y=Piece("<b>"),
        yes=True,
    )
    tree = ElementTree.fromstring(made)
    assert (tree.get("title"), tree.get("id"), tree.get("class"), tree.text) == (NASTY, NASTY, None, "z")
    assert make('<a title="{{ x }}">', x=Piece("<b>bold</b>", "bold")) == '<a title="bold">'


def test_layout_leaves_nothing_beside_a_tag_and_a_space_between_words(make: Make) -> None:
    source = """
    <ul class="a"
        id="b"
    >

      {% for x in xs %}
        <li>{{ x }}
          and
          more</li>
      {% endfor %}

    </ul>
    """
    assert make(source, xs=[1, 2]) == '<ul class="a" id="b"><li>1and more</li><li>2and more</li></ul>'


def test_plain_text_keeps_its_letters_and_a_page_its_lines(make: Make) -> None:
    assert make("a <{{ x }}>\n", "txt", x='"*') == 'a <"*>\n'
    assert make("# {{ x }}\n\n{% if x %}\nb\n{% endif %}\n", "md", x="*") == "# &#42;\n\nb\n"
    assert make("{{ x }}", "txt", x=Piece("<b>bold</b>", "bold")) == "bold"


def test_what_is_not_there_is_no_empty_place(make: Make) -> None:
    with pytest.raises(SiteError, match="'y' is undefined"):
        make("{{ y }}", x=1)
    with pytest.raises(TypeError, match="None to show"):
        make("{{ x }}", x=None)


def test_a_mistake_in_a_template_is_told_at_its_line(make: Make) -> None:
    with pytest.raises(SiteError) as told:
        make("<p>\n{% if x %}\n{% endfor %}\n</p>")
    (problem,) = told.value.problems
    assert (problem.file, problem.line) == ("generator/pages/templates/x.html", 3)
    assert "Encountered unknown tag 'endfor'" in problem.what


def test_pieces_stand_together_in_html_and_in_words() -> None:
    row = templating.together(Piece("<b>5</b>", "5"), "<x>", between=" ")
    assert (row, row.words) == ("<b>5</b> &#60;x&#62;", "5 <x>")
