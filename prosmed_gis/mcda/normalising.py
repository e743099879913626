"""Bring measured values of units to a common scale.

Every function takes numbers of any shape, works along one `axis` of units (the last unless said otherwise), leaves the
shape as it is, passes unknown values (NaN) on and does not count them. More is taken as better; turn the sign, or take
1 less the result, where less is.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Reference = Literal["best", "worst", "mean", "sum", "norm"]


def minmax(x: np.ndarray, *, axis: int = -1) -> np.ndarray:
    """Return 0 for the least, 1 for the greatest value, linear between; 0 everywhere where all are equal."""
    least = np.fmin.reduce(x, axis=axis, keepdims=True)
    return _over(x - least, np.fmax.reduce(x, axis=axis, keepdims=True) - least)


def zscore(x: np.ndarray, *, axis: int = -1, ddof: int = 1) -> np.ndarray:
    """Return distance from the mean in standard deviations; 0 everywhere where all are equal.

    `ddof` is 1 for the deviation of a sample (OECD and JRC 2008), 0 for that of a population.
    """
    count = _count(x, axis)
    away = x - _over(np.nansum(x, axis=axis, keepdims=True), count)
    # Equal values are seen in the values: the mean of three times 0.1 is not 0.1.
    away = np.where(
        np.fmax.reduce(x, axis=axis, keepdims=True) == np.fmin.reduce(x, axis=axis, keepdims=True), x * 0.0, away
    )
    return _over(away, np.sqrt(_over(np.nansum(away**2, axis=axis, keepdims=True), np.maximum(count - ddof, 0))))


def relative(x: np.ndarray, to: Reference, *, axis: int = -1) -> np.ndarray:
    """Return values over the greatest (`best`), the least (`worst`), the mean, the sum or the Euclidean norm.

    The first three are the distances to a reference of OECD and JRC (2008, table 15), the others the scalings of
    weighted sums and of TOPSIS (Hwang and Yoon 1981). Where the reference is 0 the result is 0.
    """
    if to == "best":
        whole = np.fmax.reduce(x, axis=axis, keepdims=True)
    elif to == "worst":
        whole = np.fmin.reduce(x, axis=axis, keepdims=True)
    elif to == "norm":
        whole = np.sqrt(np.nansum(x**2, axis=axis, keepdims=True))
    else:
        whole = np.nansum(x, axis=axis, keepdims=True)
        whole = _over(whole, _count(x, axis)) if to == "mean" else whole
    return _over(x, whole)


def ranks(x: np.ndarray, *, axis: int = -1) -> np.ndarray:
    """Return 1 for the greatest value, and so on; equal values share the best of their ranks, unknown ones get NaN.

    Examples
    --------
    >>> ranks(np.array([5.0, 7.0, 5.0, np.nan, 1.0])).tolist()
    [2.0, 1.0, 2.0, nan, 4.0]
    """
    down = -np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    order = np.argsort(down, axis=-1, kind="stable")
    ordered = np.take_along_axis(down, order, axis=-1)
    place = np.broadcast_to(np.arange(1.0, down.shape[-1] + 1), down.shape).copy()
    place[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0.0
    found = np.empty_like(down)
    np.put_along_axis(found, order, np.maximum.accumulate(place, axis=-1), axis=-1)
    found[np.isnan(down)] = np.nan
    return np.moveaxis(found, -1, axis)


def percentile_rank(x: np.ndarray, *, axis: int = -1) -> np.ndarray:
    """Return the share of the other units that are below, 0 to 1: (least rank from below - 1) / (n - 1)."""
    return _over(ranks(-x, axis=axis) - 1, _count(x, axis) - 1)


def _count(x: np.ndarray, axis: int) -> np.ndarray:
    return np.asarray((~np.isnan(x)).sum(axis=axis, keepdims=True), dtype=float)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide; 0 where the whole is 0, NaN where either is."""
    return np.asarray(np.divide(part, whole, out=part * 0.0, where=whole != 0))
