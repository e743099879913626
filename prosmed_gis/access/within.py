"""The ground within the standard today, and after each year of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.outlines import label_outlines
from prosmed_gis.crs import STORED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from prosmed_gis.access.grid import Grid
    from prosmed_gis.config.access import Standard
    from prosmed_gis.domain.vocabulary import Service

WITHIN_COLUMNS = ("service", "year", "minutes", "people", "geometry")


def opened_within(
    today: np.ndarray, openings: Iterable[tuple[int, np.ndarray, np.ndarray]], years: Sequence[int]
) -> dict[int, np.ndarray]:
    """Return for each year the cells within the standard: those of today and those that works open by then reach.

    Parameters
    ----------
    today
        True for cells within the standard at the baseline.
    openings
        (year of opening, row, column) of the cells that each work brings within the standard.
    years
        Years wanted; a work counts from its year of opening on.
    """
    works = list(openings)
    found = {}
    for year in years:
        inside = np.array(today, dtype=bool)
        for opens, row, column in works:
            if opens <= year:
                inside[row, column] = True
        found[int(year)] = inside
    return found


def ground_within(
    by_year: Mapping[Service, Mapping[int, np.ndarray]],
    people: pd.DataFrame,
    grid: Grid,
    standards: Mapping[Service, Standard],
    *,
    simplify_cells: float,
) -> gpd.GeoDataFrame:
    """Return the ground within the standard by service and year, with its people.

    Parameters
    ----------
    by_year
        Service -> year -> True for cells (rows, columns) within the standard.
    people
        `row`, `column`, `people`, as `access.people.spread_people` gives.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `WITHIN_COLUMNS`, EPSG:4326, by service and year. Outlines of the years are simplified together: ground
        that is kept from one year to the next has the same edges, and more ground never looks like less. A year in
        which nothing is within has an empty geometry.
    """
    rows = []
    for service, found in by_year.items():
        years = sorted(found)
        geometries = _nested([found[year] for year in years], grid, simplify_cells)
        for year, geometry in zip(years, geometries, strict=True):
            row = {"service": service.value, "year": year, "minutes": standards[service].minutes}
            rows.append({**row, "people": people_within(people, found[year]), "geometry": geometry})
    if not rows:
        return gpd.GeoDataFrame({name: [] for name in WITHIN_COLUMNS}, geometry="geometry", crs=STORED)
    return gpd.GeoDataFrame(rows, columns=list(WITHIN_COLUMNS), geometry="geometry", crs=STORED)


def people_within(people: pd.DataFrame, inside: np.ndarray) -> float:
    """Return the people in cells where `inside` holds; people without a cell are nowhere."""
    row, column = people["row"].to_numpy(), people["column"].to_numpy()
    held = (row != OUTSIDE) & inside[np.maximum(row, 0), np.maximum(column, 0)]
    return float(people["people"].to_numpy(float)[held].sum())


def _nested(masks: Sequence[np.ndarray], grid: Grid, simplify_cells: float) -> list[shapely.MultiPolygon]:
    # Cells with the same history of years are one label: the union of labels is exact whatever the order of years.
    history = np.stack([mask.ravel() for mask in masks], axis=1)
    ever = history.any(axis=1)
    kinds, own = np.unique(history[ever], axis=0, return_inverse=True)
    labels = np.full(len(history), OUTSIDE, dtype=np.int64)
    labels[ever] = own.ravel()
    outlines = label_outlines(labels.reshape(grid.shape), grid, simplify_cells=simplify_cells)
    return [_union([outlines[kind] for kind in sorted(outlines) if kinds[kind][year]]) for year in range(len(masks))]


def _union(parts: list[shapely.MultiPolygon]) -> shapely.MultiPolygon:
    if not parts:
        return shapely.MultiPolygon()
    pieces = shapely.get_parts(np.array(parts, dtype=object))
    return shapely.MultiPolygon(shapely.get_parts(shapely.coverage_union_all(pieces)).tolist())
