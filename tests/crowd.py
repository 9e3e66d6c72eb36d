"""The lists as they would be with five hundred claims: the article's own, said again in other words and figures."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.ledger.record import Results
from generator.pages.tables.registry import tables
from generator.site import pipeline

CLAIMS = 500


def crowded(site: Path, target: Path, page: str = "ledger") -> Path:
    """A copy of a built site's assets, and of one page of it with the list of an article of so many claims."""
    known = pipeline.prepare(None, None).known
    many = replace(known, results=multiplied(known.results))
    few, more = (_list(str(tables()[page](each, "../"))) for each in (known, many))
    text = (site / page / "index.html").read_text("utf-8")
    assert text.count(few) == 1, "the list stands in the page as it was made"
    shutil.copytree(site / "assets", target / "assets")
    (target / page).mkdir()
    (target / page / "index.html").write_text(text.replace(few, more), "utf-8")
    return target


def _list(text: str) -> str:
    """The rows of an explorer's table, or the entries of its list."""
    text = text[text.index('class="explorer"') :]
    start = min(place for mark in ("<tbody", "<ol") if (place := text.find(mark)) >= 0)
    return text[start : max(text.rfind("</tbody>", 0, text.find("</table>")), text.rfind("</ol>"))]


def multiplied(results: Results) -> Results:
    """The findings and standings of an article so much longer: none in the words of another, or they would weigh nothing."""
    chance = random.Random(1)
    words = [word for finding in results.claims.values() for word in finding.fact.text.split()]
    times = CLAIMS / len(results.claims)

    def other(text: str) -> str:
        told = (chance.choice(words) if chance.random() < 0.5 else word for word in text.split())
        return " ".join(re.sub(r"\d", lambda _: str(chance.randint(1, 9)), word) for word in told)

    def figure(text: str) -> str:
        return re.sub(r"\d", lambda _: str(chance.randint(1, 9)), text)

    def number(value: float | None) -> float | None:
        return None if value is None else value * chance.uniform(0.5, 2)

    def again(found: Mapping[str, Any], kind: str) -> dict[str, Any]:
        more = dict(found)
        keys = list(found)
        for turn in range(round(len(found) * (times - 1))):
            one = found[keys[turn % len(keys)]]
            key = f"{other(getattr(one, kind).text).replace(' ', '_').lower()[:18]}_{turn}"
            said = replace(getattr(one, kind), key=key, text=other(getattr(one, kind).text))
            if kind == "fact":
                said = replace(said, printed=figure(said.printed))
                one = replace(one, recomputed=number(one.recomputed), margin=number(one.margin))
            more[key] = replace(one, **{kind: said})
        return more

    return replace(
        results,
        findings=again(results.findings, "fact"),
        standings=again(results.standings, "forecast"),
    )
