"""The ceiling: past some level of violence a place needs an excessive security deployment.

The programme's rule is that more violence raises the priority up to a level past which it lowers it. It acts on the
points of one group. Past the threshold T of the measure x (events in so many months):

- `cap`: the group's measures that are proportional to events count as if the cercle had T events (they are
  multiplied by T / x before their value functions), so that more violence brings no more points;
- `window`: as `cap`, and the group's worth is multiplied by a factor that falls in a straight line from 1 at T to
  `floor` at `hi`, so that more violence brings fewer points;
- `gate`: the cercle cannot be selected;
- `none`: no effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from prosmed_gis.config.targeting import Ceiling


CURVE_REACH = 1.3
"""How far past its last level the ceiling is drawn."""
CURVE_POINTS = 40


@dataclass(frozen=True, eq=False)
class Damping:
    """Effect of the ceiling by cercle; shapes follow the measure given."""

    shrink: np.ndarray
    """Multiplies measures proportional to events, 0-1."""
    factor: np.ndarray
    """Multiplies the group's worth, `floor`-1."""
    barred: np.ndarray
    """True where the gate shuts the cercle out."""


def curve(ceiling: Ceiling) -> tuple[tuple[float, float, float], ...]:
    """Return points (measure, share of it that still counts, factor on the group's worth) from 0 to past the end."""
    end = (ceiling.hi if ceiling.form == "window" else 2 * ceiling.threshold) * CURVE_REACH
    past = np.nextafter(ceiling.threshold, np.inf)
    x = np.unique([*np.linspace(0.0, end, CURVE_POINTS), ceiling.threshold, past, min(ceiling.hi, end)])
    effect = damping(ceiling, x, np.ones(len(x), dtype=bool))
    factor = np.where(effect.barred, 0.0, effect.factor)
    return tuple(zip(x.tolist(), effect.shrink.tolist(), factor.tolist(), strict=True))


def damping(ceiling: Ceiling, x: np.ndarray, concerned: np.ndarray, factor: np.ndarray | float = 1.0) -> Damping:
    """Return the effect of the ceiling.

    Parameters
    ----------
    x
        The ceiling's measure, cercles last; NaN is under no ceiling (nothing is known).
    concerned
        True for cercles of a track that the ceiling holds for, broadcast against `x`.
    factor
        Positive factor on threshold and `hi`, broadcast against `x`.
    """
    threshold, high = ceiling.threshold * np.asarray(factor, dtype=float), ceiling.hi * np.asarray(factor, dtype=float)
    over = concerned & (np.nan_to_num(x) > threshold)
    ones = np.ones(over.shape)
    held = ceiling.form in ("cap", "window")
    shrink = np.where(over, threshold / np.where(over, x, 1.0), ones) if held else ones
    fall = np.clip((x - threshold) / (high - threshold), 0.0, 1.0) if ceiling.form == "window" else np.zeros(over.shape)
    factors = np.where(over, 1.0 - (1.0 - ceiling.floor) * np.nan_to_num(fall), ones)
    return Damping(shrink, factors, over if ceiling.form == "gate" else np.zeros(over.shape, dtype=bool))
