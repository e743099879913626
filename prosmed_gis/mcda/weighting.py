"""What criteria weigh: said directly, by rank, by swing or in pairs, or read off the contrast in the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random reciprocal matrices of size 1, 2, ... (Saaty 1980, The Analytic Hierarchy Process).

Other tables exist (1.40 and 1.35 are also printed for sizes 8 and 7); ratios are only comparable within one.
"""
RECIPROCAL_TOLERANCE = 1e-6
"""How far the product of two opposite judgements may be from 1."""
NO_CONTRAST = 1e-12
"""Contrast (a share, or a standard deviation in the data's unit) below which a criterion does not vary: rounding."""


def direct(shares: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return shares in any unit over their sum.

    Raises
    ------
    ConfigError
        A share is negative or unknown, or all are 0.
    """
    found = np.asarray(shares, dtype=float)
    if not (np.isfinite(found).all() and (found >= 0).all() and found.sum() > 0):
        told = ", ".join(f"{share:g}" for share in found)
        raise ConfigError(f"weights must be numbers of at least 0, one of them above 0; here: {told}")
    return np.asarray(found / found.sum())


def swing(points: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return the points given to each criterion's swing from worst to best, over their sum.

    The most wanted swing has 100 points and the others are judged against it (von Winterfeldt and Edwards 1986,
    Decision Analysis and Behavioral Research). Raises as `direct`.
    """
    return direct(points)


def roc(ranks: Sequence[float] | np.ndarray) -> np.ndarray:
    r"""Return rank-order centroid weights (Barron and Barrett 1996, Management Science 42(11)).

    .. math:: w_i = \frac{1}{n} \sum_{k=i}^{n} \frac{1}{k}

    Parameters
    ----------
    ranks
        One number a criterion, the smallest for the most important; only their order matters. Criteria with equal
        ranks share the mean of the weights of the places that they take.

    Examples
    --------
    >>> roc([1, 2, 3]).round(3).tolist()
    [0.611, 0.278, 0.111]
    >>> roc([2, 1, 2]).round(3).tolist()
    [0.194, 0.611, 0.194]
    """
    order = np.asarray(ranks, dtype=float)
    if order.size == 0 or not np.isfinite(order).all():
        raise ConfigError(f"ranks must be numbers, one for each criterion; here: {order.tolist()}")
    places = np.arange(1, order.size + 1)
    centroid = np.cumsum(1 / places[::-1])[::-1] / order.size
    _, tier, count = np.unique(order, return_inverse=True, return_counts=True)
    shared = np.add.reduceat(centroid, np.cumsum(count) - count) / count
    return np.asarray(shared[tier])


@dataclass(frozen=True, eq=False)
class Ahp:
    """Weights from pairwise comparisons and how coherent these are."""

    weights: np.ndarray
    """(criteria,): principal eigenvector, summing to 1."""
    lambda_max: float
    """Principal eigenvalue; the number of criteria where judgements are wholly coherent."""
    consistency_index: float
    """(lambda_max - n) / (n - 1)."""
    consistency_ratio: float
    """Consistency index over that of random judgements (`RANDOM_INDEX`); 0 for one or two criteria."""


def ahp(matrix: Sequence[Sequence[float]] | np.ndarray, names: Sequence[str] | None = None) -> Ahp:
    """Return the weights that pairwise comparisons imply (analytic hierarchy process, Saaty 1980).

    Whether the consistency ratio is small enough (Saaty: 0.10) is for the caller to judge.

    Parameters
    ----------
    matrix
        (criteria, criteria): how many times the row matters more than the column; the opposite cell is its inverse.
    names
        Criteria in the matrix's order, for messages; numbers from 1 where not given.

    Raises
    ------
    ConfigError
        The matrix is not square, is larger than the table of random indices, or a cell is not positive or not the
        inverse of the opposite one; the pair is named.
    """
    judged = np.asarray(matrix, dtype=float)
    size = len(judged)
    if judged.shape != (size, size) or not 1 <= size <= len(RANDOM_INDEX):
        raise ConfigError(
            f"pairwise comparisons need a square matrix of 1 to {len(RANDOM_INDEX)} criteria; here: {judged.shape}"
        )
    _check_judgements(judged, names or [str(place) for place in range(1, size + 1)])
    values, vectors = np.linalg.eig(judged)
    principal = int(np.argmax(values.real))
    largest = float(values[principal].real)
    index = (largest - size) / (size - 1) if size > 1 else 0.0
    random = RANDOM_INDEX[size - 1]
    return Ahp(direct(np.abs(vectors[:, principal])), largest, index, index / random if random else 0.0)


def _check_judgements(judged: np.ndarray, names: Sequence[str]) -> None:
    for row, first in enumerate(names):
        for column, second in enumerate(names):
            there, back = judged[row, column], judged[column, row]
            if not (np.isfinite(there) and there > 0):
                raise ConfigError(f"comparison of {first} with {second}: {there:g} must be a number above 0")
            if not abs(there * back - 1) <= RECIPROCAL_TOLERANCE:
                raise ConfigError(
                    f"comparison of {first} with {second} is {there:g}, of {second} with {first} {back:g}: one must be "
                    f"the inverse of the other (1/{there:g} = {1 / there:g})"
                )


def entropy(matrix: np.ndarray) -> np.ndarray:
    r"""Return weights by how unevenly each criterion is spread over units (Shannon 1948; Zeleny 1982).

    .. math:: w_j \propto 1 + \frac{1}{\ln n} \sum_i p_{ij} \ln p_{ij}, \quad p_{ij} = x_{ij} / \sum_i x_{ij}

    Values are taken as they are: the measure has no direction, and a criterion on another scale (a shift of zero)
    gets another weight.

    Parameters
    ----------
    matrix
        (units, criteria), at least 0, nothing missing. A criterion that is the same everywhere weighs 0; where none
        varies, all weigh the same.

    Raises
    ------
    DataError
        A value is negative or unknown.
    """
    values = _complete(matrix)
    if (values < 0).any():
        raise DataError(f"entropy weights need values of at least 0; the least is {values.min():g}")
    total = values.sum(axis=0)
    shares = np.divide(values, total, out=np.full_like(values, 1 / max(len(values), 1)), where=total > 0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return _by_contrast(1 + (shares * logs).sum(axis=0) / np.log(max(len(values), 2)))


def critic(
    matrix: np.ndarray, *, directions: Sequence[int] | np.ndarray | None = None, rescale: bool = True
) -> np.ndarray:
    r"""Return weights by contrast and conflict of criteria (CRITIC; Diakoulaki et al. 1995, Comput. Oper. Res. 22(7)).

    .. math:: w_j \propto \sigma_j \sum_k (1 - r_{jk})

    Parameters
    ----------
    matrix
        (units, criteria), nothing missing. A criterion that is the same everywhere weighs 0 and has no part in the
        conflict; where there is no conflict, those that vary weigh the same; where none varies, all do.
    directions
        1 where more is better, -1 where less is. None: more is better everywhere, as in worths. Turning a criterion
        turns the sign of its correlations, so it changes the weights.
    rescale
        Bring each criterion to 0..1 between its least and greatest value first, as the authors do. Without it the
        standard deviation is that of the values as given, which suits worths on fixed goalposts.

    Raises
    ------
    DataError
        A value is unknown.
    """
    values = _complete(matrix) * (1.0 if directions is None else np.asarray(directions, dtype=float))
    spread = np.ptp(values, axis=0)
    varies = spread > NO_CONTRAST
    if rescale:
        values = (values - values.min(axis=0)) / np.where(varies, spread, 1.0)
    contrast = np.zeros(values.shape[1])
    if varies.any():
        seen = values[:, varies]
        conflict = (1 - np.atleast_2d(np.corrcoef(seen, rowvar=False))).sum(axis=0)
        contrast[varies] = seen.std(axis=0) * conflict
    return _by_contrast(contrast if (contrast > NO_CONTRAST).any() else varies.astype(float))


def _complete(matrix: np.ndarray) -> np.ndarray:
    values = np.asarray(matrix, dtype=float)
    if not np.isfinite(values).all():
        unit, criterion = np.argwhere(~np.isfinite(values))[0]
        raise DataError(f"weights from data need every value; unit {unit + 1} lacks criterion {criterion + 1}")
    return values


def _by_contrast(contrast: np.ndarray) -> np.ndarray:
    seen = np.where(contrast > NO_CONTRAST, contrast, 0.0)
    return direct(seen if seen.any() else np.ones_like(seen))
