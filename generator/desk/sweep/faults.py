"""What a stranger would mark in a sentence without knowing the market: told from its words and from the figures in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from generator import expressions
from generator.desk.sweep.sentences import Sentence, Shown
from generator.pages import guards
from generator.pages.content import Content
from generator.pages.wording import COUNTS

MOST = 4  # figures in a paragraph
PLURALS = "|".join(
    [*COUNTS, "weeks", "days", "years", "months", "times", "claims", "forecasts", "records", "files"]
)
SINGULARS = "|".join([*COUNTS.values(), "week", "day", "year", "month", "time", "claim", "forecast"])
ONE = r"(?<![\w.,:−–-])1"
NUMBER = re.compile(
    rf"{ONE} (?:[a-z-]+ )?(?:{PLURALS})\b|{ONE}(?: [a-z]+){{0,2}} (?:are|were|have)\b|"
    rf"(?<![\w.,−–-])(?:[2-9]|\d[\d,]*\d) (?:{SINGULARS})\b(?!-| point)"
)
DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
)
DIRECTION = re.compile(
    r"\b(?:fell|falls?|fallen|lost|losses|loss|down|dropped|drop|lagged|trailed|behind|below|lower|rose|risen|gained|up|ahead|led|above|"
    r"higher|grew|won)(?: \w+){0,2} [+−](?=[$\d])|[+−]{2}"
)
BROKEN = re.compile(r" [,.;:]|[,;:][.,;]|\(\)|\.\.|^[a-z,;]|\bno figure\b|\b(?!had\b|that\b)(\w+) \1\b")


def told(sentence: Sentence, content: Content) -> Iterator[str]:
    """Each fault of a sentence on the session of `content`, in a few words."""
    for one in sentence.shown:
        if one.entry and one.entry.value is None:
            yield f"lacks {one.name}"
        elif one.printed == 0:
            yield f"prints {one.text} for {one.name}"
    for a, b in combinations(sentence.shown, 2):
        if _same(a, b):
            yield f"repeats {a.text} ({a.name}, {b.name})"
    days = DAY.findall(sentence.text)
    if len(days) > len(set(days)):
        yield "names a day twice"
    for pattern, what in (
        (NUMBER, "agrees badly in number"),
        (DIRECTION, "has a sign too many"),
        (BROKEN, "reads badly"),
    ):
        if found := pattern.search(sentence.text):
            yield f"{what} at “{found[0].strip()}”"
    ended = sentence.text.rstrip("”)*").endswith((".", "!", "?", ":"))
    if not ended and not sentence.item and not sentence.text.startswith("<"):
        yield "has no end"
    if sentence.paragraph > MOST:
        yield f"opens a paragraph of {sentence.paragraph} figures"
    yield from _denied(sentence, content)


def _same(a: Shown, b: Shown) -> bool:
    """Whether two recomputed figures are one: a chance meeting of rounded ones is none."""
    if a.entry is None or b.entry is None or a.entry.value is None:
        return False
    by_chance = a.entry.digits == 0  # two counts may well be equal
    return a.name == b.name or (not by_chance and a.text == b.text and a.entry.value == b.entry.value)


def _denied(sentence: Sentence, content: Content) -> Iterator[str]:
    """A branch that its figures, as they are printed, would not let be taken."""
    by_name = {one.name: one.printed for one in sentence.shown if one.printed is not None}
    for branch in dict.fromkeys(one.branch for one in sentence.shown if one.branch):
        if branch.opener.kind == "else" or not branch.reads & by_name.keys():
            continue
        tree, _ = expressions.parse(branch.opener.value)
        seen = expressions.truth(
            tree, lambda name: by_name[name] if name in by_name else guards.read(name, content).value
        )
        if seen is False:
            yield f"denies its guard “{branch.opener.value}” as printed"
