"""What was published: `facts/*.toml` and the numbered references, read and checked.

Every message names file, line, table and field, what was found and what to do; all of them at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from generator import config, expressions, formats
from generator.errors import EditorError, Problem
from generator.facts import sources
from generator.facts.record import Equation, Fact, Forecast, Source
from generator.facts.tables import DAY, NUMBER, NUMBERS, TABLE, TEXT, check_fields, hint, lacks, read_tables
from generator.toml.lines import Place, headings

UNITS = (
    "USD", "USD bn", "USD mn", "%", "pp", "bp", "x", "points", "names", "payouts", "shares mn", "contracts",
    "contracts mn", "years", "weeks", "cuts", "score", "rank", "count", "days", "quarters",
)  # fmt: skip
KINDS = ("figure", "comparison", "forecast", "term")
CHARTS = "charts.toml"  # read by charts/declared, which knows the forms
FORECASTS, RELATIONS = "forecasts.toml", "relations.toml"  # read by ledger/declared, which knows the rules
FACT_FIELDS = {
    "text": TEXT, "printed": TEXT, "unit": TEXT, "as_of": DAY, "cites": NUMBERS, "value": NUMBER, "low": NUMBER,
    "high": NUMBER, "hedge": TEXT, "who": TEXT, "kind": TEXT, "metric": TEXT, "args": TABLE, "needs": TEXT, "due": DAY,
    "known": DAY, "taxonomy": TEXT, "conclusion": TEXT, "survives": TEXT, "wording": TEXT,
}  # fmt: skip
REQUIRED = ("text", "printed", "unit", "as_of", "cites")


@dataclass(frozen=True)
class Book:
    """Facts by key in the order of the files, and references by number."""

    facts: Mapping[str, Fact]
    sources: Mapping[int, Source]
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    equations: tuple[Equation, ...] = ()

    # bare stand-ins of the facts whose tables are wrong: who names one is not told that there is none
    unsound: Mapping[str, Fact] = field(default_factory=dict)


Told = Iterable[tuple[str, str, str]]  # what, mend, field
Suits = Callable[[Mapping[str, Any]], Told]


def _unchecked(_table: Mapping[str, Any]) -> Told:
    return ()


def load(folder: Path, *known: Any, **named: Any) -> Book:
    """As `read`; EditorError with all that is wrong."""
    problems: list[Problem] = []
    book = read(folder, problems, *known, **named)
    if problems:
        raise EditorError(problems)
    return book


def read(
    folder: Path,
    problems: list[Problem],
    hedges: tuple[str, ...] = (),
    metrics: tuple[str, ...] = (),
    latest: date = date.max,
    suits: Suits = _unchecked,
) -> Book:
    """Every sound fact and reference of `folder`; what is wrong is added to `problems`.

    `hedges` and `metrics` are the words that the rooms above know; empty leaves them unchecked. `suits` says where a
    fact's unit, sign or arguments are not those of its metric. No figure can speak of a day after `latest`; the article's own days
    are never refused, whatever the clock says.
    """
    facts: dict[str, Fact] = {}
    unsound: dict[str, Fact] = {}
    words = {"unit": UNITS, "hedge": hedges, "kind": KINDS, "metric": metrics}
    latest = max(latest, config.PUBLISHED)
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix.lower() == ".toml"
            and path.name[0] != "."
            and (path.parent != folder or path.suffix != ".toml")
        ):
            name = path.relative_to(folder).as_posix()
            what = "the file is not read: facts stand in facts/ itself, in files whose names end in .toml"
            problems.append(Problem(f"facts/{name}", 0, 0, what, "move or rename it."))
    for path in sorted(folder.glob("*.toml")):
        if path.name in (sources.NAME, CHARTS, FORECASTS, RELATIONS) or path.name.startswith("."):
            continue  # a name that begins with a point is an editor's program's own: a lock, a swap file
        if not path.is_file():
            what = "it is no file: a folder, or a link that leads to nothing"
            problems.append(Problem(f"facts/{path.name}", 0, 0, what, "take it away."))
            continue
        tables = read_tables(path, problems)
        given = {key: table for _, key, table in tables}
        for key, line in headings(path).items():
            unsound.setdefault(key, _bare(key, path.stem, line, given.get(key, {})))
        for place, key, table in tables:
            if key in facts:
                first = f"the first stands in {facts[key].section}.toml:{facts[key].line}."
                what = f"a second fact is called {key!r}; {first}"
                problems.append(Problem(place.file, place.line, 0, what, "Give one another key."))
            elif fact := _fact(place, path.stem, table, words, latest, suits):
                facts[key] = fact
    listed = sources.read(folder / sources.NAME, problems)
    said = {name for one in listed.values() for name in (one.publisher, one.house, one.relays) if name}
    for fact in [*facts.values()]:
        for name in re.split(r", citing |, | and ", fact.who):
            if like := _misspelt(name, said):
                what, mend = f"[{fact.key}] who is {name!r}", f"did you mean {like!r}?"
                problems.append(Problem(f"facts/{fact.section}.toml", fact.line, 0, what, mend))
        for number in fact.cites:
            if number not in listed:
                facts.pop(fact.key, None)
                what = f"[{fact.key}] cites reference {number}, which {sources.NAME} does not have"
                mend = sources.listed(listed)
                problems.append(Problem(f"facts/{fact.section}.toml", fact.line, 0, what, mend))
    return Book(facts, listed, unsound={key: fact for key, fact in unsound.items() if key not in facts})


def _misspelt(name: str, known: Collection[str]) -> str:
    """The house or publisher of sources.toml that a name all but is; "" where it is one, the begin of one, or none of them."""
    if not name or any(one == name or one.startswith(f"{name} ") for one in known):
        return ""
    low = {one.lower(): one for one in sorted(known)}
    return next((low[one] for one in difflib.get_close_matches(name.lower(), low, 1, 0.85)), "")


def _bare(key: str, section: str, line: int, table: Mapping[str, Any]) -> Fact:
    """What stands for a fact whose table is wrong: its key and its references."""
    cites = table.get("cites")
    numbers = tuple(n for n in cites if isinstance(n, int)) if isinstance(cites, list) else ()
    return Fact(
        key, section, "", "", "", config.LAST_CLOSE, numbers, 0.0, 0.0, 0.0, due=config.LAST_CLOSE, line=line
    )


def _fact(
    place: Place,
    section: str,
    table: dict[str, Any],
    words: Mapping[str, tuple[str, ...]],
    latest: date,
    suits: Suits,
) -> Fact | None:
    say, before = place.say, len(place.problems)
    if not check_fields(place, table, FACT_FIELDS):
        return None
    lacks(place, table, FACT_FIELDS, REQUIRED)
    unit, hedge, kind, metric = (str(table.get(name, "")) for name in words)
    for word, (name, choice) in zip((unit, hedge, kind, metric), words.items(), strict=True):
        if word and choice and word not in choice:
            say(f"{name} is {word!r}, which is unknown", hint(word, choice), name)
    if table.get("args") and not metric:
        say("gives args, and no metric that takes them:", "add metric = …, or take args out.", "args")
    for what, mend, name in suits(table) if metric in words["metric"] and unit in UNITS else ():
        say(what, mend, name)
    low, high, value = table.get("low"), table.get("high"), table.get("value")
    if value is None and low is None and high is None:
        say("has neither value nor low or high:", "add the figure as a number.")
    if value is not None and (low is not None or high is not None):
        say("has both a value and a range:", "keep one of them.", "value")
    if low is not None and high is not None and low > high:
        say(f"low {low} is above high {high}:", "swap them.", "low")
    if kind == "term" and (checks := [name for name in ("metric", "needs", "due") if table.get(name)]):
        say(f"is a term, which claims nothing, and names {checks[0]}:", "leave it out.", checks[0])
    cites = table.get("cites", ())
    if isinstance(cites, list) and (twice := next((n for n in cites if cites.count(n) > 1), None)):
        say(f"cites reference {twice} twice:", "name it once.", "cites")
    if not metric and not table.get("needs") and kind not in ("forecast", "term"):
        say("names neither a metric that checks it nor, as needs = …, the data it would take.")
    if kind == "forecast" and not table.get("due"):
        say("is a forecast without a horizon:", "add due = a date.", "kind")
    if "known" in table and not table.get("as_of", date.max) < table["known"] <= latest:
        mend = "give the later session that tells it, or take known out."
        say(f"known {table['known']} is not after as_of, or lies in the future:", mend, "known")
    if "due" in table and table["due"] < table.get("as_of", table["due"]):
        say(f"is due {table['due']}, before it was said ({table['as_of']}).", field="due")
    if table.get("as_of", latest) > latest:
        mend = "give the day that the figure speaks of; a forecast's horizon is due."
        say(f"as_of {table['as_of']} lies in the future:", mend, "as_of")
    if len(place.problems) == before and kind in ("", "figure") and (other := _misprinted(table)):
        say(*other, "printed")
    for what, mend in _unhedged(table, hedge, words["hedge"]) if len(place.problems) == before else ():
        say(what, mend, "hedge" if hedge else "printed")
    if conclusion := _conclusion(table):
        say(*conclusion, "survives")
    if len(place.problems) > before:
        return None
    names = {f.name for f in fields(Fact)}
    given = {name: value for name, value in table.items() if name in names}
    given["cites"] = tuple(given["cites"])
    given["printed"] = formats.typeset(given["printed"])
    return Fact(key=place.key, section=section, line=place.line, **{"kind": "figure", **given})


def _misprinted(table: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong between the figure as printed and its number; None where each numeral of one is in the other."""
    printed = [
        float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", str(table.get("printed", "")))
    ]
    scale = 1000 if "million" in str(table.get("printed")) and table.get("unit") == "USD bn" else 1
    ends = {name: round(abs(table[name]) * scale, 9) for name in ("value", "low", "high") if name in table}
    for name, end in ends.items():
        if printed and end not in printed:
            what = f"printed is {table['printed']!r}, and {name} is {table[name]}:"
            return what, "the numeral of the one has to be the other."
    return None


def _unhedged(table: Mapping[str, Any], hedge: str, hedges: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Where the hedge is not in the words that were printed, or a word of them hedges and is not named."""
    printed = str(table.get("printed", ""))
    words = f"{printed} {table.get('wording', '')}"
    if not re.search(r"\d", printed):  # words alone say what they say: "beat", "double-digit"
        named = next((h for h in hedges if h and re.search(rf"\b{h}\b", printed)), "")
        if named and not hedge:
            yield f"printed is {printed!r}, and no hedge is named:", f'add hedge = "{named}".'
        return
    fallen = (
        hedge == "up to" and table.get("high", 0) < 0
    )  # "a fall of at least 15 %" is -15 or anything below
    said = (hedge, "+") if hedge in ("at least", "over") else ("at least", "over") if fallen else (hedge,)
    if hedge and not any(word in words for word in said):
        other = next((h for h in hedges if h not in ("", hedge) and re.search(rf"\b{h}\b", words)), "")
        mend = (
            f'name that one: hedge = "{other}".'
            if other
            else f'write printed = "{said[0]} {printed}", or where the word stands elsewhere, wording = "… {said[0]} …".'
        )
        yield f"hedge is {hedge!r}, and printed is {printed!r}, which does not say so:", mend
    named = max((h for h in hedges if h and re.search(rf"\b{h} \W?\d", printed)), key=len, default="")
    if named and not hedge:
        yield f"printed is {printed!r}, and no hedge is named:", f'add hedge = "{named}".'


def _conclusion(table: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a fact's conclusion and the condition under which it survives."""
    conclusion, survives = (str(table.get(name, "")) for name in ("conclusion", "survives"))
    if not conclusion and not survives:
        return None
    if not conclusion or not survives:
        lacks, has = ("conclusion", "survives") if survives else ("survives", "conclusion")
        return f"has {has} without {lacks}:", f"add {lacks} = …, or take {has} out."
    try:
        tree, names = expressions.parse(survives)
    except expressions.ConditionError as error:
        return f"survives: {error}.", "The only name it may read is 'value', for instance '10 <= value'."
    if names != ["value"]:
        strange = next((name for name in names if name != "value"), "no name")
        return (
            f"survives reads {strange!r}",
            "it has to read 'value', the recomputed figure, and nothing else.",
        )
    for name in ("value", "low", "high"):
        end = table.get(name)
        if end is not None and not expressions.holds(tree, lambda _, end=end: float(end)):  # type: ignore[misc]
            return f"survives is {survives!r}, which the published {name} {end} itself does not meet.", ""
    return None
