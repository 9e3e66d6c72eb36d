"""The market as a record, and the one way to look back: as it was known at the close of an earlier session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from weakref import ReferenceType, ref

import numpy as np
import pandas as pd

from generator import config
from generator.errors import UsageError


@dataclass(frozen=True, eq=False)
class Market:
    """The snapshot as it was known at the close of the session `as_of`.

    bars      symbol -> frame indexed by session (naive midnight), columns
              open high low close (USD or points, split-adjusted as of `as_of`,
              never dividend-adjusted) volume dividend (USD a share) split (ratio, 0 = none)
    rates     FRED series id -> Series of percent, indexed by observation date, no blanks
    holdings  file date -> frame: ticker name sector asset_class market_value (USD)
              weight (percent) location; one row a position
    fund      frame indexed by session, columns as in fund.csv (may be empty)
    options   frame indexed by session, columns as in options.csv (may be empty)
    shares    file date -> shares outstanding that a holdings file stated
    history   the issuer's own history of the fund, frame indexed by session: nav, distribution (USD a share),
              shares (count of the evening before; NaN where none is believable), split-adjusted as the bars are
    holes     symbol -> sessions within its bars that it lacks and another symbol has
    """

    as_of: date
    origin: str  # "market" | "simulated" | "edition", which has no bars
    bars: Mapping[str, pd.DataFrame]
    rates: Mapping[str, pd.Series]
    holdings: Mapping[date, pd.DataFrame]
    fund: pd.DataFrame
    options: pd.DataFrame
    shares: Mapping[date, float] = field(default_factory=dict)
    history: pd.DataFrame = field(default_factory=pd.DataFrame)
    holes: Mapping[str, pd.DatetimeIndex] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    # what this was cut from, and cuts of it: of its own record, and never of one that is made from it with another part
    whole: ReferenceType[Market] | None = field(default=None, init=False, repr=False)
    cuts: dict[date, Market] = field(default_factory=dict, init=False, repr=False)

    def upto(self, day: date) -> Market:
        """The market as it was known at the fund's last session on or before `day`; the same record for the same session.

        Raises UsageError for a day before the fund's first session. A day after the end of the data is the end.
        """
        session = last_session(self, day)
        if session == self.as_of:
            return self  # nothing in it is later
        whole = (
            self.whole and self.whole()
        ) or self  # a cut of a cut is one of the whole, which looks at a day from many
        if session not in whole.cuts:
            whole.cuts[session] = cut = slice_at(whole, session)
            object.__setattr__(cut, "whole", ref(whole))
        return whole.cuts[session]


def last_session(market: Market, day: date) -> date:
    """The fund's last session on or before `day`."""
    index = market.bars[config.FUND].index
    place = _rows_upto(index, day)
    if not place:
        raise UsageError(
            f"{day} is before the first session of the data, {index[0].date()}; choose a later day."
        )
    last: date = index[place - 1].date()
    return last


def slice_at(market: Market, session: date) -> Market:
    """Everything dated up to `session`, with the splits after it undone."""
    bars = {name: _unsplit(frame, _rows_upto(frame.index, session)) for name, frame in market.bars.items()}
    rates = {name: series.iloc[: _rows_upto(series.index, session)] for name, series in market.rates.items()}
    return Market(
        as_of=session,
        origin=market.origin,
        bars=MappingProxyType({symbol: frame for symbol, frame in bars.items() if len(frame)}),
        rates=MappingProxyType({name: series for name, series in rates.items() if len(series)}),
        holdings=MappingProxyType({day: frame for day, frame in market.holdings.items() if day <= session}),
        fund=market.fund.iloc[: _rows_upto(market.fund.index, session)],
        options=market.options.iloc[: _rows_upto(market.options.index, session)],
        shares=MappingProxyType({day: shares for day, shares in market.shares.items() if day <= session}),
        history=_history(market, session),
        holes=_holes(market, bars),
        manifest=market.manifest,
    )


def _holes(market: Market, bars: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DatetimeIndex]:
    """The holes with a bar after them; a series that ends before them has none."""
    within = {
        name: days[days < max(bars[name].index, default=days[0])] for name, days in market.holes.items()
    }
    return {name: days for name, days in within.items() if len(days)}


def _rows_upto(index: pd.Index, day: date) -> int:
    return int(index.searchsorted(pd.Timestamp(day), side="right"))


def _unsplit(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """The first `rows` rows as they were quoted before the splits that follow them.

    The file states a price of before a 2-for-1 split at half of what was paid, and twice the volume.
    """
    return _quoted(
        frame.iloc[:rows], _split_after(frame, rows), "volume", ("open", "high", "low", "close", "dividend")
    )


def _history(market: Market, session: date) -> pd.DataFrame:
    """The fund's history up to `session`, as it was stated before the splits that follow."""
    if market.history.empty:
        return market.history
    seen = market.history.iloc[: _rows_upto(market.history.index, session)]
    bars = market.bars[config.FUND]
    ratio = _split_after(bars, _rows_upto(bars.index, session))
    return _quoted(seen, ratio, "shares", ("nav", "distribution"))


def _quoted(seen: pd.DataFrame, ratio: float, count: str, money: tuple[str, ...]) -> pd.DataFrame:
    if ratio == 1 or seen.empty:
        return seen
    return seen.assign(**{name: seen[name] * ratio for name in money}, **{count: seen[count] / ratio})


def _split_after(frame: pd.DataFrame, rows: int) -> float:
    """The product of the splits after the first `rows` bars."""
    later = frame["split"].to_numpy()[rows:]
    return float(np.prod(later[later > 0]))


def nothing(as_of: date) -> Market:
    """No market at all: what stands behind the pages that show an edition of a session."""
    return Market(as_of, "edition", {}, {}, {}, pd.DataFrame(), pd.DataFrame())
