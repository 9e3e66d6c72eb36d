"""What each document of `api/` holds, as JSON Schema (2020-12) beside it under `api/schema/`, for who writes a program on it.

A document of a version fits the schema of that version for good: what is added, taken away or means something else
raises VERSION, which every schema has in its `$id`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.ledger.check import WORDS
from generator.ledger.forecasts import STATES

VERSION = 2
FOLDER = "api/schema/"

Shape = Mapping[str, Any]


def _one(kind: str | list[str], about: str = "", **more: Any) -> Shape:
    return {"type": kind, **({"description": about} if about else {}), **more}


def _text(about: str = "", **more: Any) -> Shape:
    return _one("string", about, **more)


def _maybe(shape: Shape, about: str = "") -> Shape:
    """The same, or null."""
    told = {"description": about} if about else {}
    if "enum" in shape:
        return {**shape, **told, "type": ["string", "null"], "enum": [*shape["enum"], None]}
    return {**shape, **told, "type": [shape["type"], "null"]}


def _list(of: Shape, about: str = "") -> Shape:
    return _one("array", about, items=of)


def _map(of: Shape, about: str = "") -> Shape:
    return _one("object", about, additionalProperties=of)


def _record(spare: Mapping[str, Shape] | None = None, /, **fields: Shape) -> Shape:
    """An object with these fields, all there; `spare` are those that may be left out."""
    known = {**fields, **(spare or {})}
    return _one("object", properties=known, required=list(fields), additionalProperties=False)


DAY = _text(format="date", pattern=r"^\d{4}-\d{2}-\d{2}$")
NUMBER, FLAG, COUNT = _one("number"), _one("boolean"), _one("integer", minimum=0)
TEXTS, REFERENCES = _list(_text()), _list(_one("integer", minimum=1), "numbers of references")
SHARE = _one("number", minimum=0, maximum=1)
SUM = _text("sha256", pattern="^[0-9a-f]{64}$")
ORIGIN = _text("whose figures they are", enum=["market", "simulated", "edition"])
SPAN = _record(
    low=_maybe(NUMBER, "null where it is open below"), high=_maybe(NUMBER, "null where it is open above")
)
TRIED = {"definition": _text("another usual choice, in words"), "value": NUMBER}
USUAL = {
    "base_rate": _maybe(SHARE, "share of earlier stretches over which the same would have come true"),
    "base_rate_of": _one("integer", "stretches that do not overlap", minimum=0),
    "base_rate_tried": _one("integer", "stretches in all, of which some overlap", minimum=0),
    "base_rate_why": _text("why there is no base rate"),
    "brier": _maybe(NUMBER, "(probability - outcome) squared; 0 is best"),
    "skill": _maybe(NUMBER, "1 is perfect, 0 no better than to have given the base rate"),
}
HOUSES = _list(
    _record(house=_text(), facts=_list(_text(), "keys of claims"), cites=REFERENCES),
    "who made or repeated the prediction, the first to say it first",
)

NUMBERS = _map(
    _record(
        {"missing": _text("why there is no value"), "stale": _text("since when and why an input is late")},
        key=_text("stable key of the number"),
        label=_text(),
        value={
            "type": ["number", "string", "null"],
            "description": "in its unit; a day or a name as text; null where it is missing",
        },
        unit=_text("%, pp, bp, USD, x and others; date and name say that the value is a text"),
        text=_text("as the site writes it"),
        as_of=_maybe(DAY, "the last session that it saw"),
        definition=_text(),
        source=_text(),
        inputs=_list(_text(), "files of the snapshot"),
        origin=ORIGIN,
    ),
    "by key",
)
CLAIMS = _list(
    _record(
        id=_text("stable key of the claim"),
        section=_text("stem of its page"),
        text=_text("what the figure says"),
        published=_record(
            {"value": NUMBER, "low": _maybe(NUMBER), "high": _maybe(NUMBER)},
            unit=_text(),
            hedge=_text("the word before the figure: about, roughly"),
            printed=_text("as printed"),
        ),
        allowed={**SPAN, "description": "what the wording allows, in the unit of the published figure"},
        as_of={**DAY, "description": "the day it speaks of"},
        cites=REFERENCES,
        metric=_maybe(_text(), "key of the number that checks it"),
        recomputed=_record(value=_maybe(NUMBER), definition=_text(), as_of=_maybe(DAY)),
        kind=_text(enum=["figure", "comparison", "forecast", "term"]),
        verdict=_maybe(
            _text(enum=list(WORDS)),
            "; ".join(f"{word}: {meaning}" for word, meaning in WORDS.items())
            + "; null of a term, which claims nothing",
        ),
        tried=_list(_record(**TRIED, hit=_one("boolean", "whether the wording allows it"))),
        closest=_maybe(_record(**TRIED)),
        conflicts_with=_list(_text(), "keys of claims that it contradicts"),
        note=_text("the finding in words, or the data that it would take"),
        survives=_maybe(FLAG, "whether the conclusion drawn from it stands all the same"),
        pass_rate=_maybe(
            SHARE,
            "share, 0 to 1, of the month ends in the ten years before at which the same would have been true",
        ),
        pass_rate_of={**COUNT, "description": "how many month ends pass_rate counts"},
        pass_rate_why=_text("why there is no rate"),
        margin=_maybe(
            NUMBER,
            "how safely the verdict stands: above 0 inside what is allowed, below 0 outside. Unit for a figure: the width "
            "of what is allowed; for a comparison: the quantity's usual move in a session, counted from the least that would do",
        ),
        at_edge=_one(
            "boolean", "whether a tenth of a width or move, or two cents in one price, could turn the verdict"
        ),
        luck=_maybe(SHARE, "share of figures as far off that some tried choice would have met"),
        **USUAL,
        houses=HOUSES,
    )
)
FORECASTS = _list(
    _record(
        key=_text("stable key of the forecast"),
        text=_text(),
        who=_text("the first to say it; empty where the article itself does"),
        facts=_list(_text(), "keys of claims"),
        published=_map(_text(), "the figures as printed, by key of claim"),
        said=DAY,
        due=DAY,
        rule=_text("name of the rule that settles it"),
        args=_one("object", "arguments of the rule"),
        reading=_text("what had to be read into the words"),
        probability=_maybe(_text(), "key of the claim that gives one"),
        cites=REFERENCES,
        given=_maybe(_text(), "key of the scenario within which alone it is foretold"),
        ways=_list(_record(text=_text(), args=_one("object"))),
        asks=_list(
            _record({"when": _text(enum=["stays", "once"])}, text=_text(), by=_text()),
            "conditions of a scenario",
        ),
        state=_text(enum=list(STATES)),
        as_of={**DAY, "description": "the last session that it saw"},
        resolved_on=_maybe(DAY),
        holds=_maybe(FLAG, "whether it would come true if it were due"),
        evidence=_text(),
        progress=_text(),
        score=_maybe(NUMBER, "the same as brier"),
        **USUAL,
        values=_map(NUMBER, "by key of claim, in its unit"),
        conditions=_list(_record(text=_text(), holds=_maybe(FLAG), note=_text())),
        houses=HOUSES,
        overlaps=_record(counts_with=TEXTS, shares_days_with=TEXTS),
    )
)
RELATIONS = _list(
    _record(
        key=_text(),
        text=_text(),
        left=_text("over keys of claims"),
        relation=_text(enum=["=", "<=", ">="]),
        right=_text("over keys of claims"),
        comparable=FLAG,
        reason=_maybe(_text(), "why the sides are not comparable"),
        unit=_text(),
        published=_map(_text()),
        facts=TEXTS,
        verdict=_text(enum=["holds", "violated", "at the edge", "not comparable"]),
        intervals=_record(left=SPAN, right=SPAN),
    )
)
SOURCES = _list(
    _record(
        number=_one("integer", "the article's own number", minimum=1),
        host=_text(),
        publisher=_text(),
        url=_maybe(_text(format="uri")),
        title=_maybe(_text()),
        date=_maybe(DAY),
        about=_text("what it is cited for"),
        relays=_maybe(_text(), "whose data it passes on"),
        cited_on=_list(_text(), "stems of pages"),
        claims=_list(_text(), "keys of claims"),
    )
)
EDITIONS = _list(
    _record(
        name=_text(),
        as_of=DAY,
        url=_text(),
        note=_text(),
        engine=_text("fingerprint of the program that made it"),
        changed=_maybe(_one("object"), "of a second seal of a session: from what, what and why"),
        sha256=_map(SUM, "by file of the edition"),
        numbers=COUNT,
        forecasts=_map(COUNT, "by state"),
        verdicts=_map(COUNT, "by verdict"),
    )
)
MANIFEST = _record(
    as_of=DAY,
    origin=ORIGIN,
    note=_text(),
    inputs=_map(_text(), "the sha256 of each file, and what else the site was made from"),
    outputs=_map(SUM, "by file of the site"),
)
STATUS = _record(
    as_of=DAY,
    origin=ORIGIN,
    retrieved_at=_maybe(_text(), "when the snapshot was fetched, UTC"),
    next_session=DAY,
    behind_after=_text("when the data count as late, UTC", format="date-time"),
    calendar=_text("path of the exchange's hours"),
    files=_map(_record(last=_maybe(DAY), last_good=_maybe(_text()), stale=_maybe(_text()))),
    absent=_one("object", "files that no provider gave, and why"),
)
# document -> its shape, and what it holds
DOCUMENTS = {
    "numbers": (NUMBERS, "every recomputed number with unit, date, definition and source"),
    "claims": (CLAIMS, "every published figure with its finding"),
    "forecasts": (FORECASTS, "every prediction with its rule and how it stands"),
    "relations": (RELATIONS, "arithmetic between claims"),
    "sources": (SOURCES, "the article's references"),
    "editions": (EDITIONS, "every sealed edition with its sums"),
    "status": (STATUS, "how old the data are, for monitors"),
    "manifest": (MANIFEST, "inputs and outputs with sha256"),
}


def files() -> dict[str, bytes]:
    """The schema of each document, by path below the site."""
    return {
        f"{FOLDER}{name}.json": (
            json.dumps(_whole(name, shape, about), ensure_ascii=False, indent=1) + "\n"
        ).encode()
        for name, (shape, about) in DOCUMENTS.items()
    }


def _whole(name: str, shape: Shape, about: str) -> Shape:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:living-article:api:{name}:{VERSION}",
        "title": f"api/{name}.json, version {VERSION}",
        **shape,
        "description": about,
    }
