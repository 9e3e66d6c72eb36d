"""Key figures of the front page, each a card with a small picture drawn from the numbers themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import config, formats
from generator.ledger.check import WORDS
from generator.ledger.tally import FORETOLD, STATES
from generator.pages import explorer, marks
from generator.pages.tables.registry import Known, table
from generator.pages.templating import Piece, both, piece, together, words_of

BENCHMARK, GROWTH = config.stem(config.BENCHMARK), config.stem(config.GROWTH)
WIDTH, HEIGHT = 200, 30  # of a picture, in its own units
AHEAD = {"open": "still open"}
EDGE = 6  # room for half a dot
STATES_SAID = {
    "came-true": "what was foretold came, by the rule stated for it",
    "failed": "what was foretold did not come",
    "open": "its day lies after these data",
    "unverifiable": "left unsettled: no data for it, or its words can be read in two ways that end differently",
}


@dataclass(frozen=True)
class Card:
    """A name, a value, a picture, and what stands below it."""

    name: str
    value: Piece
    picture: Piece
    under: Piece


@table
def cards(known: Known, prefix: str) -> Piece:
    """Price and day, place in the year's range, gain since January, relative strength, verdicts, forecasts."""
    made = [make(known, prefix) for make in (_price, _range, _year, _relative, _verdicts, _forecasts)]
    return both("cards/cards", cards=[card for card in made if card])


def _picture(name: str, **shapes: Any) -> Piece:
    return piece(f"cards/{name}", width=WIDTH, height=HEIGHT, edge=EDGE, **shapes)


def _scale(low: float, high: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: round(EDGE + (min(max(value, low), high) - low) / span * (WIDTH - 2 * EDGE), 1)


def _values(known: Known, *keys: str) -> list[float] | None:
    """The numbers, or None where one has no value."""
    found = [known.results.numbers[key].value if key in known.results.numbers else None for key in keys]
    return [float(value) for value in found if value is not None] if None not in found else None


def _show(known: Known, prefix: str, key: str, form: str = "") -> Piece:
    return marks.number(known.results.numbers[key], prefix, form)


def _ends(left: str, right: str) -> Piece:
    return piece("cards/ends", f"{words_of(left)}, {words_of(right)}", left=left, right=right)


def _between(known: Known, prefix: str, span: str, low: str, high: str) -> Piece:
    low, high = _show(known, prefix, low), _show(known, prefix, high)
    return _ends(together(f"{span} low ", low), together("high ", high))


def _price(known: Known, prefix: str) -> Card | None:
    found = _values(known, "close", "day_low", "day_high", "day_change")
    if not found:
        return None
    close, low, high, _ = found
    return Card(
        "Last close",
        _show(known, prefix, "close"),
        _picture("scale", band=None, dot=_scale(low, high)(close)),
        together(
            _between(known, prefix, "day's", "day_low", "day_high"),
            together(_show(known, prefix, "day_change"), " on the day"),
            said=", ",
        ),
    )


def _range(known: Known, prefix: str) -> Card | None:
    found = _values(known, "close", "low_52w", "high_52w", "distance_high_52w")
    if not found:
        return None
    close, low, high, _ = found
    dot = _scale(low, high)(close)
    return Card(
        "From the 52-week high",
        _show(known, prefix, "distance_high_52w"),
        _picture("scale", band=("way", EDGE, dot), dot=dot),
        marks.lines(
            _between(known, prefix, "52-week", "low_52w", "high_52w"), "of prices within a day", said=", "
        ),
    )


def _returns(
    known: Known, prefix: str, name: str, key: str, rows: Mapping[str, tuple[str, str]], form: str = ""
) -> Card | None:
    """A row each, by metric: its name, a bar in its colour from a common zero, its value; None where one is missing."""
    values = _values(known, *rows)
    if values is None:
        return None
    x = _scale(min(0.0, *values), max(0.0, *values))
    drawn = [
        (
            name,
            x(value),
            colour or ("positive" if value >= 0 else "negative"),
            _show(known, prefix, key, form),
        )
        for value, (key, (name, colour)) in zip(values, rows.items(), strict=True)
    ]
    bars = both("cards/bars", width=WIDTH, zero=x(0), rows=drawn)
    return Card(name, _show(known, prefix, key, form), bars, together("with dividends"))


def _year(known: Known, prefix: str) -> Card | None:
    named = {
        "": (config.FUND, "fund"),
        f"{BENCHMARK}_": (config.BENCHMARK, "benchmark"),
        f"{GROWTH}_": (config.GROWTH, "growth"),
    }
    rows = {f"{stem}return_ytd_total": told for stem, told in named.items() if told[0]}
    return _returns(known, prefix, "Since the start of the year", "return_ytd_total", rows)


def _relative(known: Known, prefix: str) -> Card | None:
    rows = {
        "relative_3m": ("3 months", ""),
        "relative_6m": ("6 months", ""),
        "relative_1y": ("1 year", ""),
    }
    first, name = "relative_1y", f"Against {config.BENCHMARK} over a year"
    if known.results.as_of > config.LAST_CLOSE and _values(known, since := "relative_since_publication"):
        rows = {since: ("since then", ""), **rows}
        first, name = since, f"Against {config.BENCHMARK} since the article"
    return _returns(known, prefix, name, first, rows, "compact")


def _share(counts: Sequence[tuple[str, int]]) -> Piece:
    """One bar, split by verdict."""
    total, at, parts = sum(count for _, count in counts), 0.0, []
    for word, count in counts:
        wide = WIDTH * count / total
        parts.append((word, f"{at:.1f}", f"{max(wide - 1, 0.5):.1f}"))
        at += wide
    return _picture("share", parts=parts)


def _told(
    counts: Sequence[tuple[str, int]], page: str, meaning: Mapping[str, str]
) -> list[tuple[str, Piece]]:
    """Each count, by verdict, with what its word means; it leads to what it counts, what differs by the biggest miss."""
    ways = {
        word: explorer.address(page, word, sort="margin" if word == "differs" else "") for word, _ in counts
    }
    named = {word: marks.shaped(marks.SHAPES[word], f"{n} {marks.name(word, n)}", word) for word, n in counts}
    return [
        (word, together(marks.link(named[word], way), f": {meaning[word]}")) for word, way in ways.items()
    ]


def _lines(told: Sequence[tuple[str, Piece]]) -> Piece:
    return piece("cards/told", ", ".join(words_of(line) for _, line in told), told=told)


def _verdicts(known: Known, prefix: str) -> Card | None:
    """The claims by verdict; those on the future as one, since the next card has how they came out."""
    findings = known.results.distinct
    if not findings:
        return None
    past = [word for word in WORDS if word not in FORETOLD]
    counts = [(word, n) for word in past if (n := sum(f.verdict == word for f in findings))]
    ahead = sum(f.verdict in FORETOLD for f in findings)
    always = sum(finding.always for finding in findings)
    apart = (
        {
            "reproduced": f"{WORDS['reproduced']}; {always} of them always true: {'it' if always == 1 else 'they'} would have been so at every earlier month end tried"
        }
        if always
        else {}
    )
    told = _told(counts, f"{prefix}ledger/", WORDS | apart)
    if ahead:
        word = marks.shaped(marks.SHAPES["open"], f"{ahead} look{'s' * (ahead == 1)} ahead", "open")
        each = Counter(f.verdict for f in findings if f.verdict in FORETOLD)
        states = ", ".join(f"{n} {AHEAD.get(verdict, marks.name(verdict))}" for verdict, n in each.items())
        lost = sum(f.fact.kind == "forecast" and f.verdict == "unverifiable" for f in findings)
        more = f" ({lost} more {'is' if lost == 1 else 'are'} among the unverifiable)" * bool(lost)
        words = f": {states}{more}. The scoreboard counts by prediction: several of these claims may make one, and some have no claim here"
        told.append(("open", together(marks.link(word, f"{prefix}scoreboard/"), words)))
    value = marks.link(
        f"{formats.number(count := len(findings), 0)} published claim{'s' * (count != 1)}", f"{prefix}ledger/"
    )
    return Card(
        "Ledger",
        value,
        _share([*counts, ("open", ahead)]),
        _lines(told),
    )


def _forecasts(known: Known, prefix: str) -> Card | None:
    standings = known.results.predictions
    counts = [(word, n) for word in STATES if (n := sum(s.state == word for s in standings))]
    if not counts:
        return None
    value = marks.link(
        f"{formats.number(count := len(standings), 0)} prediction{'s' * (count != 1)} followed",
        f"{prefix}scoreboard/",
    )
    told = _told(counts, f"{prefix}scoreboard/", STATES_SAID)
    return Card("Scoreboard", value, _share(counts), _lines(told))
