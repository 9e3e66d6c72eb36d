"""What a site says of itself to other programs: text twins, llms.txt, robots.txt, Atom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape as xml

from generator import formats
from generator.charts import downloads
from generator.charts.record import Figure
from generator.ledger import sealed
from generator.ledger.record import Results
from generator.pages import guards, marks
from generator.pages.frontmatter import FRONT, TAG, site_url
from generator.pages.prose import Content, Page
from generator.pages.slots import Token
from generator.pages.tables.registry import TITLES

NAME = "IWM, a living article"


def _stem(name: str) -> str:
    return name.removesuffix(".md")


def files(
    narrative: Sequence[Page], content: Content, figures: Mapping[str, Figure], editions: Sequence[Path]
) -> dict[str, bytes]:
    """Text twins of the narrative, llms.txt, robots.txt and feed.xml, by path below the site."""
    out = {f"{page.stem}.txt": twin(page, content, figures).encode() for page in narrative}
    out["llms.txt"] = _llms(narrative, content.results).encode()
    base = site_url()
    out["robots.txt"] = (
        "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")
    ).encode()
    out["feed.xml"] = feed(editions).encode()
    return out


def twin(page: Page, content: Content, figures: Mapping[str, Figure]) -> str:
    """A page as plain Markdown, each number with its date, each claim with its verdict."""
    out: list[str] = []
    at = begun = 0
    opened: Token | None = None
    for token in page.tokens:
        out.append(page.text[at : token.start])
        at = token.end
        if token.kind == "while":
            opened, begun = token, len(out)
        elif token.kind == "end" and opened:
            if said := guards.note(opened.value, content.results, content.then):
                out[begun:] = [guards.plain("".join(out[begun:]), said)]
        else:
            out.append(_said(token.kind, token.value, token.form, content, figures))
    out.append(page.text[at:])
    text = FRONT.sub("", "".join(out)).lstrip()
    text = re.sub(r"\]\(([\w/-]+)\.md(#[\w-]+)?\)", lambda m: f"]({m[1]}.txt)", text)
    day = formats.day(content.results.as_of)
    return text.replace(
        "\n", f"\n\nNumbers as of {day} unless another day stands beside them. No investment advice.\n", 1
    )


def _said(kind: str, value: str, form: str, content: Content, figures: Mapping[str, Figure]) -> str:
    results, book = content.results, content.book
    if kind == "said":
        fact, finding = book.facts[value], results.findings[value]
        cites = "".join(f"[{n}]" for n in fact.cites)
        return f"{fact.printed} {cites} (published, as of {fact.as_of}; {marks.name(finding.verdict)})"
    if kind == "now":
        entry = results.numbers[value]
        if entry.value is None:
            return f"no figure ({entry.missing})"
        return entry.written(form) + ("" if entry.as_of == results.as_of else f" (as of {entry.as_of})")
    if kind == "chart":
        figure = figures[value]
        told = f"cannot be drawn: {figure.missing}" if figure.missing else figure.alt
        caption = downloads.words(figure)
        return f"[Chart: {figure.title}](charts/{value}/): {told} {caption}".strip()
    if kind == "table":
        return _table(content.tables[value](""))
    if kind == "cite":
        return f"[{value}]"
    return "" if kind in ("while", "end") else value


def _table(html: str) -> str:
    """The rows of HTML tables as Markdown; other HTML as its text."""

    def rows(match: re.Match[str]) -> str:
        found = [
            [
                " ".join(unescape(TAG.sub(" ", cell)).replace("|", "/").split())
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", match[0], re.DOTALL)
        ]
        if not found:
            return ""
        lines = [f"| {' | '.join(cells)} |" for cells in found]
        return "\n".join([lines[0], f"|{' --- |' * len(found[0])}", *lines[1:]])

    text = re.sub(r"<form.*?</form>|<svg.*?</svg>", "", html, flags=re.DOTALL)
    text = re.sub(r"<div class=\"scroll\".*?</table></div>", rows, text, flags=re.DOTALL)
    text = re.sub(r"</(?:p|li|h\d|dt|dd|summary|section)>", "\n", text)
    return re.sub(r"[ \t]+", " ", unescape(TAG.sub(" ", text))).strip()


def _title(page: Page) -> str:
    found = re.search(r"^# (.+)$", page.text, re.MULTILINE)
    return found[1] if found else page.stem


def _llms(narrative: Iterable[Page], results: Results) -> str:
    base = site_url()
    order = list(TITLES)
    pages = sorted(narrative, key=lambda page: order.index(page.stem) if page.stem in order else len(order))
    lines = [f"- [{_title(page)}]({base}{page.stem}.txt)" for page in pages]
    programs = {
        "numbers.json": "every recomputed number with unit, date, definition and source",
        "claims.json": "every published figure with its finding",
        "sources.json": "the article's 43 references",
        "manifest.json": "inputs and outputs with sha256",
    }
    api = [f"- [{name}]({base}api/{name}): {what}" for name, what in programs.items()]
    return (
        f"# {NAME}\n\n> An article of 7 December 2025 on the fund IWM, retold, its figures recomputed and every claim checked. "
        f"Data to {results.as_of}. No investment advice.\n\nA published figure keeps the article's reference number in brackets and its verdict; "
        "a figure without one was recomputed.\n\n## Pages\n\n"
        + "\n".join(lines)
        + "\n\n## For programs\n\n"
        + "\n".join(api)
        + "\n"
    )


def feed(editions: Sequence[Path]) -> str:
    """Atom: an entry for each sealed edition, newest first, with its verdicts and which of them changed."""
    base, entries = site_url(), []
    before: dict[str, str] = {}
    updated = "2025-12-05T21:00:00Z"  # of a feed without an entry: the article's last close
    for path in editions:
        record = sealed.read(path)
        verdicts = {entry["id"]: entry["verdict"] for entry in record["findings"]}
        counts = ", ".join(
            f"{sum(v == word for v in verdicts.values())} {word}"
            for word in dict.fromkeys(sorted(verdicts.values()))
        )
        moved = [
            f"{key}: {before[key]} → {now}" for key, now in verdicts.items() if before.get(key, now) != now
        ]
        told = f"{len(record['numbers'])} numbers. Verdicts: {counts}." + (
            f" Changed since the edition before: {'; '.join(moved)}." if moved else ""
        )
        before = verdicts
        day, again = path.stem[:10], int(path.stem[11:] or 1)
        # the session's close; a later seal of the same session is a second younger, so that readers order them
        updated = f"{day}T21:00:{again - 1:02}Z"
        entries.append(
            f"<entry><title>Edition {path.stem}</title><id>urn:iwm-living-article:edition:{path.stem}</id>"
            f'<updated>{updated}</updated><link href="{xml(base)}data/#edition-{path.stem}"/><summary>{xml(told)}</summary></entry>'
        )
    own = f'<link rel="self" href="{xml(base)}feed.xml"/>' if base else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{NAME}: sealed editions</title><id>urn:iwm-living-article:editions</id><updated>{updated}</updated>{own}<link href="{xml(base) or "./"}"/>'
        f"<author><name>{NAME}</name></author>{''.join(reversed(entries))}</feed>\n"
    )
