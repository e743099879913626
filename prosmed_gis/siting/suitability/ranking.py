"""Gates, worths, and the best points that stand apart from one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import even

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.config.suitability import Measure, MeasureName, Suitability
    from prosmed_gis.siting.suitability.plane import Plane


ROUNDED = 12
"""Decimals of a score between 0 and 1: the order of additions must not decide between equals."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """Points proposed for a building, and what was left aside."""

    points: pd.DataFrame
    """Index rank from 1: `lon`, `lat` (degrees), `distance_m` (from the site), `score` (0-100), and by measure
    `measured_<name>` (its unit, inf where there is none near) and `worth_<name>` (0-1), only those that are known."""
    cells: int
    """Points tried."""
    passed: int
    """Points that pass every gate."""
    excluded: pd.Series
    """Points that fail the gate of each measure (a point may fail several), in the configured order; and `unknown`:
    those where a measure that is known elsewhere has no value."""
    weights: pd.Series
    """Share of each known measure in the score after renormalisation; sums to 1, or empty."""
    missing: tuple[str, ...]
    """Measures without data: their gates were not checked and their weight went to the others."""


def rank_points(measures: Mapping[MeasureName, np.ndarray | None], plane: Plane, config: Suitability) -> Ranked:
    r"""Return the best points around a site by configured gates and weights.

    .. math:: S = 100\,\frac{\sum_m w_m\, u_m(x_m)}{\sum_m w_m},\qquad
              u_m(x) = \min(1, \max(0, \frac{x - \text{worst}_m}{\text{best}_m - \text{worst}_m}))

    over the measures that are known. The best point is taken, then the best of those at least `apart_m` from every
    point taken, and so on; of equal scores the northern one comes first, then the western.

    Parameters
    ----------
    measures
        Arrays (rows, columns) on the cells of `plane`, in the unit of their configuration; None or absent where there
        is no layer. NaN where a value is not known: such a point is not proposed. inf is a distance beyond sight.
    plane
        The cells; only those within its radius are tried.
    config
        Gates, weights, number of points and the distance between them.
    """
    inside = plane.inside()
    known: dict[MeasureName, np.ndarray] = {
        name: values for name in config.measures if (values := measures.get(name)) is not None
    }
    failed: dict[MeasureName, np.ndarray] = {
        name: inside & _fails(values, config.measures[name]) for name, values in known.items()
    }
    blank = inside & np.any([np.isnan(values) for values in known.values()], axis=0) if known else np.zeros_like(inside)
    allowed = inside & ~blank
    for out in failed.values():
        allowed &= ~out
    counts = {name: int(out.sum()) for name, out in failed.items()}
    shares = _shares(known, config)
    worths: dict[MeasureName, np.ndarray] = {name: worth(known[name], config.measures[name]) for name in known}
    total = sum((share * worths[str(name)] for name, share in shares.items()), np.zeros(inside.shape))  # type: ignore[index]
    score = 100.0 * np.round(total, ROUNDED)
    rows, columns = _pick(score, allowed, plane, config) if len(shares) else (np.empty(0, int), np.empty(0, int))
    return Ranked(
        points=_frame(rows, columns, score, known, worths, plane),
        cells=int(inside.sum()),
        passed=int(allowed.sum()),
        excluded=pd.Series([*counts.values(), int(blank.sum())], index=[*counts, "unknown"], dtype="int64"),
        weights=shares,
        missing=tuple(name for name in config.measures if name not in known),
    )


def worth(values: np.ndarray, measure: Measure) -> np.ndarray:
    """Return what each value is worth, 0 at `worst` to 1 at `best`, clipped; NaN stays."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.clip((values - measure.worst) / (measure.best - measure.worst), 0.0, 1.0))


def _fails(values: np.ndarray, measure: Measure) -> np.ndarray:
    low = measure.at_least if measure.at_least is not None else -np.inf
    high = measure.at_most if measure.at_most is not None else np.inf
    return np.asarray((values < low) | (values > high))


def _shares(known: Mapping[MeasureName, np.ndarray], config: Suitability) -> pd.Series:
    weights = pd.Series({name: config.measures[name].weight for name in known}, dtype=float)
    weights = weights[weights > 0]
    return weights / weights.sum() if len(weights) else weights


def _pick(score: np.ndarray, allowed: np.ndarray, plane: Plane, config: Suitability) -> tuple[np.ndarray, np.ndarray]:
    east, north = plane.centres()
    left = np.where(allowed, even(score), -np.inf)
    taken: list[tuple[int, int]] = []
    while len(taken) < config.points:
        # argmax takes the first of equals: row by row from the north-west.
        row, column = np.unravel_index(int(np.argmax(left)), left.shape)
        if not np.isfinite(left[row, column]):
            break
        taken.append((int(row), int(column)))
        near = np.hypot(east - east[row, column], north - north[row, column]) < config.apart_m
        near[row, column] = True
        left = np.where(near, -np.inf, left)
    cells = np.array(taken, dtype=np.int64).reshape(-1, 2)
    return cells[:, 0], cells[:, 1]


def _frame(
    rows: np.ndarray,
    columns: np.ndarray,
    score: np.ndarray,
    known: Mapping[MeasureName, np.ndarray],
    worths: Mapping[MeasureName, np.ndarray],
    plane: Plane,
) -> pd.DataFrame:
    east, north = (axis[rows, columns] for axis in plane.centres())
    lon, lat = plane.degrees(east, north)
    table = {"lon": lon, "lat": lat, "distance_m": np.hypot(east, north), "score": score[rows, columns]}
    table |= {f"measured_{name}": values[rows, columns] for name, values in known.items()}
    table |= {f"worth_{name}": values[rows, columns] for name, values in worths.items()}
    return pd.DataFrame(table, index=pd.RangeIndex(1, len(rows) + 1, name="rank"))
