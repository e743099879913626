"""The ground that a plan brings within the standard, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.run import AccessResult
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.access.within import opened_within
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.cells import site_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from prosmed_gis.config.access import Access


def ground_by_year(
    works: pd.DataFrame, access: AccessResult, config: Access, *, years: Sequence[int]
) -> dict[Service, dict[int, np.ndarray]]:
    """Return the cells within the standard of each service at the baseline and at the end of each year.

    Parameters
    ----------
    works
        `service`, `lon`, `lat` (degrees, NaN allowed), `opens_year` of every work of the plan, whoever builds it.
    access, config
        Grid, friction and travel times of the planning state, and the standards that they were made with.
    years
        The year before the plan and the years of the plan.

    Returns
    -------
    dict
        Service -> year -> True for cells (rows, columns); services whose facilities are unknown are left out. A work
        without a position, or without open ground near it, brings nothing.
    """
    row, column = site_cells(works, access, config)
    placed = row != OUTSIDE
    found = {}
    for service, travel in access.travel.items():
        limit = config.standards[service].minutes
        own = placed & (works["service"] == service.value).to_numpy(dtype=bool)
        openings = _openings(works["opens_year"].to_numpy()[own], row[own], column[own], access, limit_min=limit)
        found[service] = opened_within(is_within(travel.minutes, limit), openings, years)
    return found


def _openings(
    opens_year: np.ndarray, row: np.ndarray, column: np.ndarray, access: AccessResult, *, limit_min: float
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Year and cells of each work, one search and one window a work: works lie far from one another."""
    for year, y, x in zip(opens_year.tolist(), row.tolist(), column.tolist(), strict=True):
        cell = np.array([y]), np.array([x])
        part = access.window(*cell, cut_off_min=limit_min)
        for rows, columns, minutes in part.reach(*cell, cut_off_min=limit_min):
            inside = is_within(minutes, limit_min)
            yield int(year), rows[inside], columns[inside]
