"""Whether high scores and violence lie together: shown beside the criteria, never scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import ndtr

from prosmed_gis.errors import DataError
from prosmed_gis.mcda.autocorrelation import getis_ord, moran, row_standardised

if TYPE_CHECKING:
    from prosmed_gis.overlay.units import Neighbours


@dataclass(frozen=True, eq=False)
class Clusters:
    """What lies together."""

    gi_star: pd.Series
    """G* of each unit in standard deviations (Getis and Ord 1992; Ord and Getis 1995), on the values' index: above 0
    high values lie together around it. NaN where the value or every neighbour is unknown."""
    moran: float
    """Moran's I (1950) of the known values; NaN where it has no sense (fewer than 4, no neighbours, all equal)."""
    p_value: float
    """Two-sided probability of an I as far from chance, under randomisation (Cliff and Ord 1981)."""


def clusters(values: pd.Series, neighbours: Neighbours) -> Clusters:
    """Return how values cluster among units that share a border.

    Unknown values (NaN) are left out, as if the unit were not there.
    """
    known = values.dropna()
    if known.empty:
        return Clusters(values, float("nan"), float("nan"))
    shared = neighbours.shared_km.reindex(index=known.index, columns=known.index).fillna(0.0).to_numpy(dtype=float)
    touching = csr_array((shared > 0).astype(float))
    numbers = known.to_numpy(dtype=float)
    around = getis_ord(numbers, touching, star=True) if len(numbers) > 1 else np.full(1, np.nan)
    try:
        found = moran(numbers, row_standardised(touching))
        statistic, p_value = found.statistic, float(2 * ndtr(-abs(found.z_randomisation)))
    except DataError:
        statistic, p_value = float("nan"), float("nan")
    return Clusters(pd.Series(around, index=known.index).reindex(values.index), statistic, p_value)
