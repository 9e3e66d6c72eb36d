"""One choice that explains several figures of one source says more than a match of a single one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.ledger.record import Finding
from generator.words import Words, joined


def together(findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings; where a choice hits another figure of the same reference too, a sentence says so."""
    by_choice: dict[tuple[int, str], set[str]] = {}
    missed = {key: f for key, f in findings.items() if f.verdict == "reproduced-otherwise"}
    for key, finding in missed.items():
        for choice in _hits(finding):
            for number in finding.fact.cites:
                by_choice.setdefault((number, choice), set()).add(key)
    told = {key: _sentence(key, finding, by_choice, findings) for key, finding in missed.items()}
    return {
        key: replace(finding, note=joined((finding.note, told[key]))) if told.get(key) else finding
        for key, finding in findings.items()
    }


def _sentence(
    key: str, finding: Finding, by_choice: Mapping[tuple[int, str], set[str]], findings: Mapping[str, Finding]
) -> Words:
    for choice in _hits(finding):
        others = sorted(set().union(*(by_choice[n, choice] for n in finding.fact.cites)) - {key})
        if others:
            texts = ", ".join(f"“{findings[other].fact.text}”" for other in others)
            return Words("The same choice, ", choice, f", also gives {texts} of the same reference.")
    return Words()


def _hits(finding: Finding) -> list[str]:
    return sorted(tried.definition for tried in finding.tried if tried.hit)
