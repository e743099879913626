"""Branch and bound on the linear relaxation, with rows added where they are broken: the proof, or an honest gap."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.location.interchange import descend
from prosmed_gis.location.losses import CLOSE, Losses, Purse
from prosmed_gis.location.relaxation import Relaxation, Relaxed, StoppedError

if TYPE_CHECKING:
    from prosmed_gis.location.answer import Stopped

WHOLE = 1e-6
"""How far from 0 or 1 a site of the relaxation may be and still count as whole."""
SLOW_SHARE, SLOW_ROUNDS = 0.02, 3
"""After so many rounds of rows that each close less than this share of the gap it is time to branch; speed alone."""
STILL_ROUNDS = 20
"""Rounds of rows that change nothing before they are given up."""
NEAR = 0.02
"""A rounded set this near to the best is worth a descent; speed alone."""


@dataclass(frozen=True, eq=False)
class Tolerance:
    """When a bound closes a node: `gap` (relative) of the best, and `unit`, of which every value is a multiple.

    `unit` is 0 where values may be anything.
    """

    gap: float
    unit: float

    def lift(self, bound: float) -> float:
        """Raise a bound to the next value that there can be."""
        if self.unit <= 0.0 or not np.isfinite(bound):
            return bound
        return self.unit * float(np.ceil(bound / self.unit - WHOLE))

    def closed(self, bound: float, best: float) -> bool:
        """Return whether nothing better than `best` by more than the gap is left above the bound."""
        return bound >= best - max(self.gap, CLOSE) * abs(best)

    def room(self, bound: float, best: float) -> float:
        """By how much a bound must rise before it rules out every better value."""
        return best - self.unit * (1.0 - WHOLE) - bound + CLOSE * abs(best) if np.isfinite(best) else np.inf


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    opened: tuple[int, ...] = field(compare=False)
    shut: tuple[int, ...] = field(compare=False)


@dataclass(eq=False)
class Tree:
    """A search over sets of sites; `best` and `chosen` are the incumbent, `offset` a loss borne by every set."""

    losses: Losses
    purse: Purse
    u: np.ndarray
    best: float
    offset: float
    tolerance: Tolerance
    end: float
    chosen: np.ndarray | None = None
    """The best set found here, in this problem's numbers; None as long as the incumbent came from elsewhere."""
    stopped: Stopped = ""
    """Why the search ended before its tree."""
    nodes: int = 0
    floor: float = np.inf
    low: np.ndarray = field(init=False)
    high: np.ndarray = field(init=False)
    relaxation: Relaxation = field(init=False)

    def __post_init__(self) -> None:
        """Start from free sites and the rows of the multipliers."""
        self.low, self.high = np.zeros(self.losses.sites), np.ones(self.losses.sites)
        scale = max(CLOSE, float(self.u.sum()) / max(1, self.losses.blocks))
        self.relaxation = Relaxation(self.losses, self.purse, scale)
        self.relaxation.add(self.losses.at(self.u))

    def search(self) -> float:
        """Go through the tree, the least bound first and then down; return the proven bound (offset included)."""
        heap = [_Node(-np.inf, 0, (), ())]
        while heap and not self._closed(heap[0].bound):
            node: _Node | None = heapq.heappop(heap)
            while node is not None:
                try:
                    pair = self._split(node)
                except StoppedError as error:
                    self.stopped = error.why
                    return min(self.best, self.floor, node.bound, *(other.bound for other in heap))
                node = None
                if pair:
                    node, other = pair
                    heapq.heappush(heap, other)
        return min(self.best, self.floor, *(node.bound for node in heap))

    def _closed(self, bound: float) -> bool:
        return self.tolerance.closed(bound, self.best)

    def _split(self, node: _Node) -> tuple[_Node, _Node] | None:
        """Return the two halves of a node, the likelier first; None where it is closed."""
        low, high = self.low.copy(), self.high.copy()
        low[list(node.opened)], high[list(node.shut)] = 1.0, 0.0
        if (low > high).any():
            return None
        self.relaxation.bounds(low, high)
        self.nodes += 1
        found = self._relax(node.bound)
        if found is None:
            return None
        bound, y = found
        site = int(np.abs(y - np.round(y)).argmax())
        opened = _Node(bound, 2 * self.nodes, (*node.opened, site), node.shut)
        shut = _Node(bound, 2 * self.nodes + 1, node.opened, (*node.shut, site))
        return (opened, shut) if y[site] >= 1 / 2 else (shut, opened)

    def _relax(self, bound: float) -> tuple[float, np.ndarray] | None:
        """Solve a node with all the rows it needs; return its bound and y, None where it is closed."""
        slow, still, before = 0, 0, -np.inf
        while True:
            run = self.relaxation.run(self.end)
            if run is None:
                return None
            bound = max(bound, self.tolerance.lift(run.value + self.offset))
            self._round(run.y, bound)
            if self._closed(bound):
                self.floor = min(self.floor, bound)
                return None
            whole = bool((np.abs(run.y - np.round(run.y)) <= WHOLE).all())
            added = self._cut(run)
            if whole and not added:
                # The relaxation is exact here, and its set has been weighed.
                return None
            gain, before = run.value - before, run.value
            still = still + 1 if gain <= CLOSE * self.relaxation.scale else 0
            if whole and still > STILL_ROUNDS:
                # What is still broken is arithmetic; the bound says how much it may be.
                self.floor = min(self.floor, bound)
                return None
            slow = slow + 1 if gain < SLOW_SHARE * (self.best - bound) else 0
            if not added or (slow >= SLOW_ROUNDS and not whole):
                break
        if self.nodes == 1:
            self._settle(run)
        return bound, run.y

    def _cut(self, run: Relaxed) -> bool:
        cuts = self.losses.cuts(run.y, self.u)
        inside = cuts.block >= 0
        short = cuts.constant - cuts.slope @ run.y - np.where(inside, run.theta[cuts.block], 0.0)
        broken = np.flatnonzero(short > 1e-7 * np.where(inside, self.relaxation.scale, 1.0))
        if len(broken):
            self.relaxation.add(cuts.pick(broken))
        return bool(len(broken))

    def _settle(self, run: Relaxed) -> None:
        """Fix what no better set can have otherwise, by the reduced costs at the root."""
        room = self.tolerance.room(run.value + self.offset, self.best)
        self.high[run.reduced > room] = 0.0
        self.low[-run.reduced > room] = 1.0

    def _round(self, y: np.ndarray, bound: float) -> None:
        order = np.argsort(-y, kind="stable")
        order = order[y[order] > WHOLE]
        chosen = order[np.cumsum(self.purse.cost[order]) <= self.purse.budget * (1.0 + CLOSE)]
        near = self.losses.value(chosen) + self.offset < self.best + NEAR * abs(self.best)
        if near or not np.isfinite(self.best):
            self._note(chosen)
            if not self._closed(bound):
                self._note(descend(self.losses, self.purse, chosen, end=self.end))

    def _note(self, chosen: np.ndarray) -> None:
        loss = self.losses.value(chosen)
        if loss < self.losses.refused and loss + self.offset < self.best:
            self.best, self.chosen = loss + self.offset, chosen
