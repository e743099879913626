"""Facilities of security, justice and prisons in this project's own columns, and sites given twice."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from prosmed_gis import crs
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import FACILITIES
from prosmed_gis.readers.own import own_reader
from prosmed_gis.readers.reading import Context, Reading

TWIN_M = 30
"""Metres within which two sites of one kind are perhaps one: the error of a handheld GPS."""
ROUGH = ("town", "unit_centre")
"""Qualities of position at which sites of one town lie at one point by construction."""

_read = own_reader(FACILITIES, ("note", "source_line"))


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read facilities in the canonical columns, from a table with `lon` and `lat` or a spatial file."""
    reading = _read(source, path, context)
    frame = reading.frames[FACILITIES.name]
    if not isinstance(frame, pd.DataFrame):
        return reading
    return Reading(reading.frames, [*reading.problems, *twins(frame, context.reporter)], reading.rows_in)


def twins(frame: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    """Return a warning for each pair of sites of one kind less than `TWIN_M` metres apart; both stay.

    `frame` has `facility_id`, `name`, `kind`, `position_quality` and points in degrees; its index holds row numbers.
    Sites whose position is only that of their town are left out; a frame that lacks a column gives no warning.
    """
    if not {"facility_id", "kind", "position_quality", "geometry"} <= set(frame.columns):
        return []
    precise = frame[~frame["position_quality"].isin(ROUGH).to_numpy() & frame["geometry"].notna().to_numpy()]
    geoms = np.asarray(gpd.GeoSeries(precise["geometry"]), dtype=object)
    geoms = geoms[shapely.get_type_id(geoms) == 0] if len(geoms) else geoms
    if len(geoms) != len(precise) or not len(precise):
        return []
    # A degree is at most 111.7 km: the square search only has to be wide enough.
    reach = TWIN_M / 1000 / 111.0 / max(0.1, float(np.cos(np.radians(shapely.get_y(geoms))).min()))
    first, second = shapely.STRtree(geoms).query(geoms, predicate="dwithin", distance=reach)
    ordered = first < second
    first, second = first[ordered], second[ordered]
    kinds = precise["kind"].to_numpy()
    lon, lat = shapely.get_x(geoms), shapely.get_y(geoms)
    metres = crs.distance_km(lon[first], lat[first], lon[second], lat[second]) * 1000
    named = precise["name"] if "name" in precise.columns else precise["facility_id"]
    rows, names = precise.index.to_numpy(), named.fillna(precise["facility_id"]).to_numpy()
    pairs = sorted(
        (int(rows[b]), int(rows[a]), str(names[b]), str(names[a]), float(metre))
        for a, b, metre in zip(first, second, metres, strict=True)
        if metre < TWIN_M and kinds[a] == kinds[b]
    )
    return [
        reporter.warning(
            "facility.twin", row=row, column="geometry", value=name, distance=f"{metre:.0f}", other=other,
            other_row=other_row,
        )
        for row, other_row, name, other, metre in pairs
    ]  # fmt: skip
