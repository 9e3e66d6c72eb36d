"""Footnotes: letters in the order of their marks, at the page's end, each leading back to where it is noted."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from world import HEAD, content, page

from generator.pages import footnotes, reading
from generator.pages.checks import report
from generator.pages.render import render
from generator.site.feeds import twin

TEXT = (
    HEAD + "Rose[^why], fell[^how] and rose[^why].\n[^how]: By half,\nand more.\n\n    Then [@26].\n\n"
    "{{ while 300 < close }}High[^high].{{ else }}Low[^low].{{ end }}\n\n[^low]: So low.\n[^high]: So high.\n"
    "[^why]: A [reason](rest.md), {{ now.close }}.\n## Next\n\nText.\n"
)


class Read(HTMLParser):
    """Ids, addresses and terms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inside: list[str] = []
        self.terms: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.terms += [data] if "dt" in self.inside and "a" not in self.inside else []


def finished(text: str) -> str:
    return render(report.shown(page(text), content()), content())


def test_letters_follow_the_marks_and_those_of_another_branch_are_left_out() -> None:
    made = finished(TEXT)
    read = Read(markdown.markdown(made, extensions=list(reading.EXTENSIONS)))
    assert read.terms == ["a", "b", "c"]
    assert "So high" not in made and "High" not in made
    order = [made.index(words) for words in ("## Next", "A [reason](rest.md)", "By half", "So low")]
    assert order == sorted(order)


def test_every_mark_leads_to_its_footnote_and_back() -> None:
    read = Read(markdown.markdown(finished(TEXT), extensions=list(reading.EXTENSIONS)))
    here = [link.removeprefix("#") for link in read.links if link.startswith("#note-")]
    assert len(read.ids) == len(set(read.ids))
    assert set(here) <= set(read.ids)
    assert sorted(here) == sorted(
        ["note-a"] * 2 + ["note-b", "note-c", "note-a-at", "note-a-at-2", "note-b-at", "note-c-at"]
    )


def test_a_footnote_keeps_its_paragraphs_its_slots_and_its_links() -> None:
    html = markdown.markdown(finished(TEXT), extensions=list(reading.EXTENSIONS))
    notes = html[html.index("<dl>") :]
    assert notes.count("<dd>") == 3 and "and more.</p>" in notes and 'id="cite-26"' in notes
    assert '<a href="rest.md">reason</a>' in notes and ">$250.77<" in notes and "Text." not in notes


def test_a_text_twin_has_the_same_letters() -> None:
    text = twin(report.shown(page(TEXT), content()), content(), {})
    assert "Rose[a], fell[b] and rose[a]." in text and "[b]\n:   By half" in text and "Low[c]" in text


def test_a_page_without_footnotes_stays_as_it_is() -> None:
    here = page(HEAD + "Text, `x[^a]`.\n\n\n")
    assert footnotes.gathered(here) is here


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (702, "zz"), (703, "aaa")],
)
def test_letters_go_on_behind_z(number: int, letters: str) -> None:
    assert footnotes.letter(number) == letters
