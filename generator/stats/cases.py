"""What a handful of cases can tell of a mean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

NORMAL = 1.959964  # the 97.5 % quantile of the normal distribution
LEAST = 4  # cases below which no interval is told


def mean_interval(cases: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of the mean of independent cases by Student's t, in their unit; None of fewer than four.

    The quantile is the expansion of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5, within 1 % from
    three degrees of freedom on.
    """
    if len(cases) < LEAST:
        return None
    mean, error = float(np.mean(cases)), float(np.std(cases, ddof=1)) / math.sqrt(len(cases))
    reach = _student(len(cases) - 1) * error
    return mean - reach, mean + reach


def _student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t."""
    z, n = NORMAL, freedom
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum((term / float(n**power) for power, term in enumerate(terms, 1)), 0.0)
