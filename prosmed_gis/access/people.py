"""People brought from their own cells onto the access grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE, nearest_open

if TYPE_CHECKING:
    from prosmed_gis.access.grid import Grid

LATTICE_TOLERANCE = 0.01
"""Share of a cell by which a centre may miss its lattice and still be taken for part of it."""


def cell_pitch_deg(values: np.ndarray) -> float:
    """Return the spacing in degrees of coordinates that lie on a regular lattice; 0 where they do not.

    A single value has no spacing (0).
    """
    unique = np.unique(np.asarray(values, float))
    # Centres of one column differ by rounding alone.
    steps = np.diff(unique)
    steps = steps[steps > 1e-6]  # noqa: PLR2004 - a tenth of a metre
    if steps.size == 0:
        return 0.0
    pitch = float(steps.min())
    place = (unique - unique[0]) / pitch
    # Refine: the smallest step carries the whole rounding error, the span over all steps nearly none.
    pitch = float((unique[-1] - unique[0]) / np.round(place[-1])) if place[-1] >= 1 else pitch
    place = (unique - unique[0]) / pitch
    return pitch if bool(np.all(np.abs(place - np.round(place)) < LATTICE_TOLERANCE)) else 0.0


def spread_people(people_cells: pd.DataFrame, grid: Grid, *, snap_cells: int) -> pd.DataFrame:
    """Return people by cell of the access grid; sums by cercle are those of `people_cells`.

    A population cell larger than the grid's cells is shared evenly among the grid cells whose centre lies in it
    and in the same cercle: the grid is equal-area, so the share of people within a standard becomes the share of
    the cell's area within it. A population cell that holds no such centre (small cells, slivers along a border)
    gives all its people to the grid cell of its own centre, or to the nearest cell in the country within
    `snap_cells`; people for whom there is none keep their cercle and have no cell: nothing reaches them.

    Parameters
    ----------
    people_cells
        `lon`, `lat` (degrees, centre of the population cell), `people`, `cercle_pcode`. A cell that several
        cercles share has one row for each. Cell sizes are read from the spacing of the centres; centres that lie
        on no lattice, and rows whose `row` (of the population raster, if that column is there) is negative, are taken
        for points. Rows without cercle or people are left out.
    grid
        National grid.
    snap_cells
        How far, in cells, a centre may be moved to find ground in the country.

    Returns
    -------
    pandas.DataFrame
        `row`, `column` (-1 without cell), `people`, `cercle_pcode`; sorted by row, column and cercle, one row for
        each grid cell and cercle.
    """
    table = people_cells.loc[people_cells["cercle_pcode"].notna() & (people_cells["people"] > 0)].reset_index(drop=True)
    on_lattice = table[table["row"] >= 0] if "row" in table else table
    spread = _over_pixels(on_lattice, grid)
    left = table[~table.index.isin(spread["cell"])]
    row, column = grid.cells_of(left["lon"].to_numpy(float), left["lat"].to_numpy(float))
    row, column = nearest_open(row, column, grid.inside, within_cells=snap_cells)
    points = left[["people", "cercle_pcode"]].assign(row=row, column=column)
    columns = ["row", "column", "people", "cercle_pcode"]
    whole = pd.concat([spread[columns], points[columns]], ignore_index=True)
    merged = whole.groupby(["row", "column", "cercle_pcode"], sort=True)[["people"]].sum().reset_index()
    return merged[columns]


def _over_pixels(table: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    lon, lat = table["lon"].to_numpy(float), table["lat"].to_numpy(float)
    pitch_x, pitch_y = cell_pitch_deg(lon), cell_pitch_deg(lat)
    if pitch_x == 0.0 or pitch_y == 0.0:
        return pd.DataFrame({"cell": [], "row": [], "column": [], "people": [], "cercle_pcode": []}).astype(
            {"cell": "int64", "row": "int64", "column": "int64", "people": "float64", "cercle_pcode": "str"}
        )
    row, column = np.nonzero(grid.inside)
    pixel_lon, pixel_lat = grid.centres(row, column)
    pixels = pd.DataFrame(
        {
            "ix": np.round((pixel_lon - lon.min()) / pitch_x).astype(np.int64),
            "iy": np.round((pixel_lat - lat.min()) / pitch_y).astype(np.int64),
            "cercle_pcode": pd.Series(np.array(grid.cercle_pcodes)[grid.cercle_code[row, column]], dtype="str"),
            "row": row,
            "column": column,
        }
    )
    cells = pd.DataFrame(
        {
            "ix": np.round((lon - lon.min()) / pitch_x).astype(np.int64),
            "iy": np.round((lat - lat.min()) / pitch_y).astype(np.int64),
            "cercle_pcode": table["cercle_pcode"].astype("str"),
            "cell": table.index,
            "whole": table["people"],
        }
    )
    joined = cells.merge(pixels, on=["ix", "iy", "cercle_pcode"], how="inner", validate="many_to_many")
    return joined.assign(people=joined["whole"] / joined.groupby("cell")["row"].transform("size"))


def minutes_at(people: pd.DataFrame, minutes: np.ndarray) -> np.ndarray:
    """Return the minutes of each row of `people` (see `spread_people`); inf for people without a cell."""
    row, column = people["row"].to_numpy(), people["column"].to_numpy()
    return np.where(row == OUTSIDE, np.inf, minutes[np.maximum(row, 0), np.maximum(column, 0)])
