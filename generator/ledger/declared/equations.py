"""facts/relations.toml: arithmetic between claims."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Problem
from generator.facts import reader
from generator.facts.reader import Book
from generator.facts.record import Equation
from generator.facts.tables import TEXT, TRUTH, check_fields, hint, read_tables
from generator.ledger import relations
from generator.ledger.declared.arguments import Facts, Say
from generator.toml.lines import leans

FIELDS = {
    "text": TEXT, "left": TEXT, "relation": TEXT, "right": TEXT, "comparable": TRUTH, "reason": TEXT,
    "unit": TEXT,
}  # fmt: skip
REQUIRED = ("text", "left", "relation", "right")


def read(path: Path, book: Book, problems: list[Problem]) -> tuple[Equation, ...]:
    """Every equation in the order of the file; what is wrong is added to `problems`."""
    found: list[Equation] = []
    for place, key, table in read_tables(path, problems, "the arithmetic between claims"):
        say = place.say
        if not check_fields(place, table, FIELDS, REQUIRED):
            continue
        before = len(problems)
        known = None if leans(table, book.unsound) else book.facts  # what is told already is not told again
        if table["relation"] not in relations.RELATIONS:
            known_words = ", ".join(relations.RELATIONS)
            say(f"relation is {table['relation']!r}", f"it has to be one of {known_words}.", "relation")
        if table.get("unit", "%") not in reader.UNITS:
            say(f"unit is {table['unit']!r}, which is unknown", hint(table["unit"], reader.UNITS), "unit")
        if not table.get("comparable", True) and not table.get("reason"):
            say("is not comparable and gives no reason:", "add reason = …, a text in quotes.", "comparable")
        if table.get("comparable", True) and table.get("reason"):
            say(
                "gives a reason why it is not comparable:",
                "add comparable = false, or take the reason out.",
                "reason",
            )
        named = [_side(table[side], side, known, say) for side in ("left", "right")]
        if not any(named) and len(problems) == before:
            say("names no fact on either side.")
        if len(problems) == before:
            equation = Equation(key=key, line=place.line, **table)
            try:
                if known is not None:
                    relations.relation(equation, known)
                found.append(equation)
            except (ArithmeticError, ValueError) as error:
                say(f"cannot be worked out: {error}.")
    return tuple(found)


def _side(text: str, side: str, known: Facts, say: Say) -> list[str]:
    """The keys of one side, each a fact."""
    try:
        _, names = relations.parse(text)
    except relations.ExpressionError as error:
        say(f"{side}: {error}.", field=side)
        return [side]
    for name in names:
        if known is not None and name not in known:
            say(f"{side} reads {name!r}, which is no fact", hint(name, known), side)
    return names
