"""People by cercle, from a table, a raster, or both held against one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from pyproj import CRS

from prosmed_gis.crs import NATIONAL, STORED, transformer
from prosmed_gis.domain.notes import Number, note
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.domain.layers import Raster

PER_CELL = "people_per_cell"
PER_KM2 = "people_per_km2"
OFF, NEAR = 2.0, 1.5
"""A total that is off by more than the first factor, and within the second in the other unit, was read in the wrong
unit: two vintages of one country's people differ by tenths, not by multiples."""


def _grid(raster: Raster) -> np.ndarray:
    return raster.values


def _corner(raster: Raster, column: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d, e, f = tuple(raster.transform)[:6]
    return a * column + b * row + c, d * column + e * row + f


def people_per_cell(raster: Raster) -> np.ndarray:
    """Return the raster's people by cell; a density is multiplied by the true area of each cell.

    Cells without data stay NaN.

    Raises
    ------
    DataError
        The unit is neither `people_per_cell` nor `people_per_km2`, or a value is negative.
    """
    if raster.unit not in (PER_CELL, PER_KM2):
        msg = f"population raster {raster.source}: unit '{raster.unit}' is not one of {PER_CELL}, {PER_KM2}"
        raise DataError(msg)
    if np.nanmin(_grid(raster), initial=0.0) < 0:
        msg = f"population raster {raster.source}: negative numbers of people; is its no-data value declared?"
        raise DataError(msg)
    return _grid(raster) if raster.unit == PER_CELL else _grid(raster) * cell_area_km2(raster)


def cell_area_km2(raster: Raster) -> np.ndarray:
    """Return the area of each cell in km2, from its corners in the national equal-area system."""
    rows, columns = _grid(raster).shape
    column, row = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    x, y = _corner(raster, column, row)
    east, north = transformer(CRS(raster.crs), NATIONAL).transform(x, y)
    # Half the cross product of the diagonals is the area of a quadrilateral.
    across = (east[1:, 1:] - east[:-1, :-1], north[1:, 1:] - north[:-1, :-1])
    against = (east[1:, :-1] - east[:-1, 1:], north[1:, :-1] - north[:-1, 1:])
    return np.asarray(np.abs(across[0] * against[1] - across[1] * against[0]) / 2e6)


def cell_fractions(raster: Raster, cercles: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return each pair of cell and cercle that overlap, with the exact share of the cell inside.

    Returns
    -------
    pandas.DataFrame
        `cercle_pcode`, `row`, `col` (from 0, north-west) and `fraction` (0-1), ordered by P-code and cell. Cells
        without data are left out.
    """
    rows, columns = _grid(raster).shape
    edges = _corner(raster, np.array([0, columns]), np.array([0, rows]))
    (left, right), (top, bottom) = edges[0].tolist(), edges[1].tolist()
    crs = CRS(raster.crs)
    zones = cercles[["geometry"]].sort_index().rename_axis("pcode").reset_index().to_crs(crs)
    source = NumPyRasterSource(_grid(raster), left, bottom, right, top, srs_wkt=zones.crs.to_wkt())
    found = exact_extract(source, zones, ["cell_id", "coverage"], include_cols=["pcode"], output="pandas")
    cells = [np.asarray(ids, dtype=np.int64) for ids in found["cell_id"]]
    cell = np.concatenate(cells)
    return pd.DataFrame(
        {
            "cercle_pcode": np.repeat(found["pcode"].to_numpy(), [len(ids) for ids in cells]),
            "row": cell // columns,
            "col": cell % columns,
            "fraction": np.concatenate([np.asarray(part, dtype=float) for part in found["coverage"]]),
        }
    ).astype({"cercle_pcode": "str"})


def population_cells(raster: Raster, cercles: gpd.GeoDataFrame, people: pd.Series | None = None) -> pd.DataFrame:
    """Split the raster's people among cercles by exact fractions of cells.

    Where `people` is given, each cercle's cells are scaled so that they sum to it; a cercle in which the raster
    has nobody gets one row at a point inside it (`row` and `col` -1), so that nobody is lost. A cercle without
    a number keeps the raster's.

    Parameters
    ----------
    people
        People by cercle P-code, as in the table; None keeps the raster's numbers.

    Returns
    -------
    pandas.DataFrame
        `cercle_pcode`, `row`, `col`, `lon`, `lat` (of the cell's centre, EPSG:4326), `people`; cells without
        people are left out.
    """
    cells = cell_fractions(raster, cercles)
    inside = people_per_cell(raster)[cells["row"], cells["col"]] * cells["fraction"]
    x, y = _corner(raster, cells["col"].to_numpy() + 0.5, cells["row"].to_numpy() + 0.5)
    lon, lat = transformer(CRS(raster.crs), STORED).transform(x, y)
    cells = cells.drop(columns="fraction").assign(lon=lon, lat=lat, people=inside)
    cells = cells[cells["people"] > 0].reset_index(drop=True)
    return cells if people is None else _scaled(cells, cercles, people)


def _scaled(cells: pd.DataFrame, cercles: gpd.GeoDataFrame, people: pd.Series) -> pd.DataFrame:
    goal = people.reindex(cercles.index)
    sums = cells.groupby("cercle_pcode")["people"].sum().reindex(cercles.index, fill_value=0.0)
    factor = (goal / sums.where(sums > 0)).fillna(1.0)
    scaled = cells.assign(people=cells["people"] * cells["cercle_pcode"].map(factor))
    empty = cercles.index[(sums == 0) & (goal > 0)]
    if not len(empty):
        return scaled[scaled["people"] > 0].reset_index(drop=True)
    points = cercles.geometry[empty].representative_point()
    added = pd.DataFrame(
        {
            "cercle_pcode": empty,
            "row": -1,
            "col": -1,
            "lon": points.x,
            "lat": points.y,
            "people": goal[empty].astype(float),
        }
    )
    return pd.concat([scaled[scaled["people"] > 0], added], ignore_index=True)


def people_by_cercle(
    cercles: gpd.GeoDataFrame,
    table: pd.DataFrame | None,
    raster: Raster | None,
    *,
    tolerance: float,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the people of each cercle, and a warning where table and raster do not agree.

    The table is taken where it has the cercle, the raster elsewhere (its `source` says which).

    Parameters
    ----------
    table
        Schema `population`, or None.
    tolerance
        Relative difference of the totals of the cercles in both, above which a warning is given.

    Returns
    -------
    tuple
        A frame on the cercles' index: `people`, `year`, `source`, `raster_people`, `raster_gap`
        (raster / table - 1, NaN where either is missing); and the problems.

    Raises
    ------
    DataError
        A density was read as a count, or a count as a density.
    """
    blank = pd.DataFrame({"people": np.nan, "year": pd.NA, "source": pd.NA}, index=cercles.index)
    stated = blank if table is None else table[["people", "year", "source"]].reindex(cercles.index)
    counted = pd.Series(np.nan, index=cercles.index)
    if raster is not None:
        cells = population_cells(raster, cercles)
        counted = cells.groupby("cercle_pcode")["people"].sum().reindex(cercles.index, fill_value=0.0)
        _check_unit(stated["people"].astype(float), counted, raster, cercles)
    lacking = stated["people"].isna() & counted.notna()
    people = pd.DataFrame(
        {
            "people": stated["people"].astype(float).where(~lacking, counted),
            "year": stated["year"].astype("Int64").mask(lacking, raster.year if raster else None),
            "source": stated["source"].astype("str").mask(lacking, raster.source if raster else None),
            "raster_people": counted,
            "raster_gap": counted / stated["people"].astype(float).where(lambda p: p > 0) - 1,
        },
        index=cercles.index,
    )
    return people, _gap_problems(stated["people"].astype(float), counted, raster, tolerance)


def _check_unit(stated: pd.Series, counted: pd.Series, raster: Raster, cercles: gpd.GeoDataFrame) -> None:
    both = stated.notna() & counted.notna()
    table, total = float(stated[both].sum()), float(counted[both].sum())
    if table == 0 or table / OFF <= total <= table * OFF:
        return
    other = PER_KM2 if raster.unit == PER_CELL else PER_CELL
    cells = population_cells(replace(raster, unit=other), cercles[both])
    others = float(cells["people"].sum())
    if table / NEAR <= others <= table * NEAR:
        values = {"raster": Number(total), "table": Number(table), "others": Number(others)}
        what = note(f"overlay.{other}")
        raise DataError(
            note(
                "overlay.population_unit",
                source=raster.source,
                given=raster.unit,
                other=other,
                what=what,
                **values,
            )
        )


def _gap_problems(stated: pd.Series, counted: pd.Series, raster: Raster | None, tolerance: float) -> list[Problem]:
    both = stated.notna() & counted.notna()
    if raster is None or not both.any() or stated[both].sum() == 0:
        return []
    gap = counted[both].sum() / stated[both].sum() - 1
    if abs(gap) <= tolerance:
        return []
    remedy = note(
        "overlay.population_gap", raster=Number(counted[both].sum()), table=Number(stated[both].sum()),
        percent=Number(100 * gap, 1), tolerance=Number(100 * tolerance, 1, short=True),
    )  # fmt: skip
    value = f"{gap:+.3f}"
    return [Problem(raster.source, "population_raster", None, "", value, "population.gap", Severity.WARNING, remedy)]
