"""Slots and citations: known, well formed, and where a reader sees them filled; and facts and references that none shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator import expressions, formats
from generator.errors import Problem, near
from generator.facts.sources import listed
from generator.pages import branches, footnotes, guards, headlines
from generator.pages.checks import numerals, terms
from generator.pages.content import Content
from generator.pages.reading import HEADINGS
from generator.pages.slots import LOGIC, Slot
from generator.pages.source import Landing, Page, uses

Told = Iterator[tuple[str, str]]  # what, mend


def problems(pages: list[Page], content: Content) -> list[Problem]:
    """Every malformed, unknown or misplaced slot, unknown reference, and fact or reference that nobody cites."""
    above = list(content.headlines.values())
    found = [problem for page in [*pages, *above] for problem in wrong(page, content)]
    found += [problem for page in above for problem in headlines.problems(page)]
    here = shown(pages, content)
    for fact in content.book.facts.values():
        if fact.key not in here and fact.key not in content.book.unsound:
            what = f"nobody cites [{fact.key}] ({fact.printed})"
            mend = f"write {{{{ said.{fact.key} }}}} on a page, or take the fact out."
            found.append(Problem(f"facts/{fact.section}.toml", fact.line, 0, what, mend))
    cited = {n for key in here if key in content.book.facts for n in content.book.facts[key].cites}
    cited |= {int(value) for value in uses(pages, "cite") if value.isdigit()}
    told = all(fact.cites for fact in content.book.unsound.values())  # else nobody knows what they cite
    for number in content.book.sources if told else ():
        if number not in cited:
            mend = f"write [@{number}] where it is leaned on."
            found.append(Problem("facts/sources.toml", 0, 0, f"nobody cites reference {number}", mend))
    return found


def wrong(page: Page, content: Content) -> list[Problem]:
    """What is wrong with the slots of a page by itself."""
    return [*_on(page, content)]


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
    opened: list[Slot] = []  # the slots of a block so far: while, or, else
    for slot in page.written:
        landing = page.landings[slot]
        if landing.is_code and ("pre" not in landing.around or "fence" in landing.around):
            continue
        told = [*misplaced(page, slot, landing)]
        if landing.is_filled or (landing.inside == "front" and not told) or slot.kind == "wrong":
            told = [*_unknown(slot, content), *told]
        if landing.is_filled:
            told += _out_of_order(slot, opened)
            if not told and slot.kind == "now":
                told += _bare(page, slot)
        for what, mend in told:
            yield Problem(page.file, slot.line, slot.column, what, mend)
    for slot, what, mend in footnotes.problems(page):
        yield Problem(page.file, slot.line, slot.column, what, mend)
    if opened:
        yield Problem(page.file, opened[0].line, opened[0].column, "this {{ while … }} has no {{ end }}.")


def _out_of_order(slot: Slot, opened: list[Slot]) -> Told:
    """What is wrong with where a slot of a condition stands among the others; `opened` follows them."""
    if slot.kind not in LOGIC:
        return
    otherwise = next((one for one in opened if one.kind == "else"), None)
    if slot.kind == "while":
        if opened:
            yield f"a second while inside the one of line {opened[0].line}", "write {{ end }} before it."
        opened[:] = [slot]
    elif not opened:
        yield (
            f"{{{{ {'or while …' if slot.kind == 'or' else slot.kind} }}}} without a {{{{ while … }}}} before it.",
            "",
        )
    elif slot.kind == "end":
        if opened[-1].kind == "or":
            what = f"the {{{{ or while … }}}} of line {opened[-1].line} has no {{{{ else }}}} behind it"
            yield (
                what,
                "write {{ else }} before this {{ end }}, with nothing between them where nothing is to be said.",
            )
        opened.clear()
    elif otherwise:
        what = "a second {{ else }}" if slot.kind == "else" else "an {{ or while … }} behind the {{ else }}"
        yield f"{what} of line {otherwise.line}", "the {{ else }} comes last, and once."
    else:
        opened.append(slot)


def _bare(page: Page, slot: Slot) -> Told:
    """A number that can be missing stands in a branch whose condition reads it."""
    term = expressions.term(slot.value)
    if not (when := terms.can_miss(term)):
        return
    for block in branches.blocks(page.slots):
        for branch in block.branches:
            if (
                branch.start <= slot.start < branch.end
                and block.chooses
                and not block.lacks(branch, str(term))
            ):
                return
    what = f"there is no {term} {when}, and a sentence cannot do without its number"
    yield what, f"write {{{{ while known {term} }}}} … {{{{ else }}}} … {{{{ end }}}} around the sentence."


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
            several = re.findall(r"\d+", slot.value)
            each = " ".join(f"[@{number}]" for number in several)
            mend = f"write {each}." if len(several) > 1 else listed(content.book.sources)
            yield f"no reference {slot.value!r}", mend
    elif slot.kind == "plain":
        if not slot.value.strip():
            yield f"{slot.raw} waives nothing", "write the name between the quotes, or take it out."
        elif numerals.is_figure(slot.value):
            what = f"{slot.value!r} holds a figure, and plain is for what is a name"
            yield what, "write the figure as {{ said.… }} or {{ now.… }}."
    elif slot.kind in ("while", "or"):
        yield from terms.condition(slot.value, content)
    elif slot.kind == "now":
        yield from terms.number(slot.value, content)
        yield from _forms(slot, content)
    elif slot.kind in kinds:
        name, known = kinds[slot.kind]
        if slot.value not in known:
            yield (
                f"no {name} {slot.value!r}",
                terms.close(slot.value.split(" ")[0], slot.kind, known, content),
            )
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
    for either in formats.EITHER:
        if len(both := [form for form in dict.fromkeys(slot.form.split()) if form in either]) > 1:
            yield f"{' and '.join(both)} cannot both be had", "write one of them."


def _wrong(slot: Slot) -> tuple[str, str]:
    if slot.raw in ("{{", "}}"):
        mend = "a slot is written {{ now.close }} on one line, and code stands in backticks."
        return f"a stray {slot.raw}", mend
    if slot.value.split(" ")[0] in ("elif", "elseif", "else", "or", "if", "unless", "otherwise"):
        return (
            f"{slot.raw} is no slot.",
            "Branches are {{ while … }} … {{ or while … }} … {{ else }} … {{ end }}.",
        )
    mend = (
        "Slots are {{ said.… }}, {{ now.… }}, {{ chart.… }}, {{ table.… }}, {{ while … }} … {{ end }} "
        'and {{ plain "…" }}.'
    )
    return f"{slot.raw} is no slot.", mend


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
    elif "a" in landing.around and slot.kind in ("said", "now", "cite", "note"):
        what = f"{slot.raw} is a link itself and cannot stand in the text of another"
        yield what, "put it beside the link."
    elif (len(before) - len(before.rstrip("\\"))) % 2:
        what = f"the backslash before {slot.raw} does not keep it from being filled"
        yield what, "take it away, or put code in backticks."
