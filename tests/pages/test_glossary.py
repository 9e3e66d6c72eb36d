"""A term leads to the page of terms where it first stands in a page's prose, and nowhere else."""

from __future__ import annotations

from world import HEAD, page

from generator.pages import glossary

TERMS = page("---\ntitle: T\n---\n\n# Terms\n\n## RSI\n\nA.\n\n## Basis point\n\nB.\n", "terms.md")
KNOWN = glossary.terms([page(HEAD + "x\n", "p.md"), TERMS])


def linked(text: str) -> str:
    return glossary.linked(page(HEAD + text, "p.md"), KNOWN).text.removeprefix(HEAD)


def test_the_first_place_alone() -> None:
    assert linked("An RSI, an RSI.\n") == "An [RSI](terms.md#rsi){: .term }, an RSI.\n"


def test_one_of_several_words_and_in_the_plural() -> None:
    assert linked("Two basis points.\n") == "Two [basis points](terms.md#basis-point){: .term }.\n"


def test_where_none_is() -> None:
    """A heading, code, a link, a slot, another word, the page of terms itself."""
    text = '## RSI\n\n`RSI` [RSI](x.md) {{ plain "RSI" }} RSIs-like rsi\n'
    assert linked(text) == text
    assert glossary.linked(TERMS, KNOWN) is TERMS


def test_without_such_a_page_nothing_is_linked() -> None:
    assert glossary.terms([page(HEAD + "x\n", "p.md")]) == {}
