"""The losses of customers who go to the nearest chosen site, from a dense matrix of costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prosmed_gis.location.losses import Cuts, Moves, Purse

FULL = 1.0 - 1e-9
"""Sum of (fractional) sites at which a customer counts as wholly served."""


@dataclass(frozen=True, eq=False)
class Distances:
    """Costs (customers x sites, weighted, inf without a path), `cap`, and who `must` be reached by a path.

    The cap of those who must be reached is `refused`, more than all costs together, so that the searches come back
    to sets that reach them; the rows ask for it outright.
    """

    costs: np.ndarray
    cap: np.ndarray
    must: np.ndarray
    refused: float

    @classmethod
    def of(cls, costs: np.ndarray, cap: np.ndarray) -> Distances:
        """Return the losses; an infinite cap demands a path."""
        must = np.isinf(cap)
        finite = np.where(np.isfinite(costs), costs, 0.0)
        refused = 1.0 + 2.0 * float(finite.max(axis=1, initial=0.0).sum() + cap[~must].sum())
        cap = np.where(must, refused, cap)
        return cls(np.where(costs < cap[:, None], costs, np.inf), cap, must, refused)

    @property
    def top(self) -> np.ndarray:
        """Greatest multiplier: the cap."""
        return self.cap

    @property
    def sites(self) -> int:
        """Number of sites."""
        return int(self.costs.shape[1])

    @property
    def blocks(self) -> int:
        """Number of thetas: one a customer."""
        return len(self.costs)

    def value(self, chosen: np.ndarray) -> float:
        """Return the loss by a set of sites."""
        return float(self.borne(chosen).sum())

    def borne(self, chosen: np.ndarray) -> np.ndarray:
        """Return the loss of each customer: the nearest chosen site, or the cap."""
        return np.asarray(np.minimum(self.cap, self.costs[:, chosen].min(axis=1, initial=np.inf)))

    def gains(self, u: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return what each site saves (these customers) at the multipliers."""
        saved = u[:, None] - self.costs if rows is None else u[rows, None] - self.costs[rows]
        return np.asarray(np.maximum(saved, 0.0, out=saved).sum(axis=0))

    def served(self, u: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return how many sites of y are cheaper than the multiplier, for each customer."""
        sites = np.flatnonzero(y)
        return np.asarray((self.costs[:, sites] < u[:, None]) @ y[sites])

    def start(self, chosen: np.ndarray) -> np.ndarray:
        """Return the middle of the two nearest chosen sites, a good price of the first."""
        near = np.column_stack([self.costs[:, chosen], self.cap, self.cap])
        near.partition(1, axis=1)
        first, second = near[:, 0], np.where(self.must & (near[:, 1] >= self.cap), near[:, 0], near[:, 1])
        return np.asarray(np.minimum(self.cap, (first + second) / 2.0))

    def moves(self, chosen: np.ndarray) -> Moves:
        """Return what each addition and each interchange saves."""
        near = np.column_stack([self.costs[:, chosen], self.cap, self.cap])
        owner = near.argmin(axis=1)
        rows = np.arange(len(near))
        first = near[rows, owner]
        near[rows, owner] = np.inf
        second = near.min(axis=1)
        add = np.maximum(first[:, None] - self.costs, 0.0).sum(axis=0)
        swap = np.zeros((len(chosen), self.sites))
        order = np.argsort(owner, kind="stable")
        order = order[owner[order] < len(chosen)]
        # A customer who loses the first site keeps what the second, or the new one, saves of the difference.
        lost = np.minimum(second[order, None], np.maximum(self.costs[order], first[order, None]))
        lost -= first[order, None]
        owners, starts = np.unique(owner[order], return_index=True)
        if len(owners):
            swap[owners] = -np.add.reduceat(lost, starts, axis=0)
        return Moves(add, swap + add)

    def cuts(self, y: np.ndarray, u: np.ndarray) -> Cuts:
        """Return the rows that are exact at y, with D as near to u as that allows."""
        sites = np.flatnonzero(y > 0)
        near = np.column_stack([self.costs[:, sites], self.cap])
        share = np.append(y[sites], len(y))
        order = np.argsort(near, axis=1, kind="stable")
        ranked, rows = np.take_along_axis(near, order, axis=1), np.arange(len(near))
        filled = np.cumsum(share[order], axis=1)
        low = ranked[rows, (filled >= FULL).argmax(axis=1)]
        high = np.minimum(ranked[rows, (filled > 2.0 - FULL).argmax(axis=1)], self.cap)
        wanted = np.clip(u, low, high)
        unmet = self.must & (low >= self.cap)
        finite = np.where(np.isfinite(self.costs), self.costs, -np.inf)
        wanted = np.where(self.must & (wanted >= self.cap), finite.max(axis=1, initial=0.0), wanted)
        loss = self.at(wanted)
        if not unmet.any():
            return loss
        demand = np.isfinite(self.costs[unmet]).astype(float)
        count = int(unmet.sum())
        return Cuts(
            np.append(loss.block, np.full(count, -1)),
            np.append(loss.constant, np.ones(count)),
            np.vstack([loss.slope, demand]),
        )

    def at(self, u: np.ndarray) -> Cuts:
        """Return the rows with D = u."""
        return Cuts(np.arange(len(u)), u, np.maximum(u[:, None] - self.costs, 0.0))

    def sharpen(self, u: np.ndarray, purse: Purse, end: float) -> np.ndarray:  # noqa: ARG002 - see the protocol
        """Return the same: there is no quicker way than the steps."""
        return u

    def settle(self, opened: np.ndarray, kept: np.ndarray, u: np.ndarray) -> tuple[Distances, np.ndarray, float]:
        """Return what is left: opened sites lower the caps, others are gone; then multipliers and settled loss."""
        near = self.costs[:, opened].min(axis=1, initial=np.inf)
        cap, must = np.minimum(self.cap, near), self.must & np.isinf(near)
        costs = self.costs[:, kept]
        costs = np.where(costs < cap[:, None], costs, np.inf)
        left = np.isfinite(costs).any(axis=1) | must
        rest = Distances(costs[left], cap[left], must[left], self.refused)
        return rest, np.minimum(u, cap)[left], float(cap[~left].sum())
