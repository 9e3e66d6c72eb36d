"""The proof: every numeral of the prose is bound, in the sources and in what is rendered from them."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import content, page

from generator import config, stats
from generator.pages import source
from generator.pages.checks import coverage, numerals
from generator.pages.checks.numerals import NUMERAL
from generator.site import sources


def kinds(text: str) -> list[tuple[str, str]]:
    one = page(text)
    found = [(found.kind, found.text) for found, _ in numerals.on(one)]
    return found + [("item", "")] * numerals.items(one)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 5 December 2025 and in December 2025, 2024 or 1999.", [("date", "5 December 2025"), ("date", "December 2025"), ("date", "2024"), ("date", "1999")]),
        ("On 32 December 2025.", [("loose", "32"), ("date", "2025")]),
        ("In 1899 and 2100.", [("loose", "1899"), ("loose", "2100")]),
        ("2000 names, $2000, 2000 % and +2000", [("loose", "2000")] * 4),
        ("5 December", [("loose", "5")]),
        ("2025-12-05", [("loose", "2025"), ("loose", "12"), ("loose", "05")]),
        ("1. one\n2) two\n\n- 3. three", [("ordinal", "2")] + [("item", "")] * 3),
        ("# 1. One\n## Part 2: Two\n## 62 names", [("ordinal", "1"), ("ordinal", "2"), ("loose", "62")]),
        ("{{ said.rsi }} {{ now.rsi_14 }} [@26] {{ plain \"S&P 500\" }}", []),
        ("`rsi_14` `62`", [("name", "14"), ("loose", "62")]),
        ("[62](a62.md 'b 63') ![64](65.png)", [("loose", "62"), ("loose", "63"), ("loose", "64")]),
        ('<b id="a1" title="at 7">8</b><!-- 9 -->', [("loose", "7"), ("loose", "8")]),
        ("&#8239; &#54; ½ ² ٣", [("loose", "6"), ("loose", "½"), ("loose", "²"), ("loose", "٣")]),
        ("1,962 and 250.77.", [("loose", "1,962"), ("loose", "250.77")]),
        ("---\ntitle: Of 62\ndescription: In 2025\ndate: 63\n---\n", [("loose", "62"), ("date", "2025")]),
        ("## A {#a1 .b2}", []),
    ],
)  # fmt: skip
def test_what_a_numeral_is(text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(kinds(text)) == sorted(found)


@given(st.text(alphabet="ab 0123456789.,%$-\n#*_()[]<>", max_size=60))
def test_no_digit_of_plain_text_goes_unseen(text: str) -> None:
    """Whatever stands in words: each of its digits is in a numeral, or in something that no reader sees."""
    seen: set[int] = set()
    for one in numerals.of(text):
        seen.update(range(one.start, one.start + len(one.text)))
    assert all(i in seen for i, c in enumerate(text) if c.isdigit())


def test_a_thousand_numerals_put_into_the_prose_are_all_found() -> None:
    """Numerals typed at random between two words of the real pages: each is named at its line and column."""
    given_ = sources.read(None, None)
    results = sources.compute(given_).results
    rng = random.Random(7)
    narrative = source.read(config.DOCS)
    for _ in range(1000):
        chosen = rng.choice(narrative)
        body = re.search(r"^# .*$", chosen.text, re.MULTILINE)
        gaps = [
            m.start()
            for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", chosen.text)
            if body and m.start() > body.end() and not _in_a_slot(chosen, m.start())
        ]
        if not gaps:
            continue
        at = rng.choice(gaps)
        text = f"{chosen.text[:at]} 31.7{chosen.text[at:]}"
        found = coverage.problems([source.page(chosen.name, text)], given_.book, results)
        line, column = text.count("\n", 0, at + 1) + 1, at + 1 - text.rfind("\n", 0, at + 1)
        assert [(one.file, one.line, one.column) for one in found] == [(chosen.file, line, column)]
        assert found[0].what.startswith("the numeral 31.7 is bound to nothing")


def _in_a_slot(chosen: source.Page, at: int) -> bool:
    return any(slot.start <= at < slot.end for slot in chosen.written)


def test_the_likeliest_is_the_one_that_the_sentence_speaks_of() -> None:
    given_ = sources.read(None, None)
    results = sources.compute(given_).results
    for fact in given_.book.facts.values():
        numeral = NUMERAL.search(fact.printed)
        if numeral is None or fact.kind != "figure":
            continue
        text = f"{fact.text} {fact.who}: {numeral[0]}"
        found = coverage.problems([page(text, f"{fact.section}.md")], given_.book, results)
        assert (
            len([one for one in found if "? Write {{ said." in one.mend or "? Write {{ now." in one.mend])
            >= 1
        ), fact.key


def test_a_stale_copy_of_a_moving_number_is_recognised() -> None:
    found = coverage.problems(
        [page("The close of the fund was 251.40 then, at the close.")], content().book, content().results
    )
    assert "bound to nothing" in found[0].what


def test_counts() -> None:
    narrative = [
        page(
            '# T\n\n{{ said.rsi }} {{ now.close }} [@10] {{ plain "S&P 500" }} 2025 {{ while close < 300 }}x{{ end }}'
        )
    ]
    found = coverage.count(narrative, content().book, content().results, {"rsi"})
    assert found.kinds == {"said": 1, "now": 1, "cite": 1, "date": 1, "ordinal": 0, "plain": 1, "name": 0}
    assert (found.facts, found.metrics, found.guards, found.waived) == ((1, 2), (2, 5), 1, {"S&P 500": 1})
    assert "100\u202f%" in coverage.summary(found) and "S&#38;P 500" in coverage.table(found)


class Rendered(HTMLParser):
    """The words of a built page's article that are neither bound nor a picture or a table."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._stack: list[bool] = []
        self._article = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        self._article += tag == "article"
        classes = (dict(attrs).get("class") or "").split()
        bound = tag in (
            "data",
            "time",
            "table",
            "figure",
            "svg",
            "script",
            "style",
            "code",
            "form",
            "details",
        )
        bound = bound or bool(
            {"ref", "strip", "guard", "missing", "mark", "late", "headerlink", "md-source-file"}
            & set(classes)
        )
        # what the program writes of a forecast, each number from its standing
        bound = bound or bool({"claim-card", "tally"} & set(classes))
        bound = bound or "data-search-exclude" in dict(attrs)  # what a table slot makes, and the strip
        self._stack.append(bound or (bool(self._stack) and self._stack[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._stack:
            self._stack.pop()
        self._article -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self._article and not (self._stack and self._stack[-1]):
            self.words.append(data)


def test_every_numeral_that_a_reader_sees_is_bound(edition_checkout: Path) -> None:
    """The proof again from the other end: in the built pages, what is neither bound nor waived holds no numeral but dates."""
    for one in source.read(edition_checkout / "docs"):
        html = (
            edition_checkout / "site" / ("" if one.stem == "index" else one.stem) / "index.html"
        ).read_text("utf-8")
        text = "".join(Rendered(html).words)
        for token in one.slots:
            if token.kind == "plain":
                text = text.replace(token.value, "")
            elif token.value == "definitions":  # a list that the program writes, of how it computes
                for line in (stats.__doc__ or "").split(":\n", 1)[1].strip().split("\n- "):
                    text = text.replace(" ".join(line.removeprefix("- ").split()), "")
        assert [n for n in numerals.of(text) if n.kind == "loose"] == [], one.name


def test_the_methods_page_shows_the_proof(edition_checkout: Path) -> None:
    html = (edition_checkout / "site" / "methods" / "index.html").read_text("utf-8")
    assert "All numerals of the prose, bound" in html and "Parts of names, by name" in html
