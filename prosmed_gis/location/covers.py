"""The losses of customers whom no chosen site covers, from a sparse matrix of who covers whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from prosmed_gis.location import interior
from prosmed_gis.location.losses import Cuts, Moves, Purse
from prosmed_gis.location.merging import alike

FULL = 1.0 - 1e-9


@dataclass(frozen=True, eq=False)
class Covers:
    """Weights of customers (or groups of alike ones) and `members` (customers x sites, 1 where the site covers)."""

    members: csr_matrix
    weight: np.ndarray

    @classmethod
    def of(cls, members: csr_matrix, weight: np.ndarray) -> tuple[Covers, np.ndarray, float]:
        """Merge customers whom the same sites cover; return the losses, each one's group (-1: none) and lost weight."""
        group, first = groups(members)
        total = np.bincount(group, weights=weight, minlength=len(first))
        reached = np.diff(members.indptr)[first] > 0
        number = np.where(reached, np.cumsum(reached) - 1, -1)
        return cls(members[first[reached]], total[reached]), number[group], float(total[~reached].sum())

    @cached_property
    def sides(self) -> csr_matrix:
        """Sites x customers."""
        return self.members.T.tocsr()

    @property
    def top(self) -> np.ndarray:
        """Greatest multiplier: the weight."""
        return self.weight

    @property
    def sites(self) -> int:
        """Number of sites."""
        return int(self.members.shape[1])

    @property
    def blocks(self) -> int:
        """Number of thetas: one a customer."""
        return len(self.weight)

    @property
    def refused(self) -> float:
        """No loss is refused."""
        return np.inf

    def value(self, chosen: np.ndarray) -> float:
        """Return the weight that a set of sites leaves uncovered."""
        return float(self.borne(chosen).sum())

    def borne(self, chosen: np.ndarray) -> np.ndarray:
        """Return the loss of each customer: its weight, or 0 where it is covered."""
        bare = np.ones(len(self.weight), dtype=bool)
        for site in chosen:
            bare[self.sides.indices[self.sides.indptr[site] : self.sides.indptr[site + 1]]] = False
        return np.where(bare, self.weight, 0.0)

    def gains(self, u: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return what each site saves (these customers) at the multipliers."""
        return np.asarray(self.sides @ u if rows is None else self.members[rows].T @ u[rows])

    def served(self, u: np.ndarray, y: np.ndarray) -> np.ndarray:  # noqa: ARG002 - whom a site covers hangs on no price
        """Return how many sites of y cover each customer."""
        return np.asarray(self.members @ y)

    def start(self, chosen: np.ndarray) -> np.ndarray:
        """Return the weight shared among the chosen sites that cover it."""
        y = np.zeros(self.sites)
        y[chosen] = 1.0
        return np.asarray(self.weight / np.maximum(1.0, self.members @ y))

    def moves(self, chosen: np.ndarray) -> Moves:
        """Return what each addition and each interchange saves."""
        y = np.zeros(self.sites)
        y[chosen] = 1.0
        count = self.members @ y
        add = self.sides @ np.where(count < 1.0, self.weight, 0.0)
        once = np.flatnonzero(count == 1.0)
        own = self.members[once]
        place = np.zeros(self.sites, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        owner = place[(own @ (y * np.arange(self.sites))).astype(np.int64)]
        weight = self.weight[once]
        lone = np.bincount(owner, weights=weight, minlength=len(chosen))
        by_owner = csr_matrix((weight, (owner, np.arange(len(once)))), shape=(len(chosen), len(once)))
        return Moves(add, add + (by_owner @ own).toarray() - lone[:, None])

    def cuts(self, y: np.ndarray, u: np.ndarray) -> Cuts:
        """Return the rows that are exact at y; where one site covers exactly, u decides the slope."""
        count = self.members @ y
        return self.at(np.where(count < FULL, self.weight, np.where(count > 2.0 - FULL, 0.0, u)))

    def at(self, u: np.ndarray) -> Cuts:
        """Return the rows of the multipliers."""
        return Cuts(np.arange(len(u)), u, self.members.multiply(u[:, None]).toarray())

    def sharpen(self, u: np.ndarray, purse: Purse, end: float) -> np.ndarray:  # noqa: ARG002 - it starts inside
        """Return the best multipliers."""
        return interior.prices(self.members, self.weight, purse, end)

    def settle(self, opened: np.ndarray, kept: np.ndarray, u: np.ndarray) -> tuple[Covers, np.ndarray, float]:
        """Return what is left: the covered are gone, the others merged anew; then multipliers and settled loss."""
        y = np.zeros(self.sites)
        y[opened] = 1.0
        bare = np.flatnonzero(self.members @ y < 1.0)
        rest, group, lost = Covers.of(self.members[bare][:, kept], self.weight[bare])
        inside = group >= 0
        price = np.bincount(group[inside], weights=u[bare][inside], minlength=len(rest.weight))
        return rest, price, lost


def groups(members: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Return the group of each row, and the first row of each group; rows are alike if the same sites cover them."""
    bits = np.zeros((members.shape[0], (members.shape[1] + 7) // 8), dtype=np.uint8)
    rows = np.repeat(np.arange(members.shape[0]), np.diff(members.indptr))
    np.bitwise_or.at(bits, (rows, members.indices // 8), (1 << (members.indices % 8)).astype(np.uint8))
    return alike(bits)
