"""Money into and out of the fund by the issuer's own history: NAV, premium, net flows.

A row of the history states a NAV of its own day and the count of shares of the evening before: the market value in
the issuer's holdings file of a day, over the NAV of that day, is the count of the row that follows. So the change of the
count from one row to the next was traded on the day of the first of the two; at that evening's NAV it is the day's flow.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pandas as pd

from generator import config, stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market import fund_column, fund_history
from generator.market.record import Market
from generator.metrics.declaration import HISTORY, YAHOO, metric
from generator.metrics.dimensions import Dimension, usual
from generator.metrics.series import closes

FILE = f"fund/{config.FUND}.csv"
NEWEST, SPAN = date.max, date(1900, 1, 1)  # the last flow that is told; the metric's own span
Span = Literal["day", "week", "month"]
Dating = Literal["trade", "row"]
Dated = Annotated[
    Dating,
    usual(
        {
            "trade": "flows dated by the evening whose count they make",
            "row": "each day's flow dated a session later, when the issuer's file shows it",
        }
    ),
]
Valued = Annotated[
    Literal["evening", "row", "close"],
    usual(
        {
            "evening": "shares at the NAV of the evening whose count they make",
            "row": "shares at the NAV of the row that states the count",
            "close": "shares at the fund's close in place of its NAV",
        }
    ),
]
To = Annotated[date, Dimension(told="to {}")]
Since = Annotated[date, Dimension(told="after {}")]


def daily(market: Market, dated: Dating = "trade", valued: str = "evening") -> pd.Series:
    """Net flow of each session, USD; NaN where a count of its two is not believable. The last row tells one evening less."""
    history = fund_history(market)
    change = history["shares"].diff()
    price = history["nav"]
    if valued == "close":
        price = closes(market, FUND).reindex(history.index)
    flow = change * (price if valued == "row" else price.shift())
    if dated == "row":
        return flow.iloc[1:]
    return pd.Series(flow.iloc[1:].to_numpy(), history.index[:-1], name="flow")


def _first(span: Span, last: date) -> date:
    """The day after which a span that ends on `last` begins."""
    back = {"day": pd.DateOffset(days=1), "week": pd.DateOffset(days=7), "month": pd.DateOffset(months=1)}
    begun: date = (pd.Timestamp(last) - back[span]).date()
    return begun


def told(market: Market) -> date:
    """The session of the last flow that the issuer's history tells; the market's own without a history."""
    if market.history.empty:
        newest: date = closes(market, FUND).index[-1].date()
        return newest
    fund_history(market)
    stats.need(market.history["nav"].rename(FUND), 2)
    last: date = market.history.index[-2].date()
    return last


@metric("Day of the newest net flow", "date", 0, source=HISTORY, form="date")
def net_flow_day(market: Market) -> str:
    """Session of the last flow that can be known: the issuer's history states the count of an evening in its next row."""
    return told(market).isoformat()


@metric(
    "Net flow of the month",
    "USD bn",
    2,
    "Sum of the days' net flows after the same date a month before: the change of the issuer's count of shares over an "
    "evening, which its next row states, at that evening's NAV.",
    HISTORY,
    form="signed",
    key="net_flow_1m",
    dated="net_flow_day",
    also="inflow outflow money creations redemptions",
    span="month",
)
@metric(
    "Net flow of the week",
    "USD bn",
    2,
    "Sum of the days' net flows after the same weekday a week before: the change of the issuer's count of shares over an "
    "evening, which its next row states, at that evening's NAV.",
    HISTORY,
    form="signed",
    key="net_flow_1w",
    dated="net_flow_day",
    also="inflow outflow money creations redemptions",
    span="week",
)
@metric(
    "Net flow of the day",
    "USD bn",
    2,
    "Change of the issuer's count of shares over an evening, which its next row states, at that evening's NAV; without "
    "that history the change of the count in fund.csv from the session before, times the last close.",
    f"{HISTORY}; {YAHOO}",
    form="signed",
    key="net_flow_1d",
    dated="net_flow_day",
    also="inflow outflow money creations redemptions",
    span="day",
)
def net_flow(
    market: Market, span: Span = "day", dated: Dated = "trade", valued: Valued = "evening", to: To = NEWEST, since: Since = SPAN,
) -> float:  # fmt: skip
    """USD bn over the sessions after `since`, or after the span's beginning, up to and with `to`."""
    if span == "day" and market.history.empty and to == NEWEST:
        return _of_rows(market)
    flows = daily(market, dated, valued)
    last: date = flows.index[-1].date() if to == NEWEST else to
    if flows.index[-1].date() < last:
        raise MissingInput(
            "{input} ends on {since}, and the count of the evening of {day} stands in the row after it",
            input=FILE, since=fund_history(market).index[-1], day=last,
        )  # fmt: skip
    begun = _first(span, last) if since == SPAN else since
    chosen = flows[(flows.index > pd.Timestamp(begun)) & (flows.index <= pd.Timestamp(last))]
    if not len(chosen):
        raise MissingInput(
            "{input} has no session after {since} up to {day}", input=FILE, since=begun, day=last
        )
    if flows.index[0] > closes(market, FUND).loc[pd.Timestamp(begun) + pd.Timedelta(days=1) :].index[0]:
        raise MissingInput(
            "{input} begins on {since}, after {day}", input=FILE, since=flows.index[0], day=begun
        )
    if chosen.isna().any():
        lacking = chosen.index[chosen.isna()][0]
        raise MissingInput(
            "{input} has no believable count for the flow of {since}", input=FILE, since=lacking
        )
    return float(chosen.sum()) / 1e9


def _of_rows(market: Market) -> float:
    """The day's flow by the project's own rows of fund.csv, USD bn."""
    price = closes(market, FUND)
    stats.need(price, 2)
    rows = fund_column(market, "shares_outstanding")
    splits = market.bars[FUND]["split"].iloc[-1]
    for day in price.index[-2:]:
        if day not in rows.index:
            raise MissingInput(
                "{input} has no row of {since} with shares outstanding", input="fund.csv", since=day
            )
    before, now = (float(rows[day]) for day in price.index[-2:])
    return (now - before * (float(splits) or 1.0)) * float(price.iloc[-1]) / 1e9


@metric("Net asset value", "USD", 2, source=HISTORY, also="NAV")
def nav(market: Market) -> float:
    """NAV of a share on the session, by the issuer's history."""
    return float(_of_session(market)["nav"])


@metric(
    "Premium over the net asset value",
    "%",
    2,
    source=f"{HISTORY}; {YAHOO}",
    form="signed",
    also="discount to NAV",
)
def premium(market: Market) -> float:
    """Close over the NAV of the same session, less one; below zero a discount."""
    return (float(closes(market, FUND).iloc[-1]) / float(_of_session(market)["nav"]) - 1) * 100


def _of_session(market: Market) -> pd.Series:
    """The history's row of the market's session."""
    history = fund_history(market)
    if (last := history.index[-1]) < pd.Timestamp(market.as_of):
        raise MissingInput("{input} ends on {since}, before {day}", input=FILE, since=last, day=market.as_of)
    return history.iloc[-1]
