"""Rules whose sets nest: the exact choice by a greedy pass, for one order of cercles or ten thousand.

Where every two bounded sets are disjoint or one holds the other (regions inside tracks inside the country, single
cercles inside regions), the choices that obey all rules are the bases of a matroid: taking cercles in order, each one
that can still be completed to a full choice, gives the best choice for that order (Edmonds 1971). Because only the
order counts, ties broken in the order are broken exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.targeting.choice.rows import merged_bounds, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule


@dataclass(frozen=True, eq=False)
class Tree:
    """Nested bounded sets, the inner before the outer."""

    member: np.ndarray
    """(sets, cercles) bool."""
    low: np.ndarray
    high: np.ndarray
    parent: np.ndarray
    """Position of the smallest set that holds each one; -1 for the outermost."""
    direct: np.ndarray
    """(sets, cercles) bool: cercles of the set that are in no inner one."""


def nest(rules: Sequence[Rule], pcodes: Sequence[str]) -> Tree | None:
    """Return the rules as nested sets; None where two overlap without one holding the other, or a rule holds a sum."""
    if any(rule.totals for rule in rules):
        return None
    bounds = merged_bounds(rules, pcodes)
    parent = np.full(len(bounds), -1)
    for inner, bound in enumerate(bounds):
        for outer in range(inner + 1, len(bounds)):
            common = bound.members & bounds[outer].members
            if common and common != bound.members:
                return None
            if common and parent[inner] < 0:
                parent[inner] = outer
    member = np.array([[code in bound.members for code in pcodes] for bound in bounds], dtype=bool)
    direct = member.copy()
    for inner, outer in enumerate(parent):
        if outer >= 0:
            direct[outer] &= ~member[inner]
    low = np.array([bound.low for bound in bounds])
    high = np.array([bound.high for bound in bounds])
    return Tree(member, low, high, parent, direct)


def greedy(tree: Tree, order: np.ndarray, barred: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Choose for each row of `order`.

    Parameters
    ----------
    order
        (D, cercles): positions of cercles, the most wanted first.
    barred
        (D, cercles) bool: cercles that may not be chosen in that draw.

    Returns
    -------
    tuple
        (D, cercles) bool, the choice; (D,) bool, whether the rules can be obeyed at all (no choice where not).
    """
    draws, units = order.shape
    rows = np.arange(draws)
    room = _room(tree, barred)
    chosen = np.zeros((draws, units), dtype=bool)
    counts = np.zeros((draws, len(tree.low)), dtype=np.int64)
    feasible = _completes(tree, counts, room)
    for step in range(units):
        unit = order[:, step]
        tried = counts + tree.member[:, unit].T
        takes = _completes(tree, tried, room) & ~barred[rows, unit] & feasible
        counts = np.where(takes[:, None], tried, counts)
        chosen[rows, unit] = takes
    return chosen, feasible


def _room(tree: Tree, barred: np.ndarray) -> np.ndarray:
    """Return (D, sets): the most that each set can end up with."""
    room = (~barred).astype(np.int64) @ tree.direct.T.astype(np.int64)
    for position, outer in enumerate(tree.parent):
        room[:, position] = np.minimum(room[:, position], tree.high[position])
        if outer >= 0:
            room[:, outer] += room[:, position]
    return np.asarray(room)


def _completes(tree: Tree, counts: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Return (D,) bool: whether what is taken can be completed; each set must end between its needs and its room."""
    needs = counts.copy()
    for position, outer in enumerate(tree.parent):
        needs[:, position] = np.maximum(needs[:, position], tree.low[position])
        if outer >= 0:
            # What the inner set still needs beyond what it has comes on top of the outer set's own count.
            needs[:, outer] += needs[:, position] - counts[:, position]
    return np.asarray((needs <= room).all(axis=1))


def swaps(rules: Sequence[Rule], pcodes: Sequence[str], chosen: np.ndarray) -> np.ndarray:
    """Return (cercles, cercles) bool: whether the first (chosen) may be replaced by the second, whatever the rules."""
    rows = rows_of(rules, pcodes)
    allowed = np.zeros((len(pcodes), len(pcodes)), dtype=bool)
    for leaves in np.flatnonzero(chosen):
        after = np.repeat(chosen[None, :], len(pcodes), axis=0)
        after[:, leaves] = False
        np.fill_diagonal(after, val=True)
        allowed[leaves] = rows.obeyed(after) & ~chosen
    return allowed
