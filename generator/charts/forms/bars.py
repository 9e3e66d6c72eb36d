"""Published figures side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import pandas as pd

from generator.charts import panels
from generator.charts.arguments import Between, Fact, alike
from generator.charts.declaration import form
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.formats import number


@form("listed", alike("facts"))
def bars(
    data: Data,
    facts: Annotated[Mapping[Fact, str], Between(1, 12)],
    axis: str,
    names: str,
    digits: Annotated[int, Between(0, 4)] = 0,
    signed: bool = False,
) -> Drawing:
    """Draw published figures as bars under names of their own; `axis` names their unit, `names` what is named."""
    rows: list[dict[str, Any]] = [
        {"name": name, "value": data.fact(key), "kind": "published"} for key, name in facts.items()
    ]
    frame = pd.DataFrame(rows)
    listed = "; ".join(f"{row['name']} {number(row['value'], digits, signed)}" for row in rows)
    table = frame[["name", "value"]].set_axis([names, axis], axis=1)
    return Drawing(
        lambda size: panels.bars(frame, axis, size, digits=digits, signed=signed),
        f"{axis}, as published: {listed}.",
        table=table,
        facts=tuple(facts),
        still=True,
        fields={"listed": listed},
    )
