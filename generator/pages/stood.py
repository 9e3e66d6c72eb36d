"""How a claim or a forecast stood in each edition: told once for as long as it stayed, so that ten years of months are a line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator import formats
from generator.ledger.briefs import Brief, brief
from generator.pages import marks

Past = Sequence[tuple[date, Brief]]  # the last seal of each session, oldest first


def past(editions: Sequence[Path]) -> Past:
    """Every edition in brief."""
    last = {path.name[:10]: path for path in editions}
    return [(date.fromisoformat(day), brief(path)) for day, path in sorted(last.items())]


def verdicts(past: Past, fact: str) -> str:
    """The verdict of a claim in each edition; "" where none has it."""
    return _told([(day, known["verdicts"].get(fact, "")) for day, known in past], short=False)


def states(past: Past, forecast: str) -> str:
    """The state of a forecast in each edition; "" where none has it."""
    return _told([(day, known["states"].get(forecast, "")) for day, known in past], short=True)


def _told(stood: Sequence[tuple[date, str]], short: bool) -> str:
    parts = []
    for word, run in itertools.groupby(stood, key=lambda each: each[1]):
        days = [day for day, _ in run]
        last = f"{' to' if len(days) > 2 else ' and'} {formats.day(days[-1], short=short)}"
        after = last if len(days) > 1 else ""
        if word:
            parts.append(f"{formats.day(days[0], short=short)}{after}: {marks.name(word)}")
    return "; ".join(parts)
