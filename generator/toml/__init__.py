"""TOML as editors write it: read, or why it is none, each reason at its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from generator.errors import Problem
from generator.toml.lines import twice
from generator.toml.unread import NO_HEADING, told


def parsed(file: str, raw: bytes, problems: list[Problem]) -> tuple[str, dict[str, Any] | None]:
    """The text of a file and what it holds; None where it is no TOML, and why is added to `problems`."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start + 1} is not UTF-8."
        problems.append(Problem(file, line, 0, what, "Save the file as UTF-8."))
        return "", None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems += _broken(file, text, str(error))
        return text, None


def _broken(file: str, text: str, error: str) -> list[Problem]:
    """Why a file is no TOML: what is known to go wrong, what stands twice, else the parser's words at their place."""
    known = [Problem(file, line, column, what, mend) for line, column, what, mend in told(text)]
    if not any(problem.what.endswith(NO_HEADING) for problem in known):  # else fields run together
        mend = "take one out, or give it another name."
        known += [
            Problem(file, line, 0, f"{what} stands a second time, after line {first}", mend)
            for line, what, first in twice(text)
        ]
    if known:
        return known
    # the parser of Python 3.11 tells the place in its sentence only
    where = re.search(r"\s*\(at (?:line (\d+), column (\d+)|[^()]*)\)", error)
    line, column = (
        (int(where[1]), int(where[2])) if where and where[1] else (text.rstrip().count("\n") + 1, 0)
    )
    what = f"not valid TOML: {error[: where.start()] if where else error}."
    return [
        Problem(
            file, line, column, what, "Often a quote or a bracket is missing on that line or the one above."
        )
    ]
