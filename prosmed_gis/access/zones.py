"""Units against the cells of the grid: exact shares of area, and people; coverage is a product with either."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from scipy.sparse import csr_matrix

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.crs import NATIONAL, to_national

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.access.grid import Grid

WHOLE = 1e-5
"""The library's shares are single precision: a cell whose shares sum to 1 within this lies wholly in the units."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Exact share of each cell's area that lies in each unit.

    `fractions` is a sparse matrix, units (in the order of `pcodes`) by cells (row-major); a column sums to 1 where the
    units hold the whole cell, to less along the outer border.
    """

    pcodes: tuple[str, ...]
    fractions: csr_matrix
    cell_area_km2: float

    def area_km2(self, inside: np.ndarray | None = None) -> pd.Series:
        """Return the area of each unit in km2, or of its part where `inside` (rows, columns, or 0-1) holds."""
        values = np.ones(self.fractions.shape[1]) if inside is None else np.asarray(inside, float).ravel()
        return pd.Series(self.fractions @ values * self.cell_area_km2, index=list(self.pcodes), name="area_km2")

    def totals(self, counts: np.ndarray) -> pd.Series:
        """Return what each unit has of counts by cell (rows, columns), all of which lies inside the units.

        A cell's count is shared by area among the units that touch it, so the units sum to the whole of the touched
        cells; a unit that touches a cell without a number (NaN) has none either.
        """
        weight = np.asarray(self.fractions.sum(axis=0)).ravel()
        per_share = np.divide(np.asarray(counts, float).ravel(), weight, out=np.zeros(len(weight)), where=weight > 0)
        return pd.Series(self.fractions @ per_share, index=list(self.pcodes), name="total")

    def merged(self, parents: pd.Series) -> Zones:
        """Return the zones of the units that hold these (`parents`: P-code -> P-code), exactly their sums."""
        holder = parents.reindex(list(self.pcodes)).astype("str")
        pcodes, position = np.unique(holder.to_numpy(dtype=object).astype(str), return_inverse=True)
        ones = np.ones(len(position))
        join = csr_matrix((ones, (position, np.arange(len(position)))), shape=(len(pcodes), len(position)))
        return replace(self, pcodes=tuple(pcodes.tolist()), fractions=csr_matrix(join @ self.fractions))


def zones(units: gpd.GeoDataFrame, grid: Grid) -> Zones:
    """Return the exact shares of the grid's cells in each unit; the same units and grid are measured once.

    Parameters
    ----------
    units
        Polygons indexed by P-code, EPSG:4326; units without geometry have no cells.
    grid
        National grid (equal-area, so that shares of cells are shares of area).
    """
    shapes = to_national(units[["geometry"]]).sort_index().geometry
    usable = shapes[~(shapes.isna() | shapes.is_empty)]
    pcodes = tuple(str(pcode) for pcode in shapes.index)
    known = tuple(str(pcode) for pcode in usable.index)
    frame = (grid.x_min, grid.y_max, grid.cell_size_m)
    unit, cell, share = _shares(known, tuple(shapely.to_wkb(usable.to_numpy())), frame, grid.shape)
    rows = np.array([pcodes.index(name) for name in known], dtype=np.int64)[unit]
    matrix = csr_matrix((share, (rows, cell)), shape=(len(pcodes), grid.shape[0] * grid.shape[1]))
    return Zones(pcodes, matrix, grid.cell_size_m**2 / 1e6)


@lru_cache(maxsize=8)
def _shares(
    pcodes: tuple[str, ...], shapes: tuple[bytes, ...], frame: tuple[float, float, float], shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    import geopandas as gpd

    x_min, y_max, size = frame
    rows, columns = shape
    polygons = gpd.GeoDataFrame({"unit": range(len(pcodes))}, geometry=shapely.from_wkb(list(shapes)), crs=NATIONAL)
    source = NumPyRasterSource(
        np.zeros(shape), x_min, y_max - rows * size, x_min + columns * size, y_max, srs_wkt=NATIONAL.to_wkt()
    )
    found = exact_extract(source, polygons, ["cell_id", "coverage"], include_cols=["unit"], output="pandas")
    counts = [len(ids) for ids in found["cell_id"]]
    unit = np.repeat(found["unit"].to_numpy(dtype=np.int64), counts)
    cell = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in found["cell_id"]] or [np.empty(0, np.int64)])
    share = np.concatenate([np.asarray(part, dtype=float) for part in found["coverage"]] or [np.empty(0)])
    total = np.bincount(cell, weights=share, minlength=rows * columns)[cell]
    share = np.where(np.abs(total - 1.0) < WHOLE, share / np.where(total > 0, total, 1.0), share)
    kept = share > 0
    return unit[kept], cell[kept], share[kept]


def people_matrix(people: pd.DataFrame, pcodes: tuple[str, ...], shape: tuple[int, int]) -> csr_matrix:
    """Return people as a sparse matrix, units (in the order of `pcodes`) by cells and one more column.

    The last column holds people without a cell. The product with a column of True and False by cell (False in the
    last) is the number of people to whom it applies.

    Parameters
    ----------
    people
        `row`, `column` (`OUTSIDE` without cell), `people`, `cercle_pcode` (the unit); rows of other units are left out.
    """
    position = pd.Series(range(len(pcodes)), index=list(pcodes), dtype="int64")
    own = people[people["cercle_pcode"].isin(position.index)]
    row, column = own["row"].to_numpy(np.int64), own["column"].to_numpy(np.int64)
    cells = shape[0] * shape[1]
    cell = np.where(row == OUTSIDE, cells, row * shape[1] + column)
    unit = own["cercle_pcode"].map(position).to_numpy(np.int64)
    return csr_matrix((own["people"].to_numpy(float), (unit, cell)), shape=(len(pcodes), cells + 1))


def split_people(people: pd.DataFrame, parts: Zones, parents: pd.Series, grid: Grid) -> pd.DataFrame:
    """Share each cell's people of a unit among its parts by area; sums by unit are kept.

    For communes where only people by cercle are known: a raster's own cells, split by commune, are finer.

    Parameters
    ----------
    people
        As `access.people.spread_people` gives, by cercle.
    parts, parents
        Zones of the communes, and the cercle of each.

    Returns
    -------
    pandas.DataFrame
        The same columns, the commune in `cercle_pcode`. People whose cell touches no commune of their cercle, or who
        have no cell, are shared among all communes of the cercle by area and have no cell; those of a cercle without
        communes are left out.
    """
    table = parts.fractions.tocoo()
    codes = np.array(parts.pcodes, dtype=object)
    shares = pd.DataFrame({"cell": table.col.astype(np.int64), "part": codes[table.row], "share": table.data})
    shares["unit"] = shares["part"].map(parents)
    own = people.reset_index(drop=True)
    own = own.assign(
        cell=np.where(own["row"] == OUTSIDE, OUTSIDE, own["row"] * grid.shape[1] + own["column"]), line=own.index
    )
    placed = own.merge(shares, left_on=["cell", "cercle_pcode"], right_on=["cell", "unit"], how="inner")
    rest = own[~own["line"].isin(placed["line"])].assign(row=OUTSIDE, column=OUTSIDE)
    area = pd.DataFrame({"share": parts.area_km2()}).rename_axis("part").reset_index()
    area["unit"] = area["part"].map(parents)
    spread = rest.merge(area, left_on="cercle_pcode", right_on="unit", how="inner")
    both = pd.concat([placed, spread], ignore_index=True)
    weight = both["share"] / both.groupby("line")["share"].transform("sum")
    result = both.assign(people=both["people"] * weight, cercle_pcode=both["part"].astype("str"))
    merged = result.groupby(["row", "column", "cercle_pcode"], sort=True)[["people"]].sum().reset_index()
    return merged[["row", "column", "people", "cercle_pcode"]]
