"""A checked page to finished Markdown: what stands in the place of each slot."""

from __future__ import annotations

from collections.abc import Callable

from generator import expressions, formats
from generator.pages import citations, footnotes, front, guards, marks
from generator.pages.content import Content
from generator.pages.slots import Slot, shape
from generator.pages.source import Page

WORDS_A_MINUTE = 220


def place_of(key: str) -> str:
    """A chart before it is drawn: its anchor."""
    return f'<figure id="chart-{key}"></figure>'


def render(page: Page, content: Content) -> str:
    """The finished Markdown of a page whose slots are sound."""
    places = citations.places(page)
    text = filled(page, content, lambda slot: _fill(slot, places.get(slot), page, content), guards.html)
    return with_strip(text, content.strip(page.prefix, minutes(page)))


def minutes(page: Page) -> int:
    """How long a page's prose takes to read; charts and tables are looked at."""
    return round(len(page.text[page.front.end :].split()) / WORDS_A_MINUTE)


def filled(
    page: Page,
    content: Content,
    fill: Callable[[Slot], str],
    lapsed: Callable[[str, guards.Note], str],
) -> str:
    """A page's text with its slots filled, and what its conditions guard `lapsed` where they are not met."""
    out: list[str] = []
    at = begun = 0
    guard: Slot | None = None
    for slot in page.slots:
        out.append(page.text[at : slot.start])
        at = slot.end
        if slot.kind == "while":
            guard, begun = slot, len(out)
        elif slot.kind != "end":
            out.append(fill(slot))
        elif guard and (note := guards.note(guard.value, content)):
            out[begun:] = [lapsed("".join(out[begun:]), note)]
    return "".join([*out, page.text[at:]])


def _fill(slot: Slot, place: str | None, page: Page, content: Content) -> str:
    match slot.kind:
        case "said":
            finding = content.results.findings[slot.value]
            return marks.said(
                content.book.facts[slot.value], finding, content.book.sources, page.prefix, place
            )
        case "now":
            said, entry = content.published.get(slot.value), content.number(slot.value)
            shown = marks.number(entry, page.prefix, slot.form, said, expressions.term(slot.value).symbol)
            return shown + marks.moved(entry, content.then.get(slot.value))
        case "chart":
            return place_of(slot.value)
        case "table":
            return content.tables[slot.value](page.prefix)
        case "cite":
            return marks.citations([int(slot.value)], content.book.sources, page.prefix, place)
        case "note" | "footnote":
            return shape(slot, footnotes.mark(slot, page))
        case _:
            return formats.escape(slot.value)


def with_strip(text: str, strip: str) -> str:
    """The strip goes under the first heading, or on top where a page has none."""
    lines = text.split("\n")
    fenced = False
    for index, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if line.startswith("# ") and not fenced:
            return "\n".join([*lines[: index + 1], "", strip, *lines[index + 1 :]])
    end = front.split(text).end
    return f"{text[:end]}{strip}\n\n{text[end:]}"
