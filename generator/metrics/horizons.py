"""The horizons over which returns are measured, and the return of a series over one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from generator import stats
from generator.config import LAST_CLOSE
from generator.errors import MissingInput
from generator.metrics.series import earlier


@dataclass(frozen=True)
class Horizon:
    """`label` after a comma, `origin` after "from": the close that the return is measured from."""

    key: str
    label: str
    origin: str
    days: int = 0
    months: int = 0
    years: int = 0

    @property
    def yearly(self) -> bool:
        """Whether the return is given a year, as is usual over several years."""
        return self.years >= 3

    @property
    def annualised(self) -> str:
        """What a label says of it."""
        return ", annualised" if self.yearly else ""

    @property
    def compounded(self) -> str:
        """What a definition says of it."""
        return ", compounded yearly" if self.yearly else ""

    @property
    def digits(self) -> int:
        """After the point, of a return over it."""
        return 2 if self.key == "1d" else 1

    @property
    def pinned(self) -> bool:
        """Whether it names its days, so that no other base or session is meant."""
        return self.key in ("1d", "since_publication")


def _back(key: str, label: str, **span: int) -> Horizon:
    return Horizon(key, label, f"the last session on or before the same date {label} earlier", **span)


SHORT = (
    Horizon("1d", "1 day", "the session before"),
    Horizon("1w", "1 week", "the last session on or before the date 7 days earlier", days=7),
    _back("1m", "1 month", months=1),
    _back("3m", "3 months", months=3),
    _back("6m", "6 months", months=6),
)
LONG = (
    Horizon("ytd", "year to date", "the last session of the previous year"),
    _back("1y", "1 year", years=1),
    _back("3y", "3 years", years=3),
    _back("5y", "5 years", years=5),
    _back("10y", "10 years", years=10),
    Horizon(
        "since_publication",
        "since publication",
        f"{LAST_CLOSE.day} {LAST_CLOSE:%B %Y}, the article's last close",
    ),
)
TO_DATE = (
    Horizon("mtd", "month to date", "the last session of the previous month"),
    Horizon("qtd", "quarter to date", "the last session of the previous quarter"),
)
ALL = SHORT + LONG
UNBEGUN = {"since_publication": "on the day of publication"}  # when a horizon has no return
# as many sessions as some count for a horizon
SESSIONS = {"1w": 5, "1m": 21, "3m": 63, "6m": 126, "1y": 252, "3y": 756, "5y": 1260, "10y": 2520}


def over(levels: pd.Series, horizon: Horizon, as_of: date) -> float:
    """Return of `levels` over the horizon to their last value, percent; a year over three years and more."""
    end = float(levels.iloc[-1])
    if horizon.key == "1d":
        stats.need(levels, 2)
        return stats.change(end, float(levels.iloc[-2]))
    if horizon.key == "since_publication" and as_of <= LAST_CLOSE:
        raise MissingInput(
            "on {day} nothing had passed since the article's last close, that of {since}",
            since=LAST_CLOSE, day=as_of,
        )  # fmt: skip
    start = stats.on_or_before(levels, origin(horizon, as_of))
    return stats.annualised(end, start, horizon.years) if horizon.yearly else stats.change(end, start)


def origin(horizon: Horizon, as_of: date) -> date | pd.Timestamp:
    """The date on or before which the return of a horizon by date begins."""
    if horizon.key == "ytd":
        return date(as_of.year - 1, 12, 31)
    if horizon.key in ("mtd", "qtd"):
        month = as_of.month if horizon.key == "mtd" else (as_of.month - 1) // 3 * 3 + 1
        return as_of.replace(month=month, day=1) - timedelta(1)
    if horizon.key == "since_publication":
        return LAST_CLOSE
    return earlier(as_of, years=horizon.years, months=horizon.months, days=horizon.days)
