"""The interval of a mean of few cases, against Student's own quantiles."""

import pytest

from generator import stats


@pytest.mark.parametrize(
    ("count", "quantile"), [(4, 3.182446), (5, 2.776445), (10, 2.262157), (31, 2.042272)]
)
def test_the_quantile_is_student_s(count: int, quantile: float) -> None:
    """Table of the t distribution, two-sided 95 %."""
    cases = [float(n) for n in range(count)]
    reach = stats.mean_interval(cases)
    mean = (count - 1) / 2
    error = (sum((case - mean) ** 2 for case in cases) / (count - 1) / count) ** 0.5
    assert reach is not None and reach[1] - mean == pytest.approx(quantile * error, rel=0.01)
    assert reach[0] + reach[1] == pytest.approx(2 * mean)


def test_three_cases_tell_nothing() -> None:
    assert stats.mean_interval([1.0, 2.0, 3.0]) is None
