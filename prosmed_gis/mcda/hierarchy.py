"""Composite index over a tree of indicators: what each element is worth, weighs, and does to the ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.errors import ConfigError
from prosmed_gis.mcda.aggregating import power_mean
from prosmed_gis.mcda.normalising import ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, eq=False)
class Tree:
    """Indicators under aggregates under one index.

    Raises ConfigError where a parent does not exist, where there is not exactly one root, or where parents go round in
    a circle.
    """

    parents: Mapping[str, str | None]
    """Element -> the aggregate that it is part of; None for the index."""
    weights: Mapping[str, float]
    """Element -> weight, at least 0, in any unit: the parts of one aggregate are brought to a sum of 1."""

    def __post_init__(self) -> None:
        """Refuse what is not a tree."""
        lost = sorted({parent for parent in self.parents.values() if parent is not None} - set(self.parents))
        roots = [name for name, parent in self.parents.items() if parent is None]
        if lost or len(roots) != 1:
            raise ConfigError(f"a tree needs one root and known parents; roots: {roots}, unknown parents: {lost}")
        around = sorted(set(self.parents) - set(self.downward))
        if around:
            raise ConfigError(f"these elements are parts of themselves: {', '.join(around)}")

    @property
    def root(self) -> str:
        """The index."""
        return next(name for name, parent in self.parents.items() if parent is None)

    @property
    def downward(self) -> list[str]:
        """Elements that hang on the root, each after its parent."""
        found = [self.root]
        for name in found:
            found.extend(self.parts(name))
        return found

    def parts(self, name: str) -> list[str]:
        """Return the elements that an aggregate is made of; none for an indicator."""
        return [part for part, parent in self.parents.items() if parent == name]

    def without(self, names: Iterable[str]) -> Tree:
        """Return the tree without these elements, what is under them, and aggregates that have nothing left."""
        dropped = set(names)
        for name in self.downward:
            if self.parents[name] in dropped:
                dropped.add(name)
        for name in reversed(self.downward):
            if self.parts(name) and set(self.parts(name)) <= dropped:
                dropped.add(name)
        kept = {name: parent for name, parent in self.parents.items() if name not in dropped}
        return replace(self, parents=kept)


def composite(tree: Tree, indicators: Mapping[str, np.ndarray], *, power: float) -> dict[str, np.ndarray]:
    """Return every element's value, from the indicators up to the index.

    Parameters
    ----------
    indicators
        Indicator -> normalised values (..., units), at least 0, more is better, all of one shape; others than the
        tree's are left aside. Of an aggregate's parts a unit uses those that it has; NaN where it has none.
    power
        Of the mean (`aggregating.power_mean`) on all levels: 1 arithmetic, 0 geometric, -1 harmonic.
    """
    found: dict[str, np.ndarray] = {}
    for name in reversed(tree.downward):
        parts = tree.parts(name)
        if parts:
            worths = np.stack([found[part] for part in parts], axis=-1)
            found[name] = power_mean(worths, np.array([tree.weights[part] for part in parts]), power)
        else:
            found[name] = np.asarray(indicators[name], dtype=float)
    return found


def effective_weights(tree: Tree) -> dict[str, float]:
    """Return the share of each element in the index: its share in its aggregate times that one's share."""
    found = {tree.root: 1.0}
    for name in tree.downward:
        parts = tree.parts(name)
        total = sum(tree.weights[part] for part in parts)
        found |= {part: found[name] * tree.weights[part] / total for part in parts}
    return found


def rank_shift(reference: np.ndarray, other: np.ndarray) -> float:
    """Return by how many ranks units move on average, up or down (OECD and JRC 2008)."""
    return float(np.mean(np.abs(ranks(reference) - ranks(other))))


def drop_each(
    tree: Tree, indicators: Mapping[str, np.ndarray], names: Iterable[str], *, power: float
) -> dict[str, float]:
    """Return the mean shift of ranks on the index when each of these elements is left out (Becker et al. 2022).

    The others of its aggregate share its weight by theirs.
    """
    reference = composite(tree, indicators, power=power)[tree.root]
    return {
        name: rank_shift(reference, composite(tree.without([name]), indicators, power=power)[tree.root])
        for name in names
    }
