"""A fine mesh over the country: the atoms from which every administrative level is dissolved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from demo import inputs
from demo.inputs import Inputs
from scipy.sparse import coo_array, csr_array
from scipy.spatial import Voronoi, cKDTree

CELLS_PER_COMMUNE = 24
LARGEST_CELL_KM2 = 420.0
RULED_FROM_KM = 100.0
RULED_NORTH_OF = 15.4
"""Longer edges north of this latitude are the ruled desert borders; the others follow rivers and ridges."""
GRID_DEGREES = 10.0**-inputs.COORDINATE_DECIMALS


@dataclass(frozen=True, eq=False)
class Mesh:
    """Faces that partition the country, their centres and who touches whom.

    `faces` is an array of polygons in EPSG:4326; `centres` (n, 2) in national kilometres; `adjacency`
    is symmetric (n, n), its values the number of shared edges; `cercle` (n,) the P-code each belongs to.
    """

    faces: np.ndarray
    centres: np.ndarray
    adjacency: csr_array
    cercle: np.ndarray


def country(study: Inputs) -> shapely.Polygon:
    """Return the outline with its natural borders roughened and its ruled ones left straight."""
    rng = inputs.random("outline")
    corners = inputs.to_km(study.outline["lon"].to_numpy(), study.outline["lat"].to_numpy())
    ring = [
        point
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
        for point in _edge(start, end, rng)
    ]
    return shapely.Polygon(inputs.to_degrees(np.array(ring)))


def wander(start: np.ndarray, end: np.ndarray, rng: np.random.Generator, share: float, depth: int) -> np.ndarray:
    """Return points from `start` (included) to `end` (excluded), each midpoint displaced sideways.

    The displacement is normal with standard deviation `share` of the piece's length, `depth` times over.
    """
    points = np.array([start, end])
    for _ in range(depth):
        steps = np.diff(points, axis=0)
        sideways = np.column_stack([-steps[:, 1], steps[:, 0]])
        middles = points[:-1] + steps / 2 + sideways * rng.normal(0, share, (len(steps), 1))
        points = np.insert(points, np.arange(1, len(points)), middles, axis=0)
    return points[:-1]


def build(study: Inputs) -> Mesh:
    """Return the mesh, finer where communes are smaller, each face given to one cercle."""
    outline = country(study)
    generators = _generators(study, outline)
    faces = _faces(generators, outline)
    adjacency = _adjacency(faces)
    centroids = shapely.get_coordinates(shapely.centroid(faces))
    centres = inputs.to_km(centroids[:, 0], centroids[:, 1])
    cercle = _cercle_at(study, centres)
    seats = seat_faces(study, faces)
    cercle[seats.to_numpy()] = seats.index.to_numpy(dtype=object)
    return Mesh(faces, centres, adjacency, _connected(cercle, seats, adjacency))


def seat_faces(study: Inputs, faces: np.ndarray) -> pd.Series:
    """Return the number of the face that holds each cercle's seat, by P-code."""
    tree = shapely.STRtree(faces)
    points = shapely.points(study.towns["seat_lon"], study.towns["seat_lat"])
    return pd.Series(tree.nearest(points), index=study.towns.index)


def _edge(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    length = float(np.hypot(*(end - start)))
    ruled = length > RULED_FROM_KM and inputs.to_degrees(np.array([start, end]))[:, 1].min() > RULED_NORTH_OF
    return start[None, :] if ruled else wander(start, end, rng, share=0.09, depth=3)


def _warp(km: np.ndarray) -> np.ndarray:
    """Displace points by a few smooth waves, so that equidistance lines bend as real borders do."""
    rng = inputs.random("warp")
    moved = km.copy()
    for length_km, size_km in ((170.0, 9.0), (80.0, 4.5), (37.0, 2.0)):
        for axis in (0, 1):
            angle, phase = rng.uniform(0, 2 * np.pi, 2)
            along = km @ np.array([np.cos(angle), np.sin(angle)])
            moved[:, axis] += size_km * np.sin(2 * np.pi * along / length_km + phase)
    return moved


def _cercle_at(study: Inputs, km: np.ndarray) -> np.ndarray:
    """Return the cercle of each place: the one with the nearest anchor (seat or helper point)."""
    seats = study.towns.reset_index()[["pcode", "seat_lon", "seat_lat"]].set_axis(["pcode", "lon", "lat"], axis=1)
    anchors = pd.concat([seats, study.anchors], ignore_index=True)
    places = _warp(inputs.to_km(anchors["lon"].to_numpy(), anchors["lat"].to_numpy()))
    distance = np.hypot(*(_warp(km)[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    return np.asarray(anchors["pcode"].to_numpy(dtype=object)[distance.argmin(axis=1)])


def _generators(study: Inputs, outline: shapely.Polygon) -> np.ndarray:
    """Return the mesh's generating points (km): so many per cercle, evened out by two Lloyd steps."""
    rng = inputs.random("mesh")
    rough = _sample(outline, 120_000, rng)
    owner = _cercle_at(study, rough)
    km2_per_point = float(shapely.area(shapely.Polygon(_ring_km(outline)))) / len(rough)
    parts = []
    for pcode, communes in study.towns["communes"].items():
        mine = rough[owner == pcode]
        wanted = int(max(communes * CELLS_PER_COMMUNE, len(mine) * km2_per_point / LARGEST_CELL_KM2))
        cloud = mine[rng.integers(0, len(mine), 14 * wanted)] + rng.normal(0, np.sqrt(km2_per_point), (14 * wanted, 2))
        parts.append(_evened(cloud, cloud[rng.permutation(len(cloud))[:wanted]]))
    return np.vstack(parts)


def _evened(cloud: np.ndarray, centres: np.ndarray) -> np.ndarray:
    for _ in range(2):
        nearest = cKDTree(centres).query(cloud)[1]
        counts = np.bincount(nearest, minlength=len(centres))
        sums = np.column_stack([np.bincount(nearest, cloud[:, axis], len(centres)) for axis in (0, 1)])
        filled = counts > 0
        centres = centres.copy()
        centres[filled] = sums[filled] / counts[filled, None]
    return centres


def _sample(outline: shapely.Polygon, wanted: int, rng: np.random.Generator) -> np.ndarray:
    ring = _ring_km(outline)
    shape = shapely.Polygon(ring)
    shapely.prepare(shape)
    low, high = ring.min(axis=0), ring.max(axis=0)
    share = shape.area / float(np.prod(high - low))
    points = rng.uniform(low, high, (int(wanted / share), 2))
    return np.asarray(points[shapely.contains_xy(shape, points)])


def _ring_km(outline: shapely.Polygon) -> np.ndarray:
    ring = shapely.get_coordinates(shapely.segmentize(outline, 0.1))
    return inputs.to_km(ring[:, 0], ring[:, 1])


def _faces(generators: np.ndarray, outline: shapely.Polygon) -> np.ndarray:
    """Return the Voronoi cells cut by the outline, noded on the coordinate grid so that no gap is left."""
    far = 3000.0 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]])
    diagram = Voronoi(np.vstack([generators, far]))
    ridges = np.array(diagram.ridge_vertices)
    ridges = ridges[(ridges >= 0).all(axis=1)]
    ends = diagram.vertices[ridges]
    ends = ends[(np.abs(ends) < far.max()).all(axis=(1, 2))]
    lines = shapely.linestrings(inputs.to_degrees(ends.reshape(-1, 2)).reshape(-1, 2, 2))
    lines = lines[(shapely.length(lines) > 0) & shapely.intersects(lines, outline)]
    noded = shapely.union_all([*lines, outline.exterior], grid_size=GRID_DEGREES)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    faces = faces[shapely.contains(outline.buffer(GRID_DEGREES), shapely.point_on_surface(faces))]
    # Noding rounds to the grid in binary: the nearest decimal is the coordinate that files will carry.
    faces = shapely.transform(faces, lambda xy: np.round(xy, inputs.COORDINATE_DECIMALS) + 0.0)
    corner = shapely.bounds(faces)
    return np.asarray(faces[np.lexsort((corner[:, 2], corner[:, 3], corner[:, 1], corner[:, 0]))])


def _adjacency(faces: np.ndarray) -> csr_array:
    coordinates, owner = shapely.get_coordinates(shapely.get_exterior_ring(faces), return_index=True)
    inside = owner[:-1] == owner[1:]
    edges = np.hstack([coordinates[:-1][inside], coordinates[1:][inside]])
    swap = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[swap] = edges[swap][:, [2, 3, 0, 1]]
    number = np.unique(edges, axis=0, return_inverse=True)[1].ravel()
    incidence = coo_array((np.ones(len(number)), (owner[:-1][inside], number))).tocsr()
    touching = (incidence @ incidence.T).tocsr()
    touching.setdiag(0)
    touching.eliminate_zeros()
    return touching


def _connected(cercle: np.ndarray, seats: pd.Series, adjacency: csr_array) -> np.ndarray:
    """Return the assignment with every piece cut off from its seat given to the neighbour it touches most."""
    cercle = cercle.copy()
    while True:
        linked = _linked(cercle, seats, adjacency)
        loose = np.flatnonzero(~linked)
        if not len(loose):
            return cercle
        for face in loose:
            row = adjacency[[face]].tocoo()
            near = [
                (-size, cercle[other]) for other, size in zip(row.coords[1], row.data, strict=True) if linked[other]
            ]
            if near:
                cercle[face] = min(near)[1]


def _linked(cercle: np.ndarray, seats: pd.Series, adjacency: csr_array) -> np.ndarray:
    """Return for each face whether it is joined to its cercle's seat through faces of the same cercle."""
    links = adjacency.tocoo()
    rows, columns = links.coords
    same = cercle[rows] == cercle[columns]
    graph = coo_array((np.ones(same.sum()), (rows[same], columns[same])), shape=adjacency.shape).tocsr()
    reached = np.zeros(len(cercle), dtype=bool)
    reached[seats.to_numpy()] = True
    while True:
        wider = reached | ((graph @ reached.astype(float)) > 0)
        if (wider == reached).all():
            return reached
        reached = wider
