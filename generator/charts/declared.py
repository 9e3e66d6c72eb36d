"""The charts of an article, read from facts/charts.toml: each a form, its arguments and its words."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from generator.charts import declaration, forms
from generator.charts.declaration import FORMS
from generator.charts.registry import Entry
from generator.errors import Problem
from generator.facts.reader import CHARTS
from generator.facts.record import Fact
from generator.facts.tables import TEXT, check_fields, hint, read_tables
from generator.metrics.declaration import REGISTRY as METRICS
from generator.toml.lines import leans

WORDS = {
    "form": TEXT,
    "title": TEXT,
    "headline": TEXT,
    "look": TEXT,
    "caption": TEXT,
    "source": TEXT,
    "alt": TEXT,
}

for _module in sorted(m.name for m in pkgutil.iter_modules(forms.__path__)):
    importlib.import_module(f"{forms.__name__}.{_module}")


def read(
    folder: Path, facts: Mapping[str, Fact], problems: list[Problem], unsound: Collection[str] = ()
) -> dict[str, Entry]:
    """Charts by key, in the order of the file; what is wrong is added to `problems`. `unsound` are facts that are told already."""
    found: dict[str, Entry] = {}
    full, less = (declaration.vocabulary(METRICS, known) for known in (facts, None))
    if not (folder / CHARTS).exists():  # an article may have none
        return found
    for place, key, table in read_tables(folder / CHARTS, problems):
        before = len(problems)
        words = {name: table.pop(name) for name in WORDS if name in table}
        check_fields(place, words, WORDS, ("form", "title"))
        if not isinstance(name := words.get("form"), str) or not name:
            continue
        if name not in FORMS:
            place.say(f"form is {name!r}, which is unknown", hint(name, FORMS), "form")
            continue
        form = FORMS[name]
        known = less if leans(table, unsound) else full
        for what, mend, field in form.wrong(table, known):
            place.say(what, mend, field)
        for field in ("alt", "caption"):
            for what, mend in form.unsaid(str(words.get(field, ""))):
                place.say(f"{field} {what}", mend, field)
        if len(problems) == before:
            args = {name: declaration.given(value) for name, value in table.items()}
            text = {
                name: str(words.get(name, ""))
                for name in ("title", "headline", "look", "source", "caption", "alt")
            }
            owners = form.owned(args)
            found[key] = Entry(
                key, owners=owners, alone=form.alone, function=partial(form.function, **args),
                line=place.lines.get("headline", place.line), **text,
            )  # fmt: skip
    return found
