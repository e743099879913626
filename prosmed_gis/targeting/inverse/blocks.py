"""Rules whose sets nest, taken apart into choices that do not depend on one another.

A set of which the rules fix the count (the country, a track with min = max) is a choice of its own: its cercles are
exchanged among themselves only. What bounds it from inside with some leeway (a region with a maximum) stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.choice.tree import nest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.choice.tree import Tree


@dataclass(frozen=True, eq=False)
class Blocks:
    """Independent choices; cercles in the order of the P-codes given."""

    block: np.ndarray
    """(cercles,): number of the cercle's choice from 0; -1 where the rules alone decide."""
    forced: np.ndarray
    """(cercles,) bool: in by the rules alone."""
    places: np.ndarray
    """(blocks,): cercles to choose among those of the block."""
    sets: np.ndarray
    """(sets, cercles) bool: sets with leeway, each inside one block."""
    low: np.ndarray
    high: np.ndarray
    """(sets,): least and most cercles of the set."""

    @property
    def free(self) -> np.ndarray:
        """(cercles,) bool: neither in nor out by the rules alone."""
        return np.asarray(self.block >= 0)

    @property
    def competing(self) -> list[np.ndarray]:
        """Cercles of each block, (cercles,) bool: those that compete with one another."""
        return [self.block == number for number in range(len(self.places))]


def blocks(rules: Sequence[Rule], pcodes: Sequence[str]) -> Blocks:
    """Return the independent choices that rules leave. The rules can be obeyed; a rule fixes the number in all.

    Raises
    ------
    ConfigError
        Two sets overlap without one holding the other: weights cannot be sought for such rules.
    """
    tree = nest(rules, pcodes)
    if tree is None:
        words = ", ".join(rule.word for rule in rules)
        msg = f"selection: weights can be sought only where the sets of the rules nest; these do not: {words}"
        raise ConfigError(msg)
    low, high = _narrowed(tree)
    inside, outside = _decided(tree, low, high)
    fixed = low == high
    block = np.full(len(pcodes), -1)
    # The outer sets come last, so that going backwards leaves each cercle with the innermost that holds it.
    for position in reversed(np.flatnonzero(fixed).tolist()):
        block[tree.member[position]] = position
    block[inside | outside] = -1
    places = np.zeros(len(low), dtype=np.int64)
    for position in np.flatnonzero(fixed).tolist():
        places[position] = low[position] - _taken(tree.member[position], position, block, inside, places)
    kept, bounds = [], []
    for position in np.flatnonzero(~fixed).tolist():
        own = position
        while not fixed[own]:
            own = tree.parent[own]
        mine = tree.member[position] & (block == own)
        taken = _taken(tree.member[position], own, block, inside, places)
        if mine.any() and (low[position] > taken or high[position] < taken + mine.sum()):
            kept.append(mine)
            bounds.append((low[position] - taken, high[position] - taken))
    used = np.unique(block[block >= 0])
    numbers = np.searchsorted(used, block)
    least, most = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    return Blocks(
        block=np.where(block >= 0, numbers, -1),
        forced=inside,
        places=places[used],
        sets=np.array(kept, dtype=bool).reshape(-1, len(pcodes)),
        low=least,
        high=most,
    )


def _taken(member: np.ndarray, own: int, block: np.ndarray, inside: np.ndarray, places: np.ndarray) -> int:
    """Return how many of a set are chosen among those that are not of the block `own`."""
    others = [other for other in np.unique(block[member]) if other not in (-1, own)]
    return int((inside & member).sum() + places[others].sum())


def _narrowed(tree: Tree) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most that each set can end up with."""
    low, high = np.zeros(len(tree.low), dtype=np.int64), np.zeros(len(tree.low), dtype=np.int64)
    direct = tree.direct.sum(axis=1)
    inner = [np.flatnonzero(tree.parent == outer) for outer in range(len(low))]
    for outer, children in enumerate(inner):
        low[outer] = max(tree.low[outer], low[children].sum())
        high[outer] = min(tree.high[outer], high[children].sum() + direct[outer])
    for outer, children in reversed(list(enumerate(inner))):
        least, most = low[children].sum(), high[children].sum() + direct[outer]
        for child in children:
            spare = most - high[child], least - low[child]
            low[child], high[child] = max(low[child], low[outer] - spare[0]), min(high[child], high[outer] - spare[1])
    return low, high


def _decided(tree: Tree, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cercles that are in, and out, whatever their score."""
    inside, outside = np.zeros((2, tree.member.shape[1]), dtype=bool)
    for outer, members in enumerate(tree.member):
        children = np.flatnonzero(tree.parent == outer)
        direct = tree.direct[outer]
        if high[outer] == 0 or high[outer] == low[children].sum():
            outside |= direct
        if low[outer] == members.sum() or low[outer] - high[children].sum() == direct.sum():
            inside |= direct
    return inside & ~outside, outside
