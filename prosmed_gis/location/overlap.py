"""What sites have in common: the customers whom both of a pair cover, weighed again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

MOST = 20_000_000
"""Shared customers of all pairs up to which they are listed once (12 bytes each); beyond, every weighing is a product
of full matrices of so many (ROWS) customers at a time. Both steer speed and memory alone."""
ROWS = 4_096


@dataclass(frozen=True, eq=False)
class Overlap:
    """Pairs of sites (`pairs`, row x sites + column of the lower half) and whom each shares (`shared`, by customers).

    `shared` is None where there are too many to list.
    """

    members: csr_matrix
    pairs: np.ndarray
    shared: csr_matrix | None

    @classmethod
    def of(cls, members: csr_matrix) -> Overlap:
        """Return the overlap of sites by who covers whom (customers x sites)."""
        degree = np.diff(members.indptr)
        if int((degree * (degree + 1) // 2).sum()) > MOST:
            return cls(members, np.empty(0, dtype=np.int64), None)
        keys, rows = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for count in np.unique(degree[degree > 0]):
            alike = np.flatnonzero(degree == count)
            sites = np.sort(members.indices[members.indptr[alike][:, None] + np.arange(count)], axis=1).astype(np.int64)
            later, earlier = np.tril_indices(count)
            keys.append((sites[:, later] * members.shape[1] + sites[:, earlier]).ravel())
            rows.append(np.repeat(alike, len(later)))
        pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
        customers = np.concatenate(rows)
        shape = (len(pairs), members.shape[0])
        return cls(members, pairs, csr_matrix((np.ones(len(place)), (place, customers)), shape=shape))

    def weighed(self, weight: np.ndarray) -> np.ndarray:
        """Return the weight of the customers whom both sites cover, sites x sites; the lower half alone counts."""
        sites = self.members.shape[1]
        if self.shared is None:
            return self._product(weight)
        square = np.zeros(sites * sites)
        square[self.pairs] = self.shared @ weight
        return square.reshape(sites, sites)

    def _product(self, weight: np.ndarray) -> np.ndarray:
        sites = self.members.shape[1]
        square = np.zeros((sites, sites))
        for first in range(0, len(weight), ROWS):
            table = self.members[first : first + ROWS].toarray()
            square += (table.T * weight[first : first + ROWS]) @ table
        return square

    def likeness(self, weight: np.ndarray) -> np.ndarray:
        """Return the weight that two sites share, of all whom either covers (Jaccard 1901), 0 to 1, sites x sites."""
        lower = np.tril(self.weighed(weight))
        own = np.diag(lower).copy()
        both = lower + np.tril(lower, -1).T
        either = own[:, None] + own[None] - both
        return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0.0))
