"""Returns over fixed horizons, by date: quoted and with dividends, of the fund and of large caps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from generator import stats
from generator.config import BENCHMARK, FUND, GROWTH, INDEX, stem
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics.declaration import metric
from generator.metrics.dimensions import Choice, Dimension, Payouts, Stated, Tracked, around
from generator.metrics.horizons import LONG, SESSIONS, SHORT, TO_DATE, UNBEGUN, Horizon, origin, over
from generator.metrics.series import closes, ends, levels
from generator.words import Words


def _bases(market: Market, stated: Stated) -> Iterable[Choice]:
    horizon: Horizon = stated["horizon"]
    if horizon.key == "ytd":
        yield Choice(Words("the year's first close as base"), 1)
    elif (
        horizon.key in SESSIONS and horizon.key != "1w"
    ):  # a base five sessions off would make it another week
        index = closes(market, stated["symbol"]).index
        yield from around(index, origin(horizon, market.as_of), "the base")


def _counts(_market: Market, stated: Stated) -> Iterable[Choice]:
    horizon: Horizon = stated["horizon"]
    if sessions := SESSIONS.get(horizon.key):
        yield Choice(Words(f"{sessions} sessions counted"), "sessions")
    if not (horizon.pinned or horizon.key == "1w"):
        yield Choice(Words("the last month end as its end"), "month")


Base = Annotated[
    int, Dimension(on=_bases, told="a base {} sessions off", least=None)
]  # sessions off the base that the horizon names
Count = Annotated[str, Dimension(on=_counts, known=("date", "sessions", "month"))]


def horizon_return(
    market: Market, horizon: Horizon, reinvested: Payouts = False, shift: Base = 0, counted: Count = "date",
    symbol: Tracked = FUND,
) -> float:  # fmt: skip
    """Return of a symbol over a horizon, percent; a year over three years and more."""
    series = levels(market, symbol, reinvested)
    if counted == "month":
        months = ends(market, symbol, "month")
        stats.need(months, 1, "full month ends")
        end = months.index[-1]
        return over(series.loc[:end], horizon, end.date())
    if counted == "sessions" and horizon.key not in SESSIONS:
        raise MissingInput("nobody counts sessions for the horizon {label}", label=horizon.label)
    if counted == "sessions":
        stats.need(series, SESSIONS[horizon.key] + 1)
        base = len(series) - 1 - SESSIONS[horizon.key]
    elif shift:
        base = stats.place(series, origin(horizon, market.as_of)) + shift
        if not 0 <= base < len(series):
            raise MissingInput("{input} has no session {shift:+d} from the base", input=symbol, shift=shift)
    else:
        return over(series, horizon, market.as_of)
    first, last = float(series.iloc[base]), float(series.iloc[-1])
    return stats.annualised(last, first, horizon.years) if horizon.yearly else stats.change(last, first)


QUOTED = "Change of the quoted close of {symbol:the} from that of {horizon.origin}{horizon.compounded}."
TOTAL = "Return of {symbol:the} from the close of {horizon.origin}, dividends reinvested at the close of the ex-date{horizon.compounded}."


def _declare(symbol: str, prefix: str, horizon: Horizon, reinvested: bool) -> None:
    kind = "_total" if reinvested else "_price" if horizon in LONG + TO_DATE else ""
    metric(
        f"{{symbol}} {'total' if reinvested else 'price'} return, {{horizon.label}}{{horizon.annualised}}",
        "%",
        horizon.digits,
        TOTAL if reinvested else QUOTED,
        form="signed",
        key=f"{prefix}return_{horizon.key}{kind}",
        pinned=horizon.pinned,
        absent=UNBEGUN.get(horizon.key, ""),
        also="performance gain loss rise fall",
        symbol=symbol,
        horizon=horizon,
        reinvested=reinvested,
    )(horizon_return)


for _symbol, _prefix in ((FUND, ""), (BENCHMARK, f"{stem(BENCHMARK)}_"), (GROWTH, f"{stem(GROWTH)}_")):
    for _horizon in SHORT + LONG:
        for _reinvested in (False, True):
            _declare(_symbol, _prefix, _horizon, _reinvested)
for _horizon in TO_DATE:
    for _reinvested in (False, True):
        _declare(FUND, "", _horizon, _reinvested)
for _horizon in (SHORT[1], LONG[0]):
    _declare(INDEX, f"{stem(INDEX)}_", _horizon, False)
