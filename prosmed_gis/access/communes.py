"""People within the standard of a service, by commune."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from rasterio.features import rasterize

from prosmed_gis.access.coverage import coverage_frame
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.people import minutes_at, spread_people
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.crs import to_national

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.config.access import Access


def commune_grid(grid: Grid, communes: gpd.GeoDataFrame) -> Grid:
    """Return the same grid with communes in place of cercles; cells outside every cercle stay outside."""
    shapes = to_national(communes[["geometry"]]).sort_index()
    codes = rasterize(
        zip(shapes.geometry, range(len(shapes)), strict=True),
        out_shape=grid.shape, transform=grid.transform, fill=OUTSIDE, dtype="int32",
    )  # fmt: skip
    pcodes = tuple(str(pcode) for pcode in shapes.index)
    return replace(grid, cercle_code=np.where(grid.inside, codes, OUTSIDE), cercle_pcodes=pcodes)


def commune_coverage(
    access: AccessResult, cells: pd.DataFrame, communes: gpd.GeoDataFrame, config: Access
) -> pd.DataFrame:
    """Return people and covered people by commune and service at the baseline, by the travel times already found.

    Parameters
    ----------
    cells
        People by cell of the population raster and commune (`overlay.communes.commune_cells`).
    config
        As the travel times were made with.

    Returns
    -------
    pandas.DataFrame
        Columns `COVERAGE_COLUMNS`, the commune in `cercle_pcode`; empty where no facilities are known. A population
        cell is shared evenly among the cells of the grid that lie in it and in the commune, so that the communes of a
        cercle sum to its people, and to its covered people but for cells that a boundary cuts.
    """
    if access.coverage.empty:
        return access.coverage
    people = spread_people(cells, commune_grid(access.grid, communes), snap_cells=config.snap_cells)
    covered = {
        service: is_within(minutes_at(people, found.minutes), config.standards[service].minutes)
        for service, found in access.travel.items()
    }
    year = int(access.coverage["year"].min())
    return coverage_frame(people, covered, year=year, cercle_pcodes=tuple(str(code) for code in communes.index))
