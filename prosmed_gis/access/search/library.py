"""The search by scikit-image and scipy, where nothing is compiled.

Square cells with eight neighbours and no slope go to scikit-image's MCP_Geometric, which needs little memory; all
else is written out as a sparse graph of steps for scipy's Dijkstra, some 100 bytes for each cell and 8 neighbours.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from skimage.graph import MCP_Geometric

from prosmed_gis.access.search.ground import Ground
from prosmed_gis.access.search.result import NONE

NO_STEP = -9999
"""How scipy marks a cell without a predecessor."""


def nearest(
    ground: Ground, start: np.ndarray, *, limit: float = np.inf, single: bool = False, goal: int = NONE
) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of every cell; with a goal (a cell) the search may end when the goal is final."""
    size = ground.friction.size
    if not start.size:
        return np.full(size, np.inf, dtype=np.float32 if single else np.float64), np.full(size, NONE, dtype=np.int32)
    box = ground.box(*np.divmod(start, ground.shape[1]), limit)
    part, local = ground.part(box), _moved(start, ground, box)
    cells, first = np.unique(local, return_index=True)
    search = _by_image if ground.is_plain else _by_graph
    minutes, parent = search(part, cells, limit, goal if part.shape == ground.shape else NONE)
    source = _allocate(parent, minutes, cells, first)
    if goal == NONE:
        source = _first_of_ties(part, minutes, source)
    kind = np.float32 if single else np.float64
    return _whole(minutes, ground, box, np.inf, kind), _whole(source, ground, box, NONE, np.int32)


def k_nearest(ground: Ground, start: np.ndarray, *, k: int, limit: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of the k nearest sources of every cell, (cells, k), by one search a source."""
    size = ground.friction.size
    minutes, source = np.full((size, k), np.inf), np.full((size, k), NONE, dtype=np.int32)
    for number, cell in enumerate(start.tolist()):
        taken = _alone(ground, cell, limit)
        # Stable, and sources come in order: of equal times the first source stays first.
        both = np.concatenate([minutes, taken[:, None]], axis=1)
        order = np.argsort(both, axis=1, kind="stable")[:, :k]
        names = np.concatenate([source, np.where(np.isfinite(taken), number, NONE)[:, None]], axis=1)
        minutes, source = np.take_along_axis(both, order, 1), np.take_along_axis(names, order, 1).astype(np.int32)
    return minutes, source


def _alone(ground: Ground, cell: int, limit: float) -> np.ndarray:
    start = np.array([cell])
    box = ground.box(*np.divmod(start, ground.shape[1]), limit)
    search = _by_image if ground.is_plain else _by_graph
    minutes, _ = search(ground.part(box), _moved(start, ground, box), limit, NONE)
    return _whole(minutes, ground, box, np.inf, np.float64)


def _moved(start: np.ndarray, ground: Ground, box: tuple[slice, slice]) -> np.ndarray:
    row, column = np.divmod(start, ground.shape[1])
    return np.asarray((row - box[0].start) * (box[1].stop - box[1].start) + column - box[1].start)


def _whole(
    part: np.ndarray, ground: Ground, box: tuple[slice, slice], beyond: float, kind: type[np.generic]
) -> np.ndarray:
    if part.size == ground.friction.size:
        return part.astype(kind, copy=False)
    result = np.full(ground.shape, beyond, dtype=kind)
    result[box] = part.reshape(result[box].shape)
    return result.ravel()


def reach(graph: csr_matrix, start: np.ndarray, *, limit: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each cell given the cells reached from it within the limit, in order, and their minutes."""
    found = []
    for cell in start.tolist():
        minutes = _from(graph, cell, limit)
        hit = np.flatnonzero(np.isfinite(minutes))
        found.append((hit, minutes[hit]))
    return found


def graph_of(ground: Ground) -> csr_matrix:
    """Return the steps as a sparse matrix of minutes, from where the search comes to where it goes."""
    size = ground.friction.size
    cell = np.arange(size, dtype=np.int32).reshape(ground.shape)
    tails, heads, costs = [], [], []
    for number in range(len(ground.moves.steps)):
        here, there = ground.slices(number)
        minutes = ground.step_minutes(number)
        usable = np.isfinite(minutes)
        tails.append(cell[here][usable])
        heads.append(cell[there][usable])
        costs.append(minutes[usable])
    return csr_matrix((np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads))), shape=(size, size))


def _from(graph: csr_matrix, cell: int, limit: float) -> np.ndarray:
    return np.asarray(dijkstra(graph, directed=True, indices=cell, limit=limit))


def _by_graph(ground: Ground, cells: np.ndarray, limit: float, goal: int) -> tuple[np.ndarray, np.ndarray]:
    del goal  # scipy cannot end early
    minutes, before, _ = dijkstra(
        graph_of(ground), directed=True, indices=cells, limit=limit, min_only=True, return_predecessors=True
    )
    own = np.arange(minutes.size, dtype=before.dtype)
    return np.asarray(minutes), np.where(before == NO_STEP, own, before)


def _by_image(ground: Ground, cells: np.ndarray, limit: float, goal: int) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = ground.shape
    size_m = float(ground.spacing.width_m)
    search = MCP_Geometric(ground.friction, sampling=(size_m, size_m))
    found, traceback = search.find_costs(
        [divmod(cell, columns) for cell in cells.tolist()],
        None if goal == NONE else [divmod(goal, columns)],
    )
    minutes, step = np.asarray(found).ravel(), np.asarray(traceback).ravel()
    back = np.append(np.asarray(search.offsets, dtype=np.int64) @ np.array([columns, 1]), 0).astype(np.int32)
    reached = minutes <= limit
    parent = np.arange(rows * columns, dtype=np.int32)
    parent -= np.where(reached, back[np.where(step >= 0, step, len(back) - 1)], 0).astype(np.int32)
    return np.where(reached, minutes, np.inf), parent


def _allocate(parent: np.ndarray, minutes: np.ndarray, cells: np.ndarray, first: np.ndarray) -> np.ndarray:
    # Each cell points to its predecessor; doubling the pointers reaches the source in log2(path) rounds.
    while True:
        further = parent[parent]
        if np.array_equal(further, parent):
            break
        parent = further
    source = np.full(parent.size, NONE, dtype=np.int32)
    source[cells] = first
    return np.where(np.isfinite(minutes), source[parent], np.int32(NONE))


def _first_of_ties(ground: Ground, minutes: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Return the sources with the first named wherever another way takes exactly the same time."""
    source = source.copy()
    table = source.reshape(ground.shape)
    beside = np.zeros(ground.shape, dtype=bool)
    for number in range(len(ground.moves.steps)):
        here, there = ground.slices(number)
        beside[here] |= (table[here] != NONE) & (table[here] < table[there])
    changed = np.flatnonzero(beside)
    while changed.size:
        head, better = _better(ground, minutes, source, changed)
        np.minimum.at(source, head, better)
        changed = np.unique(head)
    return source


def _better(ground: Ground, minutes: np.ndarray, source: np.ndarray, tail: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = ground.shape
    heads, sources = [], []
    row, column = np.divmod(tail, columns)
    for number, (dy, dx) in enumerate(ground.moves.steps.tolist()):
        fits = (row + dy >= 0) & (row + dy < rows) & (column + dx >= 0) & (column + dx < columns)
        fits[fits] = source[tail[fits]] < source[tail[fits] + dy * columns + dx]
        own, head = tail[fits], tail[fits] + dy * columns + dx
        tied = minutes[own] + ground.minutes_at(number, row[fits], column[fits]) == minutes[head]
        heads.append(head[tied])
        sources.append(source[own[tied]])
    return np.concatenate(heads), np.concatenate(sources)
