"""Branch and bound for many customers: regions of like sites are emptied or asked for, bounds come from inside.

Where sites crowd together the relaxation spreads a site over dozens of neighbours. To open or shut a single one hardly
moves the bound; to ask whether any site at all shall stand in a region, where the relaxation puts a half, moves both
answers. That a region must have a site is written as one more customer, so heavy that no better set can lose it.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, vstack

from prosmed_gis.location import interior
from prosmed_gis.location.branching import Tolerance
from prosmed_gis.location.covers import Covers
from prosmed_gis.location.interchange import descend, shake
from prosmed_gis.location.losses import CLOSE, Purse
from prosmed_gis.location.multipliers import Bound, bound
from prosmed_gis.location.overlap import Overlap

if TYPE_CHECKING:
    from prosmed_gis.location.answer import Stopped

LIKE = 0.4
"""Least likeness of a site to the middle of its region; speed alone."""
UNSURE = 0.1
"""Least share of a site that the relaxation puts into a region worth asking for, and least that it lacks of one."""
NEAR = 0.02
"""A bound this near to the best that can be, as a share of the gap, is good enough to branch; speed alone."""

DRAWS = 30
"""Sets that are drawn from the first relaxation; from each of the others one. Speed alone."""


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    opened: np.ndarray = field(compare=False)
    free: np.ndarray = field(compare=False)
    asked: tuple[np.ndarray, ...] = field(compare=False)
    """Sets of free sites each of which must have one."""
    y: np.ndarray = field(compare=False)
    """The relaxation, one number a site."""


@dataclass(eq=False)
class Regions:
    """A search over sets of sites; `best` and `chosen` are the incumbent, `offset` a loss borne by every set."""

    losses: Covers
    purse: Purse
    best: float
    offset: float
    tolerance: Tolerance
    end: float
    seed: int
    chosen: np.ndarray | None = None
    """The best set found here, in this problem's numbers; None as long as the incumbent came from elsewhere."""
    stopped: Stopped = ""
    """Why the search ended before its tree."""
    nodes: int = 0
    floor: float = np.inf
    rng: np.random.Generator = field(init=False)
    overlap: Overlap = field(init=False)
    order: np.ndarray = field(init=False)
    """The sites from the likest to the least, for each site."""
    like: np.ndarray = field(init=False)
    """Whether each of them belongs to the region around the site."""
    stake: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Learn which sites are alike."""
        self.rng = np.random.default_rng(self.seed)
        self.overlap = Overlap.of(self.losses.members)
        likeness = self.overlap.likeness(self.losses.weight)
        self.order = np.argsort(-likeness, axis=1, kind="stable")
        self.like = np.take_along_axis(likeness, self.order, axis=1) >= LIKE
        self.stake = np.sqrt(self.losses.gains(self.losses.weight))

    def search(self) -> float:
        """Go through the tree, the least bound first; return the proven bound (offset included)."""
        nobody = np.empty(0, dtype=np.int64)
        heap: list[_Node] = []
        self._push(heap, _Node(-np.inf, 0, nobody, np.arange(self.losses.sites), (), np.zeros(self.losses.sites)))
        while heap and not self._closed(heap[0].bound):
            if time.monotonic() >= self.end:
                self.stopped = "time"
                break
            node = heapq.heappop(heap)
            region = self._region(node)
            outside = np.setdiff1d(node.free, region)
            for free, asked in ((outside, node.asked), (node.free, (*node.asked, region))):
                self.nodes += 1
                self._push(heap, _Node(node.bound, self.nodes, node.opened, free, asked, node.y))
        return min(self.best, self.floor, *(node.bound for node in heap))

    def _closed(self, value: float) -> bool:
        return self.tolerance.closed(value, self.best)

    def _push(self, heap: list[_Node], node: _Node) -> None:
        """Bound a node, and keep it unless that closes it."""
        for look in (self._follow, self._bounded, self._follow):
            left = look(node)
            if left is None:
                return
            node = left
        heapq.heappush(heap, node)

    def _follow(self, node: _Node) -> _Node | None:
        """Open the last site of a region, forget what is met and what is too dear; None where nothing is left."""
        opened, free, asked = node.opened, node.free, node.asked
        while True:
            left = self.purse.budget - float(self.purse.cost[opened].sum())
            free = free[self.purse.cost[free] <= left + CLOSE * self.purse.budget]
            asked = tuple(np.intersect1d(some, free) for some in asked if not np.isin(some, opened).any())
            if any(not len(some) for some in asked):
                return None
            alone = next((some for some in asked if len(some) == 1), None)
            if alone is None:
                break
            opened, free = np.append(opened, alone), np.setdiff1d(free, alone)
        if not len(free):
            self._note(opened)
            return None
        return _Node(node.bound, node.number, opened, free, asked, node.y)

    def _bounded(self, node: _Node) -> _Node | None:
        """Return the node with its bound and relaxation, less the sites that no better set has; None if closed."""
        covers, purse, normal, lost = self._left(node)
        if not len(covers.weight):
            self._note(node.opened)
            return None
        base, y = self.offset + lost, np.zeros(self.losses.sites)
        found, y[node.free] = self._inside(covers, purse, normal, base)
        value = max(node.bound, self.tolerance.lift(found.value + base))
        if not self._closed(value):
            self._round(node.opened, y)
        if self._closed(value):
            self.floor = min(self.floor, value)
            return None
        room = self.tolerance.room(found.value + base, self.best)
        needed = tuple(node.free[[place]] for place in np.flatnonzero(found.rise_out > room))
        return _Node(value, node.number, node.opened, node.free[found.rise_in <= room], (*node.asked, *needed), y)

    def _inside(self, covers: Covers, purse: Purse, normal: interior.Normal, base: float) -> tuple[Bound, np.ndarray]:
        """Return the best bound on the way to the best multipliers, as far as it is worth going, and the relaxation."""
        found, y = bound(covers, purse, np.zeros(len(covers.weight))), np.zeros(covers.sites)
        for step in interior.path(covers.members, covers.weight, purse, normal):
            now, y = bound(covers, purse, step.u), step.y
            found = now if now.value > found.value else found
            value = self.tolerance.lift(found.value + base)
            if self._closed(value) or step.apart <= NEAR * (self.best - value) or time.monotonic() > self.end:
                break
        return found, y

    def _left(self, node: _Node) -> tuple[Covers, Purse, interior.Normal, float]:
        """Return what is left to cover and to spend, the pairs' weights of it, and the weight that is lost for good."""
        members, weight, free = self.losses.members, self.losses.weight, node.free
        inside = np.zeros((2, self.losses.sites))
        inside[0, node.opened], inside[1, free] = 1.0, 1.0
        bare = members @ inside[0] == 0.0
        reached = members @ inside[1] > 0.0
        rows = np.flatnonzero(bare & reached)
        asked = np.array([np.isin(free, some) for some in node.asked], dtype=float).reshape(-1, len(free))
        heavy = np.full(len(asked), max(1.0, self.best - self.offset))

        def normal(spread: np.ndarray) -> np.ndarray:
            whole = np.zeros(len(weight))
            whole[rows] = spread[: len(rows)]
            square = self.overlap.weighed(whole)
            square = square[np.ix_(free, free)] if len(free) < len(square) else square
            return np.asarray(square + (asked.T * spread[len(rows) :]) @ asked)

        table = vstack([members[rows][:, free], csr_matrix(asked)], format="csr")
        covers = Covers(table, np.append(weight[rows], heavy))
        return covers, self.purse.settle(node.opened, free), normal, float(weight[bare & ~reached].sum())

    def _region(self, node: _Node) -> np.ndarray:
        """Return free sites, alike, into which the relaxation puts about half a site where much is at stake."""
        inside = np.cumsum(node.y[self.order] * self.like, axis=1)
        last = np.abs(inside - 1 / 2).argmin(axis=1)
        put = inside[np.arange(len(last)), last]
        worth = np.where(np.minimum(put, 1.0 - put) >= UNSURE, np.minimum(put, 1.0 - put) * self.stake, 0.0)
        middle = int(worth.argmax())
        region = np.intersect1d(self.order[middle, : last[middle] + 1], node.free)
        if worth[middle] > 0.0 and not any(np.isin(some, region).all() for some in node.asked):
            return region
        return np.asarray(node.free[[int(np.abs(node.y[node.free] - 1 / 2).argmin())]])

    def _round(self, opened: np.ndarray, y: np.ndarray) -> None:
        """Draw sites by their shares of the relaxation and descend; where that is better, shake as well."""
        before, likely = self.best, np.flatnonzero(y > 0.0)
        for _ in range(1 if self.nodes else DRAWS):
            drawn = likely[np.argsort(self.rng.exponential(size=len(likely)) / y[likely], kind="stable")]
            order = np.append(opened, drawn)
            start = order[np.cumsum(self.purse.cost[order]) <= self.purse.budget * (1.0 + CLOSE)]
            self._note(descend(self.losses, self.purse, start, end=self.end))
        if self.best < before and self.chosen is not None:
            self._note(shake(self.losses, self.purse, self.chosen, rng=self.rng, end=self.end))

    def _note(self, chosen: np.ndarray) -> None:
        loss = self.losses.value(chosen)
        if loss + self.offset < self.best:
            self.best, self.chosen = loss + self.offset, chosen
