"""What was published: `facts/*.toml` and the numbered references, read and checked.

Every message names file, line, table and field, what was found and what to do; all of them at once.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator import config, expressions, formats
from generator.errors import EditorError
from generator.facts.lines import Place, places, twice
from generator.facts.record import Equation, Fact, Forecast, Source

UNITS = (
    "USD", "USD bn", "USD mn", "%", "pp", "bp", "x", "points", "names", "payouts", "shares mn", "contracts",
    "contracts mn", "years", "weeks", "cuts", "score", "rank", "count", "days", "quarters",
)  # fmt: skip
KINDS = ("figure", "comparison", "forecast")
REFERENCES = 43
SOURCES = "sources.toml"
FORECASTS, RELATIONS = "forecasts.toml", "relations.toml"  # read by ledger/declared.py, which knows the rules
KEY = re.compile(r"[a-z][a-z0-9_]*")

TEXT, NUMBER, DAY, NUMBERS, TABLE = (
    "a text in quotes",
    "a number",
    "a date such as 2025-12-05",
    "a list such as [26]",
    "a table",
)
TEXTS, TABLES, TRUTH = 'a list such as ["close"]', "a list of tables such as [{ text = … }]", "true or false"
FACT_FIELDS = {
    "text": TEXT, "printed": TEXT, "unit": TEXT, "as_of": DAY, "cites": NUMBERS, "value": NUMBER, "low": NUMBER,
    "high": NUMBER, "hedge": TEXT, "who": TEXT, "kind": TEXT, "metric": TEXT, "args": TABLE, "needs": TEXT, "due": DAY,
    "conclusion": TEXT, "survives": TEXT,
}  # fmt: skip
REQUIRED = ("text", "printed", "unit", "as_of", "cites")
SOURCE_FIELDS = {"host": TEXT, "publisher": TEXT, "about": TEXT, "relays": TEXT, "note": TEXT}


@dataclass(frozen=True)
class Book:
    """Facts by key in the order of the files, and references by number."""

    facts: Mapping[str, Fact]
    sources: Mapping[int, Source]
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    equations: tuple[Equation, ...] = ()


def load(
    folder: Path, hedges: tuple[str, ...] = (), metrics: tuple[str, ...] = (), latest: date = date.max
) -> Book:
    """Read every file of `folder`; EditorError with all that is wrong.

    `hedges` and `metrics` are the words that the rooms above know; empty leaves them unchecked. No figure can speak
    of a day after `latest`; the article's own days are never refused, whatever the clock says.
    """
    problems: list[str] = []
    facts: dict[str, Fact] = {}
    files = sorted(folder.glob("*.toml"))
    for path in files:
        if path.name in (SOURCES, FORECASTS, RELATIONS):
            continue
        for place, key, table in read_tables(path, problems):
            if key in facts:
                problems.append(
                    f"{place}: a second fact is called {key!r}; the first stands in {facts[key].section}.toml:{facts[key].line}. Give one another key."
                )
                continue
            fact = _fact(
                place, key, path.stem, table, problems, hedges, metrics, max(latest, config.PUBLISHED)
            )
            if fact:
                facts[key] = fact
    before = len(problems)
    sources = _sources(folder / SOURCES, problems)
    sound = len(problems) == before  # a reference that is told already is not told again by each fact
    for fact in facts.values():
        problems += [
            f"facts/{fact.section}.toml:{fact.line}: [{fact.key}] cites reference {number}, which {SOURCES} does not have; references run from 1 to {max(sources)}."
            for number in fact.cites
            if sound and number not in sources
        ]
    if problems:
        raise EditorError(problems)
    return Book(facts, sources)


def read_tables(path: Path, problems: list[str]) -> list[tuple[Place, str, dict[str, Any]]]:
    """(place, key, table) for each table of a file; place is file:line, and knows the lines of the fields."""
    shown = f"facts/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        problems.append(f"{shown}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8.")
        return []
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems += _broken(shown, text, str(error))
        return []
    standing = places(shown, text)
    rows = []
    for key, table in content.items():
        if not isinstance(table, dict):
            line = next(
                (
                    n
                    for n, row in enumerate(text.split("\n"), 1)
                    if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", row)
                ),
                1,
            )
            problems.append(
                f"{shown}:{line}: {key!r} stands outside a table. Put it under a heading such as [{key}]."
            )
            continue
        rows.append((standing.get(key, Place(shown, 1, {})), key, table))
    return rows


def _broken(shown: str, text: str, error: str) -> list[str]:
    """Why a file is no TOML: what stands twice, else the parser's words at their place."""
    if doubled := twice(text):
        return [
            f"{shown}:{line}: {what} stands a second time, after line {first}; take one out, or give it another name."
            for line, what, first in doubled
        ]
    where = re.search(r"\(at line (\d+), column (\d+)\)", error)
    place = f":{where[1]}:{where[2]}" if where else f":{text.rstrip().count(chr(10)) + 1}"
    what = re.sub(r"\s*\(at [^()]*\)", "", error)
    return [
        f"{shown}{place}: not valid TOML: {what}. Often a quote or a bracket is missing on that line or the one above."
    ]


def check_fields(
    place: Place, key: str, table: dict[str, Any], known: dict[str, str], problems: list[str]
) -> bool:
    """Unknown names and wrong types; True where the table is sound."""
    before = len(problems)
    for name, value in table.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}."
            problems.append(f"{place.at(name)}: [{key}] has an unknown field {name!r}; {hint}")
        elif not _is(value, known[name]):
            problems.append(f"{place.at(name)}: [{key}] {name} is {value!r}; it has to be {known[name]}.")
    return len(problems) == before


def _is(value: Any, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str)
    if kind == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    if kind == DAY:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind == NUMBERS:
        return isinstance(value, list) and all(isinstance(n, int) for n in value) and bool(value)
    if kind == TRUTH:
        return isinstance(value, bool)
    if kind in (TEXTS, TABLES):
        return (
            isinstance(value, list)
            and all(isinstance(n, str if kind == TEXTS else dict) for n in value)
            and bool(value)
        )
    return isinstance(value, dict)


def _fact(
    place: Place,
    key: str,
    section: str,
    table: dict[str, Any],
    problems: list[str],
    hedges: tuple[str, ...],
    metrics: tuple[str, ...],
    latest: date,
) -> Fact | None:
    def say(what: str, field: str = "") -> None:
        problems.append(f"{place.at(field)}: [{key}] {what}")

    before = len(problems)
    if not KEY.fullmatch(key):
        say("is no key: use lower-case letters, digits and _, a letter first.")
    if not check_fields(place, key, table, FACT_FIELDS, problems):
        return None
    for name in REQUIRED:
        if not table.get(name):
            say(f"lacks {name}: add {name} = …, {FACT_FIELDS[name]}.")
    unit, hedge, kind, metric = (str(table.get(n, "")) for n in ("unit", "hedge", "kind", "metric"))
    for word, name, words in (
        (unit, "unit", UNITS),
        (hedge, "hedge", hedges),
        (kind, "kind", KINDS),
        (metric, "metric", metrics),
    ):
        if word and words and word not in words:
            close = difflib.get_close_matches(word, words, 1)
            say(
                f"{name} is {word!r}, which is unknown; "
                + (f"did you mean {close[0]!r}?" if close else f"known are {', '.join(words[:30])}."),
                name,
            )
    low, high, value = table.get("low"), table.get("high"), table.get("value")
    if value is None and low is None and high is None:
        say("has neither value nor low or high: add the figure as a number.")
    if value is not None and (low is not None or high is not None):
        say("has both a value and a range: keep one of them.", "value")
    if low is not None and high is not None and low > high:
        say(f"low {low} is above high {high}: swap them.", "low")
    if metric and table.get("needs"):
        say("names a metric and says what data it needs: keep one of them.", "needs")
    if not metric and not table.get("needs") and kind != "forecast":
        say("names neither a metric that checks it nor, as needs = …, the data it would take.")
    if kind == "forecast" and not table.get("due"):
        say("is a forecast without a horizon: add due = a date.", "kind")
    if "due" in table and table["due"] < table.get("as_of", table["due"]):
        say(f"is due {table['due']}, before it was said ({table['as_of']}).", "due")
    if table.get("as_of", latest) > latest:
        say(
            f"as_of {table['as_of']} lies in the future: give the day that the figure speaks of; a forecast's horizon is due.",
            "as_of",
        )
    if len(problems) == before and kind in ("", "figure") and (other := _misprinted(table)):
        say(other, "printed")
    problems += [f"{place.at('survives')}: [{key}] {what}" for what in _conclusion(table)]
    if len(problems) > before:
        return None
    names = {f.name for f in fields(Fact)}
    given = {name: value for name, value in table.items() if name in names}
    given["cites"] = tuple(given["cites"])
    given["printed"] = formats.typeset(given["printed"])
    return Fact(key=key, section=section, line=int(place.rsplit(":", 1)[1]), **{"kind": "figure", **given})


def _misprinted(table: Mapping[str, Any]) -> str:
    """What is wrong between the figure as printed and its number; "" where each numeral of one is in the other."""
    printed = [
        float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", str(table.get("printed", "")))
    ]
    scale = 1000 if "million" in str(table.get("printed")) and table.get("unit") == "USD bn" else 1
    ends = {name: round(abs(table[name]) * scale, 9) for name in ("value", "low", "high") if name in table}
    for name, end in ends.items():
        if printed and end not in printed:
            return f"printed is {table['printed']!r}, and {name} is {table[name]}: the numeral of the one has to be the other."
    return ""


def _conclusion(table: Mapping[str, Any]) -> list[str]:
    """What is wrong with a fact's conclusion and the condition under which it survives."""
    conclusion, survives = (str(table.get(name, "")) for name in ("conclusion", "survives"))
    if not conclusion and not survives:
        return []
    if not conclusion or not survives:
        lacks, has = ("conclusion", "survives") if survives else ("survives", "conclusion")
        return [f"has {has} without {lacks}: add {lacks} = …, or take {has} out."]
    try:
        tree, names = expressions.parse(survives)
    except expressions.ConditionError as error:
        return [f"survives: {error}. The only name it may read is 'value', for instance '10 <= value'."]
    if names != ["value"]:
        strange = next((name for name in names if name != "value"), "no name")
        return [
            f"survives reads {strange!r}; it has to read 'value', the recomputed figure, and nothing else."
        ]
    for name in ("value", "low", "high"):
        end = table.get(name)
        if end is not None and not expressions.holds(tree, lambda _, end=end: float(end)):  # type: ignore[misc]
            return [f"survives is {survives!r}, which the published {name} {end} itself does not meet."]
    return []


def _sources(path: Path, problems: list[str]) -> dict[int, Source]:
    sources: dict[int, Source] = {}
    if not path.exists():
        problems.append(f"facts/{SOURCES}: the file is missing; it holds the {REFERENCES} references.")
        return {}
    before = len(problems)
    for place, key, table in read_tables(path, problems):
        if not re.fullmatch(r"[1-9]\d*", key, re.ASCII):
            problems.append(
                f"{place}: [{key}] is no reference number; the article's run from 1 to {REFERENCES}, and further ones follow on."
            )
        elif check_fields(place, key, table, SOURCE_FIELDS, problems):
            if not table.get("host") or not table.get("publisher"):
                problems.append(f"{place}: [{key}] lacks host or publisher: add both.")
            elif int(key) > REFERENCES and int(key) - 1 not in sources:
                problems.append(
                    f"{place}: [{key}] does not follow on: the next new reference is {max([REFERENCES, *sources]) + 1}."
                )
            else:
                sources[int(key)] = Source(number=int(key), **table)
    gaps = [str(n) for n in range(1, REFERENCES + 1) if n not in sources]
    if gaps and len(problems) == before:
        problems.append(
            f"facts/{SOURCES}: reference {', '.join(gaps)} is missing; the article has 1 to {REFERENCES}."
        )
    return dict(sorted(sources.items()))
