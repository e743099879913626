"""Value functions: from an indicator's unit to a worth between 0 and 1, on fixed goalposts."""

from __future__ import annotations

import numpy as np

from prosmed_gis.config.targeting import Linear, Log, Steps, Value, Window


def worth(value: Value, x: np.ndarray, factor: np.ndarray | float = 1.0) -> np.ndarray:
    """Return what measured values are worth, 0 to 1; NaN stays NaN.

    Parameters
    ----------
    value
        `linear`: (x - lo) / (hi - lo), held within 0 and 1; `log`: the same on log(1 + x); `steps`: worth of the last
        threshold reached; `window`: up from lo to best_from, 1 to best_to, down to floor at hi and beyond. Each piece
        is monotone: rising, or falling where lo > hi and past best_to.
    x
        Measured values, any shape.
    factor
        Positive factor on every goalpost, broadcast against `x`; used to ask how much they matter.

    Examples
    --------
    >>> from prosmed_gis.config.targeting import Linear
    >>> worth(Linear(form="linear", lo=0, hi=20), np.array([5.0, 30.0])).tolist()
    [0.25, 1.0]
    """
    scale = np.asarray(factor, dtype=float)
    if isinstance(value, Linear):
        return _between(x, value.lo * scale, value.hi * scale)
    if isinstance(value, Log):
        return _between(np.log1p(np.maximum(x, 0.0)), np.log1p(value.lo * scale), np.log1p(value.hi * scale))
    relative = np.asarray(x / scale)
    if isinstance(value, Steps):
        thresholds, worths = zip(*value.steps, strict=True)
        reached = np.searchsorted(thresholds, np.nan_to_num(relative, nan=-np.inf), side="right")
        return np.where(np.isnan(relative), np.nan, np.array([0.0, *worths])[reached])
    return _window(value, relative)


def _between(x: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip((x - lo) / (hi - lo), 0.0, 1.0))


def _window(value: Window, x: np.ndarray) -> np.ndarray:
    posts = [value.lo, value.best_from, value.best_to, value.hi]
    return np.asarray(np.where(np.isnan(x), np.nan, np.interp(x, posts, [0.0, 1.0, 1.0, value.floor])))


def describe(value: Value) -> str:
    """Return the form and goalposts as short text, for tables."""
    if isinstance(value, Linear | Log):
        return f"{value.form} {value.lo:g}..{value.hi:g}"
    if isinstance(value, Steps):
        return "steps " + " ".join(f"{threshold:g}:{step:g}" for threshold, step in value.steps)
    return f"window {value.lo:g}..{value.best_from:g}..{value.best_to:g}..{value.hi:g} floor {value.floor:g}"
