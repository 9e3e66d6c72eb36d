"""What a series of the snapshot obeys. Each rule is one comparison over whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from generator.market.table import AGAIN, Mask, Table, at_row

PRICES = ("date", "open", "high", "low", "close", "volume", "dividend", "split")
OPTIONS = ("date", "call_volume", "put_volume", "call_open_interest", "put_open_interest")
TOLERANCE = 0.001  # by which the rounded prices of one bar may pass each other
PAUSE = pd.Timedelta(days=400)  # without a dividend, of a fund that paid several in a year
DIVIDEND = 0.1  # largest believable dividend, as a share of the close
HISTORY = ("date", "nav", "distribution", "shares")
HOLES, FULL = 10, 50  # sessions that a daily series may lack; one in so many of a long one
DISTANCE = 0.15  # of a NAV from the close; an ETF's parted by 13.6 % in a vendor's bars of July 2001, by 1.8 % in March 2020
CREATED = (
    1.9  # factor by which a day may change the count of shares; an exact double is a split told elsewhere
)
YOUNG = 1e6  # shares; a fund's first creations multiply it
PERCENT = (-5.0, 100.0)  # a rate outside is not one in percent


def dates(
    table: Table, latest: date | None, sessions: pd.DatetimeIndex | None = None, daily: bool = False
) -> pd.DatetimeIndex:
    """The dates of the first column, NaT where one is none.

    They have to be valid, ascending, unique and no later than `latest`; where `sessions` are given, each
    has to be one of them, and of a `daily` series at most one in FULL may be absent.
    """
    name = str(table.frame.columns[0])
    text = table.frame[name]
    days = pd.DatetimeIndex(pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")).as_unit("us")
    stamps = days.to_numpy()
    invalid = np.isnat(stamps) | (text.str.len() != 10).to_numpy(dtype=bool)
    table.blame(invalid, name, "expected a date such as 2026-01-30")
    future = ~invalid & (stamps > np.datetime64(latest)) if latest else np.zeros_like(invalid)
    table.blame(future, name, f"a date in the future of {latest}, where the snapshot ends")
    good = ~invalid & ~future
    if not good.any():
        return days
    before = pd.Series(days.where(good)).ffill().shift().to_numpy()
    table.blame(
        good & (stamps == before),
        name,
        "a date that stands in the row before already",
        "delete one of the two rows",
    )
    table.blame(
        good & (stamps < before),
        name,
        lambda row: f"a date before {str(before[row])[:10]} in an earlier row",
        "put the rows in ascending order",
    )
    if sessions is not None:
        table.blame(
            good & ~days.isin(sessions),
            name,
            "a day without a session of the NYSE",
            "delete the row or " + AGAIN,
        )
        if daily:
            _daily(table, days[good], sessions)
    return days


def _daily(table: Table, days: pd.DatetimeIndex, sessions: pd.DatetimeIndex) -> None:
    """A sentence where a file has too few sessions for a daily series; single ones may be absent."""
    expected = sessions[(sessions >= days.min()) & (sessions <= days.max())]
    absent = expected.difference(days)
    if len(absent) > max(HOLES, len(expected) // FULL):
        row = int((days < absent[0]).sum()) + 2
        more = f"{len(absent) - 1} more of {len(expected)} up to {absent[-1]:%Y-%m-%d}"
        found = f"found no row for the session {absent[0]:%Y-%m-%d} and {more}"
        table.problems.append(at_row(table.file, row, found, column="date"))


def holes(bars: Mapping[str, pd.DataFrame]) -> dict[str, pd.DatetimeIndex]:
    """Sessions between a symbol's first and last bar that another symbol has and it lacks, by symbol.

    A session that none has is a closure that the calendar does not know yet.
    """
    stamps = [frame.index.to_numpy() for frame in bars.values()]
    traded = pd.DatetimeIndex(np.unique(np.concatenate(stamps)) if stamps else [])
    found = {}
    for symbol, frame in bars.items():
        days = traded[(traded > frame.index[0]) & (traded < frame.index[-1])].difference(frame.index)
        if len(days):
            found[symbol] = days
    return found


def prices(table: Table, bound: float) -> None:
    """Rules of daily bars; `bound` is the largest believable move from one close to the next, as a ratio."""
    bar = {name: table.column(name) for name in PRICES[1:]}
    for name in bar:
        _given(table, name)
    with np.errstate(invalid="ignore", divide="ignore"):
        positive = np.ones(len(table.frame), dtype=bool)
        for name in PRICES[1:5]:
            table.blame(bar[name] <= 0, name, "a price cannot be zero or less")
            positive &= bar[name] > 0
        for name in PRICES[5:]:
            table.blame(bar[name] < 0, name, f"a {name} cannot be less than zero")
        close, high, low = bar["close"], bar["high"], bar["low"]
        under = positive & (low > np.minimum(bar["open"], close) + TOLERANCE)
        over = positive & (high < np.maximum(bar["open"], close) - TOLERANCE)

        def ends(row: int) -> str:
            return f"the open {bar['open'][row]} or the close {close[row]} of its bar"

        table.blame(under, "low", lambda row: f"above {ends(row)}")
        table.blame(over, "high", lambda row: f"below {ends(row)}")
        jumped = _jumps(table, "close", bound, bar["split"])
        sound = positive & ~under & ~over & ~jumped
        far = f"further from the close of its bar than the factor {bound} that the config allows"
        table.blame(sound & (high > close * bound), "high", far)
        table.blame(sound & (low < close / bound), "low", far)
        table.blame(
            positive & ~jumped & (bar["dividend"] > close * DIVIDEND),
            "dividend",
            f"more than {DIVIDEND:.0%} of the close",
            "write the dividend in dollars a share",
        )


def _jumps(table: Table, name: str, bound: float, split: np.ndarray | float = 0.0) -> Mask:
    """Rows further from the one before than `bound` allows, without a split; the way back counts once."""
    level = table.column(name)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.r_[1.0, level[1:] / level[:-1]]
        believable = (ratio <= bound) & (ratio >= 1 / bound) | ~(ratio > 0) | ~np.isfinite(ratio)
        jumped: Mask = ~believable & ~(np.asarray(split) > 0)
        for row in np.flatnonzero(jumped):
            back = level[row] / level[row - 2] if row >= 2 and jumped[row - 1] else 0
            jumped[row] = not 1 / bound**2 <= back <= bound**2
    table.blame(
        jumped,
        name,
        lambda row: (
            f"{ratio[row]:.4g} times the {name} before where the config allows {bound} without a split"
        ),
        "fetch the file again, enter the split, or widen the bound in article.toml",
    )
    return jumped


def rates(table: Table) -> None:
    """A FRED series: percent; a blank or a point is no value."""
    name = str(table.frame.columns[1])
    value = table.column(name)
    low, high = PERCENT
    table.blame((value < low) | (value > high), name, f"expected percent from {low:.0f} to {high:.0f}")


def history(table: Table, bound: float) -> None:
    """The issuer's own history: NAV and distributions in USD a share, adjusted for splits; counts of shares, blank where unknown."""
    _given(table, "nav")
    nav, paid, shares = (table.column(name) for name in HISTORY[1:])
    with np.errstate(invalid="ignore", divide="ignore"):
        table.blame(nav <= 0, "nav", "a NAV cannot be zero or less")
        table.blame(paid < 0, "distribution", "a distribution cannot be less than zero")
        table.blame(shares <= 0, "shares", "a count of shares cannot be zero or less")
        table.blame(
            (nav > 0) & (paid > nav * DIVIDEND),
            "distribution",
            f"more than {DIVIDEND:.0%} of the NAV",
            "write the distribution in dollars a share",
        )
    _jumps(table, "nav", bound)


def counted(shares: pd.Series) -> pd.Series:
    """Counts of shares by day without those that a day's creations cannot explain, which are blank then.

    A count is held against the median of the ten rows before, never against a later one. The issuer's own history
    has such rows: 1,150,000 and 150,000 in June 2007, between 114,950,000 and 88,900,000.
    """
    before = shares.rolling(10, min_periods=1).median().shift()
    ratio = shares / before
    return shares.where(~(before > YOUNG) | ratio.between(1 / CREATED, CREATED))


def distant(nav: pd.Series, close: pd.Series) -> pd.DataFrame:
    """`nav`, `close` and the `share` by which they part, of the days on which it is more than DISTANCE."""
    both = pd.DataFrame({"nav": nav, "close": close, "share": nav / close - 1})
    return both[both["share"].abs() > DISTANCE]


def unpaid(frame: pd.DataFrame, paid: pd.Series | None) -> str:
    """What is wrong where bars show no dividend of late though others came before, or `paid` has them; "" where nothing is."""
    own = frame.index[frame["dividend"] > 0]
    last = frame.index[-1]
    if paid is not None:
        due = paid[(paid > 0) & (paid.index > frame.index[0]) & (paid.index < last - PAUSE / 4)].index
        if len(due) and not len(own):
            return f"found no dividend at all, where the issuer's history has {len(due)}, the last of {due[-1]:%Y-%m-%d}"
    if len(own) and last - own[-1] > PAUSE and len(own[own > own[-1] - PAUSE]) > 1:
        many = len(own[own > own[-1] - PAUSE])
        return f"found no dividend since {own[-1]:%Y-%m-%d}, where {many} came in the year to it"
    return ""


def unsplit(frame: pd.DataFrame, day: date, value: float) -> str:
    """What is wrong where a share's value in an issuer's file is not that day's close as it was quoted then; "" where nothing is."""
    splits = frame["split"]
    later = splits[(splits > 0) & (splits.index > pd.Timestamp(day))]
    before = frame["close"][: pd.Timestamp(day)]
    if later.empty or before.empty or not value > 0:
        return ""
    stated, ratio = float(before.iloc[-1]), float(np.prod(later))
    quoted = stated * ratio
    if not abs(value / stated - 1) <= DISTANCE < abs(value / quoted - 1):
        return ""  # the close as it stands in the file is that day's own: nobody restated it
    return (
        f"found a split of {later.iloc[-1]:g} on {later.index[-1]:%Y-%m-%d}, by which the close of {day} was {quoted:.2f}, and "
        f"the issuer's file of that day has {value:.2f} a share: the prices before the split are not restated"
    )


def rows(table: Table, required: tuple[str, ...]) -> None:
    """One row a refresh: numbers not below zero, and in `required` columns no blank."""
    for name in map(str, table.frame.columns[1:]):
        if name in required:
            _given(table, name)
        table.blame(table.column(name) < 0, name, "a number cannot be less than zero here")


def _given(table: Table, name: str) -> None:
    """A sentence for each blank; a cell with other text in it has had its own."""
    empty = np.isnan(table.column(name))
    if empty.any():
        blank = [not cell for cell in table.cells(name)]
        table.blame(empty & np.array(blank), name, "expected a number")
