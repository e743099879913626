"""A country of two cercles with posts, courts and a prison, and what is found of it."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from access_worlds import access_config, facilities, people_at, plane, squares
from shapely.geometry import box

from prosmed_gis.access.communes import commune_grid
from prosmed_gis.access.found import Places, access_found
from prosmed_gis.access.grid import make_grid
from prosmed_gis.access.run import service_access
from prosmed_gis.access.states import coverage_by_state
from prosmed_gis.domain.products import AccessFound

SIDE = 20_000
CERCLES = squares(2, SIDE)
GRID = make_grid(CERCLES, cell_size_m=1000)
REACH = {
    "catchments": {"simplify_cells": 1, "ranks": 1},
    "radii": {"km": [5, 25], "source": "test"},
    "crowding": {"bands_min": [60, 600], "weights": [1.0, 0.5], "source": "test"},
}


def halves() -> gpd.GeoDataFrame:
    shapes = [box(k * SIDE / 2, 0, (k + 1) * SIDE / 2, SIDE).segmentize(SIDE / 40) for k in range(4)]
    codes = ["ML010101", "ML010102", "ML010201", "ML010202"]
    return plane(gpd.GeoDataFrame({"parent_pcode": [c[:6] for c in codes]}, geometry=shapes, index=codes))


def standing(staff: list[float | None] | None = None) -> gpd.GeoDataFrame:
    """Post and court in the west 5 km apart, a second post beside the first, a post in the east and a prison there."""
    frame = facilities(
        ("brigade", 5500, 10_500, "working"), ("ti", 10_500, 10_500, "working"), ("commissariat", 5400, 10_400, "working"),
        ("brigade", 30_500, 10_500, "working"), ("epes", 34_500, 10_500, "working"), ("ti", 30_500, 10_500, "closed"),
    )  # fmt: skip
    homes = ["ML0101", "ML0101", "ML0101", "ML0102", "ML0102", "ML0102"]
    return frame.assign(
        cercle_pcode=homes, moved=False, staff=pd.Series(staff or [None] * 6, index=frame.index, dtype=float)
    )


def found(places: gpd.GeoDataFrame | None, roads: gpd.GeoDataFrame | None = None, **changes: object) -> AccessFound:
    config = access_config(**{**REACH, **changes})
    people = people_at(GRID)
    access = service_access(places, roads, None, CERCLES, people, config, year=2020)
    cells = people_at(commune_grid(GRID, halves()))
    states = coverage_by_state(access, cells, halves(), config)
    where = Places(places, CERCLES, halves(), people, cells, roads)
    return access_found(access, states, where, config)
