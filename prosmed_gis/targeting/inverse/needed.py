"""Value functions read backwards: the value at which an indicator has a given worth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from prosmed_gis.config.values import Decreasing, Linear, Log, Steps, Value, Window
from prosmed_gis.targeting.scoring.values import worth


def value_for(value: Value, target: float, near: float) -> float:
    """Return the value nearest to `near` from which the worth is at least `target`, or at most where it is above.

    Parameters
    ----------
    target
        Worth, 0-1.
    near
        Value today, in the indicator's unit.

    Returns
    -------
    float
        In the indicator's unit, within the goalposts; NaN where no value has that worth. For `steps` it is a
        threshold; to lower the worth the value must fall below it.

    Examples
    --------
    >>> value_for(Linear(form="linear", lo=0, hi=20), 0.5, 4.0)
    10.0
    """
    rises = bool(worth(value, np.array(near)) < target)
    if isinstance(value, Steps):
        candidates = _of_steps(value, target, near, rises=rises)
    elif isinstance(value, Log):
        ends = [(float(np.log1p(value.lo)), 0.0), (float(np.log1p(value.hi)), 1.0)]
        candidates = [float(np.expm1(x)) for x in _crossings(ends, target)]
    else:
        candidates = _crossings(_knots(value), target)
    return min(candidates, key=lambda x: abs(x - near), default=np.nan)


def _knots(value: Linear | Decreasing | Window) -> list[tuple[float, float]]:
    if isinstance(value, Linear):
        return [(value.lo, 0.0), (value.hi, 1.0)]
    if isinstance(value, Decreasing):
        return [(value.lo, 1.0), (value.hi, 0.0)]
    return [(value.lo, 0.0), (value.best_from, 1.0), (value.best_to, 1.0), (value.hi, value.floor)]


def _crossings(knots: list[tuple[float, float]], target: float) -> list[float]:
    found = []
    for (left, below), (right, above) in pairwise(knots):
        if min(below, above) <= target <= max(below, above):
            found += [left, right] if below == above else [left + (target - below) / (above - below) * (right - left)]
    return found


def _of_steps(value: Steps, target: float, near: float, *, rises: bool) -> list[float]:
    starts = [-np.inf, *(threshold for threshold, _ in value.steps)]
    worths = [0.0, *(step for _, step in value.steps)]
    ends = [*starts[1:], np.inf]
    return [
        float(np.clip(near, start, end))
        for start, end, step in zip(starts, ends, worths, strict=True)
        if (step >= target if rises else step <= target)
    ]
