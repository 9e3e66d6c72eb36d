"""Slots and citations: known, well formed, and where a reader sees them filled; and facts and references that none shows."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Iterable, Iterator

from generator import expressions, formats, metrics
from generator.config import SYMBOLS
from generator.errors import Problem, near
from generator.pages import guards
from generator.pages.reading import HEADINGS
from generator.pages.render import Content
from generator.pages.slots import Slot
from generator.pages.source import Landing, Page, uses


def problems(pages: list[Page], content: Content) -> list[Problem]:
    """Every malformed, unknown or misplaced slot, unknown reference, and fact or reference that nobody cites."""
    found = [problem for page in pages for problem in _on(page, content)]
    here = shown(pages, content)
    for fact in content.book.facts.values():
        if fact.key not in here:
            what = f"nobody cites [{fact.key}] ({fact.printed})"
            mend = f"write {{{{ said.{fact.key} }}}} on a page, or take the fact out."
            found.append(Problem(f"facts/{fact.section}.toml", fact.line, 0, what, mend))
    cited = {n for key in here if key in content.book.facts for n in content.book.facts[key].cites}
    cited |= {int(value) for value in uses(pages, "cite") if value.isdigit()}
    for number in content.book.sources:
        if number not in cited:
            mend = f"write [@{number}] where it is leaned on."
            found.append(Problem("facts/sources.toml", 0, 0, f"nobody cites reference {number}", mend))
    return found


def shown(pages: list[Page], content: Content) -> set[str]:
    """Keys of the facts that a sentence or a table shows."""
    keys = set(uses(pages, "said"))
    for table in uses(pages, "table"):
        keys.update(content.table_facts.get(table, ()))
    return keys


def missing(guard: Slot, content: Content) -> list[tuple[str, str]]:
    """Metrics of a sound guard's condition that have no value, and why."""
    read = {name: guards.read(name, content) for name in expressions.parse(guard.value)[1]}
    return [(name, side.missing) for name, side in read.items() if side.value is None]


def _on(page: Page, content: Content) -> Iterator[Problem]:
    opened: Slot | None = None
    for slot in page.written:
        landing = page.landings[slot]
        if landing.is_code and ("pre" not in landing.around or "fence" in landing.around):
            continue
        told = [*misplaced(page, slot, landing)]
        if landing.is_filled or (landing.inside == "front" and not told) or slot.kind == "wrong":
            told = [*_unknown(slot, content), *told]
        if landing.is_filled and slot.kind == "while":
            if opened:
                told.append(
                    (f"a second while inside the one of line {opened.line}", "write {{ end }} before it.")
                )
            opened = slot
        elif landing.is_filled and slot.kind == "end":
            if not opened:
                told.append(("{{ end }} without a {{ while … }} before it.", ""))
            opened = None
        for what, mend in told:
            yield Problem(page.file, slot.line, slot.column, what, mend)
    if opened:
        yield Problem(page.file, opened.line, opened.column, "this {{ while … }} has no {{ end }}.")


Told = Iterator[tuple[str, str]]  # what, mend


def _unknown(slot: Slot, content: Content) -> Told:
    kinds: dict[str, tuple[str, Collection[str]]] = {
        "said": ("fact", content.book.facts),
        "chart": ("chart", content.charts),
        "table": ("table", content.tables),
    }
    if slot.kind == "wrong":
        yield _wrong(slot)
    elif slot.kind == "cite":
        if not slot.value.isdigit() or int(slot.value) not in content.book.sources:
            most = max(content.book.sources, default=0)
            yield f"no reference {slot.value!r}", f"references run from 1 to {most}."
    elif slot.kind == "while":
        yield from _condition(slot, content)
    elif slot.kind == "now":
        yield from _number(slot.value, content)
        yield from _forms(slot, content)
    elif slot.kind in kinds:
        name, known = kinds[slot.kind]
        if slot.value not in known:
            yield f"no {name} {slot.value!r}", _close(slot.value.split(" ")[0], slot.kind, known, content)
        if slot.form:
            yield f"{slot.kind}.{slot.value} takes no format", f"take | {slot.form} out."


FORMED = "Formats of a {{ now.… }} are"


def _forms(slot: Slot, content: Content) -> Told:
    entry = content.results.numbers.get(slot.value.split(" ")[0])
    for form in slot.form.split():
        if form not in formats.FORMS:
            known = f"{FORMED} {', '.join(formats.FORMS)}."
            yield f"no format {form!r}", f"{near(form, formats.FORMS)} {known}".strip()
        elif entry and (no := entry.unfit(form)):
            yield no, ""


def _number(name: str, content: Content, where: str = "") -> Told:
    """What is wrong with a metric as it is named, `of` another symbol and `at` another day."""
    try:
        term = expressions.term(name)
    except expressions.ConditionError as error:
        yield f"{error}", "write one symbol behind of, one day behind at."
        return
    numbers = content.results.numbers
    if term.key not in numbers:
        yield f"no metric {term.key!r}{where}", _close(term.key, "now", numbers, content)
        return
    spec = metrics.REGISTRY.get(term.key)
    if term.symbol and (not spec or "symbol" not in spec.dimensions):
        yield f"{term.key} is of no symbol", f"take 'of {term.symbol}' out."
    elif term.symbol and term.symbol not in SYMBOLS:
        yield (
            f"no symbol {term.symbol!r}",
            near(term.symbol.upper(), SYMBOLS) or f"there are {', '.join(SYMBOLS)}.",
        )
    if term.at and not spec:
        yield f"{term.key} is counted on the site's own day alone", f"take 'at {term.at}' out."
    elif term.at not in ("", expressions.PUBLICATION) and not expressions.day(term.at):
        yield f"{term.at!r} is no day", "write one as 2025-12-05, or publication."


def _wrong(slot: Slot) -> tuple[str, str]:
    if slot.raw in ("{{", "}}"):
        mend = "a slot is written {{ now.close }} on one line, and code stands in backticks."
        return f"a stray {slot.raw}", mend
    mend = (
        "Slots are {{ said.… }}, {{ now.… }}, {{ chart.… }}, {{ table.… }}, {{ while … }} … {{ end }} "
        'and {{ plain "…" }}.'
    )
    return f"{slot.raw} is no slot.", mend


def _close(key: str, kind: str, known: Iterable[str], content: Content) -> str:
    close = difflib.get_close_matches(key, known, 1)
    if not close:
        return ""
    value = ""
    if kind == "now":
        metric = content.results.numbers[close[0]]
        value = f" ({metric.written()} today)" if metric.value is not None else ""
    elif kind == "said":
        value = f" ({content.book.facts[close[0]].printed})"
    return f"did you mean {close[0]!r}{value}?"


def _condition(slot: Slot, content: Content) -> Told:
    try:
        tree, names = expressions.parse(slot.value)
    except expressions.ConditionError as error:
        yield f"{error}.", ""
        return
    told = [problem for name in names for problem in _name(name, content)]
    yield from told
    if not told:
        yield from _compared(tree, content)


def _name(name: str, content: Content) -> Told:
    """What is wrong with a name in a condition."""
    term = expressions.term(name)
    if term.kind == "now":
        yield from _number(name, content, " in the condition")
    elif term.kind == "day":
        if not expressions.day(term.key):
            yield f"{term.key!r} is no day", "write one as 2025-12-05."
    elif not (fact := content.book.facts.get(term.key)):
        yield f"no fact {term.key!r} in the condition", near(term.key, content.book.facts)
    elif term.end and term.end not in expressions.ENDS:
        yield (
            f"a fact has no {term.end!r}",
            f"write said.{fact.key}, or it with .{', .'.join(expressions.ENDS)}.",
        )
    elif getattr(fact, term.end or "value") is None:
        ends = [end for end in expressions.ENDS if getattr(fact, end) is not None]
        mend = f"write {' or '.join(f'said.{fact.key}.{end}' for end in ends)}." if ends else ""
        yield f"the fact {fact.key} has no {term.end or 'single value'}", mend


def _compared(tree: ast.expr, content: Content) -> Told:
    """Comparisons that say nothing: of a day with a number, of a name, of what no session changes."""
    for text in expressions.constants(tree):
        what = f"{text!r} is the same on every session, so no sentence can depend on it"
        yield what, "compare a recomputed number, or write the sentence without a condition."
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        kinds = {}
        for side in (node.left, *node.comparators):
            text = ast.unparse(side)
            kind = guards.kind(side.id, content) if isinstance(side, ast.Name) else "number"
            if kind == "name":
                yield f"metric {text!r} is no number, so it cannot be compared.", ""
            else:
                kinds[kind] = text
        if len(kinds) > 1:
            yield f"{kinds['day']} is a day and {kinds['number']} a number", "compare days with days."


def misplaced(page: Page, slot: Slot, landing: Landing) -> Told:
    """Where a slot stands that is not filled there, or must not be."""
    before = page.text[: slot.start]
    line = page.text[slot.start - slot.column + 1 :].split("\n", 1)[0]
    if landing.inside == "front":
        what = f"{slot.raw} stands in the page's front matter, where slots are not filled."
        yield what, "Write words there."
    elif landing.is_code:
        what = f"the line begins with a tab or four spaces, which makes it code, and {slot.raw} is left alone there"
        yield what, "take the indent away."
    elif slot.kind == "wrong":
        return
    elif landing.inside == "comment":
        yield f"{slot.raw} stands in a comment, where no reader sees it", "take it out of <!-- -->."
    elif landing.inside == "tag" and landing.element in ("a", "img"):
        place = "image" if landing.element == "img" else "address of a link"
        yield f"{slot.raw} stands in the {place}, which can hold no slot", "write it into the text beside it."
    elif landing.inside == "tag":
        what = f"{slot.raw} stands inside a tag, which can hold no slot"
        yield what, "write it into the text beside the tag."
    elif not landing.inside:
        yield f"{slot.raw} stands where no reader sees it", "write it into a sentence."
    elif set(landing.around) & set(HEADINGS) and slot.kind != "plain":
        what = f"{slot.raw} stands in a heading, whose address would change with it"
        yield what, "say it in the sentence below."
    elif slot.kind in ("chart", "table") and line != slot.raw:
        what = f"{slot.raw} needs a line of its own, without an indent"
        yield what, "put it between two blank lines."
    elif "a" in landing.around and slot.kind in ("said", "now", "cite"):
        what = f"{slot.raw} is a link itself and cannot stand in the text of another"
        yield what, "put it beside the link."
    elif (len(before) - len(before.rstrip("\\"))) % 2:
        what = f"the backslash before {slot.raw} does not keep it from being filled"
        yield what, "take it away, or put code in backticks."
