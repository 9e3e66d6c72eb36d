"""An edition made and read as a folder: results, pictures, article, and the sums over them.

What a seal writes is read back before its article is made of it, so that the article is a function of the edition and of
the pages alone, and whoever has both can make it again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator import config, disk, expressions, metrics
from generator.charts import sealed as pictures
from generator.charts import workers
from generator.errors import EditionError, EditorError, Problem, UsageError
from generator.expressions import PUBLICATION, Term
from generator.ledger import editions, sealed, sealing
from generator.metrics.record import Metric
from generator.pages import branches, guards, source
from generator.pages.content import Content
from generator.pages.render import filled
from generator.pages.slots import Slot
from generator.pages.source import Page
from generator.site import article, gallery, pipeline, sources
from generator.site.ground import Ground

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def record(ground: Ground, pages: list[Page], before: Path | None, usual: bool = True) -> dict[str, Any]:
    """What an edition of the ground's session says; `before` is the edition of the session before it."""
    content, _ = pipeline.tabulate(ground, pages)
    return sealing.record(
        ground.computed.results,
        ground.given.market,
        date.fromisoformat(sealed.name(before)[:10]) if before else None,
        asked(ground, pages),
        {page.stem: _short(page.text) for page in pages},
        [*sentences(pages, content)],
        fingerprint(),
        usual,
    )


def seal(folder: Path, as_of: date | None, into: Path) -> tuple[Path, bool]:
    """Seal the edition of a session on a snapshot; (its folder, whether it is new). An equal one is left as it is."""
    written = pipeline.narrative()
    with workers.Studio() as studio:
        ground = pipeline.prepare(folder, as_of, studio)
        if ground.results.origin != "market":
            raise UsageError(editions.ONLY_REAL)
        session, pages = ground.results.as_of, written.pages
        pipeline.check(ground, pipeline.tabulate(ground, pages)[0], written)
        earlier = [path for path in editions.editions(into) if sealed.name(path)[:10] < session.isoformat()]
        made = record(ground, pages, earlier[-1] if earlier else None)
        same = editions.editions(into, session)
        for path in same:
            if not sealing.differences(sealed.read(path), made):
                return path, False
        if same:
            made["changed"] = changed(same[-1], made)
        path = into / sealing.folder_name(session, editions.turn(same[-1]) + 1 if same else 1)
        half = into / f".{path.name}.half" / path.name
        shutil.rmtree(half.parent, ignore_errors=True)
        try:
            disk.write(half / sealed.RESULTS, dumped(made))
            for key, (figure, drawn) in ground.gallery.pictures.items():
                for name, body in pictures.files(ground.given.charts[key], figure, drawn).items():
                    disk.write(half / name, body)
            disk.write(half / sealed.ARTICLE, again(half, written, studio))
            disk.write(half / sealed.SUMS, sums(half))
            half.rename(path)
            disk.flush(into)
        finally:
            shutil.rmtree(half.parent, ignore_errors=True)
    return path, True


def changed(path: Path, made: Mapping[str, Any]) -> dict[str, Any]:
    """What a second seal of a session says otherwise than the one before, and why."""
    from generator.ledger import changes

    found = changes.between(sealed.read(path), made)
    return {
        "from": sealed.name(path),
        "why": list(found.causes),
        "what": sealing.differences(sealed.read(path), made)[:200],
    }


def again(path: Path, written: pipeline.Narrative, studio: workers.Studio) -> bytes:
    """The article of an edition, made of what stands in its folder and of the pages."""
    problems: list[Problem] = []
    known, drawn = sources.declarations(problems)
    if problems:
        raise EditorError(problems)
    given = sources.of_edition(path, known, (), drawn)
    computed = sources.compute(given)
    ground = Ground(given, computed, gallery.sketch(given, computed, studio))
    content, _ = pipeline.tabulate(ground, written.pages)
    return article.render(ground, written.pages, content)


def dumped(made: Mapping[str, Any]) -> bytes:
    """A record as its file holds it."""
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def files(path: Path) -> dict[str, Path]:
    """Every file of an edition by its path there, but the list of sums."""
    found = (file for file in sorted(path.rglob("*")) if file.is_file() or file.is_symlink())
    named = {file.relative_to(path).as_posix(): file for file in found}
    named.pop(sealed.SUMS, None)
    return dict(sorted(named.items()))


def sums(path: Path) -> bytes:
    """The list of sums of an edition, as `sha256sum` writes and reads it."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n" for name, file in files(path).items()
    ).encode()


def served(path: Path) -> dict[str, bytes]:
    """What of an edition stands on the site, by path below it; EditionError where the article is not the one that was sealed."""
    body = (path / sealed.ARTICLE).read_bytes()
    told = (path / sealed.SUMS).read_text("utf-8")
    if f"{hashlib.sha256(body).hexdigest()}  {sealed.ARTICLE}\n" not in told:
        raise EditionError(
            f"editions/{path.name}/{sealed.ARTICLE} is not what was sealed; restore it from git."
        )
    return {f"editions/{path.name}/index.html": body}


def asked(ground: Ground, pages: list[Page]) -> Iterator[tuple[str, Metric]]:
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
            words = page.text[inside.start : inside.end] if inside else ""
            name = _short(page.text[block.start : block.end])
            seen[name] = seen.get(name, 0) + 1
            yield {
                "page": page.stem,
                "id": f"{page.stem}:{name}" + (f".{seen[name]}" if seen[name] > 1 else ""),
                "taken": taken,
                "words": _plainly(words, page, content),
                "reads": sorted({str(n) for branch in block.branches for n in branch.reads}),
            }


def _plainly(text: str, page: Page, content: Content) -> str:
    """A sentence of a page with its slots filled, without marks."""

    def fill(slot: Slot) -> str:
        if slot.kind == "said":
            return content.book.facts[slot.value].printed
        if slot.kind == "now":
            return content.number(slot.value).written(slot.form) or "no figure"
        return slot.value if slot.kind == "plain" else ""

    said = filled(source.page(page.name, text), content, fill, lambda words, note: words)
    return " ".join(LINK.sub(r"\1", said).replace("**", "").split())


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
