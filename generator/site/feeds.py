"""What a site says of itself to other programs: text twins, llms.txt, robots.txt, Atom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import config, formats
from generator.charts.record import Figure
from generator.ledger import sealed
from generator.ledger.briefs import brief
from generator.ledger.record import Results
from generator.pages import changes, footnotes, guards, headlines, marks, templating
from generator.pages.content import Content
from generator.pages.render import filled
from generator.pages.slots import LOGIC, Slot, shape
from generator.pages.source import Page
from generator.pages.tables.editions import brought_by, compared, pairs
from generator.pages.tables.registry import sections
from generator.site import schema

NAME = config.ARTICLE.name
FED = 24  # editions that a feed tells of: two years of months
TOLD = 6  # whose changes another tells one by one
SIMULATED = "Simulated data, not the market's: every number and verdict is computed from random prices. "


def files(narrative: Sequence[Page], content: Content, figures: Mapping[str, Figure]) -> dict[str, bytes]:
    """Text twins of the narrative, llms.txt and robots.txt, by path below the site."""
    out = {f"{page.stem}.txt": twin(page, content, figures).encode() for page in narrative}
    out["llms.txt"] = _llms(narrative, content.results).encode()
    out["robots.txt"] = templating.text("feeds/robots.txt", base=config.site_url()).encode()
    return out


def twin(page: Page, content: Content, figures: Mapping[str, Figure]) -> str:
    """A page as plain Markdown, each number with its date, each claim with its verdict."""
    text = filled(page, content, lambda slot: _said(slot, page, content, figures), guards.plain)
    text = text[page.front.end :].lstrip()
    text = re.sub(r"\]\(([\w/-]+)\.md(#[\w-]+)?\)", lambda m: f"]({m[1]}.txt)", text)
    day = formats.day(content.results.as_of)
    what = SIMULATED if content.results.origin == "simulated" else ""
    return text.replace(
        "\n",
        f"\n\n{what}Numbers as of {day} unless another day stands beside them. No investment advice.\n",
        1,
    )


def _said(slot: Slot, page: Page, content: Content, figures: Mapping[str, Figure]) -> str:
    results, book = content.results, content.book
    kind, value, form = slot.kind, slot.value, slot.form
    if kind == "said":
        fact, finding = book.facts[value], results.findings[value]
        cites = "".join(f"[{n}]" for n in fact.cites)
        told = f"; {marks.name(finding.verdict)}" if finding.verdict else ""
        return f"{fact.printed} {cites} (published, as of {fact.as_of}{told})"
    if kind == "now":
        entry = content.number(value)
        if entry.value is None:
            return f"no figure ({entry.missing})"
        return entry.written(form) + ("" if entry.as_of == results.as_of else f" (as of {entry.as_of})")
    if kind == "chart":
        figure = figures[value]
        told = f"cannot be drawn: {figure.missing}" if figure.missing else figure.alt
        caption = figure.words
        headline = templating.words_of(headlines.told(value, content, ""))
        named = f"{headline} ({figure.title})" if headline else figure.title
        lead = f"Chart: {named}" if figure.missing else f"[Chart: {named}](charts/{value}/)"
        return f"{lead}: {told} {caption}".strip()
    if kind == "table":
        return templating.words_of(content.tables[value](page.prefix))
    if kind == "cite":
        return f"[{value}]"
    if kind in ("note", "footnote"):
        return shape(slot, footnotes.mark(slot, page).words)
    return "" if kind in LOGIC else value


def _llms(narrative: Iterable[Page], results: Results) -> str:
    order = list(sections())
    pages = sorted(narrative, key=lambda page: order.index(page.stem) if page.stem in order else len(order))
    return templating.text(
        "feeds/llms.txt",
        site=NAME,
        published=formats.day(config.PUBLISHED),
        fund=config.FUND,
        base=config.site_url(),
        what=SIMULATED if results.origin == "simulated" else "",
        as_of=results.as_of,
        pages=[(page.stem, page.title) for page in pages],
        documents=[(name, about) for name, (_, about) in schema.DOCUMENTS.items()],
    )


@dataclass(frozen=True)
class Entry:
    """One entry of a feed."""

    key: str  # of its id, for good
    title: str
    updated: str  # UTC
    way: str  # below the site's root
    summary: str


def feed(editions: Sequence[Path], origin: str = "market") -> str:
    """Atom: an entry for each of the newest sealed editions, with what it counts and what it brought; on simulated data none."""
    brought = {after: brought_by(before, after) for before, after in pairs(editions)[:FED]}
    entries = []
    for path in editions[-FED:]:
        known, name = brief(path), sealed.name(path)
        verdicts = Counter(known["verdicts"].values())
        told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
        since = f" Since the edition before: {brought[path]}." if path in brought else ""
        summary = f"{len(known['values'])} numbers. Verdicts: {told}.{since}"
        way = f"editions/{name}/"
        entries.append(Entry(f"edition:{name}", f"Edition {name}", _moment(path), way, summary))
    return _atom("editions", "sealed editions", "feed.xml", entries[::-1], origin)


def changed(editions: Sequence[Path], origin: str = "market") -> str:
    """Atom: an entry for each change that a reader cares about, in a sentence, of the newest editions first."""
    entries = []
    for before, after in pairs(editions)[:TOLD]:
        one, other = sealed.read(before), sealed.read(after)
        since = formats.day(date.fromisoformat(one["as_of"]))
        for kind, said in changes.told(compared(before, after), one, other).items():
            key, head = (
                f"change:{sealed.name(after)}:{kind}",
                f"{changes.HEADS[kind]}, since the edition of {since}",
            )
            most = changes.most(kind)
            for each in said[:most]:
                told = f"{head}. Cause: {each.causes}."
                entries.append(Entry(f"{key}:{each.change.key}", each.words, _moment(after), each.way, told))
            if len(said) > most:
                words = f"{changes.HEADS[kind]}: {len(said) - most} more"
                entries.append(Entry(f"{key}:more", words, _moment(after), "changes/", f"{head}."))
    return _atom("changes", "what changed", "changes.xml", entries, origin)


def _moment(path: Path) -> str:
    """The session's close; a later seal of the same session is a second younger, so that readers order them."""
    name = sealed.name(path)
    return f"{name[:10]}T21:00:{int(name[11:] or 1) - 1:02}Z"


def _atom(key: str, what: str, name: str, entries: Sequence[Entry], origin: str) -> str:
    return templating.render(
        "feeds/feed.xml",
        key=key,
        what=what,
        name=name,
        site=NAME,
        fund=config.FUND.lower(),
        base=config.site_url(),
        # of a feed without an entry: the article's last close
        updated=max((entry.updated for entry in entries), default=f"{config.LAST_CLOSE}T21:00:00Z"),
        entries=entries,
        simulated=origin == "simulated",
    )
