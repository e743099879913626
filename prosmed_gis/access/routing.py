"""Least travel time along roads, with straight walks to and from them, and which facility is nearest.

The graph is compiled to arrays and solved by scipy's Dijkstra on a sparse matrix, from all facilities at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from prosmed_gis.access.straight import nearest_straight
from prosmed_gis.access.travel_time import NONE, ROUNDING
from prosmed_gis.crs import NATIONAL, STORED, distance_km, transformer
from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    import networkx as nx

    from prosmed_gis.config.reach import Network

SAME_SPOT = 1e-9
"""Share of a stretch by which two spots on it may differ and still be one."""
INSTANT_MIN = 1e-12
"""Minutes of a step that takes no time."""
TOUCH_M = 0.01
"""Stretches as near as this beyond the limit are as near: computed distances differ by rounding."""


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

    @cached_property
    def open_pieces(self) -> np.ndarray:
        """Pieces that some arc runs over."""
        return np.flatnonzero(np.bincount(self.piece, minlength=len(self.shape)))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Lines of the open pieces, to be searched for the nearest."""
        return shapely.STRtree(self.shape[self.open_pieces])

    @cached_property
    def by_piece(self) -> tuple[np.ndarray, np.ndarray]:
        """Arcs in the order of their pieces, and those pieces."""
        order = np.argsort(self.piece, kind="stable")
        return order, self.piece[order]

    @cached_property
    def backwards(self) -> csr_matrix:
        """Least minutes of each step between junctions, from where it ends (row) to where it begins (column)."""
        return _steps(self.tail, self.head, self.minutes, len(self.node))


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
    number_of: dict[object, int] = {}
    lines: list[object] = []
    arcs: list[tuple[int, int, float, int, bool]] = []
    wrong = []
    for tail, head, data in graph.edges(data=True):
        minutes = float(data.get("minutes", np.nan))
        if not minutes >= 0:
            wrong.append(f"{tail} -> {head}: {minutes}")
            continue
        t, h = position[tail], position[head]
        line = data.get("geometry")
        key = (min(t, h), max(t, h)) if line is None else data["piece"]
        piece = number_of.setdefault(key, len(lines))
        if piece == len(lines):
            lines.append(line)
        if minutes < np.inf:
            arcs.append((t, h, minutes, piece, t <= h if line is None else bool(data["forward"])))
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
        shape=_lines(list(number_of), lines, node),
    )


def _lines(keys: list[object], lines: list[object], node: np.ndarray) -> np.ndarray:
    """Return the line of each piece; those without one run straight between the two nodes that are their key."""
    shape = np.array(lines, dtype=object)
    straight = np.flatnonzero(np.array([line is None for line in lines], dtype=bool))
    if len(straight):
        pairs = np.array([keys[piece] for piece in straight.tolist()], dtype=np.int64)
        shape[straight] = shapely.linestrings(node[pairs])
    return shape


def network_travel(
    network: RoadNetwork,
    places: tuple[np.ndarray, np.ndarray],
    points: tuple[np.ndarray, np.ndarray] | Joined,
    config: Network,
    *,
    walk_kmh: float,
    cut_off_min: float = np.inf,
) -> NetworkTravel:
    """Return the least minutes from each point to any of the places, on foot and along the roads.

    Parameters
    ----------
    places, points
        Longitude and latitude in degrees of facilities and of points; one that is not a number is nowhere. Points may
        come as `join_points` gives them for the same network and rules, so that many searches share the work.
    config
        Longest walk, and how much further than the nearest a road may be to be tried too.
    walk_kmh
        Speed of the straight walks.
    cut_off_min
        Longer times are inf.

    Notes
    -----
    A point joins the roads at the nearest spot of any stretch that is at most `detour` times as far as the nearest,
    and leaves them likewise; it walks all the way where that is sooner. Walks are geodesic and know no rivers or
    closed ground. Times are in the direction from the point to the facility: arcs may differ in the two directions.
    """
    searched = search_network(network, places, config, walk_kmh=walk_kmh, cut_off_min=cut_off_min)
    homes = points if isinstance(points, Joined) else join_points(network, points, config)
    offers = [
        _by_road(network, searched, homes.feet, walk_kmh),
        _on_foot(homes.points, places, config, walk_kmh),
    ]
    return _least(offers, len(homes.points[0]), cut_off_min)


def join_points(network: RoadNetwork, points: tuple[np.ndarray, np.ndarray], config: Network) -> Joined:
    """Return points (longitude, latitude in degrees) with the spots where they join the roads; see `network_travel`."""
    return Joined(points, _feet(network, _plane(*points), config))


def search_network(
    network: RoadNetwork,
    places: tuple[np.ndarray, np.ndarray],
    config: Network,
    *,
    walk_kmh: float,
    cut_off_min: float = np.inf,
) -> Searched:
    """Return the least minutes from every junction to any of the places; see `network_travel`."""
    place = _plane(*places)
    spots = _spots(network, _feet(network, place, config))
    first = len(network.node) + len(spots.arc)
    minutes = np.full(first + len(place), np.inf)
    source = np.full(len(minutes), NONE, dtype=np.int64)
    if len(place):
        # Against the arcs: from the facilities back to those who travel to them.
        minutes, _, start = dijkstra(
            _matrix(network, spots, len(place), walk_kmh),
            indices=np.arange(first, first + len(place)),
            min_only=True,
            limit=cut_off_min * (1.0 + ROUNDING),
            return_predecessors=True,
        )
        source = np.where(np.isfinite(minutes), start - first, NONE)
    return Searched(NetworkTravel(minutes[: len(network.node)], source[: len(network.node)]), minutes, source, spots)


@dataclass(frozen=True, eq=False)
class _Feet:
    """Spots where points meet stretches near them: `owner` (point), `piece`, `share` (0-1 along it), `km` on foot."""

    owner: np.ndarray
    piece: np.ndarray
    share: np.ndarray
    km: np.ndarray


@dataclass(frozen=True, eq=False)
class Joined:
    """Points and the spots where they join the roads."""

    points: tuple[np.ndarray, np.ndarray]
    feet: _Feet


@dataclass(frozen=True, eq=False)
class _Spots:
    """Spots where facilities meet the roads, in order along the arcs: `arc`, `share` (0-1 along it), `owner`, `km`."""

    arc: np.ndarray
    share: np.ndarray
    owner: np.ndarray
    km: np.ndarray


@dataclass(frozen=True, eq=False)
class Searched:
    """A network searched from its facilities: `junctions` in the order of `RoadNetwork.names`; the rest is for points.

    `minutes` and `source` hold the junctions, then the spots where facilities meet the roads (`spots`), then these.
    """

    junctions: NetworkTravel
    minutes: np.ndarray
    source: np.ndarray
    spots: _Spots


_Offer = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Point, minutes, source."""


def _plane(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    x, y = transformer(STORED, NATIONAL).transform(np.asarray(lon, float), np.asarray(lat, float))
    xy = np.column_stack([x, y]).astype(float)
    return np.where(np.isfinite(xy), xy, np.nan)


def _feet(network: RoadNetwork, xy: np.ndarray, config: Network) -> _Feet:
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(known) or not len(network.piece):
        return _Feet(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
    spot = shapely.points(xy[known])
    walk_m = 1000.0 * config.walk_km
    (near, _), metres = network.tree.query_nearest(spot, max_distance=walk_m, all_matches=False, return_distance=True)
    reach = np.minimum(config.detour * metres + TOUCH_M, walk_m)
    own, found = network.tree.query(spot[near], predicate="dwithin", distance=reach)
    own = near[own]
    owner, piece = known[own], network.open_pieces[found]
    share = shapely.line_locate_point(network.shape[piece], spot[own], normalized=True)
    foot = shapely.get_coordinates(shapely.line_interpolate_point(network.shape[piece], share, normalized=True))
    km = _walk_km(xy[owner], foot)
    kept = km <= config.walk_km
    return _Feet(owner[kept], piece[kept], share[kept], km[kept])


def _walk_km(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    back = transformer(NATIONAL, STORED)
    return distance_km(*back.transform(one[:, 0], one[:, 1]), *back.transform(other[:, 0], other[:, 1]))


def _arcs_of(network: RoadNetwork, feet: _Feet) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each arc that runs over a foot's stretch: the position of the foot, the arc, the share along it."""
    order, ordered = network.by_piece
    left, right = np.searchsorted(ordered, feet.piece, "left"), np.searchsorted(ordered, feet.piece, "right")
    counts = right - left
    foot = np.repeat(np.arange(len(feet.piece)), counts)
    start = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) if len(counts) else counts
    arc = order[np.arange(int(counts.sum())) + start]
    return foot, arc, np.where(network.forward[arc], feet.share[foot], 1.0 - feet.share[foot])


def _spots(network: RoadNetwork, feet: _Feet) -> _Spots:
    foot, arc, share = _arcs_of(network, feet)
    order = np.lexsort((share, arc))
    return _Spots(arc[order], share[order], feet.owner[foot][order], feet.km[foot][order])


def _matrix(network: RoadNetwork, spots: _Spots, places: int, walk_kmh: float) -> csr_matrix:
    """Return the steps between junctions, with those to spots beside facilities and from there to these."""
    size = len(network.node)
    spot = size + np.arange(len(spots.arc))
    first = size + len(spot)
    next_one = np.flatnonzero(spots.arc[1:] == spots.arc[:-1])
    length = network.minutes[spots.arc]
    parts = (
        (network.tail[spots.arc], spot, length * spots.share),
        (spot, network.head[spots.arc], length * (1.0 - spots.share)),
        (spot[next_one], spot[next_one + 1], length[next_one] * (spots.share[next_one + 1] - spots.share[next_one])),
        (spot, first + spots.owner, 60.0 * spots.km / walk_kmh),
    )
    tail, head, minutes = (np.concatenate(column) for column in zip(*parts, strict=True))
    whole = network.backwards.copy()
    whole.resize((first + places, first + places))
    return csr_matrix(whole + _steps(tail, head, minutes, first + places))


def _steps(tail: np.ndarray, head: np.ndarray, minutes: np.ndarray, size: int) -> csr_matrix:
    # Entries of a sparse matrix add up where they fall together: the least one is kept. Zeros get lost in sums.
    order = np.lexsort((minutes, tail, head))
    tail, head, minutes = tail[order], head[order], np.maximum(minutes[order], INSTANT_MIN)
    kept = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])) if len(tail) else np.empty(0, bool)
    return csr_matrix((minutes[kept], (head[kept], tail[kept])), shape=(size, size))


def _by_road(network: RoadNetwork, searched: Searched, feet: _Feet, walk_kmh: float) -> _Offer:
    spots = searched.spots
    foot, arc, share = _arcs_of(network, feet)
    # Twice the arc, so that the end of one and the start of the next stay apart.
    ahead = np.searchsorted(2.0 * spots.arc + spots.share, 2.0 * arc + share - SAME_SPOT)
    held = np.append(spots.arc, NONE)[ahead] == arc
    goal = np.where(held, np.append(spots.share, 1.0)[ahead], 1.0)
    node = np.where(held, len(network.node) + ahead, network.head[arc])
    ride = np.maximum(0.0, goal - share) * network.minutes[arc]
    return feet.owner[foot], 60.0 * feet.km[foot] / walk_kmh + ride + searched.minutes[node], searched.source[node]


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
