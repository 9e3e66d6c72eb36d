"""A problem as a record, and the sentence that a person reads."""

from __future__ import annotations

import pytest

from generator.errors import EditorError, Problem


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem("docs/x.md", 23, 14, "no metric 'rsi_41'", "did you mean 'rsi_14'?"), "docs/x.md:23:14: no metric 'rsi_41'; did you mean 'rsi_14'?"),
        (Problem("docs/x.md", 23, 0, "byte 4 is not UTF-8.", "Save the file as UTF-8."), "docs/x.md:23: byte 4 is not UTF-8. Save the file as UTF-8."),
        (Problem("facts/sources.toml", 0, 0, "the file is missing."), "facts/sources.toml: the file is missing."),
        (Problem("prices/IWM.csv", 7, 0, "found a blank, expected a number", "fetch the file again.", "row 7, column close"), "prices/IWM.csv, row 7, column close: found a blank, expected a number; fetch the file again."),
    ],
)  # fmt: skip
def test_the_sentence_of_a_problem(problem: Problem, sentence: str) -> None:
    assert str(problem) == sentence
    assert EditorError(problem).sentences == EditorError([problem]).sentences == [sentence]


def test_an_error_says_all_its_problems_and_takes_plain_words() -> None:
    error = EditorError(["Port 8000 is taken.", Problem("docs/x.md", 2, 1, "wrong", "mend it.")])
    assert str(error) == "Port 8000 is taken.\ndocs/x.md:2:1: wrong; mend it."
    assert [problem.line for problem in error.problems] == [0, 2]


def test_problems_are_sorted_by_their_place_as_numbers() -> None:
    tenth, second = (Problem("docs/x.md", line, 1, "wrong") for line in (10, 2))
    assert sorted([tenth, second], key=lambda problem: problem.order) == [second, tenth]
