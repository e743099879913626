"""Value functions: from an indicator's unit to a worth between 0 and 1, on fixed goalposts."""

from __future__ import annotations

import numpy as np

from prosmed_gis.config.values import Decreasing, Linear, Log, Steps, Value, Window
from prosmed_gis.domain.digits import settled
from prosmed_gis.mcda.normalising import minmax, percentile_rank

CURVE_MARGIN = 0.15
"""How far past the goalposts a value function is drawn, as a share of their distance."""
CURVE_POINTS = 41
"""Points by which a bent value function is drawn."""


def worth(value: Value, x: np.ndarray, factor: np.ndarray | float = 1.0) -> np.ndarray:
    """Return what measured values are worth, 0 to 1; NaN stays NaN.

    Parameters
    ----------
    value
        `linear`: (x - lo) / (hi - lo), held within 0 and 1; `decreasing`: 1 less that; `log`: as linear, on
        log(1 + x); `steps`: worth of the last threshold reached; `window`: up from lo to best_from, 1 to best_to, down
        to floor at hi and beyond. Each piece is monotone.
    x
        Measured values, any shape.
    factor
        Positive factor on every goalpost, broadcast against `x`; used to ask how much they matter.

    Examples
    --------
    >>> from prosmed_gis.config.values import Linear
    >>> worth(Linear(form="linear", lo=0, hi=20), np.array([5.0, 30.0])).tolist()
    [0.25, 1.0]
    """
    scale = np.asarray(factor, dtype=float)
    if isinstance(value, Linear):
        return _between(x, value.lo * scale, value.hi * scale)
    if isinstance(value, Decreasing):
        return _between(x, value.hi * scale, value.lo * scale)
    if isinstance(value, Log):
        return _between(np.log1p(np.maximum(x, 0.0)), np.log1p(value.lo * scale), np.log1p(value.hi * scale))
    # What the ceiling holds at a threshold comes out a hair beside it.
    relative = settled(x / scale)
    if isinstance(value, Steps):
        thresholds, worths = zip(*value.steps, strict=True)
        reached = np.searchsorted(thresholds, np.nan_to_num(relative, nan=-np.inf), side="right")
        return np.where(np.isnan(relative), np.nan, np.array([0.0, *worths])[reached])
    return _window(value, relative)


def from_data(value: Value, x: np.ndarray, normalisation: str) -> np.ndarray:
    """Return worths that come from the values themselves instead of fixed goalposts; the what-if of the draws.

    Parameters
    ----------
    value
        Says the direction and whether logarithms are taken; a `window`, which rises and falls, keeps its goalposts.
    x
        (D, units) measured values; NaN stays NaN.
    normalisation
        `min_max`: 0 for the least, 1 for the greatest of the row; `rank`: percentile rank.
    """
    if isinstance(value, Window):
        return worth(value, x)
    shown = np.log1p(np.maximum(x, 0.0)) if isinstance(value, Log) else x
    # What the ceiling holds at its threshold is equal there, up to rounding.
    found = minmax(shown) if normalisation == "min_max" else percentile_rank(settled(shown))
    return 1.0 - found if isinstance(value, Decreasing) else found


def _between(x: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip((x - lo) / (hi - lo), 0.0, 1.0))


def _window(value: Window, x: np.ndarray) -> np.ndarray:
    posts = [value.lo, value.best_from, value.best_to, value.hi]
    return np.asarray(np.where(np.isnan(x), np.nan, np.interp(x, posts, [0.0, 1.0, 1.0, value.floor])))


def goalposts(value: Value) -> tuple[float, ...]:
    """Return the values at which the function bends, ascending."""
    if isinstance(value, Steps):
        return tuple(threshold for threshold, _ in value.steps)
    if isinstance(value, Window):
        return (value.lo, value.best_from, value.best_to, value.hi)
    return (value.lo, value.hi)


def curve(value: Value, most: float = np.inf) -> tuple[tuple[float, float], ...]:
    """Return points (value, worth) that draw the function by straight lines, a little past its goalposts.

    A value function whose goalposts are not negative is not drawn below 0, and none past `most`, the highest value
    that the measure can take; a step is two points above each other.
    """
    posts = goalposts(value)
    margin = CURVE_MARGIN * (posts[-1] - posts[0] or abs(posts[0]) or 1.0)
    low = posts[0] - margin if posts[0] < 0 else max(posts[0] - margin, 0.0)
    high = max(min(posts[-1] + margin, most), posts[-1])
    between = np.expm1(np.linspace(np.log1p(low), np.log1p(high), CURVE_POINTS)) if isinstance(value, Log) else ()
    x = np.unique([low, *posts, high, *between])
    y = worth(value, x) + 0.0  # never -0
    if isinstance(value, Steps):
        x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def describe(value: Value) -> str:
    """Return the form and goalposts as short text, for tables."""
    if isinstance(value, Linear | Decreasing | Log):
        return f"{value.form} {value.lo:g}..{value.hi:g}"
    if isinstance(value, Steps):
        return "steps " + " ".join(f"{threshold:g}:{step:g}" for threshold, step in value.steps)
    return f"window {value.lo:g}..{value.best_from:g}..{value.best_to:g}..{value.hi:g} floor {value.floor:g}"
