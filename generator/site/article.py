"""An edition's article: all sections, claims, forecasts and references in one file that needs no other.

The same pages, slots and pictures as the site's, as of the edition; links lead within the file, else by a relative way to
the site that serves it at `editions/<date>/`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import markdown

from generator import config, formats, palette
from generator.ledger import editions, sealed
from generator.ledger.record import Finding, Results
from generator.pages import environment, figures, front, headlines, marks, reading, teeth, templating
from generator.pages.checks import report
from generator.pages.content import Content
from generator.pages.environment import upper
from generator.pages.render import place_of
from generator.pages.source import Page
from generator.pages.table import Row, Table
from generator.pages.tables.registry import sections
from generator.pages.templating import Piece, together
from generator.site.ground import Ground

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = environment.FOLDER / "editions" / "article.css"
ID, HREF = re.compile(r'(<[^<>]*? id=")([^"]*)"'), re.compile(r'(<a [^<>]*?href=")([^"]*)"')
NOW = re.compile(r'<a class="now" href="[^"]*">(.*?)</a>', re.DOTALL)
SPARE = re.compile(r' data-(?:label|source|inputs|said|definition|search-exclude)(?:="[^"]*")?')
HEADING = re.compile(r"(</?h)([1-5])\b")
# a heading under which nothing stands: what a page tells of the site and not of the article
BARE = re.compile(r"<h([2-6])\b[^<>]*>(?:(?!</h\1>).)*</h\1>\s*(?=<h\1\b|\Z)", re.DOTALL)
SRC = re.compile(r'(<img [^<>]*?src=")([^"]*)"')
KINDS = {"svg": "svg+xml", "jpg": "jpeg"}  # the image type of an ending that is not called like it
AWAY = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
ROOT = "../../"  # from editions/<date>/


@dataclass(frozen=True)
class Section:
    """A section of the article as HTML, its ids unique in the file."""

    stem: str
    title: str
    html: Piece


def render(ground: Ground, pages: Sequence[Page], content: Content) -> bytes:
    """The file's bytes. `content` is what slots say where the edition of `ground` is shown."""
    path, results = ground.given.shown, ground.results
    assert path, "an article is of an edition"
    record, content = sealed.read(path), replace(content, strip=lambda prefix, minutes: "")
    named = {page.stem: page for page in pages}
    order = [stem for stem in sections() if stem in named]
    bodies = {stem: _body(named[stem], ground, content) for stem in order}
    anchors = _anchors(bodies)
    shown = [
        Section(stem, named[stem].title, Piece(_led(bodies[stem], stem, anchors, results))) for stem in order
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": config.ARTICLE.name,
        "datePublished": record["as_of"],
        "version": path.name,
        "inLanguage": "en",
        "url": "./",
    }
    text = templating.render(
        "editions/article.html",
        site=config.ARTICLE.name,
        as_of=results.as_of,
        turn=editions.turn(path),
        note=results.note.rstrip("."),
        policy=POLICY,
        data=Piece(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")),
        style=Piece(palette.css(config.COLOURS) + STYLE.read_text("utf-8")),
        sections=shown,
        claims=_claims(results.claims.values()),
        forecasts=_forecasts(results),
        sources=list(content.book.sources.values()),
        engine=record["engine"],
        listed="editions" in named,
    )
    return f"{SPARE.sub('', text)}\n".encode()


def _body(page: Page, ground: Ground, content: Content) -> str:
    """A page as HTML, under the article's own title."""
    text = report.rendered([page], content)[page.name]
    for key in dict.fromkeys(slot.value for slot in page.slots if slot.kind == "chart"):
        shown = figures.plainly(
            *ground.gallery.pictures[key],
            content.book.sources,
            page.prefix,
            headlines.told(key, content, page.prefix),
        )
        text = text.replace(place_of(key), shown)
    reader = markdown.Markdown(extensions=list(reading.EXTENSIONS))
    html: str = reader.convert(text[front.split(text).end :])
    html = SRC.sub(lambda found: f'{found[1]}{_inside(found[2], page)}"', html)
    return HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", BARE.sub("", html))


def _inside(src: str, page: Page) -> str:
    """A picture of the article's own, as an address that holds it."""
    path = (config.DOCS / page.name).parent / unquote(src)
    ending = path.suffix.lower().removeprefix(".")
    return f"data:image/{KINDS.get(ending, ending)};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _anchors(bodies: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What each id of a section is called in the file, where several sections have one of the name."""
    taken = {*bodies, "claims", "forecasts", "references"}
    found: dict[tuple[str, str], str] = {}
    for stem, html in bodies.items():
        for _, name in ID.findall(html):
            found[stem, name] = name if name not in taken else f"{stem}--{name}"
            taken.add(found[stem, name])
    return found


def _led(html: str, stem: str, anchors: Mapping[tuple[str, str], str], results: Results) -> str:
    """A section whose ids are the file's and whose links lead where they do from there."""
    html = ID.sub(lambda found: f'{found[1]}{anchors[stem, found[2]]}"', html)
    html = NOW.sub(r'<span class="now">\1</span>', html)
    stems = {section for section, _ in anchors} | {stem}
    return HREF.sub(lambda found: f'{found[1]}{_way(found[2], stem, stems, anchors, results)}"', html)


def _way(
    href: str, stem: str, stems: Collection[str], anchors: Mapping[tuple[str, str], str], results: Results
) -> str:
    if AWAY.match(href):
        return href
    path, _, anchor = href.partition("#")
    if path.endswith(".md"):  # by its file, else by the address of the page
        target = normpath(join(dirname(stem), path)).removesuffix(".md")
    else:
        target = normpath(join("" if stem == "index" else stem, path)) if path else stem
    if target in stems:
        return f"#{anchors.get((target, anchor), target)}" if anchor else f"#{target}"
    if target == "references":
        return f"#{anchor or target}"
    if target.partition("/")[0] == "ledger":
        return f"#claim-{anchor}" if anchor in results.claims else "#claims"
    return f"{ROOT}{target}/{f'#{anchor}' if anchor else ''}"


def _claims(findings: Collection[Finding]) -> Piece:
    rows = [
        Row(
            (
                upper(finding.fact.text),
                together(marks.figure(finding.fact), _cites(finding.fact.cites)),
                marks.again(finding),
                marks.noted(marks.word(finding.verdict), *teeth.notes(finding)),
            ),
            f"claim-{finding.fact.key}",
        )
        for finding in findings
    ]
    return Table("Claims", ("Claim", "Published", "Recomputed", "Verdict"), rows, (2,), "stack").piece()


def _cites(numbers: Sequence[int]) -> Piece:
    return together(*(marks.link(f"[{number}]", f"#ref-{number}") for number in numbers), between=" ")


def _forecasts(results: Results) -> Piece:
    rows = [
        Row(
            (
                standing.forecast.text,
                formats.day(standing.forecast.due, short=True),
                marks.word(standing.state),
                standing.evidence,
            ),
            f"forecast-{key}",
        )
        for key, standing in results.standings.items()
    ]
    return (
        Table("Forecasts", ("Forecast", "Judged on", "State", "By what"), rows, (), "stack").piece()
        if rows
        else Piece()
    )
