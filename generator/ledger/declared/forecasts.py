"""facts/forecasts.toml: dated predictions with the rules that settle them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator import config
from generator.errors import Problem
from generator.facts.reader import Book
from generator.facts.record import Condition, Fact, Forecast, Source, Way
from generator.facts.sources import listed
from generator.facts.tables import DAY, NUMBERS, TABLE, TABLES, TEXT, TEXTS, check_fields, hint, read_tables
from generator.ledger.declared import arguments
from generator.ledger.declared.arguments import Facts, Say
from generator.ledger.tolerance import allowed
from generator.toml.lines import leans

FIELDS = {
    "text": TEXT, "who": TEXT, "facts": TEXTS, "said": DAY, "due": DAY, "rule": TEXT, "args": TABLE,
    "reading": TEXT, "probability": TEXT, "conditions": TABLES, "cites": NUMBERS, "given": TEXT, "ways": TABLES,
}  # fmt: skip
REQUIRED = ("text", "said", "due", "rule")
CONDITION_FIELDS = {"text": TEXT, "holds": TEXT, "stays": TEXT, "once": TEXT, "forecast": TEXT, "needs": TEXT}
GUARDS = ("holds", "stays", "once")
SCENARIO = "scenario"


def read(
    path: Path, book: Book, references: Mapping[int, Source], problems: list[Problem]
) -> dict[str, Forecast]:
    """Every forecast by its key; what is wrong is added to `problems`."""
    found: dict[str, Forecast] = {}
    unread = len(problems)
    tables = read_tables(path, problems, "a table for each forecast of the article")
    whole = len(problems) == unread
    keys = {key: table for _, key, table in tables}
    lists = [
        names if isinstance(names := table.get("facts", []), list) else [names] for table in keys.values()
    ]
    named = {name for names in lists for name in map(str, names)}
    houses = sorted({source.house for source in references.values() if source.house})
    owners: dict[str, str] = {}
    for place, key, table in tables:
        say = place.say
        known = None if leans(table, book.unsound) else book.facts  # what is told already is not told again
        if not check_fields(place, table, FIELDS, REQUIRED):
            continue
        before = len(problems)
        if table["due"] < table["said"]:
            say(f"is due {table['due']}, before it was said ({table['said']}).", field="due")
        elif table["due"] < config.PUBLISHED:
            what = f"was due {table['due']}, and the article appeared on {config.PUBLISHED}"
            say(
                what,
                "what was over by then is a claim: state it as a fact, and take the forecast out.",
                "due",
            )
        ways = tuple(_ways(table, say))
        for way in ways or (Way("", {}),):
            arguments.check({**table, "args": {**table.get("args", {}), **way.args}}, known, say)
        _facts(key, table, known, owners, say)
        _within(key, table, keys, say)
        if references and (who := table.get("who")) and who not in houses:
            mend = hint(who, houses) if houses else f'add house = "{who}" to its reference there.'
            say(f"who is {who!r}, which is no house of sources.toml", mend, "who")
        for number in table.get("cites", ()) if references else ():
            if number not in references:
                say(f"cites reference {number}, which there is not", listed(references), "cites")
        found_conditions = tuple(_conditions(table, keys, say))
        if len(problems) == before:
            given = {name: value for name, value in table.items() if name not in ("conditions", "ways")}
            given |= {name: tuple(given.get(name, ())) for name in ("facts", "cites")}
            made = Forecast(key=key, conditions=found_conditions, ways=ways, line=place.line, **given)
            if twin := next((other for other in found.values() if _same(made, other, known)), None):
                mend = "one prediction is one entry, whoever repeats it: name its facts there."
                say(f"foretells what [{twin.key}] does:", mend)
            found[key] = made
    problems += [
        Problem(
            f"facts/{fact.section}.toml",
            fact.line,
            0,
            f"[{fact.key}] is a forecast that nothing settles",
            f'name it in a table of {path.name}, facts = ["{fact.key}"].',
        )
        for fact in book.facts.values()
        if whole and fact.kind == "forecast" and fact.key not in named
    ]
    return found


def _same(one: Forecast, other: Forecast, known: Facts) -> bool:
    """Whether two entries ask the same, and allow the same answers."""
    if one.question != other.question or one.given != other.given:
        return False
    names = [str(each.args.get("expect", "")) for each in (one, other)]
    if known is None:
        return names[0] == names[1]
    return len({fact and allowed(fact) for fact in map(known.get, names)}) == 1


def _within(key: str, table: dict[str, Any], keys: Mapping[str, Any], say: Say) -> None:
    """The scenario that it is foretold for."""
    name = table.get("given", "")
    if not name:
        return
    if name not in keys or keys[name].get("rule") != SCENARIO:
        scenarios = [other for other, each in keys.items() if each.get("rule") == SCENARIO]
        say(f"given is {name!r}, which is no scenario", hint(name, scenarios), "given")
    elif keys[name].get("due", table["due"]) > table["due"]:
        say(f"is due {table['due']}, before its scenario is judged ({keys[name]['due']}).", field="due")


def _ways(table: dict[str, Any], say: Say) -> Iterable[Way]:
    listed = table.get("ways", [])
    if len(listed) == 1:
        say("has a single way:", "put its args into the forecast's own.", "ways")
    for number, each in enumerate(listed, 1):
        if (
            set(each) != {"text", "args"}
            or not isinstance(each["text"], str)
            or not isinstance(each["args"], dict)
        ):
            say(f"way {number} takes a text and args, and nothing else.", field="ways")
        else:
            yield Way(each["text"], each["args"])


def _facts(key: str, table: dict[str, Any], known: Facts, owners: dict[str, str], say: Say) -> None:
    if known is None:
        return
    for name in table.get("facts", ()):
        if name not in known:
            say(f"facts names {name!r}, which is no fact", hint(name, known), "facts")
            continue
        fact = known[name]
        if fact.kind != "forecast":
            continue
        if name in owners:
            say(f"settles {name!r}, as [{owners[name]}] does", "one forecast settles a fact.", "facts")
        if fact.due != table["due"]:
            say(f"is due {table['due']}, its fact {name!r} {fact.due}", "write one day in both.", "due")
        owners[name] = key
    name = table.get("probability", "")
    if name and name not in known:
        say(f"probability is {name!r}, which is no fact", hint(name, known), "probability")
    elif name and not _probable(known[name]):
        say(
            f"probability is {name!r}, which gives no single value from 0 to 100 percent.",
            field="probability",
        )


def _probable(fact: Fact) -> bool:
    return fact.unit == "%" and fact.value is not None and 0 <= fact.value <= 100


def _conditions(table: dict[str, Any], keys: Mapping[str, Any], say: Say) -> Iterable[Condition]:
    listed = table.get("conditions", [])
    if bool(listed) != (table["rule"] == SCENARIO):
        if listed:
            say("has conditions", f"only the rule {SCENARIO} reads them.", "conditions")
        else:
            say("is a scenario without conditions:", "add them.", "conditions")
    for number, each in enumerate(listed, 1):
        wrong = [n for n in each if n not in CONDITION_FIELDS]
        for name in wrong:
            say(
                f"condition {number} has an unknown field {name!r}",
                hint(name, CONDITION_FIELDS),
                "conditions",
            )
        ways = [n for n in (*GUARDS, "forecast", "needs") if each.get(n)]
        if wrong or not all(isinstance(v, str) for v in each.values()):
            if not wrong:
                say(f"condition {number} has a field that is no text in quotes.", field="conditions")
        elif not each.get("text") or len(ways) != 1:
            say(
                f"condition {number} takes a text and one of {', '.join(GUARDS)}, forecast and needs",
                f"it has {', '.join(each) or 'nothing'}.",
                "conditions",
            )
        elif problem := _condition(each, keys):
            say(f"condition {number} {problem}", field="conditions")
        else:
            yield Condition(**each)


def _condition(each: Mapping[str, str], keys: Mapping[str, Any]) -> str:
    if name := each.get("forecast"):
        if name not in keys:
            return f"waits for {name!r}, which is no forecast; {hint(name, keys)}"
        return (
            f"waits for {name!r}, a scenario itself; name what settles it."
            if keys[name].get("rule") == SCENARIO
            else ""
        )
    guard = next((each[name] for name in GUARDS if each.get(name)), "")
    if wrong := arguments.guard(guard) if guard else "":
        return f"reads {guard!r}: {wrong}"
    return ""
