"""Markets of a few hand-made bars, and forecasts on them; for tests of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from generator.facts.record import Condition, Fact, Forecast
from generator.ledger.forecasts import stand
from generator.ledger.record import Standing
from generator.market import sessions
from generator.market.record import Market

SAID = date(2025, 12, 5)
BASE = 100.0  # the close of that day
Bar = float | tuple[float, float, float, float]  # a close, or open, high, low, close

calendar = sessions(date(2024, 1, 1), date(2037, 1, 1))
FACTS = {
    fact.key: fact
    for fact in (
        Fact("one_cut", "p", "t", "25 bp", "cuts", SAID, (1,), value=1, kind="forecast"),
        Fact("any_cut", "p", "t", "a cut", "cuts", SAID, (1,), low=1, hedge="at least", kind="forecast"),
        Fact("two_cuts", "p", "t", "two", "cuts", SAID, (1,), value=2, kind="forecast"),
        Fact("size", "p", "t", "50 bp", "bp", SAID, (1,), value=50, kind="forecast"),
        Fact("odds", "p", "t", "almost 90 %", "%", SAID, (1,), value=90, hedge="almost"),
        Fact("floor", "p", "t", "3.50 %", "%", SAID, (1,), value=3.5, kind="forecast"),
        Fact("ceiling", "p", "t", "3.75 %", "%", SAID, (1,), value=3.75, kind="forecast"),
        Fact("ahead", "p", "t", "ahead", "pp", SAID, (1,), low=0, hedge="over", kind="forecast"),
        Fact("nine", "p", "t", "about 9 %", "%", SAID, (1,), value=9, hedge="about", kind="forecast"),
        Fact("deep", "p", "t", "double-digit", "%", SAID, (1,), high=-10, hedge="up to", kind="forecast"),
        Fact("upper", "p", "t", "$105.00", "USD", SAID, (1,), value=105),
        Fact("lower", "p", "t", "$95.00", "USD", SAID, (1,), value=95),
        Fact("band", "p", "t", "$90–110", "USD", SAID, (1,), low=90, high=110),
        Fact("days", "p", "t", "1–5 days", "days", SAID, (1,), low=1, high=5),
    )
}


def market(
    bars: Mapping[str, Sequence[Bar]] | Sequence[Bar] = (),
    rates: Mapping[str, float] | None = None,
    *,
    dividends: Mapping[str, float] | None = None,
    splits: Mapping[str, float] | None = None,
    last: date | None = None,
) -> Market:
    """Bars from the session after SAID on, each symbol closing at BASE until then.

    `rates` are upper ends of the target range by the day they change, the lower end a quarter point below.
    `dividends` and `splits` are IWM's, by day. `last` carries the last close on to that day.
    """
    given = bars if isinstance(bars, Mapping) else {"IWM": bars}
    length = max((len(rows) for rows in given.values()), default=0)
    before = calendar[calendar <= pd.Timestamp(SAID)]
    after = calendar[calendar > pd.Timestamp(SAID)]
    after = after[after <= pd.Timestamp(last)] if last else after[:length]
    frames = {symbol: _frame(before, after, rows) for symbol, rows in given.items()}
    for column, events in (("dividend", dividends), ("split", splits)):
        for day, value in (events or {}).items():
            frames["IWM"].loc[pd.Timestamp(day), column] = value
    end = (after if len(after) else before)[-1].date()
    changes = pd.Series(rates or {}, dtype=float)
    changes.index = pd.DatetimeIndex(changes.index)
    days = pd.date_range("2025-01-01", end)
    upper = changes.reindex(days.union(changes.index)).ffill().reindex(days).bfill() if rates else None
    series = {} if upper is None else {"DFEDTARU": upper, "DFEDTARL": upper - 0.25}
    return Market(end, "market", frames, series, {}, pd.DataFrame(), pd.DataFrame())


def _frame(before: pd.DatetimeIndex, after: pd.DatetimeIndex, rows: Sequence[Bar]) -> pd.DataFrame:
    quoted = [row if isinstance(row, tuple) else (row, row, row, row) for row in rows]
    if len(quoted) < len(after):
        close = quoted[-1][3] if quoted else BASE
        quoted += [(close,) * 4] * (len(after) - len(quoted))
    table = [(BASE,) * 4] * len(before) + quoted
    frame = pd.DataFrame(table, before.append(after), columns=["open", "high", "low", "close"], dtype=float)
    return frame.assign(volume=1.0, dividend=0.0, split=0.0)


def forecast(
    rule: str, due: date, facts: Sequence[str] = (), said: date = SAID, probability: str = "",
    conditions: Sequence[Condition] = (), **args: Any,
) -> Forecast:  # fmt: skip
    return Forecast(
        "f", "what was said", tuple(facts), said, due, rule, args,
        probability=probability, conditions=tuple(conditions),
    )  # fmt: skip


def standing(made: Forecast, given: Market, others: Mapping[str, Forecast] | None = None) -> Standing:
    return stand(made, others or {}, FACTS, given)
