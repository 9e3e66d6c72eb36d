"""Counts that a sentence can name like any number: of claims by verdict, of forecasts by how they stand; and the site's own day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from generator import formats
from generator.facts.record import Forecast
from generator.ledger.check import WORDS
from generator.ledger.record import Results
from generator.metrics.record import Metric

FORETOLD = ("came-true", "failed", "open")  # the verdicts of a claim about what was still to come
STATES = (*FORETOLD, "unverifiable")
SETTLED = {"came-true": "came true", "failed": "failed"}
LAST = 2  # of the settled ones are named; a sentence holds no more


def numbers(results: Results) -> dict[str, Metric]:
    """By key, as metrics; they see nothing but the results they count."""
    return {metric.key: metric for metric in _each(results)}


def _each(results: Results) -> Iterator[Metric]:
    def one(
        key: str, label: str, value: float | str | None, unit: str, definition: str, form: str = "", missing: str = "",
    ) -> Metric:  # fmt: skip
        return Metric(
            key, label, value, unit, 0, definition, "this ledger", results.as_of, results.origin, "ledger", form,
            missing="" if value is not None else missing,
        )  # fmt: skip

    yield one(
        "as_of", "Day of the data", results.as_of.isoformat(), "date",
        "The last session that anything on this site has seen.", "date",
    )  # fmt: skip
    verdicts = Counter(finding.verdict for finding in results.distinct)
    states = Counter(standing.state for standing in results.predictions)
    yield one(
        "count_claims",
        "Published claims",
        sum(verdicts.values()),
        "claims",
        "Claims in the ledger, each once.",
    )
    for word in WORDS:
        if word not in FORETOLD:
            told = word.replace("-", " ")
            yield one(
                f"count_{word.replace('-', '_')}", f"Claims {told}", verdicts[word], "claims",
                f"Claims in the ledger, each once, whose verdict is {told}.",
            )  # fmt: skip
    yield one(
        "count_forecasts", "Forecasts followed", sum(states.values()), "forecasts", "Forecasts on the scoreboard; of several on one span of two funds one counts."
    )  # fmt: skip
    waiting = [standing.forecast for standing in results.standings.values() if standing.state == "open"]
    due = min(waiting, key=lambda forecast: forecast.due, default=None)
    yield one(
        "next_due", "Next forecast due", due.due.isoformat() if due else None, "date",
        "The first day on which a forecast that is still open is due.", "date", "no forecast is open",
    )  # fmt: skip
    yield one(
        "next_due_name", "What is due next", _named([due] if due else []), "text",
        "The forecast that is due on that day, in its own words; of several the first.", "", "no forecast is open",
    )  # fmt: skip
    for state, told in SETTLED.items():
        settled = [s for s in results.predictions if s.state == state]
        settled.sort(key=lambda s: s.resolved_on or date.min, reverse=True)
        yield one(
            f"{state.replace('-', '_')}_names", f"What {told}", _named([s.forecast for s in settled]), "text",
            f"The forecasts that {told}, in their own words: the last {LAST} of them.", "", f"no forecast {told} yet",
        )  # fmt: skip
    for state in STATES:
        told = state.replace("-", " ")
        yield one(
            f"count_forecasts_{state.replace('-', '_')}", f"Forecasts {told}", states[state], "forecasts",
            f"Forecasts on the scoreboard that stand as {told}.",
        )  # fmt: skip


def _named(forecasts: Sequence[Forecast]) -> str | None:
    """Forecasts in their own words, each with whose it is: the first few, and that there are more."""
    told = [f"{formats.inside(f.text.rstrip('.'))}{f' ({f.who})' if f.who else ''}" for f in forecasts[:LAST]]
    return (", ".join(told) + " and others" if len(forecasts) > LAST else " and ".join(told)) or None
