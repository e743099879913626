"""People: a table by cercle and a grid whose sums over cercles agree with it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from demo import inputs
from demo.inputs import Inputs
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from scipy.spatial import cKDTree

YEAR = 2020
SOURCE = "Illustrative estimate (order of magnitude only)"
CELL_DEGREES = 0.05
NODATA = -9999.0
DECAY_KM = {"national_seat": 6.0, "region_seat": 5.0, "cercle_seat": 5.0, "commune_seat": 7.0, "village": 7.0}
SCATTERED_SHARE = 0.25
"""Share of people spread away from listed places, thinning out with distance from water and places."""
THINNING_KM = 25.0
FITTING_ROUNDS = 40


def table(study: Inputs) -> pd.DataFrame:
    """Return `pcode, people, year, source`, one row per cercle."""
    frame = study.cercles.reset_index()[["pcode", "people_2020"]].rename(columns={"people_2020": "people"})
    return frame.assign(year=YEAR, source=SOURCE)


def grid(
    study: Inputs, cercles: gpd.GeoDataFrame, places: pd.DataFrame, water: list[dict[str, object]]
) -> tuple[np.ndarray, Affine]:
    """Return people per cell (float32, `NODATA` outside the country) and the grid's transform in EPSG:4326.

    The sum over a cercle, each cell taken by the exact share of it that lies in the cercle, is the table's number.
    """
    west, south, east, north = cercles.total_bounds
    left, top = np.floor(west / CELL_DEGREES), np.ceil(north / CELL_DEGREES)
    columns, rows = int(np.ceil(east / CELL_DEGREES) - left), int(top - np.floor(south / CELL_DEGREES))
    transform = Affine(CELL_DEGREES, 0, left * CELL_DEGREES, 0, -CELL_DEGREES, top * CELL_DEGREES)
    shares = _shares(cercles, transform, (rows, columns))
    inside = shares.groupby("cell")["share"].sum()
    cells = inside.index.to_numpy()
    lon = transform.c + (cells % columns + 0.5) * CELL_DEGREES
    lat = transform.f - (cells // columns + 0.5) * CELL_DEGREES
    pull = _pull(inputs.to_km(lon, lat), places, water) * inside.to_numpy() ** 2
    values = np.full(rows * columns, NODATA, dtype="float32")
    values[cells] = _fitted(pd.Series(pull, index=cells), shares, study.cercles["people_2020"].astype(float)).round(2)
    return values.reshape(rows, columns), transform


def _shares(cercles: gpd.GeoDataFrame, transform: Affine, shape: tuple[int, int]) -> pd.DataFrame:
    """Return `pcode, cell, share`: what share of each cell lies in each cercle it touches."""
    rows, columns = shape
    west, north = transform.c, transform.f
    source = NumPyRasterSource(
        np.zeros(shape), xmin=west, ymin=north - rows * CELL_DEGREES, xmax=west + columns * CELL_DEGREES, ymax=north,
        srs_wkt=cercles.crs.to_wkt(),
    )  # fmt: skip
    found = exact_extract(source, cercles, ["cell_id", "coverage"], include_cols=["pcode"], output="pandas")
    parts = [
        pd.DataFrame({"pcode": row["pcode"], "cell": np.asarray(row["cell_id"], dtype=int), "share": row["coverage"]})
        for row in found.to_dict("records")
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame[frame["share"] > 0].reset_index(drop=True)


def _pull(km: np.ndarray, places: pd.DataFrame, water: list[dict[str, object]]) -> np.ndarray:
    """Return how strongly each cell (km) draws people: listed places with their decay, and scattered ones."""
    sites = inputs.to_km(places["lon"].to_numpy(), places["lat"].to_numpy())
    decay = places["place_class"].map(DECAY_KM).to_numpy(dtype=float)
    people = places["population"].to_numpy(dtype=float)
    tree = cKDTree(km)
    pull = np.zeros(len(km))
    for site, reach, size in zip(sites, decay, people, strict=True):
        near = np.array(sorted(tree.query_ball_point(site, 6 * reach)), dtype=int)
        weight = np.exp(-np.hypot(*(km[near] - site).T) / reach)
        pull[near] += size * weight / weight.sum()
    banks = np.vstack([np.asarray(river["line"], dtype=float) for river in water])
    away = cKDTree(np.vstack([sites, inputs.to_km(banks[:, 0], banks[:, 1])])).query(km)[0]
    around = np.array([people[hits].sum() for hits in cKDTree(sites).query_ball_point(km, 60.0, return_sorted=True)])
    scattered = np.exp(-away / THINNING_KM) * (around + around[around > 0].min())
    return np.asarray(pull + scattered / scattered.sum() * pull.sum() * SCATTERED_SHARE / (1 - SCATTERED_SHARE))


def _fitted(pull: pd.Series, shares: pd.DataFrame, people: pd.Series) -> np.ndarray:
    """Return people per cell: the pull scaled cercle by cercle until every exact sum is the table's."""
    cell = pull.index.get_indexer(pd.Index(shares["cell"]))
    codes = people.index.get_indexer(pd.Index(shares["pcode"]))
    share = shares["share"].to_numpy(dtype=float)
    factor = np.ones(len(people))
    values = np.zeros(len(pull))
    for _ in range(FITTING_ROUNDS):
        scale = np.bincount(cell, share * factor[codes], len(pull)) / np.bincount(cell, share, len(pull))
        values = pull.to_numpy() * scale
        factor *= people.to_numpy() / np.bincount(codes, share * values[cell], len(people))
    return values
