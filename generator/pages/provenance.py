"""What the pages say of where their data are from: the strip under every title, and the sentence on the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import formats
from generator.ledger.record import Results
from generator.market.record import Market
from generator.pages.environment import upper
from generator.pages.templating import Piece, piece


def strip(results: Results, prefix: str, minutes: int = 0, alone: bool = False) -> Piece:
    """How old the figures are, whose they are, and how long the page takes to read; `prefix` leads to the site's root.

    On the page of a chart `alone`, whose caption has its own source and day, how far the site's data reach.
    """
    return piece(
        "strip", origin=results.origin, as_of=results.as_of, prefix=prefix, minutes=minutes, alone=alone
    )


def sentence(market: Market) -> str:
    """What stands behind the site's figures: market data, simulated data, or an edition."""
    manifest, to = market.manifest, formats.day(market.as_of)
    note = str(manifest.get("note", ""))
    match market.origin:
        case "edition":
            return (
                f"No market data: the site shows the edition sealed on data to {to}, made from these files."
            )
        case "simulated":
            return f"Simulated data, to {to}. {upper(note)}."
    got = f", retrieved {manifest['retrieved_at']}" if manifest.get("retrieved_at") else ""
    return f"Market data to {to}{got}.{f' Its manifest says: {note}.' if note else ''}"


def files(market: Market, results: Results) -> dict[str, Mapping[str, Any]]:
    """The entries of the files behind the figures; an edition keeps of each its fingerprint."""
    if market.origin == "edition":
        return {name: {"sha256": digest} for name, digest in results.inputs.items()}
    return dict(market.manifest.get("files", {}))
