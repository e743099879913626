"""Regions, cercles and communes, dissolved from one mesh so that the levels nest exactly."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from demo import inputs
from demo.inputs import Inputs
from demo.mesh import Mesh, seat_faces
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

COLUMNS = ["pcode", "name", "parent_pcode", "vintage", "geometry"]
COUNTRY = "ML"
CROWDED_WITHIN_KM = 60.0
"""Communes are smaller near the seat: their wanted density falls by half at this distance."""


def units(study: Inputs, mesh: Mesh) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers `regions`, `cercles` and `communes`.

    Each has `pcode, name, parent_pcode, vintage` and a MultiPolygon in EPSG:4326, sorted by P-code.
    The commune that holds the seat bears the cercle's name and number 01; the other names are neutral.
    """
    communes = _dissolve(mesh.faces, _commune_of(study, mesh))
    cercles = _dissolve(communes.to_numpy(), communes.index.str[:6].to_numpy())
    regions = _dissolve(cercles.to_numpy(), cercles.index.str[:4].to_numpy())
    names = study.towns["cercle"]
    commune_names = pd.Series({code: _commune_name(code, names) for code in communes.index.astype(str)})
    return {
        "regions": _frame(regions, pd.Series(inputs.REGION_NAMES)),
        "cercles": _frame(cercles, names),
        "communes": _frame(communes, commune_names),
    }


def _commune_name(pcode: str, cercles: pd.Series) -> str:
    cercle, number = cercles[pcode[:6]], pcode[6:]
    return str(cercle) if number == "01" else f"{cercle} {number}"


def _commune_of(study: Inputs, mesh: Mesh) -> np.ndarray:
    rng = inputs.random("communes")
    seats = seat_faces(study, mesh.faces)
    codes = np.empty(len(mesh.faces), dtype=object)
    for pcode, count in zip(study.towns.index.astype(str), study.towns["communes"], strict=True):
        mine = np.flatnonzero(mesh.cercle == pcode)
        seat = int(np.flatnonzero(mine == seats[pcode])[0])
        seeds = _seeds(mesh.centres[mine], seat, int(count), rng)
        part = _grow(mesh.centres[mine], mesh.adjacency[mine][:, mine], seeds, rng)
        codes[mine] = [f"{pcode}{number + 1:02d}" for number in part]
    return codes


def _seeds(centres: np.ndarray, seat: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return the faces from which communes grow: the seat first, then north to south, evenly spread."""
    away = np.hypot(*(centres - centres[seat]).T)
    weight = CROWDED_WITHIN_KM / (away + CROWDED_WITHIN_KM)
    chosen = rng.choice(len(centres), count, replace=False, p=weight / weight.sum())
    middles = centres[chosen].copy()
    middles[0] = centres[seat]
    for _ in range(12):
        nearest = cKDTree(middles).query(centres)[1]
        total = np.bincount(nearest, weight, count)
        moved = np.column_stack([np.bincount(nearest, weight * centres[:, axis], count) for axis in (0, 1)])
        middles = np.where(total[:, None] > 0, moved / np.maximum(total, 1e-12)[:, None], middles)
        middles[0] = centres[seat]
    free = [seat]
    for middle in middles[1:]:
        order = np.argsort(np.hypot(*(centres - middle).T), kind="stable")
        free.append(next(int(face) for face in order if int(face) not in free))
    others = np.array(free[1:], dtype=int)
    return np.concatenate([[seat], others[np.lexsort((centres[others, 0], -centres[others, 1]))]]).astype(int)


def _grow(centres: np.ndarray, adjacency: csr_array, seeds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which seed reaches each face first; steps have uneven cost, so borders do not run straight."""
    links = adjacency.tocoo()
    rows, columns = links.coords
    away = np.hypot(*(centres[rows] - centres[columns]).T)
    pace = rng.uniform(0.7, 1.3, len(centres))
    cost = away * (pace[rows] + pace[columns])
    graph = csr_array((cost, (rows, columns)), shape=adjacency.shape)
    return np.asarray(np.asarray(dijkstra(graph, indices=seeds)).argmin(axis=0))


def _dissolve(parts: np.ndarray, codes: np.ndarray) -> gpd.GeoSeries:
    order = np.argsort(codes.astype(str), kind="stable")
    parts, codes = parts[order], codes[order].astype(str)
    labels, first = np.unique(codes, return_index=True)
    whole = [shapely.coverage_union_all(group) for group in np.split(parts, first[1:])]
    merged = [shapely.MultiPolygon(shapely.get_parts(shapely.normalize(shape)).tolist()) for shape in whole]
    return gpd.GeoSeries(merged, index=pd.Index(labels, name="pcode"), crs="EPSG:4326")


def _frame(shapes: gpd.GeoSeries, names: pd.Series) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"geometry": shapes}, crs="EPSG:4326").reset_index()
    frame["name"] = frame["pcode"].map(names)
    frame["parent_pcode"] = frame["pcode"].map(_parent)
    frame["vintage"] = inputs.VINTAGE
    return frame[COLUMNS]


def _parent(pcode: str) -> str:
    return COUNTRY if pcode in inputs.REGION_NAMES else pcode[:-2]
