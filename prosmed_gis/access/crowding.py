r"""How many share the staff within reach: the enhanced two-step floating catchment (E2SFCA).

.. math:: R_j = \frac{S_j}{\sum_k P_k W_{kj}}, \qquad A_i = \sum_j R_j W_{ij}

with S staff, P people, W the weight of the zone of travel time. Luo and Qi (2009), Health and Place 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from prosmed_gis.access.travel_time import is_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.config.reach import Crowding
    from prosmed_gis.domain.vocabulary import Service

PER = 100_000.0
CROWDING_COLUMNS = (
    "cercle_pcode",
    "service",
    "staff",
    "people",
    "staff_per_100k",
    "stationed",
    "stationed_per_100k",
    "facilities",
    "without_staff",
)


def zone_weight(minutes: np.ndarray, config: Crowding) -> np.ndarray:
    """Return the weight of each time: that of the first zone that holds it (its end included); 0 beyond the last."""
    weight = np.zeros(np.shape(minutes))
    for end, value in zip(reversed(config.bands_min), reversed(config.weights), strict=True):
        weight = np.where(is_within(np.asarray(minutes), end), value, weight)
    return weight


def access_scores(
    people: np.ndarray, staff: np.ndarray, reach: Sequence[tuple[np.ndarray, np.ndarray]], config: Crowding
) -> np.ndarray:
    """Return staff for each person, by place of people.

    Parameters
    ----------
    people
        People of each place.
    staff
        Staff of each facility, known.
    reach
        For each facility the positions of the places that it reaches and the minutes; places beyond the last zone may
        be among them, they count nothing.
    config
        Zones and weights.

    Returns
    -------
    numpy.ndarray
        By place; 0 where nothing reaches. The sum of score times people is the staff of the facilities that reach
        someone: nobody is counted twice, and nothing is lost.
    """
    counts = [len(places) for places, _ in reach]
    place = np.concatenate([np.asarray(places, dtype=np.int64) for places, _ in reach] or [np.empty(0, np.int64)])
    minutes = np.concatenate([np.asarray(times, float) for _, times in reach] or [np.empty(0)])
    facility = np.repeat(np.arange(len(reach)), counts)
    matrix = csr_matrix((zone_weight(minutes, config), (place, facility)), shape=(len(people), len(reach)))
    demand = matrix.T @ np.asarray(people, float)
    ratio = np.divide(np.asarray(staff, float), demand, out=np.zeros(len(demand)), where=demand > 0)
    return np.asarray(matrix @ ratio)


def crowding_table(
    service: Service, people: pd.DataFrame, scores: np.ndarray, facilities: pd.DataFrame, *, pcodes: Sequence[str]
) -> pd.DataFrame:
    """Return by cercle the staff within reach of its people, beside the staff stationed in it.

    Parameters
    ----------
    people
        `people` and `cercle_pcode`, one row for each score.
    scores
        Staff for each person (`access_scores`).
    facilities
        Those of the service: `cercle_pcode`, `staff` (NaN unknown).

    Returns
    -------
    pandas.DataFrame
        Columns `CROWDING_COLUMNS`. `staff` is the part of all staff that falls to the cercle's people (cercles sum to
        the staff that reaches someone); `stationed` is that of its own facilities, `without_staff` how many of these
        have no number: what they hold is in neither. Rates are NaN without people, and `stationed` where no number is
        known of any facility of the cercle.
    """
    index = pd.Index(sorted(pcodes), name="cercle_pcode", dtype="str")
    unit = people["cercle_pcode"]
    total = people["people"].groupby(unit).sum().reindex(index, fill_value=0.0)
    staff = (people["people"] * scores).groupby(unit).sum().reindex(index, fill_value=0.0)
    by_home = facilities.groupby("cercle_pcode")["staff"]
    stationed = by_home.sum(min_count=1).reindex(index)
    count = by_home.size().reindex(index, fill_value=0)
    unknown = facilities["staff"].isna().groupby(facilities["cercle_pcode"]).sum().reindex(index, fill_value=0)
    rate = PER / total.where(total > 0)
    table = pd.DataFrame(
        {
            "service": service.value,
            "staff": staff,
            "people": total,
            "staff_per_100k": staff * rate,
            # No facility is no staff; facilities without any number are unknown.
            "stationed": stationed.mask(count == 0, 0.0),
            "stationed_per_100k": stationed.mask(count == 0, 0.0) * rate,
            "facilities": count,
            "without_staff": unknown.astype("int64"),
        }
    )
    return table.reset_index()[list(CROWDING_COLUMNS)]


def crowding_frame(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the tables of services as one, with its columns even where no staff is known."""
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(CROWDING_COLUMNS))
