"""The best set of sites, proved: a good set by search, a bound by multipliers, then branch and bound on what is left.

A site that no better set can have (or lack) by the bound is settled at once, so that what is left shrinks as bound and
best set near one another.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import ThreadpoolController

from prosmed_gis.location.branching import Tolerance, Tree
from prosmed_gis.location.covers import Covers
from prosmed_gis.location.interchange import descend, greedy, shake
from prosmed_gis.location.losses import CLOSE, Losses, Purse
from prosmed_gis.location.multipliers import Bound, bound, tighten
from prosmed_gis.location.regions import Regions

if TYPE_CHECKING:
    from prosmed_gis.location.answer import Stopped

ROUNDS, STEPS, FASTEST = 8, 60, 0.1
"""Rounds of so many steps of the multipliers, as long as one closes this share of the gap; they steer speed alone."""


WIDE = 0.003
"""A gap from which a better set is looked for by shaking before the branching, where that is quick; speed alone."""

FEW = 1_500
"""Customers up to which covers are branched on single sites with rows for each; with more, regions are quicker."""


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(eq=False)
class Search:
    """A problem that shrinks, with its best set so far (`best`, its loss, and `chosen`, in the first numbers)."""

    losses: Losses
    purse: Purse
    tolerance: Tolerance
    end: float
    seed: int = 0
    best: float = np.inf
    chosen: np.ndarray | None = None
    lower: float = -np.inf
    offset: float = 0.0
    halted: Stopped = ""
    """Why the branching ended before its tree."""
    opened: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    names: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Give the sites their first numbers."""
        self.names = np.arange(self.losses.sites)

    @property
    def sites(self) -> np.ndarray:
        """The best set's site numbers; empty where there is none."""
        return np.empty(0, dtype=np.int64) if self.chosen is None else self.chosen

    @property
    def closed(self) -> bool:
        """The best set is proved."""
        return self.tolerance.closed(self.lower, self.best)

    @property
    def stopped(self) -> Stopped:
        """Why the best set is not proved; empty where it is."""
        if self.closed:
            return ""
        return self.halted or ("time" if time.monotonic() >= self.end else "arithmetic")

    @property
    def _unsettled(self) -> bool:
        return not self.closed and len(self.names) > 0 and time.monotonic() < self.end

    def run(self) -> None:
        """Search until the best set is proved or the time is over; `lower` is the bound then.

        Libraries of linear algebra run on one thread meanwhile: on a busy machine their threads wait for one another
        (ten times the time was seen), and sums must not hang on the number of cores.
        """
        with _libraries().limit(limits=1, user_api="blas"):
            self._run()

    def _run(self) -> None:
        first = descend(self.losses, self.purse, greedy(self.losses, self.purse, self.opened), end=self.end)
        self._note(first)
        u = self._multipliers(self.losses.start(first))
        if self._unsettled:
            u = self._harder(u)
        if self._unsettled:
            tree = self._tree(u)
            lower = tree.search()
            if tree.chosen is not None:
                self._note(tree.chosen)
            self.lower = max(self.lower, lower)
            self.halted = tree.stopped
        self.lower = min(self.lower, self.best)

    def _tree(self, u: np.ndarray) -> Tree | Regions:
        if isinstance(self.losses, Covers) and len(self.losses.weight) > FEW:
            return Regions(self.losses, self.purse, self.best, self.offset, self.tolerance, self.end, self.seed)
        return Tree(self.losses, self.purse, u, self.best, self.offset, self.tolerance, self.end)

    def _multipliers(self, u: np.ndarray) -> np.ndarray:
        for number in range(ROUNDS):
            before = self.lower
            target = self.best - self.offset if np.isfinite(self.best) else 2.0 * float(u.sum())
            step = 1.0 if number == 0 else 1 / 2
            found = tighten(self.losses, self.purse, u, target=target, steps=STEPS, end=self.end, step=step)
            u = self._use(found)
            if self.closed or not len(self.names):
                break
            if number and self.lower - before < FASTEST * (self.best - before):
                break
        return u

    def _harder(self, u: np.ndarray) -> np.ndarray:
        """Spend more on multipliers and on a better set where the losses know how."""
        sharper = self.losses.sharpen(u, self.purse, self.end)
        if sharper is u:
            return u
        u = self._use(bound(self.losses, self.purse, sharper))
        if self.closed or self.chosen is None or self.best - self.lower < WIDE * abs(self.best):
            return u
        rng = np.random.default_rng(self.seed)
        now = np.flatnonzero(np.isin(self.names, self.chosen))
        self._note(shake(self.losses, self.purse, now, rng=rng, end=self.end))
        return self._use(bound(self.losses, self.purse, u))

    def _use(self, found: Bound) -> np.ndarray:
        """Take a bound, try the set behind it, and settle what it settles; return the multipliers of what is left."""
        self.lower = max(self.lower, self.tolerance.lift(found.value + self.offset))
        self._note(descend(self.losses, self.purse, np.flatnonzero(found.y == 1.0), end=self.end))
        if self.closed:
            return found.u
        room = self.tolerance.room(found.value + self.offset, self.best)
        shut, opened = found.rise_in > room, found.rise_out > room
        shut |= self.purse.cost > self.purse.budget * (1.0 + CLOSE)
        kept = ~shut & ~opened
        if (shut & opened).any() or not self.purse.allows(np.flatnonzero(opened)):
            # No set is better than the best.
            self.lower = self.best
            return found.u
        if kept.all():
            return found.u
        u = self._settle(np.flatnonzero(opened), np.flatnonzero(kept), found.u)
        if not len(self.names) or not len(u):
            self._note(np.empty(0, dtype=np.int64))
            self.lower = self.best
        return u

    def _settle(self, opened: np.ndarray, kept: np.ndarray, u: np.ndarray) -> np.ndarray:
        self.losses, u, borne = self.losses.settle(opened, kept, u)
        self.purse = self.purse.settle(opened, kept)
        self.offset += borne
        self.opened = np.append(self.opened, self.names[opened])
        self.names = self.names[kept]
        return u

    def _note(self, chosen: np.ndarray) -> None:
        loss = self.losses.value(chosen)
        if loss < self.losses.refused and loss + self.offset < self.best:
            self.best, self.chosen = loss + self.offset, np.append(self.opened, self.names[chosen])
