"""From snapshot to site: the whole way in one place, each step in a room of its own.

The heavy rooms are imported inside: a build that has nothing to do never opens them, and the drawing
processes warm up while they load.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import config
from generator.site import state

if TYPE_CHECKING:
    from concurrent.futures import Future

    from generator.charts import workers
    from generator.charts.record import Figure
    from generator.facts.reader import Book
    from generator.ledger.record import Results
    from generator.market.record import Market
    from generator.metrics.record import Metric

Say = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """What a build works on: facts, the snapshot for series, and the results that pages show."""

    book: Book
    market: Market
    results: Results
    then: Callable[[str], Metric]  # a metric as of the article's last close
    real: bool = False  # no simulated picture: the site goes public
    offered: set[str] = field(default_factory=set)  # files of the site beside its pages, once they are known


def snapshot_folder(data: str | None) -> Path:
    """The folder a build reads: the one given, else the market's where it stands, else the sample."""
    if data:
        return Path(data).expanduser().resolve()
    if any(config.MARKET.with_name(f"{config.MARKET.name}.{rest}").exists() for rest in ("journal", "old")):
        from generator.market import swap

        swap.settle(config.MARKET)  # a refresh was interrupted
    return config.MARKET if usable(config.MARKET) else config.SAMPLE


def usable(folder: Path) -> bool:
    """Whether a snapshot stands here: a clone has the manifest of one, without the vendors' series."""
    return (folder / "manifest.json").exists() and (folder / f"prices/{config.FUND}.csv").exists()


def book() -> Book:
    """Facts, references, forecasts and relations, checked against what metrics, tolerances and rules know."""
    from generator.ledger import declared

    # the clock can only refuse a figure that speaks of tomorrow; nothing that is built depends on it
    return declared.load(config.FACTS, datetime.now(UTC).date())


def inputs(folder: Path, as_of: date | None) -> Inputs:
    """Load and compute. On the sample, results are those of the newest sealed edition."""
    from generator import metrics
    from generator.errors import UsageError
    from generator.ledger import editions
    from generator.market import load
    from generator.site import status

    known = book()
    market = load(folder, as_of)
    if market.origin != "simulated":
        results = status.marked(market, editions.compute(market, known))
        past = market.upto(config.LAST_CLOSE)
        return Inputs(known, market, results, cache(lambda key: metrics.one(key, past)))
    if as_of:
        raise UsageError(
            f"--as-of {as_of}: the shipped sample is simulated and has no past. Give --data with real data."
        )
    results = editions.load(editions.newest(config.EDITIONS), known)
    sealed = editions.load(editions.newest(config.EDITIONS, config.LAST_CLOSE), known)
    return Inputs(known, market, results, sealed.numbers.__getitem__)


def build(
    data: str | None = None, as_of: date | None = None, say: Say = print, real: bool = False
) -> dict[str, Any]:
    """Build the site; the summary. Raises Problems having written nothing where an input is wrong.

    With `real` no simulated picture is in it, whatever stands for data.
    """
    started = time.perf_counter()
    folder = snapshot_folder(data)
    arguments = {"data": str(folder), "as_of": as_of.isoformat() if as_of else "", "real": real}
    unchanged = state.current(arguments, str(folder))
    if unchanged:
        say(f"Nothing has changed since the last build ({unchanged['pages']} pages in {unchanged['site']}).")
        return unchanged
    read = state.inputs(str(folder))
    from generator.charts import workers  # not before there is something to do

    with workers.Studio() as studio:
        say(f"Reading {_shown(folder)}")
        from generator.charts import vega
        from generator.site import writer

        writer.settle()
        vega.begin()  # works beside the rest

        given = replace(inputs(folder, as_of), real=real)
        summary, files = finish(given, studio, read, say)
    state.forget()
    touched = writer.write(config.BUILD / "docs", files)
    say(f"Wrote {touched} of {len(files)} files; building the site")
    writer.mkdocs(given.results.as_of)
    summary |= {"seconds": round(time.perf_counter() - started, 1), "site": _shown(config.SITE)}
    state.record(arguments, read, summary)
    say(
        f"Done in {summary['seconds']} s, as of {summary['as_of']} ({summary['origin']}): {summary['metrics']} metrics, "
        f"{summary['facts']} facts, {summary['charts']} charts, {summary['pages']} pages in {summary['site']}/"
    )
    return summary


def finish(
    given: Inputs, studio: workers.Studio, read: Mapping[str, str], say: Say, drawn: Pictures | None = None
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Every file of build/docs, by its path there, and the summary. Pictures that stand already are not `drawn` again."""
    from generator.charts import downloads
    from generator.charts.registry import REGISTRY as CHARTS
    from generator.pages import citations, figures, frontmatter, missing, render, source
    from generator.pages.checks import links
    from generator.site import api, feeds, status
    from generator.site import pictures as rasters

    narrative = source.read(config.DOCS)
    given = replace(given, results=missing.told(given.results))
    content, pictures, known = _content(given, narrative)
    generated = _checked(narrative, content, known)
    say(f"Drawing {len(CHARTS)} charts for {len(narrative)} pages, as of {given.results.as_of}")
    pending = {} if drawn else sent(given, studio)
    figured = {key: figure for key, (figure, _) in (drawn or pending).items()}
    # what needs no picture is made while the pictures are drawn
    files: dict[str, bytes] = {}
    under = content.strip("../" * 2)  # the strip, as a page one folder down has it
    for path in config.DOCS.rglob("*"):
        if path.is_file() and path.suffix != ".md":
            name = path.relative_to(config.DOCS).as_posix()
            files[name] = path.read_bytes()
    for name, text in generated.items():
        files[name] = frontmatter.dress(name, render.with_strip(text, under), given.results).encode()
    files.update(feeds.files(narrative, content, figured, known.editions))
    files.update(api.files(given.results))
    files.update(api.series(given.market))
    files.update(status.files(given.market, given.results))

    pictures.update(drawn or received(pending))
    for picture in pictures.values():
        files.update(downloads.files(*picture))
    files.update(rasters.standing(rasters.wanted(files, narrative, given.results.as_of)))
    given.offered.update(files)
    alone = _strip(given, "../" * 2, alone=True)
    for picture in pictures.values():
        files.update(figures.page(*picture, given.book.sources, alone, given.offered))
    # the list of references leads back to every mark: it is rendered when all others have theirs
    listing = source.uses(narrative, "table").get("references", [])
    for page in sorted(narrative, key=lambda page: page in listing):
        social = f"assets/social/{page.stem}.png"
        text = links.with_jumps(render.render(page, content), page)
        if not any(slot.value in citations.REPEATING for slot in page.slots if slot.kind == "table"):
            text = citations.addressed(page.stem, text, known.uses)
        text = frontmatter.dress(
            page.name,
            text,
            given.results,
            social if social in files else "",
            twin=True,
        )
        files[page.name] = text.encode()
    files["api/sources.json"] = api.sources(given.book, known.uses)
    files["api/manifest.json"] = api.manifest(given.results, read, files)
    summary = {
        "as_of": given.results.as_of.isoformat(),
        "origin": given.results.origin,
        "metrics": len(given.results.numbers),
        "facts": len(given.book.facts),
        "charts": len(pictures),
        "pages": len(narrative),
    }
    return summary, files


Pictures = dict[str, "tuple[Figure, dict[str, str]]"]
Pending = dict[str, "tuple[Figure, dict[str, Future[str]]]"]


def _content(given: Inputs, narrative: list[Any]) -> tuple[Any, Pictures, Any]:
    """What slots can say. The pictures' dictionary is filled later: a page is checked before anything is drawn."""
    from functools import partial

    from generator.charts.registry import REGISTRY as CHARTS
    from generator.ledger import editions
    from generator.pages import figures, render
    from generator.pages.checks import report
    from generator.pages.tables import compared
    from generator.pages.tables import registry as tables_registry
    from generator.site import api

    pictures: Pictures = {}
    files = json.loads(json.dumps(dict(given.market.manifest.get("files", {}))))
    known = tables_registry.Known(
        given.results,
        given.book,
        {},
        editions.editions(config.EDITIONS),
        files,
        _snapshot(given),
        frozenset(api.series(given.market)),
    )

    def chart(key: str) -> Callable[[str], str]:
        return lambda prefix: figures.html(*pictures[key], given.book.sources, prefix, given.offered)

    tables = tables_registry.tables()
    content = render.Content(
        results=given.results,
        book=given.book,
        charts={key: chart(key) for key in CHARTS},
        tables={name: partial(function, known) for name, function in tables.items()},
        table_facts={name: compared.facts_of(name, given.book) for name in tables},
        then=given.then,
        strip=partial(_strip, given),
    )
    content = replace(content, tables={**content.tables, **report.tables(narrative, content)})
    return content, pictures, known


def _checked(narrative: list[Any], content: Any, known: Any) -> dict[str, str]:
    """The pages that no editor writes, by name; raises with everything that is wrong on the others."""
    from generator.pages import ledger_pages
    from generator.pages.checks import report

    generated = dict(ledger_pages.pages(known, ledger_pages.history(known.editions)))
    others = {
        p.relative_to(config.DOCS).as_posix()
        for p in config.DOCS.rglob("*")
        if p.is_file() and p.suffix != ".md"
    }
    report.check(narrative, content, generated, others, config.ROOT / "mkdocs.yml")
    return generated


def sent(given: Inputs, studio: workers.Studio) -> Pending:
    """Every chart with its specs, each on its way to be drawn."""
    from generator.charts import registry
    from generator.pages import wording

    data = registry.Data(
        given.market, given.results.numbers, given.book.facts, given.results.findings, given.results.as_of
    )
    pending: Pending = {}
    for key in registry.REGISTRY:
        figure = registry.figure(key, data)
        figure = replace(figure, missing=wording.named(figure.missing))
        if given.real and figure.simulated:
            figure = replace(
                figure,
                specs={},
                caption="",
                simulated=False,
                missing="it takes market data, of which none could be fetched",
            )
        pending[key] = (figure, {name: studio.draw(spec) for name, spec in figure.specs.items()})
    return pending


def received(pending: Pending) -> Pictures:
    """The same charts, drawn."""
    return {
        key: (figure, {name: job.result() for name, job in jobs.items()})
        for key, (figure, jobs) in pending.items()
    }


def pictures_of(given: Inputs, studio: workers.Studio) -> Pictures:
    """Every chart, drawn."""
    return received(sent(given, studio))


def _snapshot(given: Inputs) -> str:
    from generator import formats

    manifest = given.market.manifest
    to = formats.day(given.market.as_of)
    if given.market.origin == "simulated":
        note = str(manifest.get("note", ""))
        return f"The simulated sample, to {to}. {note[:1].upper()}{note[1:]}."
    note = f" Its manifest says: {manifest['note']}." if manifest.get("note") else ""
    got = f", retrieved {manifest['retrieved_at']}" if manifest.get("retrieved_at") else ""
    return f"Market data to {to}{got}.{note}"


def _strip(given: Inputs, prefix: str, alone: bool = False) -> str:
    """What stands under every page's title: how old the figures are, and what is simulated.

    On the page of a chart `alone`, whose caption has its own source and day, how far the site's data reach.
    """
    from generator import formats

    results = given.results
    day = f'<time datetime="{results.as_of}" data-as-of="{results.as_of}">{formats.day(results.as_of)}</time>'
    link = f'<a href="{prefix}data/">About the data</a>'
    if given.real and given.market.origin == "simulated":
        return (
            f'<p class="strip sample" data-search-exclude><strong>No live data could be fetched.</strong> Every number and verdict is '
            f"from the edition sealed on data to {day}; pictures of series are left out. {link}.</p>"
        )
    if given.market.origin == "simulated":
        return (
            f'<p class="strip sample" data-search-exclude><strong>Real figures, partly simulated pictures.</strong> Every number and '
            f"verdict is real, from the edition sealed on data to {day}; a picture marked “simulated sample” is drawn from "
            f"random bars. {link}.</p>"
        )
    said = "The site has market" if alone else "Recomputed from market"
    return f'<p class="strip" data-search-exclude>{said} data to the close of {day}. {link}.</p>'


def _shown(path: Path) -> str:
    try:
        return path.relative_to(config.ROOT).as_posix()
    except ValueError:
        return str(path)


def check(data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Pages, facts, references and the snapshot, without drawing or building; raises Problems."""
    from generator.pages import source
    from generator.pages.checks import coverage, report

    given = inputs(snapshot_folder(data), as_of)
    narrative = source.read(config.DOCS)
    content, _, known = _content(given, narrative)
    _checked(narrative, content, known)
    numbers = len(source.uses(narrative, "now"))
    say(
        f"{len(narrative)} pages hold: {len(given.book.facts)} facts, each on a page; {len(given.book.sources)} references, "
        f"each cited; {numbers} recomputed numbers in prose, {len(given.results.numbers)} listed."
    )
    say(coverage.summary(report.counted(narrative, content)))
    for note in report.notes(narrative, content):
        say(note)
    for path, origin in state.altered():
        say(
            f"Note: {path} was edited by hand, and the next build makes it anew: write the change into {origin}."
        )


def find(words: list[str], data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Slots that hold every word, with what each gives today."""
    from generator.errors import UsageError
    from generator.pages import source
    from generator.pages.tables import catalogue

    if not words:
        raise UsageError("Say what to look for, for instance: invoke find beta years")
    given = inputs(snapshot_folder(data), as_of)
    content, _, _ = _content(given, source.read(config.DOCS))
    for line in catalogue.told(
        words, catalogue.entries(given.book, given.results, content.charts, content.tables)
    ):
        say(line)


def seal(data: str | None = None, as_of: date | None = None, verify: bool = False, say: Say = print) -> None:
    """Write the edition of a session, or with `verify` compare the committed one with what comes out now."""
    from generator.errors import SnapshotError, UsageError
    from generator.ledger import editions, sealed
    from generator.market import load

    known = book()
    market = load(snapshot_folder(data), as_of)
    if market.origin == "simulated":
        raise UsageError("Only real data can be sealed: this snapshot is the simulated sample. Give --data.")
    results = editions.compute(market, known)
    if not verify:
        path, new = editions.seal(results, config.EDITIONS)
        say(f"{'Sealed' if new else 'Nothing new: the same results stand in'} {_shown(path)}.")
        return
    path = editions.newest(config.EDITIONS, market.as_of)
    found = editions.differences(sealed.read(path), editions.to_json(results))
    if found:
        raise SnapshotError([f"{_shown(path)}: {line}" for line in found])
    say(
        f"{_shown(path)} comes out again, {len(results.numbers)} numbers and {len(results.findings)} findings."
    )


def draw_pictures(data: str | None = None, as_of: date | None = None, say: Say = print) -> None:
    """Build, draw every PNG and social picture that is new, and offer them."""
    from generator.pages import source
    from generator.site import pictures as rasters

    day = date.fromisoformat(build(data, as_of, say)["as_of"])
    folder = config.BUILD / "docs"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in [*(folder / "charts").iterdir(), *(folder / "api").iterdir()]
        if path.is_file()
    }
    drawn, kept = rasters.draw(rasters.wanted(files, source.read(config.DOCS), day))
    say(f"Drew {drawn} pictures; {kept} stood already.")
    if drawn:
        state.forget()
        build(data, as_of, say)
