"""Draw in the tail of an indicator, so that a few extreme units do not decide everybody's normalised value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LOG_OFFSET = 0.01
"""Share of the range added before the logarithm, so that the least value has one (the COIN tool's form)."""


@dataclass(frozen=True, eq=False)
class Treated:
    """An indicator after treatment and what was done to it."""

    values: np.ndarray
    winsorised: int
    """Units whose value was replaced by the next one in."""
    logged: bool


def skewness(x: np.ndarray) -> float:
    """Return the skewness of a sample, unknown values left out (Joanes and Gill 1998, The Statistician 47(1): G1).

    NaN below 3 values, or where all are equal.
    """
    away, n = _away(x)
    if n < 3 or not away.any():  # noqa: PLR2004 - degrees of freedom
        return float("nan")
    return float(np.sqrt(n) * (away**3).sum() / (away**2).sum() ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(x: np.ndarray) -> float:
    """Return the excess kurtosis of a sample, unknown values left out (Joanes and Gill 1998: G2).

    NaN below 4 values, or where all are equal.
    """
    away, n = _away(x)
    if n < 4 or not away.any():  # noqa: PLR2004 - degrees of freedom
        return float("nan")
    excess = n * (away**4).sum() / (away**2).sum() ** 2 - 3
    return float(((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3)))


def treat(x: np.ndarray, *, skew_limit: float, kurtosis_limit: float, most_winsorised: int) -> Treated:
    """Return an indicator winsorised, or else its logarithm, where its distribution is far from symmetric.

    While |skewness| > `skew_limit` and kurtosis > `kurtosis_limit`, all units at the extreme on the skewed side take
    the next value in, as long as no more than `most_winsorised` units are replaced. If that does not help, the raw
    values are taken to ln(x - min + 0.01 (max - min)) instead (Becker et al. 2022, JOSS 7(78); OECD and JRC 2008).

    Parameters
    ----------
    x
        (units,); unknown values stay unknown.
    """

    def heavy(values: np.ndarray) -> bool:
        return abs(skewness(values)) > skew_limit and kurtosis(values) > kurtosis_limit

    values, replaced = np.asarray(x, dtype=float), 0
    while heavy(values):
        side = np.sign(skewness(values))
        extreme = values * side == np.nanmax(values * side)
        if extreme.sum() > most_winsorised:
            return Treated(_log(np.asarray(x, dtype=float)), 0, logged=True)
        values = np.where(extreme, side * np.nanmax((values * side)[~extreme]), values)
        replaced = int(extreme.sum())
    return Treated(values, replaced, logged=False)


def _log(x: np.ndarray) -> np.ndarray:
    least, greatest = np.nanmin(x), np.nanmax(x)
    return np.asarray(np.log(x - least + LOG_OFFSET * (greatest - least)))


def _away(x: np.ndarray) -> tuple[np.ndarray, int]:
    known = np.asarray(x, dtype=float)
    known = known[~np.isnan(known)]
    # Equal values are seen in the values: the mean of three times 0.1 is not 0.1.
    return known - known.mean() if known.size and np.ptp(known) else np.zeros(known.size), known.size
