"""How the fund moves, by itself and with the market: volatility, beta, capture, drawdown."""

from __future__ import annotations

from generator import stats
from generator.config import FUND
from generator.errors import MissingInput
from generator.market.record import Market
from generator.metrics import metric
from generator.metrics.series import closes, earlier, ends, moves, total
from generator.stats import MONTHS_A_YEAR, SESSIONS_A_YEAR, Period

BASE = "SPY"  # the market that beta is measured against


def _volatility(window: int) -> None:
    @metric(
        f"Volatility, {window} sessions",
        "%",
        1,
        f"Standard deviation (ddof 1) of the last {window} daily log returns of the close, times the root "
        "of 252.",
        key=f"volatility_{window}d",
    )
    def daily(market: Market) -> float:
        return stats.volatility(closes(market, FUND), window, SESSIONS_A_YEAR)


def _monthly_volatility(window: int) -> None:
    @metric(
        f"Volatility, {window} months",
        "%",
        1,
        f"Standard deviation (ddof 1) of the log total returns of the last {window} full months, times the "
        "root of 12.",
        key=f"volatility_{window}m",
    )
    def monthly(market: Market) -> float:
        return stats.volatility(ends(market, FUND, "month"), window, MONTHS_A_YEAR, "full month ends")


def _beta(key: str, window: int, period: Period | None, words: str) -> None:
    @metric(
        f"Beta, {words}",
        "x",
        2,
        f"Slope of IWM's total returns on SPY's over the last {words}.",
        form="plain",
        key=key,
    )
    def slope(market: Market) -> float:
        return stats.beta(*moves(market, FUND, BASE, window, period))


for _window in (20, 60, 252):
    _volatility(_window)
for _window in (12, 36):
    _monthly_volatility(_window)


@metric(
    "Volatility against SPY",
    "x",
    2,
    "IWM's volatility over SPY's, each from the last 252 daily log returns of the close.",
    form="plain",
)
def volatility_ratio_252d(market: Market) -> float:
    own, base = (stats.volatility(closes(market, s), SESSIONS_A_YEAR, SESSIONS_A_YEAR) for s in (FUND, BASE))
    if base <= 0:
        raise MissingInput(f"{BASE} did not move in the last {SESSIONS_A_YEAR} sessions")
    return own / base


_beta("beta_36m", 36, "month", "36 full months")
_beta("beta_60m", 60, "month", "60 full months")
_beta("beta_156w", 156, "week", "156 full weeks")
_beta("beta_252d", 252, None, "252 sessions")


@metric(
    "Correlation with SPY",
    "x",
    2,
    "Pearson's correlation of the last 252 daily total returns of IWM and SPY.",
    form="plain",
)
def correlation_252d(market: Market) -> float:
    return stats.correlation(*moves(market, FUND, BASE, SESSIONS_A_YEAR))


def _capture(side: str, word: str) -> None:
    @metric(
        f"{side.capitalize()} capture, 36 months",
        "%",
        0,
        f"IWM's compound yearly total return in those of the last 36 full months in which SPY {word}, as a "
        "share of SPY's.",
        key=f"{side}_capture_36m",
    )
    def share(market: Market) -> float:
        return stats.capture(*moves(market, FUND, BASE, 36, "month"), MONTHS_A_YEAR, up=side == "up")


_capture("up", "rose")
_capture("down", "fell")


@metric("Drawdown", "%", 1, "Total-return close against the highest one since inception.")
def drawdown(market: Market) -> float:
    return float(stats.drawdowns(total(market, FUND)).iloc[-1])


def _worst(years: int) -> None:
    @metric(
        f"Deepest drawdown, {years} year{'s' if years > 1 else ''}",
        "%",
        1,
        "Deepest fall of the total-return close below its highest so far since inception, over the "
        f"sessions after the same date {years} year{'s' if years > 1 else ''} before.",
        key=f"drawdown_max_{years}y",
    )
    def deepest(market: Market) -> float:
        falls = stats.drawdowns(total(market, FUND))
        return float(stats.after(falls, earlier(market.as_of, years=years)).min())


for _years in (1, 3, 5, 10):
    _worst(_years)


@metric(
    "Downside deviation, 252 sessions",
    "%",
    1,
    "Root mean square of the falls among the last 252 daily total returns (a rise counts as none), times "
    "the root of 252.",
)
def downside_deviation_252d(market: Market) -> float:
    series = total(market, FUND)
    stats.need(series, SESSIONS_A_YEAR + 1)
    return stats.downside_deviation(stats.returns(series.iloc[-SESSIONS_A_YEAR - 1 :]), SESSIONS_A_YEAR)


@metric(
    "Longest time under water",
    "years",
    1,
    "Longest time between one record of the total-return close and the next since inception; one that "
    "lasts still counts.",
)
def longest_underwater(market: Market) -> float:
    return stats.longest_underwater(total(market, FUND)) / stats.DAYS_A_YEAR
