"""The search compiled by numba: a ring of buckets instead of a heap, and nothing built beside the raster.

Cells wait in buckets by their minutes. A bucket is no wider than the least step wherever that is practical, so that
its cells are final when it is opened (Dinitz 1978); where it is wider a cell is taken up again when it improves, so
the answer is exact either way. What lies further ahead than the ring reaches waits in a bag.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from prosmed_gis.access.search.ground import Ground
from prosmed_gis.access.search.neighbourhood import PLAIN, crossed
from prosmed_gis.access.search.result import NONE
from prosmed_gis.access.search.walking import BEST_SLOPE, DECAY

BUCKETS = 1024
"""In the ring; a power of two."""
ROOM = 1 << 15
"""Entries of the ring and of the bag to begin with; they grow."""
SPREAD = 32.0
"""A bucket is no narrower than the step over the median cell divided by this."""
SAMPLE = 10_000
"""Cells, or a few more, of which the median is taken."""
MARGIN = 2
"""Cells that the longest step may reach."""
MOST_STEPS = 16
NEVER = int(np.iinfo(np.int64).max)


def _jit(function: Callable[..., Any]) -> Any:
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to keep compiled code in: compile anew in each process
        return njit(nogil=True)(function)


class Field(NamedTuple):
    """The ground as flat arrays."""

    friction: np.ndarray
    lengths: np.ndarray
    steps: np.ndarray
    """(neighbours, 2) rows and columns."""
    flat: np.ndarray
    """(neighbours, 3): where a step leads, and the two cells that it crosses, as offsets of position."""
    elevation: np.ndarray
    walked: np.ndarray
    sign: float
    """Of the slope; 0 where it does not count."""
    decay: float
    best_slope: float
    rows: int
    columns: int


class Found(NamedTuple):
    """Minutes and sources, (cells,) or (cells, k).

    `is_done` is True where a cell's own steps have been taken with its present minutes. `box` holds the least and
    greatest row and column taken.
    """

    minutes: np.ndarray
    source: np.ndarray
    is_done: np.ndarray
    box: np.ndarray


@_jit
def _slope_factor(slope: float, decay: float, best_slope: float) -> float:
    return math.exp(decay * abs(slope - best_slope) + decay * best_slope)


@_jit
def _felt(friction: np.ndarray, walked: np.ndarray, cell: int, factor: float) -> float:
    return float(friction[cell] * factor if walked[cell] else friction[cell])


@_jit
def _step(field: Field, cell: int, row: int, step: int) -> float:
    """Return minutes of one step; the order of operations is that of `Ground`."""
    other, one, two = cell + field.flat[step, 0], cell + field.flat[step, 1], cell + field.flat[step, 2]
    length, factor = field.lengths[step, row], 1.0
    if field.sign != 0.0:
        slope = field.sign * (field.elevation[other] - field.elevation[cell]) / length
        factor = _slope_factor(slope, field.decay, field.best_slope)
    friction, walked = field.friction, field.walked
    if field.sign == 0.0:
        total, between = friction[cell] + friction[other], friction[one] + friction[two]
    else:
        total = _felt(friction, walked, cell, factor) + _felt(friction, walked, other, factor)
        between = _felt(friction, walked, one, factor) + _felt(friction, walked, two, factor)
    return float(length * 0.5 * total if step < PLAIN else length * 0.25 * (total + between))


@_jit
def _is_off(field: Field, row: int, column: int, step: int) -> bool:
    y, x = row + field.steps[step, 0], column + field.steps[step, 1]
    return bool(y < 0 or x < 0 or y >= field.rows or x >= field.columns)


@_jit
def _link(head: np.ndarray, entry: np.ndarray, bucket: int, cell: int, free: int) -> int:
    """Chain a cell to a bucket by the first free entry; return the next free one."""
    slot = bucket & (BUCKETS - 1)
    after = int(entry[free, 1])
    entry[free, 0], entry[free, 1] = cell, head[slot]
    head[slot] = free
    return after


@_jit
def _longer(entry: np.ndarray) -> np.ndarray:
    """Return twice as many entries, the new ones a chain of free ones."""
    size = entry.shape[0]
    longer = np.empty((2 * size, 2), np.int32)
    longer[:size] = entry
    longer[size:, 1] = np.arange(size + 1, 2 * size + 1)
    return longer


@_jit
def _due(found: Found, bag: np.ndarray, size: int, now: int, per_minute: float) -> tuple[np.ndarray, int, int]:
    """Take from the bag the cells now within the ring; return them, how many stay, and the first bucket of those."""
    left, count, first = 0, 0, NEVER
    near = np.empty(size, np.int32)
    for position in range(size):
        cell = bag[position]
        if found.is_done[cell]:  # improved since, and entered again
            continue
        bucket = int(found.minutes[cell] * per_minute)
        if bucket - now < BUCKETS:
            near[count] = cell
            count += 1
        else:
            bag[left] = cell
            left += 1
            first = min(first, bucket)
    return near[:count], left, first


@_jit
def _spread(  # noqa: C901, PLR0912, PLR0915 - in parts it takes three times as long: arrays are handed on by value
    field: Field, found: Found, start: np.ndarray, per_minute: float, limit: float, goal: int
) -> None:
    """Search from cells at 0 minutes until none within the limit is left, or the goal (-1: none) is final."""
    friction, lengths, steps, flat, elevation, walked, sign, decay, best_slope, rows, columns = field
    minutes, source, is_done, box = found
    head, entry, bag = np.full(BUCKETS, -1, np.int32), np.empty((ROOM, 2), np.int32), np.empty(ROOM, np.int32)
    entry[:, 1] = np.arange(1, ROOM + 1)
    # Open bucket; first free entry; entries in the ring; cells in the bag and their first bucket.
    now, free, near, far, first = 0, 0, 0, 0, NEVER
    top, bottom, left, right = rows, -1, columns, -1
    due = start
    while True:
        for cell in due:
            if near + 1 >= entry.shape[0]:
                entry = _longer(entry)
            free = _link(head, entry, int(minutes[cell] * per_minute), cell, free)
            near += 1
        due = due[:0]
        place = head[now & (BUCKETS - 1)]
        if place < 0:
            if near + far == 0 or (goal >= 0 and is_done[goal]):
                box[0], box[1], box[2], box[3] = top, bottom, left, right
                return
            now = now + 1 if near > 0 else max(now + 1, first)
            if now >= first:
                due, far, first = _due(found, bag, far, now, per_minute)
            continue
        cell = entry[place, 0]
        head[now & (BUCKETS - 1)] = entry[place, 1]
        entry[place, 1] = free
        free = place
        near -= 1
        if is_done[cell]:
            continue
        is_done[cell] = True
        if near + MOST_STEPS >= entry.shape[0]:
            entry = _longer(entry)
        if far + MOST_STEPS >= bag.size:
            bag = np.concatenate((bag, np.empty(bag.size, np.int32)))
        row = cell // columns
        column = cell - row * columns
        top, bottom, left, right = min(top, row), max(bottom, row), min(left, column), max(right, column)
        is_inside = MARGIN <= row < rows - MARGIN and MARGIN <= column < columns - MARGIN
        own_minutes, own_source, here = minutes[cell], source[cell], friction[cell]
        for step in range(steps.shape[0]):
            if not is_inside and _is_off(field, row, column, step):
                continue
            other = cell + flat[step, 0]
            before = minutes[other]
            if before <= own_minutes:
                continue
            length = lengths[step, row]
            factor, total = 1.0, here + friction[other]
            if sign != 0.0:
                factor = _slope_factor(sign * (elevation[other] - elevation[cell]) / length, decay, best_slope)
                total = _felt(friction, walked, cell, factor) + _felt(friction, walked, other, factor)
            if step < PLAIN:
                longer = length * 0.5 * total
            else:
                one, two = cell + flat[step, 1], cell + flat[step, 2]
                between = friction[one] + friction[two]
                if sign != 0.0:
                    between = _felt(friction, walked, one, factor) + _felt(friction, walked, two, factor)
                longer = length * 0.25 * (total + between)
            taken = minutes.dtype.type(own_minutes + longer)
            if taken > limit:
                continue
            if taken < before:
                minutes[other] = taken
            elif taken != before or own_source >= source[other]:
                continue
            source[other], is_done[other] = own_source, False
            bucket = int(taken * per_minute)
            if bucket - now < BUCKETS:
                free = _link(head, entry, bucket, other, free)
                near += 1
            else:
                bag[far] = other
                far += 1
                first = min(first, bucket)


@_jit
def _offer(found: Found, cell: int, minutes: float, source: int) -> bool:
    """Take a time from a source among the k least of a cell, each of another source; return False if it is not one.

    Of equal times the source with the smaller number comes first.
    """
    last = found.minutes.shape[1] - 1
    place = 0
    while place < last and found.source[cell, place] != source:
        place += 1
    worst = found.minutes[cell, place]
    if minutes > worst or (minutes == worst and source >= found.source[cell, place]):
        return False
    while place > 0 and (
        minutes < found.minutes[cell, place - 1]
        or (minutes == found.minutes[cell, place - 1] and source < found.source[cell, place - 1])
    ):
        found.minutes[cell, place] = found.minutes[cell, place - 1]
        found.source[cell, place] = found.source[cell, place - 1]
        place -= 1
    found.minutes[cell, place], found.source[cell, place] = minutes, source
    return True


@_jit
def _spread_many(field: Field, found: Found, start: np.ndarray, limit: float) -> None:
    """Search for the k nearest sources of each cell, source i from cell start[i]; a heap of (minutes, source, cell)."""
    last = found.minutes.shape[1] - 1
    heap = [(0.0, np.int64(0), np.int64(-1))]
    for number in range(start.size):
        if _offer(found, start[number], 0.0, number):
            heapq.heappush(heap, (0.0, np.int64(number), np.int64(start[number])))
    while heap:
        own_minutes, own_source, cell = heapq.heappop(heap)
        place = 0
        while place < last and found.source[cell, place] != own_source:
            place += 1
        if cell < 0 or found.source[cell, place] != own_source or found.minutes[cell, place] != own_minutes:
            continue
        row = cell // field.columns
        column = cell - row * field.columns
        for step in range(field.steps.shape[0]):
            if _is_off(field, row, column, step) or found.minutes[cell + field.flat[step, 0], last] <= own_minutes:
                continue
            other, taken = cell + field.flat[step, 0], own_minutes + _step(field, cell, row, step)
            if taken <= limit and taken < np.inf and _offer(found, other, taken, own_source):
                heapq.heappush(heap, (taken, own_source, other))


@_jit
def _collect(found: Found, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells reached, in order, and their minutes, and forget them."""
    top, bottom, left, right = found.box
    size = max(0, bottom - top + 1) * max(0, right - left + 1)
    cells, minutes = np.empty(size, np.int64), np.empty(size, np.float64)
    count = 0
    for row in range(top, bottom + 1):
        for cell in range(row * columns + left, row * columns + right + 1):
            if found.is_done[cell]:
                cells[count], minutes[count] = cell, found.minutes[cell]
                count += 1
                found.minutes[cell], found.source[cell], found.is_done[cell] = np.inf, NONE, False
    found.box[:] = np.array([found.minutes.size, -1, found.minutes.size, -1])
    return cells[:count].copy(), minutes[:count].copy()


def nearest(
    ground: Ground, start: np.ndarray, *, limit: float = np.inf, single: bool = False, goal: int = NONE
) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of every cell; with a goal (a cell) the search ends when the goal is final."""
    found = _nothing_found(ground, (), np.float32 if single else np.float64)
    cells, first = np.unique(start, return_index=True)
    found.minutes[cells], found.source[cells] = 0.0, first
    _spread(_field(ground, single=single), found, cells.astype(np.int32), _per_minute(ground), limit, goal)
    return found.minutes, found.source


def k_nearest(ground: Ground, start: np.ndarray, *, k: int, limit: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes and source of the k nearest sources of every cell, (cells, k), nearest first."""
    found = _nothing_found(ground, (k,), np.float64)
    _spread_many(_field(ground), found, start, limit)
    return found.minutes, found.source


def reach(ground: Ground, start: np.ndarray, *, limit: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each cell given the cells reached from it within the limit, in order, and their minutes."""
    found, field, per_minute = _nothing_found(ground, (), np.float64), _field(ground), _per_minute(ground)
    result = []
    for cell in start.tolist():
        found.minutes[cell], found.source[cell] = 0.0, 0
        _spread(field, found, np.array([cell], dtype=np.int32), per_minute, limit, NONE)
        result.append(_collect(found, ground.shape[1]))
    return result


def _nothing_found(ground: Ground, k: tuple[int, ...], dtype: type[np.floating]) -> Found:
    rows, columns = ground.shape
    shape = (rows * columns, *k)
    return Found(
        np.full(shape, np.inf, dtype=dtype),
        np.full(shape, NONE, dtype=np.int32),
        np.zeros(shape, dtype=np.bool_),
        np.array([rows, -1, columns, -1], dtype=np.int64),
    )


def _field(ground: Ground, *, single: bool = False) -> Field:
    steps, walking, columns = ground.moves.steps, ground.moves.walking, ground.shape[1]
    kind = np.float32 if single else np.float64
    flat = np.zeros((len(steps), 3), dtype=np.int64)
    for number, (dy, dx) in enumerate(steps.tolist()):
        touched = ((dy, dx), *(crossed(dy, dx) if number >= PLAIN else ()))
        flat[number, : len(touched)] = [y * columns + x for y, x in touched]
    nowhere = np.zeros(1)
    return Field(
        np.ascontiguousarray(ground.friction, dtype=kind).ravel(),
        ground.lengths,
        steps,
        flat,
        np.ascontiguousarray(nowhere if walking is None else walking.elevation_m, dtype=kind).ravel(),
        np.ascontiguousarray(nowhere if walking is None else walking.walked, dtype=np.bool_).ravel(),
        0.0 if walking is None else walking.sign,
        DECAY if walking is None else walking.decay,
        BEST_SLOPE if walking is None else walking.best_slope,
        *ground.shape,
    )


def _per_minute(ground: Ground) -> float:
    """Return how many buckets a minute has."""
    apart = max(1, int(np.sqrt(ground.friction.size / SAMPLE)))
    sample = ground.friction[::apart, ::apart]
    usual = sample[np.isfinite(sample)]
    median = float(np.median(usual)) if usual.size else ground.fastest
    return 1.0 / (ground.spacing.least_m * max(ground.fastest, median / SPREAD))
