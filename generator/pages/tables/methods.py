"""Tables of the pages on methods and data: what a wording allows, the conventions, the files, the editions."""

from __future__ import annotations

import json
from datetime import date

from generator import config, formats, stats
from generator.formats import escape
from generator.ledger.check import WORDS
from generator.ledger.editions import sha256
from generator.ledger.explorer import REASON as LUCK
from generator.ledger.tolerance import RULES, Rule
from generator.pages import marks
from generator.pages.tables.registry import Known, html, table


@table
def tolerance(known: Known, prefix: str) -> str:
    """What each wording allows; wordings that allow the same share a row."""
    alike: dict[Rule, list[str]] = {}
    for word, rule in RULES.items():
        alike.setdefault(rule, []).append(word)
    rows = []
    for rule, words in alike.items():
        used = sum(f.hedge in words for f in known.book.facts.values())
        named = ", ".join(escape(word) or "no hedge" for word in words)
        rows.append(("", (named, _below(rule), _steps(rule.above), escape(rule.reason), str(used))))
    return html(
        ("Wording", "Steps below", "Steps above", "Reason", "Claims"),
        rows,
        "What a wording allows",
        numeric=(1, 2, 4),
        kind="stack",
    )


def _below(rule: Rule) -> str:
    share = f"{rule.share_below * 100:g}{formats.NARROW}% of the figure" if rule.share_below else ""
    return " and ".join(filter(None, (_steps(rule.below) if rule.below or not share else "", share)))


def _steps(count: float | None) -> str:
    return "open" if count is None else f"{count:g}"


@table
def luck(known: Known, prefix: str) -> str:
    """When a match by another definition counts as an explanation."""
    return escape(LUCK)


@table
def definitions(known: Known, prefix: str) -> str:
    """The conventions, as they stand on top of the arithmetic."""
    lines = (stats.__doc__ or "").split(":\n", 1)[1].strip().split("\n- ")
    return "\n".join(f"- {escape(' '.join(line.removeprefix('- ').split()))}" for line in lines)


def _offered(known: Known, name: str, prefix: str) -> str:
    shown = f"<code>{escape(name)}</code>"
    return (
        f'<a href="{prefix}series/{name}" download>{shown}</a>' if f"series/{name}" in known.series else shown
    )


@table
def provenance(known: Known, prefix: str) -> str:
    rows = [
        (
            "",
            (
                _offered(known, name, prefix),
                _providers(str(entry.get("source", "–"))),
                *(_session(entry.get(end)) for end in ("first", "last")),
                formats.number(count, 0) if isinstance(count := entry.get("rows"), int) else "–",
                f"<code>{str(entry.get('sha256', ''))[:12]}</code>",
            ),
        )
        for name, entry in sorted(known.files.items())
    ]
    return f"{escape(known.snapshot)}\n\n" + html(
        ("File", "Source", "First", "Last", "Rows", "SHA-256"),
        rows,
        "Files of the snapshot",
        numeric=(4,),
        kind="stack files",
    )


def _providers(codes: str) -> str:
    return escape(" + ".join(config.PROVIDERS.get(code, code) for code in codes.split(" + ")))


def _session(day: object) -> str:
    return formats.day(date.fromisoformat(day), short=True) if isinstance(day, str) else "–"


@table
def editions(known: Known, prefix: str) -> str:
    rows = []
    for path in reversed(known.editions):
        record = json.loads(path.read_text("utf-8"))
        counts: dict[str, int] = {}
        for finding in record["findings"]:
            counts[finding["verdict"]] = counts.get(finding["verdict"], 0) + 1
        told = "<br>".join(
            f"{counts[word]} {marks.name(word, counts[word])}" for word in WORDS if word in counts
        )
        rows.append(
            (
                f"edition-{path.stem}",
                (
                    escape(path.stem),
                    str(len(record["numbers"])),
                    told,
                    escape(record["note"]) or "–",
                    f"<code>{sha256(path)[:12]}</code>",
                ),
            )
        )
    return html(
        ("Edition", "Numbers", "Verdicts", "Made from", "SHA-256"),
        rows,
        "Sealed editions",
        numeric=(1,),
        kind="stack seals",
    )
