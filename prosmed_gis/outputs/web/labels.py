"""Where the name of each cercle may stand inside it, whatever the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

PIXELS = 256.0
"""Side of the world in px at zoom 0, as Leaflet draws it."""

GRID = 24
"""Points tried along the longer side of a cercle."""

HALVINGS = 9
"""Steps in the search of the largest box: one part in 500 of the cercle's height."""

PLACES = 7
"""Places offered for a name: the roomiest, then those farthest from the ones before."""

LETTER, LINE = 6.6, 15.0
"""Width of a letter and height of a line in px, of the names' type; the page measures the width it really draws."""

PART = 1 / 4
"""Of the country each way: the window in which the cercles that lie closest together are sought."""

ROOM_DECIMALS = 4
"""Of a px at zoom 0: a twentieth of a px at zoom 9."""


def label_places(frame: gpd.GeoDataFrame) -> list[list[list[float]]]:
    """Return for each row the places of its name: `[lon, lat, room]`, the roomiest first.

    Parameters
    ----------
    frame
        Cercles with `name`, polygons in EPSG:4326. A row without a polygon has no place.

    Returns
    -------
    list
        `room` is the height in px at zoom 0 of the largest box around the point, as wide for its height as the name
        is (`aspect`), that lies wholly inside the row's largest polygon; at zoom z the name fits where its own height
        is at most room times 2 to the z. Every point lies inside the polygon.
    """
    return [_places(geometry, aspect(str(name))) for geometry, name in zip(frame.geometry, frame["name"], strict=True)]


def dense(frame: gpd.GeoDataFrame, wanted: pd.Series) -> list[list[float]] | None:
    """Return [[south, west], [north, east]] of the wanted cercles that lie closest together; None for fewer than two.

    Parameters
    ----------
    wanted
        Which rows (index as `frame`, bool) are counted: the part of the country, `PART` of it each way, with the most
        of their inner points; of several such parts the one first found from the west.
    """
    chosen = frame.geometry[wanted.reindex(frame.index, fill_value=False)]
    chosen = chosen[~(chosen.is_empty | chosen.isna())]
    if len(chosen) < 2:  # noqa: PLR2004 - one cercle is dense nowhere
        return None
    points = shapely.get_coordinates(shapely.point_on_surface(np.asarray(chosen.array)))
    west, south, east, north = frame.total_bounds
    size = np.array([east - west, north - south]) * PART
    corners = np.array([(x, y) for x in np.sort(points[:, 0]) for y in np.sort(points[:, 1])])
    inside = ((points >= corners[:, None]) & (points <= corners[:, None] + size)).all(axis=2)
    west, south, east, north = (float(edge) for edge in chosen[inside[int(np.argmax(inside.sum(axis=1)))]].total_bounds)
    return [[round(south, 3), round(west, 3)], [round(north, 3), round(east, 3)]]


def aspect(name: str) -> float:
    """Return the width of a name over its height, as estimated by its letters."""
    return max(len(name), 1) * LETTER / LINE


def _places(geometry: Any, wide: float) -> list[list[float]]:
    parts = shapely.get_parts(geometry)
    parts = parts[shapely.area(parts) > 0]
    if not len(parts):
        return []
    shape = shapely.transform(parts[int(np.argmax(shapely.area(parts)))], _pixels)
    shapely.prepare(shape)
    points = _inside(shape)
    room = _room(shape, points, wide)
    chosen = _spread(points, room)
    where = _degrees(points[chosen])
    return [
        [round(float(lon), 4), round(float(lat), 4), round(float(size), ROOM_DECIMALS)]
        for (lon, lat), size in zip(where, room[chosen], strict=True)
    ]


def _pixels(degrees: np.ndarray) -> np.ndarray:
    """Return Web Mercator pixels at zoom 0, y downwards."""
    lat = np.radians(degrees[:, 1])
    x = (degrees[:, 0] + 180.0) / 360.0
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack([x, y]) * PIXELS


def _degrees(pixels: np.ndarray) -> np.ndarray:
    lon = pixels[:, 0] / PIXELS * 360.0 - 180.0
    lat = np.degrees(2 * np.arctan(np.exp((0.5 - pixels[:, 1] / PIXELS) * 2 * np.pi)) - np.pi / 2)
    return np.column_stack([lon, lat])


def _inside(shape: Any) -> np.ndarray:
    """Return the points of a grid that lie inside, and one that does in any case."""
    west, north, east, south = shape.bounds
    step = max(east - west, south - north) / GRID
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(north + step / 2, south, step))
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, step / 4))[:1]
    points = np.vstack([centre, np.column_stack([x.ravel(), y.ravel()])])
    return np.asarray(points[shapely.contains_xy(shape, points)])


def _room(shape: Any, points: np.ndarray, wide: float) -> np.ndarray:
    """Return for each point the height of the largest box of that form around it, by halving."""
    _, north, _, south = shape.bounds
    low, high = np.zeros(len(points)), np.full(len(points), south - north)
    for _ in range(HALVINGS):
        tried = (low + high) / 2
        half = np.column_stack([tried * wide / 2, tried / 2])
        fits = shapely.contains(shape, shapely.box(*(points - half).T, *(points + half).T))
        low, high = np.where(fits, tried, low), np.where(fits, high, tried)
    return low


def _spread(points: np.ndarray, room: np.ndarray) -> Sequence[int]:
    """Return the roomiest point, then one after another those far from the chosen and roomy themselves."""
    chosen = [int(np.argmax(room))]
    away = np.hypot(*(points - points[chosen[0]]).T)
    while len(chosen) < min(PLACES, len(points)):
        worth = away * room
        if worth.max() <= 0:
            break
        chosen.append(int(np.argmax(worth)))
        away = np.minimum(away, np.hypot(*(points - points[chosen[-1]]).T))
    return chosen
