"""Catchments: the ground and the people whose nearest facility of a service it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.outlines import label_outlines
from prosmed_gis.access.people import minutes_at
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.crs import STORED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.domain.vocabulary import Service

CATCHMENT_COLUMNS = (
    "service",
    "rank",
    "facility_id",
    "name",
    "cercle_pcode",
    "people",
    "people_within",
    "area_km2",
    "geometry",
)


def sources_at(people: pd.DataFrame, source: np.ndarray) -> np.ndarray:
    """Return the source of each row of `people`; `OUTSIDE` for people without a cell or that nothing reaches."""
    row, column = people["row"].to_numpy(), people["column"].to_numpy()
    return np.where(row == OUTSIDE, OUTSIDE, source[np.maximum(row, 0), np.maximum(column, 0)])


def catchment_table(
    people: pd.DataFrame, minutes: np.ndarray, source: np.ndarray, facility_ids: Sequence[str], *, standard_min: float
) -> pd.DataFrame:
    """Return people, people within the standard and cells of each facility's catchment.

    Parameters
    ----------
    people
        `row`, `column`, `people`, as `access.people.spread_people` gives.
    minutes, source
        (rows, columns): minutes to the nearest facility and its position in `facility_ids`; inf and -1 without a path.
    standard_min
        Minutes; exactly the standard is within.

    Returns
    -------
    pandas.DataFrame
        Index `facility_id`, all of them: `people`, `people_within`, `cells`. A facility in the same cell as an earlier
        one has nobody. People whom nothing reaches are in no catchment.
    """
    size = len(facility_ids)
    own = sources_at(people, source)
    weight = people["people"].to_numpy(float)
    reached = own >= 0
    inside = reached & is_within(minutes_at(people, minutes), standard_min)
    return pd.DataFrame(
        {
            "people": np.bincount(own[reached], weights=weight[reached], minlength=size),
            "people_within": np.bincount(own[inside], weights=weight[inside], minlength=size),
            "cells": np.bincount(source[source >= 0].ravel(), minlength=size),
        },
        index=pd.Index([str(name) for name in facility_ids], name="facility_id", dtype="str"),
    )


def catchments(
    service: Service,
    travel: Sequence[tuple[np.ndarray, np.ndarray]],
    people: pd.DataFrame,
    facilities: pd.DataFrame,
    grid: Grid,
    *,
    standard_min: float,
    simplify_cells: float,
) -> gpd.GeoDataFrame:
    """Return the catchments of a service as polygons with their people and area.

    Parameters
    ----------
    travel
        (minutes, source) grids of the nearest facility, then, where asked for, of the second nearest and so on.
    people
        People on the grid.
    facilities
        Index facility in the order that `source` counts; `name` and `cercle_pcode`.
    simplify_cells
        Tolerance of the outline in cells (see `access.outlines.label_outlines`); numbers are of the cells.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `CATCHMENT_COLUMNS`, EPSG:4326, in the order of `rank` (1 = nearest) and of the facilities; areas in km2
        of the equal-area grid. Facilities without ground of their own are left out.
    """
    parts = []
    for rank, (minutes, source) in enumerate(travel, start=1):
        table = catchment_table(people, minutes, source, facilities.index.tolist(), standard_min=standard_min)
        outlines = label_outlines(source, grid, simplify_cells=simplify_cells)
        found = sorted(outlines)
        own = table.iloc[found].reset_index()
        who = facilities.iloc[found]
        parts.append(
            own.assign(
                service=service.value,
                rank=rank,
                name=who["name"].to_numpy(),
                cercle_pcode=who["cercle_pcode"].to_numpy(),
                area_km2=own["cells"] * grid.cell_size_m**2 / 1e6,
                geometry=[outlines[position] for position in found],
            )
        )
    return catchment_frame(parts)


def catchment_frame(parts: Sequence[pd.DataFrame]) -> gpd.GeoDataFrame:
    """Return tables of catchments as one, with the columns that they have even where there is none."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return gpd.GeoDataFrame({name: [] for name in CATCHMENT_COLUMNS}, geometry="geometry", crs=STORED)
    whole = pd.concat(kept, ignore_index=True)[list(CATCHMENT_COLUMNS)]
    whole = whole.astype({"service": "str", "facility_id": "str", "name": "str", "cercle_pcode": "str"})
    return gpd.GeoDataFrame(whole, geometry="geometry", crs=STORED)
