"""From snapshot to site: read → compute → draw → make tables → check → render → write → MkDocs → finish.

Each stage is a function of what stands before it. `run` is the whole way; `serve` keeps the ground of it (what was
read, computed and drawn) while only pages change, and goes the rest of the way again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from generator import config, palette
from generator.charts import downloads, vega, workers
from generator.errors import Problem
from generator.ledger.record import Results
from generator.pages import citations, explorer, front, headlines, marks, provenance, source
from generator.pages import folder as docs
from generator.pages.checks import links, report
from generator.pages.citations import Uses
from generator.pages.content import Content, Writer
from generator.pages.render import minutes, with_strip
from generator.pages.source import Page
from generator.pages.tables import editions
from generator.pages.tables.compared import facts_of
from generator.pages.tables.registry import sections
from generator.pages.templating import piece
from generator.site import api, builder, feeds, gallery, recorded, schema, sources, standby, state, writer
from generator.site.gallery import Gallery, Sketches
from generator.site.ground import Ground

Say = Callable[[str], None]
ASSETS = Path(__file__).with_name("assets")  # styles and scripts of every site
WORDED = ("title", "look", "caption", "alt")  # of a chart, beside its headline
LISTS = "explorer.css"  # goes out with the site's, which a page asks for anyway
REMARK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)  # on lines of its own
INDENTED = re.compile(r"^[ \t\n]+", re.MULTILINE)
LATEST = 12  # editions that a section leads to; the list has them all
DEEP = "../../"  # the way to the root from a chart's page, and from one that no editor writes


@dataclass(frozen=True)
class Narrative:
    """The editors' folder: pages, and the other files by name."""

    pages: list[Page]
    assets: Mapping[str, bytes]
    passed: tuple[str, ...] = ()  # files that are left out


@dataclass(frozen=True)
class Finished:
    """The files of build/docs by path there, those that go past MkDocs, and what the site says of itself as a whole."""

    files: Mapping[str, bytes]
    kept: Mapping[str, Path]
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
    changed = writer.write(config.BUILD / "docs", finished.files)
    say(f"Wrote {changed} of {len(finished.files)} files; building the site")
    builder.build(finished.results, inputs, finished.kept)
    return finished.summary


def prepare(
    folder: Path | None,
    as_of: date | None,
    studio: workers.Studio | None = None,
    told: list[Problem] | None = None,
) -> Ground:
    """Read, compute, and send every chart to be drawn; without a studio there are none. What is wrong is raised, or `told`."""
    given = sources.read(folder, as_of, told)
    computed = sources.compute(given)
    sketches = gallery.sketch(given, computed, studio) if studio else Sketches({}, {})
    return Ground(given, computed, sketches)


def narrative(told: list[Problem] | None = None) -> Narrative:
    """Read what editors write. What is wrong is raised, or `told`."""
    found = docs.files(config.DOCS)
    pages = source.read(config.DOCS, found, told)
    named = sorted(path for path in ASSETS.iterdir() if path.is_file() and path.name != LISTS)
    own = {f"assets/{path.name}": path for path in named}
    others = {**own, **found.others}  # an article may have a favicon of its own
    return Narrative(pages, {name: _styled(path) for name, path in others.items()}, found.passed)


def given(name: str) -> bool:
    """Whether a file of the site is taken as it stands: one of docs/, or of the engine's styles and scripts."""
    return (config.DOCS / name).is_file() or (ASSETS.parent / name).is_file()


def sent(path: str) -> str:
    """The file of the site that one of the engine's styles or scripts goes out in."""
    return f"assets/{Path(path).name.replace(LISTS, 'site.css')}"


def _styled(path: Path) -> bytes:
    """A file as it goes out: the engine's styles and scripts without remarks, its stylesheet with palette and lists; any other as it is."""
    if path.parent != ASSETS or path.suffix not in (".css", ".js"):
        return path.read_bytes()
    parts = [path.read_text("utf-8")]
    if path.name == "site.css":
        parts = [palette.css(config.COLOURS), *parts, path.with_name(LISTS).read_text("utf-8")]
    return INDENTED.sub("", REMARK.sub("", "".join(parts))).encode()


def tabulate(ground: Ground, pages: list[Page]) -> tuple[Content, Uses]:
    """What each slot gives, tables each made once, and where each reference is leaned on; charts are still bare places."""
    facts = {name: facts_of(name, ground.given.book) for name in ground.tables}
    captions = {key: downloads.cited(figure) for key, figure in ground.sketches.figures.items()}
    content = Content(
        results=ground.results,
        book=ground.given.book,
        charts={key: chart.title for key, chart in ground.given.charts.items()},
        tables=ground.tables,
        table_facts=facts,
        asked=ground.asked,
        strip=partial(provenance.strip, ground.results),
        headlines=headlines.pages(
            {k: (chart.headline, chart.line) for k, chart in ground.given.charts.items()}
        ),
        then=ground.then,
        worded={
            key: (chart.line, {name: str(getattr(chart, name)) for name in WORDED})
            for key, chart in ground.given.charts.items()
        },
    )
    shown = [report.shown(page, content) for page in pages]
    uses = citations.uses(shown, ground.given.book.facts, captions, facts)
    own: dict[str, Writer] = {
        **_changes(ground, pages, content),
        **report.tables(pages, content, uses),
    }
    return replace(content, tables={**ground.tables, **own}), uses


def _changes(ground: Ground, pages: list[Page], content: Content) -> dict[str, Writer]:
    """The tables of changes: those that look at the pages of today beside those of an edition."""
    since = cache(partial(recorded.since, ground, pages, content))

    def written(maker: Callable[..., str]) -> Writer:
        return cache(
            lambda prefix: maker(ground.known, since(), ground.recorded if since() else None, prefix)
        )

    return {"changes": written(editions.changes), "latest": written(editions.latest)}


def check(
    ground: Ground, content: Content, written: Narrative, told: Collection[Problem] = ()
) -> dict[str, str]:
    """The editors' pages rendered, by name; raises all that is wrong at once, with what was `told` of facts and files before."""
    rendered = report.rendered(written.pages, content)
    every, settings = {**rendered, **ground.generated}, config.ROOT / "mkdocs.yml"
    report.check(written.pages, content, every, set(written.assets), settings, told)
    return rendered


def render(ground: Ground, written: Narrative) -> Finished:
    """Tables, check, pages, and what programs read: every file of build/docs."""
    pages, results, book, kept = written.pages, ground.results, ground.given.book, ground.kept
    content, uses = tabulate(ground, pages)
    rendered = check(ground, content, written)
    pages = [report.shown(page, content) for page in pages]
    twins = feeds.files(pages, content, ground.sketches.figures)
    programs = {**ground.programs, "api/sources.json": api.sources(book, uses)}
    hung = gallery.with_rasters(ground.gallery, pages, results)
    files = {
        **written.assets,
        **programs,
        **twins,
        **hung.files,
        **gallery.alone(hung, content, provenance.strip(results, DEEP, alone=True), pages),
        **{name: dressed(text, content) for name, text in ground.generated.items()},
        **{
            page.name: finished(page, rendered[page.name], content, hung, ground.given.sealed)
            for page in pages
        },
    }
    summary = {
        "as_of": results.as_of.isoformat(),
        "origin": results.origin,
        "metrics": len(results.numbers),
        "facts": len(book.facts),
        "charts": len(hung.pictures),
        "pages": len(pages),
    }
    return Finished(files, kept, results, summary)


def switch(page: Page, sealed: tuple[Path, ...], moved: bool) -> str:
    """From a section to the same section as it stood; "" on other pages, and where no edition can be read.

    First as it stood at publication; `moved` says whether numbers of that day stand beside those of the page.
    """
    found = editions.neighbours(sealed, page.stem) if page.stem in sections() else []
    if not found:
        return ""
    first = next((one for one in found if one[1] == config.LAST_CLOSE), found[-1])
    others = [one for one in found if one != first]
    return piece(
        "editions/switch",
        prefix=page.prefix,
        stem=page.stem,
        first=first,
        others=others[:LATEST],
        more=len(others) > LATEST,
        moved=moved,
    )


def dressed(text: str, content: Content) -> bytes:
    """A page that no editor writes, as MkDocs gets it."""
    text = with_strip(text, content.strip(DEEP, 0))
    return front.dressed(text, as_of=content.results.as_of.isoformat()).encode()


def finished(page: Page, text: str, content: Content, hung: Gallery, sealed: tuple[Path, ...]) -> bytes:
    """An editor's page as MkDocs gets it, with its pictures."""
    strip = content.strip(page.prefix, minutes(page))
    then = switch(page, sealed, moved=marks.MOVED in text)
    text = gallery.placed(hung, content, page, text)
    social = f"assets/social/{page.stem}.png"
    explored = any(slot.kind == "table" and slot.value in explorer.TABLES for slot in page.slots)
    text = text.replace(strip, f"{strip}\n{then}", 1) if then else text
    return front.dressed(
        links.with_jumps(text, page),
        as_of=content.results.as_of.isoformat(),
        social=social if social in hung.files else "",
        twin=f"{page.stem}.txt",
        documents=list(schema.DOCUMENTS) if "dataset" in page.front.fields else [],
        explorer=explored,
        hide=["toc"] if explored else [],  # its list is as wide as the page, and has choices of its own
    ).encode()
