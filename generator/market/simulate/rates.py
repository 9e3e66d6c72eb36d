"""Simulated rates in FRED's layout: a policy of rises and cuts, yields and spreads that follow it and the market."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from generator.config import SERIES
from generator.market.simulate.days import on
from generator.market.simulate.weather import Chance, Sky

START = 0.5  # upper end of the target range, percent
WIDTH = 0.25
DECISIONS = {  # day of a decision -> step in pp; in force from the day after
    on(2021, 6, 16): 0.25, on(2021, 9, 22): 0.5, on(2021, 12, 15): 0.5, on(2022, 3, 16): 0.5,
    on(2022, 6, 15): 0.5, on(2022, 9, 21): 0.25, on(2022, 12, 14): 0.25, on(2023, 3, 22): 0.25,
    on(2023, 11, 1): -0.25, on(2024, 3, 20): -0.25, on(2024, 7, 31): -0.25, on(2025, 7, 30): -0.25,
    on(2026, 1, 28): -0.25,
}  # fmt: skip
OWN = (
    "rate_3m",
    "rate_2y",
    "rate_10y",
    "spread_hy",
    "spread_ig",
)  # roles of the series that a walk of their own makes


def make(seed: int, sky: Sky, young: int) -> tuple[list[float], dict[str, str]]:
    """The 10-year yield a session from `young` on, percent, not rounded; and the file of each series."""
    days = sky.days[young:]
    calendar = [days[0] + timedelta(n) for n in range((days[-1] - days[0]).days + 1)]
    upper, level = {}, START
    for day in calendar:
        level += DECISIONS.get(day - timedelta(1), 0.0)
        upper[day] = level
    chance = Chance(seed, "rates")
    middle = {day: high - WIDTH / 2 for day, high in upper.items()}
    effective, rate = {}, 0.0
    for day, policy in middle.items():
        if day.weekday() < 5:  # as FRED's does, it keeps Friday's over the weekend
            rate = policy + 0.02 * (chance.uniform() < 0.1) - 0.04
        effective[day] = rate
    made: dict[str, dict[date, float]] = {name: {} for name in OWN}
    two, ten, tens = START + 0.1, 1.6, []
    for day, fear, move in zip(days, sky.fear[young:], sky.rates[young:], strict=True):
        tens.append(ten)
        made["rate_3m"][day] = middle[day] + 0.06 + 0.02 * chance.normal()
        made["rate_2y"][day], made["rate_10y"][day] = two, ten
        made["spread_hy"][day] = 1.9 + 1.6 * fear + 0.04 * chance.normal()
        made["spread_ig"][day] = 0.6 + 0.45 * fear + 0.01 * chance.normal()
        two += 0.02 * (middle[day] + 0.3 - two) + 0.035 * move + 0.02 * chance.normal()
        ten += 0.01 * (0.5 * middle[day] + 1.9 - ten) + 0.04 * move + 0.02 * chance.normal()
        two, ten = max(two, 0.05), max(ten, 0.3)
    lower = {day: high - WIDTH for day, high in upper.items()}
    made |= {"policy_upper": upper, "policy_lower": lower, "effective": effective}
    return tens, {series: _text(series, rows) for role, rows in made.items() if (series := SERIES[role])}


def _text(series: str, rows: Mapping[date, float]) -> str:
    """The file of a series; a weekday without a session is blank, where the series is no daily one."""
    first, last = min(rows), max(rows)
    calendar = (first + timedelta(n) for n in range((last - first).days + 1))
    lines = [
        f"{day},{rows[day]:.2f}" if day in rows else f"{day},"
        for day in calendar
        if day in rows or day.weekday() < 5
    ]
    return "\n".join([f"observation_date,{series}", *lines, ""])
