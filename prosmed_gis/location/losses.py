r"""What the searches and bounds of this room ask of a problem: what customers lose by a choice of sites.

Every customer i loses at most its `cap`; a chosen site j cuts the loss to :math:`c_{ij}` if that is less, and the best
chosen site counts. Sites have a cost and all together a budget (p sites: cost 1, budget p). The p-median and maximal
covering are both of this form. With multipliers u that price "customer i is served once",

.. math:: L(u) = \sum_i u_i - \max_y \sum_j y_j \sum_i (u_i - c_{ij})^+, \quad 0 \le u_i \le cap_i

is a bound from below (Lagrange), and for any numbers D the loss itself is bounded by the rows (Benders 1962)

.. math:: \theta_i \ge D_i - \sum_j (D_i - c_{ij})^+ y_j
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

CLOSE = 1e-9
"""Relative difference of bound and value that is arithmetic alone."""


@dataclass(frozen=True, eq=False)
class Moves:
    """What changes of a set of k sites save: `add` (sites), and `swap` (k x sites), negative where they cost."""

    add: np.ndarray
    swap: np.ndarray


@dataclass(frozen=True, eq=False)
class Cuts:
    """Rows theta[block] + slope . y >= constant; block -1 has no theta (a demand that some site be chosen)."""

    block: np.ndarray
    constant: np.ndarray
    slope: np.ndarray

    def pick(self, rows: np.ndarray) -> Cuts:
        """Return some of the rows."""
        return Cuts(self.block[rows], self.constant[rows], self.slope[rows])


class Losses(Protocol):
    """The losses of customers, each no more than `top`, by chosen sites; `blocks` of them have a theta."""

    @property
    def top(self) -> np.ndarray:
        """Greatest multiplier of each customer."""

    @property
    def sites(self) -> int:
        """Number of sites."""

    @property
    def blocks(self) -> int:
        """Number of thetas."""

    @property
    def refused(self) -> float:
        """A loss that no set has which reaches everybody who must be reached."""

    def value(self, chosen: np.ndarray) -> float:
        """Return the loss by a set of sites; `refused` or more where someone is unreached who must be reached."""

    def borne(self, chosen: np.ndarray) -> np.ndarray:
        """Return the loss of each customer by a set of sites."""

    def gains(self, u: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return what each site saves (these customers) at the multipliers."""

    def served(self, u: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return how many sites of y (0-1 each) serve each customer at the multipliers."""

    def start(self, chosen: np.ndarray) -> np.ndarray:
        """Return multipliers to start from."""

    def moves(self, chosen: np.ndarray) -> Moves:
        """Return what adding a site, or putting one in the place of a chosen one, saves."""

    def cuts(self, y: np.ndarray, u: np.ndarray) -> Cuts:
        """Return the rows that are exact at y; where several are, the one nearest to the multipliers."""

    def at(self, u: np.ndarray) -> Cuts:
        """Return the rows of the multipliers, whose sum is the bound L(u)."""

    def sharpen(self, u: np.ndarray, purse: Purse, end: float) -> np.ndarray:
        """Return multipliers of a bound that cannot be bettered, or the same where there is no quick way to them."""

    def settle(self, opened: np.ndarray, kept: np.ndarray, u: np.ndarray) -> tuple[Self, np.ndarray, float]:
        """Return the problem that is left when some sites are open and only `kept` may follow.

        Its multipliers come second, and third the loss of those who no longer count in it.
        """


@dataclass(frozen=True, eq=False)
class Purse:
    """Cost of each site (positive) and the budget."""

    cost: np.ndarray
    budget: float

    @property
    def even(self) -> bool:
        """All sites cost the same."""
        return len(self.cost) == 0 or bool((self.cost == self.cost[0]).all())

    def allows(self, chosen: np.ndarray) -> bool:
        """Return whether a set of sites is within the budget."""
        return bool(self.cost[chosen].sum() <= self.budget * (1.0 + CLOSE))

    def settle(self, opened: np.ndarray, kept: np.ndarray) -> Purse:
        """Return what is left when some sites are paid; who costs more than that is for the caller to leave out."""
        return Purse(self.cost[kept], self.budget - float(self.cost[opened].sum()))
