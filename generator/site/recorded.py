"""What an edition says of pages: the numbers that they name, which branch of each sentence is taken, and what they are written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import config, expressions, metrics
from generator.expressions import PUBLICATION, Term
from generator.ledger import changes, sealed, sealing
from generator.ledger.changes import Changes
from generator.metrics.record import Metric
from generator.pages import branches, guards, prose, source
from generator.pages.branches import Block, Branch
from generator.pages.content import Content
from generator.pages.render import filled
from generator.pages.slots import Slot
from generator.pages.source import Page
from generator.site.ground import Ground


def record(
    ground: Ground, pages: list[Page], content: Content, before: Path | None, usual: bool = True
) -> dict[str, Any]:
    """What an edition of the ground's session says; `before` is the edition of the session before it."""
    return sealing.record(
        ground.computed.results,
        ground.given.market,
        date.fromisoformat(sealed.name(before)[:10]) if before else None,
        asked(ground, [*pages, *content.headlines.values()]),
        texts(pages),
        [*sentences(pages, content)],
        fingerprint(),
        usual,
    )


def since(ground: Ground, pages: list[Page], content: Content) -> Changes | None:
    """What is otherwise than in the newest edition; None where the site shows that one, or simulated data."""
    if ground.given.market.origin != "market" or not ground.editions:
        return None
    told = {**ground.recorded, "sentences": [*sentences(pages, content)], "text": texts(pages)}
    return changes.between(sealed.read(ground.editions[-1]), told)


def texts(pages: Iterable[Page]) -> dict[str, str]:
    """The fingerprint of each page as it is written."""
    return {page.stem: _short(page.text) for page in pages}


def asked(ground: Ground, pages: Iterable[Page]) -> Iterator[tuple[str, Metric]]:
    """Every number of another symbol or day that the pages name, in any branch, and what conditions were at publication."""
    terms: dict[str, Term] = {}
    for page in pages:
        for slot in page.slots:
            named = [slot.value] if slot.kind == "now" else []
            condition = slot.kind in ("while", "or")
            if condition:
                named = list(expressions.parse(slot.value)[1])
            for term in map(expressions.term, named):
                if term.kind != "now" or term.key not in metrics.REGISTRY:
                    continue
                then = Term("now", term.key, term.symbol, PUBLICATION)
                for one in (term, then) if condition else (term,):
                    if not one.is_bare:
                        terms[str(one)] = one
    for name, term in sorted(terms.items()):
        yield name, ground.computed.asked(term)


def sentences(pages: list[Page], content: Content) -> Iterator[dict[str, Any]]:
    """Of each sentence that hangs on a condition, which branch is taken and what it says."""
    for page in pages:
        seen: dict[str, int] = {}
        for block in branches.blocks(page.slots):
            held = (
                n
                for n, branch in enumerate(block.branches)
                if branch.opener.kind == "else" or guards.holds(branch.opener.value, content)
            )
            taken = next(held, -1)
            inside = block.branches[taken] if taken >= 0 else None
            name = _short(page.text[block.start : block.end])
            seen[name] = seen.get(name, 0) + 1
            yield {
                "page": page.stem,
                "id": f"{page.stem}:{name}" + (f".{seen[name]}" if seen[name] > 1 else ""),
                "taken": taken,
                "words": _whole(page, block, inside, content),
                "reads": sorted({str(n) for branch in block.branches for n in branch.reads}),
            }


def _whole(page: Page, block: Block, inside: Branch | None, content: Content) -> str:
    """The sentences that hold what a block says; "" where it says nothing and stands between two."""
    text = page.text
    begin = max((gap.end() for gap in prose.BREAK.finditer(text, 0, block.start)), default=0)
    begin = min(prose.MARK.match(text, begin).end(), block.start)  # type: ignore[union-attr]
    gap = prose.BREAK.search(text, block.end)
    said = text[inside.start : inside.end] if inside else ""
    around = (text[begin : block.start], said, text[block.end : gap.start() if gap else len(text)])
    told = _plainly("{}\0{}\0{}".format(*around), page, content)
    before, within, after = told.split("\0")
    start, end = len(before), len(before) + len(within.rstrip())
    start += len(within) - len(within.lstrip()) if within.strip() else 0
    words = f"{before}{within}{after}"
    held = [
        words[a:b] for a, b in prose.spans(words) if (a < end and start < b if start < end else a < start < b)
    ]
    return prose.bare(" ".join(held))


def _plainly(text: str, page: Page, content: Content) -> str:
    """What a piece of a page says: branches taken, slots filled, without marks."""

    def fill(slot: Slot) -> str:
        if slot.kind == "said":
            return content.book.facts[slot.value].printed
        if slot.kind == "now":
            return content.number(slot.value).written(slot.form) or "no figure"
        return slot.value if slot.kind == "plain" else ""

    taken = branches.taken(source.page(page.name, text), partial(guards.holds, content=content))
    return filled(taken, content, fill, lambda words, note: words)


def fingerprint() -> str:
    """Of all that an article is written in: pages, facts, settings."""
    tops = [config.DOCS, config.FACTS, config.ROOT / "article.toml", config.ROOT / "mkdocs.yml"]
    digest = hashlib.sha256()
    for top in tops:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix in (".md", ".toml", ".yml"):
                text = path.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{path.relative_to(top.parent).as_posix()}\n".encode() + text + b"\0")
    return digest.hexdigest()[:16]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
