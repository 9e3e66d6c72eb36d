"""Returns over fixed horizons, by date: quoted and with dividends, of the fund and of large caps."""

from __future__ import annotations

from generator.config import FUND
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.horizons import LONG, SHORT, Horizon, over
from generator.metrics.series import closes, total


def _price(symbol: str, key: str, horizon: Horizon) -> None:
    a_year = ", annualised" if horizon.yearly else ""

    @metric(
        f"{symbol} price return, {horizon.label}{a_year}",
        "%",
        2 if horizon.key == "1d" else 1,
        f"Change of the quoted close of {symbol} from that of "
        f"{horizon.origin}{a_year and ', compounded yearly'}.",
        form="signed",
        key=key,
    )
    def price(market: Market) -> float:
        return over(closes(market, symbol), horizon, market.as_of)


def _total(symbol: str, key: str, horizon: Horizon) -> None:
    a_year = ", annualised" if horizon.yearly else ""

    @metric(
        f"{symbol} total return, {horizon.label}{a_year}",
        "%",
        2 if horizon.key == "1d" else 1,
        f"Return of {symbol} from the close of {horizon.origin}, dividends reinvested at the close of the "
        f"ex-date{a_year and ', compounded yearly'}.",
        form="signed",
        key=key,
    )
    def reinvested(market: Market) -> float:
        return over(total(market, symbol), horizon, market.as_of)


for _symbol, _prefix in ((FUND, ""), ("SPY", "spy_"), ("QQQ", "qqq_")):
    for _horizon in SHORT:
        _price(_symbol, f"{_prefix}return_{_horizon.key}", _horizon)
        _total(_symbol, f"{_prefix}return_{_horizon.key}_total", _horizon)
    for _horizon in LONG:
        _price(_symbol, f"{_prefix}return_{_horizon.key}_price", _horizon)
        _total(_symbol, f"{_prefix}return_{_horizon.key}_total", _horizon)
_price("^RUT", "rut_return_1w", SHORT[1])
_price("^RUT", "rut_return_ytd_price", LONG[0])
