"""Small worlds for the tests of access: squares of ground on the national plane."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from prosmed_gis.access.grid import Grid
from prosmed_gis.config.access import Access
from prosmed_gis.crs import NATIONAL

SPEEDS = {
    "primary": 60, "secondary": 40, "tertiary": 30, "track": 12, "off_road": 3, "good": 1.0, "fair": 0.75, "poor": 0.5,
    "unknown": 0.75, "river_crossing_min": 45, "source": "test",
}  # fmt: skip


def access_config(**changes: object) -> Access:
    statuses = ["working", "partly"]
    tree = {
        "neighbours": 8,
        "cell_size_m": 1000,
        "margin_km": 0,
        "snap_cells": 2,
        "speeds": {**SPEEDS, **changes.pop("speeds", {})},
        "standards": {
            name: {"minutes": minutes, "statuses": statuses, "source": "test"}
            for name, minutes in (("security", 60), ("justice", 60), ("prison", 120))
        },
    }
    return Access.model_validate({**tree, **changes})


def plane(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """From national metres to degrees, as layers are stored."""
    return frame.set_crs(NATIONAL, allow_override=True).to_crs(4326)


def squares(n: int, side_m: float) -> gpd.GeoDataFrame:
    """`n` squares in a row, west to east, from (0, 0)."""
    shapes = [box(i * side_m, 0, (i + 1) * side_m, side_m) for i in range(n)]
    frame = gpd.GeoDataFrame(
        {"name": [f"C{i}" for i in range(n)]}, geometry=shapes, index=[f"ML010{i + 1}" for i in range(n)]
    )
    # The straight sides of a square bend on the sphere; more corners keep them straight on the plane.
    return plane(frame.set_geometry(frame.geometry.segmentize(side_m / 20)))


def facilities(*rows: tuple[str, float, float, str]) -> gpd.GeoDataFrame:
    """kind, x, y (metres), status."""
    frame = gpd.GeoDataFrame(
        {
            "name": [f"F{i}" for i in range(len(rows))],
            "kind": [row[0] for row in rows],
            "status": [row[3] for row in rows],
            "relocated_to_pcode": pd.array([pd.NA] * len(rows), dtype="str"),
            "since": pd.to_datetime([pd.NaT] * len(rows)),
        },
        geometry=[Point(row[1], row[2]) for row in rows],
        index=[f"F{i}" for i in range(len(rows))],
    )
    return plane(frame)


def roads(*rows: tuple[list[tuple[float, float]], str, str, float]) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"road_class": [r[1] for r in rows], "state": [r[2] for r in rows], "speed_kmh": [r[3] for r in rows]},
        geometry=[LineString(r[0]) for r in rows],
        index=[f"R{i}" for i in range(len(rows))],
    )
    return plane(frame)


def lines(*rows: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    return plane(gpd.GeoDataFrame({"name": ["N"] * len(rows)}, geometry=[LineString(row) for row in rows]))


def people_at(grid: Grid, *, each: float = 1.0) -> pd.DataFrame:
    """The same number of people at the centre of each grid cell of the country."""
    row, column = np.nonzero(grid.inside)
    lon, lat = grid.centres(row, column)
    pcodes = np.array(grid.cercle_pcodes)[grid.cercle_code[row, column]]
    return pd.DataFrame({"lon": lon, "lat": lat, "people": each, "cercle_pcode": pcodes})
