"""What a build leaves for programs: `api/*.json`, sorted and without a clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import config
from generator.facts.reader import Book
from generator.facts.record import Forecast
from generator.ledger import editions, foretold, serialize
from generator.ledger.record import Finding, Results, Standing
from generator.market.record import Market
from generator.pages import citations
from generator.pages.citations import Uses
from generator.pages.tables.registry import sections
from generator.site import state

MANIFEST = "api/manifest.json"


def files(results: Results, book: Book) -> dict[str, bytes]:
    """numbers, claims, forecasts and relations by path below the site."""
    numbers = {
        key: {
            "key": key,
            "label": entry.label,
            "value": entry.value,
            "unit": entry.unit,
            "text": entry.written(),
            "as_of": entry.as_of.isoformat(),
            "definition": entry.definition,
            "source": entry.source,
            "inputs": list(entry.inputs),
            "origin": entry.origin,
            **({"missing": entry.missing} if entry.missing else {}),
            **({"stale": entry.stale} if entry.stale else {}),
        }
        for key, entry in results.numbers.items()
    }
    stands = {name: s for s in results.standings.values() for name in s.forecast.facts}
    claims = [
        editions.claim(found) | _usual(found, stands.get(key), book)
        for key, found in results.findings.items()
    ]
    outlook = editions.outlook(results)
    for entry in outlook["forecasts"]:
        declared = book.forecasts[entry["key"]]
        same, some = foretold.overlapping(declared, book.forecasts.values())
        entry["houses"] = _houses(declared, book)
        entry["overlaps"] = {"counts_with": [o.key for o in same], "shares_days_with": [o.key for o in some]}
    return {
        "api/numbers.json": _dump(numbers),
        "api/claims.json": _dump(claims),
        **{f"api/{name}.json": _dump(entries) for name, entries in outlook.items()},
    }


def _usual(finding: Finding, standing: Standing | None, book: Book) -> dict[str, Any]:
    """Of a claim that is a forecast: what usually happens, and who foretold it; of others nothing."""
    if standing is None or finding.fact.kind != "forecast":
        return {**serialize.usual(None), "houses": []}
    return {**serialize.usual(standing), "houses": _houses(standing.forecast, book)}


def _houses(forecast: Forecast, book: Book) -> list[dict[str, Any]]:
    """Who made or repeated a prediction: each with the facts that hold its words, and its references."""
    return [
        {"house": said.house, "facts": [fact.key for fact in said.facts], "cites": list(said.cites)}
        for said in foretold.sayings(forecast, book)
    ]


def sources(book: Book, uses: Uses) -> bytes:
    """`api/sources.json`: every reference, where it is used and which claims hang on it."""
    order = list(sections())
    listed = [
        {
            "number": source.number,
            "host": source.host,
            "publisher": source.publisher,
            "url": source.url or None,
            "title": source.title or None,
            "date": source.date and source.date.isoformat(),
            "about": source.about,
            "relays": source.relays or None,
            "cited_on": [stem for stem, _ in citations.ordered(uses.get(source.number, {}), order)],
            "claims": [fact.key for fact in book.facts.values() if source.number in fact.cites],
        }
        for source in book.sources.values()
    ]
    return _dump(listed)


def series(market: Market) -> dict[str, bytes]:
    """The full series as CSV in the snapshot's layout, cut at `as_of`: for who has the right (config.PUBLISH_SERIES)."""
    if market.origin != "market" or not config.PUBLISH_SERIES:
        return {}
    prices = {f"series/prices/{s.removeprefix('^')}.csv": bars for s, bars in market.bars.items()}
    rates = {f"series/rates/{name}.csv": rate.rename(name).to_frame() for name, rate in market.rates.items()}
    return {
        name: frame.to_csv(
            index_label="date" if name in prices else "observation_date", lineterminator="\n"
        ).encode()
        for name, frame in {**prices, **rates}.items()
    }


def manifest(results: Results, inputs: Mapping[str, str], site: Path) -> bytes:
    """`api/manifest.json`: what a site was built from, and every finished file of it but this one, with their sha256."""
    outputs = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }
    outputs.pop(MANIFEST, None)
    return _dump(
        {
            "as_of": results.as_of.isoformat(),
            "origin": results.origin,
            "note": results.note,
            "inputs": {name: given for name, given in sorted(inputs.items()) if name != state.STAMPED},
            "outputs": dict(sorted(outputs.items())),
        }
    )


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
