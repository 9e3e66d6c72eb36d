"""Small multiples of recomputed figures, with the published ones and what they came to on their own day."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import pandas as pd

from generator.charts import panels, theme
from generator.charts.arguments import Between, Fact, Metric, alike, within
from generator.charts.declaration import form
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.errors import MissingInput
from generator.formats import day, number


@form("", alike("panes", "facts", each=True), within("facts", "panes"), within("told", "panes", deep=True))
def gauges(
    data: Data,
    panes: Annotated[Mapping[str, Annotated[Mapping[Metric, str], Between(1, 8)]], Between(1, 8)],
    facts: Mapping[str, Fact] = MappingProxyType({}),
    told: Mapping[Metric, str] = MappingProxyType({}),
) -> Drawing:
    """Draw panes of bars, by the title that names their unit; `facts` has a pane's published figure, drawn with its recomputed value of the same day."""
    shown, rows = [], []
    for title, named in panes.items():
        known = [
            (data.numbers[key], name) for key, name in named.items() if data.numbers[key].value is not None
        ]
        entries = [
            (
                name,
                data.number(m.key),
                number(data.number(m.key), min(m.digits, 1 if m.unit == "%" else 2)),
                theme.FUND,
            )
            for m, name in known
        ]
        if entries and title in facts:
            fact, checked = data.facts[facts[title]], data.checked(facts[title])
            then = day(fact.as_of, short=True)
            if checked is not None:
                entries.append((f"recomputed, {then}", checked, number(checked, 2), theme.BAR))
            entries.append((f"published, {then}", data.fact(fact.key), panels.printed(fact), theme.PUBLISHED))
        if entries:
            frame = pd.DataFrame(entries, columns=["name", "value", "label", "colour"])
            shown.append(panels.panel(frame, title, (0, 100) if "Percentile" in title else None))
            rows += [(title, name, label) for name, _, label, _ in entries]
    if not shown:
        raise MissingInput("needs the numbers of its gauges")
    said = [
        f"{name} {data.numbers[key].written()}"
        for key, name in told.items()
        if data.numbers[key].value is not None
    ]
    words = f"{len(rows)} gauges on {day(data.as_of)}: {', '.join(said)}."
    table = pd.DataFrame(rows, columns=["Gauge", "Window", "Value"])
    return Drawing(
        lambda size: panels.beside(shown, size), words, "", table, tuple(facts.values()), still=True
    )
