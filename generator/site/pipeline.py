"""From snapshot to site: read → compute → draw → make tables → check → render → write → MkDocs → finish.

Each stage is a function of what stands before it. `run` is the whole way; `serve` keeps the ground of it (what was
read, computed and drawn) while only pages change, and goes the rest of the way again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import config, palette
from generator.charts import downloads, registry, vega, workers
from generator.charts.record import Figure
from generator.ledger.record import Results
from generator.pages import citations, frontmatter, ledger_pages, missing, provenance, source
from generator.pages.checks import links, report
from generator.pages.render import Content, Writer, place_of, with_strip
from generator.pages.source import Page
from generator.pages.tables.compared import facts_of
from generator.pages.tables.registry import Known, tables
from generator.site import api, builder, feeds, gallery, sources, standby, state, status, writer
from generator.site.gallery import Gallery, Sketches
from generator.site.sources import Computed, Sources

Say = Callable[[str], None]
DEEP = "../../"  # the way to the root from a chart's page, and from one that no editor writes


@dataclass(frozen=True)
class Ground:
    """What was read, computed and drawn: all of a site that no page says."""

    given: Sources
    computed: Computed
    sketches: Sketches


@dataclass(frozen=True)
class Narrative:
    """The editors' folder: pages, and the other files by name."""

    pages: list[Page]
    assets: Mapping[str, bytes]


@dataclass(frozen=True)
class Finished:
    """The files of build/docs by path there, and what the site says of itself as a whole."""

    files: Mapping[str, bytes]
    results: Results
    summary: Mapping[str, Any]


def run(
    folder: Path | None, as_of: date | None, inputs: Mapping[str, str], studio: workers.Studio, say: Say
) -> Mapping[str, Any]:
    """The whole way; the site's summary. Without a folder of a snapshot the newest edition is shown."""
    builder.settle()
    vega.begin()  # works beside the rest
    standby.call()
    ground = prepare(folder, as_of, studio)
    finished = render(ground, narrative())
    state.forget()
    touched = writer.write(config.BUILD / "docs", finished.files)
    say(f"Wrote {touched} of {len(finished.files)} files; building the site")
    builder.build(finished.results, inputs)
    return finished.summary


def prepare(folder: Path | None, as_of: date | None, studio: workers.Studio) -> Ground:
    """Read, compute, and send every chart to be drawn."""
    given = sources.read(folder, as_of)
    computed = sources.compute(given)
    return Ground(given, computed, gallery.sketch(given, computed, studio))


def narrative() -> Narrative:
    """Read what editors write."""
    others = {
        path.relative_to(config.DOCS).as_posix(): _styled(path)
        for path in sorted(config.DOCS.rglob("*"))
        if path.is_file() and path.suffix != ".md"
    }
    return Narrative(source.read(config.DOCS), others)


def _styled(path: Path) -> bytes:
    """A file as it goes out: the site's stylesheet with the palette before it, any other as it is."""
    before = palette.css().encode() if path.name == "site.css" else b""
    return before + path.read_bytes()


def tabulate(
    given: Sources, computed: Computed, pages: list[Page], figures: Mapping[str, Figure]
) -> tuple[Known, Content]:
    """Make every table that a page holds, once for each way to the root; charts are still bare places."""
    results = missing.told(computed.results)
    shown = {name: facts_of(name, given.book) for name in tables()}
    captions = {key: downloads.cited(figure) for key, figure in figures.items()}
    known = Known(
        results,
        given.book,
        citations.uses(pages, given.book.facts, captions, shown),
        given.sealed,
        provenance.files(given.market, results),
        provenance.sentence(given.market),
        frozenset(api.series(given.market)),
    )
    made: dict[str, Writer] = {name: partial(function, known) for name, function in tables().items()}
    content = Content(
        results=results,
        book=given.book,
        charts={key: partial(place_of, key) for key in registry.REGISTRY},
        tables=made,
        table_facts=shown,
        then=computed.then,
        strip=partial(provenance.strip, results),
    )
    held = source.uses(pages, "table")
    each = {
        name: {prefix: write(prefix) for prefix in {page.prefix for page in held.get(name, ())}}
        for name, write in (made | report.tables(pages, content)).items()
    }
    return known, replace(content, tables={name: html.__getitem__ for name, html in each.items()})


def check(known: Known, content: Content, written: Narrative) -> tuple[dict[str, str], dict[str, str]]:
    """The editors' pages rendered, and those that no editor writes, by name; raises all that is wrong at once."""
    rendered = report.rendered(written.pages, content)
    generated = dict(ledger_pages.pages(known, ledger_pages.history(known.editions)))
    settings = config.ROOT / "mkdocs.yml"
    report.check(written.pages, content, rendered | generated, set(written.assets), settings)
    return rendered, generated


def render(ground: Ground, written: Narrative) -> Finished:
    """Tables, check, pages, and what programs read: every file of build/docs."""
    given, pages = ground.given, written.pages
    known, content = tabulate(given, ground.computed, pages, ground.sketches.figures)
    rendered, generated = check(known, content, written)
    results = content.results
    programs = {
        **feeds.files(pages, content, ground.sketches.figures, known.editions),
        **api.files(results),
        **api.series(given.market),
        **status.files(given.market, results),
        "api/sources.json": api.sources(given.book, known.uses),
    }
    hung = gallery.hang(ground.sketches, pages, results)
    files = {
        **written.assets,
        **programs,
        **hung.files,
        **gallery.alone(hung, given.book, provenance.strip(results, DEEP, alone=True)),
        **{name: dressed(name, text, content) for name, text in generated.items()},
        **{page.name: finished(page, rendered[page.name], content, hung) for page in pages},
    }
    summary = {
        "as_of": results.as_of.isoformat(),
        "origin": results.origin,
        "metrics": len(results.numbers),
        "facts": len(given.book.facts),
        "charts": len(hung.pictures),
        "pages": len(pages),
    }
    return Finished(files, results, summary)


def dressed(name: str, text: str, content: Content) -> bytes:
    """A page that no editor writes, as MkDocs gets it."""
    return frontmatter.dress(name, with_strip(text, content.strip(DEEP, 0)), content.results).encode()


def finished(page: Page, text: str, content: Content, hung: Gallery) -> bytes:
    """An editor's page as MkDocs gets it, with its pictures."""
    text = gallery.placed(hung, content.book, page, text)
    social = f"assets/social/{page.stem}.png"
    shown = social if social in hung.files else ""
    return frontmatter.dress(
        page.name, links.with_jumps(text, page), content.results, shown, twin=True
    ).encode()
