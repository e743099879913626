"""Completions still to come at the rate so far, never without an interval."""

from __future__ import annotations

PRIOR_EVENTS = 0.5
"""Jeffreys' prior of a Poisson rate: gamma with shape 1/2."""


def forecast(completions: int, seen_years: float, left_years: float, confidence: float) -> tuple[int, int, int]:
    r"""Return (point, low, high): completions in the years left, at the rate of the years seen.

    The point is the linear rate :math:`n h / t`, rounded half up; the interval is the equal-tailed predictive interval
    of a Poisson process whose rate has Jeffreys' prior (Gelman et al. 2013, Bayesian Data Analysis, section 2.6): the
    number to come is negative binomial with :math:`r = n + 1/2` and :math:`p = t / (t + h)`.

    Parameters
    ----------
    completions
        Completions seen, n.
    seen_years, left_years
        Years observed t (> 0) and years ahead h (>= 0).
    confidence
        Probability of the interval (0-1).

    Raises
    ------
    ValueError
        Nothing was observed (`seen_years` is not positive) or the future is negative.
    """
    if seen_years <= 0 or left_years < 0:
        msg = f"a forecast needs years seen > 0 and years left >= 0, not {seen_years} and {left_years}"
        raise ValueError(msg)
    # Half a second to load, and a command that tracks nothing needs none of it.
    from scipy.stats import nbinom

    point = int(completions * left_years / seen_years + 0.5)
    if left_years == 0:
        return 0, 0, 0
    tail = (1.0 - confidence) / 2.0
    shape, share = completions + PRIOR_EVENTS, seen_years / (seen_years + left_years)
    low, high = (int(nbinom.ppf(level, shape, share)) for level in (tail, 1.0 - tail))
    return point, min(low, point), max(high, point)
