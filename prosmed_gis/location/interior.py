r"""The best multipliers of a covering problem, by an interior-point method (Mehrotra 1992).

.. math:: \min_{y, l} \sum_i w_i l_i, \quad l_i + \sum_j a_{ij} y_j \ge 1, \; \sum_j c_j y_j \le b, \; l \ge 0,
    \; 0 \le y \le 1

The customers fall out of the Newton equations, which leaves a dense system in the sites alone: tens of thousands of
customers cost no more than one sparse product. The multipliers :math:`\pi` of the first rows are what is looked for;
whatever they are, the bound that is made of them holds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csr_matrix

from prosmed_gis.location.losses import Purse
from prosmed_gis.location.overlap import Overlap

STEPS, ENOUGH, INSIDE = 60, 1e-7, 0.995
"""Newton steps at most; relative complementarity that ends them; how far to the wall a step may go."""

Normal = Callable[[np.ndarray], np.ndarray]
"""From a weight for each customer, the weight that each pair of sites shares (lower half)."""


@dataclass(eq=False)
class Point:
    """Primal (y, lost, over, money left) and dual (price, spare, low, high, worth of money) values, all positive."""

    y: np.ndarray
    lost: np.ndarray
    over: np.ndarray
    money: np.ndarray
    price: np.ndarray
    spare: np.ndarray
    low: np.ndarray
    high: np.ndarray
    worth: np.ndarray

    def pairs(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the complementary pairs, primal first."""
        return [
            (self.over, self.price), (self.lost, self.spare), (self.y, self.low), (1.0 - self.y, self.high),
            (self.money, self.worth),
        ]  # fmt: skip

    @property
    def count(self) -> int:
        """Number of pairs."""
        return 2 * len(self.lost) + 2 * len(self.y) + len(self.money)

    def products(self) -> float:
        """Return the mean product of the pairs."""
        return sum(float(a @ b) for a, b in self.pairs()) / self.count

    def moved(self, way: Point, primal: float, dual: float) -> Point:
        """Return the point that many steps along the way."""
        steps = [primal] * 4 + [dual] * 5
        values = [
            getattr(self, part.name) + step * getattr(way, part.name)
            for part, step in zip(fields(self), steps, strict=True)
        ]
        return Point(*values)


@dataclass(frozen=True, eq=False)
class Step:
    """Multipliers (0 to weight), the sites of the relaxation (0-1 each), and how far both are from the best at most."""

    u: np.ndarray
    y: np.ndarray
    apart: float


def path(members: csr_matrix, weight: np.ndarray, purse: Purse, normal: Normal) -> Iterator[Step]:
    """Go towards the best multipliers of the customers (rows of `members`, each with a site), nearer with each step."""
    scale = float(weight.mean())
    here = _start(members, weight / scale, purse)
    for _ in range(STEPS):
        product = here.products()
        yield Step(np.clip(here.price * scale, 0.0, weight), here.y, product * here.count * scale)
        if product * len(here.lost) < ENOUGH * (1.0 + float(weight.sum()) / scale):
            return
        try:
            here = _next(here, _System(members, normal, purse, here), product)
        except LinAlgError:
            # At the end of the arithmetic; any multipliers on the way give a bound.
            return


def prices(members: csr_matrix, weight: np.ndarray, purse: Purse, end: float) -> np.ndarray:
    """Return the best multipliers, or the last before the end of the time (monotonic)."""
    u = weight / 2.0
    for step in path(members, weight, purse, Overlap.of(members).weighed):
        u = step.u
        if time.monotonic() > end:
            break
    return u


def _next(here: Point, system: _System, product: float) -> Point:
    aim = system.way([-a * b for a, b in here.pairs()])
    ahead = here.moved(aim, *_reach(here, aim, 1.0)).products()
    centre = product * (ahead / product) ** 3
    targets = [centre - a * b - da * db for (a, b), (da, db) in zip(here.pairs(), _changes(aim), strict=True)]
    way = system.way(targets)
    return here.moved(way, *_reach(here, way, INSIDE))


def _start(members: csr_matrix, weight: np.ndarray, purse: Purse) -> Point:
    sites = members.shape[1]
    y = np.full(sites, min(1 / 2, 0.9 * purse.budget / float(purse.cost.sum())))
    covered = members @ y
    lost = np.maximum(1.0 - covered, 0.0) + 1 / 2
    price = weight / 2.0
    gains = np.asarray(members.T @ price)
    # The median is 0 where most sites cover nobody; every customer has a site, so the mean is not.
    money = float(max(np.median(gains / purse.cost), np.mean(gains / purse.cost) / 100.0))
    net = gains - money * purse.cost
    high = np.maximum(net, 0.0) + 1.0
    return Point(
        y, lost, covered + lost - 1.0, np.array([purse.budget - float(purse.cost @ y)]),
        price, weight - price, high - net, high, np.array([money]),
    )  # fmt: skip


def _changes(way: Point) -> list[tuple[np.ndarray, np.ndarray]]:
    return [
        (way.over, way.price), (way.lost, way.spare), (way.y, way.low), (-way.y, way.high), (way.money, way.worth),
    ]  # fmt: skip


def _reach(here: Point, way: Point, share: float) -> tuple[float, float]:
    """How far primal and dual may go along the way, as a share of the way to the nearest wall, at most 1."""
    ends = []
    for side in (0, 1):
        least = 1.0
        for values, changes in zip(here.pairs(), _changes(way), strict=True):
            falling = changes[side] < 0.0
            if falling.any():
                wall = float((values[side][falling] / -changes[side][falling]).min())
                least = min(least, share * wall)
        ends.append(least)
    return ends[0], ends[1]


class _System:
    """Newton's equations at a point, factorised once."""

    def __init__(self, members: csr_matrix, normal: Normal, purse: Purse, here: Point) -> None:
        self.members, self.purse, self.here = members, purse, here
        self.spread = 1.0 / (here.lost / here.spare + here.over / here.price)
        matrix = normal(self.spread)
        matrix[np.diag_indices_from(matrix)] += here.low / here.y + here.high / (1.0 - here.y) + 1e-10
        self.factor = cho_factor(matrix, lower=True, check_finite=False, overwrite_a=True)
        self.by_money = cho_solve(self.factor, purse.cost, check_finite=False)

    def way(self, targets: list[np.ndarray]) -> Point:
        """Return the step that meets all equations and brings the pairs' products to their targets, to first order."""
        here, cost = self.here, self.purse.cost
        over, lost, low, high, money = targets
        uncovered = 1.0 - self.members @ here.y - here.lost + here.over - lost / here.spare + over / here.price
        tilt = self.members.T @ here.price - here.worth * cost + here.low - here.high
        right = tilt + self.members.T @ (self.spread * uncovered) + low / here.y - high / (1.0 - here.y)
        free = cho_solve(self.factor, right, check_finite=False)
        unspent = self.purse.budget - float(cost @ here.y) - here.money - money / here.worth
        worth = (cost @ free - unspent) / (cost @ self.by_money + here.money / here.worth)
        y = free - self.by_money * worth
        price = self.spread * (uncovered - self.members @ y)
        return Point(
            y, (lost + here.lost * price) / here.spare, (over - here.over * price) / here.price,
            (money - here.money * worth) / here.worth,
            price, -price, (low - here.low * y) / here.y, (high + here.high * y) / (1.0 - here.y), worth,
        )  # fmt: skip
