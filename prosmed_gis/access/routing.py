"""Least travel time along roads, with straight walks to and from them, and which facility is nearest.

The graph is compiled to arrays and solved by scipy's Dijkstra on a sparse matrix, from all facilities at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from prosmed_gis.access.straight import nearest_straight
from prosmed_gis.access.travel_time import NONE, ROUNDING
from prosmed_gis.crs import NATIONAL, STORED, distance_km, transformer
from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    import networkx as nx

    from prosmed_gis.config.reach import Network

SAME_SPOT = 1e-9
"""Share of a stretch by which two spots on it may differ and still be one."""


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """A graph of roads as arrays.

    `node` (x, y in national metres) by node; `tail`, `head`, `minutes`, `piece`, `forward` by arc; `shape` holds the
    line of each piece, which `forward` arcs follow from its start to its end. `names` are the graph's own nodes.
    """

    names: tuple[object, ...]
    node: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    minutes: np.ndarray
    piece: np.ndarray
    forward: np.ndarray
    shape: np.ndarray


@dataclass(frozen=True, eq=False)
class NetworkTravel:
    """Minutes from each point to its nearest facility and its position; inf and `NONE` where none is reached."""

    minutes: np.ndarray
    source: np.ndarray


def compile_network(graph: nx.MultiDiGraph) -> RoadNetwork:
    """Return a graph of roads (`access.network.road_graph`, edited or not) as arrays.

    An arc without `geometry` runs straight between its nodes; one with infinite `minutes` is closed.

    Raises
    ------
    DataError
        Arcs without minutes, or with negative ones: all of them are named.
    """
    names = tuple(graph.nodes)
    position = {name: number for number, name in enumerate(names)}
    node = np.array([(data["x"], data["y"]) for _, data in graph.nodes(data=True)], dtype=float).reshape(-1, 2)
    shapes: dict[object, tuple[int, object]] = {}
    arcs: list[tuple[int, int, float, int, bool]] = []
    wrong = []
    for tail, head, data in graph.edges(data=True):
        minutes = float(data.get("minutes", np.nan))
        if not minutes >= 0:
            wrong.append(f"{tail} -> {head}: {minutes}")
            continue
        t, h = position[tail], position[head]
        if "geometry" in data:
            key, line, forward = data["piece"], data["geometry"], bool(data["forward"])
        else:
            low, high = min(t, h), max(t, h)
            key, line, forward = ("straight", low, high), shapely.LineString(node[[low, high]]), t == low
        number, _ = shapes.setdefault(key, (len(shapes), line))
        if np.isfinite(minutes):
            arcs.append((t, h, minutes, number, forward))
    if wrong:
        msg = (
            f"roads: arcs whose minutes are missing or negative ({'; '.join(wrong)}); give each a time, or take it out"
        )
        raise DataError(msg)
    columns = list(zip(*arcs, strict=True)) if arcs else [()] * 5
    return RoadNetwork(
        names=names,
        node=node,
        tail=np.array(columns[0], dtype=np.int64),
        head=np.array(columns[1], dtype=np.int64),
        minutes=np.array(columns[2], dtype=float),
        piece=np.array(columns[3], dtype=np.int64),
        forward=np.array(columns[4], dtype=bool),
        shape=np.array([line for _, line in shapes.values()], dtype=object),
    )


def network_travel(
    network: RoadNetwork,
    places: tuple[np.ndarray, np.ndarray],
    points: tuple[np.ndarray, np.ndarray],
    config: Network,
    *,
    walk_kmh: float,
    cut_off_min: float = np.inf,
) -> NetworkTravel:
    """Return the least minutes from each point to any of the places, on foot and along the roads.

    Parameters
    ----------
    places, points
        Longitude and latitude in degrees of facilities and of points; one that is not a number is nowhere.
    config
        Longest walk and number of junctions that one may walk to.
    walk_kmh
        Speed of the straight walks.
    cut_off_min
        Longer times are inf.

    Notes
    -----
    A point joins the roads at the nearest spot of the nearest stretch, or at one of its nearest junctions, and leaves
    them likewise; it walks all the way where that is sooner. Walks are geodesic and know no rivers or closed ground.
    Times are in the direction from the point to the facility: arcs may differ in the two directions.
    """
    point, place = _plane(*points), _plane(*places)
    spots = _breaks(network, _feet(network, place, config))
    matrix = _matrix(network, spots, place, config, walk_kmh)
    first = len(network.node) + spots.feet
    minutes = np.full(first + len(place), np.inf)
    source = np.full(len(minutes), NONE, dtype=np.int64)
    if len(place):
        limit = cut_off_min * (1.0 + ROUNDING)
        # Against the arcs: from the facilities back to those who travel to them.
        minutes, _, start = dijkstra(
            matrix, indices=np.arange(first, first + len(place)), min_only=True, limit=limit, return_predecessors=True
        )
        source = np.where(np.isfinite(minutes), start - first, NONE)
    offers = [
        _by_road(network, spots, _feet(network, point, config), minutes, source, walk_kmh),
        _by_junction(network, point, config, minutes, source, walk_kmh),
        _on_foot(points, places, config, walk_kmh),
    ]
    return _least(offers, len(point), cut_off_min)


@dataclass(frozen=True, eq=False)
class _Feet:
    """Spots where points meet the nearest stretch: `owner` (point), `piece`, `share` (0-1 along it), `km` on foot."""

    owner: np.ndarray
    piece: np.ndarray
    share: np.ndarray
    km: np.ndarray


@dataclass(frozen=True, eq=False)
class _Breaks:
    """Spots along arcs in order: `arc`, `share` (0-1 along it), `node` (of the network, then one for each foot).

    `foot_node`, `foot_owner`, `foot_km`: nodes made for facilities, whose they are and how far one walks.
    """

    arc: np.ndarray
    share: np.ndarray
    node: np.ndarray
    foot_node: np.ndarray
    foot_owner: np.ndarray
    foot_km: np.ndarray

    @property
    def feet(self) -> int:
        return len(self.foot_node)


_Offer = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Point, minutes, source."""


def _plane(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    x, y = transformer(STORED, NATIONAL).transform(np.asarray(lon, float), np.asarray(lat, float))
    xy = np.column_stack([x, y]).astype(float)
    return np.where(np.isfinite(xy), xy, np.nan)


def _feet(network: RoadNetwork, xy: np.ndarray, config: Network) -> _Feet:
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    used = np.unique(network.piece)
    if not len(known) or not len(used):
        return _Feet(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
    shape = network.shape[used]
    tree = shapely.STRtree(shape)
    own, found = tree.query_nearest(shapely.points(xy[known]), max_distance=1000.0 * config.walk_km, all_matches=True)
    owner = known[own]
    share = shapely.line_locate_point(shape[found], shapely.points(xy[owner]), normalized=True)
    foot = shapely.get_coordinates(shapely.line_interpolate_point(shape[found], share, normalized=True))
    km = _walk_km(xy[owner], foot)
    kept = km <= config.walk_km
    return _Feet(owner[kept], used[found[kept]], share[kept], km[kept])


def _walk_km(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    back = transformer(NATIONAL, STORED)
    return distance_km(*back.transform(one[:, 0], one[:, 1]), *back.transform(other[:, 0], other[:, 1]))


def _arcs_of(network: RoadNetwork, feet: _Feet) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each arc that runs over a foot's stretch: the position of the foot, the arc, the share along it."""
    order = np.argsort(network.piece, kind="stable")
    ordered = network.piece[order]
    left, right = np.searchsorted(ordered, feet.piece, "left"), np.searchsorted(ordered, feet.piece, "right")
    counts = right - left
    foot = np.repeat(np.arange(len(feet.piece)), counts)
    start = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) if len(counts) else counts
    arc = order[np.arange(int(counts.sum())) + start]
    return foot, arc, np.where(network.forward[arc], feet.share[foot], 1.0 - feet.share[foot])


def _breaks(network: RoadNetwork, feet: _Feet) -> _Breaks:
    foot, arc, share = _arcs_of(network, feet)
    arcs, nodes = np.arange(len(network.tail)), len(network.node) + np.arange(len(foot))
    whole_arc = np.concatenate([arcs, arc, arcs])
    whole_share = np.concatenate([np.zeros(len(arcs)), share, np.ones(len(arcs))])
    whole_node = np.concatenate([network.tail, nodes, network.head])
    # At equal shares the order given stays: the tail before feet, the head after them.
    order = np.lexsort((whole_share, whole_arc))
    return _Breaks(
        whole_arc[order], whole_share[order], whole_node[order], nodes, feet.owner[foot], feet.km[foot]
    )  # fmt: skip


def _matrix(network: RoadNetwork, spots: _Breaks, place: np.ndarray, config: Network, walk_kmh: float) -> csr_matrix:
    """Return the least minutes of each step, from where it ends (row) to where it begins (column)."""
    step = np.flatnonzero(spots.arc[1:] == spots.arc[:-1])
    along = network.minutes[spots.arc[step]] * (spots.share[step + 1] - spots.share[step])
    first = len(network.node) + spots.feet
    owner, junction, km = _junctions(network, place, config)
    tail = np.concatenate([spots.node[step], spots.foot_node, junction])
    head = np.concatenate([spots.node[step + 1], first + spots.foot_owner, first + owner])
    minutes = np.concatenate([along, 60.0 * spots.foot_km / walk_kmh, 60.0 * km / walk_kmh])
    # Entries of a sparse matrix add up where they fall together: the least one is kept.
    order = np.lexsort((minutes, tail, head))
    tail, head, minutes = tail[order], head[order], minutes[order]
    kept = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])) if len(tail) else np.empty(0, bool)
    size = first + len(place)
    return csr_matrix((minutes[kept], (head[kept], tail[kept])), shape=(size, size))


def _junctions(network: RoadNetwork, xy: np.ndarray, config: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the nearest junctions of each point within a walk: point, junction, km."""
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    count = min(config.nearest_nodes, len(network.node))
    if not len(known) or count == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    _, found = KDTree(network.node).query(xy[known], k=list(range(1, count + 1)))
    owner, junction = np.repeat(known, count), found.ravel()
    km = _walk_km(xy[owner], network.node[junction])
    kept = km <= config.walk_km
    return owner[kept], junction[kept], km[kept]


def _by_road(
    network: RoadNetwork, spots: _Breaks, feet: _Feet, minutes: np.ndarray, source: np.ndarray, walk_kmh: float
) -> _Offer:
    foot, arc, share = _arcs_of(network, feet)
    # Twice the arc, so that the end of one and the start of the next stay apart.
    ahead = np.searchsorted(2.0 * spots.arc + spots.share, 2.0 * arc + share - SAME_SPOT)
    ride = np.maximum(0.0, spots.share[ahead] - share) * network.minutes[arc]
    node = spots.node[ahead]
    return feet.owner[foot], 60.0 * feet.km[foot] / walk_kmh + ride + minutes[node], source[node]


def _by_junction(
    network: RoadNetwork, point: np.ndarray, config: Network, minutes: np.ndarray, source: np.ndarray, walk_kmh: float
) -> _Offer:
    owner, junction, km = _junctions(network, point, config)
    return owner, 60.0 * km / walk_kmh + minutes[junction], source[junction]


def _on_foot(
    points: tuple[np.ndarray, np.ndarray], places: tuple[np.ndarray, np.ndarray], config: Network, walk_kmh: float
) -> _Offer:
    km, which = nearest_straight(*points, *places)
    near = np.flatnonzero(km <= config.walk_km)
    return near, 60.0 * km[near] / walk_kmh, which[near]


def _least(offers: list[_Offer], size: int, cut_off_min: float) -> NetworkTravel:
    owner, minutes, source = (np.concatenate(column) for column in zip(*offers, strict=True))
    usable = np.isfinite(minutes) & (minutes <= cut_off_min * (1.0 + ROUNDING))
    owner, minutes, source = owner[usable], minutes[usable], source[usable]
    order = np.lexsort((source, minutes, owner))
    found, first = np.unique(owner[order], return_index=True)
    least, which = np.full(size, np.inf), np.full(size, NONE, dtype=np.int64)
    least[found], which[found] = minutes[order][first], source[order][first]
    return NetworkTravel(least, which)
