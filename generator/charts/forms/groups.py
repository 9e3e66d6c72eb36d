"""Small groups of published bars beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import pandas as pd

from generator.charts import panels, theme
from generator.charts.arguments import Between, Fact, alike, within
from generator.charts.declaration import form
from generator.charts.record import Drawing
from generator.charts.registry import Data


@form("listed", alike("bars", each=True), within("beside", "bars"))
def groups(
    data: Data,
    bars: Annotated[Mapping[str, Annotated[Mapping[str, Fact], Between(1, 6)]], Between(1, 6)],
    beside: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
) -> Drawing:
    """Draw groups of bars: under a title with its unit each bar's name and the fact it shows; `beside` has plain numbers that they are measured by."""
    shown, rows = [], []
    for title, named in bars.items():
        said = [
            (name, data.fact(key), panels.printed(data.facts[key]), theme.PUBLISHED)
            for name, key in named.items()
        ]
        plain = [(name, value, f"{value:g}", theme.BAR) for name, value in beside.get(title, {}).items()]
        frame = pd.DataFrame(said + plain, columns=["name", "value", "label", "colour"])
        shown.append(panels.panel(frame, title))
        rows += [(title, name, text) for name, _, text, _ in said + plain]
    facts = tuple(key for named in bars.values() for key in named.values())
    listed = "; ".join(f"{title}: {name} {text}" for title, name, text in rows)
    table = pd.DataFrame(rows, columns=["Measure", "Of", "Published"])
    words = f"Groups of bars, as published. {listed}."
    return Drawing(
        lambda size: panels.beside(shown, size),
        words,
        "",
        table,
        facts,
        still=True,
        fields={"listed": listed},
    )
