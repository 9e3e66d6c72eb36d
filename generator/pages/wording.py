"""Words of a finding as a reader needs them: names for tickers, units for counts, the definition as it was used."""

from __future__ import annotations

import re
from datetime import date

from generator import formats, metrics
from generator.facts.record import Fact
from generator.ledger.record import Finding

INDICES = {"^RUT": "Russell 2000", "^GSPC": "S&P 500", "^IXIC": "Nasdaq Composite", "^VIX": "VIX"}
TICKER = re.compile(rf"(\bof )?({'|'.join(re.escape(symbol) for symbol in INDICES)})\b")
COUNTS = {
    "cuts": "cut",
    "names": "name",
    "payouts": "payout",
    "quarters": "quarter",
    "sessions": "session",
}  # plural -> singular
# what a metric does where nothing else is asked, at the end of a clause of its definition
DEFAULT = re.compile(r"[,;] [^,;]*? unless a claim names [^.;]*")
UNLESS = re.compile(r" unless a claim names [^.;]*")


def named(text: str) -> str:
    """Indices by their names."""
    return TICKER.sub(lambda match: f"{'of the ' if match[1] else ''}{INDICES[match[2]]}", text)


def unit(fact: Fact) -> str:
    """The unit of a fact; of a bare count that of the metric which checks it."""
    if fact.unit == "count" and fact.metric in metrics.REGISTRY:
        return metrics.REGISTRY[fact.metric].unit
    return fact.unit


def counted(text: str, unit: str) -> str:
    """A written number with what it counts, where its format leaves that to the sentence."""
    return f"{text} {COUNTS[unit] if text == '1' else unit}" if unit in COUNTS else text


def definition(finding: Finding) -> str:
    """The definition by which a claim was recomputed: what it sets itself in place of the metric's defaults."""
    general = finding.definition.split(" Here: ")[0]
    told = _set(dict(finding.fact.args))
    if not told:
        return UNLESS.sub("", general)
    return f"{DEFAULT.sub('', general)} Here: {told}."


def _set(args: dict[str, object]) -> str:
    """What a claim sets, in words; an argument that has none by its name."""
    parts = []
    if symbol := args.pop("symbol", None):
        other = args.pop("other", None)
        parts.append(named(f"{symbol} less {other}" if other else f"{symbol}"))
    if {"start", "end"} <= args.keys():
        parts.append(f"from {_written(args.pop('start'))} to {_written(args.pop('end'))}")
    if {"low", "high"} <= args.keys():
        parts.append(f"from ${_written(args.pop('low'))} to ${_written(args.pop('high'))}")
    phrases = {
        "base": "from {}",
        "since": "on or after {}",
        "sessions": "the last {} sessions",
        "level": "above ${}",
        "days": "at most {} days old",
    }
    parts += [phrases.get(name, f"{name} {{}}").format(_written(value)) for name, value in args.items()]
    return ", ".join(parts)


def _written(value: object) -> str:
    if isinstance(value, date):
        return formats.day(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
