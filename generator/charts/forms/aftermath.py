"""A price and another's since a year before the article, with the levels it named and what has come since."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import altair as alt
import pandas as pd

from generator import stats
from generator.charts import events, parts, theme
from generator.charts.arguments import Bars, Between, PriceFact, Rate, distinct
from generator.charts.declaration import form
from generator.charts.events import Event
from generator.charts.parts import Spec, percent
from generator.charts.record import Drawing
from generator.charts.registry import Data
from generator.charts.series import long, month_ends
from generator.charts.series import since as from_day
from generator.charts.theme import Size
from generator.config import LAST_CLOSE, PUBLISHED
from generator.errors import MissingInput
from generator.formats import day, number
from generator.market import bars
from generator.market import rate as series

TOP = alt.YValue(0)  # type: ignore[no-untyped-call]  # the upper end of a plot
DOT = 20  # px from one event's number to the next
BESIDE = 112  # px that the price axis and the lines' names take


@form("day change others ahead", distinct("symbol", "against"))
def aftermath(
    data: Data,
    symbol: Bars,
    against: Bars,
    levels: Annotated[Mapping[PriceFact, str], Between(1, 4)],
    policy: Rate,
) -> Drawing:
    """Draw a price, USD, another's scaled to meet it at the article's last close, levels that were published, and what has come since."""
    frame = bars(data.market, symbol)
    close, other = frame["close"], bars(data.market, against)["close"]
    begun = LAST_CLOSE.replace(year=LAST_CLOSE.year - 1)
    if close.index[0].date() > begun or other.index[0].date() > begun:
        raise MissingInput(f"needs prices of {symbol} and {against} from {day(begun)} on")
    base, its = stats.on_or_before(close, LAST_CLOSE), stats.on_or_before(other, LAST_CLOSE)
    lines = {symbol: from_day(close, begun), against: from_day(other, begun) * base / its}
    last, splits = close.index[-1], frame["split"][frame.index > pd.Timestamp(LAST_CLOSE)]
    share = math.prod(splits[splits > 0].tolist())  # a level stays what was quoted, on the basis of the bars
    named = {words: data.fact(fact) / share for fact, words in levels.items()}
    came = events.since(close, PUBLISHED, named, series(data.market, policy))
    everything = [*pd.concat(list(lines.values())), *named.values()]
    ticks = parts.ticks(min(everything), max(everything), 6)
    priced = parts.priced(symbol)
    moved = {name: (float(line.iloc[-1]) / base - 1) * 100 for name, line in lines.items()}

    def picture(size: Size) -> Spec:
        x, y = parts.time(begun, last.date(), size), parts.up(priced.axis, ticks)
        height = size.height(340, 300)
        colours = {symbol: theme.FUND, against: theme.BENCHMARK}
        labels = [
            (f"{name} {percent(moved[name], 1, signed=True)}" if last.date() > LAST_CLOSE else name, float(line.iloc[-1]), colours[name])
            for name, line in lines.items()
        ]  # fmt: skip
        layers = [
            *_published(named, begun, last, x, y, size),
            alt.Chart(long(lines, size.width // 3, colours))
            .mark_line(aria=False)
            .encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
            parts.ends(labels, last, ticks, height, size),
            *_numbered(came, close, (begun, last.date()), ticks, size),
        ]
        return parts.layered(layers, height=height)

    table = month_ends(
        {f"{symbol}, {priced.unit}": lines[symbol], f"{against}, scaled, {priced.unit}": lines[against]}
    )
    told = " ".join(f"({n}) {day(event.day)}: {event.words}." for n, event in enumerate(came, 1))
    note = (
        f"Prices, without dividends; {against} is scaled to meet {symbol} at the article's last close, {day(LAST_CLOSE)}. "
        f"Dashed: levels as published. {told}"
    )
    words = (
        f"{symbol} closed at {number(float(close.iloc[-1]), 2)} {priced.words} on {day(last.date())}, "
        f"{percent(moved[symbol], 1, signed=True)} from the article's last close of {number(base, 2)}; {against} "
        f"{percent(moved[against], 1, signed=True)}. {told}"
    )
    fields = {
        "day": day(last.date()),
        "change": percent(moved[symbol], 1, signed=True),
        "others": percent(moved[against], 1, signed=True),
        "ahead": number(abs(moved[symbol] - moved[against]), 1),
    }
    return Drawing(picture, words, note, table, tuple(levels), fields=fields)


def _published(
    named: Mapping[str, float], begun: date, last: pd.Timestamp, x: alt.X, y: alt.Y, size: Size
) -> list[alt.Chart]:
    """Each level as a dashed line with its name at its beginning, and the article's day upright."""
    levels = pd.DataFrame({"value": list(named.values()), "name": list(named)})
    lines = alt.Chart(levels, description="as published").encode(y=y)
    day_of = pd.DataFrame({"date": [pd.Timestamp(LAST_CLOSE)]})
    article = alt.Chart(day_of).encode(x=x)
    drawn = [
        lines.mark_rule(color=theme.PUBLISHED, strokeDash=[4, 3], aria=False),
        article.mark_rule(color=theme.MUTED, aria=False),
        article.mark_text(
            text="the article", color=theme.MUTED, align="right", dx=-5, dy=6, aria=False
        ).encode(y=TOP),
    ]
    named_middle = sum(named.values()) / len(
        named
    )  # the lines lie between the levels, and their names outside
    for name, value in named.items():
        text = number(value, 2) if size.narrow else f"{name}, {number(value, 2)}"
        below = value < named_middle
        drawn.append(
            parts.label(
                f"published {text}",
                pd.Timestamp(begun),
                value,
                theme.PUBLISHED,
                dx=2,
                dy=13 if below else -7,
            )
        )
    return drawn


def _numbered(
    came: Sequence[Event], close: pd.Series, span: tuple[date, date], ticks: Sequence[float], size: Size
) -> list[alt.Chart]:
    """Events as numbers in a row or two at the foot, each with a thin line up to its close."""
    if not came:
        return []
    days = (span[1] - span[0]).days
    px = (days or 1) / (size.width - BESIDE)
    begun = (LAST_CLOSE - span[0]).days
    # where there is little room, every other one stands a row higher
    rows = 2 if len(came) * DOT * px > days - begun else 1
    step = DOT * px / rows
    kept, last = [], begun - 0.4 * step
    for event in came:  # each at its day or right of what stands there: none before the article
        last = max((event.day - span[0]).days, last + step)
        kept.append(last)
    end = days + step
    # those that would stand past the end give way, and who stands in theirs
    for n in reversed(range(len(kept))):
        kept[n] = end = min(kept[n], end - step)
    foot, row = ticks[0] + (ticks[-1] - ticks[0]) * 0.04, (ticks[-1] - ticks[0]) * 0.075
    spots = pd.DataFrame(
        {
            "date": [pd.Timestamp(event.day) for event in came],
            "at": [pd.Timestamp(span[0]) + pd.Timedelta(days=place) for place in kept],
            "value": [float(stats.on_or_before(close, event.day)) for event in came],
            "foot": [foot + n % rows * row for n in range(len(came))],
            "number": [str(n) for n in range(1, len(came) + 1)],
            "words": [event.words for event in came],
        }
    )
    base = alt.Chart(spots)
    return [
        base.mark_rule(color=theme.MUTED, strokeWidth=0.8, aria=False).encode(
            x=alt.X("at:T"), x2=alt.X2("date:T"), y=alt.Y("foot:Q"), y2=alt.Y2("value:Q")
        ),
        base.mark_circle(color=theme.TEXT, size=26, opacity=1, aria=False).encode(x=alt.X("date:T"), y=alt.Y("value:Q")),
        base.mark_circle(color=theme.TEXT, size=260, opacity=1, aria=False).encode(x=alt.X("at:T"), y=alt.Y("foot:Q")),
        base.mark_text(color=theme.PAPER, fontWeight="bold", baseline="middle", aria=False).encode(
            x=alt.X("at:T"), y=alt.Y("foot:Q"), text=alt.Text("number:N")
        ),
    ]  # fmt: skip
