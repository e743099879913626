"""Whether near units are alike: Moran's I for the whole, Getis-Ord G for each place.

Neighbours are a sparse matrix (units, units): how much the column's unit counts as a neighbour of the row's, 0 on the
diagonal. Values must all be known; an unknown one makes every result NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array
from scipy.special import ndtr

from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


ROUNDING = 1e-12
"""Share of two sums up to which their difference is their rounding."""


def adjacency(neighbours: Mapping[str, Iterable[str]], order: Sequence[str]) -> Any:
    """Return 1 for each neighbour named, as a scipy.sparse array in this order of units.

    Raises
    ------
    DataError
        A neighbour is not among the units.
    """
    place = {name: number for number, name in enumerate(order)}
    pairs = [(name, other) for name in order for other in neighbours.get(name, ())]
    lost = sorted({other for _, other in pairs} - set(place))
    if lost:
        raise DataError(f"neighbours that are not among the units: {', '.join(lost)}")
    rows, columns = [place[name] for name, _ in pairs], [place[other] for _, other in pairs]
    return csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(order), len(order)))


def row_standardised(weights: Any) -> Any:
    """Return the weights with each row's sum 1; a unit without neighbours keeps its 0."""
    total = np.asarray(weights.sum(axis=1))
    return diags_array(np.divide(1.0, total, out=np.zeros_like(total, dtype=float), where=total > 0)) @ weights


@dataclass(frozen=True)
class Moran:
    """Moran's I and what it would be if values lay at random."""

    statistic: float
    """Above `expected`: near units are alike."""
    expected: float
    variance_normality: float
    variance_randomisation: float

    @property
    def z_normality(self) -> float:
        """Standard deviations from what is expected of normal values."""
        return float((self.statistic - self.expected) / np.sqrt(self.variance_normality))

    @property
    def z_randomisation(self) -> float:
        """Standard deviations from what is expected of these values in random places."""
        return float((self.statistic - self.expected) / np.sqrt(self.variance_randomisation))

    @property
    def p_normality(self) -> float:
        """Probability of a value as far from what is expected, on either side."""
        return float(2 * ndtr(-abs(self.z_normality)))

    @property
    def p_randomisation(self) -> float:
        """Probability of a value as far from what is expected, on either side."""
        return float(2 * ndtr(-abs(self.z_randomisation)))


def moran(x: np.ndarray, weights: Any) -> Moran:
    r"""Return Moran's I (Moran 1950; variances by Cliff and Ord 1981, Spatial Processes).

    .. math:: I = \frac{n}{S_0} \frac{\sum_{ij} w_{ij} z_i z_j}{\sum_i z_i^2}, \quad z = x - \bar x

    Raises
    ------
    DataError
        There are fewer than 4 units, no neighbours, or all values are equal.
    """
    n, away = len(x), x - x.mean()
    square = (away**2).sum()
    s0 = weights.sum()
    # Equal values are seen in the values: the mean of three times 0.1 is not 0.1.
    if n < 4 or s0 == 0 or np.ptp(x) == 0:  # noqa: PLR2004 - degrees of freedom
        raise DataError("Moran's I needs at least 4 units, neighbours, and values that are not all equal")
    s1 = ((weights + weights.T) ** 2).sum() / 2
    s2 = ((weights.sum(axis=1) + weights.sum(axis=0)) ** 2).sum()
    expected = -1 / (n - 1)
    normality = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - expected**2
    peaked = n * (away**4).sum() / square**2
    randomisation = (
        n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) - peaked * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    ) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return Moran(
        float(n / s0 * (away * (weights @ away)).sum() / square), expected, float(normality), float(randomisation)
    )


def getis_ord(x: np.ndarray, weights: Any, *, star: bool) -> np.ndarray:
    r"""Return the local G of each unit in standard deviations (Getis and Ord 1992; Ord and Getis 1995).

    .. math:: \frac{\sum_j w_{ij} x_j - W_i \bar x}{s \sqrt{(m S_{1i} - W_i^2) / (m - 1)}}

    Above 0: high values lie together around the unit; below 0: low ones.

    Parameters
    ----------
    weights
        Binary or row-standardised neighbours.
    star
        G*: the unit counts as its own neighbour, with the greatest weight of its row (1 where it has none). Otherwise
        it is left out of sums, mean and deviation alike.

    Returns
    -------
    numpy.ndarray
        NaN where it has no sense: no neighbours, everybody a neighbour, or values that do not vary.
    """
    n = len(x)
    w = weights + eye_array(n) if star else weights
    near, square, lag = np.asarray(w.sum(axis=1)), np.asarray((w**2).sum(axis=1)), w @ x
    own, m = (0.0, n) if star else (x, n - 1)
    mean = (x.sum() - own) / m
    mean_square = ((x**2).sum() - own**2) / m
    variance, room = mean_square - mean**2, m * square - near**2
    # Of values that do not vary, and where everybody is a neighbour, rounding leaves a difference.
    varies = (variance > ROUNDING * mean_square) & (room > ROUNDING * m * square)
    spread = np.where(varies, variance * room / (m - 1), 0.0)
    return np.asarray(
        np.divide(lag - near * mean, np.sqrt(np.maximum(spread, 0)), out=np.full(n, np.nan), where=spread > 0)
    )
