"""Tables of the scoreboard: what was foretold and how it stands, the scenarios, the arithmetic between claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from generator import formats
from generator.facts.record import Fact
from generator.formats import escape
from generator.ledger import relations as arithmetic
from generator.ledger.forecasts import STATES
from generator.ledger.record import Finding, Relation, Standing
from generator.ledger.rules import REGISTRY as RULES
from generator.pages import marks, sparklines
from generator.pages.tables.registry import Known, html, table, upper

TITLES = {"came-true": "Came true", "failed": "Failed", "open": "Open", "unverifiable": "Unverifiable"}
NONE_SEALED = "The sealed edition whose figures these pages show was made before there were any."
TRUTH = {True: ("✓", "holds"), False: ("✕", "does not hold"), None: ("?", "cannot be told")}
VERDICTS = {"holds": "✓", "violated": "⇄", "not comparable": "∦"}
SIGNS = {"=": "should equal", "<=": "should not exceed", ">=": "should not be below"}
OPERATORS = {"**": " to the power of ", "*": "×", "/": "/", "+": "+", "-": formats.MINUS}
TOKEN = re.compile(r"(?P<key>[a-z_]\w*)(?:\.(?P<end>low|high))?|(?P<sign>\*\*|[-+*/])")


@table
def scoreboard(known: Known, prefix: str) -> str:
    """What was said, by whom, due when, where it stands, by which evidence; grouped by state."""
    standings = known.results.standings.values()
    if not standings:
        return NONE_SEALED
    parts = [_counts(standings)]
    for state, title in TITLES.items():
        cards = [_card(s, known, prefix) for s in standings if s.state == state]
        if cards:
            parts.append(f"## {title}\n\n{escape(STATES[state]).capitalize()}.\n\n" + "\n\n".join(cards))
    return "\n\n".join(parts)


def _counts(standings: Iterable[Standing]) -> str:
    states = [standing.state for standing in standings]
    rows = [
        ("", (marks.word(state), str(states.count(state)), escape(meaning)))
        for state, meaning in STATES.items()
        if state in states
    ]
    rows.append(
        ("", ("all forecasts", str(len(states)), "every forecast, level and scenario of the article"))
    )
    return html(("State", "Forecasts", "Meaning"), rows, "States", (1,), "stack")


def _card(standing: Standing, known: Known, prefix: str) -> str:
    """Everything of one forecast: what was said, when it is judged, by which rule, and what the data say."""
    forecast = standing.forecast
    facts = [known.results.findings[key] for key in forecast.facts if key in known.results.findings]
    cites = dict.fromkeys([*(n for finding in facts for n in finding.fact.cites), *forecast.cites])
    marked = "".join(marks.citation(number, known.book.sources, prefix) for number in cites)
    figures = ", ".join(_figure(finding, prefix) for finding in facts)
    reading = (
        f' <span class="origin">Our reading: {escape(forecast.reading)}</span>' if forecast.reading else ""
    )
    rule = RULES[forecast.rule].words if forecast.rule in RULES else ""
    # the same for many: there for who asks
    ruled = f'<details class="more"><summary>The rule</summary>{escape(rule)}</details>' if rule else ""
    score = (
        ""
        if standing.score is None
        else (
            f'<data value="{standing.score:.12g}">{formats.number(standing.score, 3)}</data>, from 0, the best, to 1'
        )
    )
    rows = (
        ("Said", f"{escape(forecast.who)}{marked}, {_day(forecast.said)}"),
        ("Published", figures),
        ("Judged", f"by {_day(forecast.due)}.{reading}{ruled}"),
        ("Evidence", escape(" ".join(filter(None, (standing.evidence, standing.progress))))),
        ("Score", score),
    )
    items = " ".join(f"<dt>{name}</dt> <dd>{text}</dd>" for name, text in rows if text)
    return (
        f'<section class="claim-card" id="{forecast.key}"><h3>{escape(forecast.text.rstrip("."))}</h3> {_where(standing)} '
        f"<dl>{items}</dl>{sparklines.path(standing)}</section>"
    )


def _figure(finding: Finding, prefix: str) -> str:
    fact: Fact = finding.fact
    return f'<a href="{prefix}ledger/#{fact.key}"{marks.attributes(title=fact.text)}>{marks.figure(fact)}</a>'


def _where(standing: Standing) -> str:
    """The state, and since when; of an open one how it would end today."""
    shown = marks.word(standing.state)
    if standing.resolved_on:
        return f"{shown} <span class=origin>{_day(standing.resolved_on)}</span>"
    if standing.state != "open" or standing.holds is None:
        return shown
    course = "would come true" if standing.holds else "would fail"
    return f"{shown} <span class=origin>{course} as of {_day(standing.as_of)}</span>"


@table
def scenarios(known: Known, prefix: str) -> str:
    """Each scenario's conditions, and whether each holds."""
    parts = []
    for key, standing in known.results.standings.items():
        if not standing.conditions:
            continue
        rows = [
            (
                f"{key}-{number}",
                (escape(met.text), marks.shaped(*TRUTH[met.holds], _style(met.holds)), escape(met.note)),
            )
            for number, met in enumerate(standing.conditions, 1)
        ]
        hold = sum(met.holds is True for met in standing.conditions)
        title = escape(standing.forecast.text)
        count = f"{hold} of {len(rows)} hold as of {_day(standing.as_of)}."
        link = f'<a href="#{key}">{marks.word(standing.state)}</a>'
        parts.append(
            f"<p class=tally><strong>{title}</strong> {count} {link}</p>\n\n"
            + html(("Condition", "State", "By what"), rows, title, kind="stack")
        )
    return "\n\n".join(parts) or NONE_SEALED


def _style(holds: bool | None) -> str:
    return {True: "reproduced", False: "differs", None: "unverifiable"}[holds]


@table
def relations(known: Known, prefix: str) -> str:
    """Equations over claims, what both sides can be, and whether they agree; violated ones first."""
    found = known.results.relations
    if not found:
        return NONE_SEALED
    order = list(VERDICTS)
    order.insert(0, order.pop(order.index("violated")))
    rows = [
        (f"relation-{each.equation.key}", _relation(each, known, prefix))
        for each in sorted(found, key=lambda each: order.index(each.verdict))
    ]
    heads = ("Arithmetic", "Verdict", "One side", "The other side")
    return html(heads, rows, "Arithmetic between claims", (2, 3), "stack arithmetic")


def _relation(found: Relation, known: Known, prefix: str) -> tuple[str, ...]:
    equation = found.equation
    reason = f"<br><span class=origin>{escape(upper(equation.reason))}.</span>" if equation.reason else ""
    style = {"holds": "reproduced", "violated": "conflict"}.get(found.verdict, "unverifiable")
    unit = "pp_short" if equation.unit == "pp" else equation.unit
    sides = [_formula(side, known, prefix) for side in (equation.left, equation.right)]
    return (
        f"{escape(upper(equation.text))}<br><span class=formula>{f' {SIGNS[equation.relation]} '.join(sides)}</span>",
        marks.shaped(VERDICTS[found.verdict], found.verdict, style) + reason,
        *(escape(arithmetic.words(side, unit)) for side in (found.left, found.right)),
    )


def _formula(expression: str, known: Known, prefix: str) -> str:
    """An expression over claims with the figures in place of their keys, each leading to its row in the ledger."""
    alone = known.book.facts.get(expression)
    if alone:
        return _linked(alone, alone.printed, prefix)

    def written(match: re.Match[str]) -> str:
        if match["sign"]:
            return OPERATORS[match["sign"]]
        fact = known.book.facts.get(match["key"])
        return _linked(fact, _operand(fact, match["end"]), prefix) if fact else escape(match[0])

    return TOKEN.sub(written, expression)


def _operand(fact: Fact, end: str | None) -> str:
    """A figure as arithmetic takes it, without hedge and unit; as printed where it is no figure."""
    ends = [getattr(fact, end)] if end else [fact.low, fact.high] if fact.value is None else [fact.value]
    if None in ends:
        return fact.printed
    return formats.EN_DASH.join(f"{value:,.12g}".replace("-", formats.MINUS) for value in ends)


def _linked(fact: Fact, text: str, prefix: str) -> str:
    title = f"{upper(fact.text)}: {fact.printed}"
    return f'<a href="{prefix}ledger/#{fact.key}"{marks.attributes(title=title)}>{escape(text)}</a>'


def _day(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{formats.day(day, short=True)}</time>'
