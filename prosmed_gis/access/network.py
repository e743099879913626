"""Roads as an editable graph: junctions, and the time along each road in each direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from prosmed_gis.crs import NATIONAL, STORED, distance_km, to_national, transformer

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.config.reach import Network

TOUCH_M = 0.01
"""Two vertices this near to one another are the same: computed crossings differ from given points by rounding."""


def road_graph(roads: gpd.GeoDataFrame, speed_kmh: pd.Series, config: Network) -> nx.MultiDiGraph:
    """Return the roads as a graph with one arc in each direction.

    Parameters
    ----------
    roads
        Lines, EPSG:4326, indexed by road; lines without geometry are left out.
    speed_kmh
        Speed on each road in km/h, above 0, on the same index (`access.friction.road_speed_kmh`).
    config
        How near ends are joined, and whether crossings are junctions.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes 0, 1, ... with `x`, `y` (national metres), `lon`, `lat`. Arcs with `minutes`, `length_km` (on the
        ellipsoid), `road_id`, `geometry` (national, the same for both directions), `forward` (True in the direction
        of the geometry) and `piece` (number of the stretch). It is meant to be edited: take an arc away (one-way),
        change its `minutes`, add one (without geometry it is straight); `access.routing.compile_network` reads it.

    Notes
    -----
    Lines are joined where they share a vertex, where an end lies within `join_m` of another end or of a bend of
    another line, and, if `crossings`, where they cross.
    """
    line_of, xy, road = _vertices(roads, crossings=config.crossings)
    node = _joined(line_of, xy, config.join_m)
    graph = nx.MultiDiGraph()
    pieces = _pieces(line_of, node)
    used = np.unique(np.concatenate([node[part[[0, -1]]] for part in pieces]) if pieces else np.empty(0, np.int64))
    number = {int(name): position for position, name in enumerate(used)}
    place = _first(node, xy)
    lon, lat = (np.asarray(part) for part in transformer(NATIONAL, STORED).transform(xy[:, 0], xy[:, 1]))
    for name, position in number.items():
        first = place[name]
        graph.add_node(position, x=xy[first, 0], y=xy[first, 1], lon=lon[first], lat=lat[first])
    step_km = np.append(distance_km(lon[:-1], lat[:-1], lon[1:], lat[1:]), 0.0) if len(lon) else np.empty(0)
    speed = speed_kmh.reindex(roads.index).to_numpy(float)
    for piece, part in enumerate(pieces):
        length_km = float(step_km[part[:-1]].sum())
        own = road[line_of[part[0]]]
        shared = {
            "piece": piece,
            "geometry": shapely.LineString(xy[part]),
            "length_km": length_km,
            "minutes": 60.0 * length_km / float(speed[own]),
            "road_id": roads.index[own],
        }
        tail, head = number[int(node[part[0]])], number[int(node[part[-1]])]
        graph.add_edge(tail, head, forward=True, **shared)
        graph.add_edge(head, tail, forward=False, **shared)
    return graph


def _vertices(roads: gpd.GeoDataFrame, *, crossings: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each vertex its line and x, y (in order along the lines), and for each line its road's position."""
    shapes = np.asarray(to_national(roads[["geometry"]]).geometry.to_numpy(), dtype=object)
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    lines, owner = shapely.get_parts(shapely.force_2d(shapes[there]), return_index=True)
    xy, line_of = shapely.get_coordinates(lines, return_index=True)
    if crossings and len(lines):
        line_of, xy = _with_crossings(lines, line_of, xy)
    return line_of, xy, there[owner]


def _with_crossings(lines: np.ndarray, line_of: np.ndarray, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    one, other = one[one < other], other[one < other]
    points, pair = shapely.get_coordinates(shapely.intersection(lines[one], lines[other]), return_index=True)
    extra_line = np.concatenate([one[pair], other[pair]])
    extra_xy = np.concatenate([points, points])
    along = _along(line_of, xy)
    extra_along = shapely.line_locate_point(lines[extra_line], shapely.points(extra_xy))
    line_all = np.concatenate([line_of, extra_line])
    order = np.lexsort((np.concatenate([along, extra_along]), line_all))
    return line_all[order], np.concatenate([xy, extra_xy])[order]


def _along(line_of: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return the distance of each vertex from the start of its line, in metres."""
    step = np.append(0.0, np.hypot(*np.diff(xy, axis=0).T))
    starts = np.append(True, line_of[1:] != line_of[:-1])
    walked = np.cumsum(np.where(starts, 0.0, step))
    return np.asarray(walked - walked[np.flatnonzero(starts)][np.cumsum(starts) - 1])


def _joined(line_of: np.ndarray, xy: np.ndarray, join_m: float) -> np.ndarray:
    """Return the number of the place of each vertex: the same for vertices that are one junction."""
    size = len(xy)
    if not size:
        return np.empty(0, dtype=np.int64)
    tree = KDTree(xy)
    pairs = [tree.query_pairs(TOUCH_M, output_type="ndarray")]
    ends = np.flatnonzero(_is_end(line_of))
    end_pairs = KDTree(xy[ends]).query_pairs(join_m, output_type="ndarray")
    pairs.append(ends[end_pairs])
    for end, near in zip(ends.tolist(), tree.query_ball_point(xy[ends], join_m), strict=True):
        others = [vertex for vertex in near if line_of[vertex] != line_of[end]]
        if others:
            nearest = min(others, key=lambda vertex: (float(np.hypot(*(xy[vertex] - xy[end]))), vertex))
            pairs.append(np.array([[end, nearest]]))
    one, other = np.concatenate(pairs).T
    joins = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    return np.asarray(connected_components(joins, directed=False)[1])


def _is_end(line_of: np.ndarray) -> np.ndarray:
    change = line_of[1:] != line_of[:-1]
    return np.asarray(np.append(True, change) | np.append(change, True))


def _pieces(line_of: np.ndarray, node: np.ndarray) -> list[np.ndarray]:
    """Return the stretches between junctions, each as the positions of its vertices."""
    if not len(node):
        return []
    ends = _is_end(line_of)
    first = np.append(True, (node[1:] != node[:-1]) | (line_of[1:] != line_of[:-1]))
    visits = np.bincount(node[first])
    stop = ends | (visits[node] > 1)
    pieces = []
    start = 0
    for vertex in np.flatnonzero(stop).tolist():
        if line_of[vertex] != line_of[start] or vertex == start:
            start = vertex
            continue
        part = np.arange(start, vertex + 1)
        # A stretch that never leaves its junction is the junction itself.
        if not (node[part] == node[start]).all():
            pieces.append(part)
        start = vertex
    return pieces


def _first(node: np.ndarray, xy: np.ndarray) -> dict[int, int]:
    names, first = np.unique(node, return_index=True) if len(xy) else (node, node)
    return dict(zip(names.tolist(), first.tolist(), strict=True))
